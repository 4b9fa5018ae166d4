"""Tables of communes: the shipped one, a user's own, and what is refused with which sentence."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.places import REFORM_DAY
from app.errors import FileProblemError
from app.paths import resources, user_paths
from app.services import place_tables

SHIPPED = resources() / "places" / "thai-nguyen-bac-kan.json"


def document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(SHIPPED.read_text("utf-8"))
    return loaded


def test_the_shipped_table_holds_the_eight_communes_of_the_city_in_three_new_ones() -> None:
    table = place_tables.load_table(SHIPPED)
    assert "1683/NQ-UBTVQH15" in table.source
    found = {(c.old_name, c.old_code): (c.new_name, c.new_code) for c in table.changes}
    assert len(found) == 8
    assert found["Phường Phùng Chí Kiên", "01843"] == ("Phường Bắc Kạn", "01843")
    assert found["Xã Dương Quang", "01849"] == ("Xã Phong Quang", "01849")
    assert len({new for new, _ in found.values()}) == 3
    assert all(c.whole and c.on == REFORM_DAY for c in table.changes)


def test_a_users_own_table_stands_before_the_shipped_one_as_json_or_csv(own_profile: Path) -> None:
    folder = place_tables.own_folder(user_paths())
    folder.mkdir(parents=True)
    rows = document()["rows"]
    for name, mark in (("a.csv", ","), ("b.csv", ";")):
        with (folder / name).open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, place_tables.COLUMNS, delimiter=mark)
            writer.writeheader()
            writer.writerows({**row, "date": "01/07/2025"} for row in rows)
    files = place_tables.table_files(user_paths())
    assert [file.name for file in files] == ["a.csv", "b.csv", SHIPPED.name]
    tables = [place_tables.load_table(file) for file in files]
    assert tables[0].changes == tables[1].changes == tables[2].changes


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("old_code", "1843x", "dòng 1: “old_code” phải là mã"),
        ("kind", "toàn bộ", "dòng 1: “kind” phải là whole"),
        ("date", "7/2025", "dòng 1: “date” phải là một ngày"),
        ("date", "hôm nay", "dòng 1: “date” phải là một ngày"),
        ("new_name", "", "dòng 1: thiếu “new_name”"),
        ("old_name", 12, "dòng 1: thiếu “old_name”"),
        ("tên lạ", "x", "không hiểu cột “tên lạ”"),
    ],
)
def test_a_wrong_line_is_refused_by_its_number_and_reason(
    tmp_path: Path, key: str, value: object, said: str
) -> None:
    wrong = document()
    wrong["rows"][0][key] = value
    path = tmp_path / "bang.json"
    path.write_text(json.dumps(wrong), "utf-8")
    with pytest.raises(FileProblemError, match=r"bang\.json") as refused:
        place_tables.load_table(path)
    assert said in refused.value.message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "JSON"),
        (b"[]", "bộ giá trị"),
        (b"\xff\xfe", "UTF-8"),
        (b'{"title": "a", "source": "b", "rows": []}', "không có dòng nào"),
        (b'{"title": "a", "source": "b"}', "thiếu “rows”"),
        (b'{"title": "a", "rows": []}', "“source”"),
        (b'{"title": "a", "source": "b", "rows": [1]}', "dòng 1 phải là"),
        (b'{"title": "a", "source": "b", "rows": [], "x": 1}', "không hiểu “x”"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "bang.json"
    path.write_bytes(content)
    with pytest.raises(FileProblemError, match=said):
        place_tables.load_table(path)
    with pytest.raises(FileProblemError, match="Không đọc được"):
        place_tables.load_table(tmp_path / "không-có.json")


def test_a_commune_that_goes_whole_to_two_places_is_refused(tmp_path: Path) -> None:
    wrong = document()
    wrong["rows"].append({**wrong["rows"][0], "new_name": "Xã Khác", "new_code": "09999"})
    path = tmp_path / "bang.json"
    path.write_text(json.dumps(wrong), "utf-8")
    with pytest.raises(FileProblemError, match="2 nơi đến"):
        place_tables.load_table(path)
