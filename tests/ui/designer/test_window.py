"""The designer is used with mouse and keys, shows what is printed, and never loses a change silently."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox

from app.paths import Paths
from app.services import blanks, layouts
from tests.ui.designer.conftest import Hand, opened
from ui.designer.geometry import frames
from ui.designer.rulers import Ruler
from ui.designer.window import Designer
from ui.messages import Recorder
from ui.page import Context

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_box_is_dragged_sized_and_put_back_and_others_draw_it(hand: Hand) -> None:
    design, before = hand.designer.design, hand.frame("box:signer")
    middle = (before.centre, before.middle)
    hand.drag(middle, (middle[0] - 30.3, middle[1] - 20.3))
    assert design.chosen == ("box:signer",)
    after = hand.frame("box:signer")
    assert after.x == pytest.approx(before.x - 30, abs=2.3)
    assert after.y == pytest.approx(before.y - 20, abs=2.3)
    assert (after.width, after.height) == (before.width, before.height)
    hand.drag((after.right, after.middle), (after.right - 25, after.middle))
    assert hand.frame("box:signer").x == after.x
    assert hand.frame("box:signer").width == pytest.approx(after.width - 25, abs=2.3)
    hand.drag((after.centre, after.middle), (1000, 1000))  # no farther than to the edge
    assert hand.frame("box:signer").right == pytest.approx(297, abs=0.02)
    for _ in range(3):
        QTest.keyClick(hand.designer, Qt.Key.Key_Z, CTRL)
    assert hand.frame("box:signer") == before
    assert not design.is_edited


def test_several_are_chosen_with_a_frame_or_with_a_key_and_lined_up(hand: Hand) -> None:
    design = hand.designer.design
    decision, register = hand.frame("box:decision"), hand.frame("box:register")
    hand.drag((8, decision.y - 3), (decision.centre, register.middle))
    assert set(design.chosen) >= {"box:decision", "box:decision_date", "box:register"}
    hand.click(10, 205)
    assert not design.chosen
    hand.click(decision.centre, decision.middle)
    hand.click(register.centre, register.middle, SHIFT)
    assert list(design.chosen) == ["box:decision", "box:register"]
    QTest.keyClick(hand.designer, Qt.Key.Key_R, CTRL | ALT)
    assert hand.frame("box:decision").right == hand.frame("box:register").right
    hand.click(register.centre, register.middle, CTRL)
    assert design.chosen == ("box:decision",)
    QTest.keyClick(hand.designer, Qt.Key.Key_G, CTRL | ALT)
    assert hand.frame("box:decision").centre == pytest.approx(148.5, abs=0.01)


def test_everything_can_be_done_from_the_keyboard(hand: Hand) -> None:
    window, design = hand.designer, hand.designer.design
    things, canvas = window.things.list, hand.canvas
    assert window.focusWidget() is things
    QTest.keyClick(things, Qt.Key.Key_Down)
    QTest.keyClick(things, Qt.Key.Key_Down)
    chosen = design.chosen[0]
    QTest.keyClick(things, Qt.Key.Key_Return)
    assert window.focusWidget() is canvas
    before = hand.frame(chosen)
    for key, keys, times in (
        (Qt.Key.Key_Right, NONE, 3), (Qt.Key.Key_Down, SHIFT, 1), (Qt.Key.Key_Left, ALT, 1),
    ):  # fmt: skip
        for _ in range(times):
            QTest.keyClick(canvas, key, keys)
    moved = hand.frame(chosen)
    assert (moved.x - before.x, moved.y - before.y) == pytest.approx((1.4, 5.0))
    assert design.stack.count() == 1  # nudges in a row are one step back
    QTest.keyClick(canvas, Qt.Key.Key_Up, CTRL)
    assert hand.frame(chosen).height == pytest.approx(before.height - 0.5)
    assert "cách trái" in canvas.accessibleDescription()
    QTest.keyClick(canvas, Qt.Key.Key_PageDown)
    assert design.chosen[0] != chosen
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert window.inspector.isAncestorOf(window.focusWidget())
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert not design.chosen
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    QTest.keyClick(window, Qt.Key.Key_D, CTRL)
    assert design.chosen[0].endswith("-2")
    copy = design.chosen[0]
    assert not window.things.down.isEnabled()
    QTest.keyClick(window, Qt.Key.Key_Up, CTRL | SHIFT)
    assert window.things.down.isEnabled()
    assert list(frames(hand.layout))[-2] == copy
    QTest.keyClick(canvas, Qt.Key.Key_A, CTRL)
    assert len(design.chosen) == len(hand.layout.boxes)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not design.chosen
    assert window.isVisible()


def test_numbers_words_and_type_are_changed_beside_the_page(hand: Hand, messages: Recorder) -> None:
    window, design = hand.designer, hand.designer.design
    pane = window.inspector.box
    design.choose(("box:signer",))
    number = pane.editor("x")
    number.setFocus()
    number.selectAll()
    QTest.keyClicks(number, f"100{number.locale().decimalPoint()}5")
    QTest.keyClick(number, Qt.Key.Key_Return)
    assert window.isVisible()
    assert hand.frame("box:signer").x == 100.5
    number.setFocus()
    QTest.keyClick(number, Qt.Key.Key_Z, CTRL)  # with nothing typed, the step before is taken back
    assert hand.frame("box:signer").x == 158
    QTest.keyClick(number, Qt.Key.Key_Y, CTRL)
    assert hand.frame("box:signer").x == 100.5
    pane.editor("style.size").stepBy(2)
    assert hand.layout.box("signer").style.size == 15.0
    messages.texts = ["#1F3F78", "đỏ"]
    colour = pane.editor("style.colour")
    colour.setCurrentIndex(colour.count() - 1)
    colour.activated.emit(colour.currentIndex())
    assert hand.layout.box("signer").style.colour == "#1f3f78"
    colour.setCurrentIndex(colour.count() - 1)
    colour.activated.emit(colour.currentIndex())
    assert "mã màu" in messages.told[0]
    assert hand.layout.box("signer").style.colour == "#1f3f78"
    pane.editor("rule").click()
    assert hand.layout.box("signer").rule is not None
    pane.editor("alternative").click()
    second = hand.layout.box("signer").alternative
    assert second is not None
    assert second.max_lines == 2
    field = pane.editor("field")
    field.set_value("")
    field.activated.emit(field.currentIndex())
    assert (hand.layout.box("signer").field, hand.layout.box("signer").text) == ("", "Vũ Đình Trường")
    pane.editor("text").setPlainText("")
    assert pane.cell("text").error
    assert hand.layout.box("signer").text == "Vũ Đình Trường"
    design.choose(("box:signer", "box:authority"))
    assert not pane.cell("x").isEnabled()
    pane.editor("overlay").click()
    assert [hand.layout.box(key).overlay for key in ("signer", "authority")] == [False, False]
    layouts.put_back_layout(window._context.services.paths, dataclasses.replace(hand.layout, name="thu"))


def test_fields_words_lines_and_pictures_are_added(hand: Hand, messages: Recorder, tmp_path: Path) -> None:
    window, design = hand.designer, hand.designer.design
    image = QImage(60, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert image.save(str(tmp_path / "logo.png"))
    messages.texts, messages.paths = ["Khóa I"], [tmp_path / "logo.png"]
    deeds = window.tools.deeds
    deeds.field("register")
    deeds.text()
    deeds.line()
    line = window.inspector.line
    assert window.inspector.currentWidget() is line
    line.editor("x2").setValue(200)
    assert hand.layout.lines[0].x2 == 200
    deeds.picture()
    window.inspector.picture.editor("width").setValue(40)
    assert hand.layout.pictures[0].width == 40
    assert hand.layout.box("chu").text == "Khóa I"
    design.choose(("line:0", "picture:0"))
    assert window.inspector.currentWidget() is window.inspector.group
    assert window.things.list.count() == len(hand.layout.boxes) + 2
    design.choose(())
    size = window.inspector.page.editor("size")
    size.set_value((420.0, 297.0))
    size.activated.emit(size.currentIndex())
    assert (hand.layout.width, hand.layout.height) == (420, 297)
    while design.stack.canUndo():
        design.stack.undo()
    assert not hand.layout.lines
    assert not design.is_edited


def test_a_guide_is_drawn_out_of_a_ruler_draws_boxes_and_is_thrown_off_the_page(hand: Hand) -> None:
    window, design = hand.designer, hand.designer.design
    ruler = window.findChildren(Ruler)[1]

    def from_ruler(x: float, y: float) -> None:
        at = window.canvas.viewport().mapToGlobal(hand.pixel(x, y))
        for kind in (QMouseEvent.Type.MouseMove, QMouseEvent.Type.MouseButtonRelease):
            button = Qt.MouseButton.LeftButton
            event = QMouseEvent(kind, QPointF(), QPointF(at), button, button, NONE)
            (ruler.mouseMoveEvent if kind is QMouseEvent.Type.MouseMove else ruler.mouseReleaseEvent)(event)

    from_ruler(15, 100)
    assert design.uprights == pytest.approx((15,), abs=0.6)
    before = hand.frame("box:signer")
    hand.drag((before.centre, before.middle), (before.centre - (before.x - 16), before.middle - 15))
    assert hand.frame("box:signer").x == design.uprights[0]
    hand.drag((design.uprights[0], 205), (-20, 205))
    assert not design.uprights
    window.tools.deeds.guides()
    assert len(design.uprights) == len(design.levels) == 1


def test_the_page_is_the_printers_own_and_a_text_without_room_is_marked(designer: Designer) -> None:
    design, canvas = designer.design, designer.canvas
    whole = canvas.grab().toImage()
    design.choose(("box:signer",))
    pane = designer.inspector.box
    pane.editor("width").setValue(15)
    designer.preview.draw_now()
    assert set(canvas.troubles) == {"signer"}
    assert "Người ký" in designer.told.text()
    assert "không vừa chỗ" in "".join(
        designer.things.list.item(n).text() for n in range(designer.things.list.count())
    )
    assert canvas.grab().toImage() != whole
    design.stack.undo()
    pane.editor("style.size").setValue(40)
    pane.editor("style.min_size").setValue(10)
    pane.editor("width").setValue(60)
    designer.preview.draw_now()
    assert not canvas.troubles
    assert "Phải thu nhỏ" in designer.told.text()
    canvas.set_zoom(100)
    assert canvas.zoom == pytest.approx(100)
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.zoom == pytest.approx(125)
    canvas.fit()
    assert canvas.zoom < 100


def test_it_is_seen_with_the_longest_name_and_with_each_recipient(demo_context: Context) -> None:
    window = opened(demo_context)
    bar = window.bar
    assert bar.leafing.isHidden()
    for place in range(1, bar.source.count()):
        bar.source.setCurrentIndex(place)
        bar.source.activated.emit(place)
    assert not bar.leafing.isHidden()
    assert bar.who.text().endswith(f"(1/{len(bar._recipients)})")
    first = bar.way(mono=False).texts["recipient"]
    bar.on.click()
    assert bar.who.text().startswith(bar.way(mono=False).texts["recipient"])
    assert bar.way(mono=False).texts["recipient"] != first
    bar.back.click()
    assert not bar.back.isEnabled()
    window.done(0)


def test_a_blank_lies_under_the_page_and_only_its_words_are_drawn(
    context: Context, paths: Paths, tmp_path: Path
) -> None:
    scan = QImage(300, 212, QImage.Format.Format_RGB32)
    scan.fill(Qt.GlobalColor.yellow)
    assert scan.save(str(tmp_path / "scan.png"))
    data = blanks.scan_data(tmp_path / "scan.png")
    blanks.save_blank(paths, blanks.Blank("", "Phôi vàng", 297, 210, ("recipient",), data))
    window = opened(context)
    assert window.bar.opacity.isHidden()
    window.bar.blanks.setCurrentIndex(1)
    window.bar.blanks.activated.emit(1)
    assert window.bar.overlay.isChecked()
    assert not window.bar.opacity.isHidden()
    assert "box:issuer" in window.canvas.hidden
    assert "box:recipient" not in window.canvas.hidden
    window.bar.opacity.setValue(100)
    at = window.canvas.mapFromScene(QPointF(5, 5))
    colour = window.canvas.viewport().grab().toImage().pixelColor(QPoint(at.x(), at.y()))
    assert colour.blue() < 60 < colour.red()  # the scan shows, and no border is drawn on it
    assert not window.design.is_edited  # what is only looked at is nothing to save
    window.done(0)


def test_it_is_saved_as_ones_own_carried_out_and_in_and_had_back(
    designer: Designer, messages: Recorder, workshop: tuple[Designer, Recorder, Paths], tmp_path: Path
) -> None:
    design, files, paths = designer.design, designer.files, workshop[2]
    assert not designer.remove_action.isEnabled()
    designer.tools.deeds.line()
    messages.texts = ["Mẫu của Hội"]
    files.save()
    assert (design.layout.name, design.layout.version, design.is_edited) == ("mau-cua-hoi", 1, False)
    design.stack.undo()
    assert design.layout.name == "mau-cua-hoi"  # steps back stay possible, under the new name
    files.save()
    assert layouts.find_layout(paths, "mau-cua-hoi").version == 2
    assert "bản 2" in designer.notice.text
    messages.paths = [tmp_path / "mau.json"]
    files.take_out()
    document = json.loads((tmp_path / "mau.json").read_text("utf-8"))
    document["boxes"][0]["font"] = "Arial"
    (tmp_path / "hong.json").write_text(json.dumps(document), "utf-8")
    messages.paths = [tmp_path / "hong.json", tmp_path / "mau.json"]
    files.bring_in()
    assert "Arial" in designer.notice.text
    files.bring_in()
    assert design.layout.title == "Mẫu của Hội 2"
    files.remove()
    assert design.layout.name == "truyen-thong"
    assert designer.layouts.count() == len(layouts.list_layouts(paths, longevity=None))
    designer.notice._buttons[0].click()
    assert "mau-cua-hoi-2" in [entry.name for entry in layouts.list_layouts(paths)]


def test_what_is_not_saved_is_asked_about(context: Context, messages: Recorder) -> None:
    designer = opened(context)
    designer.tools.deeds.line()
    assert "chưa lưu" in designer.state.text()
    messages.answers = [False, False, True]
    messages.asked.clear()
    designer.reject()
    assert designer.isVisible()
    designer.layouts.setCurrentIndex(designer.layouts.count() - 1)
    designer.layouts.activated.emit(designer.layouts.currentIndex())
    assert designer.design.layout.name == designer.layouts.value() == "truyen-thong"
    designer.close()
    assert not designer.isVisible()
    assert len(messages.asked) == 3


def test_the_wheel_changes_no_number(designer: Designer) -> None:
    assert all(
        each.focusPolicy() is Qt.FocusPolicy.StrongFocus for each in designer.findChildren(QAbstractSpinBox)
    )
