"""The list of members as it is shown, on paper: the same people in the same order, as a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.documents.files import write_file
from app.domain.branch import BRANCH_ID, Branch
from app.domain.member_lists import ListTable
from app.domain.year_report import Signature
from app.errors import NotFoundError
from app.services.member_queries import read_members_on
from app.services.year_tables import members_table
from app.store.queries import MemberQuery, member_ids
from app.store.register import Register
from app.vietnamese.dates import date_phrase, dated_place


@dataclass(frozen=True, slots=True)
class WrittenList:
    """What was written: how many people, and how large the file is."""

    path: Path
    rows: int
    size: int


def write_member_list(
    register: Register,
    query: MemberQuery,
    path: Path,
    *,
    today: date,
    full_numbers: bool = False,
    replace: bool = False,
) -> WrittenList:
    """Write the members that ``query`` shows, in its order; raises NotFoundError when it shows nobody."""
    # openpyxl is slow to import, and lists are looked at more often than they are written.
    from app.documents.papers.values import ListPaper
    from app.documents.workbooks.lists import render_list_workbook
    from app.documents.workbooks.readback import read_workbook

    with register.read() as reader:
        branch = reader.get(Branch, BRANCH_ID)
        order = {member_id: place for place, member_id in enumerate(member_ids(reader, query))}
        shown = [row for row in read_members_on(reader, today) if row.member.id in order]
    if not shown:
        raise NotFoundError("Danh sách đang trống, không có ai để ghi. Hãy đổi điều kiện tìm.")
    shown.sort(key=lambda row: order[row.member.id])
    table = members_table(tuple(shown), full_numbers=full_numbers)
    paper = ListPaper(
        tuple(line.upper() for line in (branch.parent_name, branch.name) if line),
        ListTable(
            "Danh sách hội viên",
            f"(Tính đến {date_phrase(today)})",
            table.columns,
            table.rows,
            len(table.rows),
        ),
        f"Danh sách có {len(shown)} người.",
        Signature(dated_place(branch.place, today), branch.authority, "Chủ tịch", ""),
    )
    content = render_list_workbook(paper)
    write_file(path, content, replace=replace)
    rows = read_workbook(path.read_bytes()).sheets[0].rows
    return WrittenList(path, rows or 0, path.stat().st_size)
