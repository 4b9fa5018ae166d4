"""Giấy mời: a page for each guest or named group (Mẫu 1.7 of Nghị định 30, domain notes §2.2)."""

from __future__ import annotations

from collections.abc import Collection

from app.documents.official.values import Block, OfficialPaper, Paragraph
from app.domain.meetings import Guest
from app.errors import NotFoundError
from app.services.meeting_people import guest_name
from app.services.meeting_sources import MeetingSource
from app.services.official_papers import LONG_BLANK, numbered, placed
from app.services.paper_words import in_sentence


def invitation(source: MeetingSource, guest_ids: Collection[str] | None = None) -> OfficialPaper:
    """The invitations of a meeting: of these guests, or of all; without guests one with room for a name.

    Raises NotFoundError for guests who are not of this meeting.
    """
    meeting = source.card.meeting
    guests = [each for each in source.card.guests if guest_ids is None or each.id in guest_ids]
    if guest_ids is not None and len(guests) < len(set(guest_ids)):
        raise NotFoundError("Có khách không còn trong danh sách mời của cuộc họp này. Hãy chọn lại.")
    common = _common(source)
    copies = tuple((*_invited(source, guest), *common, _closing(source, guest)) for guest in guests) or (
        (*_invited(source, None), *common, _closing(source, None)),
    )
    return OfficialPaper(
        kind="giay-moi",
        heading=source.heading,
        number=numbered(source.branch, meeting.invitation_code, "GM"),
        place_date=placed(source.branch.place, meeting.invitation_on, source.today),
        title="Giấy mời",
        subject=meeting.name,
        body=copies[0],
        copies=copies,
        signers=(source.signer,),
        recipients=("Như trên;", "Lưu: VT."),
        facts=source.facts,
    )


def _invited(source: MeetingSource, guest: Guest | None) -> list[Block]:
    lead = f"{source.issuer} trân trọng kính mời:"
    if guest is None:
        return [Paragraph(f"{lead} {LONG_BLANK}{LONG_BLANK}")]
    name = guest_name(guest)
    return [
        Paragraph(lead),
        Paragraph(f"{guest.office}." if guest.office else "", f"{name}{',' if guest.office else '.'}"),
    ]


def _common(source: MeetingSource) -> list[Block]:
    meeting = source.card.meeting
    blocks: list[Block] = [
        Paragraph(f"{meeting.name}.", "Tới dự:"),
        Paragraph(f"{source.when}.", "Thời gian:"),
        Paragraph(f"{meeting.place or LONG_BLANK}.", "Địa điểm:"),
    ]
    if meeting.chair:
        blocks.append(Paragraph(f"Đồng chí {source.with_office(meeting.chair)}.", "Chủ trì:"))
    agenda = [line.strip() for line in meeting.agenda.split("\n") if line.strip()]
    if len(agenda) == 1:
        blocks.append(Paragraph(f"{agenda[0].rstrip('.')}.", "Nội dung:"))
    elif agenda:
        blocks.append(Paragraph("", "Nội dung:"))
        blocks += [Paragraph(_point(line, last=line is agenda[-1])) for line in agenda]
    blocks += [Paragraph(line.strip()) for line in meeting.invitation_note.split("\n") if line.strip()]
    return blocks


def _closing(source: MeetingSource, guest: Guest | None) -> Block:
    """The last sentence, which calls a guest as the first one does."""
    called = guest_name(guest).removesuffix(guest.name).strip() if guest is not None else ""
    who = in_sentence(called) if called else "Quý vị"
    return Paragraph(f"Sự có mặt của {who} góp phần vào thành công của {in_sentence(source.noun)}./.")


def _point(line: str, *, last: bool) -> str:
    """A point of the programme as one of a list."""
    return f"- {line.lstrip('-–+•* ').rstrip('.;, ')}{'.' if last else ';'}"
