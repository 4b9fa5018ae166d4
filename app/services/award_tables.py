"""The tables and the counted words that the papers of a round share."""

from __future__ import annotations

from collections.abc import Sequence

from app.documents.official.values import GroupRow, OfficialTable, Row
from app.domain.commendations import Award, Verdict, count_awards
from app.domain.year_report import Column, ColumnKind
from app.services.award_sources import AwardSource
from app.services.award_words import counted, forms_of
from app.services.official_papers import BLANK
from app.services.paper_words import listed
from app.vietnamese.numbers import count, group, money, money_in_words, percent_text, roman
from app.vietnamese.text import fold

_NAME = Column("ten", "Họ và tên, tên tập thể")
_DETAIL = Column("don_vi", "Chức vụ, đơn vị")
_FORM = Column("hinh_thuc", "Hình thức")
_ACHIEVEMENT = Column("thanh_tich", "Thành tích")
_MONEY = Column("tien_thuong", "Tiền thưởng (đồng)", ColumnKind.MONEY)
_NUMBER = Column("so_vao_so", "Số vào sổ", ColumnKind.IDENTIFIER)
_VOTES = (
    Column("tan_thanh", "Nhất trí", ColumnKind.IDENTIFIER, width=16),
    Column("khong_tan_thanh", "Không nhất trí", ColumnKind.IDENTIFIER, width=18),
    Column("ty_le", "Tỷ lệ", ColumnKind.IDENTIFIER, width=16),
    Column("ket_qua", "Kết quả", width=30),
)


def award_table(
    source: AwardSource,
    awards: Sequence[Award],
    *,
    form: bool = False,
    achievement: bool = False,
    number: bool = False,
) -> OfficialTable:
    """Awards in groups "I. Tập thể", "II. Cá nhân", of each form where there are several.

    ``form`` shows the forms in a column instead. ``achievement`` always shows the achievements, which else
    are shown where they are not simply what the whole round is for. ``number`` shows register numbers.
    """
    general = fold(source.round.occasion)
    columns = [_NAME, _DETAIL]
    if form and len(forms_of(awards)) > 1:
        columns.append(_FORM)
    if achievement or any(award.achievement and fold(award.achievement) != general for award in awards):
        columns.append(_ACHIEVEMENT)
    if any(award.money for award in awards):
        columns.append(_MONEY)
    if number and any(award.register_number for award in awards):
        columns.append(_NUMBER)
    return OfficialTable(tuple(columns), _rows(awards, columns, by_form=_FORM not in columns))


def vote_table(awards: Sequence[Award]) -> OfficialTable:
    """What the review said of each proposal; cells are left to write in where nothing is known."""
    columns = [_NAME, _FORM, *_VOTES]
    return OfficialTable(tuple(columns), _rows(awards, columns, by_form=False))


def _rows(awards: Sequence[Award], columns: Sequence[Column], *, by_form: bool) -> tuple[Row | GroupRow, ...]:
    groups: dict[str, list[Award]] = {}
    several = by_form and len(forms_of(awards)) > 1
    for name in forms_of(awards) if several else ("",):
        for is_collective, kind in ((True, "Tập thể"), (False, "Cá nhân")):
            held = [
                award
                for award in awards
                if award.kind.is_collective is is_collective and name in ("", award.form)
            ]
            if held:
                groups[f"{name} – {kind.lower()}" if name else kind] = held
    rows: list[Row | GroupRow] = []
    for place, (label, held) in enumerate(groups.items(), 1):
        if len(groups) > 1:
            rows.append(GroupRow(f"{roman(place)}. {label}"))
        rows += [
            Row(str(number), tuple(_cell(award, column.key) for column in columns))
            for number, award in enumerate(held, 1)
        ]
    return tuple(rows)


def _cell(award: Award, key: str) -> str:
    cast = award.votes_for is not None
    texts = {
        "ten": award.recipient,
        "don_vi": award.detail,
        "hinh_thuc": award.form,
        "thanh_tich": award.achievement,
        "tien_thuong": group(award.money) if award.money else "",
        "so_vao_so": count(award.register_number) if award.register_number else "",
        "tan_thanh": str(award.votes_for) if cast else "",
        "khong_tan_thanh": str(award.votes_against or 0) if cast else "",
        "ty_le": percent_text(award.votes_for or 0, (award.votes_for or 0) + (award.votes_against or 0))
        if cast
        else "",
        "ket_qua": _verdict(award),
    }
    return texts[key]


def _verdict(award: Award) -> str:
    if award.verdict is Verdict.OPEN:
        return ""
    return f"{award.verdict.label}: {award.verdict_reason}" if award.verdict_reason else award.verdict.label


def facts(source: AwardSource, awards: Sequence[Award]) -> tuple[tuple[str, str], ...]:
    """The words that a template may use beside those of the paper."""
    number = count_awards(awards)
    total = sum(award.money for award in awards)
    return (
        ("ten_hoi", source.own_name),
        ("nam", str(source.round.year)),
        ("noi_dung_khen", source.round.occasion),
        ("so_luong", counted(number) or BLANK),
        ("so_tap_the", count(number.collectives)),
        ("so_ca_nhan", count(number.persons)),
        ("hinh_thuc", listed(forms_of(awards))),
        ("tong_tien", money(total) if total else ""),
        ("tong_tien_bang_chu", money_in_words(total) if total else ""),
    )
