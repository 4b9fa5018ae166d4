"""The list of meetings with the chosen one beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.vietnamese.numbers import group
from app.vietnamese.text import fold
from ui.models.roll_model import NOT_MARKED
from ui.models.table_model import Column, TableModel
from ui.page import Context
from ui.pages.meetings.deeds import MeetingDeeds
from ui.pages.meetings.detail import MeetingDetail
from ui.pages.meetings.reading import WholeMeeting, read_whole
from ui.widgets.fields import ChoiceBox, SearchField
from ui.widgets.list_and_detail import ListAndDetail
from ui.widgets.table import Table
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.meetings import MeetingRow


def _columns(context: Context) -> tuple[Column[MeetingRow], ...]:
    def came(row: MeetingRow) -> str:
        if not row.roll.called:
            return ""
        to_come = row.meeting.is_to_come(context.services.today())
        return NOT_MARKED if to_come else f"{row.roll.came}/{row.roll.called}"

    return (
        Column("on", "Ngày", lambda row: row.meeting.on, 134, least=130),
        Column("name", "Cuộc họp", lambda row: row.meeting.name, 400, least=220, grows=2),
        Column("came", "Có mặt", came, 100, right=True, least=92, optional=True),
        Column(
            "guests", "Khách", lambda row: row.roll.guests or None, 90, right=True, least=84, optional=True
        ),
        Column("place", "Địa điểm", lambda row: row.meeting.place, 260, least=200, grows=1, optional=True),
        Column("unit", "Chi hội", lambda row: row.unit_name, 180, hidden=True),
        Column("kind", "Loại", lambda row: row.meeting.kind, 200, hidden=True),
    )


class MeetingsTab(QWidget):
    """Search and year above, the list at the left, the chosen meeting at the right."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shown_id = ""
        self._wanted: tuple[int | None, tuple[str, ...]] = (None, ())
        self.deeds = MeetingDeeds(context, self)
        self.deeds.saved.connect(self._on_saved)
        self.search = SearchField("Tìm tên cuộc họp, địa điểm, người chủ trì", self)
        self.search.searched.connect(lambda _text: self._reload_list())
        self.year = ChoiceBox([(None, "Mọi năm")], self)
        self.year.setAccessibleName("Năm công tác")
        self.year.setToolTip("Năm công tác: hội nghị tổng kết năm 2023 họp đầu năm 2024 vẫn thuộc năm 2023")
        self.year.edited.connect(self._reload_list)
        self.count = words("", "soft", self)
        px = context.theme.px
        filters = QHBoxLayout()
        filters.setSpacing(px(10))
        filters.addWidget(self.search, 1)
        filters.addWidget(self.count)
        filters.addWidget(self.year)
        self.model: TableModel[MeetingRow] = TableModel(
            _columns(context), self._fetch, context.jobs, row_id=lambda row: row.meeting.id, parent=self
        )
        self.table = Table(self.model, "meetings", context.theme, context.memory, self)
        self.search.leads_to = self.table
        self.table.set_lines(2)  # names of meetings are sentences
        self.model.loaded.connect(self._on_loaded)
        self.table.current_changed.connect(self._on_current)
        self.table.opened.connect(lambda row: self.edit(row.meeting.id))
        self.table.delete_asked.connect(lambda row: self.deeds.remove(row.meeting.id))
        self.table.add_row_action("Sửa, điểm danh…", "edit", lambda row: self.edit(row.meeting.id))
        self.table.add_row_action(
            "Lịch sử…", "history", lambda row: context.navigator.show_history(row.meeting.id)
        )
        self.table.add_row_action("Xóa", "delete", lambda row: self.deeds.remove(row.meeting.id))
        self.detail = MeetingDetail(context, self.deeds, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(6))
        column.addLayout(filters)
        memory, shares = context.memory, (540, 480)
        column.addWidget(
            ListAndDetail(self.table, self.detail, "meetings", context.theme, memory, self, shares=shares), 1
        )
        self._show_nothing()

    def load(self) -> None:
        """Load the years and the list."""
        register = self._context.services.register

        def work() -> list[int]:
            from app.services import meetings

            return sorted({row.meeting.year for row in meetings.list_meetings(register)}, reverse=True)

        def after(years: list[int]) -> None:
            self.year.set_choices([(None, "Mọi năm"), *((year, f"Năm {year}") for year in years)])
            if self.year.currentIndex() < 0:
                self.year.set_value(None)

        self._context.ask(work, after)
        self.model.reload()

    def open_record(self, record_id: str) -> None:
        """Show one meeting, whatever the list was narrowed to."""
        self.search.clear()
        self.year.set_value(None)
        self.table.select_id(record_id)
        self._reload_list()
        self._show(record_id)

    def add(self) -> None:
        """Write down a meeting."""
        self.deeds.add()

    def edit(self, meeting_id: str) -> None:
        """Change a meeting, its roll, its guests and what it decided."""
        self.deeds.edit(meeting_id)

    # ---------------------------------------------------------------- the list

    def _fetch(self, offset: int, limit: int) -> tuple[tuple[MeetingRow, ...], int]:
        from app.services import meetings

        year, wanted = self._wanted
        rows = tuple(
            row
            for row in meetings.list_meetings(self._context.services.register, year=year)
            if all(word in _searched(row) for word in wanted)
        )
        return rows[offset : offset + limit], len(rows)

    def _reload_list(self) -> None:
        # The worker must not ask widgets: what they say is taken here.
        self._wanted = (self.year.value(), tuple(fold(self.search.text()).split()))
        self.model.reload(from_top=True)

    def _on_loaded(self, total: int) -> None:
        self.count.setText(f"{group(total)} cuộc họp")
        if self.search.text() or self.year.value() is not None:
            self.table.set_empty_text("Không có cuộc họp nào như vậy.")
        else:
            self.table.set_empty_text("Chưa ghi cuộc họp nào.\nBấm “Thêm cuộc họp” (Ctrl+N) để bắt đầu.")
        self.table.select_first()
        if not total:
            self._show_nothing()

    def _on_current(self, row: MeetingRow | None) -> None:
        if row is None:
            self._show_nothing()
        else:
            self._show(row.meeting.id)

    def _on_saved(self, meeting_id: str, year: int) -> None:
        if self.year.value() not in (None, year):
            self.year.set_value(None)
            self._reload_list()
        self.table.select_id(meeting_id)

    # ---------------------------------------------------------------- the chosen meeting

    def _show_nothing(self) -> None:
        self._shown_id = ""
        self.detail.show_nothing()

    def _show(self, meeting_id: str) -> None:
        self._shown_id = meeting_id
        services = self._context.services

        def after(found: WholeMeeting) -> None:
            if found.card.meeting.id == self._shown_id:
                self.detail.show_meeting(found)

        self._context.ask(
            lambda: read_whole(services, meeting_id), after, lambda _problem: self._show_nothing()
        )


def _searched(row: MeetingRow) -> str:
    meeting = row.meeting
    return fold(f"{meeting.name} {meeting.place} {meeting.chair} {meeting.kind.label} {row.unit_name}")
