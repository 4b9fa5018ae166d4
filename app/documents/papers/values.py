"""What a paper shows, as plain values: the same value gives the PDF and the workbook."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.member_lists import ListTable
from app.domain.year_report import Signature

#: The line at the foot of every page of a paper that shows sensitive data (domain notes §7).
SENSITIVE_NOTE = "Tài liệu có dữ liệu cá nhân nhạy cảm."


class PageShape(StrEnum):
    """The paper of a list; ``AUTO`` is A4, upright when the columns stand well on it, else lying."""

    AUTO = "auto"
    A4_PORTRAIT = "a4_portrait"
    A4_LANDSCAPE = "a4_landscape"
    A3_LANDSCAPE = "a3_landscape"


@dataclass(frozen=True, slots=True)
class RowGroup:
    """A heading row that stands above row ``first`` (from 0) of the table."""

    first: int
    label: str


@dataclass(frozen=True, slots=True)
class ListPaper:
    """One list on paper.

    ``heading`` are the issuer's lines, own name last; ``total`` the line under the table; ``foot`` stands at
    the foot of every page. ``least_row`` is the least height of a row in
    millimetres: what is signed by hand needs room. Column widths of the table are wishes in millimetres.
    """

    heading: tuple[str, ...]
    table: ListTable
    total: str
    signature: Signature
    groups: tuple[RowGroup, ...] = ()
    foot: str = ""
    least_row: float = 0.0
    shape: PageShape = PageShape.AUTO


@dataclass(frozen=True, slots=True)
class Entry:
    """One labelled fact of a member; ``wide`` takes the whole width, an empty text leaves room to write."""

    label: str
    text: str
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of a member's sheet: labelled facts, then lines of a list (offices, honours …)."""

    title: str
    entries: tuple[Entry, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberSheet:
    """Everything a member's sheet shows; ``photo`` are the bytes of a JPEG or PNG picture, or nothing."""

    heading: tuple[str, ...]
    title: str
    name: str
    under_name: str
    sections: tuple[Section, ...]
    signature: Signature
    foot: str = ""
    photo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """One label: ``lead`` small above the name, ``lines`` under it. ``sender`` is for envelopes."""

    name: str
    lead: str = ""
    lines: tuple[str, ...] = ()
    sender: tuple[str, ...] = ()
