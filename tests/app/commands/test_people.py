"""Who is who by the command line: pairs listed, told apart, merged, and brought back."""

from __future__ import annotations

from pathlib import Path

from tests.app.test_cli import Shell, example, register, shell

__all__ = ["example", "register", "shell"]


def test_a_pair_is_found_looked_at_merged_and_brought_back(shell: Shell, register: Path) -> None:
    at = ("--register", register)
    assert shell("duplicates", *at)[0] == "Không thấy ai có thể đã ghi hai lần.\n"
    for name, phone in (("Nông Thị Hiền", "0912345678"), ("Nong Thi Hien", "0987654321")):
        shell(
            "member", "add", name, *at,
            "--set", "birth=15/8/1950", "--set", f"phone={phone}", "--set", f"note={name}",
        )  # fmt: skip
    (pair,) = shell.json("duplicates", *at)
    assert pair["one"] == {"code": "0001", "full_name": "Nông Thị Hiền", "birth": "1950-08-15"}
    assert pair["other"]["code"] == "0002"
    assert pair["score"] > 50
    assert pair["reasons"][0] == "cùng họ tên, một bên không dấu"
    assert "Nông Thị Hiền (0001, sinh 15/08/1950) – Nong Thi Hien (0002" in shell("duplicates", *at)[0]

    before = shell.json("members", *at)
    words = ("merge", "0001", "0002", *at, "--take", "Điện thoại=gone", "--take", "note=both")
    seen = shell.json(*words, "--dry-run")
    assert {each["name"]: each["taken"] for each in seen["fields"]} == {
        "code": "kept", "full_name": "kept", "phone": "gone", "note": "both",
    }  # fmt: skip
    assert shell.json("members", *at) == before
    said = shell(*words)[0]
    assert "Điện thoại: 0987654321 (bỏ: 0912345678)" in said
    assert "Đã gộp Nong Thi Hien (0002) vào Nông Thị Hiền (0001). Sau khi gộp: Đang sinh hoạt." in said
    (member,) = shell.json("members", *at)
    assert (member["code"], member["phone"], member["note"]) == (
        "0001", "0987654321", "Nông Thị Hiền\nNong Thi Hien",
    )  # fmt: skip
    assert shell("check", *at)[0] == "Sổ nguyên vẹn.\n"
    shell("undo", *at)
    assert shell.json("members", *at) == before

    said = shell("duplicates", *at, "--apart", "0002", "0001")[0]
    assert said == "Đã ghi nhận Nong Thi Hien và Nông Thị Hiền là hai người khác nhau.\n"
    assert shell.json("duplicates", *at) == []
    assert shell.json("duplicates", *at, "--apart", "0001", "0002") == {"apart": ["0001", "0002"]}


def test_what_cannot_be_merged_is_one_sentence(shell: Shell, register: Path) -> None:
    at = ("--register", register)
    for name in ("Ma Văn An", "Ma Văn Ấn"):
        shell("member", "add", name, *at)
    for words, code, said in (
        (("0001", "0001"), 1, "cùng một hồ sơ"),
        (("0001", "0009"), 1, "Không có hội viên nào mang mã"),
        (("0001", "0002", "--take", "phone"), 64, "hãy ghi MỤC=gone"),
        (("0001", "0002", "--take", "shoes=gone"), 1, "Không có gì để chọn ở mục “shoes”"),
    ):
        assert said in shell("merge", *words, *at, code=code)[1]
    assert len(shell.json("members", *at)) == 2
