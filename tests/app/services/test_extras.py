"""What hangs on a member besides his fields: photo, papers, the branch's own fields, consent."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from app.domain.attachments import MOST_BYTES
from app.domain.extras import ExtraField, ExtraKind
from app.domain.members import Consent, Member
from app.domain.offices import Office
from app.domain.status import Status, StatusEvent, StatusKind
from app.errors import FieldError, FileProblemError, NotFoundError, RuleError
from app.services import attachments, consents, extra_fields, history, photos, units
from app.services.member_entry import MemberEntry, entry_choices, save_entry
from app.services.members import add_member, by_code, member_card, record_event, remove_member
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from tests.app.documents.test_photos import picture

TODAY = date(2024, 1, 10)


@pytest.fixture
def member(register: Register) -> Member:
    return add_member(register, Member(full_name="Ma Văn Khoan"), unit_id=None, today=TODAY)


def test_a_photo_is_kept_replaced_written_out_and_comes_back_by_undo(
    register: Register, member: Member, tmp_path: Path
) -> None:
    assert photos.photo_of(register, member.id) is None
    photos.set_photo(register, member.id, picture(300, 400))
    first = photos.photo_of(register, member.id)
    photos.set_photo(register, member.id, picture(400, 300))
    history.undo(register)
    assert photos.photo_of(register, member.id) == first
    assert photos.write_photo(register, member.id, tmp_path / "a.jpg").read_bytes() == first
    photos.remove_photo(register, member.id)
    with pytest.raises(RuleError, match="chưa có ảnh"):
        photos.remove_photo(register, member.id)
    with pytest.raises(NotFoundError):
        photos.write_photo(register, member.id, tmp_path / "b.jpg")
    with pytest.raises(FileProblemError):
        photos.read_picture(tmp_path / "missing.jpg")
    assert register.check() == []


def test_a_paper_is_kept_whole_and_taken_out_again(
    register: Register, member: Member, tmp_path: Path
) -> None:
    source = tmp_path / "Quyết  định.pdf"
    source.write_bytes(b"%PDF-1.4 \x00\xff")
    kept = attachments.attach(register, source, member_id=member.id)
    assert (kept.name, kept.file_name, kept.size) == ("Quyết định", "Quyết định.pdf", 11)
    again = attachments.attach(register, source, name="Bản hai", member_id=member.id)
    copies = [attachments.open_copy(register, each.id, tmp_path / "mở") for each in (kept, again)]
    assert copies == [tmp_path / "mở" / "Quyết định.pdf"] * 2  # the same content
    assert copies[0].read_bytes() == source.read_bytes()
    source.write_bytes(b"%PDF-1.4 another")
    other = attachments.attach(register, source, name="Bản ba", member_id=member.id)
    assert attachments.open_copy(register, other.id, tmp_path / "mở").name == "Quyết định (2).pdf"
    attachments.remove(register, other.id)
    attachments.edit(register, dataclasses.replace(kept, name="QĐ", on=PartialDate(2023)))
    assert attachments.remove(register, kept.id) == "QĐ"
    history.undo(register)
    card = member_card(register, member.id, today=TODAY)
    assert {each.name for each in card.attachments} == {"QĐ", "Bản hai"}
    assert register.check() == []


def test_a_paper_that_is_missing_empty_or_too_large_is_refused(
    register: Register, member: Member, tmp_path: Path
) -> None:
    empty, large = tmp_path / "a", tmp_path / "b"
    empty.touch()
    with large.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    for path, said in ((empty, "trống rỗng"), (large, "lớn hơn 10 MB"), (tmp_path / "c", "Không đọc được")):
        with pytest.raises(FileProblemError, match=said):
            attachments.attach(register, path, member_id=member.id)
    paper = tmp_path / "d.pdf"
    paper.write_bytes(b"%PDF")
    with pytest.raises(FieldError, match="đúng một hồ sơ"):
        attachments.attach(register, paper)


@pytest.mark.parametrize("name", ["a.exe", "a.pdf.BAT", "a.lnk", "a.vbs. "])
def test_a_program_is_neither_kept_nor_opened(
    register: Register, member: Member, tmp_path: Path, name: str
) -> None:
    program, paper = tmp_path / name, tmp_path / "a.pdf"
    program.write_bytes(b"MZ")
    paper.write_bytes(b"%PDF")
    with pytest.raises(FileProblemError, match="là chương trình"):
        attachments.attach(register, program, member_id=member.id)
    kept = attachments.attach(register, paper, member_id=member.id)
    attachments.edit(register, dataclasses.replace(kept, file_name=name.strip()))
    with pytest.raises(FileProblemError, match="là chương trình"):
        attachments.open_copy(register, kept.id, tmp_path / "mở")


def test_own_fields_are_typed_ordered_and_come_back_with_what_they_held(
    register: Register, member: Member
) -> None:
    blood = ExtraField(name="Nhóm máu", kind=ExtraKind.CHOICE, choices="A\nB\nO")
    shirt = ExtraField(name="Cỡ áo")
    extra_fields.save_fields(register, [blood, shirt])
    save_entry(register, MemberEntry(member, extras={blood.id: " o ", shirt.id: "XL"}), today=TODAY)
    uses = extra_fields.list_fields(register)
    assert [(use.field.name, use.used) for use in uses] == [("Nhóm máu", 1), ("Cỡ áo", 1)]
    with pytest.raises(FieldError, match="chỉ chọn một trong: A, B, O") as refused:
        save_entry(register, MemberEntry(member, extras={blood.id: "X"}), today=TODAY)
    assert refused.value.field == blood.id
    extra_fields.save_fields(register, [uses[1].field])
    ((kept, text),) = member_card(register, member.id, today=TODAY).extras
    assert (kept.name, text) == ("Cỡ áo", "XL")
    history.undo(register)
    card = member_card(register, member.id, today=TODAY)
    assert [(field.name, text) for field, text in card.extras] == [("Nhóm máu", "O"), ("Cỡ áo", "XL")]
    assert register.check() == []


def test_a_field_changes_its_kind_only_when_what_it_holds_fits(register: Register, member: Member) -> None:
    made = extra_fields.add_field(register, ExtraField(name="Ngày cấp thẻ"))
    save_entry(register, MemberEntry(member, extras={made.id: "8/2019"}), today=TODAY)
    dated = dataclasses.replace(made, kind=ExtraKind.DATE)
    (dated,) = extra_fields.save_fields(register, [dated])
    ((field, text),) = member_card(register, member.id, today=TODAY).extras
    assert (text, extra_fields.shown(field, text)) == ("2019-08", "08/2019")
    with pytest.raises(FieldError, match="1 nội dung không hợp loại mới, như “2019-08” của Ma Văn Khoan"):
        extra_fields.save_fields(register, [dataclasses.replace(dated, kind=ExtraKind.NUMBER)])
    with pytest.raises(FieldError, match="Có hai mục tên"):
        extra_fields.save_fields(register, [dated, ExtraField(name="ngày CẤP thẻ")])
    assert extra_fields.remove_field(register, "ngay cap the") == 1
    with pytest.raises(NotFoundError):
        extra_fields.remove_field(register, "Ngày cấp thẻ")


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        (ExtraKind.NUMBER, "1.200,50", "1200,50"), (ExtraKind.NUMBER, "-3", "-3"),
        (ExtraKind.NUMBER, "3a", None), (ExtraKind.DATE, "5/3/1950", "1950-03-05"),
        (ExtraKind.DATE, "31/2/1950", None), (ExtraKind.YES_NO, "co", "Có"), (ExtraKind.YES_NO, "x", None),
        (ExtraKind.TEXT, "  a  b ", "a b"), (ExtraKind.DATE, "", ""),
    ],
)  # fmt: skip
def test_a_field_holds_only_what_its_kind_can(kind: ExtraKind, typed: str, stored: str | None) -> None:
    field = ExtraField(name="Mục", kind=kind)
    if stored is None:
        with pytest.raises(FieldError):
            field.checked(typed)
    else:
        assert field.checked(typed) == stored
        assert field.checked(stored) == stored


def test_the_form_saves_offices_and_consent_with_the_member_as_one_change(
    register: Register, member: Member
) -> None:
    consent = Consent(member_id=member.id, on=PartialDate(2024, 1), way=consents.WAYS[0])
    office = Office(member_id=member.id, name="Ủy viên Ban Chấp hành", term="2022–2027")
    save_entry(register, MemberEntry(member, offices=(office,), consents=(consent,)), today=TODAY)
    card = member_card(register, member.id, today=TODAY)
    assert ([o.name for o in card.offices], len(card.consents)) == (["Ủy viên Ban Chấp hành"], 1)
    save_entry(register, MemberEntry(card.member), today=TODAY)  # not named: left as they are
    assert member_card(register, member.id, today=TODAY).offices == card.offices
    assert "Ủy viên Ban Chấp hành" in entry_choices(register).titles
    history.undo(register)
    assert member_card(register, member.id, today=TODAY).consents == ()


def test_consent_is_withdrawn_once_and_not_before_it_was_given(register: Register, member: Member) -> None:
    with pytest.raises(RuleError, match="chưa có đồng ý"):
        consents.withdraw(register, member.id, on=PartialDate(2024))
    consents.give(register, Consent(member_id=member.id, on=PartialDate(2024, 1, 5), way="Ký"))
    with pytest.raises(FieldError, match="trước ngày bắt đầu"):
        consents.withdraw(register, member.id, on=PartialDate(2023))
    assert consents.withdraw(register, member.id, on=PartialDate(2024, 1, 9)).withdrawn is not None
    with pytest.raises(FieldError, match="Hình thức"):
        consents.give(register, Consent(member_id=member.id))


def test_who_is_away_still_counts_as_a_member(register: Register, member: Member) -> None:
    def happen(kind: StatusKind, month: int) -> None:
        event = StatusEvent(member_id=member.id, kind=kind, on=PartialDate(2023, month))
        record_event(register, event, today=TODAY)

    with pytest.raises(FieldError, match="không tạm vắng"):
        happen(StatusKind.RETURNED, 1)
    happen(StatusKind.AWAY, 2)
    with pytest.raises(FieldError, match="tạm vắng rồi"):
        happen(StatusKind.AWAY, 3)
    standing = member_card(register, member.id, today=TODAY).standing
    assert standing is not None
    assert (standing.status, standing.words) == (Status.ACTIVE, "Tạm vắng")
    happen(StatusKind.RETURNED, 5)
    standing = member_card(register, member.id, today=TODAY).standing
    assert standing is not None
    assert standing.words == "Đang sinh hoạt"


def test_nobody_comes_into_a_unit_that_has_ended(register: Register, member: Member) -> None:
    ended, taken, heir = (units.add_unit(register, f"Chi hội {name}") for name in "ABC")
    units.dissolve_unit(register, ended.id, on=PartialDate(2023), today=TODAY)
    units.merge_units(register, (taken.id,), heir.id, on=PartialDate(2023), today=TODAY)
    with pytest.raises(FieldError, match="Chi hội A đã thôi hoạt động"):
        add_member(register, Member(full_name="Bế Thị Lan"), unit_id=ended.id, today=TODAY)
    moved = StatusEvent(
        member_id=member.id, kind=StatusKind.CHANGED_UNIT, on=PartialDate(2023, 5), unit_id=ended.id
    )
    with pytest.raises(FieldError, match="Hãy chọn chi hội khác"):
        record_event(register, moved, today=TODAY)
    added = add_member(register, Member(full_name="Bế Thị Lan"), unit_id=taken.id, today=TODAY)
    assert member_card(register, added.id, today=TODAY).unit_name == "Chi hội C"


def test_a_member_is_found_by_his_code_when_it_is_his_alone(register: Register, member: Member) -> None:
    assert by_code(register, f" {member.code} ") == member
    twin = Member(full_name="Ma Văn Khoan", code=member.code)
    with pytest.raises(FieldError, match="đang dùng cho Ma Văn Khoan"):
        add_member(register, twin, unit_id=None, today=TODAY)
    other = add_member(register, Member(full_name="Bế Thị Lan"), unit_id=None, today=TODAY)
    with pytest.raises(FieldError, match="Hãy đặt mã khác"):
        save_entry(register, MemberEntry(dataclasses.replace(other, code=member.code)), today=TODAY)
    with register.change("Từ một sổ cũ") as work:
        work.add(twin)
    with pytest.raises(RuleError, match="đang dùng cho 2 người"):
        by_code(register, member.code)
    with pytest.raises(NotFoundError):
        by_code(register, "nobody")


def test_a_member_entered_by_mistake_goes_with_all_that_hangs_on_him(
    register: Register, member: Member, tmp_path: Path
) -> None:
    field = extra_fields.add_field(register, ExtraField(name="Cỡ áo"))
    entry = MemberEntry(member, extras={field.id: "L"}, consents=(Consent(member_id=member.id, way="Ký"),))
    save_entry(register, entry, today=TODAY)
    paper = tmp_path / "a.pdf"
    paper.write_bytes(b"%PDF")
    attachments.attach(register, paper, member_id=member.id)
    remove_member(register, member.id)
    assert register.check() == []
    history.undo(register)
    assert len(member_card(register, member.id, today=TODAY).attachments) == 1
