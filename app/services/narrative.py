"""The báo cáo itself: composed sentences, the secretary's own words, the figures as an annex.

The skeleton is that of real reports (domain notes §4.1). A section of the results of which nothing is known
is left out; one that only a person can write has dots until it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.documents.official.values import (
    Annex,
    Block,
    GroupRow,
    OfficialPaper,
    OfficialTable,
    Paragraph,
    Row,
    Signer,
)
from app.domain.branch import BRANCH_ID, Branch
from app.domain.counters import ReportPart
from app.domain.funds import BudgetLine, EntryKind
from app.domain.longevity import ceremony_in_year
from app.domain.members import Member
from app.domain.offices import Office
from app.domain.periods import Period, paper_date
from app.domain.reports import Report, ReportText
from app.domain.status import Status
from app.domain.year_report import Column, ColumnKind, Figure, YearReport
from app.services.member_queries import read_members_on
from app.services.narrative_words import OTHER, ReportWords
from app.services.official_papers import LONG_BLANK, numbered, placed
from app.services.reports import read_report
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.numbers import count, group, money, roman
from app.vietnamese.text import fold

#: The paper, and its template.
KIND = "bao-cao"
SITUATION, LIMITS, PLAN, TARGETS, REQUESTS = "situation", "limits", "plan", "targets", "requests"
#: The members of the Ban Kiểm tra are not on the Ban Chấp hành; its head is.
_CHECKER = fold("Ủy viên Ban Kiểm tra")
#: The sections of the results, in their order.
RESULTS = (*(part.value for part in ReportPart), OTHER)
#: Ends the section of a text that stands instead of the composed sentences.
INSTEAD = ":instead"
_TITLES = {
    SITUATION: "Đặc điểm tình hình",
    **{part.value: part.label for part in ReportPart},
    OTHER: "Công tác khác",
    LIMITS: "Hạn chế, nguyên nhân",
    PLAN: "Phương hướng, nhiệm vụ",
    TARGETS: "Chỉ tiêu",
    REQUESTS: "Kiến nghị, đề xuất",
}
SECTIONS = (SITUATION, *RESULTS, LIMITS, PLAN, TARGETS, REQUESTS)
_HINTS = {
    SITUATION: "Thuận lợi, khó khăn của Hội trong kỳ.",
    LIMITS: "Những việc chưa làm được và vì sao.",
    PLAN: "Các việc sẽ làm trong kỳ tới.",
    TARGETS: "Các con số phấn đấu trong kỳ tới.",
    REQUESTS: "Điều Hội đề nghị cấp trên và địa phương.",
}


def section_title(key: str) -> str:
    """The words of a section, also of one whose composed sentences were replaced; "" for none."""
    return _TITLES.get(key.removesuffix(INSTEAD), "")


@dataclass(frozen=True, slots=True)
class Section:
    """One section: what the figures say, what was written instead of it, what was written after it.

    ``earlier`` is what stood there in the report before, to begin with.
    """

    key: str
    title: str
    composed: tuple[str, ...] = ()
    instead: str = ""
    own: str = ""
    earlier: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The paragraphs as they are printed."""
        said = self.instead.splitlines() if self.instead else self.composed
        return tuple(line for line in (*said, *self.own.splitlines()) if line.strip())

    @property
    def hint(self) -> str:
        """What belongs here, for one who begins to write."""
        return _HINTS.get(self.key, "Lời viết thêm đứng sau lời tự soạn.")


@dataclass(frozen=True, slots=True)
class Narrative:
    """A report in words, with the figures it was composed from."""

    branch: Branch
    period: Period
    report: YearReport
    sections: tuple[Section, ...]
    code: str = ""
    on: date | None = None
    sent_to: str = ""

    def section(self, key: str) -> Section:
        """The section with this key; raises KeyError."""
        for each in self.sections:
            if each.key == key:
                return each
        raise KeyError(key)


def build_narrative(
    register: Register, period: Period, *, today: date, saved_id: str | None = None
) -> Narrative:
    """The report of a period in words, with the texts and typed figures of a saved one.

    Raises NotFoundError for a saved report that is none.
    """
    with register.read() as reader:
        return read_narrative(reader, period, today=today, saved_id=saved_id)


