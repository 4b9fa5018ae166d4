"""People who may stand in the register twice: pairs with the reason why, to merge or to tell apart."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.errors import CancelledError
from app.vietnamese.numbers import group
from app.vietnamese.text import fold
from ui.dialogs.member_merge import open_merge
from ui.models.table_model import Column, TableModel
from ui.page import Context
from ui.widgets.edit_dialog import dialog_button, take_size
from ui.widgets.enter_key import press_focused_button
from ui.widgets.member_picker import member_hint
from ui.widgets.table import Table
from ui.widgets.words import short_unit, words

if TYPE_CHECKING:
    from app.progress import Progress
    from app.services.duplicates import Pair
    from app.services.member_queries import MemberRow

#: More pairs than this nobody goes through in one sitting; the likeliest are shown.
_MOST = 500
_TOLD_APART = frozenset({"not_same"})


class DuplicatesDialog(QDialog):
    """The pairs, best first. Enter or "Gộp…" merges one, "Hai người khác nhau" takes it off for good."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._is_closed = False
        # The largest type needs the room for the pairs themselves.
        self._is_roomy = context.theme.scale <= 150
        self._pairs: tuple[Pair, ...] = ()
        self._shown: Sequence[Pair] = ()
        theme = context.theme
        self.setWindowTitle("Tìm người trùng")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.lead = words("Đang so các hồ sơ với nhau…", "soft", self, wrap=True)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Lọc theo tên, mã")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._filter())
        columns: tuple[Column[Pair], ...] = (
            Column("score", "Mức", _words_of, width=110, optional=True),
            Column("one", "Hồ sơ thứ nhất", lambda pair: _person(pair.one), width=290, least=220, grows=1),
            Column("other", "Hồ sơ thứ hai", lambda pair: _person(pair.other), width=290, least=220, grows=1),
            Column("reasons", "Vì sao", _reasons, width=280, least=160, grows=1, tip=_reasons, optional=True),
        )
        model = TableModel(columns, self._fetch, context.jobs, row_id=_pair_id)
        self.table = Table(model, "duplicates", theme, context.memory, self)
        model.setParent(self.table)
        model.loaded.connect(lambda _total: self.table.select_first())
        self._model = model
        self.table.set_lines(2)
        self.table.set_empty_text("Đang tìm…")
        self.why = words("", "soft", self, wrap=True)
        self.table.current_changed.connect(self._on_chosen)
        self.table.opened.connect(lambda _pair: self.merge())
        self.table.add_row_action("Gộp…", "members", lambda _pair: self.merge())
        self.table.add_row_action("Hai người khác nhau", "close", lambda _pair: self.tell_apart())
        self.merge_button = dialog_button(self, "Gộp…", "members", self.merge, primary=True)
        self.apart_button = dialog_button(self, "Hai người khác nhau", "check", self.tell_apart)
        self.apart_button.setToolTip("Ghi nhớ đây là hai người; cặp này không hiện lại nữa")
        close = dialog_button(self, "Đóng", "", self.reject)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for button in (self.merge_button, self.apart_button):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        edge = theme.px(20)
        column.setContentsMargins(edge, theme.px(16), edge, edge)
        column.setSpacing(theme.px(8))
        head = QHBoxLayout()
        head.setSpacing(theme.px(20))
        head.addWidget(words("Tìm người trùng", "pageTitle", self))
        head.addWidget(self.search, 1)
        column.addLayout(head)
        column.addWidget(self.lead)
        column.addWidget(self.table, 1)
        column.addWidget(self.why)
        column.addLayout(row)
        take_size(self, theme, 1120, 680)
        self._on_chosen(None)
        self.table.setFocus()
        context.changes.happened.connect(self._on_changed)
        self.look()

    def look(self) -> None:
        """Compare the members of the whole register again."""
        services = self._context.services

        def work(progress: Progress) -> tuple[Pair, ...]:
            from app.services import duplicates

            return duplicates.find_pairs(
                services.register, today=services.today(), limit=_MOST, progress=_WhileOpen(self, progress)
            )

        self._context.long(work, self._show, label="Tìm người trùng")

    def merge(self) -> None:
        """Open the chosen pair side by side; the one entered first is kept unless the user swaps."""
        pair = self.table.current_row()
        if pair is not None:
            open_merge(self._context, pair.one.id, pair.other.id, self)

    def tell_apart(self) -> None:
        """Remember that the chosen pair are two people."""
        pair = self.table.current_row()
        if pair is None:
            return
        register = self._context.services.register

        def work() -> None:
            from app.services import duplicates

            duplicates.tell_apart(register, pair.one.id, pair.other.id)

        def after(_result: None) -> None:
            self._show(tuple(each for each in self._pairs if each is not pair))

        self._context.change(work, after, kinds=_TOLD_APART)

    @property
    def is_closed(self) -> bool:
        """Whether nobody waits for pairs any more."""
        return self._is_closed

    def done(self, result: int) -> None:
        self._is_closed = True
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused_button(self, event):
            super().keyPressEvent(event)

    # ---------------------------------------------------------------- inside

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if kinds != _TOLD_APART:  # told apart here: the pair is gone from the list already
            self.look()

    def _show(self, pairs: tuple[Pair, ...]) -> None:
        if self._is_closed:
            return
        self._pairs = pairs
        advice = " Cùng người thì gộp; khác người thì ghi nhận, sẽ không hỏi lại." if self._is_roomy else ""
        likely = sum(_words_of(pair) == "rất giống" for pair in pairs)
        most = f" (hiện {group(_MOST)} cặp giống nhất)" if len(pairs) >= _MOST else ""
        self.lead.setText(
            f"{group(len(pairs))} cặp có thể là một người, {group(likely)} cặp rất giống{most}.{advice}"
            if pairs
            else "Đã so mọi hồ sơ trong sổ: không thấy ai có thể đã ghi hai lần."
        )
        self.table.set_empty_text(
            "Không có cặp nào." if not pairs else "Không có cặp nào hợp với chữ đang lọc."
        )
        self._filter()

    def _filter(self) -> None:
        wanted = fold(self.search.text()).split()
        self._shown = [pair for pair in self._pairs if all(word in _searched(pair) for word in wanted)]
        self._on_chosen(None)
        self._model.reload(from_top=True)

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[Pair], int]:
        shown = self._shown
        return shown[offset : offset + limit], len(shown)

    def _on_chosen(self, pair: Pair | None) -> None:
        self.why.setText(
            "" if pair is None else f"{_words_of(pair).capitalize()}: {', '.join(pair.reasons)}."
        )
        for button in (self.merge_button, self.apart_button):
            button.setEnabled(pair is not None)


