"""Reports that are kept: drafts with their words and typed figures, and what was sent, as it was sent.

One draft a period. A report that was sent is not changed any more: a new draft is begun from it, and what the
records say now is shown beside what was said.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.branch import BRANCH_ID, Branch
from app.domain.periods import Period, term_of
from app.domain.record import new_id
from app.domain.reports import Report, ReportFigure, ReportText, report_name
from app.domain.year_report import YearReport
from app.errors import FieldError, NotFoundError, RuleError
from app.paths import Paths
from app.services.narrative import INSTEAD, SECTIONS, section_title, texts_of
from app.services.report_papers import rendered_papers
from app.services.reports import read_report
from app.services.reports_figures import PART_HEADINGS
from app.services.reports_typed import OWN_PREFIX
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import document_number, number_of_document


@dataclass(frozen=True, slots=True)
class ReportCard:
    """A report with its texts by section and what was typed among its figures."""

    report: Report
    period: Period
    texts: dict[str, str]
    typed: tuple[ReportFigure, ...]

    @property
    def own_rows(self) -> tuple[ReportFigure, ...]:
        """The rows of the user's own, in their order."""
        return tuple(each for each in self.typed if is_own(each.key))


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of a sent report: what was said, and what the records give now; ``None`` where it is not."""

    key: str
    label: str
    measure: str
    sent: int | None
    now: int | None
    money: bool = False


def is_own(key: str) -> bool:
    """Whether a figure is a row of the user's own."""
    return key.startswith(OWN_PREFIX)


def part_of(heading: str) -> str:
    """The part of the report that stands under a heading of the figures, as an own row names it."""
    return next((part.value for part, key in PART_HEADINGS.items() if key == heading), "")


def list_reports(register: Register) -> tuple[Report, ...]:
    """Every report: drafts first, then what was sent, newest first."""
    with register.read() as reader:
        found = reader.all(Report)
    return tuple(
        sorted(
            found,
            key=lambda each: (not each.is_sent, each.sent_on or each.ends, each.ends, each.id),
            reverse=True,
        )
    )


def report_card(register: Register, report_id: str) -> ReportCard:
    """A report with all that belongs to it; raises NotFoundError."""
    with register.read() as reader:
        return _card(reader, reader.get(Report, report_id))


def _card(reader: Reader, report: Report) -> ReportCard:
    typed = sorted(reader.all(ReportFigure, report_id=report.id), key=lambda each: (each.position, each.id))
    return ReportCard(report, Period(report.starts, report.ends), texts_of(reader, report.id), tuple(typed))


def find_draft(register: Register, period: Period) -> Report | None:
    """The draft of a period; ``None`` when there is none."""
    with register.read() as reader:
        return _draft_of(reader, period)


def _draft_of(reader: Reader, period: Period) -> Report | None:
    found = [each for each in reader.all(Report) if not each.is_sent and each.is_of(period)]
    # Somebody may have begun a report of just these days beside that of the term.
    return next(iter(sorted(found, key=lambda each: each.is_term_draft != period.is_term)), None)


def standing_report(register: Register, period: Period, *, today: date) -> Report | None:
    """The report that stands for a period: its draft, else what was sent last.

    What was sent as an estimate stands no more once the period is over: then it is counted.
    """
    with register.read() as reader:
        draft = _draft_of(reader, period)
        found = reader.all(Report, starts=period.starts, ends=period.ends) if draft is None else ()
    sent = [each for each in found if period.is_estimate(today) or not each.estimate]
    return draft or max(sent, key=lambda each: each.sent_on or each.ends, default=None)


def draft_for(register: Register, period: Period) -> Report:
    """The draft of a period, begun where there is none.

    One begun after a report of the same period was sent carries on from the last one (:func:`reopen`). That
    of the term of office moves on to the day until which the term is told now.
    """
    with register.change(f"Lập báo cáo {period.label}") as work:
        held = _draft_of(work, period)
        if held is not None:
            return _moved(work, held, period)
        sent = [
            r for r in work.all(Report) if r.is_sent and (r.starts, r.ends) == (period.starts, period.ends)
        ]
        last = max(sent, key=lambda each: each.sent_on or each.ends, default=None)
        if last is not None:
            return _copy_of(work, last)
        return work.add(Report(name=report_name(period), starts=period.starts, ends=period.ends))


def _moved(work: Work, draft: Report, period: Period) -> Report:
    if draft.ends == period.ends:
        return draft
    return work.replace(dataclasses.replace(draft, ends=period.ends))


def _now_of(work: Work, draft: Report, today: date) -> Report:
    """The draft as it is today: that of the term of office moved on, while the branch tells its term."""
    if draft.is_term_draft:
        with contextlib.suppress(RuleError):
            term = term_of(work.get(Branch, BRANCH_ID), today)
            return _moved(work, draft, term) if draft.is_of(term) else draft
    return draft


