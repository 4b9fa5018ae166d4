"""What an official paper says, as plain values: the same value gives the PDF and the DOCX."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.year_report import Column


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body; ``lead`` is set bold before the text ("Điều 1."), a heading is bold whole.

    The heading of a part stands in the middle ("Phần thứ nhất").
    """

    text: str
    lead: str = ""
    is_heading: bool = False
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A heading across a table: "I. Tập thể"."""

    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its running number and a text for each column."""

    number: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficialTable:
    """A table behind a column of running numbers; the keys of the columns are names that templates know."""

    columns: tuple[Column, ...]
    rows: tuple[Row | GroupRow, ...]


Block = Paragraph | OfficialTable


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the authority ("TM. BAN CHẤP HÀNH"), the office in capitals, the name."""

    office: str
    name: str
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """A list on a page of its own: title, lines in italics under it, the table, the line below, who signs."""

    title: str
    subtitle: tuple[str, ...]
    table: OfficialTable
    total: str = ""
    signer: Signer | None = None


@dataclass(frozen=True, slots=True)
class OfficialPaper:
    """One official paper.

    ``kind`` names its template. ``heading`` are the issuer's lines, the own body last. ``number`` and
    ``place_date`` stand in one line, as they are printed ("Số: 01/QĐ-HTS"); dots where they are written by
    hand. ``title`` is the kind of the paper in capitals, ``subject`` what it is about. ``addressed`` follows
    "Kính gửi:". ``authority`` is the line of the deciding body, ``basis`` the lines in italics under it and
    ``order`` the word after them ("QUYẾT ĐỊNH:"). Of two ``signers`` the first signs at the left.
    ``facts`` are further words that a template may use: (name, text). ``copies`` are the bodies of a paper
    that is made anew for each of several people, a page of its own for each; ``body`` is then the first.
    """

    kind: str
    heading: tuple[str, ...]
    number: str
    place_date: str
    title: str
    body: tuple[Block, ...]
    signers: tuple[Signer, ...]
    subject: str = ""
    addressed: tuple[str, ...] = ()
    authority: str = ""
    basis: tuple[str, ...] = ()
    order: str = ""
    recipients: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    copies: tuple[tuple[Block, ...], ...] = ()

    @property
    def name(self) -> str:
        """Title and subject in one line, as a file is titled."""
        subject = self.subject[:1].lower() + self.subject[1:]
        return f"{self.title.capitalize()} {subject}".strip()

    @property
    def author(self) -> str:
        """Whose paper it is."""
        return self.heading[-1] if self.heading else ""
