"""The invented people of the reference branch: 43 members at the end of 2023 and four who left that year."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from app.paths import resources

UNITS = (
    "Chi hội phường Đức Xuân",
    "Chi hội phường Nguyễn Thị Minh Khai",
    "Chi hội phường Sông Cầu",
    "Chi hội phường Phùng Chí Kiên",
    "Chi hội phường Huyền Tụng",
    "Chi hội phường Xuất Hóa",
    "Chi hội xã Dương Quang",
    "Chi hội xã Nông Thượng",
)


@dataclass(frozen=True, slots=True)
class Person:
    """One invented member, with dates as a secretary would type them.

    ``wounded`` is the class of war invalid; ``came_from``/``came_on`` and the ``left_…`` fields tell a change
    within the year.
    """

    name: str
    birth: str
    unit: str
    ethnicity: str
    hometown: str
    address: str
    woman: str = ""
    category: str = ""
    enlisted: str = ""
    unit_served: str = ""
    joined: str = ""
    party: str = ""
    phone: str = ""
    hardship: str = ""
    wounded: str = ""
    medal: str = ""
    note: str = ""
    came_from: str = ""
    came_on: str = ""
    left_how: str = ""
    left_on: str = ""
    left_to: str = ""


#: Name, office, and the unit it is held in (empty for the branch itself).
OFFICERS = (
    ("Vũ Đình Trường", "Chủ tịch", ""),
    ("Nguyễn Văn Thành", "Phó Chủ tịch Thường trực", ""),
    ("Trần Thị Hòa", "Phó Chủ tịch", ""),
    ("Nông Thị Hiền", "Ủy viên Ban Thường vụ", ""),
    ("Bế Văn Đàm", "Trưởng Ban Kiểm tra", ""),
    ("Lường Văn Quế", "Ủy viên Ban Chấp hành", ""),
    ("Nông Đình Tự", "Ủy viên Ban Chấp hành", ""),
    ("Nông Quốc Khải", "Ủy viên Ban Chấp hành", ""),
    ("Hoàng Văn Dùng", "Ủy viên Ban Chấp hành", ""),
    ("Lê Quang Ấn", "Chi hội trưởng", UNITS[0]),
    ("Đỗ Văn Ân", "Chi hội trưởng", UNITS[1]),
    ("Đặng Văn Phúc", "Chi hội trưởng", UNITS[2]),
    ("Trương Văn Khánh", "Chi hội trưởng", UNITS[3]),
    ("Hoàng Đức Đôn", "Chi hội trưởng", UNITS[4]),
    ("Dương Văn Thạch", "Chi hội trưởng", UNITS[5]),
    ("Ma Văn Đức", "Chi hội trưởng", UNITS[6]),
    ("Nguyễn Văn Ất", "Chi hội trưởng", UNITS[7]),
)


def _read() -> tuple[Person, ...]:
    path = resources() / "templates" / "demo-members.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(Person(**row) for row in csv.DictReader(file))


def people() -> tuple[Person, ...]:
    """Those who are members at the end of the year."""
    return tuple(person for person in _read() if not person.left_how)


def leavers() -> tuple[Person, ...]:
    """Those who died, moved or left within the year."""
    return tuple(person for person in _read() if person.left_how)
