"""The sheets of a round: whose, with which words, on which layout; and drawing them, or what was kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from app.documents.blanks import Blank, load_blank
from app.documents.certificates import CertificatePage, RenderedPdf, render_certificates, render_separate
from app.documents.certificates.reprint import cut_each, cut_pages
from app.documents.layouts import Layout, layout_from_json, load_layout
from app.domain.branch import BRANCH_ID, Branch
from app.domain.certificate_fields import CertificateSource, fill, thaw
from app.domain.certificates import COPY_MARK, IssuedCertificate, IssueKind, check_code
from app.domain.commendations import Award, AwardRound, in_order, parse_nudges
from app.errors import NotFoundError, RuleError
from app.progress import Progress
from app.services.award_forms import read_forms
from app.services.commendations import printable
from app.settings import Calibration
from app.store.reader import Reader

#: The layout that is used unless another is asked for.
DEFAULT_LAYOUT = "truyen-thong"


@dataclass(frozen=True)
class PrintChoice:
    """How to print: layout ("" = as issued, or as the form says), whole or on a blank, how aligned.

    ``blank_name`` is one of the user's blanks; without one the layout says what a blank lacks. ``mono`` is
    for a printer without colour. ``layouts`` and ``blanks`` are the user's own folders.
    """

    layout_name: str | None = None
    overlay: bool = False
    calibration: Calibration = field(default_factory=Calibration)
    mono: bool = False
    blank_name: str = ""
    layouts: Path | None = None
    blanks: Path | None = None

    def layout(self, name: str) -> Layout:
        """The layout of that name, the user's own first."""
        return load_layout(name, self.layouts)

    @cached_property
    def blank(self) -> Blank | None:
        """The blank that is printed on."""
        return load_blank(self.blank_name, self.blanks) if self.overlay and self.blank_name else None

    @property
    def is_whole(self) -> bool:
        """Whether pages come out as they are kept: whole, in colour, where they belong."""
        return not self.overlay and not self.mono and self.calibration == Calibration()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its award and what it says; ``issue`` once it is issued.

    ``as_issued``: with the layout it was issued with, or it is not issued yet.
    """

    round: AwardRound
    award: Award
    page: CertificatePage
    issue: IssuedCertificate | None = None
    as_issued: bool = True


def read_sheets(
    reader: Reader, rounds: Sequence[AwardRound], choice: PrintChoice, only: frozenset[str] | None = None
) -> list[Sheet]:
    """The sheets of some rounds in the order of their decisions; ``only`` those of some awards."""
    branch = reader.get(Branch, BRANCH_ID)
    forms = read_forms(reader)
    loaded: dict[str, Layout] = {}
    frozen = FrozenLayouts(reader)

    def layout(name: str) -> Layout:
        if name not in loaded:
            loaded[name] = choice.layout(name)
            if loaded[name].is_longevity:
                raise RuleError(
                    f"“{loaded[name].title}” là mẫu giấy mừng thọ. Hãy chọn một mẫu giấy khen (lệnh layouts)."
                )
        return loaded[name]

    found = []
    for round_ in rounds:
        awards = in_order(reader.all(Award, round_id=round_.id))
        for award, issue in printable(reader, round_, awards):
            if only is not None and award.id not in only:
                continue
            if issue is not None:
                found.append(_issued(round_, award, issue, frozen.of(issue), choice))
                continue
            form = forms.of(award)
            usual = form.collective_layout if award.kind.is_collective else form.layout
            texts = _texts(reader, branch, round_, award)
            try:
                set_on = layout(choice.layout_name or usual or DEFAULT_LAYOUT)
            except NotFoundError as missing:
                if choice.layout_name:
                    raise
                raise NotFoundError(
                    f"Hình thức “{form.name}” in theo mẫu giấy “{usual}” mà mẫu này không còn. "
                    "Hãy chọn mẫu khác cho hình thức ấy."
                ) from missing
            page = _page(texts, set_on, award)
            found.append(Sheet(round_, award, page))
    return found


def _texts(reader: Reader, branch: Branch, round_: AwardRound, award: Award) -> Mapping[str, str]:
    """Every field of a sheet that is not issued yet; it has a code once it has a number."""
    texts = fill(CertificateSource(branch, round_, award))
    if award.register_number is None:
        return texts
    sheet = reader.count(IssuedCertificate, award_id=award.id)
    return fill(CertificateSource(branch, round_, award, check_code(award.id, sheet, texts)))


def _page(texts: Mapping[str, str], layout: Layout, award: Award, *, mark: str = "") -> CertificatePage:
    return CertificatePage(
        texts=texts, layout=layout, name=texts["recipient"], nudges=parse_nudges(award.nudges), mark=mark
    )


class FrozenLayouts:
    """The layouts that certificates were issued with, each read once."""

    def __init__(self, reader: Reader) -> None:
        """They are read from ``reader`` when they are asked for."""
        self._reader = reader
        self._known: dict[str, Layout] = {}

    def of(self, issue: IssuedCertificate) -> Layout:
        """The layout of one issue."""
        key = issue.layout_file or issue.layout
        if key not in self._known:
            text = self._reader.file(key).decode() if issue.layout_file else issue.layout
            self._known[key] = layout_from_json(text)
        return self._known[key]


def _issued(
    round_: AwardRound, award: Award, issue: IssuedCertificate, frozen: Layout, choice: PrintChoice
) -> Sheet:
    layout = choice.layout(choice.layout_name) if choice.layout_name else frozen
    mark = COPY_MARK if issue.kind is IssueKind.DUPLICATE else ""
    return Sheet(round_, award, _page(thaw(issue.fields), layout, award, mark=mark), issue, layout == frozen)


def issued_sheet(reader: Reader, issue: IssuedCertificate, choice: PrintChoice) -> Sheet:
    """The sheet of one issue, also of one that was replaced."""
    award = reader.get(Award, issue.award_id)
    frozen = FrozenLayouts(reader).of(issue)
    return _issued(reader.get(AwardRound, award.round_id), award, issue, frozen, choice)


# ---------------------------------------------------------------- drawing


def author_of(reader: Reader, round_: AwardRound) -> str:
    """Who made the sheets of a round: the branch, by the name that it had when the round was decided."""
    return round_.heading.split("\n")[-1] or reader.get(Branch, BRANCH_ID).name


def render(
    reader: Reader,
    sheets: Sequence[Sheet],
    choice: PrintChoice,
    title: str,
    author: str,
    progress: Progress,
    *,
    run: RenderedPdf | None = None,
) -> RenderedPdf:
    """One PDF of the sheets: what was kept of those issued, byte for byte where it is the whole of a run.

    ``run`` is the PDF of those sheets that are being issued.
    """
    kept = _kept(reader, sheets, choice, run)
    if kept is None:
        pages = [sheet.page for sheet in sheets]
        at = choice.calibration
        return render_certificates(
            pages, overlay=choice.overlay, blank=choice.blank, mono=choice.mono, dx=at.dx, dy=at.dy,
            scale_x=at.scale_x, scale_y=at.scale_y, title=title, author=author, progress=progress,
        )  # fmt: skip
    shrunk = run.shrunk if run is not None else ()
    content = kept[0][0]
    in_order = [(content, page) for page in range(_length(reader, sheets, run))]
    if [(content, page) for content, page, _name in kept] != in_order:
        content = cut_pages(kept, title=title, author=author)
    return RenderedPdf(content, len(kept), shrunk)


def render_each(
    reader: Reader,
    sheets: Sequence[Sheet],
    choice: PrintChoice,
    title: str,
    author: str,
    progress: Progress,
    *,
    run: RenderedPdf | None = None,
) -> Iterator[tuple[str, bytes]]:
    """As :func:`render`, one PDF a sheet with its file name."""
    kept = _kept(reader, sheets, choice, run)
    if kept is not None:
        return cut_each(kept, title=title, author=author)
    at = choice.calibration
    return render_separate(
        [sheet.page for sheet in sheets], overlay=choice.overlay, blank=choice.blank, mono=choice.mono,
        dx=at.dx, dy=at.dy, scale_x=at.scale_x, scale_y=at.scale_y, title=title, author=author,
        progress=progress,
    )  # fmt: skip


def _kept(
    reader: Reader, sheets: Sequence[Sheet], choice: PrintChoice, run: RenderedPdf | None
) -> list[tuple[bytes, int, str]] | None:
    """File, page and name of every sheet; None when one was never kept, or is wanted otherwise than kept."""
    if not choice.is_whole:
        return None
    contents: dict[str, bytes] = {}
    parts = []
    fresh = 0
    for sheet in sheets:
        if sheet.issue is None:
            if run is None:
                return None
            parts.append((run.content, fresh, sheet.page.name))
            fresh += 1
            continue
        if not sheet.issue.file or not sheet.as_issued:
            return None
        if sheet.issue.file not in contents:
            contents[sheet.issue.file] = reader.file(sheet.issue.file)
        parts.append((contents[sheet.issue.file], sheet.issue.page, sheet.page.name))
    return parts


def _length(reader: Reader, sheets: Sequence[Sheet], run: RenderedPdf | None) -> int:
    """How many pages the one file has that all the sheets lie in."""
    issue = sheets[0].issue
    if issue is None:
        return run.pages if run is not None else 0
    return reader.count(IssuedCertificate, file=issue.file)
