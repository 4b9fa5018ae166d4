"""Mừng thọ: who is honoured for age in a year (Luật Người cao tuổi, Điều 21; domain notes §4.4)."""

from __future__ import annotations

from app.vietnamese.dates import PartialDate


def ceremony(age: int) -> str:
    """The ceremony's name for an age, empty when there is none (Thông tư 06/2012/TT-BVHTTDL, Điều 8.4)."""
    if age in (70, 75):
        return "Mừng thọ"
    if age in (80, 85):
        return "Mừng thượng thọ"
    if age in (90, 95) or age >= 100:
        return "Mừng đại thọ"
    return ""


def ceremony_in_year(birth: PartialDate | None, year: int) -> tuple[int, str] | None:
    """Age and ceremony in a year, by year of birth alone; ``None`` when there is none."""
    if birth is None:
        return None
    age = birth.age_in_year(year)
    name = ceremony(age)
    return (age, name) if name else None
