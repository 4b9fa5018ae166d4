"""The list of members by the command line, narrowed, sorted and shaped as the window does it."""

from __future__ import annotations

from pathlib import Path

from app.clock import now
from app.domain.member_lists import MemberQuery, Sort
from app.services import saved_views
from app.services.registers import open_register
from tests.app.test_cli import Shell, example, register, shell

__all__ = ["example", "register", "shell"]


def test_the_list_is_narrowed_and_sorted_and_keeps_the_contracts_keys(shell: Shell, example: Path) -> None:
    at = ("members", "--register", example)
    everybody = shell.json(*at)
    active = shell.json(*at, "--status", "active", "--sort", "birth,-name", "--as-of", "2023-12-31")
    assert list(active[0]) == list(everybody[0])
    assert {row["status"] for row in active} == {"active"}
    births = [row["birth"] for row in active if row["birth"]]
    assert births == sorted(births)
    assert {row["full_name"] for row in active} < {row["full_name"] for row in everybody}
    old = shell.json(*at, "--age", "70-80", "--as-of", "2023-12-31", "--status", "đang sinh hoạt")
    years = [int(row["birth"][:4]) for row in old]
    assert years
    assert all(70 <= 2023 - year <= 80 for year in years)
    assert len(shell.json(*at, "--age", "-72", "--as-of", "2023-12-31")) < len(everybody)
    assert shell.json(*at, "--unknown", "birth") == []
    assert all(row["phone"] is None for row in shell.json(*at, "--unknown", "Điện thoại"))
    assert 0 < len(shell.json(*at, "--policy", "any")) < len(everybody)
    unit = everybody[0]["chapter"]
    assert {row["chapter"] for row in shell.json(*at, "--chapter", unit, "--sort", "name")} == {unit}


def test_columns_and_views_shape_what_is_written(shell: Shell, example: Path) -> None:
    at = ("members", "--register", example)
    rows = shell.json(*at, "--columns", "full_name,Tuổi,phone", "--search", "nguyen", "--as-of", "2023-12-31")
    assert list(rows[0]) == ["full_name", "age", "phone"]
    assert isinstance(rows[0]["age"], int)
    lines = shell(*at, "--columns", "full_name,age", "--search", "nguyen", "--as-of", "2023-12-31")[0]
    assert f"   1. {rows[0]['full_name']} · {rows[0]['age']}\n" in lines
    assert lines.endswith(f"{len(rows)} người.\n")
    with open_register(example, clock=now) as opened:
        query = MemberQuery(age_from=75, sort=(Sort("birth"),))
        saved_views.save_view(opened, "Mừng thọ", query, ("full_name", "birth"))
    kept = shell.json(*at, "--view", "mung tho", "--as-of", "2023-12-31")
    assert list(kept[0]) == ["full_name", "birth"]
    assert all(int(row["birth"][:4]) <= 1948 for row in kept)


def test_words_that_mean_nothing_are_said_in_one_sentence(shell: Shell, register: Path) -> None:
    for words, code, said in (
        (("--status", "x"), 64, "--status: không có “x”"),
        (("--age", "bảy mươi"), 64, "--age: không hiểu"),
        (("--policy", "x"), 64, "--policy"),
        (("--unknown", "shoe"), 64, "--unknown"),
        (("--sort", "shoe"), 64, "--sort"),
        (("--columns", "shoe"), 1, "không có cột “shoe”"),
        (("--view", "shoe"), 1, "Không có chế độ xem"),
    ):
        assert said in shell("members", "--register", register, *words, code=code)[1], words
