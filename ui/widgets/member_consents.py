"""What a member agreed to about his personal data, line by line (domain notes §7)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.domain.members import Consent
from ui.icons import put_icon
from ui.theme import Theme
from ui.widgets.words import words


def consent_words(consent: Consent) -> str:
    """One consent in one line: how and when it was given, where the paper lies, whether it was taken back."""
    parts = [
        f"{consent.way}, {consent.on}" if consent.on else consent.way,
        f"giấy ở {consent.kept_at}" if consent.kept_at else "",
        f"đã rút lại {consent.withdrawn}" if consent.withdrawn else "",
    ]
    return " · ".join(part for part in parts if part)


class ConsentList(QWidget):
    """The consents of one member; the owner opens the dialog that changes one.

    Signals: ``opened(Consent | None)`` when one is to be changed or (None) a new one written down;
    ``edited()`` when the list changed.
    """

    opened = Signal(object)
    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._records: tuple[Consent, ...] = ()
        self._lines: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(4))
        self._none = words("Chưa ghi. Im lặng không phải là đồng ý.", "soft", self, wrap=True)
        self._column.addWidget(self._none)
        self.add_button = QPushButton("Ghi sự đồng ý…", self)
        self.add_button.setAutoDefault(False)
        put_icon(self.add_button, "add")
        self.add_button.clicked.connect(lambda _checked: self.opened.emit(None))
        self._column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def records(self) -> tuple[Consent, ...]:
        """The consents as they stand in the list."""
        return self._records

    def set_records(self, records: Sequence[Consent]) -> None:
        """Show these consents."""
        self._records = tuple(records)
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [self._line(each) for each in self._records]
        for number, line in enumerate(self._lines):
            self._column.insertWidget(1 + number, line)
            line.show()
        self._none.setVisible(not self._records)

    def put(self, consent: Consent) -> None:
        """Take a new consent into the list, or one that was changed."""
        held = {each.id: each for each in self._records}
        held[consent.id] = consent
        self.set_records(tuple(held.values()))
        self.edited.emit()

    def _take_out(self, consent: Consent) -> None:
        self.set_records([each for each in self._records if each is not consent])
        self.edited.emit()
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, consent: Consent) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(8))
        row.addWidget(words(consent_words(consent), "", line, wrap=True), 1)
        change = QPushButton("Sửa…", line)
        change.setAutoDefault(False)
        change.clicked.connect(lambda _checked: self.opened.emit(consent))
        row.addWidget(change)
        remove = QToolButton(line)
        remove.setToolTip("Bỏ dòng này")
        remove.setAccessibleName("Bỏ dòng này")
        put_icon(remove, "delete")
        remove.clicked.connect(lambda _checked: self._take_out(consent))
        row.addWidget(remove)
        return line
