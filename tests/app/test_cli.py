"""The command line keeps its contract: exit codes, one JSON document, plain Vietnamese, no traceback."""

from __future__ import annotations

import getpass
import json
import re
import shutil
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader

from app.bootstrap import Machine, start_machine
from app.cli import main
from app.domain.members import Member
from app.errors import RuleError
from app.services.demo import build_demo
from app.store.register import Register

NOW = datetime(2024, 1, 10, 9, 0, tzinfo=timezone(timedelta(hours=7)))

MEMBER_KEYS = [
    "code", "full_name", "gender", "birth", "ethnicity", "hometown", "address", "phone", "national_id",
    "chapter", "role", "joined", "enlisted", "service_unit", "party_joined", "status", "note",
]  # fmt: skip


class Shell:
    """Runs commands as a terminal would and keeps what they said."""

    def __init__(self, machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
        self.machine = machine
        self.capsys = capsys

    def __call__(self, *words: object, code: int = 0) -> tuple[str, str]:
        ended = main([str(word) for word in words], machine=self.machine)
        said = self.capsys.readouterr()
        assert ended == code, said.err
        assert "Traceback" not in said.err
        return said.out, said.err

    def json(self, *words: object) -> Any:
        return json.loads(self(*words, "--json")[0])


@pytest.fixture
def shell(own_profile: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(start_machine(clock=lambda: NOW), capsys)


@pytest.fixture
def example(demo_file: Path, tmp_path: Path) -> Path:
    """A copy of the reference branch's register."""
    return Path(shutil.copy(demo_file, tmp_path / "example.sohoi"))


@pytest.fixture
def register(shell: Shell, tmp_path: Path) -> Path:
    path = tmp_path / "so.sohoi"
    shell("init", path, "--branch", "Hội A", "--place", "Bắc Kạn", "--code", "HTS")
    return path


def write_list(path: Path, *rows: list[object]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


HEADER: list[object] = [
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Chi hội",
    "Số điện thoại",
    "Ngày vào Hội",
]


@pytest.fixture
def people(tmp_path: Path) -> Path:
    return write_list(
        tmp_path / "danh sách (1).xlsx",
        ["HỘI TRUYỀN THỐNG"],
        HEADER,
        [1, "NGUYỄN VĂN AN", 1950, "Nam", "Đức Xuân", 912345678, "02/7/2015"],
        [2, "Bế Thị Ánh", "8/1952", "Nữ", "Sông Cầu", "0912 345 679", 2016],
        [3, "Ma Văn Đạt", "30/02/1950", "Nam", "Sông Cầu", None, None],
    )


def test_an_import_says_where_and_why_and_keeps_the_good_rows(
    shell: Shell, register: Path, people: Path
) -> None:
    said = shell.json("import", people, "--register", register)
    assert (said["added"], said["updated"], said["duplicates"], said["skipped"]) == (3, 0, 0, 0)
    assert {(p["row"], p["column"]) for p in said["problems"]} == {(3, "F"), (5, "C")}
    rows = shell.json("members", "--register", register)
    assert [list(row) for row in rows] == [MEMBER_KEYS] * 3
    assert [
        (r["full_name"], r["birth"], r["gender"], r["chapter"], r["phone"], r["joined"]) for r in rows
    ] == [
        ("Nguyễn Văn An", "1950", "male", "Đức Xuân", "0912345678", "2015-07-02"),
        ("Bế Thị Ánh", "1952-08", "female", "Sông Cầu", "0912345679", "2016"),
        ("Ma Văn Đạt", None, "male", "Sông Cầu", None, None),
    ]


def test_the_same_list_again_changes_nothing(shell: Shell, register: Path, people: Path) -> None:
    shell("import", people, "--register", register)
    before = shell("history", "--register", register)
    again = shell.json("import", people, "--register", register)
    assert (again["added"], again["updated"], again["duplicates"]) == (0, 0, 3)
    assert shell("history", "--register", register) == before


def test_a_blank_in_a_later_list_erases_nothing_and_a_filled_cell_changes_one_field(
    shell: Shell, register: Path, people: Path, tmp_path: Path
) -> None:
    shell("import", people, "--register", register)
    later = write_list(
        tmp_path / "b.xlsx", HEADER, [1, "Nguyễn Văn An", 1950, None, "Đức Xuân", None, None],
        [2, "Bế Thị Ánh", "8/1952", "Nữ", "Sông Cầu", "0987654321", None],
    )  # fmt: skip
    said = shell.json("import", later, "--register", register)
    assert (said["added"], said["updated"], said["duplicates"]) == (0, 1, 1)
    rows = {row["full_name"]: row for row in shell.json("members", "--register", register)}
    assert rows["Nguyễn Văn An"]["phone"] == "0912345678"
    assert rows["Bế Thị Ánh"]["phone"] == "0987654321"
    assert rows["Bế Thị Ánh"]["joined"] == "2016"


def test_a_dry_run_writes_nothing(shell: Shell, register: Path, people: Path) -> None:
    before = register.read_bytes()
    assert "Sẽ thêm 3" in shell("import", people, "--register", register, "--dry-run")[0]
    assert register.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_an_unreadable_list_is_one_line_and_the_register_stays(
    shell: Shell, register: Path, tmp_path: Path, content: bytes
) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(content)
    before = register.read_bytes()
    out, err = shell("import", bad, "--register", register, "--json", code=2)
    assert out == ""
    assert len(err.strip().splitlines()) == 1
    assert register.read_bytes() == before


def test_an_import_is_one_undo(shell: Shell, register: Path, people: Path) -> None:
    shell("import", people, "--register", register)
    assert "Hoàn tác: Nhập danh sách" in shell("undo", "--register", register)[0]
    assert shell.json("members", "--register", register) == []
    shell("redo", "--register", register)
    assert len(shell.json("members", "--register", register)) == 3


def test_members_can_be_searched_and_narrowed(shell: Shell, register: Path, people: Path) -> None:
    shell("import", people, "--register", register)

    def found(*words: object) -> list[str]:
        return [row["full_name"] for row in shell.json("members", "--register", register, *words)]

    assert found("--search", "be anh") == ["Bế Thị Ánh"]
    assert found("--chapter", "sông cầu") == ["Bế Thị Ánh", "Ma Văn Đạt"]
    assert "không có chi hội" in shell("members", "--register", register, "--chapter", "không có", code=1)[1]
    assert found("--as-of", "2015-12-31") == ["Nguyễn Văn An", "Ma Văn Đạt"]
    assert "3 người." in shell("members", "--register", register)[0]


def test_export_load_export_is_identical(shell: Shell, register: Path, people: Path, tmp_path: Path) -> None:
    shell("import", people, "--register", register)
    shell("export", "--register", register, "--out", tmp_path / "a.json")
    shell("load", tmp_path / "a.json", "--register", tmp_path / "again.sohoi")
    shell("export", "--register", tmp_path / "again.sohoi", "--out", tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "khác"}', "không phải", "[" * 100_000])
def test_a_file_that_is_no_export_is_refused_and_leaves_no_register(
    shell: Shell, tmp_path: Path, text: str
) -> None:
    source = tmp_path / "x.json"
    source.write_text(text, "utf-8")
    shell("load", source, "--register", tmp_path / "new.sohoi", code=2)
    assert not (tmp_path / "new.sohoi").exists()


def test_backup_damage_restore_gives_the_same_members(
    shell: Shell, register: Path, people: Path, tmp_path: Path
) -> None:
    shell("import", people, "--register", register)
    before = shell.json("members", "--register", register)
    shell("backup", "--register", register, "--to", tmp_path / "usb")
    register.write_bytes(b"SQLite format 3\0" + b"\0" * 5000)
    shell("members", "--register", register, code=2)
    (made,) = (tmp_path / "usb").iterdir()
    shell("restore", made, "--register", register)
    assert shell.json("members", "--register", register) == before
    assert "nguyên vẹn" in shell("check", "--register", register)[0]


def test_a_failed_backup_on_closing_does_not_undo_what_was_done(
    shell: Shell, register: Path, people: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    shell("import", people, "--register", register)
    shell.machine.settings.change(backup_folder=str(tmp_path / "file" / "below"))
    err = shell("undo", "--register", register)[1]
    assert "Chưa sao lưu được" in err
    assert shell.json("members", "--register", register) == []


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["membrs"], 64, "không có lệnh"),
        (["members"], 64, "thiếu --register"),
        (["import"], 64, "thiếu TỆP"),
        (["members", "--register", "x.sohoi", "--as-of", "hôm qua"], 64, "không phải một ngày"),
        (["report", "--register", "x.sohoi", "--year", "2o23", "--out", "x"], 64, "--year"),
        (["members", "--bogus"], 64, "--bogus"),
        (["members", "--register", "khong-co.sohoi"], 2, "Không thấy sổ"),
        (["restore", "khong-co", "--register", "x.sohoi"], 2, ""),
        (["import", "khong-co.xlsx", "--register", "khong-co.sohoi"], 2, ""),
        (["testpage", "--layout", "khong-co", "--out", "x.pdf"], 1, "khong-co"),
    ],
)
def test_wrong_words_and_missing_files_end_in_one_sentence(
    shell: Shell, words: list[str], code: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out, err = shell(*words, code=code)
    assert out == ""
    assert says in err
    assert len(err.strip().splitlines()) == 1


def test_an_existing_register_is_never_overwritten(shell: Shell, register: Path) -> None:
    before = register.read_bytes()
    shell("init", register, code=2)
    assert register.read_bytes() == before


def test_a_year_without_awards_is_refused_by_a_rule(shell: Shell, register: Path, tmp_path: Path) -> None:
    err = shell("certificates", "--register", register, "--year", 2023, "--out", tmp_path / "a.pdf", code=1)[
        1
    ]
    assert "chưa có đợt khen thưởng" in err
    shell("undo", "--register", register, code=1)
    shell("redo", "--register", register, code=1)


def test_an_empty_register_still_reports(shell: Shell, register: Path, tmp_path: Path) -> None:
    said = shell.json("report", "--register", register, "--year", 2023, "--out", tmp_path / "a.xlsx")
    assert said["figures"]["members_end"] == 0
    assert load_workbook(tmp_path / "a.xlsx").sheetnames[0] == "Tổng hợp số liệu"


def test_the_demo_makes_every_paper_of_the_year_and_its_figures_agree(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "demo"
    said = shell("demo", "--out", out)[0]
    for fact in ("03 tập thể, 06 cá nhân", "43 hội viên", "2.950.000 đồng", "9 trang"):
        assert fact in said
    register = out / "truong-son-bac-kan.sohoi"
    rows = shell.json("members", "--register", register, "--as-of", "2023-12-31")
    active = [row for row in rows if row["status"] == "active"]
    assert len(active) == 43
    assert len({row["chapter"] for row in active}) == 8
    figures = shell.json("report", "--register", register, "--year", 2023, "--out", tmp_path / "a.xlsx")[
        "figures"
    ]
    assert figures["visits_amount"] == 2_950_000
    assert (figures["awards_collectives"], figures["awards_persons"]) == (3, 6)
    assert figures["members_end"] == figures["members_listed"] == 43
    assert len(PdfReader(out / "giay-khen-2023.pdf").pages) == 9
    for name in ("bien-ban-xet-2023.docx", "quyet-dinh-khen-thuong-2023.pdf", "so-khen-thuong-2024.pdf"):
        assert name in said
        assert (out / name).stat().st_size > 5_000
    again = shell("demo", "--out", out)[0]
    # Every certificate has a code of its own, so a file may differ by some bytes.
    assert re.sub(r"\d+ KB", "KB", again) == re.sub(r"\d+ KB", "KB", said)


def test_certificates_can_be_moved_written_apart_and_told_as_json(
    shell: Shell, example: Path, tmp_path: Path
) -> None:
    register = example
    common = ("certificates", "--register", register, "--year", 2023, "--out")
    said = shell.json(
        *common, tmp_path / "a.pdf", "--overlay", "--dx", "1.5", "--dy", "-0.5", "--scale", "99.5"
    )
    assert (said["pages"], said["files"]) == (9, 1)
    said = shell.json(*common, tmp_path / "apart", "--separate")
    assert said["files"] == len(list((tmp_path / "apart").iterdir())) == 9
    shell(*common, tmp_path / "b.pdf", "--dx", "500", code=1)
    shell(*common, tmp_path / "b.pdf", "--layout", "khong-co", code=1)
    assert "9 giấy in theo mẫu khác" in shell(*common, tmp_path / "b.pdf", "--layout", "hoa-sen")[0]
    assert "“Phát hành 9 giấy khen" in shell("undo", "--register", register)[0]  # what it passed by is told
    shell("testpage", "--out", tmp_path / "thu.pdf")
    assert len(PdfReader(tmp_path / "thu.pdf").pages) == 1


def test_every_command_explains_itself(shell: Shell) -> None:
    from app.cli import commands

    for name in commands.commands:
        assert shell(name, "--help")[0]
    assert "Sổ Hội" in shell("--version")[0]


def test_no_output_ever_replaces_a_register_or_a_file_of_another_kind(
    shell: Shell, register: Path, tmp_path: Path
) -> None:
    letter = tmp_path / "thư.docx"
    letter.write_bytes(b"letter")
    for target in (register, letter):
        before = target.read_bytes()
        for words in (
            ("export", "--register", register),
            ("report", "--register", register, "--year", 2023),
            ("testpage",),
        ):
            err = shell(*words, "--out", target, code=2)[1]
            assert len(err.strip().splitlines()) == 1
            assert target.read_bytes() == before
    assert shell.json("members", "--register", register) == []


def test_an_output_replaces_an_older_one_of_its_kind_and_the_help_says_so(
    shell: Shell, register: Path, tmp_path: Path
) -> None:
    for words in (
        ("export", "--register", register, "--out", tmp_path / "a.json"),
        ("report", "--register", register, "--year", 2023, "--out", tmp_path / "a.XLSX"),
        ("testpage", "--out", tmp_path / "a.pdf"),
    ):
        Path(str(words[-1])).write_bytes(b"old")
        shell(*words)
        assert Path(str(words[-1])).read_bytes() != b"old"
        assert "được thay" in " ".join(shell(words[0], "--help")[0].split())


def test_an_export_fills_a_register_that_init_has_just_made_and_no_other(
    shell: Shell, register: Path, people: Path, tmp_path: Path
) -> None:
    shell("import", people, "--register", register)
    shell("export", "--register", register, "--out", tmp_path / "a.json")
    new = tmp_path / "new.sohoi"
    shell("init", new, "--branch", "Hội B")
    shell("load", tmp_path / "a.json", "--register", new)
    shell("export", "--register", new, "--out", tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert "sổ mới" in shell("load", tmp_path / "a.json", "--register", new, code=1)[1]
    shell("export", "--register", new, "--out", tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_a_document_without_its_branch_is_no_register(shell: Shell, register: Path, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"format": "sohoi", "version": 1, "records": {}}', "utf-8")
    shell("load", tmp_path / "a.json", "--register", tmp_path / "new.sohoi", code=2)
    assert not (tmp_path / "new.sohoi").exists()
    shell("load", tmp_path / "a.json", "--register", register, code=2)
    assert [row["label"] for row in shell.json("history", "--register", register)] == ["Lập sổ của Hội A"]


def test_the_history_says_who_did_it(shell: Shell, register: Path, people: Path) -> None:
    shell("import", people, "--register", register)
    assert {row["actor"] for row in shell.json("history", "--register", register)} == {getpass.getuser()}


def test_what_was_saved_before_a_command_failed_is_backed_up(
    shell: Shell, register: Path, own_profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.services import history

    real = history.undo

    def undo_and_fail(open_register: Register) -> None:
        with open_register.change("Thêm") as work:
            work.add(Member(full_name="Nguyễn Văn An"))
        real(open_register)
        raise RuleError("Đến đây thì dừng.")

    monkeypatch.setattr(history, "undo", undo_and_fail)
    assert "dừng" in shell("undo", "--register", register, code=1)[1]
    assert len(list((own_profile / "backups").iterdir())) == 1
    shell("redo", "--register", register)


def test_the_log_tells_commands_and_refusals_without_what_was_written(
    shell: Shell, register: Path, own_profile: Path
) -> None:
    shell("members", "--register", register, "--chapter", "Chi hội bí mật", code=1)
    said = (own_profile / "logs" / "sohoi.log").read_text("utf-8")
    assert "Command members" in said
    assert "NotFoundError" in said
    assert "bí mật" not in said
    assert "Bắc Kạn" not in said


def test_the_demo_replaces_no_register_but_its_own_and_none_that_is_open(
    shell: Shell, register: Path, tmp_path: Path
) -> None:
    place = tmp_path / "demo" / "truong-son-bac-kan.sohoi"
    place.parent.mkdir()
    register.rename(place)
    before = place.read_bytes()
    assert "không phải sổ mẫu" in shell("demo", "--out", place.parent, code=2)[1]
    assert place.read_bytes() == before
    place.write_text("thư riêng", "utf-8")
    shell("demo", "--out", place.parent, code=2)
    assert place.read_text("utf-8") == "thư riêng"
    place.unlink()
    build_demo(place, clock=lambda: NOW).close()
    with Register.open(place, clock=lambda: NOW) as opened, opened.read() as reader:
        assert "đang mở" in shell("demo", "--out", place.parent, code=2)[1]
        assert reader.count(Member) > 40


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["report", "--register", "x", "--out", "a.xlsx", "--year", "20233"], "từ 1950 đến 2200"),
        (["history", "--register", "x", "--limit", "0"], "từ 1 trở lên"),
        (
            ["certificates", "--register", "x", "--out", "a.pdf", "--year", "2023", "--dx", "một"],
            "Ghi như 1,5",
        ),
        (["check", "thừa", "--register", "x"], "thừa chữ"),
        (["member", "event", "1", "gone", "--register", "x"], "LOẠI phải là một trong: admitted, "),
        (["extra-fields", "--register", "x", "--kind", "y"], "--kind phải là một trong: text, number"),
    ],
)
def test_wrong_usage_says_what_would_be_right(shell: Shell, words: list[str], says: str) -> None:
    assert says in shell(*words, code=64)[1]


def test_a_shift_is_taken_as_people_write_it(shell: Shell, example: Path, tmp_path: Path) -> None:
    register = example
    common = ("certificates", "--register", register, "--year", 2023, "--out")
    made = []
    for number, text in enumerate(("-1.5", "-1,5", "\N{MINUS SIGN}1,5")):
        shell(*common, tmp_path / f"{number}.pdf", "--dx", text)
        made.append((tmp_path / f"{number}.pdf").read_bytes())
    assert made[0] == made[1] == made[2]


def test_a_register_needs_a_name(shell: Shell) -> None:
    for name in ("", ".sohoi"):
        assert "chưa có tên" in shell("init", name, code=2)[1]


def test_a_year_without_anything_is_said_to_be_empty(shell: Shell, register: Path, tmp_path: Path) -> None:
    said = shell("report", "--register", register, "--year", 1990, "--out", tmp_path / "a.xlsx")[0]
    assert "1990 chưa có số liệu" in said


def test_output_on_a_full_disk_is_one_sentence(
    shell: Shell, register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.commands.lists.print_json", full)
    monkeypatch.setattr("sys.stdout", sys.stdout)  # put back afterwards
    assert "ổ đĩa đầy" in shell("members", "--register", register, "--json", code=2)[1]


def test_a_list_that_says_who_died_or_left_brings_them_in_as_such(
    shell: Shell, register: Path, tmp_path: Path
) -> None:
    source = write_list(
        tmp_path / "a.xlsx",
        ["Họ và tên", "Năm sinh", "Tình trạng", "Ngày mất", "Ngày vào Hội", "Chức vụ", "Sở thích"],
        ["Lê Văn Mất", 1940, "Đã từ trần", "5/2022", 2015, "Chi hội trưởng", "cờ"],
        ["Lê Văn Đi", 1945, "Chuyển đi", None, 2015, None, None],
        ["Lê Văn Ở", 1950, None, None, 2015, None, None],
        ["Tổng cộng", 3],
    )
    said = shell.json("import", source, "--register", register)
    assert said["added"] == 3
    assert any("Sở thích" in problem["message"] for problem in said["problems"])

    def standing(day: str) -> list[tuple[str, str, str | None]]:
        rows = shell.json("members", "--register", register, "--as-of", day)
        return [(row["full_name"], row["status"], row["role"]) for row in rows]

    assert ("Lê Văn Mất", "active", None) in standing("2021-01-01")
    assert standing("2024-01-01") == [
        ("Lê Văn Đi", "moved", None),
        ("Lê Văn Mất", "deceased", None),
        ("Lê Văn Ở", "active", None),
    ]
    again = shell.json("import", source, "--register", register)
    assert (again["added"], again["updated"]) == (0, 0)
    assert "Không phải dòng của một người: 5." in shell("import", source, "--register", register)[0]


def test_a_later_list_never_brings_the_dead_back(shell: Shell, register: Path, tmp_path: Path) -> None:
    header: list[object] = ["Họ và tên", "Năm sinh", "Ngày vào Hội", "Tình trạng", "Ngày mất"]
    first = write_list(tmp_path / "a.xlsx", header, ["Lê Văn Mất", 1940, 2010, "Từ trần", "2015"])
    shell("import", first, "--register", register)
    second = write_list(tmp_path / "b.xlsx", header, ["Lê Văn Mất", 1940, "2/2020", None, None])
    said = shell.json("import", second, "--register", register)
    assert said["updated"] == 0
    assert any("Giữ ngày vào Hội cũ" in problem["message"] for problem in said["problems"])
    (row,) = shell.json("members", "--register", register)
    assert (row["status"], row["joined"]) == ("deceased", "2010")


def test_a_register_whose_log_was_tampered_with_does_not_pass_the_check(shell: Shell, register: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(register)
    connection.execute("UPDATE branch SET name = 'Hội khác'")
    connection.commit()
    connection.close()
    assert "chỗ sai" in shell("check", "--register", register, code=2)[1]
