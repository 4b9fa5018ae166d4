"""Reports that are kept: one draft a period, what was sent stays, what changed since is told."""

from __future__ import annotations

import dataclasses
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.defined_name import DefinedName
from pypdf import PdfReader

from app.domain.branch import BRANCH_ID, Branch
from app.domain.care import Visit, VisitKind
from app.domain.periods import Period
from app.domain.reports import Report, ReportFigure, ReportText
from app.errors import FieldError, FileProblemError, NotFoundError, RuleError, UsageError
from app.paths import Paths
from app.services import history, report_forms, reports, saved_reports, visits
from app.services.narrative import PLAN
from app.services.report_papers import make_year_papers, paper_names, sent_pdf, write_sent
from app.store.register import Register
from app.vietnamese.dates import PartialDate

YEAR = Period.year_of(2023)
TODAY, NOVEMBER = date(2024, 1, 10), date(2023, 11, 20)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "c", tmp_path / "l", tmp_path / "d", tmp_path / "b")


def folder(tmp_path: Path, name: str) -> Path:
    made = tmp_path / name
    made.mkdir()
    return made


def one_more_visit(register: Register) -> None:
    visits.save_visit(
        register,
        Visit(
            on=PartialDate(2023, 12, 20),
            kind=VisitKind.ILLNESS,
            person="Hộ bà Mùi",
            household=True,
            amount=100_000,
        ),
    )


def test_november_as_an_estimate_and_december_final_with_what_changed_between(
    demo: Register, paths: Paths, tmp_path: Path
) -> None:
    draft = saved_reports.draft_for(demo, YEAR)
    assert saved_reports.draft_for(demo, YEAR) == draft
    saved_reports.set_text(demo, draft.id, PLAN, "Giữ vững sinh hoạt.")
    saved_reports.set_figure(demo, draft.id, "visits", 15, today=NOVEMBER)
    row = saved_reports.new_row(draft.id, part="care")
    row = saved_reports.save_row(demo, _named(row, "Cây xanh", 500))
    sent = saved_reports.send(demo, draft.id, on=NOVEMBER, paths=paths, today=NOVEMBER)
    assert (sent.code, sent.estimate, sent.on) == ("01/BC-HTS", True, NOVEMBER)
    assert sent.sent_to == "Hội Truyền thống Trường Sơn – Đường Hồ Chí Minh tỉnh Bắc Kạn"

    one_more_visit(demo)
    found = {each.key: each for each in saved_reports.compare(demo, draft.id, today=TODAY)}
    assert (found["visits"].sent, found["visits"].now) == (15, 11)
    assert (found["visits_amount"].sent, found["visits_amount"].now) == (2_950_000, 3_050_000)
    assert row.key not in found
    assert "members_end" not in found

    final = saved_reports.draft_for(demo, YEAR)  # carries on from what was sent
    card = saved_reports.report_card(demo, final.id)
    assert card.texts[PLAN] == "Giữ vững sinh hoạt."
    assert [each.label for each in card.typed] == ["Cây xanh"]  # the guess of November is gone
    with pytest.raises(RuleError, match="bản đang soạn"):
        saved_reports.reopen(demo, sent.id)
    again = saved_reports.send(demo, final.id, on=date(2024, 1, 5), to="Tỉnh Hội", paths=paths, today=TODAY)
    assert (again.code, again.estimate, again.sent_to) == ("01/BC-HTS", False, "Tỉnh Hội")
    frozen = {each["key"]: each["amount"] for each in saved_reports.sent_figures(again)}
    assert frozen["visits"] == 11
    assert [each.id for each in saved_reports.list_reports(demo)] == [again.id, sent.id]

    # What was sent is printed again as the bytes that went out, whatever the records say now.
    at = folder(tmp_path, "again")
    written = write_sent(demo, sent.id, at)
    assert [path.name for path in written.paths] == list(paper_names(YEAR, estimate=True))
    assert written.pdf.path.read_bytes() == sent_pdf(demo, sent.id)
    assert reports_value(written.workbook.path, "SL_visits") == 15
    history.undo(demo)
    assert not saved_reports.report_card(demo, final.id).report.is_sent


def _named(row: ReportFigure, label: str, amount: int) -> ReportFigure:
    import dataclasses

    return dataclasses.replace(row, label=label, amount=amount)


def reports_value(path: Path, name: str) -> object:
    book = load_workbook(path, data_only=True)
    (sheet, cell), *_ = book.defined_names[name].destinations
    return book[sheet][cell.replace("$", "")].value


