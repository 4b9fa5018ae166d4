"""The designer's window: commands above, the list of things, the page, the values, whose words below."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.services.layouts import Layout, LayoutEntry, layout_shortcomings
from ui.designer.canvas import Canvas
from ui.designer.files import Files
from ui.designer.inspector import Inspector
from ui.designer.model import Design
from ui.designer.preview import Drawn, Preview
from ui.designer.preview_bar import PreviewBar, RoundChoice
from ui.designer.room import Room
from ui.designer.rulers import RuledCanvas
from ui.designer.thing_list import ThingList
from ui.designer.tools import Tools
from ui.designer.words import shrunk_words
from ui.dialogs.photo import image_of
from ui.page import Context
from ui.tied_jobs import TiedJobs
from ui.widgets.edit_dialog import take_size
from ui.widgets.enter_key import is_enter, press_focused_button
from ui.widgets.fields import ChoiceBox
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.blanks import BlankEntry

_USUAL = "truyen-thong"
_FITS = "Mọi chữ vừa chỗ."
_HINT = f"{_FITS} Mũi tên dời 0,5 mm, Shift 5 mm, Alt 0,1 mm; Ctrl+mũi tên đổi cỡ."


class Designer(QDialog):
    """Designs one layout after the other. Closing asks when something is not saved."""

    def __init__(
        self,
        context: Context,
        layout: Layout,
        entries: Sequence[LayoutEntry],
        rounds: Sequence[RoundChoice],
        blanks: Sequence[BlankEntry],
        parent: QWidget | None = None,
    ) -> None:
        """``entries``, ``rounds`` and ``blanks`` are what there is to choose from."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._jobs = TiedJobs(context.jobs, context.messages)
        self._context = context = dataclasses.replace(context, jobs=self._jobs)
        theme = context.theme
        self.design = Design(layout, self)
        self.files = Files(context, self.design, entries, self)
        self.canvas = Canvas(self.design, theme, self)
        self.things = ThingList(self.design, theme, self)
        self.inspector = Inspector(self.design, theme, context.messages, self)
        self.bar = PreviewBar(context, rounds, self)
        self.preview = Preview(context, self.design, self)
        self.tools = Tools(context, self.design, self)
        self.layouts = ChoiceBox(parent=self)
        self.layouts.setAccessibleName("Mẫu đang sửa")
        self.layouts.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.layouts.setMinimumContentsLength(18)
        self.state = words("", "soft", self)
        self.notice = NoticeBar(self)
        self.told = words("", "soft", self, wrap=True)
        self._mono = False
        self._shrunk = ""
        self._fill_tools()
        self._lay_out()
        self._connect()
        self.bar.offer_blanks(blanks)
        self._offer_layouts()
        take_size(self, theme, 1180, 740)
        self._show_state()
        self.things.list.setFocus()

    # ---------------------------------------------------------------- parts

    def _fill_tools(self) -> None:
        tools, deeds = self.tools, self.tools.deeds
        tools.button("Lưu", "check", "Lưu mẫu này", self.files.save, "Ctrl+S")
        menu = tools.menu("Mẫu", "awards", "Lưu thành mẫu mới, nhập, xuất, xóa mẫu")
        self.remove_action = tools.action("&Xóa mẫu này", self.files.remove)
        for action in (
            tools.action("Lưu thành mẫu &mới…", self.files.save_as_new, "Ctrl+Shift+S"),
            tools.action("&Nhập từ tệp…", self.files.bring_in, "Ctrl+O"),
            tools.action("Xuất &ra tệp…", self.files.take_out, "Ctrl+E"),
            self.remove_action,
        ):
            menu.addAction(action)
        self.undo = tools.button("Hoàn tác", "undo", "Bỏ việc vừa làm", self.design.stack.undo, "Ctrl+Z")
        self.redo = tools.button("Làm lại", "redo", "Làm lại việc vừa bỏ", self.design.stack.redo, "Ctrl+Y")
        self.redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        tools.fill_add(tools.menu("Thêm", "add", "Thêm ô, chữ, đường kẻ, ảnh, mã QR"))
        tools.for_chosen(
            tools.button("Nhân đôi", "copy", "Thêm một ô giống ô đang chọn", deeds.double, "Ctrl+D")
        )
        tools.for_chosen(tools.button("Xóa ô", "delete", "Xóa ô đang chọn; phím Delete", self.canvas.delete))
        tools.fill_align(tools.menu("Căn ô", "align", "Xếp các ô thẳng hàng, cách đều, giữa trang"))
        view = tools.menu("Hiện", "preview", "Khung các ô, lưới, đường gióng, bản đen trắng")
        self._ticked(view, "&Khung các ô", self._show_outlines, is_on=True)
        self._ticked(view, "&Lưới ô vuông 5 và 10 mm", self._show_grid, is_on=False)
        self._ticked(view, "Bản in đ&en trắng", self._show_mono, is_on=False)
        view.addSeparator()
        view.addAction(tools.action("&Gióng qua giữa ô đang chọn", deeds.guides, "Ctrl+G"))
        view.addAction(tools.action("&Bỏ mọi đường gióng", deeds.no_guides))
        tools.button(
            "Phôi…", "blank", "Khai báo phôi in sẵn: khổ giấy, ô nào máy in, ảnh quét", self.open_blanks
        )
        tools.action("Lên trước", lambda: self.things.move_chosen(earlier=True), "Ctrl+Shift+Up")
        tools.action("Xuống sau", lambda: self.things.move_chosen(earlier=False), "Ctrl+Shift+Down")
        tools.action("Sang trang giấy", partial(self.canvas.setFocus, Qt.FocusReason.OtherFocusReason), "F6")
        tools.action("Sang danh sách các ô", self._go_to_list, "F7")
        tools.action("Sửa ô đang chọn", self.edit, "F2")
        tools.follow()

    def _ticked(self, menu: QWidget, text: str, act: object, *, is_on: bool) -> None:
        action = QAction(text, self)
        action.setCheckable(True)
        action.setChecked(is_on)
        action.toggled.connect(act)
        menu.addAction(action)

    def _lay_out(self) -> None:
        px = self._context.theme.px
        which = QWidget(self.tools)
        head = QVBoxLayout(which)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(0)
        line = QHBoxLayout()
        label = words("Mẫu giấy khen", "fieldLabel", which)
        label.setBuddy(self.layouts)
        line.addWidget(label)
        line.addStretch(1)
        line.addWidget(self.state)
        head.addLayout(line)
        head.addWidget(self.layouts)
        which.setMinimumWidth(px(236))
        ruled = RuledCanvas(self.canvas, self.design, self._context.theme, self)
        parts = (self.things, self.inspector, which, self.bar)
        self.room = Room(self._context.theme, self.tools, ruled, parts, self)
        whole = QVBoxLayout(self)
        edge = px(12)
        whole.setContentsMargins(edge, px(8), edge, px(8))
        whole.setSpacing(px(6))
        whole.addWidget(self.tools)
        whole.addWidget(self.notice)
        whole.addWidget(self.room, 1)
        foot = QHBoxLayout()
        foot.setSpacing(px(4))
        foot.addWidget(self.told, 1)
        for part in self._zoom_buttons():
            foot.addWidget(part)
        whole.addLayout(foot)

    def _zoom_buttons(self) -> tuple[QWidget, ...]:
        self.zoom_words = QLabel(self)
        self.zoom_words.setMinimumWidth(self.fontMetrics().horizontalAdvance("000 %"))
        made = []
        for text, tip, act in (
            ("−", "Nhỏ hơn (Ctrl+lăn chuột)", lambda: self.canvas.step_zoom(-1)),
            ("+", "Lớn hơn (Ctrl+lăn chuột)", lambda: self.canvas.step_zoom(1)),
            ("Vừa", "Thấy cả trang", self.canvas.fit),
            ("100 %", "Đúng cỡ giấy thật", lambda: self.canvas.set_zoom(100)),
        ):
            button = QToolButton(self)
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(lambda _checked, act=act: act())
            made.append(button)
        return (self.zoom_words, *made)

    def _connect(self) -> None:
        design, canvas = self.design, self.canvas
        design.changed.connect(self._show_state)
        design.choice_changed.connect(self._show_told)
        design.stack.canUndoChanged.connect(self._show_state)
        design.stack.canRedoChanged.connect(self._show_state)
        design.stack.cleanChanged.connect(self._show_state)
        canvas.view_changed.connect(self._on_view)
        canvas.edit_asked.connect(self.edit)
        self.things.entered.connect(lambda: canvas.setFocus(Qt.FocusReason.OtherFocusReason))
        self.things.delete_asked.connect(canvas.delete)
        self.bar.way_changed.connect(self._redraw)
        self.bar.blank_changed.connect(self._show_blank)
        self.bar.opacity_changed.connect(canvas.set_opacity)
        self.preview.drawn.connect(self._on_drawn)
        self.preview.refused.connect(lambda sentence: self._say(sentence, is_wrong=True))
        self.files.told.connect(self.notice.show_notice)
        self.files.entries_changed.connect(self._offer_layouts)
        self.layouts.edited.connect(self._open_layout)

    # ---------------------------------------------------------------- which layout

    def _offer_layouts(self) -> None:
        self.layouts.set_choices([(each.name, each.title) for each in self.files.entries])
        self.layouts.set_value(self.design.layout.name)
        self.remove_action.setEnabled(self.files.is_own)

    def _open_layout(self) -> None:
        name = self.layouts.value()
        self.layouts.set_value(self.design.layout.name)
        if name != self.design.layout.name and self.files.may_leave():
            self.files.open(name)

    def _show_state(self) -> None:
        layout, stack = self.design.layout, self.design.stack
        self._mark_hidden()
        self.setWindowTitle(f"Mẫu giấy khen: {layout.title}[*]")
        self.setWindowModified(self.design.is_edited)
        self.layouts.set_value(layout.name)
        self.remove_action.setEnabled(self.files.is_own)
        self.state.setText("Đã sửa, chưa lưu" if self.design.is_edited else "")
        for action, can, text, name in (
            (self.undo, stack.canUndo(), stack.undoText(), "Hoàn tác"),
            (self.redo, stack.canRedo(), stack.redoText(), "Làm lại"),
        ):
            action.setEnabled(can)
            action.setToolTip(f"{name}: {text} ({action.shortcut().toString()})" if can else name)
        self._show_told()

    # ---------------------------------------------------------------- the picture of the page

    def _redraw(self) -> None:
        self._mark_hidden()
        self.preview.show_way(self.bar.way(mono=self._mono))

    def _on_view(self) -> None:
        self.zoom_words.setText(f"{self.canvas.zoom:.0f} %")
        self.preview.set_dots(self.canvas.dots_per_inch)

    def _on_drawn(self, found: Drawn) -> None:
        blank = self.bar.blank
        on_blank = blank is not None and self.bar.overlay.isChecked()
        self.canvas.set_sheet((blank.width, blank.height) if blank is not None and on_blank else None)
        self.canvas.show_page(found.image, found.troubles, found.risen)
        self.things.mark(found.troubles)
        self._shrunk = shrunk_words(found.shrunk)
        self._show_told()

    def _show_told(self) -> None:
        """Under everything: what does not fit, what is doubtful, what had to shrink; else what is chosen."""
        troubles = self.canvas.troubles
        chosen = [box.key for box in self.design.boxes()]
        wrong = next((troubles[key] for key in chosen if key in troubles), next(iter(troubles.values()), ""))
        doubts = [each.sentence for each in layout_shortcomings(self.design.layout)]
        if wrong:
            self._say(wrong, is_wrong=True)
            return
        parts = [self.canvas.told_choice() if self.design.chosen else "", *doubts[:2], self._shrunk]
        told = "   ".join(part.rstrip(".") + "." for part in parts if part)
        # Large type on a small screen needs the line for the page.
        self._say(told or (_HINT if self._context.theme.scale < 150 else _FITS))

    def _say(self, text: str, *, is_wrong: bool = False) -> None:
        self.told.setText(text)
        look = "fieldError" if is_wrong else "soft"
        if self.told.objectName() != look:
            self.told.setObjectName(look)
            self.told.style().polish(self.told)

    # ---------------------------------------------------------------- blanks and view

    def _show_blank(self) -> None:
        blank = self.bar.blank
        image = QImage()
        if blank is not None and blank.backdrop:
            import base64

            image = image_of(base64.b64decode(blank.backdrop))
        size = (blank.width, blank.height) if blank is not None else (1.0, 1.0)
        self.canvas.show_scan(image, *size)

    def _mark_hidden(self) -> None:
        """Outline otherwise what is not printed on a blank."""
        blank, boxes = self.bar.blank, self.design.layout.boxes
        printed = {box.key for box in boxes if box.overlay}
        if blank is not None and blank.prints:
            printed = set(blank.prints)
        is_on_blank = self.bar.overlay.isChecked()
        hidden = [f"box:{box.key}" for box in boxes if box.key not in printed] if is_on_blank else ()
        self.canvas.hidden = frozenset(hidden)

    def open_blanks(self) -> None:
        """The library of blanks; what is chosen there is shown under the page."""
        from ui.dialogs.blank_library import BlankLibrary

        labels = [(box.key, self.design.words_of(f"box:{box.key}")) for box in self.design.layout.boxes]
        library = BlankLibrary(self._context, self, boxes=labels)
        library.closed.connect(self.bar.offer_blanks)
        library.open()

    def _show_outlines(self, is_on: bool) -> None:
        self.canvas.shows_outlines = is_on
        self.canvas.viewport().update()

    def _show_grid(self, is_on: bool) -> None:
        self.canvas.shows_grid = is_on
        self.canvas.viewport().update()

    def _show_mono(self, is_on: bool) -> None:
        self._mono = is_on
        self._redraw()

    # ---------------------------------------------------------------- room and end

    def edit(self) -> None:
        """Go to the values of what is chosen."""
        self.room.reveal(self.inspector)
        self.inspector.begin()

    def _go_to_list(self) -> None:
        self.room.reveal(self.things)
        self.things.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter ends the typing of a number; it shall not press a button of the notice.
        if not press_focused_button(self, event) and not is_enter(event):
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Close; asks when something is not saved."""
        if self.files.may_leave():
            super().reject()

    def done(self, result: int) -> None:
        self.preview.stop()
        self._jobs.close()
        super().done(result)


def open_designer(context: Context, layout_name: str = "", parent: QWidget | None = None) -> None:
    """Open the designer with a layout ("" = the usual one), window-modal, when everything is read."""
    services = context.services

    def work() -> tuple[Layout, Sequence[LayoutEntry], Sequence[RoundChoice], Sequence[BlankEntry]]:
        from app.services import blanks, commendations, layouts

        layout = layouts.find_layout(services.paths, layout_name or _USUAL)
        rounds = [
            RoundChoice(row.round.id, row.round.name)
            for row in commendations.list_rounds(services.register)
            if row.count.collectives or row.count.persons
        ]
        entries = layouts.list_layouts(services.paths, longevity=None)
        return layout, entries, rounds, blanks.list_blanks(services.paths)

    def show(
        found: tuple[Layout, Sequence[LayoutEntry], Sequence[RoundChoice], Sequence[BlankEntry]],
    ) -> None:
        Designer(context, *found, parent).open()

    context.ask(work, show, label="Đang mở mẫu giấy khen…")
