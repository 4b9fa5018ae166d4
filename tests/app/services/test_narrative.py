"""The báo cáo says what the figures say, leaves out what is zero, and leaves room for what people know."""

from __future__ import annotations

import dataclasses
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.official.values import GroupRow, OfficialTable, Paragraph, Row
from app.domain.offices import Office
from app.domain.periods import Period
from app.domain.year_report import Figure, Given
from app.services import saved_reports
from app.services.narrative import (
    KIND,
    LIMITS,
    PLAN,
    REQUESTS,
    SITUATION,
    build_narrative,
    next_label,
    report_paper,
)
from app.services.narrative_words import OTHER, ReportWords
from app.services.official_papers import LONG_BLANK
from app.store.register import Register
from tests.app.documents.year_report_sample import REPORT

YEAR = Period.year_of(2023)
TODAY = date(2024, 1, 10)


def lines(register: Register, section: str, *, today: date = TODAY, saved_id: str | None = None) -> str:
    told = build_narrative(register, YEAR, today=today, saved_id=saved_id)
    return "\n".join(told.section(section).lines)


def test_the_sentences_of_the_reference_year_are_those_of_the_raw_records(demo: Register) -> None:
    told = {s.key: "\n".join(s.lines) for s in build_narrative(demo, YEAR, today=TODAY).sections}
    with demo.read() as reader:
        committee = {
            office.member_id
            for office in reader.all(Office, unit_id=None)
            if office.held_on(date(2023, 12, 31)) and office.name != "Ủy viên Ban Kiểm tra"
        }
    assert told["organisation"].startswith("Tổng số hội viên: 43, sinh hoạt tại 08 chi hội; trong đó nữ 14")
    assert f"Ban Chấp hành Hội có {len(committee):02} đồng chí." in told["organisation"]
    assert "trong năm tăng 03 (kết nạp 02, chuyển đến 01), giảm 04" in told["organisation"]
    assert "Thăm hỏi, viếng, tặng quà 10 lượt (03 lượt ốm đau" in told["care"]
    assert "tổng số tiền 2.950.000 đồng" in told["care"]
    assert "Khen thưởng 03 tập thể và 06 cá nhân (09 giấy khen)." in told["emulation"]
    assert "tồn quỹ cuối năm 5.030.000 đồng." in told["finance"]
    assert "Gia đình văn hóa: 41 hộ (95,3% của 43 hội viên cuối năm)." in told["movement"]
    assert not told[SITUATION]
    assert not told[OTHER]


def test_an_empty_register_has_a_report_of_dots_and_no_zero(register: Register) -> None:
    told = build_narrative(register, YEAR, today=TODAY)
    assert all(not section.lines for section in told.sections)
    paper = report_paper(told, today=TODAY)
    said = [block.text for block in paper.body if isinstance(block, Paragraph)]
    assert said.count(LONG_BLANK) == 5  # đặc điểm, kết quả, hạn chế, phương hướng, kiến nghị
    assert not re.search(r"\b0+\b", " ".join(said))
    assert paper.annexes[0].table.rows == ()
    assert paper.addressed == ()


def test_a_draft_before_the_end_says_uoc_and_the_final_one_does_not(demo: Register) -> None:
    november = build_narrative(demo, YEAR, today=date(2023, 11, 15))
    assert november.section("organisation").lines[0].startswith("Tổng số hội viên: ước ")
    paper = report_paper(november, today=date(2023, 11, 15))
    assert "ước" in paper.subject
    assert "31/12/2023" in paper.subject.replace("\u00a0", " ")
    notes = [row.cells[-1] for row in paper.annexes[0].table.rows if isinstance(row, Row)]
    assert "ước" in notes
    final = report_paper(build_narrative(demo, YEAR, today=TODAY), today=TODAY)
    words = " ".join(block.text for block in final.body if isinstance(block, Paragraph))
    assert "ước" not in words + final.subject
    assert [column.key for column in final.annexes[0].table.columns] == [
        "ten", "don_vi_tinh", "ky_truoc", "ky_nay",
    ]  # fmt: skip


def test_what_the_secretary_wrote_stands_after_or_instead_and_last_years_is_offered(demo: Register) -> None:
    before = saved_reports.draft_for(demo, Period.year_of(2022))
    saved_reports.set_text(demo, before.id, LIMITS, "Sinh hoạt chưa đều.\nQuỹ còn ít.")
    saved_reports.set_text(demo, before.id, "care", "Câu của năm ngoái.", instead=True)
    draft = saved_reports.draft_for(demo, YEAR)
    saved_reports.set_text(demo, draft.id, "care", "Bà con rất phấn khởi.")
    saved_reports.set_text(demo, draft.id, "emulation", "Khen thưởng kịp thời.", instead=True)
    told = build_narrative(demo, YEAR, today=TODAY, saved_id=draft.id)
    assert told.section(LIMITS).earlier == "Sinh hoạt chưa đều.\nQuỹ còn ít."
    assert told.section("care").earlier == ""  # composed sentences are last year's figures
    assert told.section("care").lines[-1] == "Bà con rất phấn khởi."
    assert told.section("care").lines[0].startswith("Thăm hỏi")
    assert told.section("emulation").lines == ("Khen thưởng kịp thời.",)


