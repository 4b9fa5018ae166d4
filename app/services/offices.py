"""Who holds which office, for which term."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date

from app.domain.members import Member
from app.domain.offices import Office, rank
from app.domain.status import Status, StatusEvent, standing_on
from app.services.units import read_tree
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.dates import PartialDate


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One office for a list: the record, who holds it, in which unit."""

    office: Office
    holder: str
    unit_name: str


def list_offices(register: Register, *, day: date | None = None) -> tuple[OfficeRow, ...]:
    """The offices held on ``day`` (``None`` = all there ever were), by rank."""
    with register.read() as reader:
        tree = read_tree(reader)
        offices = [o for o in reader.all(Office) if day is None or o.held_on(day)]
        names = {m.id: m.full_name for m in reader.all(Member, id=frozenset(o.member_id for o in offices))}
    offices.sort(key=lambda o: (*rank(o), tree.name(o.unit_id)))
    return tuple(OfficeRow(o, names.get(o.member_id, ""), tree.name(o.unit_id)) for o in offices)


def chairman(reader: Reader, day: date) -> tuple[str, str]:
    """The name and office of who signs for the branch on a day; empty texts when nobody is chairman."""
    for title in ("Chủ tịch", "Phó Chủ tịch Thường trực", "Phó Chủ tịch"):
        held = [o for o in reader.all(Office, unit_id=None, name=title) if o.held_on(day)]
        # When terms touch, the newer one signs; nobody signs who had left or died.
        for office in sorted(held, key=lambda o: o.starts.iso if o.starts else "", reverse=True):
            standing = standing_on(reader.all(StatusEvent, member_id=office.member_id), day)
            if standing is not None and standing.status is Status.ACTIVE:
                return reader.get(Member, office.member_id).full_name, office.name
    return "", ""


def appoint(register: Register, office: Office) -> Office:
    """Give a member an office."""
    with register.change(f"Ghi chức vụ {office.name}") as work:
        work.get(Member, office.member_id)
        return work.add(office)


def edit_office(register: Register, office: Office) -> Office:
    """Correct an office or its term."""
    with register.change(f"Sửa chức vụ {office.name}") as work:
        return work.replace(office)


def end_office(register: Register, office_id: str, *, on: PartialDate) -> Office:
    """End an office on a day; it stays in the history."""
    with register.change("Thôi giữ chức vụ") as work:
        return work.replace(dataclasses.replace(work.get(Office, office_id), ends=on))


def remove_office(register: Register, office_id: str) -> None:
    """Take out an office that was entered by mistake."""
    with register.change("Xóa dòng chức vụ ghi nhầm") as work:
        work.remove(work.get(Office, office_id))
