"""The cash book on paper: every line once, sums carried over, signatures never alone on a page."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.papers.blocks import Signer
from app.documents.papers.cash_book import BookLine, CashBookPaper, render_cash_book_pdf
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import group
from tests.app.documents.papers.samples import PT, printed

SIGNERS = tuple(
    Signer(office, "(Ký, họ tên)", f"Tên {office}") for office in ("Thủ quỹ", "Kế toán", "Chủ tịch")
)
WORDS = ("Hội phí", "Thăm hỏi: ốm đau; Nông Văn Thịnh", "Ủng hộ của Công ty Xây dựng Hoàng Nam " * 4)


AMOUNTS = st.integers(-900_000, 900_000).filter(bool)


def book(opening: int, amounts: list[int], words: list[int] | None = None) -> CashBookPaper:
    """A book of these amounts; below zero is what went out."""
    lines, balance = [], opening
    for number, amount in enumerate(amounts):
        balance += amount
        lines.append(
            BookLine(
                on=PartialDate(2023, number % 12 + 1, number % 28 + 1),
                receipt=f"PT{number}" if amount > 0 else "",
                slip="" if amount > 0 else f"PC{number}",
                purpose=WORDS[(words or [0])[number % len(words or [0])]],
                income=amount if amount > 0 else None,
                expense=-amount if amount <= 0 else None,
                balance=balance,
            )
        )
    return CashBookPaper(
        heading=("HỘI TRUYỀN THỐNG TRƯỜNG SƠN TỈNH BẮC KẠN", "HỘI TRUYỀN THỐNG TRƯỜNG SƠN THÀNH PHỐ BẮC KẠN"),
        title="Sổ quỹ năm 2023",
        subtitle="(Quỹ Hội)",
        opening=opening,
        lines=tuple(lines),
        notes=(f"Tồn quỹ cuối kỳ: {group(balance)} đồng.",),
        place_date="Bắc Kạn, ngày 05 tháng 01 năm 2024",
        signers=SIGNERS,
    )


def sums_after(text: str, words: str, count: int = 3) -> list[str]:
    """The sums behind the words of a row, which may stand on two lines."""
    found = re.search(rf"{words}((?: -?\d[\d.]*){{{count}}})", " ".join(text.split()))
    return found[1].split() if found else []


@settings(max_examples=7)
@given(
    st.integers(0, 30_000_000),
    st.integers(0, 90).flatmap(lambda n: st.lists(AMOUNTS, min_size=n, max_size=n)),
    st.lists(st.integers(0, 2), min_size=1, max_size=7),
)
def test_every_page_carries_over_what_the_lines_before_it_make(
    opening: int, amounts: list[int], words: list[int]
) -> None:
    paper = book(opening, amounts, words)
    pages = printed(render_cash_book_pdf(paper))
    texts = [page.text for page in pages]
    seen = 0
    for number, (page, text) in enumerate(zip(pages, texts, strict=True)):
        if number:
            assert sums_after(text, "Cộng mang sang") == sums_after(
                texts[number - 1], "Cộng chuyển trang sau"
            )
        rows = [int(found) for found in re.findall(r"^(\d+) \d\d/\d\d/2023", text, re.MULTILINE)]
        assert rows == list(range(seen + 1, seen + len(rows) + 1))
        seen += len(rows)
        so_far = amounts[:seen]
        came, went = sum(a for a in so_far if a > 0), -sum(a for a in so_far if a < 0)
        if page is not pages[-1]:
            carried = sums_after(text, "Cộng chuyển trang sau")
            assert carried == [group(came), group(went), group(opening + came - went)]
        else:
            assert sums_after(text, "Cộng phát sinh", 2) == [group(came), group(went)]
            assert sums_after(text, "Tồn cuối kỳ", 1) == [group(opening + came - went)]
            assert len(rows) >= min(2, len(amounts))
        for _, left, _top, right, bottom in page.letters:
            assert left >= 29.5 * PT
            assert right <= page.width - 14.5 * PT
            assert bottom <= page.height - 19.5 * PT
    assert seen == len(amounts)
    assert sums_after(texts[0], "Tồn đầu kỳ", 1) == [group(opening)]
    assert f"Sổ này có {len(pages):02} trang." in texts[-1]
    assert [signer.name for signer in SIGNERS if signer.name in texts[-1]] == [s.name for s in SIGNERS]


def test_signatures_that_do_not_fit_take_two_lines_with_them() -> None:
    counts = [len(printed(render_cash_book_pdf(book(0, [1000] * lines)))) for lines in range(12, 24)]
    assert {b - a for a, b in pairwise(counts)} == {0, 1}
    first = 12 + counts.index(2)
    pages = printed(render_cash_book_pdf(book(0, [1000] * first)))
    assert len(re.findall(r"^\d+ \d\d/\d\d/2023", pages[1].text, re.MULTILINE)) == 2
