"""Meetings of a year of work: who was called and came, the guests, what was concluded."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from app.domain.meetings import Presence
from app.errors import SoHoiError
from app.vietnamese.dates import date_phrase
from app.vietnamese.numbers import group
from app.vietnamese.text import fold
from ui.dialogs.meeting_edit import MeetingEditDialog, MeetingEntry
from ui.icons import put_icon
from ui.models.table_model import Column, TableModel
from ui.page import Context, Page
from ui.widgets.cards import DetailPane
from ui.widgets.fields import ChoiceBox, SearchField
from ui.widgets.list_and_detail import ListAndDetail
from ui.widgets.table import Table
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.domain.units import UnitState
    from app.services.meetings import MeetingCard, MeetingRow


def _came(row: MeetingRow) -> str:
    return f"{row.roll.came}/{row.roll.called}" if row.roll.called else ""


_COLUMNS: tuple[Column[MeetingRow], ...] = (
    Column("on", "Ngày", lambda row: row.meeting.on, 134, least=130),
    Column("name", "Cuộc họp", lambda row: row.meeting.name, 400, least=250, grows=2),
    Column("came", "Có mặt", _came, 100, right=True, least=92),
    Column("guests", "Khách", lambda row: row.roll.guests or None, 90, right=True, least=84, optional=True),
    Column("place", "Địa điểm", lambda row: row.meeting.place, 260, least=200, grows=1, optional=True),
    Column("unit", "Chi hội", lambda row: row.unit_name, 180, hidden=True),
    Column("kind", "Loại", lambda row: row.meeting.kind, 200, hidden=True),
)
_KINDS = frozenset({"meetings", "attendances", "guests"})


class MeetingsPage(Page):
    """The meetings at the left, the chosen one at the right."""

    title: ClassVar[str] = "Hội họp"
    watches: ClassVar[frozenset[str]] = frozenset({*_KINDS, "members", "units", "unit_events"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._shown_id = ""
        self._wanted: tuple[int | None, tuple[str, ...]] = (None, ())
        add = self.add_button("Thêm cuộc họp", "add", self.add, primary=True, tip="Thêm cuộc họp (Ctrl+N)")
        self.search = SearchField("Tìm tên cuộc họp, địa điểm, người chủ trì", self)
        self.search.searched.connect(lambda _text: self._reload_list())
        self.year = ChoiceBox([(None, "Mọi năm")], self)
        self.year.setAccessibleName("Năm công tác")
        self.year.setToolTip("Năm công tác: hội nghị tổng kết năm 2023 họp đầu năm 2024 vẫn thuộc năm 2023")
        self.year.edited.connect(self._reload_list)
        self.count = words("", "soft", self)
        filters = QHBoxLayout()
        filters.setSpacing(context.theme.px(10))
        filters.addWidget(self.search, 1)
        filters.addWidget(self.year)
        self.body.addLayout(filters)
        self.body.addWidget(self.count)
        self.model: TableModel[MeetingRow] = TableModel(
            _COLUMNS, self._fetch, context.jobs, row_id=lambda row: row.meeting.id, parent=self
        )
        self.table = Table(self.model, "meetings", context.theme, context.memory, self)
        self.search.leads_to = self.table
        self.table.set_lines(2)  # names of meetings are sentences
        self.model.loaded.connect(self._on_loaded)
        self.table.current_changed.connect(self._on_current)
        self.table.opened.connect(lambda row: self.edit(row.meeting.id))
        self.table.delete_asked.connect(lambda row: self._remove(row.meeting.id))
        self.table.add_row_action("Sửa, điểm danh…", "edit", lambda row: self.edit(row.meeting.id))
        self.table.add_row_action(
            "Lịch sử…", "history", lambda row: context.navigator.show_history(row.meeting.id)
        )
        self.table.add_row_action("Xóa", "delete", lambda row: self._remove(row.meeting.id))
        self.detail = DetailPane(context.theme, "Chọn một cuộc họp ở danh sách để xem.", self)
        self.edit_button = self._detail_button("Sửa, điểm danh", "edit", "Sửa (Enter)", self.edit)
        self.delete_button = self._detail_button("Xóa", "delete", "Xóa, có thể hoàn tác (Del)", self._remove)
        self.history_button = self._detail_button(
            "Lịch sử…", "history", "Ai đã sửa gì, khi nào; hoàn tác từng lần", context.navigator.show_history
        )
        self.detail.buttons.addStretch(1)
        self.body.addWidget(
            ListAndDetail(self.table, self.detail, "meetings", context.theme, context.memory, self), 1
        )
        shortcut = QShortcut(QKeySequence("Ctrl+N"), self, self.add)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.begins_at(self.search)
        # The keyboard begins in the search field, not on a button above it.
        self.setTabOrder(self.table, add)
        self._show_nothing()

    def refresh(self) -> None:
        """Load the years and the list."""
        register = self.context.services.register

        def work() -> list[int]:
            from app.services import meetings

            return sorted({row.meeting.year for row in meetings.list_meetings(register)}, reverse=True)

        def after(years: list[int]) -> None:
            self.year.set_choices([(None, "Mọi năm"), *((year, f"Năm {year}") for year in years)])
            if self.year.currentIndex() < 0:
                self.year.set_value(None)

        self.context.ask(work, after)
        self.model.reload()

    def focus_search(self) -> None:
        """Put the keyboard into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def open_record(self, record_id: str) -> None:
        """Show one meeting, whatever the list was narrowed to."""
        self.search.clear()
        self.year.set_value(None)
        self.table.select_id(record_id)
        self._reload_list()
        self._show(record_id)

    # ---------------------------------------------------------------- the list

    def _fetch(self, offset: int, limit: int) -> tuple[tuple[MeetingRow, ...], int]:
        from app.services import meetings

        year, wanted = self._wanted
        rows = tuple(
            row
            for row in meetings.list_meetings(self.context.services.register, year=year)
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

    # ---------------------------------------------------------------- the chosen meeting

    def _show_nothing(self) -> None:
        self._shown_id = ""
        self.detail.show_nothing()
        self.edit_button.setEnabled(False)
        self.delete_button.setEnabled(False)
        self.history_button.setEnabled(False)

    def _show(self, meeting_id: str) -> None:
        self._shown_id = meeting_id
        register = self.context.services.register

        def work() -> MeetingCard:
            from app.services import meetings

            return meetings.meeting_card(register, meeting_id)

        self.context.ask(work, self._show_card, lambda _problem: self._show_nothing())

    def _show_card(self, card: MeetingCard) -> None:
        meeting = card.meeting
        if meeting.id != self._shown_id:
            return
        self.edit_button.setEnabled(True)
        self.delete_button.setEnabled(True)
        self.history_button.setEnabled(True)
        when = date_phrase(meeting.on)
        self.detail.begin(meeting.name, when[:1].upper() + when[1:])
        roll = card.roll
        absent = f"{roll.absent}" + (f" (có lý do {roll.excused})" if roll.excused else "")
        figures = [("Triệu tập", str(roll.called)), ("Có mặt", str(roll.came)), ("Vắng", absent)]
        self.detail.add_section("Điểm danh", figures if roll.called else ())
        self.detail.add_section(
            "Cuộc họp",
            [
                ("Loại", meeting.kind.label if meeting.kind.label != meeting.name else ""),
                ("Năm công tác", str(meeting.year) if meeting.year != meeting.on.year else ""),
                ("Giờ", " – ".join(time for time in (meeting.starts, meeting.ends) if time)),
                ("Địa điểm", meeting.place),
                ("Chi hội", card.unit_name),
                ("Chủ trì", meeting.chair),
                ("Thư ký", meeting.secretary),
            ],
        )
        self.detail.add_lines(
            "Khách mời",
            [
                f"{number}. {guest.name}" + (f", {guest.office}" if guest.office else "")
                for number, guest in enumerate(card.guests, start=1)
            ],
        )
        marked = [(a.presence, (m.full_name, _absence(a.presence, a.reason))) for a, m in card.attendances]
        late = (Presence.LATE, Presence.LEFT_EARLY)
        self.detail.add_section("Vắng mặt", [row for presence, row in marked if not presence.came])
        self.detail.add_section("Đến muộn, về sớm", [row for presence, row in marked if presence in late])
        self.detail.add_lines("Chương trình", meeting.agenda.split("\n"))
        self.detail.add_lines("Kết luận", meeting.conclusions.split("\n"))

    # ---------------------------------------------------------------- what can be done

    def add(self) -> None:
        """Write down a meeting."""

        def go_on(units: tuple[UnitState, ...]) -> None:
            self._open(MeetingEditDialog(self.context, None, units, self.window()))

        self._with_units(go_on)

    def edit(self, meeting_id: str) -> None:
        """Change a meeting, its roll or its guests."""
        register = self.context.services.register

        def work() -> MeetingCard:
            from app.services import meetings

            return meetings.meeting_card(register, meeting_id)

        def after(card: MeetingCard) -> None:
            self._with_units(
                lambda units: self._open(MeetingEditDialog(self.context, card, units, self.window()))
            )

        self.context.ask(work, after)

    def _with_units(self, go_on: Callable[[tuple[UnitState, ...]], None]) -> None:
        register = self.context.services.register

        def work() -> tuple[UnitState, ...]:
            from app.services import units

            return units.tree(register).alive()

        self.context.ask(work, go_on)

    def _open(self, dialog: MeetingEditDialog) -> None:
        dialog.on_save(self._save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save(
        self, entry: MeetingEntry, done: Callable[[], None], failed: Callable[[SoHoiError], None]
    ) -> None:
        register = self.context.services.register

        def work() -> str:
            from app.services import meetings

            return meetings.save_meeting(
                register, entry.meeting, attendances=entry.attendances, guests=entry.guests
            ).id

        def after(meeting_id: str) -> None:
            done()
            if self.year.value() not in (None, entry.meeting.year):
                self.year.set_value(None)
                self._reload_list()
            self.table.select_id(meeting_id)

        self.context.change(work, after, failed, kinds=_KINDS)

    def _remove(self, meeting_id: str) -> None:
        register = self.context.services.register

        def work() -> str:
            from app.services import meetings

            return meetings.remove_meeting(register, meeting_id)

        self.context.change(work, kinds=_KINDS)

    def _detail_button(
        self, text: str, icon_name: str, tip: str, act: Callable[[str], object]
    ) -> QPushButton:
        button = QPushButton(text, self.detail)
        button.setToolTip(tip)
        put_icon(button, icon_name)
        button.clicked.connect(lambda _checked=False: act(self._shown_id) if self._shown_id else None)
        self.detail.buttons.addWidget(button)
        return button


def _absence(presence: Presence, reason: str) -> str:
    return f"{presence.label.lower()}: {reason}" if reason else presence.label.lower()


def _searched(row: MeetingRow) -> str:
    meeting = row.meeting
    return fold(f"{meeting.name} {meeting.place} {meeting.chair} {meeting.kind.label} {row.unit_name}")
