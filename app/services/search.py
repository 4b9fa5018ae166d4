"""One search over everything: members, meetings, tasks, rounds, recipients, codes of certificates, visits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.care import Campaign, Visit
from app.domain.certificates import IssuedCertificate, codes_in
from app.domain.commendations import Award, AwardRound
from app.domain.funds import FundEntry
from app.domain.meetings import Guest, Meeting
from app.domain.record import R
from app.domain.tasks import Task
from app.services.member_queries import list_members
from app.store.queries import MemberQuery, search_records
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import money
from app.vietnamese.text import fold


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: which page shows it, its id there, what it is and a line about it."""

    page: str
    record_id: str
    kind: str
    title: str
    detail: str


def search_everything(register: Register, text: str, *, today: date, limit: int = 8) -> tuple[Hit, ...]:
    """The first hits of each kind for some words, accents or not."""
    if not text.strip():
        return ()
    page = list_members(register, MemberQuery(search=text), today=today, limit=limit)
    hits = [
        Hit(
            "members",
            row.id,
            "Hội viên",
            row.full_name,
            " · ".join(part for part in (str(row.birth or ""), row.unit_name, row.phone) if part),
        )
        for row in page.rows
    ]
    with register.read() as reader:
        hits.extend(_certificate_hits(reader, text))
        hits.extend(_other_hits(reader, text, limit))
    return tuple(hits)


def _certificate_hits(reader: Reader, text: str) -> Iterator[Hit]:
    """The certificate whose code was typed; the page shows its award."""
    for code in codes_in(text):
        for issue in reader.all(IssuedCertificate, code=code):
            award = reader.get(Award, issue.award_id)
            detail = f"{issue.kind.label}, vào sổ số {issue.number:02d}, mã {code}"
            yield Hit("awards", award.id, award.form, award.recipient, detail)


def _other_hits(reader: Reader, text: str, limit: int) -> Iterator[Hit]:
    for meeting in search_records(reader, Meeting, text, limit=limit):
        yield Hit("meetings", meeting.id, "Cuộc họp", meeting.name, short_date(meeting.on))
    for guest in search_records(reader, Guest, text, limit=limit):
        yield Hit("meetings", guest.meeting_id, "Khách mời", guest.name, guest.office)
    for round_ in search_records(reader, AwardRound, text, limit=limit):
        yield Hit("awards", round_.id, "Đợt khen thưởng", round_.name, round_.decision_code)
    for award in search_records(reader, Award, text, limit=limit):
        yield Hit("awards", award.id, award.form, award.recipient, award.detail)
    for visit in search_records(reader, Visit, text, limit=limit):
        if not visit.planned:
            yield Hit("visits", visit.id, "Thăm hỏi", visit.person or visit.kind.label, str(visit.on))
    for entry in search_records(reader, FundEntry, text, limit=limit):
        if not entry.visit_id:  # the visit itself is found
            detail = f"{entry.on} · {money(entry.amount)}"
            yield Hit("fund", entry.id, entry.kind.label, entry.purpose, detail)
    wanted = fold(text).split()
    for task in _holding(reader.all(Task), "text", wanted, limit):
        due = f"hạn {short_date(task.due)}" if task.due else ""
        yield Hit("meetings", task.id, Task.title, task.text, task.assignee or due)
    for campaign in _holding(reader.all(Campaign), "name", wanted, limit):
        yield Hit("visits", campaign.id, Campaign.title, campaign.name, str(campaign.on))


def _holding(records: Iterable[R], field: str, words: Sequence[str], limit: int) -> tuple[R, ...]:
    """The newest of a kind of which there are few, whose field holds every word."""
    found = [each for each in records if all(word in fold(getattr(each, field)) for word in words)]
    return tuple(reversed(found))[:limit]
