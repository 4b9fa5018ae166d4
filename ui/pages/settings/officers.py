"""Ban Chấp hành and the heads of chi hội: who holds which office, for which term."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.offices import Office
from app.errors import SoHoiError
from app.vietnamese.dates import PartialDate
from ui.dialogs.office_edit import OfficeDialog
from ui.flow import Flow
from ui.icons import put_icon
from ui.models.table_model import Column, TableModel, fixed_rows
from ui.page import Context
from ui.widgets.fields import TickBox
from ui.widgets.row_deeds import row_button
from ui.widgets.table import Table
from ui.widgets.words import short_unit, words

if TYPE_CHECKING:
    from app.domain.branch import Branch
    from app.services.offices import OfficeRow
    from app.services.units import UnitRow

_KINDS = frozenset({"offices"})


def _where_in_full(row: OfficeRow) -> str:
    return row.unit_name or "Ban Chấp hành Hội"


def _held(row: OfficeRow) -> str:
    starts, ends = row.office.starts, row.office.ends
    if starts is None and ends is None:
        return ""
    return f"{starts or '?'} – {ends or 'nay'}"


def _where(row: OfficeRow) -> str:
    return short_unit(_where_in_full(row))


class OfficersTab(QWidget):
    """The offices of today, or all there ever were."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: tuple[OfficeRow, ...] = ()
        self._units: tuple[tuple[str, str], ...] = ()
        self._term = ""
        columns: tuple[Column[OfficeRow], ...] = (
            Column("office", "Chức vụ", lambda row: row.office.name, 260, least=232, grows=1),
            Column("holder", "Người giữ", lambda row: row.holder, 200, least=180, grows=1),
            Column("unit", "Ở", _where, 270, least=266, tip=_where_in_full, optional=True),
            Column("held", "Giữ từ, đến", _held, 210, least=186, optional=True),
            Column("term", "Nhiệm kỳ", lambda row: row.office.term, 134, optional=True),
        )
        self.model: TableModel[OfficeRow] = TableModel(
            columns, self._fetch, context.jobs, row_id=lambda row: row.office.id
        )
        self.table = Table(self.model, "offices", context.theme, context.memory, self)
        self.model.setParent(self.table)
        self.table.set_empty_text("Chưa ghi ai giữ chức vụ. Bấm “Thêm chức vụ”.")
        self.table.opened.connect(self._edit)
        self.table.delete_asked.connect(self._remove)
        self.table.add_row_action("Sửa…", "edit", self._edit)
        self.table.add_row_action("Lịch sử…", "history", self._show_history)
        self.all_terms = TickBox("Cả người đã thôi", self)
        self.all_terms.edited.connect(self.load)
        self._edit_button = self._button("Sửa…", "edit", self._edit)
        self._end_button = self._button("Thôi giữ", "close", self._end)
        self._end_button.setToolTip("Ghi rằng người này thôi giữ chức vụ từ hôm nay")
        self._history_button = self._button("Lịch sử…", "history", self._show_history)
        add = QPushButton("Thêm chức vụ", self)
        put_icon(add, "add")
        add.clicked.connect(lambda _checked: self.add())
        line = Flow(context.theme.px(8))
        line.addWidget(add)
        line.addWidget(self._edit_button)
        line.addWidget(self._end_button)
        line.addWidget(self._history_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, context.theme.px(10), 0, 0)
        column.setSpacing(context.theme.px(8))
        top = QHBoxLayout()
        lead = "Người ký giấy khen và quyết định lấy từ đây, theo ngày của văn bản."
        top.addWidget(words(lead, "soft", self, wrap=True), 1)
        top.addWidget(self.all_terms)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addLayout(line)

    def load(self) -> None:
        """Read the offices, the units and the present term."""
        services = self._context.services
        day = None if self.all_terms.value() else services.today()

        def work() -> tuple[tuple[OfficeRow, ...], tuple[UnitRow, ...], Branch]:
            from app.services import offices, registers, units

            register = services.register
            return (
                offices.list_offices(register, day=day),
                units.list_units(register),
                registers.branch(register),
            )

        self._context.ask(work, self._show)

    def _show(self, found: tuple[tuple[OfficeRow, ...], tuple[UnitRow, ...], Branch]) -> None:
        self._rows, units, branch = found
        self._units = tuple((row.state.unit_id, row.state.name) for row in units)
        self._term = branch.term
        self.model.reload()

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[OfficeRow], int]:
        return fixed_rows(self._rows)(offset, limit)

    def _button(self, text: str, icon_name: str, act: Callable[[OfficeRow], object]) -> QPushButton:
        button = row_button(self.table, text, icon_name, act, self)
        button.setEnabled(False)
        self.table.current_changed.connect(lambda row: button.setEnabled(row is not None))
        return button

    def add(self) -> None:
        """Ask for a new office and give it."""
        dialog = OfficeDialog(self._context, self._units, term=self._term, parent=self)
        dialog.on_save(self._save(is_new=True))
        dialog.open()

    def _edit(self, row: OfficeRow) -> None:
        dialog = OfficeDialog(self._context, self._units, row.office, holder=row.holder, parent=self)
        dialog.on_save(self._save(is_new=False))
        dialog.open()

    def _save(
        self, *, is_new: bool
    ) -> Callable[[Office, Callable[[], None], Callable[[SoHoiError], None]], None]:
        register = self._context.services.register

        def save(office: Office, done: Callable[[], None], failed: Callable[[SoHoiError], None]) -> None:
            def work() -> Office:
                from app.services import offices

                return (offices.appoint if is_new else offices.edit_office)(register, office)

            self._context.change(work, lambda _office: done(), failed, kinds=_KINDS)

        return save

    def _end(self, row: OfficeRow) -> None:
        services = self._context.services

        def work() -> Office:
            from app.services import offices

            today = PartialDate.from_date(services.today())
            return offices.end_office(services.register, row.office.id, on=today)

        self._context.change(work, kinds=_KINDS)

    def _show_history(self, row: OfficeRow) -> None:
        self._context.navigator.show_history(row.office.id)

    def _remove(self, row: OfficeRow) -> None:
        register = self._context.services.register

        def work() -> None:
            from app.services import offices

            offices.remove_office(register, row.office.id)

        self._context.change(work, kinds=_KINDS)
