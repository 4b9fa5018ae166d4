"""Danh sách trích ngang: one wide line a member, as associations have always kept it (domain notes §3.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from app.domain.commendations import Award, AwardRound, RoundState
from app.domain.members import Gender, Honour, Member, Policy
from app.domain.places import address_on
from app.domain.record import Record
from app.domain.year_report import Cell, Column, ColumnKind
from app.store.reader import Reader
from app.vietnamese.dates import PartialDate

R = TypeVar("R", bound=Record)

_YEAR, _DATE = ColumnKind.IDENTIFIER, ColumnKind.DATE
_COLUMNS = (
    Column("full_name", "Họ và tên", width=36),
    Column("born_male", "Năm sinh nam", _YEAR, 12),
    Column("born_female", "Năm sinh nữ", _YEAR, 12),
    Column("hometown", "Quê quán", width=30),
    Column("address", "Nơi ở", width=32),
    Column("enlisted", "Nhập ngũ", _YEAR, 17),
    Column("discharged", "Xuất ngũ", _YEAR, 17),
    Column("rank", "Cấp bậc", width=18),
    Column("service_unit", "Đơn vị", width=24),
    Column("route", "Thời gian ở Trường Sơn", _YEAR, 20),
    Column("joined", "Ngày vào Hội", _DATE, 20),
    Column("party_joined", "Ngày vào Đảng", _DATE, 20),
    Column("policies", "Diện chính sách", width=26),
    Column("honours", "Khen thưởng", width=32),
    Column("note", "Ghi chú", width=24),
)
_SENSITIVE = frozenset({"party_joined"})


def summary_columns(*, sensitive: bool) -> tuple[Column, ...]:
    """The columns; Party membership only when sensitive data are asked for."""
    return tuple(column for column in _COLUMNS if sensitive or column.key not in _SENSITIVE)


def summary_rows(
    reader: Reader, members: Sequence[Member], *, day: date, sensitive: bool
) -> tuple[tuple[Cell, ...], ...]:
    """A row for each member, in their order; addresses in the words of the day."""
    ids = frozenset(member.id for member in members)
    policies = _of_member(reader, Policy, ids)
    honours = _of_member(reader, Honour, ids)
    awards = _of_member(reader, Award, ids)
    round_ids = frozenset(award.round_id for each in awards.values() for award in each)
    rounds = {each.id: each for each in reader.all(AwardRound, id=round_ids)}
    keys = [column.key for column in summary_columns(sensitive=sensitive)]
    rows = []
    for m in members:
        cells: dict[str, Cell] = {
            "full_name": m.full_name,
            "born_male": _year(m, Gender.MALE),
            "born_female": _year(m, Gender.FEMALE),
            "hometown": m.hometown,
            "address": address_on(m, day),
            "enlisted": _said(m.enlisted),
            "discharged": _said(m.discharged),
            "rank": m.rank,
            "service_unit": m.route_unit or m.service_unit,
            "route": _period(m),
            "joined": m.joined,
            "party_joined": m.party_joined,
            "policies": "; ".join(policy_text(p, sensitive=sensitive) for p in policies.get(m.id, ())),
            "honours": "; ".join(
                [*map(honour_text, honours.get(m.id, ())), *_award_texts(awards.get(m.id, ()), rounds)]
            ),
            "note": _note(m),
        }
        rows.append(tuple(cells[key] for key in keys))
    return tuple(rows)


def policy_text(policy: Policy, *, sensitive: bool) -> str:
    """A policy group in words; how grave a wound is stays out unless asked for."""
    parts = [policy.kind.label, policy.rate if sensitive else ""]
    return ", ".join(part for part in parts if part)


def honour_text(honour: Honour) -> str:
    """An honour with the year it was received."""
    return f"{honour.name} ({honour.received.year})" if honour.received else honour.name


def award_text(award: Award, round_: AwardRound) -> str:
    """An award of the association with its year."""
    return f"{award.form} ({round_.year})"


def _award_texts(awards: Iterable[Award], rounds: dict[str, AwardRound]) -> list[str]:
    decided = [(rounds[award.round_id], award) for award in awards]
    return [award_text(award, round_) for round_, award in decided if round_.state is not RoundState.DRAFT]


def _of_member(reader: Reader, kind: type[R], ids: frozenset[str]) -> dict[str, list[R]]:
    found: dict[str, list[R]] = {}
    for each in reader.all(kind, member_id=ids):
        member_id: str = each.member_id  # type: ignore[attr-defined]
        found.setdefault(member_id, []).append(each)
    return found


def _year(member: Member, gender: Gender) -> str:
    return str(member.birth.year) if member.birth is not None and member.gender is gender else ""


def _note(member: Member) -> str:
    unplaced = member.birth is not None and member.gender is None
    born = f"Sinh năm {member.birth.year}, chưa rõ nam hay nữ" if unplaced and member.birth else ""
    return "; ".join(part for part in (born, member.note.replace("\n", "; ")) if part)


def _said(day: PartialDate | None) -> str:
    """Month and year are enough in a line so wide; what is known no nearer stays as it is."""
    if day is None:
        return ""
    return str(PartialDate(day.year, day.month))


def _period(member: Member) -> str:
    start = str(member.route_from.year) if member.route_from else ""
    end = str(member.route_to.year) if member.route_to else ""
    return f"{start or '…'} – {end or '…'}" if start or end else ""