def reopen(register: Register, report_id: str) -> Report:
    """A draft that carries on from a sent report: its words, its own rows; figures are counted anew.

    Raises RuleError for one that was not sent, or where there is a draft of the period already.
    """
    with register.change("Lập lại báo cáo đã gửi") as work:
        sent = work.get(Report, report_id)
        if not sent.is_sent:
            raise RuleError(f"“{sent.name}” chưa gửi, vẫn đang sửa được. Hãy mở bản đang soạn.")
        if _draft_of(work, Period(sent.starts, sent.ends)) is not None:
            raise RuleError(f"Đã có bản đang soạn của “{sent.name}”. Hãy mở bản ấy.")
        return _copy_of(work, sent)


def _copy_of(work: Work, sent: Report) -> Report:
    made = work.add(Report(name=sent.name, starts=sent.starts, ends=sent.ends, sent_to=sent.sent_to))
    belonging: list[ReportText | ReportFigure] = [
        *work.all(ReportText, report_id=sent.id),
        *work.all(ReportFigure, report_id=sent.id),
    ]
    for each in belonging:
        # An estimate was a guess of its time: what is counted now stands.
        if isinstance(each, ReportFigure) and not is_own(each.key) and each.estimate:
            continue
        work.add(dataclasses.replace(each, id=new_id(), version=0, report_id=made.id))
    return made


def save_report(register: Register, report: Report) -> Report:
    """Save a draft's name, number, day, or to whom it goes."""
    with register.change(f"Sửa {report.name}") as work:
        _require_open(work.get(Report, report.id))
        return work.replace(report)


def remove_report(register: Register, report_id: str) -> Report:
    """Take out a draft with its words and rows; raises RuleError for one that was sent."""
    with register.change("Bỏ bản báo cáo đang soạn") as work:
        report = _open(work, report_id)
        for each in (
            *work.all(ReportText, report_id=report_id),
            *work.all(ReportFigure, report_id=report_id),
        ):
            work.remove(each)
        work.remove(report)
        return report


def _open(work: Work, report_id: str) -> Report:
    report = work.get(Report, report_id)
    _require_open(report)
    return report


def _require_open(report: Report) -> None:
    if report.sent_on is not None:
        raise RuleError(
            f"“{report.name}” đã gửi ngày {short_date(report.sent_on)} nên được giữ nguyên. "
            "Hãy lập lại báo cáo để sửa trong bản mới."
        )


# ---------------------------------------------------------------- words and figures


def set_text(register: Register, report_id: str, section: str, text: str, *, instead: bool = False) -> None:
    """Write what stands in a section after the composed sentences, or ``instead`` of them; "" takes it away.

    Raises NotFoundError for a section that no report has.
    """
    if section not in SECTIONS:
        raise NotFoundError(f"Báo cáo không có mục “{section}”. Các mục: {', '.join(SECTIONS)}.")
    key = section + INSTEAD if instead else section
    with register.change(f"Viết lời báo cáo: {section_title(section)}") as work:
        _open(work, report_id)
        held = next(iter(work.all(ReportText, report_id=report_id, section=key)), None)
        if held is None:
            if text.strip():
                work.add(ReportText(report_id=report_id, section=key, text=text))
        elif text.strip():
            if held.text != text:
                work.replace(dataclasses.replace(held, text=text))
        else:
            work.remove(held)


def set_figure(
    register: Register,
    report_id: str,
    key: str,
    amount: int | None,
    *,
    today: date,
    estimate: bool = True,
) -> None:
    """Let a typed amount stand for a counted figure; ``None`` counts again.

    While the period is not over it is an "ước" unless told otherwise; afterwards it is none.

    Raises NotFoundError for a key that the report has not, FieldError for a negative amount.
    """
    if amount is not None and amount < 0:
        raise FieldError("amount", "Số liệu không thể âm.")
    with register.change("Ghi số liệu của báo cáo") as work:
        report = _open(work, report_id)
        held = next(iter(work.all(ReportFigure, report_id=report_id, key=key)), None)
        if amount is None:
            if held is not None:
                work.remove(held)
            return
        period = Period(report.starts, report.ends)
        figures = read_report(work, period, today=today, saved_id=report_id).figures
        found = next((each for each in figures if each.key == key and each.rule is not None), None)
        if found is None:
            raise NotFoundError(f"Báo cáo không có số liệu “{key}”. Lệnh figures liệt kê các số liệu.")
        estimate = estimate and period.is_estimate(today)
        if held is not None:
            work.replace(dataclasses.replace(held, amount=amount, estimate=estimate))
        else:
            work.add(
                ReportFigure(
                    report_id=report_id,
                    key=key,
                    label=found.label,
                    measure=found.measure,
                    amount=amount,
                    estimate=estimate,
                )
            )


def new_row(report_id: str, *, part: str = "") -> ReportFigure:
    """A row of the user's own, to be filled in."""
    return ReportFigure(report_id=report_id, key=f"{OWN_PREFIX}{new_id()[:12]}", part=part)


