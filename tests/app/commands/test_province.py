"""Between a branch and the Hội above by the command line: submit, receive, who is missing, one workbook."""

from __future__ import annotations

from pathlib import Path

from app.domain.reports import Subordinate
from app.services import subordinates
from app.services.submissions import People
from app.store.register import Register
from tests.app.services.provinces import LowerHoi
from tests.app.test_cli import NOW, Shell, example, register, shell

__all__ = ["example", "register", "shell"]

YEAR = ("--year", "2023")


def test_a_branch_submits_and_the_hoi_above_receives(
    shell: Shell, example: Path, register: Path, tmp_path: Path
) -> None:
    at = ("--register", register)
    file = tmp_path / "nop.sohoi-nop"
    said, _ = shell("submit", "--register", example, *YEAR, "--out", file)
    assert "năm 2023" in said
    assert "hội viên" not in said
    sent = shell.json(
        "submit", "--register", example, *YEAR, "--out", file, "--members", "all", "--sensitive"
    )
    file.unlink()
    told, _ = shell("submit", "--register", example, *YEAR, "--out", file, "--members", "all", "--sensitive")
    assert f"Có gửi {sent['unasked']} người chưa ghi đồng ý: hãy hỏi trước khi gửi." in told
    report = shell.json("report", "--register", example, *YEAR, "--out", tmp_path / "bao-cao.xlsx")
    assert sent["figures"] == report["figures"]
    assert sent["members"] >= sent["figures"]["members_end"]
    assert shell.json("subordinates", *at, *YEAR)["subordinates"] == []

    seen = shell.json("receive", file, *at, "--dry-run")
    assert [each["outcome"] for each in seen] == ["taken"]
    assert shell.json("subordinates", *at, *YEAR)["subordinates"] == []
    (taken,) = shell.json("receive", file, *at)
    assert (taken["outcome"], taken["added"]) == ("taken", sent["members"])
    before = shell.json("history", *at)
    (again,) = shell.json("receive", file, *at)
    assert again["outcome"] == "same"
    assert shell.json("history", *at) == before
    codes = [each["code"] for each in shell.json("members", *at, "--as-of", "2023-12-31")]
    assert codes
    assert all(code.startswith("001-") for code in codes)

    shell("subordinate", "add", "Hội phường Sông Cầu", *at, "--contact", "Ông A")
    shell("subordinate", "edit", "002", *at, "--name", "Hội phường Bắc Kạn", "--position", "1")
    listed = shell.json("subordinates", *at, *YEAR)
    assert [(row["code"], row["state"]) for row in listed["subordinates"]] == [
        ("002", "missing"), ("001", "final"),
    ]  # fmt: skip
    assert listed["deadline"]["passed"]
    missing = shell("subordinates", *at, *YEAR, "--missing")[0]
    assert "Hội phường Bắc Kạn: chưa nộp, Ông A" in missing
    assert "2 Hội: 1 chưa nộp, 0 mới có số ước, 1 đã nộp." in missing
    shown = shell.json("subordinate", "show", "001", *at, *YEAR)
    assert {f["key"]: f["amount"] for f in shown["figures"] if f["amount"] is not None} == sent["figures"]
    assert "Hội viên cuối năm" in shell("subordinate", "show", "001", *at, *YEAR)[0]

    whole = shell.json("consolidate", *at, *YEAR, "--out", tmp_path / "tong-hop.xlsx")
    assert (whole["reported"], whole["missing"]) == (1, 1)
    assert whole["figures"] == sent["figures"]
    assert "1 Hội đã nộp" in shell("consolidate", *at, *YEAR, "--out", tmp_path / "tong-hop.xlsx")[0]
    shell("subordinate", "end", "Hội phường Bắc Kạn", *at)
    assert len(shell.json("subordinates", *at, *YEAR)["subordinates"]) == 1
    shell("subordinate", "end", "002", *at, "--again")
    assert "Mới" not in shell("subordinates", *at, *YEAR)[0]


def test_wrong_words_and_bad_files_are_told(shell: Shell, register: Path, tmp_path: Path) -> None:
    at = ("--register", register)
    folder = tmp_path / "nop"
    folder.mkdir()
    hoi = LowerHoi()
    hoi.send(folder, "a", made_at=NOW)
    (folder / "b.sohoi-nop").write_text("không phải")
    out, err = shell("receive", folder, *at, code=2)
    assert "Đã nhận: Hội Trường Sơn phường Đức Xuân" in out
    assert "Không nhận được: b.sohoi-nop" in out
    assert err == "1 trong 2 tệp không nhận được; các tệp khác đã xong.\n"
    with Register.open(register, clock=lambda: NOW) as opened:
        subordinates.save_subordinate(opened, Subordinate(name="Hội Trường Sơn phường Sông Cầu"))
    other = LowerHoi(name="Hội Trường Sơn – phường Sông Cầu", register_id="b" * 32).send(
        tmp_path, "c", made_at=NOW
    )
    out, err = shell("receive", other, *at, code=1)
    assert "1. Hội Trường Sơn phường Sông Cầu, mã 002" in out
    assert "--as" in err
    assert shell.json("receive", other, *at, "--as", "002")[0]["outcome"] == "taken"
    shell("receive", folder, *at, "--as", "new", code=64)
    shell("receive", tmp_path / "không-có.sohoi-nop", *at, code=2)
    shell("receive", other, *at, "--as", "Hội nào", code=1)
    shell("subordinate", "edit", "Hội Trường Sơn", *at, "--code", "9", code=1)
    shell("subordinate", "edit", "002", *at, code=64)
    shell("subordinate", "add", "Hội Trường Sơn phường Sông Cầu", *at, code=1)
    shell("subordinate", "show", "001", *at, *YEAR, code=1)
    shell("consolidate", *at, "--year", "1999", "--out", tmp_path / "x.xlsx", code=1)
    shell("submit", *at, *YEAR, "--out", tmp_path / "x.json", code=64)
    shell("submit", *at, *YEAR, "--out", tmp_path / "x.sohoi-nop", "--sensitive", code=64)
    assert {each.value for each in People} == {"none", "agreed", "all"}
