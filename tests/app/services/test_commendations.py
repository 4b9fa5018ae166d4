"""Commendations: one row from list to certificate, numbers of the year, and issues that stay as they were."""

import dataclasses
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from app.domain.commendations import RecipientKind, RoundState
from app.domain.members import Member
from app.domain.offices import Office
from app.domain.status import StatusEvent, StatusKind
from app.errors import FieldError, FileProblemError, NotFoundError, RuleError
from app.services import (
    award_forms,
    certificates,
    commendations,
    decisions,
    history,
    issuing,
    member_queries,
    members,
    offices,
    registers,
)
from app.services.certificates import PrintChoice, Writing
from app.settings import Calibration
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from tests.app.services.edits import edit_member

TODAY = date(2024, 1, 10)
DAY = date(2024, 1, 5)


@pytest.fixture
def chaired(register: Register) -> Register:
    """A branch with a chairman, and two members to honour."""
    for name in ("Vũ Đình Trường", "Ma Văn An", "Bế Thị Ánh"):
        members.add_member(
            register, Member(full_name=name, joined=PartialDate(2015)), unit_id=None, today=TODAY
        )
    chair = find(register, "Trường")
    offices.appoint(register, Office(member_id=chair, name="Chủ tịch", starts=PartialDate(2020)))
    return register


def find(register: Register, text: str) -> str:
    return (
        member_queries.list_members(register, member_queries.MemberQuery(search=text), today=TODAY).rows[0].id
    )


def make_round(register: Register, *people: str, year: int = 2023) -> str:
    round_ = commendations.save_round(register, commendations.new_round(register, year=year))
    for name in people:
        award = commendations.propose_member(register, round_.id, find(register, name), today=DAY)
        commendations.save_award(register, award)
    return round_.id


def texts(path: Path) -> list[str]:
    document = PdfDocument(path)
    try:
        pages = [page.get_textpage() for page in document]
        return [page.get_text_range().replace("\r\n", "\n") for page in pages]
    finally:
        document.close()


def test_a_decision_gives_one_number_and_register_numbers_in_the_order_of_the_list(chaired: Register) -> None:
    round_id = make_round(chaired, "Ma Văn An", "Bế Thị Ánh")
    other = commendations.propose_other(chaired, round_id, RecipientKind.GROUP, "Tổ nữ Trường Sơn")
    commendations.save_award(chaired, other)
    decided = decisions.decide(chaired, round_id, decided_on=DAY)
    assert decided.decision_code == "01/QĐ-HTS"
    assert (decided.signer, decided.signer_office) == ("Vũ Đình Trường", "Chủ tịch")
    card = commendations.round_card(chaired, round_id)
    assert [(a.recipient, a.register_number) for a in card.awards] == [
        ("Tổ nữ Trường Sơn", 1),
        ("Ma Văn An", 2),
        ("Bế Thị Ánh", 3),
    ]
    assert commendations.decision_sentence(card) == (
        "Quyết định 01/QĐ-HTS ngày 05/01/2024: 01 tập thể, 02 cá nhân"
    )


def test_numbers_run_through_the_year_and_begin_again_with_the_next(chaired: Register) -> None:
    days = (date(2023, 3, 1), date(2023, 12, 1), date(2024, 1, 5))
    codes, numbers = [], []
    for day in days:
        round_id = make_round(chaired, "Ma Văn An", "Bế Thị Ánh")
        codes.append(decisions.decide(chaired, round_id, decided_on=day).decision_code)
        numbers.append([a.register_number for a in commendations.round_card(chaired, round_id).awards])
    assert codes == ["01/QĐ-HTS", "02/QĐ-HTS", "01/QĐ-HTS"]
    assert numbers == [[1, 2], [3, 4], [1, 2]]