def save_row(register: Register, row: ReportFigure) -> ReportFigure:
    """Add or save a row of the user's own; raises FieldError for one that says nothing."""
    if not row.label:
        raise FieldError("label", "Hãy ghi nội dung của dòng số liệu.")
    if not is_own(row.key):
        raise FieldError("key", f"“{row.label}” là số sổ tự đếm, không phải dòng tự thêm.")
    with register.change(f"Ghi dòng số liệu: {row.label}") as work:
        _open(work, row.report_id)
        if row.version:
            return work.replace(row)
        places = [each.position for each in work.all(ReportFigure, report_id=row.report_id)]
        return work.add(dataclasses.replace(row, position=max(places, default=0) + 1))


def remove_row(register: Register, row_id: str) -> None:
    """Take out a row of the user's own."""
    with register.change("Xóa dòng số liệu tự thêm") as work:
        row = work.get(ReportFigure, row_id)
        _open(work, row.report_id)
        work.remove(row)


# ---------------------------------------------------------------- sending


def next_code(register: Register, on: date) -> str:
    """The next number of the branch's reports in a year: "05/BC-HTS"."""
    with register.read() as reader:
        return _next_code(reader, on)


def _next_code(reader: Reader, on: date) -> str:
    branch = reader.get(Branch, BRANCH_ID)
    template = branch.number_template or "{so:02}/{loai}-{ky_hieu}"
    codes = [
        each.code for each in reader.all(Report) if (each.on or each.sent_on or each.ends).year == on.year
    ]
    used = [number_of_document(template, code, "BC", branch.code) or 0 for code in codes]
    return document_number(template, max(used, default=0) + 1, "BC", branch.code, year=on.year)


def send(
    register: Register,
    report_id: str,
    *,
    on: date,
    to: str = "",
    code: str = "",
    paths: Paths,
    today: date,
    full_numbers: bool = False,
) -> Report:
    """Record that a draft was sent: its figures and the three papers are kept as they are now.

    It gets the next number where it has none, and ``on`` as its day. Raises RuleError for one sent already,
    FileProblemError where the branch's own Word template cannot be used.
    """
    with register.change("Gửi báo cáo") as work:
        draft = _now_of(work, _open(work, report_id), today)
        period = Period(draft.starts, draft.ends)
        branch = work.get(Branch, BRANCH_ID)
        named = work.replace(
            dataclasses.replace(
                draft,
                code=code or draft.code or _next_code(work, on),
                on=draft.on or on,
                sent_to=to or draft.sent_to or branch.parent_name,
                estimate=period.is_estimate(today),
            )
        )
        papers = rendered_papers(
            work, period, saved_id=report_id, paths=paths, today=today, full_numbers=full_numbers
        )
        return work.replace(
            dataclasses.replace(
                named,
                sent_on=on,
                figures=_frozen(papers.told.report),
                workbook_file=work.keep_file(papers.workbook),
                document_file=work.keep_file(papers.document),
                pdf_file=work.keep_file(papers.pdf),
            )
        )


def _frozen(report: YearReport) -> str:
    amounts = report.amounts()
    rows = [
        {
            "key": each.key,
            "label": each.label,
            "measure": each.measure,
            "amount": None if each.rule is None or each.missing else amounts[each.key],
            "previous": each.previous,
            "heading": each.rule is None,
            "level": each.level,
            "money": each.money,
            "estimate": each.estimate,
        }
        for each in report.figures
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def sent_figures(report: Report) -> tuple[dict[str, Any], ...]:
    """The figures as they were sent, by the names key, label, measure, amount, previous, heading."""
    return tuple(json.loads(report.figures)) if report.figures else ()


def compare(register: Register, report_id: str, *, today: date) -> tuple[Difference, ...]:
    """The figures of a sent report that the records give otherwise now; rows typed by hand stay as they are.

    Raises RuleError for a report that was not sent.
    """
    with register.read() as reader:
        sent = reader.get(Report, report_id)
        if not sent.is_sent:
            raise RuleError(f"“{sent.name}” chưa gửi nên chưa có gì để so. Hãy gửi báo cáo trước.")
        now = read_report(reader, Period(sent.starts, sent.ends), today=today)
    return tuple(_differences(sent_figures(sent), now))


def _differences(sent: Iterable[dict[str, Any]], now: YearReport) -> Iterable[Difference]:
    amounts = now.amounts()
    figures = {each.key: each for each in now.figures if each.rule is not None}
    known = set()
    for row in sent:
        key = str(row["key"])
        known.add(key)
        if row["heading"] or is_own(key) or row["amount"] == amounts.get(key):
            continue
        if key in amounts or row["amount"]:
            yield Difference(key, row["label"], row["measure"], row["amount"], amounts.get(key), row["money"])
    for key, figure in figures.items():
        if key not in known and amounts[key]:
            yield Difference(key, figure.label, figure.measure, None, amounts[key], figure.money)
