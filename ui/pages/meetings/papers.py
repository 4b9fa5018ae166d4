"""Giấy tờ: the papers of a meeting as PDF or Word, and the templates behind them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from app.progress import Progress
from ui.page import Context
from ui.widgets.paper_writing import PaperWriting
from ui.widgets.template_menu import add_template_menu, empty

if TYPE_CHECKING:
    from app.domain.meetings import Guest
    from app.services.meeting_papers import MeetingPaperKind
    from app.services.meetings import MeetingCard
    from app.services.official_papers import Written


class MeetingPapersMenu(QMenu):
    """Filled anew whenever it opens: which papers there are depends on the meeting."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._writing = PaperWriting(context, "meeting_papers")
        self.card: MeetingCard | None = None
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Offer what can be written for the meeting that is shown."""
        from app.services.meeting_papers import MeetingPaperKind

        empty(self)
        card = self.card
        if card is None:
            return
        for kind in MeetingPaperKind:
            if not kind.has_template:
                self.addAction(f"{kind.label} (PDF)…", partial(self.write, kind, ".pdf"))
                continue
            choice = self.addMenu(kind.label)
            # Nothing can be resolved on paper that is not written yet.
            is_written = kind is not MeetingPaperKind.RESOLUTION or bool(card.meeting.resolution)
            choice.menuAction().setEnabled(is_written)
            choice.addAction("PDF, để in…", partial(self.write, kind, ".pdf"))
            choice.addAction("Word (.docx), để sửa…", partial(self.write, kind, ".docx"))
            if kind is MeetingPaperKind.INVITATION and len(card.guests) > 1:
                single = choice.addMenu("Chỉ mời một người (PDF)")
                for guest in card.guests:
                    single.addAction(f"{guest.name}…", partial(self.write, kind, ".pdf", guest))
        self.addSeparator()
        kinds = [(kind.value, kind.label) for kind in MeetingPaperKind if kind.has_template]
        add_template_menu(self, self._context, kinds)

    def write(self, kind: MeetingPaperKind, suffix: str, guest: Guest | None = None) -> None:
        """Ask where to, and write one paper of the meeting; an invitation for all guests or one."""
        from app.services.meeting_papers import meeting_paper_name

        card, services = self.card, self._context.services
        if card is None:
            return
        meeting = card.meeting
        name = meeting_paper_name(meeting, kind) + (f" {guest.name}" if guest is not None else "")

        def work(path: Path, _progress: Progress) -> Written:
            from app.services import meeting_papers

            return meeting_papers.write_meeting_paper(
                services.register,
                meeting.id,
                kind,
                path,
                paths=services.paths,
                today=services.today(),
                replace=True,
                guest_ids=[guest.id] if guest is not None else None,
            )

        self._writing.write(kind.label, name + suffix, work)
