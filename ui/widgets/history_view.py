"""The history of everything, or of one record: who changed what and when, old → new, and taking it back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from app.vietnamese.numbers import group
from ui.icons import put_icon
from ui.messages import Notice
from ui.models.table_model import Column, TableModel
from ui.page import Context
from ui.widgets.cards import DetailPane
from ui.widgets.list_and_detail import ListAndDetail
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.table import Table
from ui.widgets.take_back import TakeBackDialog, preview_take_back

if TYPE_CHECKING:
    from app.services.history import RecordChange, TakeBack

#: How many records of one change are told; an import has thousands.
_TOLD = 60


class Change(Protocol):
    """One change as ``history.changes`` gives it."""

    @property
    def id(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def actor(self) -> str: ...
    @property
    def machine(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def undone(self) -> bool: ...
    @property
    def taken_back(self) -> bool: ...
    @property
    def items(self) -> int: ...


class HistoryView(QWidget):
    """A list of changes, the newest first, with what the chosen one did below or beside it.

    Give it :meth:`show_records` or :meth:`show_everything`. It keeps itself up to date, and takes changes
    back after showing what that does.
    """

    def __init__(self, context: Context, parent: QWidget | None = None, *, wide: bool = False) -> None:
        """``wide`` puts what a change did beside the list; else below it, for a narrow pane."""
        super().__init__(parent)
        self._context = context
        self._ids: frozenset[str] = frozenset()
        self._shows_everything = False
        self._search = ""
        self._imports_only = False
        self._known = 0
        self._is_stale = False
        self.model: TableModel[Change] = TableModel(
            _COLUMNS, self._fetch, context.jobs, row_id=lambda row: str(row.id), parent=self
        )
        name = "history" if wide else "record_history"
        self.table = Table(self.model, name, context.theme, context.memory, self)
        self.table.set_lines(2)
        self.table.current_changed.connect(self._on_chosen)
        self.model.loaded.connect(lambda _total: self.table.select_first())
        self.detail = DetailPane(context.theme, "Chọn một dòng để xem đã thay đổi những gì.", self)
        self.notice = NoticeBar(self)
        self.take_back_button = QPushButton("Hoàn tác thay đổi này…", self)
        put_icon(self.take_back_button, "undo")
        self.take_back_button.setAutoDefault(False)
        self.take_back_button.setToolTip("Xem trước những gì trả lại được rồi mới làm")
        self.take_back_button.clicked.connect(self._take_back)
        self.table.add_row_action("Hoàn tác thay đổi này…", "undo", lambda _row: self._take_back())
        self._lay_out(wide=wide)
        context.changes.happened.connect(self.reload)
        self._on_chosen(None)

    def _lay_out(self, *, wide: bool) -> None:
        px = self._context.theme.px
        if wide:
            context = self._context
            self.detail.setMinimumHeight(px(100))  # a long title would ask for more than a small screen has
            split: QWidget = ListAndDetail(
                self.table, self.detail, "history", context.theme, context.memory, self
            )
        else:
            split = self._one_above_the_other()
        row = QHBoxLayout()
        row.addWidget(self.take_back_button)
        row.addStretch(1)
        self.buttons = row
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.notice)
        column.addWidget(split, 1)
        column.addLayout(row)

    def _one_above_the_other(self) -> QSplitter:
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 3)
        split.setSizes([300, 300])
        split.setChildrenCollapsible(False)
        self.table.setMinimumHeight(self._context.theme.px(110))
        return split

    # ---------------------------------------------------------------- for the owner

    def show_records(self, ids: Collection[str], title: str = "") -> None:
        """Show the history of records with what belongs to them; nothing for no ids.

        ``title`` names them when there is nothing to tell: "Nông Văn Dền".
        """
        self._shows_everything = False
        self._ids = frozenset(ids)
        begun = f"{title}: chưa" if title else "Chưa"
        self.table.set_empty_text(f"{begun} có thay đổi nào được ghi.")
        self._begin()

    def show_everything(self, *, search: str = "", imports_only: bool = False) -> None:
        """Show all changes: those with all words of ``search``, or imports of lists alone."""
        self._shows_everything = True
        self._search, self._imports_only = search, imports_only
        asked = bool(search.strip()) or imports_only
        self.table.set_empty_text(
            "Không có thay đổi nào như vậy." if asked else "Chưa có thay đổi nào được ghi."
        )
        self._begin()

    def reload(self, *_kinds: object) -> None:
        """Read again what is shown, now or when it is seen next."""
        self._is_stale = not self.isVisible()
        if not self._is_stale and (self._shows_everything or self._ids):
            self._known = 0
            self.model.reload(from_top=True)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.reload()

    # ---------------------------------------------------------------- reading

    def _begin(self) -> None:
        self._is_stale = False
        self._known = 0
        self.table.clearSelection()
        self.model.reload(from_top=True)

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[Change], int]:
        from app.services import history

        register = self._context.services.register
        if not self._shows_everything:
            found = history.changes_of(register, self._ids) if self._ids else ()
            return found[offset : offset + limit], len(found)
        rows = history.changes(
            register,
            limit=limit + 1,
            offset=offset,
            search=self._search,
            imports_only=self._imports_only,
        )
        # The store counts nothing here: one row more than asked says that the list goes on.
        self._known = max(self._known, offset + len(rows))
        return rows[:limit], self._known

    def _on_chosen(self, row: Change | None) -> None:
        self.take_back_button.setEnabled(row is not None and not row.undone)
        if row is None:
            self.detail.show_nothing()
            return
        context, ids = self._context, self._ids if not self._shows_everything else frozenset()

        def work() -> tuple[RecordChange, ...]:
            from app.services import history

            return history.change_details(context.services.register, row.id, record_ids=ids, limit=_TOLD)

        def after(details: tuple[RecordChange, ...]) -> None:
            current = self.table.current_row()
            if current is not None and current.id == row.id:
                self._show(row, details)

        context.ask(work, after, to=self)

    def _show(self, row: Change, details: Sequence[RecordChange]) -> None:
        machine = f"máy {row.machine}" if row.machine else ""
        lead = " · ".join(part for part in (f"{row.at:%d/%m/%Y %H:%M}", row.actor, machine) if part)
        self.detail.begin(_label(row), lead)
        for each in details:
            name = "" if each.name == each.kind else f" {each.name}"
            lines = [(field.label, _from_to(field.old, field.new)) for field in each.fields]
            self.detail.add_section(f"{each.verb.capitalize()} {each.kind.lower()}{name}", lines)
        if self._shows_everything and row.items > len(details):
            self.detail.add_lines("Và nữa", [f"… cùng {group(row.items - len(details))} mục khác."])

    # ---------------------------------------------------------------- taking back

    def _take_back(self) -> None:
        row = self.table.current_row()
        if row is None or row.undone:
            return
        ids = frozenset() if self._shows_everything else self._ids
        preview_take_back(self._context, row.id, ids, self, self._on_preview)

    def _on_preview(self, dialog: TakeBackDialog) -> None:
        dialog.done_with.connect(self._on_taken_back)

    def _on_taken_back(self, done: TakeBack) -> None:
        from app.services.history import Outcome

        text = f"Đã trả lại {group(done.count(Outcome.RETURN))} mục: {done.change.label}"
        self.notice.show_notice(Notice(text, (("Hoàn tác", self._undo),)))

    def _undo(self) -> None:
        context = self._context
        self.notice.hide()

        def work() -> str:
            from app.services import history

            return history.undo(context.services.register).label

        context.change(work, lambda label: self.notice.show_notice(Notice(f"Đã xong. {label}")))


def _label(row: Change) -> str:
    state = " (đã hoàn tác)" if row.undone else " (đã trả lại)" if row.taken_back else ""
    return f"{row.label}{state}"


def _when(row: Change) -> str:
    when = f"{row.at:%d/%m/%Y %H:%M}"
    return f"{when}\n{row.actor}" if row.actor else when


def _from_to(old: str, new: str) -> str:
    told = f"{old} → {new or '(bỏ trống)'}" if old else new
    return told.replace("\u00a0", " ")  # what must not be parted on paper may be in a narrow pane


_COLUMNS: tuple[Column[Change], ...] = (
    Column("at", "Lúc nào, ai làm", _when, width=178),
    Column("label", "Việc đã làm", _label, width=330, least=180, grows=1, tip=_label),
)