def test_an_undone_decision_leaves_no_gap(chaired: Register) -> None:
    round_id = make_round(chaired, "Ma Văn An")
    decisions.decide(chaired, round_id, decided_on=DAY)
    history.undo(chaired)
    assert decisions.decide(chaired, round_id, decided_on=DAY).decision_number == 1
    decisions.withdraw_decision(chaired, round_id)
    assert commendations.round_card(chaired, round_id).awards[0].register_number is None
    assert decisions.decision_preview(chaired, DAY) == ("01/QĐ-HTS", "Vũ Đình Trường", "Chủ tịch")


def test_an_empty_list_or_an_unknown_signer_is_refused(register: Register) -> None:
    round_id = make_round(register)
    with pytest.raises(RuleError, match="còn trống"):
        decisions.decide(register, round_id, decided_on=DAY)
    commendations.save_award(
        register, commendations.propose_other(register, round_id, RecipientKind.OUTSIDER, "Bà Mùi")
    )
    with pytest.raises(FieldError, match="ai ký"):
        decisions.decide(register, round_id, decided_on=DAY)
    with pytest.raises(FieldError, match="trước ngày họp"):
        decisions.decide(register, round_id, decided_on=DAY, minutes_on=TODAY, signer="A")


def test_a_decided_list_is_closed(chaired: Register) -> None:
    round_id = make_round(chaired, "Ma Văn An")
    decisions.decide(chaired, round_id, decided_on=DAY)
    award = commendations.round_card(chaired, round_id).awards[0]
    for attempt in (
        lambda: commendations.save_award(chaired, dataclasses.replace(award, recipient="Khác")),
        lambda: commendations.remove_award(chaired, award.id),
        lambda: commendations.remove_round(chaired, round_id),
    ):
        with pytest.raises(RuleError, match="01/QĐ-HTS"):
            attempt()


def test_nobody_gets_the_same_form_twice_in_a_round(chaired: Register) -> None:
    round_id = make_round(chaired, "Ma Văn An")
    again = commendations.propose_member(chaired, round_id, find(chaired, "Ma Văn An"), today=DAY)
    with pytest.raises(RuleError, match="đã có Giấy khen"):
        commendations.save_award(chaired, again)


def test_an_issued_certificate_prints_the_same_bytes_whatever_changes_later(
    chaired: Register, tmp_path: Path
) -> None:
    round_id = make_round(chaired, "Ma Văn An")
    decisions.decide(chaired, round_id, decided_on=DAY)
    first = certificates.write_round(chaired, round_id, Writing(tmp_path / "a.pdf"), today=TODAY)
    assert commendations.round_card(chaired, round_id).round.state is RoundState.ISSUED

    member = members.member_card(chaired, find(chaired, "Ma Văn An"), today=TODAY).member
    edit_member(chaired, dataclasses.replace(member, full_name="Ma Văn Ân"), today=TODAY)
    branch = registers.branch(chaired)
    registers.save_branch(chaired, dataclasses.replace(branch, name="Hội B", place="Thái Nguyên"))
    offices.end_office(chaired, offices.list_offices(chaired)[0].office.id, on=PartialDate(2024, 1, 6))

    again = certificates.write_round(chaired, round_id, Writing(tmp_path / "b.pdf"), today=TODAY)
    assert "Ma Văn An" in texts(first.path)[0]
    assert "HỘI A" in texts(again.path)[0]
    frozen = [page.get_contents().get_data() for page in PdfReader(first.path).pages]  # type: ignore[union-attr]
    assert [page.get_contents().get_data() for page in PdfReader(again.path).pages] == frozen  # type: ignore[union-attr]


def test_an_issue_cannot_be_undone(chaired: Register, tmp_path: Path) -> None:
    round_id = make_round(chaired, "Ma Văn An")
    decisions.decide(chaired, round_id, decided_on=DAY)
    certificates.write_round(chaired, round_id, Writing(tmp_path / "a.pdf"), today=TODAY)
    assert "Quyết định" not in history.undo_state(chaired).undo
    assert "khen thưởng" not in history.undo_state(chaired).undo
    history.undo(chaired)
    assert commendations.round_card(chaired, round_id).round.state is RoundState.ISSUED
    with pytest.raises(RuleError, match="không rút được"):
        decisions.withdraw_decision(chaired, round_id)


