"""Certificates on paper: preview, write as PDF, print again as issued, align on blanks.

What issuing means is in :mod:`app.services.issuing`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.documents.certificates import RenderedPdf, Shrunk, render_test_page
from app.documents.files import write_file
from app.documents.layouts import load_layout
from app.documents.readback import count_pages
from app.domain.commendations import AwardRound, RoundState
from app.errors import FileProblemError, NotFoundError, RuleError
from app.progress import Progress, Silent
from app.services.issuing import freeze, issue_run, nothing_to_print, require_decided
from app.services.sheets import (
    DEFAULT_LAYOUT,
    PrintChoice,
    Sheet,
    author_of,
    read_sheets,
    render,
    render_each,
)
from app.store.register import Register

__all__ = ["DEFAULT_LAYOUT", "PrintChoice", "RenderedPdf", "Shrunk"]


@dataclass(frozen=True, slots=True)
class WrittenCertificates:
    """What was written, measured from the files themselves.

    ``issued`` is how many were issued by it, ``redesigned`` how many show the words of their issue on
    another layout than theirs.
    """

    path: Path
    files: int
    pages: int
    size: int
    shrunk: tuple[Shrunk, ...]
    issued: int = 0
    redesigned: int = 0


@dataclass(frozen=True, slots=True)
class Writing:
    """Where certificates are written to, and how; ``only`` are the ids of the awards that are wanted."""

    path: Path
    choice: PrintChoice = field(default_factory=PrintChoice)
    separate: bool = False
    replace: bool = False
    only: frozenset[str] | None = None


def printed_test_page(layout_name: str, own: Path | None = None) -> bytes:
    """Rulers and crosshairs to align a blank with, as PDF; ``own`` is the user's folder of layouts."""
    return render_test_page(load_layout(layout_name or DEFAULT_LAYOUT, own))


def write_test_page(layout_name: str, path: Path, *, own: Path | None = None, replace: bool = False) -> Path:
    """Write the test page of a layout to a file."""
    write_file(path, printed_test_page(layout_name, own), replace=replace)
    return path


def preview_round(
    register: Register,
    round_id: str,
    *,
    choice: PrintChoice | None = None,
    award_ids: frozenset[str] | None = None,
) -> RenderedPdf:
    """The certificates of a round as PDF without issuing them; issued ones as they were issued."""
    with register.read() as reader:
        round_ = reader.get(AwardRound, round_id)
        sheets = read_sheets(reader, [round_], choice or PrintChoice(), award_ids)
        if not sheets:
            raise RuleError(nothing_to_print(round_))
        author = author_of(reader, round_)
        return render(reader, sheets, choice or PrintChoice(), _title(sheets), author, Silent())


def write_preview(register: Register, round_id: str, writing: Writing) -> WrittenCertificates:
    """As :func:`preview_round`, to one file."""
    made = preview_round(register, round_id, choice=writing.choice, award_ids=writing.only)
    path = write_file(writing.path, made.content, replace=writing.replace)
    return WrittenCertificates(path, 1, count_pages(path), path.stat().st_size, made.shrunk)


def _title(sheets: Sequence[Sheet]) -> str:
    return f"{sheets[0].award.form} – {sheets[0].round.name}"


def write_round(
    register: Register, round_id: str, writing: Writing, *, today: date, progress: Progress | None = None
) -> WrittenCertificates:
    """Issue a decided round if need be and write its certificates: one PDF, or a folder of one file each."""
    with register.read() as reader:
        round_ = reader.get(AwardRound, round_id)
    return _write(register, [round_], writing, today, progress or Silent())


def write_year(
    register: Register, year: int, writing: Writing, *, today: date, progress: Progress | None = None
) -> WrittenCertificates:
    """As :func:`write_round` for every decided round of a year; raises NotFoundError if there is none."""
    with register.read() as reader:
        rounds = [r for r in reader.all(AwardRound, year=year) if not r.is_upper]
    decided = [r for r in rounds if r.state is not RoundState.DRAFT]
    if not rounds:
        raise NotFoundError(f"Năm {year} chưa có đợt khen thưởng nào trong sổ.")
    if not decided:
        require_decided(rounds[0])
    decided.sort(key=lambda r: (r.decided_on.isoformat() if r.decided_on else "", r.decision_number or 0))
    return _write(register, decided, writing, today, progress or Silent())


def _write(
    register: Register, rounds: list[AwardRound], writing: Writing, today: date, progress: Progress
) -> WrittenCertificates:
    for round_ in rounds:
        require_decided(round_)
    asked = writing.choice
    with register.read() as reader:
        sheets = read_sheets(reader, rounds, asked, writing.only)
        if not sheets:
            raise NotFoundError(nothing_to_print(rounds[0]))
        author, title = author_of(reader, sheets[0].round), _title(sheets)
        fresh = [sheet for sheet in sheets if sheet.issue is None]
        # What is kept is the whole page, also when it goes on a blank today.
        run = issue_run(fresh, author, progress) if fresh else None
        # Issuing cannot be undone, so it comes last: a full disk issues nothing.
        if writing.separate:
            each = render_each(reader, sheets, asked, title, author, progress, run=run)
            files, size = _write_each(writing.path, each, replace=writing.replace)
            shrunk = render(reader, sheets, asked, title, author, Silent(), run=run).shrunk
            written = WrittenCertificates(writing.path, files, files, size, shrunk)
        else:
            made = render(reader, sheets, asked, title, author, progress, run=run)
            write_file(writing.path, made.content, replace=writing.replace)
            size = writing.path.stat().st_size
            written = WrittenCertificates(writing.path, 1, count_pages(writing.path), size, made.shrunk)
    issued = freeze(register, fresh, run.content, today) if run is not None else 0
    redesigned = sum(not sheet.as_issued for sheet in sheets) if not asked.overlay else 0
    return dataclasses.replace(written, issued=issued, redesigned=redesigned)


def _write_each(folder: Path, each: Iterator[tuple[str, bytes]], *, replace: bool) -> tuple[int, int]:
    """Write files into a folder; gives how many, and how many bytes lie there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise FileProblemError(f"Không tạo được thư mục {folder}. Hãy chọn nơi khác.") from problem
    files = size = 0
    for name, content in each:
        write_file(folder / name, content, replace=replace)
        files += 1
        size += (folder / name).stat().st_size
    return files, size
