"""The Hội below this one: who they are, and who has reported for a period."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.periods import Period
from app.domain.reports import ReceivedReport, Subordinate
from app.domain.units import Unit
from app.errors import FieldError
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import group
from app.vietnamese.text import fold

#: Until when the estimate of a year is asked for, as month and day (Công văn 63/HTS, 24/7/2020;
#: domain notes §4.2).
_ESTIMATES_DUE = (11, 20)


class ReportState(StrEnum):
    """What a Hội has sent for a period."""

    MISSING = "missing"
    ESTIMATE = "estimate"
    FINAL = "final"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            ReportState.MISSING: "Chưa nộp",
            ReportState.ESTIMATE: "Mới có số ước",
            ReportState.FINAL: "Đã nộp",
        }[self]


@dataclass(frozen=True, slots=True)
class SubordinateRow:
    """One Hội for a list: its report of the period asked for, and the last period it reported at all."""

    subordinate: Subordinate
    report: ReceivedReport | None
    last: ReceivedReport | None

    @property
    def state(self) -> ReportState:
        """What it has sent for the period."""
        if self.report is None:
            return ReportState.MISSING
        return ReportState.ESTIMATE if self.report.estimate else ReportState.FINAL


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when the reports of a period are wanted; ``words`` say it with the days left or passed."""

    on: date
    words: str
    passed: bool


def deadline(period: Period, *, today: date) -> Deadline:
    """Until when reports are wanted.

    Those of a year that is not over by 20 November, as estimates; any other by the last day of the period.
    """
    estimates = date(period.year, *_ESTIMATES_DUE)
    early = period.is_year and today < period.ends
    on = estimates if early else period.ends
    what = "Hạn nộp số ước là ngày" if early else "Kỳ báo cáo hết ngày"
    days = (on - today).days
    left = f"còn {days} ngày" if days > 0 else "tức hôm nay" if days == 0 else f"đã qua {group(-days)} ngày"
    return Deadline(on, f"{what} {short_date(on)}, {left}", days < 0)


def list_subordinates(
    register: Register, period: Period, *, ended: bool = False
) -> tuple[SubordinateRow, ...]:
    """The Hội in the user's order, each with what it sent for the period; with ``ended`` also former ones."""
    with register.read() as reader:
        return read_subordinates(reader, period, ended=ended)


def read_subordinates(reader: Reader, period: Period, *, ended: bool = False) -> tuple[SubordinateRow, ...]:
    """As :func:`list_subordinates`, inside an open reading."""
    reports: dict[str, list[ReceivedReport]] = {}
    for report in reader.all(ReceivedReport):
        reports.setdefault(report.subordinate_id, []).append(report)
    rows = []
    for each in sorted(reader.all(Subordinate), key=_order):
        if each.ended and not ended:
            continue
        sent = reports.get(each.id, [])
        rows.append(
            SubordinateRow(
                each,
                next((r for r in sent if (r.starts, r.ends) == (period.starts, period.ends)), None),
                max(sent, key=lambda r: (r.ends, r.starts), default=None),
            )
        )
    return tuple(rows)


def all_subordinates(register: Register) -> tuple[Subordinate, ...]:
    """Every Hội that ever reported here or was written down, in the user's order."""
    with register.read() as reader:
        return tuple(sorted(reader.all(Subordinate), key=_order))


def _order(subordinate: Subordinate) -> tuple[bool, int, str]:
    return subordinate.ended, subordinate.position, fold(subordinate.name)


def save_subordinate(register: Register, subordinate: Subordinate) -> Subordinate:
    """Add a Hội or save a changed one; raises FieldError for a name or code that another one has."""
    with register.change(f"Ghi Hội trực thuộc {subordinate.name}") as work:
        return put_subordinate(work, subordinate)


def put_subordinate(work: Work, subordinate: Subordinate) -> Subordinate:
    """As :func:`save_subordinate`, inside an open change; a new one without code gets the next."""
    stored = work.all(Subordinate)
    for other in stored:
        if other.id == subordinate.id:
            continue
        if fold(other.name) == fold(subordinate.name):
            raise FieldError("name", f"Đã có “{other.name}” trong các Hội trực thuộc. Hãy ghi tên khác.")
        if subordinate.code and other.code == subordinate.code:
            raise FieldError("code", f"Mã {other.code} đang dùng cho “{other.name}”. Hãy đặt mã khác.")
    if subordinate.unit_id is not None:
        work.get(Unit, subordinate.unit_id)
    if any(other.id == subordinate.id for other in stored):
        return work.replace(subordinate)
    if not subordinate.code:
        subordinate = dataclasses.replace(subordinate, code=next_code(stored))
    position = subordinate.position or max((each.position for each in stored), default=0) + 1
    return work.add(dataclasses.replace(subordinate, position=position))


def next_code(known: tuple[Subordinate, ...]) -> str:
    """The next running code, three digits ("012"): it stands before the codes of its members."""
    used = {each.code for each in known}
    number = len(known) + 1
    while f"{number:03}" in used:
        number += 1
    return f"{number:03}"


def end_subordinate(register: Register, subordinate_id: str, *, ended: bool = True) -> Subordinate:
    """Note that a Hội no longer reports here, or (``ended=False``) that it does again; its reports stay."""
    with register.read() as reader:
        name = reader.get(Subordinate, subordinate_id).name
    label = f"Thôi theo dõi {name}" if ended else f"Theo dõi lại {name}"
    with register.change(label) as work:
        return work.replace(dataclasses.replace(work.get(Subordinate, subordinate_id), ended=ended))


def order_subordinates(register: Register, ids: tuple[str, ...]) -> None:
    """Put the Hội in this order; those not named follow as they were."""
    with register.change("Sắp thứ tự các Hội trực thuộc") as work:
        places = {each: number for number, each in enumerate(ids, 1)}
        for each in work.all(Subordinate):
            place = places.get(each.id, len(places) + max(each.position, 1))
            work.replace(dataclasses.replace(each, position=place))


def place_subordinate(register: Register, subordinate_id: str, place: int) -> None:
    """Put one Hội in the ``place``-th place (from 1); the others keep their order."""
    with register.read() as reader:
        ids = [each.id for each in sorted(reader.all(Subordinate), key=_order) if each.id != subordinate_id]
    order_subordinates(register, (*ids[: place - 1], subordinate_id, *ids[place - 1 :]))
