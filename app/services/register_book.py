"""The register book (sổ khen thưởng): every award of some years with its number, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.documents.papers.values import ListPaper, PageShape, RowGroup
from app.domain.certificates import IssuedCertificate, IssueKind
from app.domain.commendations import Award, AwardRound, RoundState, count_awards, granted, in_order
from app.domain.member_lists import ListTable
from app.domain.year_report import Cell, Column, ColumnKind
from app.errors import NotFoundError
from app.services.award_forms import read_forms
from app.services.award_words import counted
from app.services.list_papers import write_list
from app.services.official_papers import Written
from app.services.paper_frame import paper_frame
from app.store.register import Register
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import count, roman

_COLUMNS = (
    Column("number", "Số vào sổ", ColumnKind.IDENTIFIER, width=12),
    Column("decided_on", "Ngày quyết định", ColumnKind.DATE, width=20),
    Column("decision", "Số quyết định", width=24),
    Column("name", "Họ và tên, tên tập thể", width=42),
    Column("detail", "Chức vụ, đơn vị", width=40),
    Column("form", "Hình thức", width=22),
    Column("achievement", "Thành tích", width=50),
    Column("handed_on", "Ngày trao", ColumnKind.DATE, width=16),
    Column("handed_to", "Người nhận", width=21),
    Column("note", "Ghi chú", width=21),
)
#: A row is so high (mm), and empty columns keep their width: the book is written on by hand.
_ROW = 7.5


@dataclass(frozen=True, slots=True)
class _Entry:
    """One award with its round and the sheets that were made of it."""

    award: Award
    round: AwardRound
    sheets: tuple[IssuedCertificate, ...]

    @property
    def year(self) -> int:
        """The year of the decision, in which the numbers run."""
        return self.round.decided_on.year if self.round.decided_on else 0

    @property
    def place(self) -> tuple[str, bool, int, str]:
        """Its place in the book: by number; what the upper body decided has none and follows by its day."""
        number = self.award.register_number
        return self.award.form, number is None, number or 0, str(self.round.decided_on or "")


def register_book(
    register: Register, year_from: int, year_to: int, *, today: date, form: str | None = None
) -> ListPaper:
    """The awards decided from the first to the last of these years, those of one form if asked.

    Year by year and form by form, by their numbers. Raises NotFoundError when there are none.
    """
    with register.read() as reader:
        frame = paper_frame(reader, today)
        order = {each.name: place for place, each in enumerate(read_forms(reader).forms)}
        rounds = {
            each.id: each
            for each in reader.all(AwardRound)
            if each.state is not RoundState.DRAFT
            and each.decided_on is not None
            and year_from <= each.decided_on.year <= year_to
        }
        awards = granted(in_order(reader.all(Award, round_id=frozenset(rounds))))
        awards = [award for award in awards if form is None or award.form == form]
        sheets: dict[str, list[IssuedCertificate]] = {}
        for sheet in reader.all(IssuedCertificate, award_id=frozenset(award.id for award in awards)):
            sheets.setdefault(sheet.award_id, []).append(sheet)
    if not awards:
        whom = f"chưa có ai được “{form}”. Hãy chọn hình thức hay" if form else "chưa có ai. Hãy chọn"
        raise NotFoundError(f"Sổ khen thưởng {_span(year_from, year_to)} {whom} năm khác.")
    entries = [_Entry(award, rounds[award.round_id], tuple(sheets.get(award.id, ()))) for award in awards]
    entries.sort(key=lambda entry: (entry.year, order.get(entry.award.form, len(order)), *entry.place))
    rows = tuple(map(_row, entries))
    span = _span(year_from, year_to)
    subtitle = f"{form}, {span}" if form else span[0].upper() + span[1:]
    return ListPaper(
        heading=frame.heading,
        table=ListTable("Sổ khen thưởng", f"({subtitle})", _COLUMNS, rows, len(rows)),
        total=f"Sổ có {count(len(rows))} lượt khen thưởng: {counted(count_awards(awards))}.",
        signature=frame.signature,
        groups=_groups(entries),
        least_row=_ROW,
        shape=PageShape.A4_LANDSCAPE,
    )


def write_register_book(
    register: Register,
    year_from: int,
    year_to: int,
    path: Path,
    *,
    today: date,
    form: str | None = None,
    replace: bool = False,
) -> Written:
    """Write the book as .pdf or .xlsx and measure what lies on the disk.

    Raises NotFoundError for an empty book, UsageError for a file of another kind, FileProblemError when it
    cannot be written.
    """
    paper = register_book(register, year_from, year_to, today=today, form=form)
    return write_list(paper, path, replace=replace)


def _span(year_from: int, year_to: int) -> str:
    return f"năm {year_from}" if year_from == year_to else f"từ năm {year_from} đến năm {year_to}"


def _groups(entries: list[_Entry]) -> tuple[RowGroup, ...]:
    """A heading for each year and form, where there is more than one."""
    found: list[tuple[int, str]] = []
    for place, entry in enumerate(entries):
        label = f"Năm {entry.year} – {entry.award.form}"
        if not found or found[-1][1] != label:
            found.append((place, label))
    if len(found) < 2:
        return ()
    return tuple(RowGroup(place, f"{roman(n)}. {label}") for n, (place, label) in enumerate(found, 1))


def _row(entry: _Entry) -> tuple[Cell, ...]:
    award = entry.award
    return (
        count(award.register_number) if award.register_number else "",
        entry.round.decided_on,
        entry.round.decision_code,
        award.recipient,
        award.detail,
        award.form,
        award.achievement,
        award.handed_on,
        award.handed_to,
        _note(entry),
    )


def _note(entry: _Entry) -> str:
    """What became of the sheets: the reissue, the copies, the void, each with its day."""
    said = []
    for sheet in sorted(entry.sheets, key=lambda each: (each.issued_on, each.id)):
        if sheet.kind is not IssueKind.ORIGINAL:
            said.append(f"{sheet.kind.label} ngày {short_date(sheet.issued_on)}: {sheet.reason}")
        if sheet.voided_on is not None:
            said.append(f"Hủy ngày {short_date(sheet.voided_on)}: {sheet.void_reason}")
    return "; ".join(said)
