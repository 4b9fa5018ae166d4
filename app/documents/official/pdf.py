"""An official paper as PDF: A4, margins 20, 20, 30, 15 mm, type of 14 pt (domain notes §2.2).

The signatures never stand alone on a page, no row of a table is torn, no line of a paragraph stands alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from app.documents.official.flow import Item, draw_items, fill, kept, table_rows
from app.documents.official.paragraphs import Run, line_height, set_paragraph
from app.documents.official.values import (
    Annex,
    Block,
    GroupRow,
    OfficialPaper,
    OfficialTable,
    Paragraph,
    Signer,
)
from app.documents.papers import blocks
from app.documents.papers.columns import plan_columns
from app.documents.papers.table import TypesetTable
from app.documents.papers.typesetting import (
    BOLD,
    BOLD_ITALIC,
    ITALIC,
    PT_PER_MM,
    REGULAR,
    Paper,
    Sheet,
    block_lines,
    drawable,
    one_line,
    text_baseline,
    width,
    wrap,
)
from app.documents.papers.values import PageShape
from app.domain.year_report import Signature

_SIZE = 14.0
_INDENT = 12.7 * PT_PER_MM
#: Free between paragraphs: at least 6 pt.
_BETWEEN = 6.0
_NUMBER_SIZE = 13.0
_RECIPIENTS_SIZE, _RECIPIENT_SIZE = 12.0, 11.0
_TOTAL_SIZE = 13.0
#: Above a table, above the signatures, above a new part.
_ABOVE_TABLE, _ABOVE_CLOSING, _ABOVE_PART = 8.0, 14.0, 10.0
#: The rule under what the paper is about: between a third and a half of the line.
_SUBJECT_RULE = 0.4
#: Titles keep so much of the width, so that they stand in the middle as a block.
_TITLE_ROOM = 0.86
#: The lines of a title of up to so many words are chosen together.
_TITLE_WORDS = 60
_AREA = blocks.frame(210.0, 297.0)


def render_official_pdf(paper: OfficialPaper) -> bytes:
    """The bytes of the PDF."""
    book = Paper()
    for body in paper.copies or (paper.body,):
        _add(book, replace(paper, body=body))
    return book.to_bytes(title=paper.name, author=paper.author)


def _add(book: Paper, paper: OfficialPaper) -> None:
    """Add the pages of one paper, numbered from 1."""
    sheet = Sheet(book, _AREA.width, _AREA.height)
    top = _draw_head(sheet, paper)
    parts = [(_main_items(paper), top)]
    parts += [(_annex_items(annex), _AREA.top) for annex in paper.annexes]
    number = 0
    for items, first_top in parts:
        for place, page in enumerate(fill(items, _AREA, first_top)):
            number += 1
            if number > 1:
                sheet = Sheet(book, _AREA.width, _AREA.height)
            blocks.draw_page_number(sheet, _AREA, number)
            draw_items(sheet, page, first_top if place == 0 else _AREA.top)
            book.add(sheet, str(number))


# -------------------------------------------------------------------- what begins the first page


def _draw_head(sheet: Sheet, paper: OfficialPaper) -> float:
    """Issuer, state and motto, number and date, title and subject; gives where they end."""
    top = blocks.draw_heading(sheet, _AREA, paper.heading) + 6
    (left, left_room), (right, right_room) = blocks.halves(_AREA)
    ends = [top]
    for text, middle, room, font in (
        (paper.number, left, left_room, REGULAR),
        (paper.place_date, right, right_room, ITALIC),
    ):
        lines = wrap(drawable(text, font), font, _NUMBER_SIZE, room)
        ends.append(block_lines(sheet, lines, top, middle, font, _NUMBER_SIZE))
    top = max(ends) + 18
    top = _centred(sheet, top, paper.title.upper(), BOLD)
    if paper.subject:
        lines = _lines(paper.subject, BOLD)
        top = block_lines(sheet, lines, top, _AREA.middle, BOLD, _SIZE) + 3
        half = width(lines[-1], BOLD, _SIZE) * _SUBJECT_RULE / 2
        sheet.rule(_AREA.middle - half, top, _AREA.middle + half, top, 0.75)
    top += 14
    for number, text in enumerate(paper.addressed):
        top = _centred(sheet, top, text if number else f"Kính gửi: {text}", REGULAR, share=1.0) + 3
    if paper.addressed:
        top += 9
    if paper.authority:
        top = _centred(sheet, top, paper.authority.upper(), BOLD) + 10
    return top


def _lines(text: str, font: str, share: float = _TITLE_ROOM) -> tuple[str, ...]:
    return wrap(drawable(text, font), font, _SIZE, _AREA.room * share, _TITLE_WORDS)


def _centred(sheet: Sheet, top: float, text: str, font: str, share: float = _TITLE_ROOM) -> float:
    return block_lines(sheet, _lines(text, font, share), top, _AREA.middle, font, _SIZE)


# -------------------------------------------------------------------- text


def _main_items(paper: OfficialPaper) -> list[Item]:
    items: list[Item] = []
    for text in paper.basis:
        items += _paragraph((Run(text, ITALIC),))
    if paper.order:
        items += _middle(paper.order, BOLD, above=_ABOVE_PART)
    body = _body(paper.body, after_part=bool(paper.order))
    items += body
    closing = _closing(paper.signers, paper.recipients)
    if closing:
        items = [*kept(items, _company(items)), closing]
        if len(paper.signers) > 1 and paper.recipients:
            items = [*kept(items, 1), _recipients(paper.recipients)]
    return items


def _company(items: Sequence[Item]) -> int:
    """How many of the last items go with the signatures: two rows of a table, or the last line."""
    return 2 if items and items[-1].table is not None else 1


def _body(body: Sequence[Block], *, after_part: bool) -> list[Item]:
    items: list[Item] = []
    for number, block in enumerate(body):
        if isinstance(block, OfficialTable):
            items = [*kept(items, 1), *_table(block)]
            continue
        if block.is_part:
            before = body[number - 1] if number else None
            goes_on = isinstance(before, Paragraph) and before.is_part
            items += _middle(block.text, BOLD, above=0.0 if goes_on else _ABOVE_PART)
            continue
        after_table = number > 0 and isinstance(body[number - 1], OfficialTable)
        above = _ABOVE_PART if after_table or (after_part and number == 0) else _BETWEEN
        font = BOLD if block.is_heading else REGULAR
        runs = (Run(block.lead, BOLD), Run(block.text, font))
        items += _paragraph(runs, above=above, stays=block.is_heading)
    return items


def _paragraph(runs: Sequence[Run], *, above: float = _BETWEEN, stays: bool = False) -> list[Item]:
    """The lines of a paragraph; the first two stay together, and so do the last two."""
    lines = set_paragraph(runs, _SIZE, _AREA.room, _INDENT)
    last = len(lines) - 1
    return [
        Item(
            line_height(_SIZE),
            above if number == 0 else 0.0,
            stays or (last > 0 and number in (0, last - 1)),
            partial(_draw_line, line.draw),
        )
        for number, line in enumerate(lines)
    ]


def _draw_line(draw: Callable[[Sheet, float, float, float], None], sheet: Sheet, top: float) -> None:
    draw(sheet, _AREA.left, top, _SIZE)


def _middle(text: str, font: str, *, above: float = 0.0, share: float = _TITLE_ROOM) -> list[Item]:
    """Centred lines that stay together and with what follows."""
    return [
        Item(line_height(_SIZE), 0.0 if number else above, keep=True, draw=partial(_draw_centred, line, font))
        for number, line in enumerate(_lines(text, font, share))
    ]


def _draw_centred(text: str, font: str, sheet: Sheet, top: float) -> None:
    sheet.centred(_AREA.middle, text_baseline(top, _SIZE), text, font, _SIZE)


# -------------------------------------------------------------------- tables and annexes


def _table(table: OfficialTable) -> list[Item]:
    texts = [tuple(map(drawable, row.cells)) for row in table.rows if not isinstance(row, GroupRow)]
    plan = plan_columns(table.columns, texts, PageShape.A4_PORTRAIT, by_hand=True, large=True)
    typeset = TypesetTable(table.columns, plan)
    pieces = [
        typeset.heading(row.label)
        if isinstance(row, GroupRow)
        else typeset.row(row.number, tuple(map(drawable, row.cells)))
        for row in table.rows
    ]
    items = table_rows(typeset, pieces, _AREA)
    return [Item(0.0, _ABOVE_TABLE, keep=True), *items]


def _annex_items(annex: Annex) -> list[Item]:
    items = _middle(annex.title.upper(), BOLD)
    for text in annex.subtitle:
        items += _middle(text, ITALIC, share=1.0)
    items += _table(annex.table)
    if annex.total:
        items = kept(items, _company(items))
        items += _middle_left(annex.total)
    if annex.signer is not None:
        items = [*kept(items, _company(items)), _signatures((annex.signer,))]
    return items


def _middle_left(text: str) -> list[Item]:
    lines = wrap(drawable(text, ITALIC), ITALIC, _TOTAL_SIZE, _AREA.room)
    return [
        Item(
            line_height(_TOTAL_SIZE),
            _BETWEEN if number == 1 else 0.0,
            number < len(lines),
            partial(_draw_left, line, ITALIC, _TOTAL_SIZE),
        )
        for number, line in enumerate(lines, 1)
    ]


def _draw_left(text: str, font: str, size: float, sheet: Sheet, top: float) -> None:
    sheet.text(_AREA.left, text_baseline(top, size), text, font, size)


# -------------------------------------------------------------------- who signs, and who receives


def _closing(signers: Sequence[Signer], recipients: Sequence[str]) -> Item | None:
    """The signatures, with the recipients beside the one that signs alone."""
    if not signers:
        return _recipients(recipients) if recipients else None
    signing = _signatures(signers)
    if len(signers) > 1 or not recipients:
        return signing
    beside = _recipients(recipients)

    def draw(sheet: Sheet, top: float) -> None:
        for item in (signing, beside):
            if item.draw is not None:
                item.draw(sheet, top)

    return Item(max(signing.height, beside.height), _ABOVE_CLOSING, draw=draw)


def _signatures(signers: Sequence[Signer]) -> Item:
    right = Signature("", signers[-1].authority, signers[-1].office, signers[-1].name)
    left = blocks.Signer(signers[0].office, "", signers[0].name) if len(signers) > 1 else None
    height = blocks.signatures_height(_AREA, right, left, size=_SIZE)

    def draw(sheet: Sheet, top: float) -> None:
        blocks.draw_signatures(sheet, _AREA, top, right, left, size=_SIZE)

    return Item(height, _ABOVE_CLOSING, draw=draw)


def _recipients(recipients: Sequence[str]) -> Item:
    """“Nơi nhận:” and its lines, in the left half."""
    (_, room), _ = blocks.halves(_AREA)
    lines: list[str] = []
    for text in recipients:
        lines += wrap(one_line(f"- {text}"), REGULAR, _RECIPIENT_SIZE, room)

    def draw(sheet: Sheet, top: float) -> None:
        baseline = text_baseline(top, _RECIPIENTS_SIZE)
        sheet.text(_AREA.left, baseline, "Nơi nhận:", BOLD_ITALIC, _RECIPIENTS_SIZE)
        top += line_height(_RECIPIENTS_SIZE)
        for line in lines:
            sheet.text(_AREA.left, text_baseline(top, _RECIPIENT_SIZE), line, REGULAR, _RECIPIENT_SIZE)
            top += line_height(_RECIPIENT_SIZE)

    height = line_height(_RECIPIENTS_SIZE) + len(lines) * line_height(_RECIPIENT_SIZE)
    return Item(height, _ABOVE_CLOSING, draw=draw)