def test_what_was_sent_is_not_changed_and_a_draft_goes_with_all_that_is_its(
    demo: Register, paths: Paths
) -> None:
    draft = saved_reports.draft_for(demo, YEAR)
    with pytest.raises(NotFoundError, match="situation"):
        saved_reports.set_text(demo, draft.id, "nowhere", "x")
    with pytest.raises(NotFoundError):
        saved_reports.set_figure(demo, draft.id, "nothing", 1, today=TODAY)
    with pytest.raises(FieldError, match="âm"):
        saved_reports.set_figure(demo, draft.id, "visits", -1, today=TODAY)
    with pytest.raises(FieldError, match="nội dung"):
        saved_reports.save_row(demo, saved_reports.new_row(draft.id))
    with pytest.raises(RuleError, match="chưa gửi"):
        saved_reports.compare(demo, draft.id, today=TODAY)
    saved_reports.set_text(demo, draft.id, PLAN, "Câu một")
    saved_reports.set_text(demo, draft.id, PLAN, "")
    saved_reports.set_figure(demo, draft.id, "visits", 99, today=TODAY)
    built = reports.build_report(demo, YEAR, today=TODAY, saved_id=draft.id)
    assert built.amounts()["visits"] == 99  # typed after the end: it stands, and is no estimate
    assert not built.figure("visits").estimate
    saved_reports.set_figure(demo, draft.id, "visits", None, today=TODAY)
    assert saved_reports.report_card(demo, draft.id).typed == ()
    row = saved_reports.save_row(demo, _named(saved_reports.new_row(draft.id), "Cây", 5))
    saved_reports.remove_row(demo, row.id)
    saved_reports.set_text(demo, draft.id, PLAN, "Câu hai")
    sent = saved_reports.send(demo, draft.id, on=TODAY, code="7/BC", paths=paths, today=TODAY)
    for refused in (
        lambda: saved_reports.set_text(demo, sent.id, PLAN, "khác"),
        lambda: saved_reports.set_figure(demo, sent.id, "visits", 1, today=TODAY),
        lambda: saved_reports.remove_report(demo, sent.id),
        lambda: saved_reports.save_report(demo, sent),
        lambda: saved_reports.send(demo, sent.id, on=TODAY, paths=paths, today=TODAY),
    ):
        with pytest.raises(RuleError, match="đã gửi ngày 10/01/2024"):
            refused()
    made = saved_reports.reopen(demo, sent.id)
    assert saved_reports.next_code(demo, date(2024, 2, 1)) == "08/BC-HTS"
    saved_reports.remove_report(demo, made.id)
    with demo.read() as reader:
        assert [each.id for each in reader.all(Report)] == [sent.id]
        assert {each.report_id for each in reader.all(ReportText)} == {sent.id}


def test_one_button_writes_three_papers_that_agree_and_nothing_over_older_ones(
    demo: Register, paths: Paths, tmp_path: Path
) -> None:
    at = folder(tmp_path, "papers")
    written = make_year_papers(demo, YEAR, at, paths=paths, today=NOVEMBER)
    assert sorted(path.name for path in at.iterdir()) == [
        "Báo cáo năm 2023 (ước).docx",
        "Báo cáo năm 2023 (ước).pdf",
        "Số liệu năm 2023 (ước).xlsx",
    ]
    text = "\n".join(page.extract_text() for page in PdfReader(written.pdf.path).pages)
    assert written.pdf.pages == len(PdfReader(written.pdf.path).pages) > 2
    assert "ước 43" in text
    assert reports_value(written.workbook.path, "SL_members_end") == 43
    members = load_workbook(written.workbook.path, read_only=True).worksheets[1]
    assert any("•••" in str(cell) for line in members.iter_rows(values_only=True) for cell in line)
    before = written.document.path.read_bytes()
    with pytest.raises(FileProblemError, match="đã có"):
        make_year_papers(demo, YEAR, at, paths=paths, today=NOVEMBER)
    make_year_papers(demo, YEAR, at, paths=paths, today=NOVEMBER, replace=True)
    assert written.document.path.read_bytes() == before  # the same report is the same file
    days = Period(date(2020, 9, 1), date(2023, 6, 30))
    assert paper_names(days, estimate=False)[0] == "Số liệu từ 01-9-2020 đến 30-6-2023.xlsx"


