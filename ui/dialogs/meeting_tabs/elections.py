"""The elections of a meeting, a line for each with who is elected; each has a dialog of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.motions import Candidate, Election, outcome
from ui.dialogs.election_edit import ElectionEntry
from ui.dialogs.meeting_tabs.frame import ScrollTab
from ui.theme import Theme
from ui.widgets.meeting_words import ballots_doubt, election_words
from ui.widgets.record_lines import RecordLines
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.meetings import ElectionCard


class ElectionsTab(ScrollTab):
    """Signals: ``edited()``; ``opened(ElectionEntry | None)`` when one is to be changed or made."""

    edited = Signal()
    opened = Signal(object)

    def __init__(self, theme: Theme, came: Callable[[], int], parent: QWidget | None = None) -> None:
        """``came`` tells how many of those called are there, for ballots that cannot be."""
        super().__init__(theme, parent)
        self._came = came
        self._entries: dict[str, ElectionEntry] = {}
        self.lines: RecordLines[Election] = RecordLines(
            self._describe, "Thêm cuộc bầu…", "Cuộc họp này không bầu ai.", theme
        )
        hint = (
            "Người trúng cử: quá nửa số phiếu hợp lệ, lấy từ người nhiều phiếu nhất. "
            "Sau khi lưu, bấm “Ghi chức vụ…” ở trang Hội họp để ghi chức vụ cho họ."
        )
        self.column.addWidget(words(hint, "soft", self, wrap=True))
        self.column.addWidget(self.lines)
        self.lines.opened.connect(
            lambda election: self.opened.emit(self._entries[election.id] if election else None)
        )
        self.lines.edited.connect(self.edited)

    def set_elections(self, cards: Sequence[ElectionCard]) -> None:
        """Show these elections."""
        self._entries = {
            card.election.id: ElectionEntry(
                card.election,
                tuple(candidate for candidate, _ in card.candidates),
                {member.id: member.full_name for _, member in card.candidates},
            )
            for card in cards
        }
        self.lines.set_records([card.election for card in cards])

    def show_results(self) -> None:
        """Say of each who is elected, and where more people voted than are there."""
        self.lines.set_records(self.lines.records())

    def put(self, entry: ElectionEntry) -> None:
        """Take in a new election, or one that was changed."""
        self._entries[entry.election.id] = entry
        self.lines.put(entry.election)

    def elections(self) -> tuple[tuple[Election, list[Candidate]], ...]:
        """The elections with their candidates, numbered in their order."""
        import dataclasses

        return tuple(
            (dataclasses.replace(each, position=place), list(self._entries[each.id].candidates))
            for place, each in enumerate(self.lines.records(), 1)
        )

    def _describe(self, election: Election) -> str:
        entry = self._entries[election.id]
        found = outcome(election, entry.candidates)
        said = election_words(election, entry.candidates, found, entry.names)
        return "\n".join(filter(None, (said, ballots_doubt(election, self._came()))))