def test_a_text_that_does_not_fit_refuses_the_issue_and_names_the_recipient(
    chaired: Register, tmp_path: Path
) -> None:
    round_id = make_round(chaired, "Ma Văn An")
    award = commendations.round_card(chaired, round_id).awards[0]
    commendations.save_award(chaired, dataclasses.replace(award, achievement="thành tích " * 80))
    decisions.decide(chaired, round_id, decided_on=DAY)
    with pytest.raises(RuleError, match="Ma Văn An"):
        certificates.write_round(chaired, round_id, Writing(tmp_path / "a.pdf"), today=TODAY)
    assert commendations.round_card(chaired, round_id).issued == frozenset()
    assert not (tmp_path / "a.pdf").exists()


def test_preview_shows_a_draft_and_issues_nothing(chaired: Register) -> None:
    round_id = make_round(chaired, "Ma Văn An", "Bế Thị Ánh")
    assert certificates.preview_round(chaired, round_id).pages == 2
    card = commendations.round_card(chaired, round_id)
    one = certificates.preview_round(
        chaired,
        round_id,
        choice=PrintChoice(overlay=True, calibration=Calibration(1.5, -2, 99, 99)),
        award_ids=frozenset({card.awards[0].id}),
    )
    assert one.pages == 1
    assert commendations.round_card(chaired, round_id).issued == frozenset()
    with pytest.raises(RuleError, match="chưa có quyết định"):
        issuing.issue(chaired, round_id, today=TODAY)


def test_a_form_says_on_which_layouts_it_is_printed_and_is_named_when_one_is_gone(chaired: Register) -> None:
    round_id = make_round(chaired, "Ma Văn An")
    group = commendations.propose_other(chaired, round_id, RecipientKind.GROUP, "Tổ may")
    commendations.save_award(chaired, group)
    form, *others = award_forms.list_forms(chaired).forms
    for layout in ("trang-nha", "đã-bỏ"):
        named = dataclasses.replace(form, layout=layout, collective_layout="trang-nha-doc")
        form, *others = award_forms.save_forms(chaired, [named, *others]).forms
        if layout == "trang-nha":
            pages = PdfReader(BytesIO(certificates.preview_round(chaired, round_id).content)).pages
            assert [page.mediabox.width > page.mediabox.height for page in pages] == [False, True]
    with pytest.raises(NotFoundError, match="“Giấy khen” in theo mẫu giấy “đã-bỏ” mà mẫu này không còn"):
        certificates.preview_round(chaired, round_id)
    choice = PrintChoice(layout_name="truyen-thong")
    assert certificates.preview_round(chaired, round_id, choice=choice).pages == 2


def test_certificates_of_a_year_that_has_none_or_no_decision_are_refused_in_words(
    chaired: Register, tmp_path: Path
) -> None:
    with pytest.raises(NotFoundError, match="2023"):
        certificates.write_year(chaired, 2023, Writing(tmp_path / "a.pdf"), today=TODAY)
    make_round(chaired, "Ma Văn An")
    with pytest.raises(RuleError, match="chưa có quyết định"):
        certificates.write_year(chaired, 2023, Writing(tmp_path / "a.pdf"), today=TODAY)


def test_separate_files_are_named_by_number_and_name(demo: Register, tmp_path: Path) -> None:
    written = certificates.write_year(demo, 2023, Writing(tmp_path / "mot-to", separate=True), today=TODAY)
    found = sorted(path.name for path in (tmp_path / "mot-to").iterdir())
    assert written.files == len(found) == 9
    assert found[0] == "01 Chi hội phường Đức Xuân.pdf"
    assert found[-1].endswith(".pdf")
    assert "Nông Thị Hiền" in texts(tmp_path / "mot-to" / "04 Nông Thị Hiền.pdf")[0]