def form(tmp_path: Path, name: str = "Mẫu 01.xlsx", **cells: str) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    for cell, text in cells.items():
        sheet[cell] = text
    book.defined_names["HOI_VIEN_CUOI_NAM"] = DefinedName(
        "HOI_VIEN_CUOI_NAM", attr_text=f"'{sheet.title}'!$B$2"
    )
    out = BytesIO()
    book.save(out)
    path = tmp_path / name
    path.write_bytes(out.getvalue())
    return path


def test_the_upper_levels_form_is_filled_with_the_figures_of_the_period(
    demo: Register, tmp_path: Path
) -> None:
    source = form(
        tmp_path, A1="{{ten_hoi}}", B3="{{visits}}", B4="{{fund_opening}}", B5="{{Người ký}}", C3="{{la}}"
    )
    out = tmp_path / "xong.xlsx"
    written = report_forms.fill_report_form(demo, source, out, YEAR, today=TODAY)
    sheet = load_workbook(out).worksheets[0]
    assert [sheet[at].value for at in ("B2", "B3", "B4", "C3")] == [43, 10, 5_250_000, "{{la}}"]
    assert "thành phố Bắc Kạn" in sheet["A1"].value
    assert sheet["B5"].value == reports.build_report(demo, Period.year_of(2023), today=TODAY).signature.name
    assert [each.name for each in written.unknown] == ["la"]
    names = {each.name: each for each in report_forms.form_names(demo, YEAR, today=TODAY)}
    assert names["hoi_vien_cuoi_nam_truoc"].value == names["members_end_truoc"].value == 44
    assert names["den_ngay"].value == date(2023, 12, 31)
    assert names["nam"].value == "2023"  # a year is not grouped
    assert names["so_bao_cao"].value is None
    usual = [each.label for each in names.values() if each.usual]
    assert len(usual) == len(set(usual))  # two figures called alike are told apart
    assert names["tuyen_truyen_truyen_thong_so_nguoi_tham_gia"].value == 620

    with pytest.raises(RuleError, match="chưa có ô nào"):
        report_forms.fill_report_form(demo, _without_names(tmp_path), tmp_path / "a.xlsx", YEAR, today=TODAY)
    with pytest.raises(RuleError, match="ghi ra tệp khác"):
        report_forms.fill_report_form(demo, source, source, YEAR, today=TODAY, replace=True)
    with pytest.raises(UsageError, match="phải có đuôi"):
        report_forms.fill_report_form(demo, source, tmp_path / "a.xlsm", YEAR, today=TODAY)
    with pytest.raises(FileProblemError, match="Không đọc được"):
        report_forms.fill_report_form(demo, tmp_path / "none.xlsx", out, YEAR, today=TODAY)


def _without_names(tmp_path: Path) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    path = tmp_path / "trơn.xlsx"
    book.save(path)
    return path


def test_the_draft_of_the_term_is_the_same_one_day_after_day_and_takes_no_others(
    demo: Register, paths: Paths
) -> None:
    with demo.change("Nhiệm kỳ") as work:
        branch = work.get(Branch, BRANCH_ID)
        work.replace(dataclasses.replace(branch, term="2020 – 2025", term_starts=PartialDate(2020, 9, 1)))
    yesterday, today = date(2024, 1, 9), TODAY
    custom = saved_reports.draft_for(demo, Period(date(2020, 9, 1), date(2022, 6, 30)))
    then = reports.term_period(demo, today=yesterday)
    begun = saved_reports.draft_for(demo, then)
    assert begun.name == "Báo cáo nhiệm kỳ từ 01/9/2020"
    saved_reports.set_figure(demo, begun.id, "visits", 99, today=yesterday)
    term = reports.term_period(demo, today=today)
    assert saved_reports.find_draft(demo, term) == begun
    assert saved_reports.standing_report(demo, term, today=today) == begun
    moved = saved_reports.draft_for(demo, term)
    assert (moved.id, moved.ends) == (begun.id, today)
    assert saved_reports.draft_for(demo, Period(custom.starts, custom.ends)) == custom
    other = saved_reports.draft_for(demo, Period(date(2020, 9, 1), date(2024, 1, 9)))
    assert other.id not in (begun.id, custom.id)
    assert saved_reports.find_draft(demo, term) == moved
    sent = saved_reports.send(demo, begun.id, on=date(2024, 2, 1), paths=paths, today=date(2024, 2, 1))
    assert sent.ends == date(2024, 2, 1)
    assert saved_reports.find_draft(demo, reports.term_period(demo, today=today)) is None
