"""One member by the command line: all that the form can do, and every refusal a sentence."""

from __future__ import annotations

from pathlib import Path

from tests.app.documents.test_photos import picture
from tests.app.test_cli import Shell, example, register, shell

__all__ = ["example", "register", "shell"]


def test_a_member_is_added_changed_shown_and_leaves(shell: Shell, register: Path, tmp_path: Path) -> None:
    at = ("--register", register)
    shell("extra-fields", *at, "--add", "Nhóm máu", "--kind", "choice", "--choice", "A", "--choice", "O")
    said = shell(
        "member", "add", "Bế Thị Lan", *at,
        "--set", "birth=8/1950", "--set", "gender=nữ", "--set", "hardship=có", "--extra", "nhóm máu=o",
    )[0]  # fmt: skip
    assert said == "Đã thêm Bế Thị Lan, mã 0001.\n"
    shell("member", "set", "0001", *at, "--set", "party_badge=40", "--set", "hardship=")
    (tmp_path / "a.png").write_bytes(picture(60, 80))
    shell("member", "photo", "0001", tmp_path / "a.png", *at)
    shell("member", "photo", "0001", *at, "--out", tmp_path / "b.jpg")
    shell("member", "attach", "0001", tmp_path / "a.png", *at, "--name", "Đơn", "--on", "2019")
    assert "1 giấy tờ." in shell("member", "attach", "0001", *at, "--write-to", tmp_path / "ra")[0]
    shell("member", "attach", "0001", *at, "--write-to", tmp_path / "a.png", code=2)  # no folder
    shell("member", "consent", "0001", *at, "--on", "2024-01-05")
    shell("member", "consent", "0001", *at, "--on", "2024-01-06", "--withdraw")
    shell("member", "event", "0001", "away", *at, "--on", "12/2023")
    found = shell.json("member", "show", "0001", *at)
    assert (found["birth"], found["gender"], found["party_badge"]) == ("1950-08", "female", 40)
    assert (found["status"], found["away"], found["hardship"]) == ("active", True, False)
    assert found["extras"] == [{"name": "Nhóm máu", "kind": "choice", "text": "O"}]
    assert found["consents"][0]["withdrawn"] == "2024-01-06"
    text = shell("member", "show", "0001", *at)[0]
    for line in ("Bế Thị Lan (0001): Tạm vắng", "Ngày sinh: 08/1950", "Nhóm máu: O", "Giấy tờ: Đơn (a.png"):
        assert line in text
    shell("member", "photo", "0001", *at, "--remove")
    assert "Đã bỏ mục “Nhóm máu” và 1 nội dung" in shell("extra-fields", *at, "--remove", "Nhóm máu")[0]
    assert shell.json("extra-fields", *at) == []
    assert shell("check", *at)[0] == "Sổ nguyên vẹn.\n"


def test_what_cannot_be_is_one_sentence(shell: Shell, register: Path) -> None:
    at = ("--register", register)
    shell("member", "add", "Ma Văn An", *at)
    for words, code, said in (
        (("set", "0001"), 64, "Chưa ghi mục nào để sửa"),
        (("set", "0002", "--set", "note=a"), 1, "Không có hội viên nào mang mã"),
        (("set", "0001", "--set", "photo=x"), 64, "Không có mục “photo”"),
        (("set", "0001", "--set", "phone"), 64, "hãy ghi MỤC=NỘI DUNG"),
        (("set", "0001", "--set", "phone=abc"), 1, "không phải số điện thoại"),
        (("set", "0001", "--set", "party_badge=x"), 1, "không phải một số"),
        (("set", "0001", "--set", "gender=x"), 1, "không hiểu “x”. Hãy chọn một trong: male, female"),
        (("set", "0001"), 64, "Chưa ghi mục nào để sửa"),
        (("event", "0001", "changed_unit", "--on", "2020"), 64, "cần chi hội đến"),
        (("photo", "0001", register.parent), 2, "là một thư mục"),
        (("attach", "0001", register.parent), 2, "là một thư mục"),
        (("photo", "0001", "--out", "a.pdf"), 64, "tên có đuôi .jpg"),
        (("set", "0001", "--set", "hardship=nghèo"), 1, "hãy ghi có hoặc không"),
        (("set", "0001", "--set", "birth=31/2/1950"), 1, "31/2/1950"),
        (("set", "0001", "--extra", "Cỡ áo=L"), 1, "không có mục riêng tên “Cỡ áo”"),
        (("add", "Bế B", "--chapter", "Không có"), 1, "Không có chi hội nào tên"),
        (("event", "0001", "died", "--on", "2050"), 1, "còn ở phía trước"),
        (("photo", "0001"), 64, "đúng một trong"),
        (("attach", "0001"), 64, "đúng một trong"),
        (("photo", "0001", "missing.png"), 2, "Không đọc được"),
        (("photo", "0001", "--out", "a.jpg"), 1, "chưa có ảnh"),
        (("consent", "0001", "--on", "2024-01-05", "--withdraw"), 1, "chưa có đồng ý"),
    ):
        assert said in shell("member", *words, *at, code=code)[1]


