"""Import by the command line: everything the window can choose, and what was repaired summed up."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.app.importers.files import write_xlsx
from tests.app.test_cli import Shell, register, shell

__all__ = ["register", "shell"]


def test_sheet_header_columns_and_rows_are_chosen_by_options(
    shell: Shell, register: Path, tmp_path: Path
) -> None:
    rows = [
        ("Bảng",),
        ("Một", "Hai"),
        ("BẾ VĂN ĐỨC", "2/7/2015"),
        ("Ma Văn An", "2016"),
        ("Ma Thị Lan", "2017"),
    ]
    source = write_xlsx(tmp_path / "a.xlsx", rows)
    at = ("import", source, "--register", register)
    shell(*at, code=2)
    assert "Họ và tên" in shell(*at, "--header", "2", code=1)[1]
    words = ("--sheet", "Sheet", "--header", "2", "--column", "A=full_name", "--column", "B=joined")
    said = shell(*at, *words, "--decide", "4=skip", "--dry-run")[0]
    assert "Sẽ thêm 2" in said
    assert "Cột A: viết lại chữ hoa, chữ thường, 1 ô, như “BẾ VĂN ĐỨC” → “Bế Văn Đức”." in said
    assert "Dòng 4: Bạn chọn để lại dòng này." in said
    keys = ["added", "updated", "duplicates", "skipped", "problems"]
    assert list(shell.json(*at, *words, "--decide", "4=skip", "--remembered")) == keys
    assert [row["joined"] for row in shell.json("members", "--register", register)] == ["2015-07-02", "2017"]
    again = shell(*at, "--header", "2", "--remembered", "--decide", "4=0001", "--decide", "5=new")[0]
    assert "Đã thêm 1, sửa 1, đã có sẵn 1" in again  # whom row 3 was is now the person of row 4
    assert "Dùng các cột đã chọn lần trước" in again
    assert "Dòng 4, Ma Văn An: " in again
    assert "Ngày vào Hội 02/07/2015 → 2016" in again or "Họ và tên Bế Văn Đức → Ma Văn An" in again
    assert "không thêm lần nữa" in again
    shell(*at, "--decide", "4=ai", "--header", "2", code=64)


def test_whom_a_doubtful_row_may_mean_is_told_with_the_words_that_decide_it(
    shell: Shell, register: Path, tmp_path: Path
) -> None:
    header = ("Họ và tên", "Ngày sinh", "Chi hội")
    first = write_xlsx(tmp_path / "a.xlsx", [header, ("Ma Văn An", "1950", "Chi hội A")])
    shell("import", first, "--register", register)
    second = write_xlsx(tmp_path / "b.xlsx", [(*header, "Quê quán"), ("Ma Văn An", None, None, "Hà Nam")])
    said = shell("import", second, "--register", register, "--dry-run")[0]
    assert "Dòng 2 có thể là 0001 Ma Văn An: --decide 2=0001" in said
    assert "--decide DÒNG=new" in said
    assert "sửa 1" in shell("import", second, "--register", register, "--decide", "2=0001")[0]


def test_a_sample_list_is_written_with_and_without_a_register(
    shell: Shell, register: Path, tmp_path: Path
) -> None:
    out = tmp_path / "mẫu.xlsx"
    assert str(out) in shell("sample-list", "--out", out)[0]
    shell("sample-list", "--out", out, "--register", register)
    assert shell.json("import", out, "--register", register)["problems"] == []


def test_rows_that_were_not_taken_are_written_to_be_mended(
    shell: Shell, register: Path, tmp_path: Path
) -> None:
    rows = [("Họ và tên", "Ngày", "Tháng", "Năm sinh", "Ghi chú"), ("Ma Văn An", 1, 2, 1950, "")]
    source = write_xlsx(tmp_path / "a.xlsx", [*rows, ("Ma Văn 12", 5, 6, 1951, "thương binh")])
    left = tmp_path / "còn lại.xlsx"
    at = ("import", source, "--register", register, "--leftovers", left)
    columns = ("--column", "B=birth.day", "--column", "C=birth.month", "--column", "D=birth.year")
    assert "Đã ghi 1 dòng chưa nhập" in shell(*at, *columns)[0]
    book = openpyxl.load_workbook(left)
    cells = {cell.value: cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value}
    assert "5/6/1951" in cells  # a date in three columns is one
    assert any(str(text).startswith("Dòng 3: Họ tên “Ma Văn 12”") for text in cells)
    cells["Ma Văn 12"].value = "Ma Văn Hai"
    book.save(left)
    assert "Đã thêm 1" in shell("import", left, "--register", register)[0]
    births = {row["full_name"]: row["birth"] for row in shell.json("members", "--register", register)}
    assert births == {"Ma Văn An": "1950-02-01", "Ma Văn Hai": "1951-06-05"}
