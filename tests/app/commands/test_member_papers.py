"""Papers of the members by the command line."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader

from tests.app.test_cli import Shell, example, register, shell

__all__ = ["example", "register", "shell"]


def test_every_paper_is_written_and_measured(shell: Shell, example: Path, tmp_path: Path) -> None:
    at = ("--register", example)
    out = tmp_path / "a.pdf"
    for words in (
        ("list", "--search", "nguyen", "--columns", "full_name,birth"),
        ("list", "--sign", "--title", "Dự họp", "--as-of", "2023-12-31"),
        ("summary-list", "--by-unit", "--paper", "a3-ngang", "--sensitive"),
        ("sheet", "0016", "0009", "0016"),
        ("labels", "--kind", "attendance", "--sheet", "3x8", "--from", "5", "--dx", "0,5", "--cut-marks"),
        ("labels", "--sheet", "c6", "--salutation", "comrade"),
    ):
        found = shell.json(*words, *at, "--out", out)
        assert found["pages"] == len(PdfReader(out).pages)
        assert found["size"] == out.stat().st_size
        assert found["cut"] == []
    said = shell("sheet", "0016", *at, "--out", out)[0]
    assert said.startswith("Phiếu hội viên: 1 người, 1 trang, ")
    sheet = ("list", *at, "--out", tmp_path / "a.xlsx")
    assert "43 người" in shell(*sheet, "--full-numbers")[0]
    active, old = (
        shell.json(*sheet)["people"],
        shell.json(*sheet, "--age", "70-", "--sort", "-birth")["people"],
    )
    assert shell.json(*sheet, "--everybody")["people"] > active > old > 0


def test_what_cannot_be_is_one_sentence(shell: Shell, example: Path, tmp_path: Path) -> None:
    at = ("--register", example, "--out", tmp_path / "a.pdf")
    for words, code, said in (
        (("list", "--search", "không ai tên thế"), 1, "đang trống"),
        (("list", "--chapter", "Không có"), 1, "Không có chi hội nào tên"),
        (("list", "--columns", "lạ"), 1, "không có cột “lạ”"),
        (("list", "--columns", "full_name,health"), 1, "Cột riêng tư (Sức khỏe) chỉ in khi có thêm"),
        (("list", "--status", "x"), 64, "--status"),
        (("labels", "--columns", "birth"), 64, "mới chọn được cột"),
        (("sheet", "9999"), 1, "Không có hội viên nào mang mã “9999”"),
        (("labels", "--from", "25"), 1, "từ 1 đến 24"),
        (("labels", "--dx", "x"), 64, "không phải một số"),
    ):
        assert said in shell(*words, *at, code=code)[1]
    assert "Hãy đổi đuôi tên tệp" in shell("sheet", *at[:3], tmp_path / "a.txt", code=64)[1]
    assert list(tmp_path.glob("a.*")) == []
