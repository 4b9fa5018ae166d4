"""A field in which a member is found by typing a part of his name, code or telephone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QVBoxLayout, QWidget

from app.domain.status import Status
from app.errors import FieldError
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.member_queries import MemberRow
    from ui.page import Context

_ID_ROLE = Qt.ItemDataRole.UserRole + 1
_NAME_ROLE = Qt.ItemDataRole.UserRole + 2
_HINT_ROLE = Qt.ItemDataRole.UserRole + 3
_WAITS = 120
_SHOWN = 12


def member_hint(row: MemberRow) -> str:
    """What tells a member from his namesakes: year of birth, unit, and where he stands if not active."""
    parts = [f"sinh {row.birth}" if row.birth else "", row.unit_name]
    if row.status not in (None, Status.ACTIVE):
        parts.append(row.status.label.lower())
    return " · ".join(part for part in parts if part)


class MemberPicker(QWidget):
    """Search as you type over the members.

    Signals: ``picked(str id, str name)`` when a member is chosen from the list; ``changed()`` whenever what
    the field says changes, by typing, choosing or clearing.

    With ``free`` a name that is no member's may stay (an outsider): :meth:`value` is then empty and
    :meth:`text` has the words. ``only_active`` looks among those who are active now.
    """

    picked = Signal(str, str)
    changed = Signal()

    def __init__(
        self,
        context: Context,
        parent: QWidget | None = None,
        *,
        free: bool = False,
        only_active: bool = False,
        with_hint: bool = True,
    ) -> None:
        """``with_hint`` shows year of birth and unit of the chosen member under the field."""
        super().__init__(parent)
        self._context = context
        self._free = free
        self._only_active = only_active
        self._id = ""
        self._name = ""
        self._asked = ""
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("Gõ vài chữ của tên, mã hoặc số điện thoại")
        self.setFocusProxy(self.field)
        self._hint = words("", "soft", self)
        self._hint.hide()
        self._with_hint = with_hint
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCompletionRole(_NAME_ROLE)
        self._completer.setMaxVisibleItems(_SHOWN)
        self._completer.setWidget(self.field)
        self._popup = QListView(self)
        self._completer.setPopup(self._popup)
        self._completer.activated[QModelIndex].connect(self._on_activated)  # type: ignore[index]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.px(2))
        column.addWidget(self.field)
        column.addWidget(self._hint)
        self._timer = QTimer(self, singleShot=True, interval=_WAITS)
        self._timer.timeout.connect(self._search)
        self.field.textEdited.connect(self._on_edited)
        self.field.textChanged.connect(self._on_text_changed)
        self.field.installEventFilter(self)

    # ---------------------------------------------------------------- for the owner

    def value(self) -> str:
        """The chosen member's id; empty when none is chosen."""
        return self._id

    def text(self) -> str:
        """What the field says: the chosen member's name, or what was typed."""
        return self.field.text().strip()

    def set_value(self, member_id: str, name: str, hint: str = "") -> None:
        """Put a member in, or with an empty id an outsider's name; ``picked`` is not emitted."""
        self._take(member_id, name, hint)

    def clear(self) -> None:
        """Empty the field."""
        self._take("", "", "")

    @property
    def hits(self) -> tuple[str, ...]:
        """The names that are offered now."""
        return tuple(str(self._model.item(row).data(_NAME_ROLE)) for row in range(self._model.rowCount()))

    # ---------------------------------------------------------------- typing

    def _on_edited(self, text: str) -> None:
        if self._id and text.strip() != self._name:
            self._id = ""
            self._say("")
        if text.strip():
            self._timer.start()
        else:
            self._timer.stop()
            self._popup.hide()

    def _on_text_changed(self, text: str) -> None:
        if not text:
            self._id = self._name = ""
            self._say("")
        self.changed.emit()

    def _say(self, hint: str) -> None:
        self._hint.setText(hint)
        self._hint.setVisible(self._with_hint and bool(hint))

    def _search(self) -> None:
        self._asked = asked = self.text()
        services, only = self._context.services, Status.ACTIVE if self._only_active else None

        def work() -> tuple[MemberRow, ...]:
            from app.services import member_queries

            query = member_queries.MemberQuery(search=asked, status=only)
            return member_queries.list_members(
                services.register, query, today=services.today(), limit=_SHOWN
            ).rows

        self._context.ask(work, lambda rows: self._offer(asked, rows), to=self)

    def _offer(self, asked: str, rows: tuple[MemberRow, ...]) -> None:
        if asked != self.text() or self._id:
            return
        self._model.clear()
        for row in rows:
            hint = member_hint(row)
            item = QStandardItem(f"{row.full_name}   {hint}" if hint else row.full_name)
            item.setData(row.id, _ID_ROLE)
            item.setData(row.full_name, _NAME_ROLE)
            item.setData(hint, _HINT_ROLE)
            self._model.appendRow(item)
        if not rows:
            self._popup.hide()
            self._say("" if self._free else "Không thấy hội viên nào như vậy.")
            return
        self._say("")
        if self.field.hasFocus():
            self._completer.complete()
            if not self._free:
                # Enter then takes the first; with a free field it must keep what was typed.
                self._popup.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _on_activated(self, index: QModelIndex) -> None:
        self._choose(str(index.data(_ID_ROLE)), str(index.data(_NAME_ROLE)), str(index.data(_HINT_ROLE)))

    def _choose(self, member_id: str, name: str, hint: str) -> None:
        self._take(member_id, name, hint)
        self.picked.emit(member_id, name)

    def _take(self, member_id: str, name: str, hint: str) -> None:
        self._timer.stop()
        self._id, self._name = member_id, name
        if self.field.text() != name:
            self.field.setText(name)
        self._say(hint)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_down = event.key() == Qt.Key.Key_Down
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if (is_down or (is_enter and not self._free and not self._id)) and self.text():
                self._timer.stop()
                self._search()
                return True
        return super().eventFilter(watched, event)


