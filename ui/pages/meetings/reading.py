"""All that the page shows of one meeting, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.attachments import Attachment
    from app.domain.commendations import Award
    from app.services.bundle import Services
    from app.services.meetings import MeetingCard
    from app.services.tasks import TaskRow


@dataclass(frozen=True, slots=True)
class WholeMeeting:
    """A meeting with its tasks, the papers kept with it, and the awards that were to be handed over there."""

    card: MeetingCard
    tasks: tuple[TaskRow, ...]
    papers: tuple[Attachment, ...]
    awards: tuple[Award, ...]


def read_whole(services: Services, meeting_id: str) -> WholeMeeting:
    """Everything about one meeting; raises NotFoundError."""
    from app.domain.commendations import granted
    from app.services import attachments, commendations, meetings, tasks

    register = services.register
    card = meetings.meeting_card(register, meeting_id)
    rounds = [row.round for row in commendations.list_rounds(register) if row.round.meeting_id == meeting_id]
    return WholeMeeting(
        card,
        tasks.list_tasks(register, open_only=False, meeting_id=meeting_id),
        attachments.kept_with_meeting(register, meeting_id),
        tuple(
            award
            for round_ in rounds
            for award in granted(commendations.round_card(register, round_.id).awards)
        ),
    )
