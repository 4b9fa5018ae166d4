"""The register book: every award by its number, and what became of its sheets."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from app.errors import NotFoundError, UsageError
from app.services.commendations import (
    list_rounds,
    new_round,
    propose_member,
    round_card,
    save_award,
    save_round,
)
from app.services.decisions import decide, record_upper_decision
from app.services.issuing import duplicate, issue, reissue, void
from app.services.register_book import register_book, write_register_book
from app.store.register import Register
from tests.app.documents.papers.samples import printed

TODAY = date(2024, 1, 10)


def test_the_book_tells_every_award_by_its_number_and_what_became_of_it(
    demo: Register, tmp_path: Path
) -> None:
    round_ = list_rounds(demo)[0].round
    awards = round_card(demo, round_.id).awards
    issue(demo, round_.id, today=TODAY)
    reissue(demo, awards[3].id, {"recipient": "Nông Thị Hiện"}, reason="Sai tên", today=TODAY)
    copy = duplicate(demo, awards[4].id, reason="Làm mất", today=TODAY)
    void(demo, copy.id, reason="In hỏng", today=date(2024, 2, 1))
    # Another form has numbers of its own, and what the upper body decided has none.
    other = save_round(demo, new_round(demo, year=2024, name="Đợt sau"))
    award = propose_member(demo, other.id, awards[3].member_id or "", today=TODAY)
    save_award(demo, dataclasses.replace(award, form="Biểu dương"))
    decide(demo, other.id, decided_on=date(2024, 6, 1))
    upper = save_round(
        demo, dataclasses.replace(new_round(demo, year=2024, name="Cấp trên"), decider="Hội tỉnh")
    )
    award = propose_member(demo, upper.id, awards[3].member_id or "", today=TODAY)
    save_award(demo, dataclasses.replace(award, form="Bằng khen"))
    record_upper_decision(demo, upper.id, decided_on=date(2024, 7, 1), code="12/QĐ-HT")

    book = register_book(demo, 2024, 2024, today=TODAY)
    rows = list(book.table.rows)
    assert [row[0] for row in rows] == [f"{number:02}" for number in range(1, 10)] + ["01", ""]
    assert rows[0][1:3] == (date(2024, 1, 5), "01/QĐ-HTS")
    assert rows[3][3] == "Nông Thị Hiện"
    assert rows[3][-1] == "Cấp đổi ngày 10/01/2024: Sai tên"
    assert rows[4][-1] == "Bản sao ngày 10/01/2024: Làm mất; Hủy ngày 01/02/2024: In hỏng"
    assert rows[10][2] == "12/QĐ-HT"
    assert [(group.first, group.label) for group in book.groups] == [
        (0, "I. Năm 2024 – Giấy khen"),
        (9, "II. Năm 2024 – Biểu dương"),
        (10, "III. Năm 2024 – Bằng khen"),
    ]
    assert book.total == "Sổ có 11 lượt khen thưởng: 03 tập thể và 08 cá nhân."
    assert register_book(demo, 2020, 2030, today=TODAY, form="Biểu dương").table.count == 1

    pdf = write_register_book(demo, 2024, 2024, tmp_path / "so.pdf", today=TODAY)
    pages = printed(pdf.path.read_bytes())
    assert pdf.pages == len(pages)
    assert pages[0].width > pages[0].height
    text = " ".join(" ".join(page.text for page in pages).split())
    assert "SỔ KHEN THƯỞNG (Năm 2024)" in text
    assert "Nông Thị Hiện" in text
    sheet = write_register_book(demo, 2024, 2024, tmp_path / "so.xlsx", today=TODAY)
    assert sheet.rows == 11
    assert "11 dòng" in sheet.words


def test_an_empty_book_and_a_strange_file_are_refused(demo: Register, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="từ năm 1990 đến năm 1999 chưa có ai"):
        register_book(demo, 1990, 1999, today=TODAY)
    with pytest.raises(NotFoundError, match="chưa có ai được “Cờ”"):
        register_book(demo, 2024, 2024, today=TODAY, form="Cờ")
    with pytest.raises(UsageError, match=r"\.pdf hoặc \.xlsx"):
        write_register_book(demo, 2024, 2024, tmp_path / "so.docx", today=TODAY)
