"""Undo, redo and the history by the command line, weeks after what they are about."""

from __future__ import annotations

from pathlib import Path

from tests.app.test_cli import Shell, example, register, shell, write_list

__all__ = ["example", "register", "shell"]


def test_an_import_is_found_previewed_and_taken_back(shell: Shell, register: Path, tmp_path: Path) -> None:
    at = ("--register", register)
    assert shell("history", *at, "--imports") == ("Không có thay đổi nào như thế trong nhật ký.\n", "")
    source = write_list(
        tmp_path / "cu.xlsx", ["Họ và tên", "Năm sinh"], ["Lò Thị Ún", 1950], ["Ma Văn An", 1952]
    )
    shell("import", source, *at)
    shell("member", "set", "0002", *at, "--set", "phone=0912345678")
    (row,) = shell.json("history", *at, "--imports")
    assert (row["label"][:14], row["taken_back"]) == ("Nhập danh sách", False)
    plan = shell.json("undo", *at, "--change", row["id"], "--dry-run")
    assert (plan["return"], plan["keep"], plan["blocked"], plan["made"]) == (1, 1, 0, None)
    assert len(shell.json("members", *at)) == 2
    said = shell("undo", *at, "--change", row["id"])[0]
    assert "trả lại: Hội viên Lò Thị Ún (xóa khỏi sổ; cùng 1 biến động)" in said
    assert "giữ vì đã sửa sau đó: Hội viên Ma Văn An (cùng 1 biến động; đã sửa ngày" in said
    assert "1 trả lại, 1 giữ vì đã sửa sau đó, 0 không trả được" in said
    assert [each["full_name"] for each in shell.json("members", *at)] == ["Ma Văn An"]
    assert "(đã trả lại)" in shell("history", *at, "--search", "nhap danh sach")[0]
    told = shell("history", *at, "--record", "0002")[0]
    assert "Điện thoại: 0912345678" in told
    newest = shell.json("history", *at, "--record", "0002")[0]
    assert (newest["verb"], newest["name"]) == ("sửa", "Ma Văn An")
    assert newest["fields"] == [{"label": "Điện thoại", "old": "", "new": "0912345678"}]
    one = shell.json("undo", *at, "--change", newest["id"], "--record", "0002")
    assert [field["new"] for field in one["items"][0]["fields"]] == [""]
    assert shell.json("undo", *at)["label"].startswith("Hoàn tác: Trả lại: ")
    assert shell("redo", *at)[0].startswith("Làm lại: Trả lại: ")
    assert "cần --change SỐ" in shell("undo", *at, "--dry-run", code=64)[1]
    assert "Không trả lại được" in shell("undo", *at, "--change", newest["id"], code=1)[1]
    shell("undo", *at, "--change", 999, code=1)
    shell("history", *at, "--record", "9999", code=1)
    assert shell("check", *at)[0] == "Sổ nguyên vẹn.\n"
