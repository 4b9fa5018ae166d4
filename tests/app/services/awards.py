"""Rounds and awards for tests: a branch with a chairman, forms, rounds with lists."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.domain.commendations import Award, RecipientKind
from app.domain.members import Member
from app.domain.offices import Office
from app.services import commendations, member_queries, members, offices
from app.services.registers import open_register
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from tests.app.services.conftest import clock

TODAY = date(2024, 1, 10)
DAY = date(2024, 1, 5)
UPPER = "Ban Chấp hành Hội tỉnh"


@pytest.fixture(scope="session")
def chaired_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A branch with a chairman and two members to honour, made once; copy it, never change it."""
    path = tmp_path_factory.mktemp("chaired") / "hoi-a.sohoi"
    path.write_bytes(empty_file.read_bytes())
    with open_register(path, clock=clock) as register:
        for name in ("Vũ Đình Trường", "Ma Văn An", "Bế Thị Ánh"):
            members.add_member(
                register, Member(full_name=name, joined=PartialDate(2015)), unit_id=None, today=TODAY
            )
        chair = find(register, "Trường")
        offices.appoint(register, Office(member_id=chair, name="Chủ tịch", starts=PartialDate(2020)))
    return path


@pytest.fixture
def chaired(chaired_file: Path, tmp_path: Path) -> Iterator[Register]:
    """A copy of the branch with a chairman."""
    path = tmp_path / "hoi-a.sohoi"
    path.write_bytes(chaired_file.read_bytes())
    with open_register(path, clock=clock) as register:
        yield register


def find(register: Register, text: str) -> str:
    """The id of the member who is found by these words."""
    query = member_queries.MemberQuery(search=text)
    return member_queries.list_members(register, query, today=TODAY).rows[0].id


def make_round(register: Register, *people: str, decider: str = "", name: str = "", year: int = 2023) -> str:
    """A round with people: members of the register, others by their names; gives its id."""
    draft = commendations.new_round(register, year=year, name=name, decider=decider)
    round_ = commendations.save_round(register, draft)
    for each in people:
        propose(register, round_.id, each)
    return round_.id


def propose(register: Register, round_id: str, name: str, **fields: object) -> Award:
    """One award, for a member of this name or else for an outsider."""
    query = member_queries.MemberQuery(search=name)
    rows = member_queries.list_members(register, query, today=TODAY).rows
    made = (
        commendations.propose_member(register, round_id, rows[0].id, today=DAY)
        if rows
        else commendations.propose_other(register, round_id, RecipientKind.OUTSIDER, name)
    )
    return commendations.save_award(register, dataclasses.replace(made, **fields))  # type: ignore[arg-type]


def awards_of(register: Register, round_id: str) -> tuple[Award, ...]:
    """The awards of a round in order."""
    return commendations.round_card(register, round_id).awards
