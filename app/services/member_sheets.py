"""Phiếu hội viên as a value: what the register knows of one member, in the groups of domain notes §3.2."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from app.documents.papers.values import SENSITIVE_NOTE, Entry, MemberSheet, Section
from app.domain.commendations import RoundState
from app.domain.members import Gender, Member
from app.domain.record import FieldInfo, fields_of
from app.domain.status import StatusEvent
from app.services.extra_fields import shown
from app.services.members import MemberCard, member_card
from app.services.paper_frame import PaperFrame
from app.services.photos import photo_of
from app.services.summary_list import policy_text
from app.services.units import Trees
from app.services.year_tables import masked
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import roman

TITLE = "Phiếu hội viên"

_PERSON = ("birth", "gender", "national_id", "phone", "ethnicity", "religion")
_PLACES = ("hometown", "address", "old_address")
_SERVICE = ("category", "rank", "enlisted", "discharged", "military_post", "service_unit")
_PARTY = ("party_joined", "party_official", "party_cell", "party_badge")
_MASKED = frozenset({"national_id", "phone"})
_INFO: dict[str, FieldInfo] = {info.name: info for info in fields_of(Member)}


def member_sheet(
    register: Register,
    member_id: str,
    frame: PaperFrame,
    trees: Trees,
    *,
    today: date,
    full_numbers: bool = False,
    sensitive: bool = False,
) -> MemberSheet:
    """One member's sheet; sensitive fields only when asked for, numbers masked unless asked for.

    Units are named as on the day of what is told of them.
    """
    card = member_card(register, member_id, today=today)
    m = card.member
    codes = [f"Mã hội viên: {m.code}" if m.code else "", f"Số thẻ: {m.card_number}" if m.card_number else ""]
    setter = _Setter(card, trees, full_numbers=full_numbers, sensitive=sensitive)
    sections = tuple(
        Section(f"{roman(number)}. {each.title.upper()}", each.entries, each.lines)
        for number, each in enumerate(setter.sections(), 1)
    )
    return MemberSheet(
        heading=frame.heading,
        title=TITLE,
        name=m.full_name,
        under_name=" · ".join(code for code in codes if code),
        sections=sections,
        signature=frame.signature,
        foot=SENSITIVE_NOTE if sensitive else "",
        photo=photo_of(register, member_id),
    )


class _Setter:
    """Puts a member's facts into groups."""

    def __init__(self, card: MemberCard, trees: Trees, *, full_numbers: bool, sensitive: bool) -> None:
        self._card, self._member, self._trees = card, card.member, trees
        self._full_numbers, self._sensitive = full_numbers, sensitive

    def sections(self) -> Iterator[Section]:
        """The groups that have anything to show or to fill in."""
        card, m = self._card, self._member
        yield Section("Nhân thân", (*self._facts(_PERSON), *self._facts(_PLACES, wide=True)))
        route = Entry("Thời gian ở Trường Sơn", _period(m.route_from, m.route_to))
        service = (*self._facts(_SERVICE), route, *self._facts(("route_unit",)))
        yield Section("Quân ngũ, Trường Sơn", service)
        unit = (Entry("Chi hội", card.unit_name), Entry("Chức vụ hiện nay", card.role))
        party = self._facts(_PARTY)
        yield Section(
            "Sinh hoạt Hội, Đảng" if party else "Sinh hoạt Hội",
            (*self._facts(("joined",)), *unit, *party, *self._facts(("education", "profession"))),
            tuple(self._offices()),
        )
        honoured = (*self._policies(), *self._honours(), *self._awards())
        if honoured:
            yield Section("Chính sách, khen thưởng", lines=honoured)
        hardship = Entry("Hoàn cảnh khó khăn", m.hardship_note or ("Có" if m.hardship else "Không"))
        yield Section("Đời sống", (hardship, *self._facts(("health", "note"), wide=True)))
        extras = tuple(
            Entry(field.name, shown(field, text))
            for field, text in card.extras
            if self._sensitive or not field.sensitive
        )
        if extras:
            yield Section("Mục riêng của Hội", extras)
        if card.events:
            yield Section("Biến động", lines=tuple(map(self._event, card.events)))

    def _facts(self, names: Iterable[str], *, wide: bool = False) -> tuple[Entry, ...]:
        return tuple(
            Entry(_INFO[name].label, self._text(name), wide)
            for name in names
            if self._sensitive or not _INFO[name].sensitive
        )

    def _text(self, name: str) -> str:
        held = getattr(self._member, name)
        if held is None:
            return ""
        if isinstance(held, Gender):
            return held.label
        text = str(held)
        return masked(text) if name in _MASKED and not self._full_numbers else text

    def _offices(self) -> Iterator[str]:
        for office in self._card.offices:
            unit = self._unit(office.unit_id, office.starts)
            term = f"nhiệm kỳ {office.term}" if office.term else ""
            parts = (office.name, unit, term, _period(office.starts, office.ends))
            yield ", ".join(part for part in parts if part)

    def _policies(self) -> Iterator[str]:
        for policy in self._card.policies:
            parts = (policy_text(policy, sensitive=self._sensitive), policy.note)
            yield ", ".join(part for part in parts if part)

    def _honours(self) -> Iterator[str]:
        for honour in self._card.honours:
            decision = f"QĐ {honour.decision}" if honour.decision else ""
            parts = (honour.name, str(honour.received or ""), decision)
            yield ", ".join(part for part in parts if part)

    def _awards(self) -> Iterator[str]:
        for round_, award in self._card.awards:
            if round_.state is not RoundState.DRAFT:
                number = f"số {award.register_number}" if award.register_number else ""
                parts = (f"{award.form} năm {round_.year}", number, round_.decision_code)
                yield ", ".join(part for part in parts if part)

    def _unit(self, unit_id: str | None, on: PartialDate | None) -> str:
        """The unit's name on that day, as far as the day is known and the unit was there; else today's."""
        then = self._trees.on(on.latest()).name(unit_id) if on is not None else ""
        return then or self._trees.on(None).name(unit_id)

    def _event(self, event: StatusEvent) -> str:
        unit = self._unit(event.unit_id, event.on)
        parts = (event.kind.label, unit, event.place, event.reason, event.paper)
        what = ", ".join(part for part in parts if part)
        return f"{event.on}: {what}" if event.on else what


def _period(start: PartialDate | None, end: PartialDate | None) -> str:
    if start and end:
        return f"{start} – {end}"
    if start:
        return f"từ {start}"
    return f"đến {end}" if end else ""
