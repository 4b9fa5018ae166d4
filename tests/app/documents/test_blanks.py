"""A blank is data: what is wrong in it is refused with the reason, and it reads back as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.documents.blanks import Blank, blank_from_json, blank_names, blank_to_json, load_blank
from app.errors import FileProblemError, NotFoundError
from tests.app.documents.test_layouts import PIXEL

DOCUMENT: dict[str, Any] = {"format": 1, "title": "Phôi A4 Hội tỉnh", "page": {"width": 297, "height": 210}}


def read(**changes: Any) -> Blank:
    return blank_from_json(json.dumps(DOCUMENT | changes), "phôi thử")


def test_a_blank_reads_back_as_it_was() -> None:
    blank = Blank("phoi-a4", "Phôi A4", 297, 210, ("recipient", "detail"), PIXEL)
    assert blank_from_json(blank_to_json(blank)) == blank
    assert read() == Blank("phôi thử", "Phôi A4 Hội tỉnh", 297, 210)
    assert read(prints=["recipient", "recipient", "gia\u0309i"]).prints == ("recipient", "giải")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"format": 2}, "“format”"),
        ({"page": {"width": 297}}, "thiếu “height”"),
        ({"page": {"width": 10, "height": 10}}, "phải từ 50 đến 1500"),
        ({"title": 5}, "“title” phải là chữ"),
        ({"prints": "recipient"}, "“prints” phải là danh sách"),
        ({"prints": [1]}, "“prints” phải là danh sách"),
        ({"backdrop": "R0lGODlh"}, "PNG hoặc JPEG"),
        ({"backdrop": 7}, "phải là chữ"),
        ({"note": "x"}, "không hiểu “note”"),
    ],
)
def test_a_wrong_blank_is_refused_with_the_reason(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(FileProblemError, match=f"Phôi “phôi thử” không dùng được.*{words}.*chọn phôi khác"):
        read(**changes)


def test_blanks_are_found_by_name_in_the_folder_of_the_user(tmp_path: Path) -> None:
    assert blank_names(tmp_path / "chưa có") == ()
    with pytest.raises(NotFoundError, match=r"Không có phôi “a”.*chưa có phôi nào"):
        load_blank("a", tmp_path)
    for name in ("b", "a"):
        (tmp_path / f"{name}.json").write_text(json.dumps(DOCUMENT), "utf-8")
    assert blank_names(tmp_path) == ("a", "b")
    assert load_blank("a", tmp_path).name == "a"
    assert load_blank(tmp_path / "b.json").name == "b"
    with pytest.raises(NotFoundError, match="Các phôi đã khai: a, b"):
        load_blank("../a", tmp_path)
    with pytest.raises(FileProblemError, match=r"Không tìm thấy phôi c\.json\. Hãy chọn phôi khác"):
        load_blank(tmp_path / "c.json")
    (tmp_path / "d.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileProblemError, match=r"Không đọc được phôi"):
        load_blank("d", tmp_path)
