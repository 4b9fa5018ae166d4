"""Members: find, look at, add, change, and record what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from app.domain.member_lists import Sort
from app.domain.status import Status, StatusEvent
from app.domain.units import UnitTree
from app.errors import RuleError, SoHoiError
from app.services.member_queries import MemberQuery
from app.vietnamese.numbers import group
from ui.dialogs.attachment import edit_paper
from ui.dialogs.member_edit import MemberEditDialog
from ui.dialogs.photo import change_photo
from ui.dialogs.print_list import open_member_sheet
from ui.dialogs.status_event import StatusEventDialog, possible_kinds
from ui.models.table_model import Column, TableModel
from ui.page import Context, Page
from ui.widgets.fields import ChoiceBox, SearchField
from ui.widgets.list_and_detail import ListAndDetail
from ui.widgets.list_writing import write_shown_members
from ui.widgets.member_detail import MemberDetail
from ui.widgets.table import Table
from ui.widgets.words import short_unit, words

if TYPE_CHECKING:
    from app.services.member_entry import EntryChoices, MemberEntry
    from app.services.member_queries import MemberPage, MemberRow
    from app.services.members import MemberCard


def _unit_tip(row: MemberRow) -> str:
    return row.unit_name


_COLUMNS: tuple[Column[MemberRow], ...] = (
    Column("name", "Họ và tên", lambda row: row.full_name, 164, sortable=True, least=164, grows=2),
    Column("birth", "Ngày sinh", lambda row: row.birth, 130, sortable=True, least=126),
    Column(
        "unit",
        "Chi hội",
        lambda row: short_unit(row.unit_name),
        268,
        sortable=True,
        tip=_unit_tip,
        least=240,
        grows=1,
        optional=True,
    ),
    Column("phone", "Điện thoại", lambda row: row.phone, 140, least=130, optional=True),
    Column("role", "Chức vụ", lambda row: row.role, 220, least=190, grows=1, optional=True),
    Column("joined", "Vào Hội", lambda row: row.joined, 132, sortable=True, hidden=True),
    Column("code", "Mã", lambda row: row.code, 80, sortable=True, hidden=True),
    Column("status", "Tình trạng", lambda row: row.status, 150, hidden=True),
    Column("address", "Nơi ở", lambda row: row.address, 260, hidden=True),
)
_KINDS = frozenset({"members", "status_events", "policies", "honours", "offices", "consents", "extra_values"})
_SORT = "members.sort"


class MembersPage(Page):
    """The list of members at the left, the chosen one at the right."""

    title: ClassVar[str] = "Hội viên"
    watches: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._tree = UnitTree(())
        self._shown_id = ""
        self._card: MemberCard | None = None
        key, _, way = context.memory.get(_SORT).partition(" ")
        self._sort = key if key in ("name", "birth", "unit", "joined", "code") else "name"
        self._descending = way == "down"
        bring = self.add_button(
            "Nhập Excel", "import", context.navigator.open_import, tip="Đưa danh sách vào (Ctrl+I)"
        )
        self.write_button = self.add_button(
            "Xuất Excel",
            "export",
            lambda: write_shown_members(context, self._query),
            tip="Ghi đúng những người đang hiện, theo đúng thứ tự này",
        )
        add = self.add_button("Thêm hội viên", "add", self.add, primary=True, tip="Thêm hội viên (Ctrl+N)")
        self.search = SearchField("Tìm theo tên, mã, số điện thoại, nơi ở", self)
        self.search.searched.connect(lambda _text: self._filter())
        self.search.setMinimumWidth(context.theme.px(110))
        self.unit = ChoiceBox([(None, "Mọi chi hội")], self)
        self.unit.setAccessibleName("Chi hội")
        self.unit.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.unit.setMinimumContentsLength(9 if context.theme.scale <= 150 else 6)
        self.unit.edited.connect(self._filter)
        statuses: list[tuple[Any, str]] = [(each, each.label) for each in Status]
        self.status = ChoiceBox([*statuses, (None, "Tất cả")], self)
        self.status.set_value(Status.ACTIVE)
        self.status.setAccessibleName("Tình trạng")
        self.status.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.status.setMinimumContentsLength(10 if context.theme.scale <= 150 else 7)
        self.status.edited.connect(self._filter)
        self.count = words("", "soft", self)
        filters = QHBoxLayout()
        filters.setSpacing(context.theme.px(10))
        filters.addWidget(self.search, 1)
        filters.addWidget(self.unit)
        filters.addWidget(self.status)
        self.body.addLayout(filters)
        self.body.addWidget(self.count)
        self.model: TableModel[MemberRow] = TableModel(
            _COLUMNS,
            self._fetch,
            context.jobs,
            row_id=lambda row: row.id,
            position=self._position,
            parent=self,
        )
        self.table = Table(self.model, "members", context.theme, context.memory, self)
        self.table.sort_by(self._sort, descending=self._descending)
        self.model.sort_asked.connect(self._on_sort)
        self.model.loaded.connect(self._on_loaded)
        self.table.current_changed.connect(self._on_current)
        self.table.opened.connect(lambda row: self.edit(row.id))
        self.table.delete_asked.connect(self._remove)
        self.table.add_row_action("Sửa hồ sơ…", "edit", lambda row: self.edit(row.id))
        self.table.add_row_action("Biến động…", "members", lambda row: self.record_event(row.id))
        self.table.add_row_action("Xóa (ghi nhầm)", "delete", self._remove)
        self.detail = MemberDetail(context, self)
        self.detail.edit_asked.connect(lambda: self.edit(self._shown_id))
        self.detail.event_asked.connect(lambda: self.record_event(self._shown_id))
        self.detail.event_opened.connect(self._edit_event)
        self.detail.photo_asked.connect(self._change_photo)
        self.detail.sheet_asked.connect(self._print_sheet)
        self.detail.paper_opened.connect(lambda paper: edit_paper(context, paper, self.window()))
        self.body.addWidget(
            ListAndDetail(self.table, self.detail, "members", context.theme, context.memory, self), 1
        )
        self._ask_anew()
        self._key("Ctrl+N", self.add)
        self._key("Ctrl+E", lambda: self.record_event(self._shown_id))
        self.begins_at(self.search)
        # The keyboard begins in the search field, not on a button above it.
        self.setTabOrder(self.table, bring)
        self.setTabOrder(bring, self.write_button)
        self.setTabOrder(self.write_button, add)

    # ---------------------------------------------------------------- the list

    def refresh(self) -> None:
        """Load the units, the list and the member that is shown."""
        services = self.context.services

        def work() -> UnitTree:
            from app.services import units

            return units.tree(services.register)

        self.context.ask(work, self._show_units)
        self.model.reload()

    def focus_search(self) -> None:
        """Put the keyboard into the search field and choose what it says."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def open_record(self, record_id: str) -> None:
        """Show one member, whatever the list was narrowed to."""
        self.search.clear()
        self.unit.set_value(None)
        self.status.set_value(None)
        self.table.select_id(record_id)
        self._filter()
        self._show(record_id)

    def _show_units(self, tree: UnitTree) -> None:
        self._tree = tree
        self.unit.set_choices(
            [(None, "Mọi chi hội"), *((u.unit_id, short_unit(u.name)) for u in tree.alive())]
        )
        if self.unit.currentIndex() < 0:
            self.unit.set_value(None)
        if self._query.unit_ids != self._wanted_units():
            self._filter()

    def _fetch(self, offset: int, limit: int) -> tuple[tuple[MemberRow, ...], int]:
        from app.services import member_queries

        services = self.context.services
        page: MemberPage = member_queries.list_members(
            services.register, self._query, today=services.today(), offset=offset, limit=limit
        )
        return page.rows, page.total

    def _position(self, member_id: str) -> int | None:
        from app.services import member_queries

        return member_queries.member_position(self.context.services.register, self._query, member_id)

    def _wanted_units(self) -> frozenset[str] | None:
        chosen = self.unit.value()
        if chosen is None:
            return None
        under = self._tree.below(chosen)
        # A member's own event may still name a unit that was since merged into the chosen one.
        return frozenset(s.unit_id for s in self._tree.states if self._tree.resolve(s.unit_id) in under)

    def _filter(self) -> None:
        self._ask_anew()
        self.model.reload(from_top=True)

    def _ask_anew(self) -> None:
        # The worker must not ask widgets: what they say is taken here.
        self._query = MemberQuery(
            search=self.search.text(),
            unit_ids=self._wanted_units(),
            status=self.status.value(),
            sort=(Sort(self._sort, self._descending),),
        )

    def _on_sort(self, key: str, descending: bool) -> None:
        self._sort, self._descending = key, descending
        self.context.memory.put(_SORT, f"{key} {'down' if descending else 'up'}")
        self._filter()

    def _on_loaded(self, total: int) -> None:
        is_narrowed = bool(self.search.text() or self.unit.value() is not None)
        self.count.setText(f"{group(total)} hội viên" + (" khớp với điều đang tìm" if is_narrowed else ""))
        if is_narrowed:
            self.table.set_empty_text("Không có hội viên nào như vậy.\nThử bớt chữ, hoặc chọn “Tất cả”.")
        else:
            self.table.set_empty_text(
                "Chưa có hội viên nào.\nBấm “Thêm hội viên” (Ctrl+N) hoặc “Nhập Excel” (Ctrl+I) để bắt đầu."
            )
        if total == 0 and not self._shown_id:
            self.detail.show_nothing()
        self.table.select_first()

    # ---------------------------------------------------------------- the chosen member

    def _on_current(self, row: MemberRow | None) -> None:
        if row is not None:
            self._show(row.id)

    def _show(self, member_id: str) -> None:
        self._shown_id = member_id
        services = self.context.services

        def work() -> MemberCard:
            from app.services import members

            return members.member_card(services.register, member_id, today=services.today())

        self.context.ask(work, self._show_card, self._on_gone)

    def _show_card(self, card: MemberCard) -> None:
        if card.member.id != self._shown_id:
            return
        self._card = card
        self.detail.show_card(card, self.context.services.today().year)

    def _on_gone(self, _problem: SoHoiError) -> None:
        self._shown_id = ""
        self._card = None
        self.detail.show_nothing()

    # ---------------------------------------------------------------- what can be done

    def add(self) -> None:
        """Open an empty form."""
        self._with_choices(lambda choices: self._open_form(choices, None))

    def edit(self, member_id: str) -> None:
        """Open a member's form."""
        if not member_id:
            return
        services = self.context.services

        def work() -> MemberCard:
            from app.services import members

            return members.member_card(services.register, member_id, today=services.today())

        self.context.ask(work, lambda card: self._with_choices(lambda c: self._open_form(c, card)))

    def record_event(self, member_id: str) -> None:
        """Record what became of a member."""
        card = self._card
        if card is None or card.member.id != member_id:
            return
        status = card.standing.status if card.standing else None
        is_away = card.standing is not None and card.standing.away_since is not None
        kinds = possible_kinds(status, is_away=is_away)
        if not kinds:
            self.context.messages.tell(
                "Hội viên này đã từ trần nên không có biến động mới.\n"
                "Nếu ghi nhầm, bấm “Sửa” ở dòng Từ trần trong hồ sơ."
            )
            return
        event = StatusEvent(member_id=member_id, kind=kinds[0])
        dialog = StatusEventDialog(
            self.context, card.member.full_name, event, kinds, card.tree.alive(), self.window()
        )
        self._open(dialog, self._record)

    def _edit_event(self, event: StatusEvent) -> None:
        card = self._card
        if card is None:
            return
        dialog = StatusEventDialog(
            self.context,
            card.member.full_name,
            event,
            tuple(type(event.kind)),
            card.tree.alive(),
            self.window(),
        )
        dialog.offer_removal(lambda: self._remove_event(event, dialog))
        self._open(dialog, self._record)

    def _change_photo(self) -> None:
        if self._card is not None:
            change_photo(self.context, self._card.member, self.window())

    def _print_sheet(self) -> None:
        if self._card is not None:
            open_member_sheet(self.context, self._card.member.id, self.window())

    def _open_form(self, choices: EntryChoices, card: MemberCard | None) -> None:
        unit_id = self.unit.value() if card is None else None
        dialog = MemberEditDialog(self.context, choices, card, self.window(), unit_id=unit_id)
        self._open(dialog, self._save)

    def _open(self, dialog: Any, save: Callable[..., None]) -> None:
        dialog.on_save(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _with_choices(self, go_on: Callable[[EntryChoices], None]) -> None:
        register = self.context.services.register

        def work() -> EntryChoices:
            from app.services import member_entry

            return member_entry.entry_choices(register)

        self.context.ask(work, go_on)

    def _save(
        self, entry: MemberEntry, done: Callable[[], None], failed: Callable[[SoHoiError], None]
    ) -> None:
        services = self.context.services

        def work() -> str:
            from app.services import member_entry

            return member_entry.save_entry(services.register, entry, today=services.today()).id

        def after(member_id: str) -> None:
            done()
            self.table.select_id(member_id)
            self._show(member_id)

        self.context.change(work, after, failed, kinds=_KINDS)

    def _record(
        self, event: StatusEvent, done: Callable[[], None], failed: Callable[[SoHoiError], None]
    ) -> None:
        services = self.context.services

        def work() -> None:
            from app.services import members

            save = members.record_event if event.version == 0 else members.edit_event
            save(services.register, event, today=services.today())

        def after(_nothing: None) -> None:
            done()
            self._show(event.member_id)

        self.context.change(work, after, failed, kinds=_KINDS)

    def _remove_event(self, event: StatusEvent, dialog: StatusEventDialog) -> None:
        services = self.context.services

        def work() -> None:
            from app.services import members

            members.remove_event(services.register, event.id, today=services.today())

        def after(_nothing: None) -> None:
            dialog.close_without_asking()
            self._show(event.member_id)

        self.context.change(work, after, dialog.show_problem, kinds=_KINDS)

    def _remove(self, row: MemberRow) -> None:
        services = self.context.services

        def work() -> str:
            from app.services import members

            return members.remove_member(services.register, row.id)

        def refused(problem: SoHoiError) -> None:
            self.context.messages.error(
                RuleError(
                    f"{problem.message}\nNếu hội viên đã chuyển đi, thôi hoặc từ trần, hãy bấm “Biến động…” "
                    "để ghi; hồ sơ và khen thưởng cũ vẫn còn."
                )
            )

        def after(_name: str) -> None:
            self._on_gone(RuleError(""))

        self.context.change(work, after, refused, kinds=_KINDS)

    def _key(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
