"""Certificates: preview, issue (which freezes), print again as issued, align on blanks."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.documents.certificates import (
    CertificatePage,
    RenderedPdf,
    Shrunk,
    render_certificates,
    render_separate,
    render_test_page,
)
from app.documents.files import write_file
from app.documents.layouts import Layout, layout_from_json, layout_names, layout_to_json, load_layout
from app.documents.readback import count_pages
from app.domain.branch import BRANCH_ID, Branch
from app.domain.certificate_fields import CertificateSource, fill, freeze, thaw
from app.domain.commendations import (
    CERTIFICATE_FORM,
    Award,
    AwardRound,
    IssuedCertificate,
    RoundState,
    in_order,
)
from app.errors import FileProblemError, NotFoundError, RuleError
from app.progress import Progress, Silent
from app.settings import Calibration
from app.store.reader import Reader
from app.store.register import Register

#: The layout that is used unless another is asked for.
DEFAULT_LAYOUT = "truyen-thong"


@dataclass(frozen=True, slots=True)
class LayoutChoice:
    """A certificate layout to choose from; size in mm."""

    name: str
    title: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PrintChoice:
    """How to print: layout (``None`` = as issued, or the usual one), on a blank or whole, how aligned."""

    layout_name: str | None = None
    overlay: bool = False
    calibration: Calibration = field(default_factory=Calibration)

    def render(
        self, pages: list[CertificatePage], title: str, author: str, progress: Progress
    ) -> RenderedPdf:
        """One PDF of all pages."""
        at = self.calibration
        return render_certificates(
            pages,
            overlay=self.overlay,
            dx=at.dx,
            dy=at.dy,
            scale_x=at.scale_x,
            scale_y=at.scale_y,
            title=title,
            author=author,
            progress=progress,
        )

    def render_separate(
        self, pages: list[CertificatePage], title: str, author: str, progress: Progress
    ) -> Iterator[tuple[str, bytes]]:
        """One PDF a page, with its file name."""
        at = self.calibration
        return render_separate(
            pages,
            overlay=self.overlay,
            dx=at.dx,
            dy=at.dy,
            scale_x=at.scale_x,
            scale_y=at.scale_y,
            title=title,
            author=author,
            progress=progress,
        )


@dataclass(frozen=True, slots=True)
class WrittenCertificates:
    """What was written, measured from the files themselves."""

    path: Path
    files: int
    pages: int
    size: int
    shrunk: tuple[Shrunk, ...]


def list_layouts() -> tuple[LayoutChoice, ...]:
    """The layouts that come with the program."""
    found = (load_layout(name) for name in layout_names())
    return tuple(LayoutChoice(each.name, each.title, each.width, each.height) for each in found)


def printed_test_page(layout_name: str) -> bytes:
    """Rulers and crosshairs to align a blank with, as PDF."""
    return render_test_page(load_layout(layout_name))


def write_test_page(layout_name: str, path: Path, *, replace: bool = False) -> Path:
    """Write the test page of a layout to a file."""
    write_file(path, printed_test_page(layout_name or DEFAULT_LAYOUT), replace=replace)
    return path


@dataclass(frozen=True, slots=True)
class _Printable:
    round: AwardRound
    award: Award
    page: CertificatePage
    is_issued: bool


def _pages(
    reader: Reader, rounds: list[AwardRound], layout_name: str | None, only: frozenset[str] | None
) -> list[_Printable]:
    branch = reader.get(Branch, BRANCH_ID)
    chosen = load_layout(layout_name) if layout_name else None
    default: Layout | None = None
    found = []
    for round_ in rounds:
        awards = [a for a in in_order(reader.all(Award, round_id=round_.id)) if a.form == CERTIFICATE_FORM]
        frozen = _latest_issues(reader, awards)
        for award in awards:
            if only is not None and award.id not in only:
                continue
            issue = frozen.get(award.id)
            if issue is not None:
                texts: Mapping[str, str] = thaw(issue.fields)
                layout = chosen or layout_from_json(issue.layout)
            else:
                texts = fill(CertificateSource(branch, round_, award))
                default = default or chosen or load_layout(DEFAULT_LAYOUT)
                layout = chosen or default
            page = CertificatePage(texts=texts, layout=layout, name=texts["recipient"])
            found.append(_Printable(round_, award, page, issue is not None))
    return found


def _latest_issues(reader: Reader, awards: list[Award]) -> dict[str, IssuedCertificate]:
    issues = reader.all(IssuedCertificate, award_id=frozenset(a.id for a in awards))
    replaced = {i.replaces_id for i in issues}
    return {i.award_id: i for i in issues if i.id not in replaced}


def preview_round(
    register: Register,
    round_id: str,
    *,
    choice: PrintChoice | None = None,
    award_ids: frozenset[str] | None = None,
) -> RenderedPdf:
    """The certificates of a round as PDF without issuing them; issued ones as they were issued."""
    asked = choice or PrintChoice()
    with register.read() as reader:
        round_ = reader.get(AwardRound, round_id)
        pages = _pages(reader, [round_], asked.layout_name, award_ids)
        author = reader.get(Branch, BRANCH_ID).name
    if not pages:
        raise RuleError(f"Đợt “{round_.name}” chưa có {CERTIFICATE_FORM} nào. Hãy thêm vào danh sách trước.")
    return asked.render([p.page for p in pages], _title(round_), author, Silent())


def _title(round_: AwardRound) -> str:
    return f"{CERTIFICATE_FORM} – {round_.name}"


def issue(register: Register, round_id: str, *, today: date, layout_name: str | None = None) -> int:
    """Freeze every certificate of a decided round as it is printed now; returns how many were new.

    Everything is rendered first: a text that does not fit refuses the issue. An issue cannot be undone.
    """
    with register.read() as reader:
        round_ = reader.get(AwardRound, round_id)
        require_decided(round_)
        printables = _pages(reader, [round_], layout_name, None)
    waiting = [p for p in printables if not p.is_issued]
    if waiting:
        render_certificates([p.page for p in waiting], overlay=False, title=round_.name, author="")
    return _freeze(register, printables, today)


def require_decided(round_: AwardRound) -> None:
    """Refuse to print a list that no decision stands behind."""
    if round_.state is RoundState.DRAFT:
        raise RuleError(f"Đợt “{round_.name}” chưa có quyết định. Hãy quyết định trước khi in giấy khen.")


def _freeze(register: Register, printables: list[_Printable], today: date) -> int:
    """Issue what is not issued yet, of one or several rounds, in one change."""
    waiting = [p for p in printables if not p.is_issued]
    if not waiting:
        return 0
    rounds = {p.round.id: p.round for p in waiting}
    names = ", ".join(round_.name for round_ in rounds.values())
    with register.change(f"Phát hành {len(waiting)} giấy khen: {names}", undoable=False) as work:
        for printable in waiting:
            round_, award = printable.round, printable.award
            if round_.decided_on is None or award.register_number is None:
                raise RuleError(f"“{award.recipient}” chưa có số vào sổ. Hãy rút và ghi lại quyết định.")
            work.add(
                IssuedCertificate(
                    award_id=award.id,
                    year=round_.decided_on.year,
                    number=award.register_number,
                    issued_on=today,
                    fields=freeze(printable.page.texts),
                    layout=layout_to_json(printable.page.layout),
                )
            )
        for round_ in rounds.values():
            # Saved as it was read: a round that somebody changed meanwhile is refused, not issued as it was.
            work.replace(dataclasses.replace(round_, state=RoundState.ISSUED))
    return len(waiting)


def write_round(
    register: Register,
    round_id: str,
    path: Path,
    *,
    choice: PrintChoice | None = None,
    separate: bool = False,
    replace: bool = False,
    progress: Progress | None = None,
    today: date,
) -> WrittenCertificates:
    """Issue a decided round if need be and write its certificates: one PDF, or a folder of one file each."""
    with register.read() as reader:
        round_ = reader.get(AwardRound, round_id)
    return _write(register, [round_], path, choice, separate, replace, progress, today)


def write_year(
    register: Register,
    year: int,
    path: Path,
    *,
    choice: PrintChoice | None = None,
    separate: bool = False,
    replace: bool = False,
    progress: Progress | None = None,
    today: date,
) -> WrittenCertificates:
    """As :func:`write_round` for every decided round of a year; raises NotFoundError if there is none."""
    with register.read() as reader:
        rounds = list(reader.all(AwardRound, year=year))
    decided = [r for r in rounds if r.state is not RoundState.DRAFT]
    if not rounds:
        raise NotFoundError(f"Năm {year} chưa có đợt khen thưởng nào trong sổ.")
    if not decided:
        raise RuleError(f"Đợt “{rounds[0].name}” chưa có quyết định. Hãy quyết định trước khi in giấy khen.")
    decided.sort(key=lambda r: (r.decided_on.isoformat() if r.decided_on else "", r.decision_number or 0))
    return _write(register, decided, path, choice, separate, replace, progress, today)


def _write(
    register: Register,
    rounds: list[AwardRound],
    path: Path,
    choice: PrintChoice | None,
    separate: bool,
    replace: bool,
    progress: Progress | None,
    today: date,
) -> WrittenCertificates:
    asked = choice or PrintChoice()
    for round_ in rounds:
        require_decided(round_)
    with register.read() as reader:
        printables = _pages(reader, rounds, asked.layout_name, None)
        author = reader.get(Branch, BRANCH_ID).name
    if not printables:
        raise NotFoundError(f"Đợt “{rounds[0].name}” không có {CERTIFICATE_FORM} nào để in.")
    pages = [p.page for p in printables]
    told = progress or Silent()
    title = _title(rounds[0])
    # Issuing cannot be undone, so it comes last: a text that does not fit or a full disk issues nothing.
    if separate:
        written = _write_each(path, asked, pages, title, author, replace, told)
    else:
        rendered = asked.render(pages, title, author, told)
        write_file(path, rendered.content, replace=replace)
        written = WrittenCertificates(path, 1, count_pages(path), path.stat().st_size, rendered.shrunk)
    _freeze(register, printables, today)
    return written


def _write_each(
    folder: Path,
    asked: PrintChoice,
    pages: list[CertificatePage],
    title: str,
    author: str,
    replace: bool,
    progress: Progress,
) -> WrittenCertificates:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise FileProblemError(f"Không tạo được thư mục {folder}. Hãy chọn nơi khác.") from problem
    files = size = 0
    for name, content in asked.render_separate(pages, title, author, progress):
        write_file(folder / name, content, replace=replace)
        files += 1
        size += (folder / name).stat().st_size
    # The separate files are set like the joined one, which tells what had to shrink.
    shrunk = asked.render(pages, title, author, Silent()).shrunk
    return WrittenCertificates(folder, files, files, size, shrunk)
