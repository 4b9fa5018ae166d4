"""The guests of a meeting in the order in which they are named."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.domain.meetings import Guest, rank_guests
from app.errors import FieldError
from ui.dialogs.meeting_tabs.frame import ScrollTab
from ui.icons import put_icon
from ui.theme import Theme
from ui.widgets.fields import SuggestBox, TextEdit, TickBox
from ui.widgets.rows_editor import RowField, RowsEditor
from ui.widgets.words import words

_SALUTATIONS = ("Đồng chí", "Ông", "Bà", "Anh", "Chị", "Thượng tọa", "Linh mục")


class GuestsTab(ScrollTab):
    """A row for each guest; signal ``edited()``."""

    edited = Signal()

    def __init__(self, theme: Theme, meeting_id: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._meeting_id = meeting_id
        self.rows: RowsEditor[Guest] = RowsEditor(
            Guest,
            (
                RowField("salutation", "Cách gọi", _salutation, 2, says=False),
                RowField("name", "Họ và tên", TextEdit, 4),
                RowField("office", "Chức vụ, đơn vị", TextEdit, 7, second=True),
                RowField("came", "", _came, 1, second=True, says=False),
            ),
            "Thêm khách mời",
            theme,
            ordered=True,
            folds_below=980,
        )
        self.rank_button = QPushButton("Xếp theo chức vụ", self)
        self.rank_button.setAutoDefault(False)
        self.rank_button.setToolTip("Trung ương, tỉnh, thành phố, phường…; Bí thư, Chủ tịch, cấp phó…")
        put_icon(self.rank_button, "align")
        self.rank_button.clicked.connect(lambda _checked: self.rank())
        hint = "Giấy mời, biên bản nêu khách theo thứ tự này. Kéo ⠿ hoặc bấm ↑ ↓ để đổi chỗ."
        top = QHBoxLayout()
        top.setSpacing(theme.px(12))
        top.addWidget(words(hint, "soft", self, wrap=True), 1)
        top.addWidget(self.rank_button, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(top)
        self.column.addWidget(self.rows)
        self.rows.edited.connect(self._on_edited)
        self._on_edited()

    def set_guests(self, guests: Sequence[Guest]) -> None:
        """Show these guests."""
        self.rows.set_records(guests)
        self._show_rank_button()

    def guests(self) -> tuple[Guest, ...]:
        """The guests in their order; raises FieldError after saying it under its row."""
        return self.rows.records(meeting_id=self._meeting_id)

    def rank(self) -> None:
        """Put the guests in order of their offices."""
        try:
            guests = self.guests()
        except FieldError:
            return
        self.rows.set_records(rank_guests(guests))
        self.edited.emit()

    def begin(self) -> None:
        """Offer a first row where there is none, with the keyboard in it."""
        if len(self.rows):
            self.rows.setFocus()
        else:
            self.rows.add_row()

    def _on_edited(self) -> None:
        self._show_rank_button()
        self.edited.emit()

    def _show_rank_button(self) -> None:
        self.rank_button.setVisible(len(self.rows) > 1)


def _salutation() -> SuggestBox:
    box = SuggestBox(_SALUTATIONS)
    box.setSizeAdjustPolicy(SuggestBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(7)
    return box


def _came() -> TickBox:
    box = TickBox("Có dự")
    box.setChecked(True)
    return box
