"""Bringing a list in: its columns, row by row what would happen, one change, and the way back."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.members import Member
from app.errors import CancelledError
from app.services import backups, history, imports, member_queries, members
from app.services.imports import Decision, RowKind
from app.vietnamese.dates import PartialDate
from app.vietnamese.encodings import Encoding, encode
from tests.ui.conftest import TODAY
from ui.dialogs.history import HistoryDialog
from ui.dialogs.import_list import ImportDialog
from ui.jobs import WorkerJobs
from ui.messages import Recorder
from ui.page import Context
from ui.widgets.fields import ChoiceBox
from ui.widgets.take_back import TakeBackDialog

_NAMES = ("Nguyễn Thị Thưởng", "Hoàng Văn Được", "Lường Thị Bưởi", "Nông Đình Tự", "Triệu Thị Mùi")
_MEMBERS_HEADER = ("STT", "Họ và tên", "Ngày sinh", "Chi hội", "Ưa thích")
_FILE, _COLUMNS, _PREVIEW, _RESULT = range(4)


@pytest.fixture
def dialog(context: Context, qtbot: QtBot) -> ImportDialog:
    return another(context, qtbot)


def another(context: Context, qtbot: QtBot) -> ImportDialog:
    made = ImportDialog(context)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made, before_close_func=lambda _: made.done(0))  # without the question on closing
    return made


def csv(folder: Path, *rows: Sequence[str], name: str = "danh sách.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(";".join(row) for row in rows), "utf-8-sig")
    return path


def old_csv(folder: Path) -> Path:
    """Names in letters of TCVN3, which only the letters themselves tell."""
    rows = [(encode(name, Encoding.TCVN3), f"195{n}") for n, name in enumerate(_NAMES)]
    return csv(folder, ("Họ và tên", "Năm sinh"), *rows)


def total(context: Context) -> int:
    query = member_queries.MemberQuery()
    return member_queries.list_members(context.services.register, query, today=TODAY).total


def step_of(dialog: ImportDialog) -> int:
    return dialog.pages.currentIndex()


def shown(dialog: ImportDialog, column: int) -> list[str]:
    model = dialog.preview_step.model
    return [str(model.index(n, column).data()) for n in range(model.rowCount())]


def choose(box: ChoiceBox, value: object) -> None:
    """As the user does: with the choice comes the signal."""
    box.set_value(value)
    assert box.currentIndex() >= 0, f"{value} is not offered"
    box.activated.emit(box.currentIndex())


def key(widget: QWidget, wanted: Qt.Key, *, ctrl: bool = False) -> None:
    QTest.keyClick(
        widget, wanted, Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    )


def tabbed(dialog: ImportDialog, first: QWidget, times: int) -> list[QWidget | None]:
    """Where the Tab key leads from ``first``."""
    first.setFocus()
    found: list[QWidget | None] = []
    for _ in range(times):
        key(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
        found.append(dialog.focusWidget())
    return found


def activate(dialog: ImportDialog, qtbot: QtBot) -> None:
    """Only an active window has shortcuts."""
    with qtbot.waitActive(dialog):
        dialog.activateWindow()


# ---------------------------------------------------------------- the whole walk


def test_an_old_list_goes_in_by_the_keyboard_alone_and_comes_out_again(
    dialog: ImportDialog, context: Context, messages: Recorder, tmp_path: Path, qtbot: QtBot
) -> None:
    messages.paths.append(old_csv(tmp_path))
    dialog.begin()
    activate(dialog, qtbot)
    assert (step_of(dialog), dialog.next_button.isVisible()) == (_FILE, False)
    key(dialog, Qt.Key.Key_Return)  # the button that chooses has the keyboard
    assert step_of(dialog) == _COLUMNS
    assert tabbed(dialog, dialog.columns_step.header, 5) == [
        *dialog.columns_step.strip.stops[:2],
        dialog.columns_step.strip.cards["B"].field,
        dialog.columns_step.table,
        dialog.back_button,
    ]
    dialog.next_button.setFocus()
    card = dialog.columns_step.strip.cards["A"]
    assert "→ Nguyễn Thị Thưởng" in card.sample.text()
    assert "TCVN3 theo chữ trong cột" in card.sample.text()
    assert dialog.columns_step.model.index(1, 1).data() == encode(_NAMES[0], Encoding.TCVN3)  # as read
    key(dialog, Qt.Key.Key_Return)
    assert step_of(dialog) == _PREVIEW
    assert shown(dialog, 2) == list(_NAMES)
    assert "Đã sửa khi đọc" in dialog.preview_step.detail.toPlainText()
    assert total(context) == 0
    key(dialog, Qt.Key.Key_Return, ctrl=True)
    assert step_of(dialog) == _RESULT
    assert total(context) == 5
    assert dialog.result_step.summary.text().startswith("Đã thêm 05 người mới")
    assert len(backups.list_backups(context.services)) == 1

    dialog.result_step.undo_button.click()
    (question,) = dialog.findChildren(TakeBackDialog)
    qtbot.addWidget(question)
    question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    question.do_button.click()
    assert total(context) == 0
    assert "Đã hoàn tác" in dialog.result_step.summary.text()


def test_the_same_list_again_changes_nothing_and_says_so(
    dialog: ImportDialog, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    path = old_csv(tmp_path)
    dialog.read(path)
    dialog.go_on()
    dialog.go_on()
    before = len(history.changes(context.services.register))
    members.add_member(context.services.register, Member(full_name="Hà Ba"), unit_id=None, today=TODAY)
    before += 1
    past = HistoryDialog(context, imports_only=True)
    qtbot.addWidget(past)
    past.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    assert past.view.model.total == 1
    dialog.other_button.click()
    assert step_of(dialog) == _FILE
    assert dialog.file_step.recent_buttons[0].text().startswith("danh sách.csv")
    dialog.file_step.recent_buttons[0].click()
    dialog.go_on()
    assert shown(dialog, 1) == ["Đã có"] * 5
    assert dialog.next_button.text() == "Xong, không có gì mới"
    dialog.go_on()
    assert dialog.result_step.summary.text().startswith("Không có gì mới")
    assert not dialog.result_step.undo_button.isVisible()
    assert len(history.changes(context.services.register)) == before
    dialog.result_step.members_button.click()
    assert context.navigator.went == [("members", "")]  # type: ignore[attr-defined]
    assert not dialog.isVisible()


# ---------------------------------------------------------------- sheets, columns, letters


def workbook(folder: Path) -> Path:
    """Two sheets in .VnTime with the header on row 3, and one that is no list."""
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first.title = "Sông Cầu"
    for row in (("Danh sách",), (), ("Hä vµ tªn", "N¨m sinh", "Quª"), ("Hµ V¨n Ba", 1950, "Hµ Néi")):
        first.append(row)
    second = book.create_sheet("Đức Xuân")
    for row in ((), (), ("Hä vµ tªn", "N¨m sinh", "Quª"), ("Mai Hoa", 1951, "Cao B»ng")):
        second.append(row)
    other = book.create_sheet("Quỹ")
    other.append(("Ngày", "Thu", "Chi"))
    for sheet in (first, second):
        for line in sheet.iter_rows():
            for cell in line:
                cell.font = Font(name=".VnTime")
    path = folder / "hai trang.xlsx"
    book.save(path)
    return path


def test_sheets_header_and_columns_are_as_the_user_says_and_remembered_for_the_form(
    dialog: ImportDialog, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    path = workbook(tmp_path)
    dialog.read(path)
    step = dialog.columns_step
    ticks = [step.sheets.item(n).checkState() == Qt.CheckState.Checked for n in range(3)]
    assert ticks == [True, True, False]
    assert "Không thấy dòng tiêu đề" in step.sheets.item(2).text()
    assert step.header.value() == 3
    assert "theo phông chữ" in step.strip.cards["A"].sample.text()

    # Another header row: nothing there names people, and the program says what to do.
    step.header.setValue(4)
    assert "chưa có cột nào là “Họ và tên”" in step.hint.text()
    assert not dialog.next_button.isEnabled()
    step.header.setValue(3)
    assert dialog.next_button.isEnabled()

    # Other letters by hand, and back to what the font says.
    choose(step.strip.cards["A"].encoding, Encoding.UNICODE)
    assert "bạn chọn" in step.strip.cards["A"].sample.text()
    dialog.go_on()
    assert "Hµ V¨n Ba" in shown(dialog, 2) or RowKind.REFUSED.label in shown(dialog, 1)
    dialog.go_back()
    choose(step.strip.cards["A"].encoding, None)

    # Left out, one sheet only.
    choose(step.strip.cards["C"].field, "")
    step.sheets.item(1).setCheckState(Qt.CheckState.Unchecked)
    dialog.go_on()
    assert shown(dialog, 2) == ["Hà Văn Ba"]
    assert dialog.session.plan is not None
    assert dialog.session.plan.rows[0].values.get("hometown") is None
    dialog.go_on()
    assert total(context) == 1

    again = another(context, qtbot)
    again.read(path)
    assert "lần nhập trước (05/01/2024)" in again.columns_step.remembered.text()
    assert again.columns_step.strip.cards["C"].field.value() == ""
    again.columns_step.forget_button.click()
    assert again.columns_step.strip.cards["C"].field.value() == "hometown"
    assert not again.columns_step.remembered.isVisible()


def test_a_field_chosen_for_another_column_leaves_the_first(dialog: ImportDialog, tmp_path: Path) -> None:
    dialog.read(csv(tmp_path, ("Họ và tên", "Năm sinh", "Ghi"), ("Hà Văn Ba", "1950", "1951")))
    cards = dialog.columns_step.strip.cards
    assert dialog.columns_step.strip.doubtful == ("C",)
    choose(cards["C"].field, "birth")
    assert (cards["B"].field.value(), cards["C"].field.value()) == ("", "birth")
    choose(cards["B"].field, "birth")
    assert cards["B"].field.value() == "birth"
    assert cards["C"].field.value() == ""


# ---------------------------------------------------------------- row by row


def namesakes(context: Context) -> list[Member]:
    """Two members whom a name alone does not tell apart, and one more."""
    people = [
        Member(full_name="Trần Văn An", birth=PartialDate(1950)),
        Member(full_name="Trần Văn An", birth=PartialDate(1952)),
        Member(full_name="Lò Thị Ún", birth=PartialDate(1949)),
    ]
    register = context.services.register
    return [members.add_member(register, each, unit_id=None, today=TODAY) for each in people]


def test_a_doubtful_row_is_decided_each_way_and_the_last_decision_taken_back(
    dialog: ImportDialog, context: Context, messages: Recorder, tmp_path: Path, qtbot: QtBot
) -> None:
    held = namesakes(context)
    rows = (("Trần Văn An", "0912345678"), ("Trần Văn An", "0987654321"), ("Lò Thị Ún", ""), ("12345", ""))
    dialog.read(csv(tmp_path, ("Họ và tên", "Điện thoại"), *rows))
    dialog.go_on()
    activate(dialog, qtbot)
    step = dialog.preview_step
    assert shown(dialog, 1)[0] == "Cần xem lại"
    texts = {chip.text() for chip in step.chips.values()}
    assert "Tất cả  4" in texts
    step.chips[RowKind.DOUBTFUL].click()
    waiting = step.model.rowCount()
    assert set(shown(dialog, 1)) == {"Cần xem lại"}
    assert "Trong sổ có" in step.detail.toPlainText()
    assert [step.who.itemText(n).split(",")[1].strip() for n in range(2)] == ["sinh 1950", "sinh 1952"]

    key(step.table, Qt.Key.Key_Return)  # leads to the decision
    assert step.who.hasFocus() or step.who.isVisible()
    choose(step.who, held[1].id)
    step.same_button.click()
    assert step.model.rowCount() == waiting - 1  # decided, it leaves the filter; the next is chosen
    plan = dialog.session.plan
    assert plan is not None
    assert plan.rows[0].member_id == held[1].id
    assert plan.rows[0].decision is Decision.UPDATE

    key(dialog, Qt.Key.Key_Z, ctrl=True)
    assert step.model.rowCount() == waiting
    step.chips[None].click()
    step.table.clearSelection()
    for number in (0, 1):
        index = step.model.index(number, 0)
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        step.table.selectionModel().select(index, flags)
    step.add_button.click()
    assert shown(dialog, 1)[:2] == ["Thêm mới", "Thêm mới"]
    only = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    step.table.selectionModel().setCurrentIndex(step.model.index(1, 0), only)
    key(step.table, Qt.Key.Key_Delete)
    assert shown(dialog, 1)[1] == "Bỏ qua"
    assert step.table.currentIndex().row() == 1  # the place in the list is kept
    assert step.proposed_button.isVisible()

    messages.answers.append(False)
    dialog.reject()
    assert dialog.isVisible()  # asked, and stayed
    dialog.go_on()
    assert total(context) == 4
    assert dialog.result_step.left_button.isVisible()


def test_what_was_not_taken_is_written_with_its_reason_and_comes_in_when_mended(
    dialog: ImportDialog, context: Context, messages: Recorder, tmp_path: Path
) -> None:
    rows = (
        ("1", "Đặng Thị Kim Oanh", "15/8/1952", "Chi hội Một", "hát"),
        ("2", "", "1949", "Chi hội Hai", ""),
    )
    dialog.read(csv(tmp_path, _MEMBERS_HEADER, *rows, ("3", "Phan Văn Bảy", "31/02/1950", "Chi hội Hai", "")))
    dialog.go_on()
    assert shown(dialog, 1) == ["Thêm mới", "Không nhập được", "Thêm mới"]
    assert "31/02/1950" in shown(dialog, 3)[2]
    dialog.go_on()
    result = dialog.result_step
    told = [[result.model.index(n, c).data() for c in range(4)] for n in range(result.model.rowCount())]
    assert [line[1] for line in told] == ["Cả danh sách", "Chưa nhập", "Đã thêm"]
    assert "thiếu họ tên" in told[1][3]
    path = tmp_path / "còn lại.xlsx"
    messages.paths.append(path)
    result.left_button.click()
    assert "còn lại.xlsx" in result.notice.text
    result.notice.buttons()["Mở"].click()
    assert messages.opened == [path]

    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    header = next(n for n, row in enumerate(cells, 1) if "Họ và tên" in row)
    assert str(cells[header][3]).startswith("Chi hội Hai")
    assert "Dòng 3: " in str(cells[header][-1])
    sheet.cell(header + 1, cells[header - 1].index("Họ và tên") + 1, "Lường Thị Bưởi")
    book.save(path)
    dialog.read(path)
    dialog.go_on()
    assert shown(dialog, 2) == ["Lường Thị Bưởi"]
    dialog.go_on()
    assert total(context) == 3


# ---------------------------------------------------------------- files


def test_a_file_that_cannot_be_read_says_so_and_another_can_be_chosen_or_dropped(
    dialog: ImportDialog, messages: Recorder, tmp_path: Path
) -> None:
    path = tmp_path / "hỏng.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    dialog.begin()
    dialog.read(path)
    assert step_of(dialog) == _FILE
    assert "hỏng.xlsx" in dialog.file_step.error.text()
    assert dialog.file_step.choose_button.text() == "Chọn tệp khác…"
    assert not messages.errors

    mime = QMimeData()
    good = csv(tmp_path, ("Họ và tên", "Năm sinh"), ("Hà Văn Ba", "1950"))
    mime.setUrls([QUrl.fromLocalFile(str(good))])
    none = Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, none)
    dialog.dropEvent(drop)
    assert step_of(dialog) == _COLUMNS
    assert "danh sách.csv" in dialog.windowTitle()
    key(dialog, Qt.Key.Key_Escape)  # nothing was chosen: nothing is asked
    assert not dialog.isVisible()


def test_a_list_without_a_known_header_still_lets_the_user_say_which_row_it_is(
    dialog: ImportDialog, tmp_path: Path
) -> None:
    dialog.read(csv(tmp_path, ("Ai", "Bao nhiêu"), ("Hà Văn Ba", "1950"), ("Mai Hoa", "1951")))
    assert step_of(dialog) == _COLUMNS
    assert not dialog.next_button.isEnabled()
    dialog.columns_step.header.setValue(2)
    dialog.columns_step.header.setValue(1)
    choose(dialog.columns_step.strip.cards["A"].field, "full_name")
    assert dialog.next_button.isEnabled()
    dialog.go_on()
    assert shown(dialog, 2) == ["Hà Văn Ba", "Mai Hoa"]


def test_the_sample_is_written_and_filled_in_comes_in_without_a_question(
    dialog: ImportDialog, context: Context, messages: Recorder, tmp_path: Path
) -> None:
    path = tmp_path / "mẫu.xlsx"
    messages.paths.append(path)
    dialog.begin()
    dialog.file_step.sample_button.click()
    assert "mẫu.xlsx" in dialog.file_step.notice.text
    assert set(dialog.file_step.notice.buttons()) == {"Mở", "Mở thư mục"}
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    titles = {str(cell.value): cell for row in sheet.iter_rows(max_row=10) for cell in row if cell.value}
    row = titles["Họ và tên"].row + 4  # under the three examples
    for title, text in (("Họ và tên", "Nông Văn Dền"), ("Ngày sinh", "1950"), ("Điện thoại", "0912345678")):
        sheet.cell(row, titles[title].column, text)
    book.save(path)
    dialog.read(path)
    assert dialog.columns_step.strip.doubtful == ()
    dialog.go_on()
    assert shown(dialog, 1).count("Thêm mới") == 1
    assert "Cần xem lại" not in shown(dialog, 1)
    dialog.go_on()
    assert total(context) == 1


def test_the_child_that_reads_is_stopped(tmp_path: Path) -> None:
    @dataclasses.dataclass
    class Stop:
        asked: int = 0

        def step(self, done: int, total: int, text: str = "") -> None:
            self.asked += 1
            raise CancelledError

    stop = Stop()
    with pytest.raises(CancelledError):
        imports.read_list(old_csv(tmp_path), progress=stop)
    assert stop.asked == 1


def test_reading_on_the_worker_can_be_stopped_and_closing_drops_it(
    context: Context, messages: Recorder, tmp_path: Path, qtbot: QtBot
) -> None:
    jobs = WorkerJobs(messages.error)
    dialog = another(dataclasses.replace(context, jobs=jobs), qtbot)
    path = old_csv(tmp_path)
    dialog.begin()
    dialog.read(path)
    assert dialog.session.is_reading
    dialog.stop_button.click()
    qtbot.waitUntil(lambda: not dialog.session.is_busy)
    assert step_of(dialog) == _FILE
    assert dialog.session.plan is None

    dialog.read(path)
    qtbot.waitUntil(lambda: step_of(dialog) == _COLUMNS)
    dialog.go_on()
    qtbot.waitUntil(lambda: dialog.preview_step.table.current_row() is not None)
    dialog.preview_step.leave_button.click()
    assert shown(dialog, 1)[0] == "Bỏ qua"  # at once, before the list is planned again
    assert not dialog.next_button.isEnabled()
    qtbot.waitUntil(dialog.next_button.isEnabled)
    assert shown(dialog, 1) == ["Bỏ qua", *["Thêm mới"] * 4]
    dialog.preview_step.add_button.click()
    dialog.done(0)  # what is still being planned is not waited for
    jobs.close()
    jobs.deleteLater()
    assert not messages.errors
