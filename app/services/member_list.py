"""The list of members as it is shown, on its way to paper: the same people, columns and order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.member_lists import ListTable, MemberQuery
from app.domain.members import CATEGORIES, Member
from app.domain.offices import TITLES, Office
from app.domain.year_report import Cell, Column
from app.services.extra_fields import read_fields
from app.services.member_columns import USUAL, MemberColumn, cell, chosen, columns_of
from app.services.member_queries import all_rows, list_members
from app.services.query_words import conditions
from app.services.units import read_tree
from app.store.queries import distinct_values
from app.store.register import Register
from app.vietnamese.dates import date_phrase


def shown_table(
    register: Register,
    query: MemberQuery,
    columns: Sequence[str] = (),
    *,
    today: date,
    full_numbers: bool = False,
    most: int | None = None,
) -> ListTable:
    """The list that a screen shows for ``query``, as a table for paper.

    ``columns`` are keys or labels of columns in their order, empty for the usual ones; NotFoundError for one
    there is none of. Telephone, identity and card numbers are masked unless ``full_numbers``. The rows are
    read while they are gone through, every time anew; ``most`` ends them early, for a preview.
    """
    with register.read() as reader:
        fields = read_fields(reader)
        words = [str(each) for each in conditions(query, read_tree(reader, query.on), fields)]
    wanted = chosen(columns_of(fields), columns or USUAL)
    count = list_members(register, query, today=today, limit=1).total
    return ListTable(
        "Danh sách hội viên",
        _subtitle(query, words, today),
        tuple(Column(each.key, each.label, each.kind, each.width) for each in wanted),
        _Rows(register, query, wanted, today, full_numbers, most),
        count,
    )


def texts_of(register: Register, name: str) -> tuple[str, ...]:
    """The texts by which members are told apart: ``name`` is "categories" or "roles"; usual ones first."""
    with register.read() as reader:
        if name == "roles":
            return tuple(dict.fromkeys((*TITLES, *distinct_values(reader, Office, "name", limit=100))))
        return tuple(dict.fromkeys((*CATEGORIES, *distinct_values(reader, Member, "category", limit=100))))


def _subtitle(query: MemberQuery, words: list[str], today: date) -> str:
    said = [word for word in words if not word.startswith("Tính đến")]
    if query.search:
        said.insert(0, f"Tìm “{query.search}”")
    return "; ".join([*said, f"tính đến {date_phrase(query.on or today)}"]).join("()")


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a list, read piece by piece each time they are gone through."""

    register: Register
    query: MemberQuery
    columns: tuple[MemberColumn, ...]
    today: date
    full_numbers: bool
    most: int | None

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        keys = [column.key for column in self.columns]
        rows = all_rows(self.register, self.query, today=self.today, columns=keys, most=self.most)
        for row in rows:
            yield tuple(cell(column, row, full_numbers=self.full_numbers) for column in self.columns)
