"""Any record comes back from its table, its document and the log exactly as it was."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.members import Gender, Member
from app.domain.record import FieldInfo, Record, fields_of
from app.domain.registry import KINDS
from app.errors import RegisterProblemError
from app.store.derived import SOURCES, derive
from app.store.mapping import mapping_of
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from tests.migrations.make_sample import PAPER, records

SAMPLES = records()


def test_the_samples_cover_every_kind() -> None:
    assert {type(record) for record in SAMPLES} == set(KINDS.values())


def test_every_kind_of_record_comes_back_as_it_was(register: Register) -> None:
    with register.change("Nhập") as work:
        work.keep_file(PAPER)
        added = work.add_all(SAMPLES)
    with register.read() as reader:
        for record, stored in zip(SAMPLES, added, strict=True):
            assert stored == dataclasses.replace(record, version=1)
            found = reader.get(type(record), record.id)
            assert found == stored
            assert [type(getattr(found, info.name)) for info in fields_of(type(record))] == [
                type(getattr(stored, info.name)) for info in fields_of(type(record))
            ]
    assert register.check() == []


@pytest.mark.parametrize("record", SAMPLES, ids=lambda record: type(record).__name__)
def test_the_log_gives_back_every_field(record: Record) -> None:
    mapping = mapping_of(type(record))
    document = mapping.log_document(mapping.log_text(mapping.plain(record)))
    assert document == mapping.document(record)
    assert mapping.from_log(document) == record


def value_of(info: FieldInfo) -> st.SearchStrategy[Any]:
    dates = st.dates(date(1900, 1, 1), date(2100, 12, 31))
    if issubclass(info.type, StrEnum):
        held: st.SearchStrategy[Any] = st.sampled_from(list(info.type))
    elif issubclass(info.type, PartialDate):
        held = dates.map(PartialDate.from_date) | st.integers(1900, 2100).map(PartialDate)
    elif issubclass(info.type, date):
        held = dates
    elif issubclass(info.type, bool):
        held = st.booleans()
    elif issubclass(info.type, int):
        held = st.integers(-(10**15), 10**15)
    else:
        held = st.text(max_size=40)
    return st.none() | held if info.optional else held


FREE = [
    info
    for info in fields_of(Member)
    if info.name not in ("id", "version", "given_words", "full_name", "phone", "national_id")
    and info.type is not PartialDate
]


@given(st.fixed_dictionaries({info.name: value_of(info) for info in FREE}))
def test_a_member_of_any_contents_comes_back_from_its_row(values: dict[str, Any]) -> None:
    member = Member(full_name="Đỗ Đức Lai", **values)
    mapping = mapping_of(Member)
    as_sqlite_gives_it: Sequence[Any] = [int(x) if isinstance(x, bool) else x for x in mapping.plain(member)]
    assert mapping.record(as_sqlite_gives_it) == member


def test_another_version_is_the_same_record_otherwise() -> None:
    member = Member(full_name="Đỗ Đức Lai", gender=Gender.MALE)
    assert mapping_of(Member).with_version(member, 7) == dataclasses.replace(member, version=7)


def test_a_row_that_no_record_can_have_is_called_damaged() -> None:
    mapping = mapping_of(Member)
    row = list(mapping.plain(Member(full_name="Đỗ Đức Lai")))
    row[mapping.columns.index("gender")] = "neither"
    with pytest.raises(RegisterProblemError, match="bị hỏng"):
        mapping.record(row)


@pytest.mark.parametrize("record", SAMPLES, ids=lambda record: type(record).__name__)
def test_what_follows_from_a_record_follows_from_the_fields_that_are_named(record: Record) -> None:
    read: set[str] = set()

    class Watched(type(record)):  # type: ignore[misc]
        def __getattribute__(self, name: str) -> Any:
            read.add(name)
            return super().__getattribute__(name)

    values = {info.name: getattr(record, info.name) for info in fields_of(type(record))}
    name = mapping_of(type(record)).name
    watched = Watched(**values)
    read.clear()  # of what its own checks looked at
    derive(name, watched)
    assert read & set(values) <= SOURCES.get(name, frozenset())
