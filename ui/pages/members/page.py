"""Members: find, look at, add, change, and record what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton

from app.domain.member_lists import MemberQuery, Sort
from app.services.member_columns import USUAL, MemberColumn, columns_of
from app.services.query_words import cleared
from app.services.saved_views import MemberView
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import group
from ui.dialogs.attachment import edit_paper
from ui.dialogs.choose_columns import ChooseColumnsDialog
from ui.icons import put_icon
from ui.models.table_model import TableModel
from ui.page import Context, Page
from ui.pages.members.columns import shown_column
from ui.pages.members.conditions import Conditions, Known
from ui.pages.members.deeds import MemberDeeds
from ui.pages.members.views import Views
from ui.widgets.fields import SearchField
from ui.widgets.list_and_detail import ListAndDetail
from ui.widgets.member_detail import MemberDetail
from ui.widgets.sort_header import Key
from ui.widgets.table import Table

if TYPE_CHECKING:
    from app.services.member_queries import MemberPage, MemberRow
    from app.services.members import MemberCard

_SORT, _COLUMNS = "members.sort", "members.columns"


class MembersPage(Page):
    """The list of members at the left, the chosen one at the right."""

    title: ClassVar[str] = "Hội viên"
    watches: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._shown_id = ""
        self._all: tuple[MemberColumn, ...] = columns_of(())
        self._keys = self._remembered_keys()
        self.deeds = MemberDeeds(context, self)
        buttons = self._buttons()
        self.conditions = Conditions(context, self)
        self.conditions.query = replace(self.conditions.query, sort=self._remembered_sort())
        self.views = Views(context, self, lambda: (self.conditions.query, self.shown_keys()))
        self.search = SearchField("Tìm theo tên, mã, số điện thoại, nơi ở", self)
        self.search.searched.connect(lambda _text: self._filter())
        self.search.setMinimumWidth(context.theme.px(110))
        self.columns_button = QPushButton("Cột…", self)
        self.columns_button.setAutoDefault(False)
        self.columns_button.setToolTip("Chọn cột nào hiện, thứ tự và cách xếp")
        self.columns_button.clicked.connect(lambda _checked: self.choose_columns())
        self.count = self.conditions.bar.count
        finding = QHBoxLayout()
        finding.setSpacing(context.theme.px(10))
        finding.addWidget(self.search, 1)
        finding.addWidget(self.views.button)
        finding.addWidget(self.columns_button)
        self.body.addLayout(finding)
        self.body.addWidget(self.conditions.bar)
        self.model: TableModel[MemberRow] = TableModel(
            [shown_column(each) for each in self._columns()],
            self._fetch,
            context.jobs,
            row_id=lambda row: row.id,
            position=self._position,
            parent=self,
        )
        self.table = Table(self.model, "members", context.theme, context.memory, self)
        self.search.leads_to = self.table
        self.detail = MemberDetail(context, self)
        self._connect()
        self.body.addWidget(
            ListAndDetail(self.table, self.detail, "members", context.theme, context.memory, self), 1
        )
        self._ask_anew()
        self._key("Ctrl+N", self.add)
        self._key("Ctrl+P", self.open_print)
        self._key("Ctrl+E", lambda: self.record_event(self._shown_id))
        self.begins_at(self.search)
        # The keyboard begins in the search field, not on a button above it, and follows the eye from there.
        stops = (self.search, self.views.button, self.columns_button, self.table, *buttons, self.detail)
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)
        self.conditions.bar.come_after(self.columns_button)

    def _buttons(self) -> tuple[QPushButton, ...]:
        context = self.context
        paper = self.add_button(
            "In và xuất…",
            "print",
            self.open_print,
            tip="Đúng những người, cột và thứ tự đang hiện: in, PDF, Excel, nhãn (Ctrl+P)",
        )
        more = self.add_button("Việc khác", "members", lambda: None, tip="Nhập Excel, tìm người trùng")
        menu = QMenu(self)
        for text, icon_name, act in (
            ("Nhập Excel… (Ctrl+I)", "import", context.navigator.open_import),
            ("Tìm người trùng…", "search", self.find_doubles),
        ):
            put_icon(menu.addAction(text, act), icon_name)
        more.setMenu(menu)
        add = self.add_button("Thêm hội viên", "add", self.add, primary=True, tip="Thêm hội viên (Ctrl+N)")
        return paper, more, add

    def _connect(self) -> None:
        table, detail, deeds = self.table, self.detail, self.deeds
        self.conditions.changed.connect(self._filter)
        self.views.chosen.connect(self.show_view)
        table.order_asked.connect(self._on_order)
        table.offer_columns(self.choose_columns)
        self.model.loaded.connect(self._on_loaded)
        table.current_changed.connect(self._on_current)
        table.opened.connect(lambda row: self.edit(row.id))
        table.delete_asked.connect(deeds.remove)
        table.add_row_action("Sửa hồ sơ…", "edit", lambda row: self.edit(row.id))
        table.add_row_action("Biến động…", "members", lambda row: self.record_event(row.id))
        table.add_row_action("Ghi từ trần…", "visits", lambda row: deeds.record_death(row.id))
        table.add_row_action("Gộp với…", "", deeds.merge)
        table.add_row_action("Xóa (ghi nhầm)", "delete", deeds.remove)
        detail.edit_asked.connect(lambda: self.edit(self._shown_id))
        detail.event_asked.connect(lambda: self.record_event(self._shown_id))
        detail.event_opened.connect(deeds.edit_event)
        detail.photo_asked.connect(deeds.change_photo)
        detail.sheet_asked.connect(deeds.print_sheet)
        detail.paper_opened.connect(lambda paper: edit_paper(self.context, paper, self.window()))
        deeds.saved.connect(self._on_saved)
        deeds.gone.connect(self._on_gone)

    # ---------------------------------------------------------------- the list

    def refresh(self) -> None:
        """Load what names the conditions and columns have, the views, the list and the member shown."""
        register = self.context.services.register

        def work() -> tuple[Known, tuple[MemberView, ...]]:
            from app.services import extra_fields, saved_views, units

            fields = tuple(use.field for use in extra_fields.list_fields(register))
            return Known(units.tree(register), fields), saved_views.list_views(register)

        self.context.ask(work, self._learn)
        self.model.reload()

    def _learn(self, found: tuple[Known, tuple[MemberView, ...]]) -> None:
        known, views = found
        self.conditions.learn(known)
        self._all = columns_of(known.fields)
        self.views.learn(views)
        if tuple(column.key for column in self.model.columns) != tuple(c.key for c in self._columns()):
            self._show_columns()

    def focus_search(self) -> None:
        """Put the keyboard into the search field and choose what it says."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def open_record(self, record_id: str) -> None:
        """Show one member, whatever the list was narrowed to."""
        self.search.clear()
        self.table.select_id(record_id)
        self.conditions.take(cleared(self.conditions.query))
        self._show(record_id)

    def show_view(self, view: MemberView) -> None:
        """Show the people, the columns and the order of a view."""
        self.search.clear()
        self._keys = view.columns
        self._remember()
        self._show_columns()
        self.conditions.take(view.query)

    @property
    def query(self) -> MemberQuery:
        """Which members are shown, in which order."""
        return self._query

    def _fetch(self, offset: int, limit: int) -> tuple[tuple[MemberRow, ...], int]:
        from app.services import member_queries

        services = self.context.services
        page: MemberPage = member_queries.list_members(
            services.register,
            self._query,
            today=services.today(),
            columns=self._keys,
            offset=offset,
            limit=limit,
        )
        return page.rows, page.total

    def _position(self, member_id: str) -> int | None:
        from app.services import member_queries

        services = self.context.services
        return member_queries.member_position(
            services.register, self._query, member_id, today=services.today()
        )

    def _filter(self) -> None:
        self._ask_anew()
        self.model.reload(from_top=True)

    def _ask_anew(self) -> None:
        # The worker must not ask widgets: what they say is taken here.
        self._query = replace(self.conditions.query, search=self.search.text())
        column_of = {column.sort: column.key for column in self._all if column.sort}
        self.table.show_order(
            tuple((column_of.get(sort.key, ""), sort.descending) for sort in self._query.sort)
        )

    def _on_loaded(self, total: int) -> None:
        query = self._query
        said = f"{group(total)} hội viên"
        if query.is_narrowed:
            said += " khớp với điều đang tìm"
        if query.on is not None:
            said += f", theo tình trạng ngày {short_date(query.on)}"
        self.conditions.bar.set_count(said)
        if query.is_narrowed or query.on is not None:
            self.table.set_empty_text("Không có hội viên nào như vậy.\nThử bớt chữ, hoặc bấm “Bỏ hết”.")
        else:
            self.table.set_empty_text(
                "Chưa có hội viên nào.\nBấm “Thêm hội viên” (Ctrl+N) hoặc “Nhập Excel” (Ctrl+I) để bắt đầu."
            )
        if total == 0 and not self._shown_id:
            self.detail.show_nothing()
        self.table.select_first()

    # ---------------------------------------------------------------- columns and order

    def _columns(self) -> tuple[MemberColumn, ...]:
        """The chosen columns that there are; the usual ones when none of them is left."""
        known = {column.key: column for column in self._all}
        return tuple(known[key] for key in self._keys if key in known) or tuple(known[key] for key in USUAL)

    def _show_columns(self) -> None:
        usual = self._keys == USUAL
        self.table.set_columns([shown_column(each, steps_back=usual) for each in self._columns()])
        self.model.reload()

    def shown_keys(self) -> tuple[str, ...]:
        """The keys of the columns as they are seen, from left to right."""
        return self.table.shown_keys()

    def choose_columns(self) -> ChooseColumnsDialog:
        """Open the choice of columns and order."""
        dialog = ChooseColumnsDialog(
            self.context, self._all, self.shown_keys(), self.conditions.query.sort, self.window()
        )

        def take(
            chosen: tuple[tuple[str, ...], tuple[Sort, ...]], done: Callable[[], None], _failed: object
        ) -> None:
            done()
            self._keys = chosen[0]
            self._show_columns()
            self._sort(chosen[1])

        dialog.on_save(take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _on_order(self, order: Sequence[Key]) -> None:
        sorts = {column.key: column.sort for column in self._all}
        self._sort(tuple(Sort(sorts[key], descending) for key, descending in order if sorts.get(key)))

    def _sort(self, sorts: tuple[Sort, ...]) -> None:
        self.conditions.query = replace(self.conditions.query, sort=sorts)
        self._remember()
        self._filter()

    def _remember(self) -> None:
        memory = self.context.memory
        memory.put(_COLUMNS, ",".join(self._keys))
        sorts = self.conditions.query.sort
        memory.put(_SORT, ",".join(f"{s.key} {'down' if s.descending else 'up'}" for s in sorts))

    def _remembered_keys(self) -> tuple[str, ...]:
        return tuple(key for key in self.context.memory.get(_COLUMNS).split(",") if key) or USUAL

    def _remembered_sort(self) -> tuple[Sort, ...]:
        known = {column.sort for column in self._all if column.sort}
        words_of = [each.partition(" ") for each in self.context.memory.get(_SORT).split(",")]
        return tuple(Sort(key, way == "down") for key, _, way in words_of if key in known) or (Sort("name"),)

    # ---------------------------------------------------------------- the chosen member

    def _on_current(self, row: MemberRow | None) -> None:
        if row is not None:
            self._show(row.id)

    def _on_saved(self, member_id: str) -> None:
        self.table.select_id(member_id)
        self._show(member_id)

    def _show(self, member_id: str) -> None:
        self._shown_id = member_id
        services = self.context.services

        def work() -> MemberCard:
            from app.services import members

            return members.member_card(services.register, member_id, today=services.today())

        self.context.ask(work, self._show_card, lambda _problem: self._on_gone())

    def _show_card(self, card: MemberCard) -> None:
        if card.member.id != self._shown_id:
            return
        self.deeds.card = card
        self.detail.show_card(card, self.context.services.today().year)

    def _on_gone(self) -> None:
        self._shown_id = ""
        self.deeds.card = None
        self.detail.show_nothing()

    # ---------------------------------------------------------------- what can be done

    def add(self) -> None:
        """Open an empty form; when one unit is looked at, a new member is taken to be in it."""
        units = self.conditions.query.unit_ids or frozenset()
        self.deeds.add(min(units) if len(units) == 1 else None)

    def edit(self, member_id: str) -> None:
        """Open a member's form."""
        self.deeds.edit(member_id)

    def record_event(self, member_id: str) -> None:
        """Record what became of a member."""
        self.deeds.record_event(member_id)

    def open_print(self) -> None:
        """Show the list as paper: exactly what is on the screen."""
        from ui.dialogs.print_list import open_print_list

        open_print_list(self.context, self._query, self.shown_keys(), "", self.window())

    def find_doubles(self) -> None:
        """Show who may stand in the register twice."""
        from ui.dialogs.duplicates import open_duplicates

        open_duplicates(self.context, self.window())

    def _key(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
