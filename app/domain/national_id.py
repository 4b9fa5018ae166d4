"""What the twelve digits of an id number say of the person: where registered, sex, year of birth."""

from __future__ import annotations

from app.domain.members import Gender
from app.vietnamese.dates import PartialDate

_DIGITS = 12
_PROVINCES = range(1, 97)


def doubts(national_id: str, birth: PartialDate | None, gender: Gender | None) -> tuple[str, ...]:
    """What in an id number does not agree with the person; each a short Vietnamese clause.

    Digits 1–3 are the code of a province (001–096), digit 4 the century and the sex (0 and 1: born
    1900–1999, a man and a woman; 2 and 3: 2000–2099; and so on), digits 5–6 the year of birth (Nghị định
    137/2015/NĐ-CP, Điều 13; Thông tư 59/2021/TT-BCA, Điều 4). A clause is a doubt and no refusal: old
    papers are wrong often enough. A number that has not 12 digits, the old one of 9, says nothing.
    """
    if len(national_id) != _DIGITS or not (national_id.isascii() and national_id.isdigit()):
        return ()
    century, is_woman = divmod(int(national_id[3]), 2)
    year = 1900 + 100 * century + int(national_id[4:6])
    found = []
    if int(national_id[:3]) not in _PROVINCES:
        found.append(f"không tỉnh nào có mã {national_id[:3]} (ba số đầu)")
    if birth is not None and birth.year != year:
        found.append(f"số này của người sinh năm {year}")
    if gender is not None and (gender is Gender.FEMALE) != bool(is_woman):
        found.append(f"số này của {'nữ' if is_woman else 'nam'}")
    return tuple(found)