def read_narrative(
    reader: Reader, period: Period, *, today: date, saved_id: str | None = None, full_numbers: bool = False
) -> Narrative:
    """As :func:`build_narrative`, inside an open reading; ``full_numbers`` is for the lists."""
    report = read_report(reader, period, today=today, saved_id=saved_id, full_numbers=full_numbers)
    saved = reader.get(Report, saved_id) if saved_id is not None else None
    texts = texts_of(reader, saved_id) if saved_id is not None else {}
    earlier = _earlier_texts(reader, period, saved_id)
    composed = ReportWords(report, committee=_committee(reader, min(period.ends, today))).sections()
    composed[TARGETS] = tuple(_targets(reader, period, today))
    sections = tuple(
        Section(
            key,
            _TITLES[key],
            composed.get(key, ()),
            texts.get(key + INSTEAD, ""),
            texts.get(key, ""),
            earlier.get(key, ""),
        )
        for key in SECTIONS
    )
    branch = reader.get(Branch, BRANCH_ID)
    said = (saved.code, saved.on, saved.sent_to) if saved is not None else ("", None, "")
    return Narrative(branch, period, report, sections, *said)


def texts_of(reader: Reader, report_id: str) -> dict[str, str]:
    """The texts of a saved report by their section; those of ``INSTEAD`` end in it."""
    return {each.section: each.text for each in reader.all(ReportText, report_id=report_id)}


def _earlier_texts(reader: Reader, period: Period, saved_id: str | None) -> dict[str, str]:
    """What was last written for each section: in the like report before, else in the newest one before."""
    found: dict[str, str] = {}
    before = [each for each in reader.all(Report) if each.id != saved_id and each.ends < period.ends]
    like = period.before
    for each in sorted(
        before, key=lambda r: ((r.starts, r.ends) == (like.starts, like.ends), r.ends, r.on or r.ends)
    ):
        found |= {key: text for key, text in texts_of(reader, each.id).items() if not key.endswith(INSTEAD)}
    return found


def _committee(reader: Reader, day: date) -> int:
    """How many sit on the Ban Chấp hành: who holds an office of the branch, but not as its checkers."""
    return len(
        {
            office.member_id
            for office in reader.all(Office, unit_id=None)
            if office.held_on(day) and fold(office.name) != _CHECKER
        }
    )


def _targets(reader: Reader, period: Period, today: date) -> Iterable[str]:
    """What is known of the year that follows: whose longevity is celebrated, what is budgeted."""
    if not period.is_year:
        return
    year = period.year + 1
    branch = reader.get(Branch, BRANCH_ID)
    people = read_members_on(reader, min(period.ends, today), status=Status.ACTIVE)
    due = [_is_due(each.member, year, branch) for each in people]
    if any(due):
        yield f"- Mừng thọ {count(sum(due))} hội viên đến tuổi trong năm {year}."
    planned = reader.all(BudgetLine, year=year, fund_id=None)
    sums = [
        f"{words} {money(total)}"
        for kind, words in ((EntryKind.INCOME, "thu"), (EntryKind.EXPENSE, "chi"))
        if (total := sum(each.amount for each in planned if each.kind is kind))
    ]
    if sums:
        yield f"- Dự toán quỹ Hội năm {year}: {', '.join(sums)}."


def _is_due(member: Member, year: int, branch: Branch) -> bool:
    return ceremony_in_year(member.birth, year, traditional=branch.traditional_age) is not None


# ---------------------------------------------------------------- the paper


def next_label(period: Period) -> str:
    """The time that follows: "năm 2024", "6 tháng cuối năm 2023", or "thời gian tới"."""
    year = period.year
    if period.is_year or period == Period.half(year, 2) or period == Period.quarter(year, 4):
        return f"năm {year + 1}"
    if period == Period.half(year, 1):
        return Period.half(year, 2).label
    for number in (1, 2, 3):
        if period == Period.quarter(year, number):
            return Period.quarter(year, number + 1).label
    return "thời gian tới"


def report_paper(told: Narrative, *, today: date) -> OfficialPaper:
    """The report as an official paper: DOCX and PDF say the same."""
    report, branch, period = told.report, told.branch, told.period
    signature = report.signature
    # The words in brackets stay in one line.
    until = f" (số\u00a0liệu\u00a0ước\u00a0đến\u00a0{paper_date(period.ends)})" if report.estimate else ""
    return OfficialPaper(
        kind=KIND,
        heading=report.heading,
        number=numbered(branch, told.code, "BC"),
        place_date=placed(branch.place, told.on, today),
        title="Báo cáo",
        subject=f"Kết quả công tác Hội {period.label}, phương hướng, nhiệm vụ {next_label(period)}{until}",
        addressed=(told.sent_to or branch.parent_name,) if told.sent_to or branch.parent_name else (),
        body=tuple(_body(told)),
        signers=(Signer(signature.office, signature.name, signature.authority),),
        recipients=("Như trên;", "Ban Chấp hành Hội;", "Các chi hội;", "Lưu: VT."),
        annexes=(_annex(told, today),),
        facts=(
            ("ten_hoi", branch.name),
            ("ky_bao_cao", period.label),
            ("ky_sau", next_label(period)),
            ("cot_ky_nay", _capital(report.period)),
            ("cot_ky_truoc", _capital(report.before)),
            ("uoc", f"ước đến {paper_date(period.ends)}" if report.estimate else ""),
            ("tong_hoi_vien", group(report.amounts().get("members_end", 0))),
        ),
    )


