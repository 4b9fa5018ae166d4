"""What a meeting voted on, with the votes; whether it was agreed to stands under each at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.meetings import Share
from app.domain.motions import Motion
from app.errors import FieldError
from ui.dialogs.meeting_tabs.frame import ScrollTab
from ui.theme import Theme
from ui.widgets.fields import ChoiceBox, LongTextEdit, NumberEdit
from ui.widgets.meeting_words import WAYS, motion_words
from ui.widgets.rows_editor import RowField, RowsEditor
from ui.widgets.words import words

#: The words are long: every vote takes two lines, however wide the window.
_ALWAYS = 1_000_000


class MotionsTab(ScrollTab):
    """A row for each vote; signal ``edited()``."""

    edited = Signal()

    def __init__(
        self, theme: Theme, meeting_id: str, came: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        """``came`` tells how many of those called are there, for votes that cannot be."""
        super().__init__(theme, parent)
        self._meeting_id = meeting_id
        self._came = came
        shares = [(each, each.label) for each in Share if each is not Share.NONE]
        self.rows: RowsEditor[Motion] = RowsEditor(
            Motion,
            (
                RowField("text", "Nội dung biểu quyết", lambda: _low(theme), 7),
                RowField("majority", "Được thông qua khi", lambda: _box(shares), 5, says=False),
                RowField("by_ballot", "Cách biểu quyết", lambda: _box(WAYS), 3, second=True, says=False),
                RowField("votes_for", "Tán thành", lambda: _votes("Tán thành"), 3, second=True),
                RowField(
                    "votes_against", "Không tán thành", lambda: _votes("Không tán thành"), 3, second=True
                ),
                RowField("votes_other", "Ý kiến khác", lambda: _votes("Ý kiến khác"), 3, second=True),
            ),
            "Thêm nội dung biểu quyết",
            theme,
            ordered=True,
            folds_below=_ALWAYS,
        )
        hint = "Ghi từng việc đã biểu quyết: báo cáo, phương hướng, mức hội phí, danh sách khen thưởng…"
        self.column.addWidget(words(hint, "soft", self, wrap=True))
        self.column.addWidget(self.rows)
        self.rows.edited.connect(self._on_edited)

    def set_motions(self, motions: Sequence[Motion]) -> None:
        """Show these votes."""
        self.rows.set_records(motions)
        self.show_results()

    def motions(self) -> tuple[Motion, ...]:
        """The votes in their order; raises FieldError after saying it under its row."""
        return self.rows.records(meeting_id=self._meeting_id)

    def show_results(self) -> None:
        """Say under each whether it was agreed to."""
        for number in range(len(self.rows)):
            self.rows.say(number, *self._result(number))

    def _result(self, number: int) -> tuple[str, str]:
        try:
            values = self.rows.values(number)
            motion = Motion(meeting_id=self._meeting_id, **{**values, "text": values["text"] or "?"})
        except FieldError:
            return "", "soft"
        came = self._came()
        if came and motion.cast > came:
            return f"Tổng {motion.cast} phiếu, nhiều hơn {came} người có mặt; xin xem lại.", "fieldDoubt"
        return ("" if motion.is_passed is None else motion_words(motion)), "soft"

    def _on_edited(self) -> None:
        self.show_results()
        self.edited.emit()


def _low(theme: Theme) -> LongTextEdit:
    field = LongTextEdit()
    field.setFixedHeight(theme.px(68))
    return field


def _box(choices: Sequence[tuple[object, str]]) -> ChoiceBox:
    box = ChoiceBox(choices)
    box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(4)
    return box


def _votes(label: str) -> NumberEdit:
    field = NumberEdit(empty=None, label=label)
    field.setMinimumWidth(field.fontMetrics().averageCharWidth() * 5)
    return field
