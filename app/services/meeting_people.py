"""Who was at a meeting and who led it, as its papers name them; when and where it was held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.documents.official.values import Block, Paragraph
from app.domain.branch import Branch
from app.domain.meetings import Guest, Presence
from app.domain.members import Member
from app.domain.offices import Office, highest, rank
from app.services.meetings import MeetingCard
from app.services.official_papers import LONG_BLANK
from app.services.paper_words import day_or_blank, time_or_blank
from app.store.reader import Reader
from app.vietnamese.text import fold

#: How a typed name may begin when it says already how somebody is called, folded.
_CALLED = ("ong ", "ba ", "dong chi ", "d/c ", "anh ", "chi ", "cac ")


@dataclass(frozen=True, slots=True)
class Head:
    """Who heads a unit: the office as it is called there, and the name, which may be unknown."""

    office: str
    name: str


@dataclass(frozen=True, slots=True)
class Attendant:
    """Somebody who was called, with the office held then; ``at`` is when who was late came, or left early."""

    name: str
    office: str
    presence: Presence
    reason: str = ""
    at: str = ""

    @property
    def came(self) -> bool:
        """Whether the person was there at all."""
        return self.presence.came

    @property
    def words(self) -> str:
        """Name and office, “Vũ Xuân Dương, Chủ tịch”."""
        return f"{self.name}, {self.office}" if self.office else self.name


def head_of(reader: Reader, unit_id: str, branch: Branch, day: date) -> Head:
    """Who heads a unit on a day: by the office that is called after the unit's level, "Chi hội trưởng"."""
    usual = f"{branch.unit_level or 'Chi hội'} trưởng"
    for office in reader.all(Office, unit_id=unit_id):
        if office.held_on(day) and fold(office.name).startswith(fold(usual)):
            return Head(office.name, reader.get(Member, office.member_id).full_name)
    return Head(usual, "")


def read_attendants(reader: Reader, card: MeetingCard) -> tuple[Attendant, ...]:
    """Everybody who was called, the highest office first."""
    called = frozenset(attendance.member_id for attendance, _ in card.attendances)
    offices: dict[str, list[Office]] = {}
    for office in reader.all(Office, member_id=called):
        offices.setdefault(office.member_id, []).append(office)
    found = []
    for place, (attendance, member) in enumerate(card.attendances):
        held = highest(offices.get(member.id, []), card.meeting.on)
        order = (rank(held) if held else (2, 0), place)
        attendant = Attendant(
            member.full_name,
            held.name if held else "",
            attendance.presence,
            attendance.reason,
            attendance.at,
        )
        found.append((order, attendant))
    return tuple(attendant for _, attendant in sorted(found, key=lambda pair: pair[0]))


# ---------------------------------------------------------------- in minutes (Mẫu 1.9 of Nghị định 30)


def when_and_where(starts: str, day: date | None, place: str, today: date) -> list[Block]:
    """When a meeting began and where, with dots for what is not known."""
    return [
        Paragraph(f"{time_or_blank(starts)}, {day_or_blank(day, today)}.", "Thời gian bắt đầu:"),
        Paragraph(f"{place or LONG_BLANK}.", "Địa điểm:"),
    ]


def led_by(
    attendants: Sequence[Attendant], chair: str, secretary: str, *, chair_label: str, secretary_label: str
) -> list[Block]:
    """Who chaired and who wrote, with the offices of those who were called."""
    return [
        Paragraph(f"{_comrade(attendants, chair)}.", chair_label),
        Paragraph(f"{_comrade(attendants, secretary)}.", secretary_label),
    ]


def _comrade(attendants: Iterable[Attendant], name: str) -> str:
    """Somebody as minutes name people, “Đồng chí Vũ Xuân Dương, Chủ tịch”; dots for nobody."""
    known = {each.name: each.words for each in attendants}
    return f"Đồng chí {known.get(name, name)}" if name else LONG_BLANK


def guest_name(guest: Guest) -> str:
    """A guest by name as papers call him: “Ông Đỗ Đức Lại”; who holds an office is at least a comrade.

    Without salutation and office it may be a group: “Ban Thường vụ Hội Cựu chiến binh”.
    """
    if guest.salutation or not guest.office or fold(guest.name).startswith(_CALLED):
        return f"{guest.salutation} {guest.name}".strip()
    return f"Đồng chí {guest.name}"


def guest_words(guest: Guest) -> str:
    """A guest with his office: “Ông Đỗ Đức Lại, Chủ tịch Hội …”."""
    return f"{guest_name(guest)}, {guest.office}" if guest.office else guest_name(guest)


def guests_line(guests: Iterable[Guest]) -> list[Block]:
    """The guests who came, in their order; nothing where there was none."""
    named = [guest_words(guest) for guest in guests if guest.came]
    return [Paragraph(f"{'; '.join(named)}.", "Khách mời:")] if named else []
