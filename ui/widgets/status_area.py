"""The window's lower edge: where the register lies, and long work with progress and cancel."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget


class StatusArea(QFrame):
    """Signal ``cancel_asked()`` when the user wants the running work stopped."""

    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusArea")
        self._place = QLabel(self)
        self._place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._work = QLabel(self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(180)
        self._cancel = QPushButton("Dừng lại", self)
        self._cancel.clicked.connect(self._on_cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 14, 4)
        row.addWidget(self._place, 1)
        row.addWidget(self._work)
        row.addWidget(self._bar)
        row.addWidget(self._cancel)
        self._label = ""
        self.hide_work()

    def show_place(self, text: str) -> None:
        """Say where the register lies."""
        self._place.setText(text)
        self._place.setToolTip(text)

    def show_work(self, label: str, cancellable: bool) -> None:
        """Begin to show long work."""
        self._label = label
        self._work.setText(label)
        self._bar.setRange(0, 0)
        self._cancel.setEnabled(True)
        self._cancel.setVisible(cancellable)
        self._work.show()
        self._bar.show()

    def show_step(self, done: int, total: int, text: str) -> None:
        """Show how far the work is; ``total`` 0 means not known."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        counted = f"{done}/{total}" if total else ""
        self._work.setText(" · ".join(part for part in (self._label, text, counted) if part))

    def hide_work(self) -> None:
        """The work is over."""
        self._work.hide()
        self._bar.hide()
        self._cancel.hide()

    def _on_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self._work.setText("Đang dừng…")
        self.cancel_asked.emit()
