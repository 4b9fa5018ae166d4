"""Issued is frozen: the same bytes, corrections as new issues, a code that tells what a paper is worth."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdfium2 import PdfDocument

from app.documents.certificates import render_certificates
from app.domain.certificates import IssuedCertificate, IssueKind
from app.domain.commendations import AwardForm, RoundState, parse_nudges
from app.errors import FieldError, FileProblemError, NotFoundError, RegisterProblemError, RuleError
from app.services import (
    award_forms,
    certificates,
    commendations,
    decisions,
    history,
    issuing,
    members,
    merging,
    registers,
)
from app.services.certificates import PrintChoice, Writing
from app.services.registers import open_register
from app.store.register import Register
from tests.app.services.awards import DAY, TODAY, awards_of, chaired, chaired_file, find, make_round
from tests.app.services.conftest import clock
from tests.app.services.edits import edit_member

__all__ = ["chaired", "chaired_file"]

PEOPLE = ("Ma Văn An", "Bế Thị Ánh", "Bà Mùi")


@pytest.fixture(scope="session")
def issued_file(chaired_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A branch with three certificates issued, made once; copy it, never change it."""
    path = tmp_path_factory.mktemp("issued") / "hoi-a.sohoi"
    path.write_bytes(chaired_file.read_bytes())
    with open_register(path, clock=clock) as register:
        round_id = make_round(register, *PEOPLE)
        decisions.decide(register, round_id, decided_on=DAY)
        assert issuing.issue(register, round_id, today=TODAY) == 3
        assert issuing.issue(register, round_id, today=TODAY) == 0
    return path