class _WhileOpen:
    """Tells how far the comparing is, and ends it when the dialog was closed."""

    def __init__(self, dialog: DuplicatesDialog, progress: Progress) -> None:
        self._dialog = dialog
        self._progress = progress

    def step(self, done: int, total: int, text: str = "") -> None:
        """Pass it on; raises CancelledError when nobody waits any more."""
        if self._dialog.is_closed:
            raise CancelledError
        self._progress.step(done, total, text)


def _words_of(pair: Pair) -> str:
    from app.services.duplicates import score_words

    return score_words(pair.score)


def _person(row: MemberRow) -> str:
    code = f" ({row.code})" if row.code else ""
    return (
        f"{row.full_name}{code}\n{member_hint(dataclasses.replace(row, unit_name=short_unit(row.unit_name)))}"
    )


def _reasons(pair: Pair) -> str:
    text = ", ".join(pair.reasons)
    return text[:1].upper() + text[1:]


def _searched(pair: Pair) -> str:
    return fold(f"{_person(pair.one)} {_person(pair.other)}")


def _pair_id(pair: Pair) -> str:
    return f"{pair.one.id}/{pair.other.id}"


def open_duplicates(context: Context, parent: QWidget) -> None:
    """Show who may stand in the register twice."""
    DuplicatesDialog(context, parent).open()
