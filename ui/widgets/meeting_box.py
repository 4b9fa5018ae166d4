"""A choice among the meetings of the register: where something was considered or handed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from app.domain.meetings import Meeting, MeetingKind
from app.vietnamese.dates import short_date
from ui.widgets.fields import ChoiceBox


class MeetingBox(ChoiceBox):
    """Its value is the meeting's id, or None."""

    def __init__(self, meetings: Sequence[Meeting], none_words: str, parent: QWidget | None = None) -> None:
        """``none_words`` say what it means that no meeting is chosen ("Chưa định")."""
        listed = [(each.id, f"{short_date(each.on)} – {each.name}") for each in meetings]
        super().__init__([(None, none_words), *listed], parent)
        self._days = {each.id: each.on for each in meetings}
        self.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(14)

    def set_value(self, value: str | None) -> None:
        """Choose a meeting; one that is not offered is as none."""
        super().set_value(value if value in self._days else None)

    @property
    def day(self) -> date | None:
        """The day of the chosen meeting."""
        return self._days.get(self.value())


def last_of_kind(meetings: Sequence[Meeting], year: int, kind: MeetingKind) -> Meeting | None:
    """The last meeting of a kind that was about this year of work."""
    found = [each for each in meetings if each.kind is kind and (each.work_year or each.on.year) == year]
    return max(found, key=lambda each: each.on, default=None)
