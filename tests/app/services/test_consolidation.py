"""One workbook of all Hội: every sum is that of what they sent, live, and who is missing stands in it."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from app.documents.workbooks.consolidated import _SHEET_NAMES
from app.domain.reports import Subordinate
from app.errors import RuleError
from app.services import consolidation, subordinates
from app.services.receiving import receive
from app.services.reports import build_report
from app.services.submissions_format import SentFigure
from app.store.register import Register
from tests.app.services.provinces import WINTER, YEAR, LowerHoi

TODAY = date(2027, 1, 10)


def figures(number: int) -> tuple[SentFigure, ...]:
    """What Hội ``number`` reports: a row of its own under another key, words and case of its own."""
    word = "Số bồn hoa đã trồng" if number % 2 else "số bồn hoa  đã trồng"
    return (
        SentFigure("h_organisation", "Tổ chức, hội viên"),
        SentFigure("members_end", "Hội viên cuối năm", "người", 40 + number, 41),
        SentFigure("women", "Nữ", "người", 10 + number, 9, level=1, share_of="members_end"),
        *((SentFigure("only", "Chỉ một Hội đếm", "lần", 7),) if number == 2 else ()),
        SentFigure("h_fund", "Tài chính"),
        SentFigure("base_fund", "Chân quỹ", "đồng", 1_000_000 * number, 500_000, money=True),
        SentFigure(
            "base_fund_average", "Bình quân", "đồng", 9, 9, money=True, level=1,
            average_of="base_fund", average_per="members_end",
        ),
        SentFigure("rate", "Gia đình văn hóa", "%", 95),
        SentFigure(f"own{number}", word, "bồn", 3 * number, None, own=True),
        SentFigure("h_care", "Nghĩa tình đồng đội"),
        SentFigure("visits_amount", "Tổng số tiền thăm hỏi", "đồng", 10_000 * number, 5, money=True),
    )  # fmt: skip


@pytest.fixture
def province(register: Register, tmp_path: Path) -> Register:
    """Three Hội that reported, one of them an estimate, and one that did not."""
    for number in (1, 2, 3):
        hoi = LowerHoi(name=f"Hội phường số {number}", register_id=f"{number:032}")
        said: dict[str, Any] = {} if number == 3 else {"made_at": WINTER}
        receive(register, hoi.send(tmp_path, str(number), figures=figures(number), **said), today=TODAY)
    subordinates.save_subordinate(register, Subordinate(name="Hội xã còn nợ", contact="0912 345 678"))
    return register


def test_the_figures_of_all_hoi_add_up(province: Register) -> None:
    made = consolidation.consolidate(province, YEAR, today=TODAY)
    amounts = made.report.amounts()
    assert amounts["members_end"] == 41 + 42 + 43
    assert amounts["visits_amount"] == 60_000
    assert amounts["only"] == 7
    assert amounts["own_so_bon_hoa_da_trong"] == 3 + 6 + 9
    assert amounts["base_fund_average"] == round(6_000_000 / 126)
    previous = {each.key: each.previous for each in made.report.figures}
    assert (previous["members_end"], previous["base_fund_average"]) == (123, round(1_500_000 / 123))
    assert made.report.figure("rate").missing
    assert made.report.figure("women").share_of == "members_end"
    order = [each.key for each in made.report.figures]
    assert order == [
        "h_organisation", "members_end", "women", "only", "h_fund", "base_fund", "base_fund_average", "rate",
        "own_so_bon_hoa_da_trong", "h_care", "visits_amount",
    ]  # fmt: skip
    assert [row.subordinate.name for row in made.missing] == ["Hội phường số 3", "Hội xã còn nợ"]
    assert "3/4 Hội đã nộp" in made.report.subtitle
    with pytest.raises(RuleError, match="Chưa nhận được"):
        consolidation.consolidate(province, YEAR.before, today=TODAY)


def evaluate(book: openpyxl.Workbook, sheet: str, formula: str) -> float:
    """A formula of the workbook worked out from its cells: sums, references, averages."""
    formula = formula.removeprefix("=")
    average = re.fullmatch(r"IF\((\w+)=0,0,ROUND\((\w+)/(\w+),0\)\)", formula)
    if average:
        of, per = (value_of(book, sheet, average[number]) for number in (2, 3))
        return round(of / per) if per else 0
    total = re.fullmatch(r"SUM\((?:'?([^'!]+)'?!)?\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)\)", formula)
    if total:
        place = total[1] or sheet
        left, top, right, bottom = range_boundaries(f"{total[2]}{total[3]}:{total[4]}{total[5]}")
        rows = book[place].iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right)
        return sum(value_of(book, place, cell.coordinate) for row in rows for cell in row)
    share = re.fullmatch(r"(?:IF\(\w+=0,\w*,)?([A-Z]+\d+)/([A-Z]+\d+)\)?", formula)
    if share:
        return value_of(book, sheet, share[1]) / value_of(book, sheet, share[2])
    link = re.fullmatch(r"(?:'?([^'!]+)'?!)?([A-Z]+\d+)(?:-([A-Z]+\d+))?", formula)
    assert link, formula
    first = value_of(book, link[1] or sheet, link[2])
    return first - (value_of(book, sheet, link[3]) if link[3] else 0)


def value_of(book: openpyxl.Workbook, sheet: str, cell: str) -> float:
    held = book[sheet][cell].value
    return evaluate(book, sheet, held) if isinstance(held, str) and held.startswith("=") else held or 0


def test_every_stored_value_is_what_its_formula_gives(province: Register, tmp_path: Path) -> None:
    path = tmp_path / "tong-hop.xlsx"
    written = consolidation.write_consolidation(province, YEAR, path, today=TODAY)
    assert (written.reported, written.missing) == (3, 2)
    assert written.figures["members_end"] == 126
    assert "rate" not in written.figures or written.figures["rate"] == 0
    content = BytesIO(path.read_bytes())
    live, stored = openpyxl.load_workbook(content), openpyxl.load_workbook(content, data_only=True)
    count = 0
    for sheet in live.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                # A formula of words ("của 126 hội viên") is the summary's own; here are the numbers.
                if isinstance(cell.value, str) and cell.value.startswith("=") and '"' not in cell.value:
                    count += 1
                    expected = evaluate(live, sheet.title, cell.value)
                    held = stored[sheet.title][cell.coordinate].value
                    assert held == pytest.approx(expected, abs=1e-3), cell.value
    assert count > 25
    assert live.sheetnames[:3] == ["Tổng hợp số liệu", "Theo đơn vị", "Chưa báo cáo"]
    by_unit = stored["Theo đơn vị"]
    texts = [[cell.value for cell in row] for row in by_unit.iter_rows() if row[0].value in (1, 2, 3)]
    assert [row[2] for row in texts][:3] == [f"Hội phường số {number}" for number in (1, 2, 3)]
    assert [row[-1] for row in texts][:3] == [None, None, "ước"]
    missing = [cell.value for row in stored["Chưa báo cáo"].iter_rows() for cell in row]
    assert "Hội xã còn nợ" in missing
    assert "Hội phường số 1" not in missing
    for sheet in live.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.page_setup.paperSize in (8, 9)
    # The order of the user is the order of the sheet.
    rows = subordinates.list_subordinates(province, YEAR)
    subordinates.order_subordinates(province, (rows[2].subordinate.id,))
    made = consolidation.consolidate(province, YEAR, today=TODAY)
    assert [row.subordinate.name[-1] for row in made.reported] == ["3", "1", "2"]


def test_the_long_headings_of_a_report_have_a_shorter_name_for_their_sheet(demo: Register) -> None:
    report = build_report(demo, YEAR, today=TODAY)
    headings = {f"sub_{figure.key}": figure.label for figure in report.figures if figure.rule is None}
    names = {key: _SHEET_NAMES.get(key, label) for key, label in headings.items()}
    assert len(names) > 4
    assert all(len(name) <= 31 for name in names.values())
