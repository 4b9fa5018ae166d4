"""One search over everything: members, meetings, rounds, recipients, visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.services.members import list_members
from app.store.queries import MemberQuery, name_hits
from app.store.register import Register
from app.vietnamese.dates import short_date


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
        found = name_hits(reader, text, limit=limit)
        hits.extend(
            Hit(hit.page, hit.record_id, hit.kind, hit.title, short_date(hit.on) if hit.on else "")
            for hit in found
        )
    return tuple(hits)
