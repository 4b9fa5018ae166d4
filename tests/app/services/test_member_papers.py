"""Papers of the members: the people of the list, in its order, and no more of them than was asked for."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.domain.member_lists import MemberQuery, Sort
from app.domain.members import Gender, Member, Policy, PolicyKind
from app.domain.status import Status
from app.errors import NotFoundError, RuleError, SoHoiError, UsageError
from app.services.label_papers import LabelChoice, LabelKind, Salutation
from app.services.member_papers import (
    PageShape,
    PaperKind,
    PaperOrder,
    list_paper,
    make_pdf,
    shortcomings,
    write_paper,
)
from app.services.member_queries import list_members
from app.services.members import add_member, set_policies
from app.services.photos import set_photo
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from tests.app.documents.papers.samples import printed
from tests.app.documents.test_photos import picture

TODAY = date(2024, 1, 10)
ACTIVE = MemberQuery(status=Status.ACTIVE)


def texts(content: bytes) -> list[str]:
    """The text of each page, its lines joined."""
    return [" ".join(page.text.split()) for page in printed(content)]


def member(register: Register, **facts: object) -> Member:
    """Put somebody of whom much is known into an empty register."""
    kept = Member(
        full_name="Bế Thị Lan", code="0001", gender=Gender.FEMALE, birth=PartialDate(1950, 8, 15),
        phone="0912345678", national_id="006150001234", ethnicity="Tày", party_joined=PartialDate(1970),
        health="yếu", hometown="Na Rì, Bắc Kạn", address="Tổ 5, phường Đức Xuân", rank="Thượng sĩ",
    )  # fmt: skip
    kept = dataclasses.replace(kept, **facts)  # type: ignore[arg-type]
    added = add_member(register, kept, unit_id=None, today=TODAY)
    set_policies(register, added.id, [Policy(member_id=added.id, kind=PolicyKind.WOUNDED, rate="hạng 3/4")])
    return added


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx"])
def test_the_list_on_paper_is_the_list_on_the_screen(demo: Register, tmp_path: Path, suffix: str) -> None:
    query = MemberQuery(search="nguyen van", sort=(Sort("birth", descending=True),))
    path = tmp_path / f"a{suffix}"
    written = write_paper(demo, PaperOrder(query=query), path, today=TODAY)
    shown = [row.full_name for row in list_members(demo, query, today=TODAY, limit=100).rows]
    assert written.people == len(shown) > 1
    assert written.size == path.stat().st_size
    if suffix == ".pdf":
        assert written.pages == len(printed(path.read_bytes()))
        text = " ".join(texts(path.read_bytes()))
        places = [text.index(name) for name in shown]
        assert places == sorted(places)
    else:
        sheet = load_workbook(path).worksheets[0]
        rows = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
        assert [row[1] for row in rows] == shown
        assert sheet.freeze_panes is not None


def test_numbers_are_masked_and_private_facts_stay_away_unless_asked_for(register: Register) -> None:
    added = member(register)
    hidden = ("0912345678", "006150001234", "Tày", "1970", "yếu", "hạng 3/4", "nhạy cảm")
    for kind in (PaperKind.LIST, PaperKind.SUMMARY, PaperKind.SHEETS):
        text = " ".join(texts(make_pdf(register, PaperOrder(kind), today=TODAY).content))
        assert "Lan" in text or "LAN" in text
        for each in hidden:
            assert each not in text
    order = PaperOrder(PaperKind.SHEETS, ids=(added.id,), full_numbers=True, sensitive=True)
    text = " ".join(texts(make_pdf(register, order, today=TODAY).content))
    for each in hidden:
        assert each in text
    order = PaperOrder(PaperKind.SUMMARY, sensitive=True)
    text = " ".join(texts(make_pdf(register, order, today=TODAY).content))
    for each in ("1970", "hạng 3/4", "nhạy cảm"):
        assert each in text


def test_a_sheet_holds_the_photo_of_its_member(register: Register) -> None:
    added = member(register)
    assert "3 × 4 cm" in texts(make_pdf(register, PaperOrder(PaperKind.SHEETS), today=TODAY).content)[0]
    set_photo(register, added.id, picture(300, 400))
    order = PaperOrder(PaperKind.SHEETS, ids=(added.id,))
    assert "3 × 4 cm" not in texts(make_pdf(register, order, today=TODAY).content)[0]


def test_trich_ngang_parts_the_sexes_and_the_units(demo: Register, tmp_path: Path) -> None:
    order = PaperOrder(PaperKind.SUMMARY, ACTIVE, by_unit=True, shape=PageShape.A3_LANDSCAPE)
    paper = list_paper(demo, order, today=TODAY)
    people = list_members(demo, ACTIVE, today=TODAY, limit=100).rows
    assert paper.table.count == len(people)
    male, female = ({row[0] for row in paper.table.rows if row[place]} for place in (1, 2))
    assert male == {row.full_name for row in people if row.gender is Gender.MALE}
    assert female == {row.full_name for row in people if row.gender is Gender.FEMALE}
    units = [group.label.split(". ", 1)[1].rsplit(" (", 1)[0] for group in paper.groups]
    assert set(units) == {row.unit_name for row in people}
    assert len(units) == len(set(units))
    written = write_paper(demo, order, tmp_path / "a.xlsx", today=TODAY)
    sheet = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    column = [cell.value for cell in sheet["A"]]
    assert written.people == len(people)
    assert [str(value) for value in column if str(value).startswith("I. ")] == [paper.groups[0].label]
    assert sheet.auto_filter.ref is None
    assert sheet.page_setup.paperSize == 8


def test_a_list_to_sign_leaves_room_to_sign(demo: Register) -> None:
    order = PaperOrder(PaperKind.SIGNING, ACTIVE, title="Danh sách đại biểu dự họp")
    pages = texts(make_pdf(demo, order, today=TODAY).content)
    assert "DANH SÁCH ĐẠI BIỂU DỰ HỌP" in pages[0]
    assert all("Ký tên" in page for page in pages)
    assert len(pages) == 3


def test_labels_name_whom_they_leave_out(register: Register, tmp_path: Path) -> None:
    member(register)
    member(register, full_name="Ma Văn An", code="0002", address="", gender=None)
    path = tmp_path / "a.pdf"
    written = write_paper(register, PaperOrder(PaperKind.LABELS), path, today=TODAY)
    assert (written.people, written.left_out) == (1, ("Ma Văn An",))
    assert shortcomings(written.cut, written.left_out) == (
        "1 người chưa ghi nơi ở nên không có nhãn: Ma Văn An."
    )
    assert texts(path.read_bytes()) == ["Kính gửi: Bà Bế Thị Lan Tổ 5, phường Đức Xuân"]
    seats = LabelChoice(LabelKind.ATTENDANCE, salutation=Salutation.COMRADE)
    (page,) = texts(make_pdf(register, PaperOrder(PaperKind.LABELS, labels=seats), today=TODAY).content)
    assert page == "Đồng chí Ma Văn An Số ghế: 1 Đồng chí Bế Thị Lan Số ghế: 2"


@pytest.mark.parametrize(
    ("order", "name", "error", "said"),
    [
        (PaperOrder(query=MemberQuery(search="không ai")), "a.pdf", NotFoundError, "đang trống"),
        (PaperOrder(PaperKind.SHEETS, MemberQuery(search="không ai")), "a.pdf", NotFoundError, "đang trống"),
        (PaperOrder(PaperKind.SHEETS, ids=("gone",)), "a.pdf", NotFoundError, "không còn trong sổ"),
        (PaperOrder(columns=("full_name", "gì")), "a.pdf", RuleError, "không có cột “gì”"),
        (PaperOrder(title="x" * 201), "a.pdf", RuleError, "Tên trên giấy dài quá"),
        (PaperOrder(PaperKind.LABELS), "a.xlsx", UsageError, "chỉ ghi được ra tệp .pdf."),
        (PaperOrder(), "a.doc", UsageError, "tệp .pdf hoặc .xlsx"),
        (PaperOrder(PaperKind.LABELS, labels=LabelChoice(start=25)), "a.pdf", RuleError, "từ 1 đến 24"),
        (PaperOrder(PaperKind.LABELS, labels=LabelChoice(dx=21)), "a.pdf", RuleError, "nhiều nhất 20 mm"),
        (PaperOrder(PaperKind.LABELS, labels=LabelChoice(sheet="9x9")), "a.pdf", RuleError, "“9x9”"),
    ],
)
def test_what_cannot_be_printed_is_one_sentence(
    demo: Register, tmp_path: Path, order: PaperOrder, name: str, error: type[SoHoiError], said: str
) -> None:
    with pytest.raises(error, match=said):
        write_paper(demo, order, tmp_path / name, today=TODAY)
    assert list(tmp_path.glob("a.*")) == []


def test_a_preview_shows_the_first_and_tells_of_all(demo: Register) -> None:
    for kind in (PaperKind.LIST, PaperKind.SIGNING, PaperKind.SHEETS):
        made = make_pdf(demo, PaperOrder(kind, ACTIVE), today=TODAY, most=3)
        assert made.people == 43
        assert len(printed(made.content)) == (3 if kind is PaperKind.SHEETS else 1)