class NameField(QWidget):
    """An editor for a person's name: a member found by typing, or anybody's name.

    Has ``value()``, ``set_value(name)``, ``edited`` and ``problem`` as every editor of a form;
    ``member_id`` tells whether a member was chosen.
    """

    edited = Signal()
    problem = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None, *, with_hint: bool = False) -> None:
        super().__init__(parent)
        self.picker = MemberPicker(context, self, free=True, with_hint=with_hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.picker)
        self.setFocusProxy(self.picker)
        self.picker.field.textEdited.connect(self._on_edited)
        self.picker.picked.connect(self._on_edited)

    @property
    def member_id(self) -> str:
        """The chosen member's id, empty for an outsider."""
        return self.picker.value()

    def value(self) -> str:
        """The name."""
        return self.picker.text()

    def set_value(self, value: str) -> None:
        """Show a name."""
        self.picker.set_value("", value or "")

    def _on_edited(self) -> None:
        self.problem.emit("")
        self.edited.emit()


class MemberEdit(QWidget):
    """An editor for a link to a member: its value is his id, None while the field is empty."""

    edited = Signal()
    problem = Signal(str)

    def __init__(
        self, context: Context, names: Mapping[str, str], label: str, parent: QWidget | None = None
    ) -> None:
        """``names`` are those of the members it may be given, by their ids; ``label`` is for its errors."""
        super().__init__(parent)
        self._names = names
        self._label = label
        self.picker = MemberPicker(context, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.picker)
        self.setFocusProxy(self.picker)
        self.picker.field.textEdited.connect(self._on_edited)
        self.picker.picked.connect(self._on_edited)

    def value(self) -> str | None:
        """The member's id; raises FieldError when a name was typed and nobody was chosen."""
        if self.picker.text() and not self.picker.value():
            raise FieldError("member_id", f"{self._label}: hãy chọn trong danh sách hiện ra khi gõ tên.")
        return self.picker.value() or None

    def set_value(self, value: str | None) -> None:
        """Show a member."""
        self.picker.set_value(value or "", self._names.get(value or "", ""))
        self.problem.emit("")

    def text(self) -> str:
        """The name that is shown."""
        return self.picker.text()

    def _on_edited(self) -> None:
        self.problem.emit("")
        self.edited.emit()
