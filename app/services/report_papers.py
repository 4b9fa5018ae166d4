"""The three papers of a report, made at once: the workbook, the báo cáo in Word and as PDF.

What was sent is printed again as the very bytes that were kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.documents.files import write_file
from app.documents.official.pdf import render_official_pdf
from app.documents.readback import count_pages
from app.domain.periods import Period
from app.domain.reports import Report
from app.errors import FileProblemError, RuleError
from app.paths import Paths
from app.services.narrative import Narrative, read_narrative, report_paper
from app.services.official_papers import Written, official_docx
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.text import clean


@dataclass(frozen=True, slots=True)
class RenderedPapers:
    """The bytes of the three papers, and what they say."""

    told: Narrative
    workbook: bytes
    document: bytes
    pdf: bytes


@dataclass(frozen=True, slots=True)
class WrittenPapers:
    """What lies in the folder, measured by opening it: sheets, figures, pages."""

    folder: Path
    workbook: Written
    document: Written
    pdf: Written
    sheets: int
    figures: int

    @property
    def paths(self) -> tuple[Path, Path, Path]:
        """The three files."""
        return self.workbook.path, self.document.path, self.pdf.path


def rendered_papers(
    reader: Reader,
    period: Period,
    *,
    saved_id: str | None,
    paths: Paths,
    today: date,
    full_numbers: bool = False,
) -> RenderedPapers:
    """Make the three papers of a period, with the words and figures typed in a saved report.

    Raises FileProblemError where the branch's own Word template cannot be used.
    """
    from app.documents.workbooks.year_end import render_year_workbook

    told = read_narrative(reader, period, today=today, saved_id=saved_id, full_numbers=full_numbers)
    paper = report_paper(told, today=today)
    return RenderedPapers(
        told, render_year_workbook(told.report), official_docx(paper, paths=paths), render_official_pdf(paper)
    )


def report_pdf(register: Register, period: Period, *, saved_id: str | None, today: date) -> bytes:
    """The báo cáo as it would be printed now, for the eye."""
    with register.read() as reader:
        told = read_narrative(reader, period, today=today, saved_id=saved_id)
    return render_official_pdf(report_paper(told, today=today))


def make_year_papers(
    register: Register,
    period: Period,
    folder: Path,
    *,
    saved_id: str | None = None,
    paths: Paths,
    today: date,
    full_numbers: bool = False,
    replace: bool = False,
) -> WrittenPapers:
    """Write workbook, Word file and PDF of a period into a folder; while it is not over they say "ước".

    Raises FileProblemError when one of the names is taken and ``replace`` is not set (nothing is written
    then), or when a file cannot be written.
    """
    with register.read() as reader:
        made = rendered_papers(
            reader, period, saved_id=saved_id, paths=paths, today=today, full_numbers=full_numbers
        )
    guess = made.told.report.estimate
    return _write(folder, period, made.workbook, made.document, made.pdf, estimate=guess, replace=replace)


def write_sent(register: Register, report_id: str, folder: Path, *, replace: bool = False) -> WrittenPapers:
    """Write the papers of a sent report again, the very bytes that went out.

    Raises RuleError for one that was not sent.
    """
    with register.read() as reader:
        sent = reader.get(Report, report_id)
        if not sent.is_sent:
            raise RuleError(f"“{sent.name}” chưa gửi nên chưa giữ bản nào. Hãy lập báo cáo từ bản đang soạn.")
        keys = (sent.workbook_file, sent.document_file, sent.pdf_file)
        workbook, document, pdf = (reader.file(key) for key in keys)
    period = Period(sent.starts, sent.ends)
    return _write(folder, period, workbook, document, pdf, estimate=sent.estimate, replace=replace)


def sent_pdf(register: Register, report_id: str) -> bytes:
    """The PDF of a sent report as it went out."""
    with register.read() as reader:
        return reader.file(reader.get(Report, report_id).pdf_file)


def paper_names(period: Period, *, estimate: bool) -> tuple[str, str, str]:
    """The names of the files: "Số liệu năm 2023.xlsx", "Báo cáo năm 2023.docx", and the PDF."""
    label = period.label + (" (ước)" if estimate else "")
    safe = clean("".join("-" if char in '<>:"/\\|?*' else char for char in label)).strip(" .")[:100]
    return f"Số liệu {safe}.xlsx", f"Báo cáo {safe}.docx", f"Báo cáo {safe}.pdf"


def _write(
    folder: Path,
    period: Period,
    workbook: bytes,
    document: bytes,
    pdf: bytes,
    *,
    estimate: bool,
    replace: bool,
) -> WrittenPapers:
    from app.documents.workbooks.readback import read_workbook

    places = [folder / name for name in paper_names(period, estimate=estimate)]
    taken = [path.name for path in places if path.exists()]
    if taken and not replace:
        raise FileProblemError(
            f"Trong {folder} đã có {', '.join(taken)}. Hãy chọn thư mục khác, hoặc cho phép ghi đè."
        )
    for path, content in zip(places, (workbook, document, pdf), strict=True):
        write_file(path, content, replace=replace)
    facts = read_workbook(places[0])
    sizes = [path.stat().st_size for path in places]
    return WrittenPapers(
        folder,
        Written(places[0], 0, sizes[0]),
        Written(places[1], 0, sizes[1]),
        Written(places[2], count_pages(places[2]), sizes[2]),
        len(facts.sheets),
        len(facts.figures),
    )
