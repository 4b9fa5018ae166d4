"""A report by the command line: written, made into papers, sent, compared; a form filled."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook, load_workbook

from tests.app.test_cli import Shell, example, shell

__all__ = ["example", "shell"]


def test_a_report_goes_its_whole_way(shell: Shell, example: Path, tmp_path: Path) -> None:
    at = ("--register", example)
    made = shell.json("report-draft", "new", *at, "--year", 2023)
    assert (made["period"], made["sent_on"]) == ("năm 2023", None)
    shell("report-draft", "set", 2023, *at, "--to", "Tỉnh Hội", "--on", "05/01/2024")
    words = tmp_path / "loi.txt"
    words.write_text("Thuận lợi nhiều.\n", encoding="utf-8")
    shell("report-draft", "text", "năm 2023", "Đặc điểm tình hình", *at, "--file", words)
    shell("report-draft", "figure", 2023, "visits", "12", *at)
    shell("report-draft", "row", made["id"][:8], "Cây xanh", *at, "--amount", "1.500", "--part", "movement")
    shell("report-draft", "row", 2023, "cây xanh", *at, "--measure", "cây")
    told = shell.json("report-draft", "show", 2023, *at)
    sections = {each["key"]: each for each in told["sections"]}
    assert sections["situation"]["own"] == "Thuận lợi nhiều."
    assert "- Cây xanh: 1.500 cây." in sections["movement"]["composed"]
    assert {each["label"]: each["amount"] for each in told["typed"]}["Cây xanh"] == 1500
    shell("report-draft", "figure", 2023, "lượt thăm hỏi, viếng, tặng quà", "--clear", *at)
    assert "Cây xanh: 1.500" in shell("figures", *at, "--year", 2023, "--saved", 2023)[0]
    folder = tmp_path / "giay to"
    folder.mkdir()
    written = shell.json("report-papers", *at, "--year", 2023, "--out", folder)
    assert Path(written["pdf"]).is_file()
    assert written["pages"] > 2
    assert "Đã có" not in shell("report-draft", "papers", 2023, *at, "--out", folder, "--replace")[0]
    sent = shell.json("report-draft", "send", 2023, *at, "--on", "06/01/2024")
    assert (sent["code"], sent["sent_to"], sent["sent_on"]) == ("01/BC-HTS", "Tỉnh Hội", "2024-01-06")
    assert shell("report-draft", "compare", 2023, *at)[0] == "Số liệu vẫn như bản đã gửi.\n"
    assert shell.json("report-draft", "compare", "01/BC-HTS", *at) == []
    again = shell("report-papers", *at, "--year", 2023, "--out", folder, "--replace")[0]
    assert "đúng bản đã gửi ngày 06/01/2024" in again
    named = {each["name"]: each["value"] for each in shell.json("fill-form", *at, "--year", 2023)}
    assert (named["so_bao_cao"], named["cay_xanh"]) == ("01/BC-HTS", 1500)
    shell("report-draft", "reopen", 2023, *at)
    assert [each["sent_on"] for each in shell.json("reports", *at)] == [None, "2024-01-06"]
    shell("report-draft", "row", 2023, "Cây xanh", "--remove", *at)
    assert "Đã bỏ" in shell("report-draft", "remove", 2023, *at)[0]
    assert "1 báo cáo." in shell("reports", *at)[0]
    assert "đã gửi ngày" in shell("report-draft", "text", 2023, "plan", *at, "--text", "x", code=1)[1]
    assert "Không có báo cáo" in shell("report-draft", "show", 1999, *at, code=1)[1]
    assert shell("report-draft", "text", 2023, "plan", *at, code=64)[1]


def test_a_form_is_filled_and_its_names_are_told(shell: Shell, example: Path, tmp_path: Path) -> None:
    at = ("--register", example, "--year", 2023)
    names = {each["name"]: each["value"] for each in shell.json("fill-form", *at)}
    assert names["members_end"] == names["hoi_vien_cuoi_nam"] == 43
    assert "visits: Lượt thăm hỏi" in shell("fill-form", *at)[0]
    book = Workbook()
    book.worksheets[0]["A1"] = "{{members_end}}"
    book.worksheets[0]["A2"] = "{{khong_biet}} {{so_bao_cao}}"
    book.save(tmp_path / "mau.xlsx")
    out = tmp_path / "xong.xlsx"
    said = shell("fill-form", tmp_path / "mau.xlsx", *at, "--out", out)[0]
    assert "điền 1 ô" in said
    assert "khong_biet" in said
    assert load_workbook(out).worksheets[0]["A1"].value == 43
    filled = shell.json("fill-form", tmp_path / "mau.xlsx", *at, "--out", out, "--replace")
    assert [each["cell"] for each in filled["filled"]] == ["A1"]
    assert shell("fill-form", tmp_path / "mau.xlsx", *at, code=64)[1]
    (tmp_path / "hong.xlsx").write_bytes(b"abc")
    assert "nguyên vẹn" in shell("fill-form", tmp_path / "hong.xlsx", *at, "--out", out, code=2)[1]
