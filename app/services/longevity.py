"""Mừng thọ of a year: who has come to an age, and the giấy mừng thọ of each, kept as it was written."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.documents.certificates import (
    CertificatePage,
    Shrunk,
    cut_pages,
    render_certificates,
    render_separate,
)
from app.documents.files import write_file
from app.documents.layouts import LONGEVITY_LAYOUTS, Layout
from app.documents.papers.values import ListPaper, RowGroup
from app.documents.readback import count_pages
from app.domain.attachments import Attachment
from app.domain.branch import BRANCH_ID, Branch
from app.domain.certificate_fields import FIELDS_BY_KEY
from app.domain.longevity import CEREMONIES, ceremony_in_year, honorific
from app.domain.member_lists import ListTable
from app.domain.members import Gender
from app.domain.status import Status
from app.domain.units import short_unit
from app.domain.year_report import Column, ColumnKind
from app.errors import NotFoundError, RuleError
from app.progress import Progress, Silent
from app.services.list_papers import write_list
from app.services.member_queries import read_members_on
from app.services.offices import chairman
from app.services.official_papers import Written
from app.services.paper_frame import paper_frame
from app.services.sheets import PrintChoice
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.dates import PartialDate, dated_place
from app.vietnamese.numbers import count

DEFAULT_LAYOUT = LONGEVITY_LAYOUTS[0]


@dataclass(frozen=True, slots=True)
class LongevityRow:
    """One member honoured for age in a year; ``written`` says whether his giấy mừng thọ is kept already."""

    member_id: str
    code: str
    name: str
    gender: Gender | None
    birth: PartialDate
    age: int
    ceremony: str
    unit_name: str
    address: str
    written: bool


def traditional_age(reader: Reader) -> bool:
    """Whether the branch counts tuổi mụ, one year more."""
    return reader.get(Branch, BRANCH_ID).traditional_age


def longevity_of_year(register: Register, year: int, *, today: date) -> tuple[LongevityRow, ...]:
    """Who is honoured for age in a year: the active members by year of birth, the oldest first.

    Who was active is asked for the end of a past year, and for today in the present or a coming one.
    """
    with register.read() as reader:
        return read_longevity(reader, year, today=today)


def read_longevity(reader: Reader, year: int, *, today: date) -> tuple[LongevityRow, ...]:
    """As :func:`longevity_of_year`, inside an open reading."""
    traditional = traditional_age(reader)
    written = {each.member_id for each in reader.all(Attachment, file_name=_file_name(year))}
    found = []
    for row in read_members_on(reader, min(date(year, 12, 31), today), status=Status.ACTIVE):
        m = row.member
        due = ceremony_in_year(m.birth, year, traditional=traditional)
        if due is not None and m.birth is not None:
            age, name = due
            found.append(
                LongevityRow(
                    m.id, m.code, m.full_name, m.gender, m.birth, age, name, row.unit_name, row.address,
                    m.id in written,
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda each: -each.age))


# ---------------------------------------------------------------- the list on paper

_COLUMNS = (
    Column("full_name", "Họ và tên", width=48),
    Column("birth", "Ngày sinh", ColumnKind.DATE, 24),
    Column("age", "Tuổi", ColumnKind.NUMBER, 14),
    Column("unit", "Chi hội", width=46),
    Column("address", "Nơi ở", width=54),
    Column("note", "Ghi chú", width=30),
)


def longevity_list(register: Register, year: int, *, today: date) -> ListPaper:
    """The list of mừng thọ of a year, ceremony by ceremony; raises NotFoundError when it is empty."""
    with register.read() as reader:
        frame = paper_frame(reader, today)
        rows = read_longevity(reader, year, today=today)
        traditional = frame.branch.traditional_age
    if not rows:
        raise NotFoundError(f"Năm {year} không có hội viên nào đến tuổi mừng thọ. Hãy chọn năm khác.")
    groups, first = [], ""
    for place, row in enumerate(rows):
        if row.ceremony != first:
            first = row.ceremony
            groups.append(RowGroup(place, first))
    cells = tuple((row.name, row.birth, row.age, short_unit(row.unit_name), row.address, "") for row in rows)
    told = ", ".join(
        f"{name.lower()} {count(number)}"
        for name in CEREMONIES
        if (number := sum(row.ceremony == name for row in rows))
    )
    counted = "tính cả tuổi mụ" if traditional else "tuổi tính theo năm sinh"
    return ListPaper(
        heading=frame.heading,
        table=ListTable("Danh sách mừng thọ", f"(Năm {year}, {counted})", _COLUMNS, cells, len(rows)),
        total=f"Danh sách có {count(len(rows))} người: {told}.",
        signature=frame.signature,
        groups=tuple(groups),
    )


def write_longevity_list(
    register: Register, year: int, path: Path, *, today: date, replace: bool = False
) -> Written:
    """Write the list of a year as .pdf or .xlsx."""
    return write_list(longevity_list(register, year, today=today), path, replace=replace)


# ---------------------------------------------------------------- giấy mừng thọ


@dataclass(frozen=True, slots=True)
class CardChoice:
    """How cards are written.

    ``sheet`` says on which layout ("" = the usual one) and how it is printed; ``on`` is the day on the card
    (``None`` = today), ``wishes`` stands in place of the usual ones. ``anew`` writes again what is kept, and
    keeps the new one instead.
    """

    sheet: PrintChoice = field(default_factory=PrintChoice)
    on: date | None = None
    wishes: str = ""
    anew: bool = False


@dataclass(frozen=True, slots=True)
class WrittenCards:
    """What was written, measured from the file: of its pages ``new`` were written and kept just now."""

    path: Path
    pages: int
    size: int
    new: int
    shrunk: tuple[Shrunk, ...] = ()

    @property
    def words(self) -> str:
        """What was measured, as it is told: "5 giấy mừng thọ, 5 trang, 182 KB"."""
        again = f", in lại {self.pages - self.new}" if self.new < self.pages else ""
        return f"{self.pages} giấy mừng thọ{again}, {max(1, round(self.size / 1024))} KB"


def write_longevity_cards(
    register: Register,
    year: int,
    member_ids: Collection[str],
    path: Path,
    *,
    choice: CardChoice | None = None,
    today: date,
    replace: bool = False,
    progress: Progress | None = None,
) -> WrittenCards:
    """Write the giấy mừng thọ of some of the year's list to one PDF, a page each, and keep each page.

    What is kept is the whole page in colour, with its member's papers. It is given again byte for byte,
    unless it is wanted anew, without colour, or on a blank: that is drawn from the records of today.

    Raises:
        NotFoundError: nobody is named, somebody is not on the list of the year, or no layout has the name.
        RuleError: a text does not fit its box (the sentence names the person), or the layout is another.
    """
    chosen = choice or CardChoice()
    with register.read() as reader:
        rows = _wanted(reader, year, member_ids, today)
        kept = {a.member_id: a for a in reader.all(Attachment, file_name=_file_name(year))}
        pages = _pages(reader, rows, chosen, today)
        author, title = reader.get(Branch, BRANCH_ID).name, f"Giấy mừng thọ năm {year}"
        fresh = [row for row in rows if chosen.anew or row.member_id not in kept]
        drawn = render_separate([pages[row.member_id] for row in fresh], title=title, author=author)
        new = (
            {row.member_id: content for row, (_name, content) in zip(fresh, drawn, strict=True)}
            if fresh
            else {}
        )
        if chosen.sheet.is_whole:
            contents = [new.get(row.member_id) or reader.file(kept[row.member_id].file) for row in rows]
            parts = [(content, 0, row.name) for content, row in zip(contents, rows, strict=True)]
            content = contents[0] if len(contents) == 1 else cut_pages(parts, title=title, author=author)
            shrunk = _shrunk([pages[row.member_id] for row in fresh])
        else:
            made = _printed([pages[row.member_id] for row in rows], chosen.sheet, title, author, progress)
            content, shrunk = made
    # Keeping comes last: a full disk keeps nothing that was not written.
    write_file(path, content, replace=replace)
    if new:
        _keep(register, year, fresh, kept, new, chosen.on or today)
    return WrittenCards(path, count_pages(path), path.stat().st_size, len(new), shrunk)


def _wanted(reader: Reader, year: int, member_ids: Collection[str], today: date) -> list[LongevityRow]:
    wanted = frozenset(member_ids)
    rows = [row for row in read_longevity(reader, year, today=today) if row.member_id in wanted]
    if not wanted:
        raise NotFoundError("Chưa chọn ai để viết giấy mừng thọ.")
    if len(rows) < len(wanted):
        raise NotFoundError(
            f"Có người không thuộc danh sách mừng thọ năm {year}. Hãy xem lại năm sinh, hoặc chọn năm khác."
        )
    return rows


def _layout(choice: PrintChoice) -> Layout:
    layout = choice.layout(choice.layout_name or DEFAULT_LAYOUT)
    if not layout.is_longevity:
        raise RuleError(f"“{layout.title}” không phải mẫu giấy mừng thọ. Hãy chọn mẫu khác (lệnh layouts).")
    return layout


def _pages(
    reader: Reader, rows: Sequence[LongevityRow], choice: CardChoice, today: date
) -> dict[str, CertificatePage]:
    """The page of each, by member: what it says is worked out from the records as they are."""
    layout = _layout(choice.sheet)
    branch, on = reader.get(Branch, BRANCH_ID), choice.on or today
    signer, office = chairman(reader, on)
    shared = dict.fromkeys(FIELDS_BY_KEY, "") | {
        "motto_1": FIELDS_BY_KEY["motto_1"].sample,
        "motto_2": FIELDS_BY_KEY["motto_2"].sample,
        "issuer": branch.name.upper(),
        "place_date": dated_place(branch.place, on),
        "authority": branch.authority.upper(),
        "signer_office": (office or "Chủ tịch").upper(),
        "signer": signer,
    }
    return {
        row.member_id: CertificatePage(
            texts=shared | _own_texts(row, choice.wishes, traditional=branch.traditional_age),
            layout=layout,
            name=row.name,
        )
        for row in rows
    }


def _own_texts(row: LongevityRow, wishes: str, *, traditional: bool) -> dict[str, str]:
    called = honorific(row.gender, row.age)
    born = f"Sinh năm {row.birth.year}"
    # The ages of the three ceremonies have their own titles; only the first is called a giấy mừng thọ.
    title = row.ceremony if row.ceremony != CEREMONIES[0] else f"Giấy {row.ceremony}"
    return {
        "ceremony": title.upper(),
        "salutation": called,
        "greeting": f"Kính mừng {called}",
        "recipient": row.name,
        "detail": f"{born}, hội viên {row.unit_name}".rstrip(),
        "age": f"{row.age} tuổi" if traditional else f"Tròn {row.age} tuổi",
        "wishes": wishes
        or f"Kính chúc {called} luôn mạnh khỏe, minh mẫn, sống vui, sống thọ cùng con cháu và đồng đội",
    }


def _shrunk(pages: Sequence[CertificatePage]) -> tuple[Shrunk, ...]:
    return render_certificates(pages).shrunk if pages else ()


def _printed(
    pages: Sequence[CertificatePage], way: PrintChoice, title: str, author: str, progress: Progress | None
) -> tuple[bytes, tuple[Shrunk, ...]]:
    at = way.calibration
    made = render_certificates(
        pages, overlay=way.overlay, blank=way.blank, mono=way.mono, dx=at.dx, dy=at.dy,
        scale_x=at.scale_x, scale_y=at.scale_y, title=title, author=author, progress=progress or Silent(),
    )  # fmt: skip
    return made.content, made.shrunk


def preview_longevity_card(
    register: Register, year: int, member_id: str, *, choice: CardChoice | None = None, today: date
) -> bytes:
    """One card as PDF, not kept: as it is kept already, or as it would be written."""
    chosen = choice or CardChoice()
    with register.read() as reader:
        row = _wanted(reader, year, [member_id], today)[0]
        if row.written and chosen.sheet.is_whole and not chosen.anew:
            return reader.file(
                reader.all(Attachment, file_name=_file_name(year), member_id=member_id)[0].file
            )
        page = _pages(reader, [row], chosen, today)[member_id]
        author = reader.get(Branch, BRANCH_ID).name
    return _printed([page], chosen.sheet, f"Giấy mừng thọ năm {year}", author, None)[0]


def _file_name(year: int) -> str:
    """What the kept file is called; a user may rename the paper, never this."""
    return f"giay-mung-tho-{year}.pdf"


def _keep(
    register: Register,
    year: int,
    rows: Sequence[LongevityRow],
    kept: dict[str | None, Attachment],
    contents: dict[str, bytes],
    on: date,
) -> None:
    with register.change(f"Viết giấy mừng thọ năm {year}: {count(len(rows))} người") as work:
        for row in rows:
            content = contents[row.member_id]
            day, key = PartialDate.from_date(on), work.keep_file(content)
            before = kept.get(row.member_id)
            if before is not None:
                work.replace(dataclasses.replace(before, on=day, file=key, size=len(content)))
                continue
            work.add(
                Attachment(
                    member_id=row.member_id,
                    name=f"Giấy mừng thọ {row.age} tuổi, năm {year}",
                    on=day,
                    file_name=_file_name(year),
                    file=key,
                    size=len(content),
                )
            )
