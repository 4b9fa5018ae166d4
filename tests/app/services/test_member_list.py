"""The list on paper is the list on the screen: the same people in the same order."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.domain.member_lists import Sort
from app.domain.status import Status
from app.errors import FileProblemError, NotFoundError
from app.services.member_list import write_member_list
from app.services.member_queries import MemberQuery, list_members
from app.store.register import Register

TODAY = date(2024, 1, 10)


def names(path: Path) -> list[str]:
    sheet = load_workbook(path).worksheets[0]
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    return [str(row[1]) for row in rows if len(row) > 3 and str(row[0]).isdigit()]


@pytest.mark.parametrize(
    "query",
    [
        MemberQuery(status=Status.ACTIVE),
        MemberQuery(status=Status.DECEASED),
        MemberQuery(search="nguyen van"),
        MemberQuery(sort=(Sort("birth", descending=True),)),
    ],
    ids=("active", "deceased", "search", "by birth"),
)
def test_what_is_written_is_what_is_shown(demo: Register, tmp_path: Path, query: MemberQuery) -> None:
    written = write_member_list(demo, query, tmp_path / "a.xlsx", today=TODAY)
    shown = [row.full_name for row in list_members(demo, query, today=TODAY, limit=100).rows]
    assert names(tmp_path / "a.xlsx") == shown
    assert written.rows == len(shown)


def test_an_empty_list_and_a_taken_name_are_refused(demo: Register, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with pytest.raises(NotFoundError, match="trống"):
        write_member_list(demo, MemberQuery(search="không có ai"), path, today=TODAY)
    path.write_bytes(b"x")
    with pytest.raises(FileProblemError):
        write_member_list(demo, MemberQuery(), path, today=TODAY)
    assert path.read_bytes() == b"x"
