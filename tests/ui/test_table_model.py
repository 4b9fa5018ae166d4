"""Lists fetch themselves page by page, keep the place over reloads and leave sorting to the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.domain.members import Gender
from app.settings import Settings
from app.vietnamese.dates import PartialDate
from ui.jobs import ImmediateJobs
from ui.memory import Memory
from ui.models.table_model import ROW_ROLE, VALUE_ROLE, Column, TableModel, cell_text
from ui.theme import Theme
from ui.widgets.table import Table


@dataclass(frozen=True)
class Row:
    id: str
    name: str
    amount: int


class Store:
    """Counts what is fetched."""

    def __init__(self, count: int) -> None:
        self.rows = [Row(str(n), f"Người {n}", n * 1000) for n in range(count)]
        self.fetched: list[tuple[int, int]] = []

    def fetch(self, offset: int, limit: int) -> tuple[list[Row], int]:
        self.fetched.append((offset, limit))
        return self.rows[offset : offset + limit], len(self.rows)


COLUMNS = (
    Column[Row]("name", "Họ và tên", lambda row: row.name, sortable=True),
    Column[Row]("amount", "Số tiền", lambda row: row.amount, right=True),
    Column[Row]("id", "Mã", lambda row: row.id),
)


def model_of(store: Store, page_size: int = 10) -> TableModel[Row]:
    model = TableModel(COLUMNS, store.fetch, ImmediateJobs(), row_id=lambda row: row.id, page_size=page_size)
    model.reload()
    return model


@pytest.mark.parametrize("count", [0, 1, 9, 10, 25])
def test_the_model_keeps_qts_rules(qapp: QApplication, qtmodeltester: ModelTester, count: int) -> None:
    qtmodeltester.check(model_of(Store(count)))  # type: ignore[no-untyped-call]


def test_only_what_is_looked_at_is_fetched(qapp: QApplication) -> None:
    store = Store(100_000)
    model = model_of(store)
    assert model.rowCount() == 100_000
    assert store.fetched == [(0, 10)]
    assert model.index(54_321, 0).data() == "Người 54321"
    assert store.fetched == [(0, 10), (54_320, 10)]


def test_not_every_page_is_kept(qapp: QApplication) -> None:
    store = Store(10_000)
    model = model_of(store)
    for number in range(0, 10_000, 10):
        assert model.row_at(number) is not None
    store.fetched.clear()
    model.row_at(0)
    assert store.fetched == [(0, 10)]


def test_cells_show_what_the_column_says(qapp: QApplication) -> None:
    model = model_of(Store(3))
    cell = model.index(2, 1)
    assert cell.data() == "2.000"
    assert cell.data(VALUE_ROLE) == 2000
    assert cell.data(ROW_ROLE) == Row("2", "Người 2", 2000)
    assert Qt.AlignmentFlag(cell.data(Qt.ItemDataRole.TextAlignmentRole)) & Qt.AlignmentFlag.AlignRight
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Số tiền"


def test_sorting_is_asked_of_the_owner_for_sortable_columns_only(
    theme: Theme, settings: Settings, qtbot: QtBot
) -> None:
    model = model_of(Store(3))
    table = Table(model, "people", theme, Memory(settings))
    qtbot.addWidget(table)
    asked: list[tuple[tuple[str, bool], ...]] = []
    table.order_asked.connect(asked.append)
    for number in (0, 1):
        table.horizontalHeader().sectionClicked.emit(number)
    assert asked == [(("name", False),)]
    table.show_order(asked[0])
    table.horizontalHeader().sectionClicked.emit(0)
    assert asked[1:] == [(("name", True),)]
    assert model.index(0, 0).data() == "Người 0"


def test_a_list_that_shrank_while_its_end_was_looked_at_shows_the_new_end(qapp: QApplication) -> None:
    store = Store(100)
    model = model_of(store)
    model.row_at(99)
    del store.rows[5:]
    model.reload()
    assert model.rowCount() == 5
    assert model.index(4, 0).data() == "Người 4"


def test_an_answer_to_an_older_question_is_dropped(qapp: QApplication) -> None:
    waiting: list[object] = []

    class LaterJobs(ImmediateJobs):
        def run(self, work, on_done=None, on_failed=None, **rest):  # type: ignore[no-untyped-def]
            waiting.append(lambda: ImmediateJobs.run(self, work, on_done, on_failed, **rest))

    store = Store(3)
    model = TableModel(COLUMNS, store.fetch, LaterJobs(), row_id=lambda row: row.id)
    model.reload()
    model.reload()
    for each in waiting:
        each()  # type: ignore[operator]
    assert store.fetched == [(0, 100)]
    assert model.rowCount() == 3


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (False, ""),
        (True, "có"),
        (2_950_000, "2.950.000"),
        (date(2024, 1, 5), "05/01/2024"),
        (PartialDate(1950), "1950"),
        (Gender.FEMALE, "Nữ"),
        ("Đỗ Đức Lại", "Đỗ Đức Lại"),
    ],
)
def test_values_are_written_as_lists_write_them(value: object, text: str) -> None:
    assert cell_text(value) == text


@pytest.fixture
def table(theme: Theme, qtbot: QtBot) -> Table:
    made = Table(model_of(Store(30)), "people", theme, Memory())
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def test_enter_opens_and_delete_asks_to_delete(table: Table, qtbot: QtBot) -> None:
    heard: list[tuple[str, str]] = []
    table.opened.connect(lambda row: heard.append(("opened", row.id)))
    table.delete_asked.connect(lambda row: heard.append(("delete", row.id)))
    table.selectRow(3)
    QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert heard == [("opened", "3"), ("delete", "3")]


def test_the_chosen_row_stays_chosen_over_a_reload_even_when_it_moved(theme: Theme, qtbot: QtBot) -> None:
    store = Store(5)
    made = Table(model_of(store), "people", theme, Memory())
    qtbot.addWidget(made)
    made.selectRow(2)
    store.rows.insert(0, Row("new", "Người mới", 0))
    made.model().reload()  # type: ignore[attr-defined]
    assert made.current_row().id == "2"
    assert made.currentIndex().row() == 3


def test_a_row_can_be_wanted_before_it_is_loaded(theme: Theme, qtbot: QtBot) -> None:
    store = Store(5)
    model = TableModel(COLUMNS, store.fetch, ImmediateJobs(), row_id=lambda row: row.id)
    made = Table(model, "people", theme, Memory())
    qtbot.addWidget(made)
    made.select_id("4")
    model.reload()
    assert made.current_row().id == "4"


def test_columns_are_remembered_and_can_be_reset(theme: Theme, qtbot: QtBot) -> None:
    memory = Memory()
    first = Table(model_of(Store(3)), "people", theme, memory)
    qtbot.addWidget(first)
    first.horizontalHeader().resizeSection(0, 333)
    actions = {action.text(): action for action in first.column_menu().actions()}
    actions["Số tiền"].trigger()
    second = Table(model_of(Store(3)), "people", theme, memory)
    qtbot.addWidget(second)
    assert second.columnWidth(0) == 333
    assert second.isColumnHidden(1)
    menu = {action.text(): action for action in second.column_menu().actions()}
    assert menu["Họ và tên"].isEnabled()
    menu["Họ và tên"].trigger()
    last = {action.text(): action for action in second.column_menu().actions()}
    assert not last["Mã"].isEnabled()
    menu["Về như ban đầu"].trigger()
    assert second.columnWidth(0) == 140
    assert not second.isColumnHidden(1)


def test_an_empty_list_says_what_belongs_there(theme: Theme, qtbot: QtBot) -> None:
    made = Table(model_of(Store(0)), "people", theme, Memory())
    qtbot.addWidget(made)
    made.resize(400, 300)
    blank = made.grab().toImage()
    made.set_empty_text("Chưa có hội viên nào.\nBấm “Thêm hội viên”.")
    made.show()
    assert made.grab().toImage() != blank


def test_columns_share_the_width_until_one_is_drawn_by_hand(table: Table, qtbot: QtBot) -> None:
    widths = [table.columnWidth(number) for number in range(3)]
    assert sum(widths) == table.viewport().width()
    table.horizontalHeader().resizeSection(0, 333)
    table.resize(900, 400)
    assert table.columnWidth(0) == 333


class LaterJobs(ImmediateJobs):
    """Work waits until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[object] = []

    def run(self, work, on_done=None, on_failed=None, **rest):  # type: ignore[no-untyped-def]
        self.waiting.append(lambda: ImmediateJobs.run(self, work, on_done, on_failed, **rest))

    def finish(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()  # type: ignore[operator]


def test_a_row_of_a_page_still_being_fetched_is_announced_when_it_is_here(theme: Theme, qtbot: QtBot) -> None:
    store, jobs = Store(100), LaterJobs()
    model = TableModel(
        COLUMNS,
        store.fetch,
        jobs,
        row_id=lambda row: row.id,
        position=int,
        page_size=10,
    )
    made = Table(model, "people", theme, Memory())
    qtbot.addWidget(made)
    shown: list[Row | None] = []
    made.current_changed.connect(shown.append)
    model.reload()
    made.select_id("73")
    made.select_first()
    jobs.finish()
    assert made.currentIndex().row() == 73
    assert shown[-1] == store.rows[73]
