"""What is sent to a printer: the issued sheets of a round, on paper or blanks, and the log of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from app.documents.certificates.reprint import cut_pages
from app.domain.certificates import IssuedCertificate, Printing
from app.domain.commendations import Award, AwardRound, in_order
from app.errors import NotFoundError, RuleError
from app.progress import Silent
from app.services.commendations import printable
from app.services.sheets import FrozenLayouts, PrintChoice, author_of, read_sheets, render
from app.settings import Calibration
from app.store.reader import Reader
from app.store.register import Register


@dataclass(frozen=True, slots=True)
class PrintableSheet:
    """A valid issued sheet with the layout it was issued on (size in mm) and when it was printed."""

    issue_id: str
    award_id: str
    number: int
    recipient: str
    layout: str
    width: float
    height: float
    printings: tuple[Printing, ...]


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One line of the log: a sheet, whose it is, and how it was printed."""

    printing: Printing
    number: int
    recipient: str


def sheets_of(register: Register, round_id: str) -> tuple[PrintableSheet, ...]:
    """The valid issued sheets of a round in the order of its decision; raises NotFoundError."""
    with register.read() as reader:
        issued = _issued(reader, round_id)
        printings = _printings(reader, (issue for _award, issue in issued))
        frozen = FrozenLayouts(reader)
        found = []
        for award, issue in issued:
            layout = frozen.of(issue)
            sent = tuple(each for each in printings if each.issue_id == issue.id)
            size = (layout.name, layout.width, layout.height)
            found.append(PrintableSheet(issue.id, award.id, issue.number, award.recipient, *size, sent))
    return tuple(found)


def _issued(reader: Reader, round_id: str) -> list[tuple[Award, IssuedCertificate]]:
    awards = in_order(reader.all(Award, round_id=round_id))
    known = printable(reader, reader.get(AwardRound, round_id), awards)
    return [(award, issue) for award, issue in known if issue is not None]


def _printings(reader: Reader, issues: Iterable[IssuedCertificate]) -> list[Printing]:
    found = reader.all(Printing, issue_id=frozenset(issue.id for issue in issues))
    return sorted(found, key=lambda printing: printing.at)


def print_content(
    register: Register,
    round_id: str,
    award_ids: Sequence[str],
    choice: PrintChoice,
    calibration: Callable[[str], Calibration],
) -> bytes:
    """The issued sheets of these awards as one PDF for the printer, in the order of the decision.

    On blanks each layout gets its own ``calibration``; whole pages come as they are kept. Raises RuleError
    when there is nothing to print or a text does not fit.
    """
    with register.read() as reader:
        round_ = reader.get(AwardRound, round_id)
        sheets = read_sheets(reader, [round_], choice, frozenset(award_ids))
        sheets = [sheet for sheet in sheets if sheet.issue is not None]
        if not sheets:
            raise RuleError("Chưa chọn tờ nào để in.")
        author = author_of(reader, round_)
        title = f"{sheets[0].award.form} – {round_.name}"
        parts: list[tuple[bytes, int, str]] = []
        made = b""
        for layout, group in groupby(sheets, key=lambda sheet: sheet.page.layout.name):
            run = list(group)
            at = calibration(layout) if choice.overlay else Calibration()
            placed = dataclasses.replace(choice, calibration=at)
            made = render(reader, run, placed, title, author, Silent()).content
            parts += [(made, page, sheet.page.name) for page, sheet in enumerate(run)]
    is_one = all(content is made for content, _page, _name in parts)
    return made if is_one else cut_pages(parts, title=title, author=author)


def log_printed(
    register: Register,
    issue_ids: Sequence[str],
    *,
    printer: str,
    tray: str,
    blank: str,
    overlay: bool,
    at: datetime,
    copies: int = 1,
) -> tuple[Printing, ...]:
    """Write down that sheets were sent to a printer at ``at``; ``blank`` is on what."""
    with register.change(f"In {len(issue_ids)} giấy khen") as work:
        return work.add_all(
            Printing(
                issue_id=issue_id,
                at=at.isoformat()[:16],
                printer=printer,
                tray=tray,
                blank=blank,
                overlay=overlay,
                copies=copies,
            )
            for issue_id in issue_ids
        )


def forget_printed(register: Register, printing_ids: Sequence[str]) -> int:
    """Take sheets that never came out off the log; gives how many it held."""
    with register.read() as reader:
        held = reader.all(Printing, id=frozenset(printing_ids))
    if not held:
        raise NotFoundError("Lần in này đã được bỏ ghi nhận rồi.")
    with register.change(f"Bỏ ghi nhận in {len(held)} giấy khen") as work:
        for printing in held:
            work.remove(printing)
    return len(held)


def printed_rows(
    register: Register, *, year: int | None = None, round_id: str | None = None
) -> tuple[PrintedRow, ...]:
    """The log, the newest first: all of it, of sheets issued in a year, or of a round, replaced ones too."""
    with register.read() as reader:
        if round_id is not None:
            awards = frozenset(award.id for award in reader.all(Award, round_id=round_id))
            issues = reader.all(IssuedCertificate, award_id=awards)
        else:
            issues = reader.all(IssuedCertificate)
            issues = tuple(issue for issue in issues if year in (None, issue.year))
        names = {award.id: award.recipient for award in reader.all(Award, id=_award_ids(issues))}
        printings = _printings(reader, issues)
    by_id = {issue.id: issue for issue in issues}
    return tuple(
        PrintedRow(each, by_id[each.issue_id].number, names.get(by_id[each.issue_id].award_id, ""))
        for each in reversed(printings)
    )


def _award_ids(issues: Iterable[IssuedCertificate]) -> frozenset[str]:
    return frozenset(issue.award_id for issue in issues)
