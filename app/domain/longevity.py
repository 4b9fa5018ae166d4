"""Mừng thọ: who is honoured for age in a year (Luật Người cao tuổi, Điều 21; domain notes §4.4)."""

from __future__ import annotations

from app.domain.members import Gender
from app.vietnamese.dates import PartialDate

#: Who is this old is "Cụ".
_ELDER = 80


def ceremony(age: int) -> str:
    """The ceremony's name for an age, empty when there is none (Thông tư 06/2012/TT-BVHTTDL, Điều 8.4)."""
    if age in (70, 75):
        return "Mừng thọ"
    if age in (80, 85):
        return "Mừng thượng thọ"
    if age in (90, 95) or age >= 100:
        return "Mừng đại thọ"
    return ""


#: The three names in the order of age.
CEREMONIES = ("Mừng thọ", "Mừng thượng thọ", "Mừng đại thọ")


def ceremony_in_year(
    birth: PartialDate | None, year: int, *, traditional: bool = False
) -> tuple[int, str] | None:
    """Age and ceremony in a year, by year of birth alone; ``None`` when there is none.

    ``traditional`` counts tuổi mụ, one year more (``Branch.traditional_age``).
    """
    if birth is None:
        return None
    age = birth.age_in_year(year) + traditional
    name = ceremony(age)
    return (age, name) if name else None


def honorific(gender: Gender | None, age: int | None) -> str:
    """How somebody of an age is called on a card: "Cụ" from 80 on, else "Ông", "Bà", or "Đồng chí"."""
    if age is not None and age >= _ELDER:
        return "Cụ"
    if gender is None:
        return "Đồng chí"
    return "Ông" if gender is Gender.MALE else "Bà"