def test_typed_figures_and_rows_of_the_users_own_are_told_in_their_section(demo: Register) -> None:
    draft = saved_reports.draft_for(demo, YEAR)
    november = date(2023, 11, 15)
    saved_reports.set_figure(demo, draft.id, "visits", 15, today=november)
    for label, part, amount in (("Cây xanh đã trồng", "movement", 500), ("Thư viện", "Việc khác", 1)):
        made = saved_reports.new_row(draft.id, part=part)
        saved_reports.save_row(demo, dataclasses.replace(made, label=label, amount=amount, measure="cây"))
    empty = saved_reports.new_row(draft.id, part="care")
    saved_reports.save_row(demo, dataclasses.replace(empty, label="Chưa có số"))
    assert "ước 15 lượt" in lines(demo, "care", today=november, saved_id=draft.id)
    assert "Chưa có số" not in lines(demo, "care", saved_id=draft.id)
    assert "- Cây xanh đã trồng: 500 cây." in lines(demo, "movement", saved_id=draft.id)
    assert lines(demo, OTHER, saved_id=draft.id) == "- Thư viện: 01 cây."


def test_the_paper_has_the_skeleton_of_real_reports(demo: Register) -> None:
    draft = saved_reports.draft_for(demo, YEAR)
    saved_reports.set_text(demo, draft.id, PLAN, "Giữ vững sinh hoạt.")
    saved_reports.set_text(demo, draft.id, REQUESTS, "Đề nghị cấp trên quan tâm.")
    paper = report_paper(build_narrative(demo, YEAR, today=TODAY, saved_id=draft.id), today=TODAY)
    assert paper.kind == KIND
    assert paper.number == "Số: ……/BC-HTS"
    headings = [b.text for b in paper.body if isinstance(b, Paragraph) and (b.is_heading or b.is_part)]
    assert headings == [
        "Phần thứ nhất",
        "KẾT QUẢ CÔNG TÁC HỘI NĂM 2023",
        "I. Đặc điểm tình hình",
        "II. Kết quả công tác năm 2023",
        "1. Công tác tổ chức, xây dựng Hội",
        "2. Công tác tuyên truyền, giáo dục truyền thống",
        "3. Công tác nghĩa tình đồng đội",
        "4. Tham gia phong trào ở địa phương",
        "5. Thi đua, khen thưởng",
        "6. Tài chính",
        "III. Hạn chế, nguyên nhân",
        "Phần thứ hai",
        "PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2024",
        "I. Nhiệm vụ",
        "II. Chỉ tiêu năm 2024",
        "Phần thứ ba",
        "KIẾN NGHỊ, ĐỀ XUẤT",
    ]
    last = paper.body[-1]
    assert isinstance(last, Paragraph)
    assert last.text == "Đề nghị cấp trên quan tâm./."
    table = paper.annexes[0].table
    assert isinstance(table, OfficialTable)
    groups = [row.label for row in table.rows if isinstance(row, GroupRow)]
    assert groups[0] == "I. Tổ chức, hội viên"


@pytest.mark.parametrize(
    ("period", "later"),
    [
        (Period.year_of(2023), "năm 2024"),
        (Period.half(2023, 1), "6 tháng cuối năm 2023"),
        (Period.half(2023, 2), "năm 2024"),
        (Period.quarter(2023, 2), "quý III năm 2023"),
        (Period.quarter(2023, 4), "năm 2024"),
        (Period(date(2020, 9, 1), date(2025, 6, 30)), "thời gian tới"),
    ],
)
def test_what_follows_a_period(period: Period, later: str) -> None:
    assert next_label(period) == later


_KEYS = (
    "units members_start gains admitted losses died members_end women meetings meetings_came "
    "visits visits_tet visits_amount gifts gifts_amount longevity awards awards_persons "
    "awards_money fund_opening fund_income "
    "dues_due dues_paid base_fund other_funds activity_x"
).split()


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(_KEYS), st.integers(0, 3_000_000)), st.booleans())
def test_no_sentence_tells_a_zero_and_none_fails(amounts: dict[str, int], estimate: bool) -> None:
    money = {"visits_amount", "gifts_amount", "awards_money", "fund_opening", "fund_income", "dues_paid"}
    figures = tuple(
        Figure(key, f"Nhãn {key}", "người", Given(amount), money=key in money, estimate=estimate)
        for key, amount in amounts.items()
    )
    report = dataclasses.replace(REPORT, figures=figures)
    said = ReportWords(report).sections()
    text = "\n".join(line for section in said.values() for line in section)
    assert not re.search(r"(?<![\d.])0+(?![\d.,])", text)
    assert all(line.endswith(".") for section in said.values() for line in section)
    if amounts.get("activity_x"):
        assert "Nhãn activity_x" in text
