"""The form that the upper level sends: which names it may use, and filling it in.

A name is a figure's key, or its label without accents ("hoi_vien_cuoi_nam"); with "_truoc" it is the period
before. Texts have names too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.documents.files import write_file
from app.documents.workbooks.filling import FilledCell, FilledForm, FormValue, fill_form, form_name
from app.domain.branch import BRANCH_ID, Branch
from app.domain.periods import Period, paper_date
from app.domain.reports import Report
from app.domain.year_report import YearReport
from app.errors import FileProblemError, RuleError, UsageError
from app.services.reports import read_report
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.dates import dated_place

__all__ = ["FilledCell", "FormName", "FormValue", "WrittenForm", "fill_report_form", "form_names"]

_BEFORE = "_truoc"
_SUFFIXES = (".xlsx", ".xlsm")
_LARGEST = 20_000_000


@dataclass(frozen=True, slots=True)
class FormName:
    """A name that a form may use, what it stands for, and its value now.

    A figure has one ``usual`` name, from its label where that is its own, and may have its key besides.
    """

    name: str
    label: str
    value: FormValue
    usual: bool = True


@dataclass(frozen=True, slots=True)
class WrittenForm:
    """A form as it was written: where, how large, and what was done (see :class:`FilledForm`)."""

    path: Path
    size: int
    cells: tuple[FilledCell, ...]
    without: tuple[FilledCell, ...]
    unknown: tuple[FilledCell, ...]
    notes: tuple[str, ...]
    has_macros: bool
    has_formulas: bool

    @property
    def reminders(self) -> tuple[str, ...]:
        """What to know of the file before it goes out."""
        said = []
        if self.has_formulas:
            said.append("Biểu mẫu có công thức: hãy mở bằng Excel để tính lại, rồi lưu trước khi gửi.")
        if self.has_macros:
            said.append("Biểu mẫu có macro: macro được giữ nguyên, chương trình không chạy macro.")
        return tuple(said)


def form_names(
    register: Register, period: Period, *, today: date, saved_id: str | None = None
) -> tuple[FormName, ...]:
    """Every name that a form of the period may use: texts first, then the figures in their order."""
    with register.read() as reader:
        return tuple(_names(reader, period, today, saved_id))


def fill_report_form(
    register: Register,
    template: Path,
    out: Path,
    period: Period,
    *,
    today: date,
    saved_id: str | None = None,
    replace: bool = False,
) -> WrittenForm:
    """Fill the upper level's form with the figures of a period and write it as another file.

    Raises UsageError for a file of another kind, RuleError where the form has no name that is known or the
    result would go over the form itself, FileProblemError for a file that cannot be read or written.
    """
    kind = template.suffix.lower()
    if kind not in _SUFFIXES:
        raise UsageError(
            f"{template.name} không phải là tệp .xlsx. Hãy mở trong Excel và lưu thành .xlsx trước khi điền."
        )
    if out.suffix.lower() != kind:
        raise UsageError(
            f"Biểu mẫu là tệp {kind} nên tệp điền xong cũng phải có đuôi {kind}. Hãy đổi tên tệp."
        )
    content = _read(template)
    if out.exists() and out.samefile(template):
        raise RuleError("Hãy ghi ra tệp khác: biểu mẫu của cấp trên được giữ nguyên để điền lại khi cần.")
    values = {each.name: each.value for each in form_names(register, period, today=today, saved_id=saved_id)}
    filled = fill_form(content, values, name=template.name)
    if not filled.cells and not filled.without:
        raise RuleError(_nothing(template, filled))
    write_file(out, filled.content, replace=replace)
    return WrittenForm(
        out,
        out.stat().st_size,
        filled.cells,
        filled.without,
        filled.unknown,
        filled.notes,
        filled.has_macros,
        filled.has_formulas,
    )


def _nothing(template: Path, filled: FilledForm) -> str:
    if filled.notes:
        return f"Chưa điền được ô nào của {template.name}. {filled.notes[0]}"
    unknown = ", ".join(dict.fromkeys(each.name for each in filled.unknown))
    seen = f" Các tên trong biểu ({unknown[:200]}) chương trình chưa biết." if unknown else ""
    return (
        f"{template.name} chưa có ô nào để điền.{seen} Hãy đặt tên cho ô trong Excel "
        "(ví dụ hoi_vien_cuoi_nam) hoặc gõ {{hoi_vien_cuoi_nam}} vào ô."
    )


def _read(template: Path) -> bytes:
    try:
        if template.stat().st_size > _LARGEST:
            raise FileProblemError(f"{template.name} quá lớn để là một biểu mẫu. Hãy chọn tệp khác.")
        return template.read_bytes()
    except OSError as problem:
        raise FileProblemError(
            f"Không đọc được {template.name}. Hãy xem lại tên tệp, và đóng tệp trong Excel rồi thử lại."
        ) from problem


def _names(reader: Reader, period: Period, today: date, saved_id: str | None) -> Iterable[FormName]:
    report = read_report(reader, period, today=today, saved_id=saved_id)
    saved = reader.get(Report, saved_id) if saved_id is not None else None
    yield from _texts(reader.get(Branch, BRANCH_ID), period, report, saved, today)
    yield from _figures(report)


def _texts(
    branch: Branch, period: Period, report: YearReport, saved: Report | None, today: date
) -> Iterable[FormName]:
    day = saved.on if saved is not None and saved.on is not None else today
    signature = report.signature
    for name, label, value in (
        ("ten_hoi", "Tên Hội", branch.name),
        ("hoi_cap_tren", "Hội cấp trên", branch.parent_name),
        ("dia_danh", "Địa danh", branch.place),
        ("ky_bao_cao", "Kỳ báo cáo", period.label),
        ("ky_truoc", "Kỳ trước", period.before.label),
        ("nam", "Năm báo cáo", str(period.year)),
        ("tu_ngay", "Ngày đầu kỳ", period.starts),
        ("den_ngay", "Ngày cuối kỳ", period.ends),
        ("ngay", "Ngày báo cáo", day),
        ("dia_danh_ngay", "Địa danh và ngày báo cáo", dated_place(branch.place, day)),
        ("so_bao_cao", "Số báo cáo", report.number or None),
        ("nguoi_ky", "Người ký", signature.name or None),
        ("chuc_vu", "Chức vụ người ký", signature.office),
        ("uoc", "Số ước, khi kỳ chưa hết", f"ước đến {paper_date(period.ends)}" if report.estimate else ""),
    ):
        yield FormName(name, label, value)


def _figures(report: YearReport) -> Iterable[FormName]:
    """The names of each figure: its label, with that above it where two are alike; its key."""
    amounts = report.amounts()
    figures = [each for each in report.figures if each.rule is not None]
    labels = Counter(form_name(each.label) for each in figures)
    taken = {form_name(each.key) for each in figures} | _TEXT_NAMES
    above = ""
    for each in figures:
        above = above if each.level else each.label
        label = each.label
        # What stands under a counter is called alike under the next one that is used.
        if each.level and (labels[form_name(label)] > 1 or each.key.startswith("activity_")):
            label = f"{above}: {each.label}"
        spoken = form_name(label)
        has_own = bool(spoken) and labels[spoken] <= 1 and spoken not in taken
        taken.add(spoken)
        amount = None if each.missing else amounts[each.key]
        names = [(spoken, True)] if has_own else []
        for name, usual in (*names, (form_name(each.key), not has_own)):
            yield FormName(name, label, amount, usual)
            yield FormName(name + _BEFORE, f"{label}, {report.before}", each.previous, usual)


_TEXT_NAMES = frozenset(
    """ten_hoi hoi_cap_tren dia_danh ky_bao_cao ky_truoc nam tu_ngay den_ngay ngay dia_danh_ngay so_bao_cao
    nguoi_ky chuc_vu uoc""".split()
)