def test_the_list_decision_and_certificates_of_the_reference_year_agree(
    demo: Register, tmp_path: Path
) -> None:
    row = commendations.list_rounds(demo, year=2023)[0]
    assert row.count.phrase() == "03 tập thể, 06 cá nhân"
    card = commendations.round_card(demo, row.round.id)
    written = certificates.write_year(demo, 2023, Writing(tmp_path / "a.pdf"), today=TODAY)
    assert written.pages == 9
    for award, text in zip(card.awards, texts(written.path), strict=True):
        flat = " ".join(text.split())
        assert award.recipient in flat
        assert "Quyết định số: 01/QĐ-HTS" in flat
        assert f"Vào sổ khen thưởng số: {award.register_number:02d}" in flat
        assert "Bắc Kạn, ngày 05 tháng 01 năm 2024" in flat


@pytest.mark.parametrize("name", ["", "le-hoi-doc", "phoi-a4-ten-truoc", "hoa-sen-360x270"])
def test_a_layout_has_a_test_page(name: str, tmp_path: Path) -> None:
    assert certificates.write_test_page(name, tmp_path / "thu.pdf").stat().st_size > 1000


def test_only_the_newest_decision_of_a_year_is_taken_back_so_that_no_gap_is_left(chaired: Register) -> None:
    first, second = (make_round(chaired, "Ma Văn An"), make_round(chaired, "Bế Thị Ánh"))
    for round_id in (first, second):
        decisions.decide(chaired, round_id, decided_on=DAY)
    with pytest.raises(RuleError, match="mới nhất"):
        decisions.withdraw_decision(chaired, first)
    decisions.withdraw_decision(chaired, second)
    decisions.withdraw_decision(chaired, first)
    assert decisions.decide(chaired, second, decided_on=DAY).decision_code == "01/QĐ-HTS"


def test_a_draft_cannot_bring_a_number_of_its_own(chaired: Register) -> None:
    draft = dataclasses.replace(commendations.new_round(chaired, year=2023), decision_number=50, signer="A")
    saved = commendations.save_round(chaired, draft)
    assert (saved.decision_number, saved.signer) == (None, "")


def test_an_award_never_moves_out_of_its_round(chaired: Register) -> None:
    issued, other = make_round(chaired, "Ma Văn An"), make_round(chaired)
    decisions.decide(chaired, issued, decided_on=DAY)
    award = commendations.round_card(chaired, issued).awards[0]
    with pytest.raises(RuleError, match="đợt này sang đợt khác"):
        commendations.save_award(chaired, dataclasses.replace(award, round_id=other, recipient="Khác"))


def test_nothing_is_issued_when_the_file_cannot_be_written(chaired: Register, tmp_path: Path) -> None:
    round_id = make_round(chaired, "Ma Văn An")
    decisions.decide(chaired, round_id, decided_on=DAY)
    with pytest.raises(FileProblemError):
        certificates.write_round(chaired, round_id, Writing(tmp_path / "khong" / "co" / "a.pdf"), today=TODAY)
    assert commendations.round_card(chaired, round_id).round.state is RoundState.DECIDED


def test_the_newer_chairman_signs_and_nobody_who_died(chaired: Register) -> None:
    old = offices.list_offices(chaired)[0].office
    offices.edit_office(chaired, dataclasses.replace(old, ends=PartialDate(2023)))
    offices.appoint(
        chaired, Office(member_id=find(chaired, "Bế Thị Ánh"), name="Chủ tịch", starts=PartialDate(2023))
    )
    assert decisions.decision_preview(chaired, date(2023, 12, 1))[1] == "Bế Thị Ánh"
    members.record_event(
        chaired,
        StatusEvent(member_id=find(chaired, "Bế Thị Ánh"), kind=StatusKind.DIED, on=PartialDate(2024, 1, 2)),
        today=TODAY,
    )
    assert decisions.decision_preview(chaired, DAY)[1] == ""