class Issued:
    """A register with three certificates."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.round_id = commendations.list_rounds(register)[0].round.id
        self.ids = [award.id for award in awards_of(register, self.round_id)]

    def sheets(self, place: int = 0) -> list[IssuedCertificate]:
        return [row.issue for row in issuing.issues_of(self.register, self.ids[place])]

    def code(self, place: int = 0) -> str:
        return self.sheets(place)[-1].code

    def reissue(self, place: int = 0, **corrections: str) -> IssuedCertificate:
        return issuing.reissue(self.register, self.ids[place], corrections, reason="In sai", today=TODAY)

    def write(self, path: Path, *places: int, choice: PrintChoice | None = None) -> bytes:
        only = frozenset(self.ids[place] for place in places) or None
        writing = Writing(path, choice or PrintChoice(), replace=True, only=only)
        certificates.write_round(self.register, self.round_id, writing, today=TODAY)
        return path.read_bytes()

    def verified(self, text: str) -> str:
        """What is wrong, "" when the paper is good."""
        return " ".join(issuing.verify(self.register, text).problems)


@pytest.fixture
def issued(issued_file: Path, tmp_path: Path) -> Iterator[Issued]:
    """The same, to be changed."""
    path = tmp_path / "so.sohoi"
    path.write_bytes(issued_file.read_bytes())
    with open_register(path, clock=clock) as register:
        yield Issued(register)


def words(content: bytes) -> list[str]:
    """The words of every page."""
    document = PdfDocument(content)
    try:
        pages = [page.get_textpage() for page in document]
        return [" ".join(page.get_text_range().split()) for page in pages]
    finally:
        document.close()


def test_whatever_changes_later_the_kept_bytes_come_out_again(issued: Issued, tmp_path: Path) -> None:
    register = issued.register
    with register.read() as reader:
        kept = reader.file(issued.sheets()[0].file)
    assert [(sheet.file, sheet.page) for sheet in (issued.sheets(each)[0] for each in range(3))] == [
        (issued.sheets()[0].file, page) for page in range(3)
    ]
    out = tmp_path / "a.pdf"
    part = issued.write(out, 0, 2)
    assert issued.write(out) == kept
    one = issuing.issue_pdf(register, issued.sheets(1)[0].id)

    branch = registers.branch(register)
    registers.save_branch(register, dataclasses.replace(branch, name="Hội B", place="Thái Nguyên"))
    member = members.member_card(register, find(register, "Ma Văn An"), today=TODAY).member
    edit_member(register, dataclasses.replace(member, full_name="Ma Văn Ân"), today=TODAY)
    award_forms.save_forms(register, [AwardForm(name="Giấy khen", level="Hội khác", is_printed=False)])
    award_forms.save_forms(register, [AwardForm(name="Giấy biểu dương", level="Hội", is_printed=True)])
    own = tmp_path / "mau-giay-khen"
    own.mkdir()
    (own / "truyen-thong.json").write_text("{}", "utf-8")

    assert issued.write(out, choice=PrintChoice(layouts=own)) == kept
    assert issued.write(out, 0, 2) == part
    assert issued.write(out, 0, 2) == part
    assert issuing.issue_pdf(register, issued.sheets(1)[0].id) == one
    assert [name in text for name, text in zip(PEOPLE, words(kept), strict=True)] == [True] * 3
    assert "HỘI A" in words(part)[1]
    assert not any(issued.verified(issued.code(each)) for each in range(3))


def test_a_correction_is_a_new_issue_with_the_same_number(issued: Issued, tmp_path: Path) -> None:
    first = issued.sheets()[0]
    second = issued.reissue(recipient="Ma Văn Ân", detail="Hội viên")
    assert (second.kind, second.number, second.replaces_id) == (IssueKind.REISSUE, first.number, first.id)
    assert second.code != first.code
    assert awards_of(issued.register, issued.round_id)[0].recipient == "Ma Văn Ân"
    rows = issuing.issues_of(issued.register, issued.ids[0])
    assert [(row.recipient, row.is_current, row.replaced) for row in rows] == [
        ("Ma Văn An", False, True), ("Ma Văn Ân", True, False),
    ]  # fmt: skip
    told = words(issued.write(tmp_path / "a.pdf"))
    assert "Ma Văn Ân" in told[0]
    assert issued.write(tmp_path / "a.pdf") == issued.write(tmp_path / "b.pdf")
    assert "Ma Văn An" in words(issuing.issue_pdf(issued.register, first.id))[0]
    assert issued.verified(first.code) == f"Giấy này đã được thay bằng giấy cấp đổi mã {second.code}."
    assert issued.verified(second.code) == ""
    third = issued.reissue()
    assert third.replaces_id == second.id
    assert len({first.code, second.code, third.code}) == 3
    assert "Cấp đổi" not in history.undo_state(issued.register).undo


def test_what_a_correction_may_not_do_is_refused(issued: Issued, chaired: Register) -> None:
    refusals: tuple[tuple[Callable[[], object], str], ...] = (
        (lambda: issued.reissue(form="Bằng khen"), "chỉ sửa được"),
        (lambda: issued.reissue(recipient=" "), "Người, tập thể"),
        (lambda: issued.reissue(achievement="thành tích " * 80), "Ma Văn An"),
        (
            lambda: issuing.reissue(issued.register, issued.ids[0], {}, reason=" ", today=TODAY),
            "Lý do cấp",
        ),
        (
            lambda: issuing.duplicate(issued.register, issued.ids[0], reason="", today=TODAY),
            "Lý do cấp",
        ),
        (
            lambda: issuing.void(issued.register, issued.sheets()[0].id, reason=" ", today=TODAY),
            "lý do hủy",
        ),
    )
    for attempt, said in refusals:
        with pytest.raises(RuleError, match=said):
            attempt()
    assert len(issued.sheets()) == 1
    draft = awards_of(chaired, make_round(chaired, "Ma Văn An"))[0].id
    with pytest.raises(RuleError, match="chưa phát hành"):
        issuing.reissue(chaired, draft, {}, reason="Mất", today=TODAY)
    with pytest.raises(RuleError, match="chưa phát hành"):
        issuing.duplicate(chaired, draft, reason="Mất", today=TODAY)


def test_a_copy_is_marked_and_changes_nothing_of_the_valid_sheet(issued: Issued, tmp_path: Path) -> None:
    before = issued.write(tmp_path / "a.pdf")
    copy = issuing.duplicate(issued.register, issued.ids[0], reason="Mất giấy", today=TODAY)
    assert copy.copy_of_id == issued.sheets()[0].id
    assert "BẢN SAO" in words(issuing.issue_pdf(issued.register, copy.id))[0]
    assert issued.write(tmp_path / "a.pdf") == before
    assert [row.is_current for row in issuing.issues_of(issued.register, issued.ids[0])] == [True, False]
    assert issued.verified(copy.code) == ""
    assert issued.reissue().replaces_id == copy.copy_of_id
    assert issued.verified(copy.code) == "Bản chính của bản sao này đã được thay bằng giấy cấp đổi."


def test_two_who_correct_one_sheet_at_once_do_not_both_issue(
    issued: Issued, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = render_certificates

    def meanwhile(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(issuing, "render_certificates", drawn)
        issuing.reissue(issued.register, issued.ids[0], {}, reason="Rách", today=TODAY)
        return drawn(*args, **kwargs)

    def copied() -> IssuedCertificate:
        return issuing.duplicate(issued.register, issued.ids[0], reason="Mất", today=TODAY)

    for verb in (issued.reissue, copied):
        monkeypatch.setattr(issuing, "render_certificates", meanwhile)
        with pytest.raises(RuleError, match="ở cửa sổ hay máy khác"):
            verb()
    rows = issuing.issues_of(issued.register, issued.ids[0])
    assert [row.is_current for row in rows] == [False, False, True]


def test_a_void_sheet_is_made_good_by_a_reissue_alone(issued: Issued, tmp_path: Path) -> None:
    sheet = issued.sheets()[0]
    issuing.void(issued.register, sheet.id, reason="Rách", today=TODAY)
    assert issued.verified(sheet.code) == "Đã hủy ngày 10/01/2024: Rách."
    with pytest.raises(RuleError, match="đã hủy từ ngày"):
        issuing.void(issued.register, sheet.id, reason="Rách", today=TODAY)
    with pytest.raises(RuleError, match="không cấp bản sao"):
        issuing.duplicate(issued.register, issued.ids[0], reason="Mất", today=TODAY)
    # Printing the round again prints the others; it does not quietly make a second original.
    assert issuing.issue(issued.register, issued.round_id, today=TODAY) == 0
    assert len(words(issued.write(tmp_path / "a.pdf"))) == 2
    assert commendations.round_card(issued.register, issued.round_id).issued == set(issued.ids[1:])
    new = issued.reissue()
    assert (new.number, new.kind) == (sheet.number, IssueKind.REISSUE)
    assert issued.verified(new.code) == ""
    assert len(words(issued.write(tmp_path / "a.pdf"))) == 3


def test_a_void_by_mistake_can_be_undone(issued: Issued) -> None:
    sheet = issued.sheets()[0]
    issuing.void(issued.register, sheet.id, reason="Nhầm", today=TODAY)
    assert "Hủy giấy khen" in history.undo(issued.register).label
    assert issued.verified(sheet.code) == ""


def test_a_code_is_read_however_it_is_typed_and_a_changed_name_is_told(issued: Issued) -> None:
    code = issued.code()
    qr = issuing.verify(issued.register, code).texts["qr"]
    for typed in (code, code.lower(), code.replace("-", ""), f"mã {code} nhé", qr):
        assert issuing.verify(issued.register, typed).is_good
    for place in range(3):
        other = issued.code(place)
        misread = other.replace("0", "O").replace("1", "I")
        assert issuing.verify(issued.register, misread).row.issue.code == other
    changed = qr.replace("Ma Văn An", "Ma Văn Anh")
    assert "Mã QR ghi khác với giấy đã phát hành" in issued.verified(changed)
    assert "Ma Văn Anh" in issued.verified(changed)
    for typed, said in (("", "Chưa thấy mã"), ("Ma Văn An", "Chưa thấy mã"), ("ZZZZ-ZZZZ", "ZZZZ-ZZZZ")):
        with pytest.raises(NotFoundError, match=said):
            issuing.verify(issued.register, typed)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE issued_certificates SET fields = replace(fields, 'Ma Văn An', 'Ma Văn Ba')", "Nội dung"),
        ("UPDATE issued_certificates SET code = '0000-0000'", "Nội dung"),
        ("UPDATE files SET content = x'25504446'", "tệp"),
        ("DELETE FROM files", "tệp"),
    ],
)
def test_what_was_changed_behind_the_programs_back_is_told(issued: Issued, sql: str, said: str) -> None:
    code = issued.code()
    path = issued.register.path
    issued.register.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute(sql).rowcount
    connection.close()
    with open_register(path, clock=clock) as register:
        found = issuing.verify(register, "0000-0000" if "0000" in sql else code)
        if "files" in sql:  # what is no longer as it was issued is not printed again
            with pytest.raises((FileProblemError, RegisterProblemError), match=r"bản sao lưu"):
                certificates.preview_round(register, issued.round_id)
    assert not found.is_good
    assert said in " ".join(found.problems), found.problems


def test_codes_and_bytes_go_along_when_the_register_is_carried_out_and_in(
    issued: Issued, tmp_path: Path
) -> None:
    issued.reissue(recipient="Ma Văn Ân")
    registers.export_register(issued.register, tmp_path / "so.json")
    loaded = registers.load_register(tmp_path / "so.json", tmp_path / "moi.sohoi", clock=clock)
    with loaded:
        again = Issued(loaded)
        assert again.write(tmp_path / "a.pdf") == issued.write(tmp_path / "b.pdf")
        for place in range(3):
            for sheet in issued.sheets(place):
                assert again.verified(sheet.code) == issued.verified(sheet.code)
                assert issuing.issue_pdf(loaded, sheet.id) == issuing.issue_pdf(issued.register, sheet.id)


def test_awards_follow_a_merged_member_and_their_papers_stay_good(issued: Issued, tmp_path: Path) -> None:
    register = issued.register
    before = issued.write(tmp_path / "a.pdf")
    keep, gone = find(register, "Bế Thị Ánh"), find(register, "Ma Văn An")
    merging.merge(register, merging.plan_merge(register, keep, gone, today=TODAY), today=TODAY)
    assert [award.member_id for award in awards_of(register, issued.round_id)][:2] == [keep, keep]
    assert issued.verified(issued.code()) == ""
    assert issued.write(tmp_path / "a.pdf") == before


def test_a_text_is_nudged_on_one_sheet_and_what_is_kept_stays(issued: Issued, tmp_path: Path) -> None:
    before = issued.write(tmp_path / "a.pdf", 0)
    choice = PrintChoice(overlay=True)
    blank = issued.write(tmp_path / "a.pdf", 0, choice=choice)
    issuing.nudge(issued.register, issued.ids[0], "recipient 0 -1.5")
    assert issued.write(tmp_path / "a.pdf", 0) == before
    assert issued.write(tmp_path / "a.pdf", 0, choice=choice) != blank
    assert issued.verified(issued.code()) == ""
    moved = issuing.nudge(issued.register, issued.ids[0], "recipient 1 0; khẩu hiệu 0 2")
    assert parse_nudges(moved.nudges) == {"recipient": (1, 0), "khẩu hiệu": (0, 2)}
    for wrong in ("recipient", "recipient x y", "recipient 0 99"):
        with pytest.raises(FieldError, match="Dịch chữ"):
            issuing.nudge(issued.register, issued.ids[0], wrong)
    assert commendations.round_card(issued.register, issued.round_id).round.state is RoundState.ISSUED
