"""Writing a list, whatever it lists, as PDF or workbook."""

from __future__ import annotations

from pathlib import Path

from app.documents.files import write_file
from app.documents.papers.values import ListPaper
from app.documents.readback import count_pages
from app.errors import FileProblemError, UsageError
from app.services.official_papers import Written


def list_pdf(paper: ListPaper) -> bytes:
    """A list as PDF, to look at or to print."""
    from app.documents.papers.lists import render_list_pdf

    return render_list_pdf(paper)


def write_list(paper: ListPaper, path: Path, *, replace: bool = False) -> Written:
    """Write a list as .pdf or .xlsx, as the file is named, and measure what lies on the disk.

    Raises UsageError for a file of another kind, FileProblemError when it cannot be written.
    """
    kind = path.suffix.lower()
    if kind == ".pdf":
        write_file(path, list_pdf(paper), replace=replace)
        return Written(path, count_pages(path), path.stat().st_size, paper.table.count)
    if kind != ".xlsx":
        raise UsageError(f"{paper.table.title} chỉ ghi được ra tệp .pdf hoặc .xlsx. Hãy đổi tên tệp.")
    # openpyxl is slow to import, and lists are looked at more often than they are written.
    from app.documents.workbooks.lists import render_list_workbook
    from app.documents.workbooks.readback import read_workbook

    write_file(path, render_list_workbook(paper), replace=replace)
    rows = read_workbook(path).sheets[0].rows
    if rows != paper.table.count:
        raise FileProblemError(f"Tệp {path.name} ghi ra không đủ dòng. Hãy ghi lại.")
    return Written(path, 0, path.stat().st_size, rows)
