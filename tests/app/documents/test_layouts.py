"""A layout is data: what is wrong in it is refused with the box and the reason, and it survives freezing."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from app.documents import layouts
from app.documents.art_names import ART_NAMES
from app.documents.certificates.ornaments import _DESIGNS
from app.documents.layouts import (
    LONGEVITY_LAYOUTS,
    layout_from_json,
    layout_names,
    layout_to_json,
    load_layout,
    scaled,
)
from app.domain.certificate_fields import FIELDS, LONGEVITY_KEYS
from app.errors import FileProblemError, NotFoundError


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PIXEL = base64.b64encode(
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">2I5B", 2, 2, 8, 2, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\x00" + b"\xff" * 6 + b"\x00" + b"\x80" * 6))
    + _chunk(b"IEND", b"")
).decode()
HEAVY = base64.b64encode(b"\xff\xd8\xff" + bytes(700_000)).decode("ascii")


def document(**changes: Any) -> dict[str, Any]:
    """A small right layout; tests change one thing."""
    box = {
        "field": "recipient",
        "x": 10,
        "y": 20,
        "width": 100,
        "height": 20,
        "font": "Tinos-Bold",
        "size": 20,
    }
    return {
        "format": 1,
        "name": "thử",
        "title": "Mẫu thử",
        "page": {"width": 297, "height": 210},
        "boxes": [box | changes],
    }


def read(value: object) -> layouts.Layout:
    return layout_from_json(json.dumps(value), "thử")


def test_the_usual_sizes_are_there_and_the_usual_one_comes_first() -> None:
    assert layout_names()[0] == "truyen-thong"
    sizes = {name: f"{load_layout(name).width:g}×{load_layout(name).height:g}" for name in layout_names()}
    usual = {"": "297×210", "-a3": "420×297", "-360x270": "360×270", "-doc": "210×297"}
    for art in ART_NAMES:
        assert {ending: sizes[f"{art}{ending}"] for ending in usual} == usual
    assert sizes["phoi-a4"] == "297×210"


@pytest.mark.parametrize("name", layout_names())
def test_every_bundled_layout_prints_every_field_and_survives_freezing(name: str) -> None:
    layout = load_layout(name)
    assert layout.name == name
    without = {"qr", "motto_1", "motto_2"} if name == "phoi-a4-ten-truoc" else {"qr"}
    assert {box.field for box in layout.boxes} >= {field.key for field in FIELDS} - without
    assert layout_from_json(layout_to_json(layout)) == layout


@pytest.mark.parametrize("name", layout_names())
def test_signature_and_stamp_have_room(name: str) -> None:
    layout = load_layout(name)
    office, signer = layout.box("signer_office"), layout.box("signer")
    assert signer.y - (office.y + office.height) >= (30 if name.startswith("phoi") else 35) - 0.01


@pytest.mark.parametrize("name", LONGEVITY_LAYOUTS)
def test_a_giay_mung_tho_says_everything_of_its_own_and_survives_freezing(name: str) -> None:
    layout = load_layout(name)
    assert layout.is_longevity
    assert {box.field for box in layout.boxes} >= {*LONGEVITY_KEYS, "recipient", "issuer", "signer"}
    assert layout_from_json(layout_to_json(layout)) == layout


@pytest.mark.parametrize("name", [*layout_names(), *LONGEVITY_LAYOUTS])
def test_no_box_of_a_bundled_layout_lies_over_another(name: str) -> None:
    for a, b in combinations(load_layout(name).boxes, 2):
        beside = a.x + a.width <= b.x or b.x + b.width <= a.x
        above = a.y + a.height <= b.y + 0.02 or b.y + b.height <= a.y + 0.02
        assert beside or above, (a.key, b.key)


def test_a_layout_frozen_before_ink_was_minded_reads_and_survives_as_it_was() -> None:
    value = document()
    value["boxes"].append(value["boxes"][0] | {"field": "detail", "y": 60, "follows": "recipient", "gap": 4})
    layout = read(value)
    assert layout.box("detail").clear is None
    assert "clear" not in layout_to_json(layout)
    assert layout_from_json(layout_to_json(layout)) == layout


def test_the_version_of_a_design_is_kept_and_an_older_layout_has_the_first() -> None:
    layout = read(document() | {"version": 7})
    assert layout.version == 7
    assert layout_from_json(layout_to_json(layout)) == layout
    assert read(document()).version == 1
    with pytest.raises(FileProblemError, match="“version” là 0"):
        read(document() | {"version": 0})


def test_titles_stand_above_or_below_the_issuer() -> None:
    usual, blank = load_layout("truyen-thong"), load_layout("phoi-a4")
    assert usual.box("issuer").y < usual.box("form").y
    assert blank.box("form").y < blank.box("issuer").y
    bare = load_layout("phoi-a4-ten-truoc")
    assert bare.box("form").y < bare.box("issuer").y < bare.box("gives").y < bare.box("recipient").y


def test_a_blank_carries_the_title_and_the_motto_by_default() -> None:
    layout = load_layout("truyen-thong")
    assert {box.key for box in layout.boxes if not box.overlay} == {"motto_1", "motto_2", "form"}


def test_a_scaled_layout_keeps_its_proportions() -> None:
    for art in ART_NAMES:
        a4, a3 = load_layout(art), load_layout(f"{art}-a3")
        grown = scaled(a4, 420 / 297, name=a3.name, title=a3.title)
        assert [box.key for box in grown.boxes] == [box.key for box in a3.boxes]
        for large, kept in zip(grown.boxes, a3.boxes, strict=True):
            assert (large.x, large.y, large.width) == (kept.x, kept.y, kept.width)
            assert large.style == kept.style


def test_the_arts_a_layout_may_name_are_the_ones_that_are_drawn() -> None:
    assert set(ART_NAMES) == set(_DESIGNS)


def test_a_layout_may_hold_fixed_words_lines_and_pictures() -> None:
    value = document()
    value["boxes"].append(
        {"key": "khẩu hiệu", "text": "Đền ơn đáp nghĩa", "x": 0, "y": 0, "width": 50, "height": 9,
         "font": "Tinos-Italic", "size": 12, "align": "left", "colour": "#00AA11"}
    )  # fmt: skip
    value["lines"] = [{"x1": 1, "y1": 2, "x2": 3, "y2": 4, "width": 0.5}]
    value["pictures"] = [{"x": 1, "y": 2, "width": 3, "height": 4, "data": PIXEL}]
    layout = read(value)
    assert layout.box("khẩu hiệu").style.colour == "#00aa11"
    assert not layout.box("khẩu hiệu").overlay
    assert layout.lines[0].x2 == 3
    assert layout.pictures[0].data == PIXEL
    assert layout_from_json(layout_to_json(layout)) == layout
    with pytest.raises(KeyError):
        layout.box("không có")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"font": "Arial"}, "ô “recipient”.*“Arial”.*Tinos-Bold"),
        ({"field": "chuc_vu"}, "“field” là “chuc_vu”.*recipient"),
        ({"x": 250}, "nằm ra ngoài trang 297 × 210"),
        ({"y": 195}, "nằm ra ngoài trang"),
        ({"size": 900}, "“size” là 900, phải từ 4 đến 400"),
        ({"size": 10**400}, "“size” phải từ 4 đến 400"),
        ({"size": "to"}, "“size” phải là một số"),
        ({"size": True}, "“size” phải là một số"),
        ({"min_size": 30}, "“min_size” là 30"),
        ({"colour": "đỏ"}, "phải là màu"),
        ({"align": "giữa"}, "left, center, right"),
        ({"valign": "trên"}, "top, middle, bottom"),
        ({"max_lines": 1.5}, "số nguyên"),
        ({"overlay": "có"}, "true hoặc false"),
        ({"colr": "#000000"}, "không hiểu “colr”"),
        ({"text": "chữ"}, "đúng một trong hai"),
        ({"field": ""}, "đúng một trong hai"),
        ({"field": "", "text": "chữ"}, "cần có tên ở “key”"),
        ({"clear": -1}, "“clear” là -1"),
        ({"clear": "xa"}, "“clear” phải là một số"),
        ({"follows": "detail"}, "nối theo ô “detail”"),
        ({"rule": {"gap": 1}}, "“rule”: thiếu “width”"),
        ({"alternative": 5}, "“alternative”: không phải"),
        ({"text": "x" * 3000, "field": ""}, "không quá 2000"),
    ],
)
def test_a_wrong_box_is_refused_with_its_name_and_the_reason(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(FileProblemError, match=words):
        read(document(**changes))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"format": 2}, "“format”"),
        ({"page": {"width": 297}}, "thiếu “height”"),
        ({"page": {"width": 10, "height": 10}}, "phải từ 50 đến 1500"),
        ({"art": "rồng"}, "“art” là “rồng”"),
        ({"boxes": {}}, "danh sách"),
        ({"boxes": [1]}, "“boxes” mục 1"),
        ({"boxes": document()["boxes"] * 2}, "hai ô cùng tên “recipient”"),
        ({"pictures": [{"x": 0, "y": 0, "width": 1, "height": 1, "data": "R0lGODlh"}]}, "PNG hoặc JPEG"),
        ({"pictures": [{"x": 0, "y": 0, "width": 1, "height": 1, "data": "*"}]}, "không phải là ảnh"),
        ({"pictures": [{"x": 0, "y": 0, "width": 1, "height": 1, "data": 7}]}, "phải là chữ"),
        (
            {"pictures": [{"x": 0, "y": 0, "width": 1, "height": 1, "data": HEAVY}]},
            "nặng quá 600 KB, hãy thu nhỏ",
        ),
        ({"title": "\ud800"}, "không phải JSON đúng cách"),
        ({"note": "x"}, "không hiểu “note”"),
    ],
)
def test_a_wrong_layout_is_refused_with_the_reason(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(FileProblemError, match=words):
        read(document() | changes)


@pytest.mark.parametrize("text", ["", "[", "[]", "5", "[" * 100_000])
def test_what_is_no_layout_at_all_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(FileProblemError, match=r"không dùng được") as caught:
        layout_from_json(text, "thử")
    assert "\n" not in caught.value.message


def test_a_layout_is_read_from_a_file_of_the_user(tmp_path: Path) -> None:
    path = tmp_path / "của hội.json"
    value = document()
    del value["name"]
    path.write_text(json.dumps(value), "utf-8")
    assert load_layout(path).name == "của hội"


def test_the_folder_of_the_user_goes_before_the_bundled_layouts(tmp_path: Path) -> None:
    assert layout_names(tmp_path / "chưa có") == layout_names()
    for name in ("của hội", "truyen-thong"):
        (tmp_path / f"{name}.json").write_text(json.dumps(document()), "utf-8")
    assert layout_names(tmp_path) == (*layout_names(), "của hội")
    assert load_layout("của hội", tmp_path).title == "Mẫu thử"
    assert load_layout("truyen-thong", tmp_path).title == "Mẫu thử"
    assert load_layout("truyen-thong").title != "Mẫu thử"
    with pytest.raises(NotFoundError, match="của hội"):
        load_layout("../của hội", tmp_path)


def test_a_missing_unreadable_or_huge_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"Không có mẫu giấy khen “rồng”.*truyen-thong"):
        load_layout("rồng")
    with pytest.raises(FileProblemError, match=r"Không tìm thấy mẫu"):
        load_layout(tmp_path / "a.json")
    (tmp_path / "b.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileProblemError, match=r"Không đọc được"):
        load_layout(tmp_path / "b.json")
    (tmp_path / "c.json").mkdir()
    with pytest.raises(FileProblemError, match=r"Không đọc được"):
        load_layout(tmp_path / "c.json")
    with (tmp_path / "d.json").open("wb") as huge:
        huge.truncate(50_000_000)
    with pytest.raises(FileProblemError, match=r"40 MB"):
        load_layout(tmp_path / "d.json")
