"""The history: every change with its day and words, what it did field by field, and taking it back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.icons import put_icon
from ui.page import Context
from ui.widgets.edit_dialog import take_size
from ui.widgets.enter_key import press_focused_button
from ui.widgets.fields import SearchField
from ui.widgets.history_view import HistoryView
from ui.widgets.words import words


class HistoryDialog(QDialog):
    """The history of the register, or of one record with what belongs to it."""

    def __init__(
        self,
        context: Context,
        record_id: str | None = None,
        parent: QWidget | None = None,
        *,
        imports_only: bool = False,
    ) -> None:
        """``record_id`` limits the history to one record, ``imports_only`` to what was imported."""
        super().__init__(parent)
        self._context = context
        self.setWindowTitle("Lịch sử thay đổi")
        self.heading = words("", "pageTitle", self, wrap=True)
        self.heading.setVisible(record_id is not None)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.view = HistoryView(context, self, wide=True)
        self.search = SearchField("Tìm theo tên, việc hay ngày: Lò Thị Ún, 05/01/2024…", self)
        self.search.searched.connect(lambda _text: self._show())
        self.search.leads_to = self.view.table
        self.imports_only = QCheckBox("Chỉ các lần nhập danh sách", self)
        self.imports_only.setChecked(imports_only)
        self.imports_only.toggled.connect(lambda _on: self._show())
        self.undo_button = QPushButton("Hoàn tác việc gần nhất", self)
        put_icon(self.undo_button, "undo")
        self.undo_button.setAutoDefault(False)
        self.undo_button.clicked.connect(self._undo)
        self._lay_out(everything=record_id is None)
        take_size(self, context.theme, 1160, 680)
        context.changes.happened.connect(self._read_undo)
        if record_id is None:
            self._show()
            self._read_undo()
        else:
            self._read_name(record_id)
            self.view.show_records((record_id,))
        self.view.table.setFocus()

    def _lay_out(self, *, everything: bool) -> None:
        px = self._context.theme.px
        lead = "Mọi thay đổi đều được ghi lại, mới nhất ở trên. Việc nào cũng xem lại và hoàn tác riêng được."
        filters = QHBoxLayout()
        filters.setSpacing(px(16))
        filters.addWidget(self.search, 1)
        filters.addWidget(self.imports_only)
        self.search.setVisible(everything)
        self.imports_only.setVisible(everything)
        # The largest type needs the room for the list; Ctrl+Z and the window's own button undo all the same.
        is_roomy = self._context.theme.scale <= 150
        self.undo_button.setVisible(everything and is_roomy)
        close = QPushButton("Đóng", self)
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        self.view.buttons.addWidget(close)
        top = QHBoxLayout()  # not beside the other buttons: in the largest type there is no room for three
        top.setSpacing(px(16))
        leading = words(lead, "soft", self, wrap=True)
        leading.setVisible(is_roomy)
        top.addWidget(leading, 1)
        top.addWidget(self.undo_button)
        column = QVBoxLayout(self)
        edge = px(20 if is_roomy else 8)
        column.setContentsMargins(edge, px(14 if is_roomy else 6), edge, edge)
        column.setSpacing(px(10 if is_roomy else 4))
        column.addWidget(self.heading)
        column.addLayout(top)
        column.addLayout(filters)
        column.addWidget(self.view, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused_button(self, event):
            super().keyPressEvent(event)

    def _show(self) -> None:
        self.view.show_everything(search=self.search.text(), imports_only=self.imports_only.isChecked())

    def _read_name(self, record_id: str) -> None:
        register = self._context.services.register

        def work() -> str:
            from app.services import history

            return history.name_of(register, record_id)

        self._context.ask(work, self.heading.setText, to=self)

    def _read_undo(self, *_kinds: object) -> None:
        context = self._context

        def work() -> str:
            from app.services import history

            return history.undo_state(context.services.register).undo

        context.ask(work, self._show_undo, to=self)

    def _show_undo(self, label: str) -> None:
        self.undo_button.setEnabled(bool(label))
        self.undo_button.setToolTip(label)

    def _undo(self) -> None:
        context = self._context

        def work() -> str:
            from app.services import history

            return history.undo(context.services.register).label

        context.change(work)