def _body(told: Narrative) -> Iterable[Block]:
    by_key = {each.key: each for each in told.sections}
    label, later = told.period.label, next_label(told.period)
    yield from _part("Phần thứ nhất", f"Kết quả công tác Hội {label}")
    yield from _told(by_key[SITUATION], f"I. {_TITLES[SITUATION]}")
    yield Paragraph(f"II. Kết quả công tác {label}", is_heading=True)
    known = [by_key[key] for key in RESULTS if by_key[key].lines]
    for number, section in enumerate(known, 1):
        yield from _told(section, f"{number}. {section.title}")
    if not known:
        yield Paragraph(LONG_BLANK)
    yield from _told(by_key[LIMITS], f"III. {_TITLES[LIMITS]}")
    yield from _part("Phần thứ hai", f"Phương hướng, nhiệm vụ {later}")
    if by_key[TARGETS].lines:
        yield from _told(by_key[PLAN], "I. Nhiệm vụ")
        yield from _told(by_key[TARGETS], f"II. Chỉ tiêu {later}")
    else:
        yield from _told(by_key[PLAN], "")
    yield from _part("Phần thứ ba", _TITLES[REQUESTS])
    *whole, last = tuple(_told(by_key[REQUESTS], ""))
    yield from whole
    yield replace(last, text=_ended(last.text))


def _part(number: str, title: str) -> Iterable[Paragraph]:
    yield Paragraph(number, is_part=True)
    yield Paragraph(title.upper(), is_part=True)


def _told(section: Section, title: str) -> Iterable[Paragraph]:
    if title:
        yield Paragraph(title, is_heading=True)
    for line in section.lines or (LONG_BLANK,):
        yield Paragraph(line)


def _ended(text: str) -> str:
    """The last words of a paper carry "./."; dots to be written on do not."""
    return text if text == LONG_BLANK else f"{text.rstrip('./ ')}./."


def _annex(told: Narrative, today: date) -> Annex:
    report, period = told.report, told.period
    number = numbered(told.branch, told.code, "BC").removeprefix("Số: ")
    dated = placed("", told.on, today).removeprefix("……, ")
    until = f", ước đến {paper_date(period.ends)}" if report.estimate else ""
    return Annex(
        f"Số liệu công tác Hội {period.label}",
        (f"(Kèm theo Báo cáo số {number} {dated[0].lower()}{dated[1:]}{until})",),
        _table(report),
    )


def _table(report: YearReport) -> OfficialTable:
    """Every figure that is, or was, not zero, under its heading; notes where there are any."""
    amounts = report.amounts()
    shown = [
        figure
        for figure in report.figures
        if figure.rule is None or amounts[figure.key] or figure.previous or figure.missing
    ]
    notes = any(figure.estimate for figure in shown)
    columns = (
        Column("ten", "Nội dung", width=74),
        Column("don_vi_tinh", "Đơn vị tính", width=24),
        Column("ky_truoc", _capital(report.before), ColumnKind.MONEY, 30),
        Column("ky_nay", _capital(report.period), ColumnKind.MONEY, 30),
        *((Column("ghi_chu", "Ghi chú", width=18),) if notes else ()),
    )
    rows: list[Row | GroupRow] = []
    number = parts = 0
    for place, figure in enumerate(shown):
        if figure.rule is None:
            if place + 1 < len(shown) and shown[place + 1].rule is not None:
                parts += 1
                rows.append(GroupRow(f"{roman(parts)}. {figure.label}"))
            continue
        number += figure.level == 0
        rows.append(Row("" if figure.level else str(number), _cells(figure, amounts)[: len(columns)]))
    return OfficialTable(columns, tuple(rows))


def _cells(figure: Figure, amounts: Mapping[str, int]) -> tuple[str, ...]:
    return (
        f"{'- ' if figure.level else ''}{figure.label}",
        figure.measure,
        "" if figure.previous is None else group(figure.previous),
        "" if figure.missing else group(amounts[figure.key]),
        figure.mark,
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