def test_a_field_is_named_as_on_the_screen_and_who_may_stand_there_already_is_told(
    shell: Shell, register: Path
) -> None:
    at = ("--register", register)
    named = ("--set", "Ngày sinh=8/1952", "--set", "giới tính=nữ")
    assert shell("member", "add", "Bế Thị Lan", *at, *named)[0] == "Đã thêm Bế Thị Lan, mã 0001.\n"
    assert "1. 0001 · Bế Thị Lan · 08/1952" in shell("members", *at)[0]
    told = shell("member", "add", "Be Thi Lan", *at, *named)[0]
    assert "Có thể đã có trong sổ: Bế Thị Lan, mã 0001 (" in told


def test_what_a_member_has_several_of_is_added_corrected_and_taken_out(shell: Shell, register: Path) -> None:
    at = ("--register", register)
    shell("unit", "add", "Chi hội A", *at)
    shell("member", "add", "Ma Văn An", *at, "--set", "joined=2015", "--chapter", "Chi hội A")
    shell("member", "policies", "0001", *at, "--add", "wounded", "--rate", "2/4")
    assert shell("member", "policies", "0001", *at)[0] == "  1. Thương binh, 2/4\n1 dòng.\n"
    assert "Diện chính sách: Thương binh 2/4" in shell("member", "show", "0001", *at)[0]
    shell("member", "honours", "0001", *at, "--add", "Huân chương Chiến công", "--received", "1975")
    assert "  1. Huân chương Chiến công, 1975\n" in shell("member", "honours", "0001", *at)[0]
    shell(
        "member",
        "offices",
        "0001",
        *at,
        "--add",
        "Chi hội trưởng",
        "--chapter",
        "Chi hội A",
        "--from",
        "2020",
    )
    assert "  1. Chi hội trưởng, Chi hội A, từ 2020\n" in shell("member", "offices", "0001", *at)[0]
    shell("member", "offices", "0001", *at, "--end", "1", "--to", "5/2023")
    shell("member", "event", "0001", "away", *at, "--on", "2022")
    shell("member", "events", "0001", *at, "--correct", "2", "--on", "2/2022", "--reason", "Ốm")
    shown = shell.json("member", "show", "0001", *at)
    assert (shown["offices"][0]["ends"], shown["role"]) == ("2023-05", None)
    assert [(e["kind"], e["on"], e["reason"]) for e in shown["events"]] == [
        ("admitted", "2015", ""),
        ("away", "2022-02", "Ốm"),
    ]
    changes = len(shell.json("history", *at))
    for kind in ("policies", "honours", "offices", "events"):
        assert shell.json("member", kind, "0001", *at) == shown[kind]
    assert len(shell.json("history", *at)) == changes, "looking writes nothing"
    for kind, number in (("policies", 1), ("honours", 1), ("offices", 1), ("events", 2)):
        left = shell.json("member", kind, "0001", *at, "--remove", number)
        assert left == shown[kind][: number - 1]
        assert "không có dòng số 9" in shell("member", kind, "0001", *at, "--remove", "9", code=1)[1]
    assert "lần vào Hội" in shell("member", "events", "0001", *at, "--remove", "1", code=1)[1]
    assert "--to" in shell("member", "offices", "0001", *at, "--end", "1", code=64)[1]
    both = ("--add", "hero", "--remove", "1")
    assert "Mỗi lần chỉ" in shell("member", "policies", "0001", *at, *both, code=64)[1]
    assert shell("member", "remove", "0001", *at)[0] == "Đã xóa Ma Văn An. Lệnh undo trả lại.\n"
    assert shell.json("members", *at) == []
    assert shell("check", *at)[0] == "Sổ nguyên vẹn.\n"
