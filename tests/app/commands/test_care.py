"""Care by the command line: visits, campaigns, mừng thọ, who was not visited, a death."""

from __future__ import annotations

from pathlib import Path

from tests.app.test_cli import Shell, example, register, shell

__all__ = ["example", "register", "shell"]


def test_a_visit_is_recorded_changed_found_and_taken_out(shell: Shell, example: Path, tmp_path: Path) -> None:
    at = ("--register", example)
    before = len(shell.json("visits", *at))
    said = shell(
        "visit", "add", *at, "--member", "0001", "--on", "2024-01-03", "--kind", "illness", "--household",
        "--amount", "200.000", "--gift", "Sữa", "--gift-cost", "150000", "--fund", "quỹ hội",
    )[0]  # fmt: skip
    assert said.startswith("Đã ghi lần thăm hỏi ngày 03/01/2024, 350.000 đồng (mã ")
    (visit,) = shell.json("visits", *at, "--year", 2024)
    assert (visit["total"], visit["from_fund"], visit["household"]) == (350_000, True, True)
    assert visit["name"].startswith("Gia đình ")
    shell("visit", "edit", "3/1/2024", *at, "--amount", "0", "--one-person", "--no-fund")
    (visit,) = shell.json("visits", *at, "--year", 2024)
    assert (visit["total"], visit["from_fund"]) == (150_000, False)
    assert not visit["name"].startswith("Gia đình")
    shell("visit", "edit", "3/1/2024", *at, "--visitors", "Chi hội trưởng")
    assert not shell.json("visits", *at, "--year", 2024)[0]["from_fund"]  # it stays as it was said
    assert "Không có quỹ nào tên" in shell("visit", "edit", visit["id"], *at, "--fund", "X", code=1)[1]
    assert ": 1 trang, 1 dòng" in shell("visits", *at, "--year", 2024, "--out", tmp_path / "tham.pdf")[0]
    shell("visit", "remove", visit["id"], *at)
    assert "Không có lần thăm hỏi" in shell("visit", "remove", "3/1/2024", *at, code=1)[1]
    assert len(shell.json("visits", *at)) == before
    assert shell("visit", "add", *at, code=64)[1].startswith("Hãy cho đúng một trong")


def test_a_visit_of_a_day_to_come_is_planned_until_it_was_made(shell: Shell, example: Path) -> None:
    at = ("--register", example)
    said = shell("visit", "add", *at, "--member", "0001", "--on", "2024-03-08", "--amount", "200000")[0]
    assert "Ghi là dự kiến: chưa tính vào số liệu, chưa chi quỹ" in said
    planned = shell.json("visits", *at, "--planned", "--year", 2024)
    visit = next(each for each in planned if not each["campaign_id"])
    assert (visit["planned"], visit["from_fund"]) == (True, False)
    assert "chưa đến" in shell("visit", "edit", visit["id"][:8], *at, "--made", code=64)[1]
    shell("visit", "edit", visit["id"][:8], *at, "--on", "2024-01-08", "--made")
    made = next(each for each in shell.json("visits", *at) if each["id"] == visit["id"])
    assert (made["planned"], made["from_fund"]) == (False, True)


def test_a_campaign_is_made_filled_handed_over_and_signed_for(
    shell: Shell, example: Path, tmp_path: Path
) -> None:
    at = ("--register", example)
    shell(
        "campaign", "add", "Quà Tết", *at, "--kind", "tet", "--on", "2025-02-01", "--amount", "300000",
        "--gift", "Bánh kẹo",
    )  # fmt: skip
    assert "khó khăn" in shell("campaign", "fill", 2025, *at, "--dry-run")[0].lower()
    shell("campaign", "fill", 2025, *at, "--member", "0001", "--member", "0002", "--person", "Bà Mùi")
    shell("campaign", "line", "quà tết", "Bà Mùi", *at, "--amount", "500000")
    card = shell.json("campaign", "show", 2025, *at)
    assert [line["total"] for line in card["lines"]] == [300_000, 300_000, 500_000]
    written = shell("campaign", "sheet", 2025, *at, "--out", tmp_path / "ky.pdf")[0]
    assert "1 trang, 3 dòng" in written
    assert shell("campaign", "give", 2025, "3", *at, "--on", "2025-01-04")[0] == (
        "Đã trao 1 suất, 500.000 đồng.\n"
    )
    assert [row["campaign"] for row in shell.json("visits", *at, "--year", 2025)] == ["Quà Tết"]
    assert shell("campaign", "take-back", 2025, *at)[0].startswith("1 suất ghi lại")
    shell("campaign", "edit", 2025, *at, "--amount", "400000")
    shell("campaign", "drop", 2025, "1", *at)
    assert "bỏ dòng nào" in shell("campaign", "drop", 2025, *at, code=64)[1]
    (row,) = shell.json("campaigns", *at, "--year", 2025)
    assert (row["recipients"], row["given"], row["total"]) == (2, 0, 900_000)
    assert "không có dòng 9" in shell("campaign", "give", 2025, *at, "--only", "9", code=1)[1]
    shell("campaign", "remove", 2025, *at)
    assert shell.json("campaigns", *at, "--year", 2025) == []


def test_who_is_honoured_for_age_gets_a_card_and_who_was_not_visited_is_told(
    shell: Shell, example: Path, tmp_path: Path
) -> None:
    at = ("--register", example)
    rows = shell.json("longevity", *at, "--year", 2024)
    assert rows
    assert not any(row["written"] for row in rows)
    out = tmp_path / "the.pdf"
    said = shell("longevity", *at, "--year", 2024, "--cards", out, "--only", rows[0]["code"], "--mono")[0]
    assert "1 giấy mừng thọ, " in said
    assert out.stat().st_size > 1000
    again = shell.json("longevity", *at, "--year", 2024)
    assert [row["written"] for row in again] == [True] + [False] * (len(rows) - 1)
    listed = shell("longevity", *at, "--year", 2024, "--list", tmp_path / "ds.xlsx")[0]
    assert f"{len(rows)} dòng" in listed
    wrong = shell("longevity", *at, "--cards", tmp_path / "a.docx", code=64)[1]
    assert wrong.startswith("Giấy mừng thọ ghi ra tệp .pdf")
    all_of_them = shell.json("unvisited", *at, "--since", "2024-01-05")
    poor = shell.json("unvisited", *at, "--since", "2024-01-05", "--hardship")
    assert len(all_of_them) > len(poor)
    assert all(row["hardship"] for row in poor)
    assert (
        f"{len(poor)} người chưa được thăm."
        in shell("unvisited", *at, "--since", "2024-01-05", "--hardship")[0]
    )


def test_a_death_is_recorded_whole_and_undone_at_once(shell: Shell, example: Path) -> None:
    at = ("--register", example)
    holder = shell.json("member", "show", "0001", *at)

    def condolences() -> list[dict[str, object]]:
        return [each for each in shell.json("visits", *at) if each["name"] == holder["full_name"]]

    said = shell(
        "death", "0001", *at, "--on", "2024-01-02", "--reason", "Tuổi cao", "--visited", "2024-01-03",
        "--amount", "500000", "--wreath", "Vòng hoa", "--wreath-cost", "400000",
    )[0]  # fmt: skip
    assert f"Đã ghi {holder['full_name']} từ trần ngày 02/01/2024." in said
    assert "Viếng ngày 03/01/2024, 900.000 đồng." in said
    (visit,) = condolences()
    assert (visit["kind"], visit["gift"], visit["from_fund"]) == ("death", "Vòng hoa", True)
    shell("death", "0001", *at, "--on", "2024-01-02", "--visited", "2024-01-03", "--amount", "600000")
    (visit,) = condolences()
    assert (visit["total"], visit["gift"]) == (1_000_000, "Vòng hoa")
    shell("undo", *at)
    shell("undo", *at)
    assert condolences() == []
    assert "hãy ghi cả ngày viếng" in shell("death", "0001", *at, "--on", "2024", "--amount", 1, code=64)[1]
