"""Merging two records: what moves, what becomes one, what is refused; undo brings both back exactly."""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.attachments import Attachment
from app.domain.care import Campaign, Visit
from app.domain.certificates import IssuedCertificate
from app.domain.commendations import Award, AwardRound
from app.domain.extras import ExtraField, ExtraValue
from app.domain.funds import DuesWaiver, FundEntry
from app.domain.meetings import Attendance, Meeting, Presence
from app.domain.members import Consent, Honour, Member, NotSame, Policy, PolicyKind
from app.domain.merging import Side
from app.domain.motions import Candidate, Election
from app.domain.offices import Office
from app.domain.record import Record
from app.domain.registry import KINDS, NAMES
from app.domain.status import StatusEvent, StatusKind
from app.domain.tasks import Task
from app.domain.units import Unit, UnitEvent
from app.errors import FieldError, NotFoundError, RuleError
from app.services import duplicates, history, member_queries, members, merging
from app.services.member_queries import MemberQuery
from app.services.merging import MergePlan
from app.services.registers import open_register
from app.store.exchange import dump
from app.store.register import Register
from app.store.tables import LINKS
from app.vietnamese.dates import PartialDate
from tests.app.services.conftest import clock

TODAY = date(2024, 1, 10)
AN = Member(id="an", code="0012", full_name="Nguyễn Văn An")
TWIN = Member(id="twin", code="0034", full_name="Nguyen Van An")
YEAR = {year: PartialDate(year) for year in range(2000, 2024)}


def came(member: Member, year: int | None = 2010, **values: Any) -> StatusEvent:
    on = PartialDate(year) if year else None
    return StatusEvent(id=f"came-{member.id}", member_id=member.id, **{"on": on, **values})


def put(register: Register, *records: Record) -> None:
    with register.change("Chuẩn bị") as work:
        work.add_all(records)


def plan(register: Register, keep: str = "an", gone: str = "twin") -> MergePlan:
    return merging.plan_merge(register, keep, gone, today=TODAY)


def do(register: Register, **choices: Side) -> Member:
    return merging.merge(register, plan(register), choices, today=TODAY)


def contents(register: Register) -> dict[tuple[str, str], dict[str, Any]]:
    """The export document without versions and history, by kind and id."""
    with register.read() as reader:
        records = dump(reader)["records"]
    return {
        (name, each["id"]): {**each, "version": 0}
        for name, documents in records.items()
        for each in documents
    }


def all_of(register: Register, kind: type[Record]) -> tuple[Any, ...]:
    with register.read() as reader:
        return reader.all(kind)


def test_the_filled_the_finer_and_the_better_written_value_is_suggested(register: Register) -> None:
    extra = ExtraField(id="blood", name="Nhóm máu")
    put(
        register,
        extra,
        dataclasses.replace(
            AN, birth=YEAR[2000], phone="0912345678", national_id="095012345", note="Ở với con.",
            joined=YEAR[2012], address="Tổ 5", hometown="Bạch Thông", health="Yếu", party_badge=40,
        ),
        dataclasses.replace(
            TWIN, birth=PartialDate(2000, 5), full_name="Nguyễn Văn An", given_words=2, phone="0987654321",
            national_id="006050001234", note="Hay đi vắng.", joined=YEAR[2010], address="Tổ 5, Đức Xuân",
            hometown="Bạch Thông", hardship=True, party_badge=50, photo="",
        ),
        came(AN), came(TWIN),
        ExtraValue(member_id="an", field_id="blood", text="A"),
        ExtraValue(member_id="twin", field_id="blood", text="B"),
    )  # fmt: skip
    shown = plan(register)
    sides = {pair.name: pair.suggested for pair in shown.fields if pair.differs}
    assert sides == {
        "code": Side.KEPT, "birth": Side.GONE, "national_id": Side.GONE, "address": Side.GONE,
        "phone": Side.KEPT, "joined": Side.GONE, "health": Side.KEPT, "party_badge": Side.GONE,
        "hardship": Side.GONE, "note": Side.BOTH, "blood": Side.KEPT,
    }  # fmt: skip
    assert {pair.name for pair in shown.fields if not pair.differs} == {"full_name", "hometown"}
    assert [pair.name for pair in shown.fields if pair.sensitive] == ["party_badge", "health"]
    merged = do(register, phone=Side.GONE, blood=Side.GONE)
    assert (merged.id, merged.code, merged.phone) == ("an", "0012", "0987654321")
    assert merged.note == "Ở với con.\nHay đi vắng."
    assert [value.text for value in all_of(register, ExtraValue)] == ["B"]
    assert merged.given_words == 1
    assert register.check() == []


def test_a_name_with_its_accents_is_better_than_one_without(register: Register) -> None:
    put(register, TWIN, AN, came(AN), came(TWIN))
    shown = plan(register, keep="twin", gone="an")
    assert next(pair for pair in shown.fields if pair.name == "full_name").suggested is Side.GONE


def test_wrong_choices_are_refused_in_words(register: Register) -> None:
    early = dataclasses.replace(TWIN, birth=YEAR[2005])
    put(register, dataclasses.replace(AN, joined=YEAR[2003]), early, came(AN), came(TWIN))
    with pytest.raises(RuleError, match=r"mục “shoe_size”\. Các mục khác nhau: code"):
        do(register, shoe_size=Side.GONE)
    with pytest.raises(RuleError, match="Mã hội viên: chỉ giữ được một"):
        do(register, code=Side.BOTH)
    with pytest.raises(FieldError, match="Ngày vào Hội"):
        do(register)
    with pytest.raises(RuleError, match="cùng một hồ sơ"):
        plan(register, gone="an")
    with pytest.raises(NotFoundError):
        plan(register, gone="nobody")
    assert len(all_of(register, Member)) == 2


def test_a_record_that_was_changed_after_it_was_shown_is_not_merged(register: Register) -> None:
    put(register, AN, TWIN, came(AN), came(TWIN))
    shown = plan(register)
    put(register, Policy(member_id="twin"))
    with pytest.raises(RuleError, match="vừa được sửa"):
        merging.merge(register, shown, today=TODAY)
    assert len(all_of(register, Member)) == 2


def test_of_one_meeting_there_is_one_attendance_and_who_came_once_came(register: Register) -> None:
    meetings = [Meeting(id=f"m{n}", name="Họp", on=date(2023, 1, n)) for n in (1, 2, 3)]
    put(
        register, AN, TWIN, came(AN), came(TWIN), *meetings,
        Attendance(meeting_id="m1", member_id="an", presence=Presence.ABSENT, reason="ốm"),
        Attendance(meeting_id="m1", member_id="twin", presence=Presence.LATE, reason="xe hỏng"),
        Attendance(meeting_id="m2", member_id="an", presence=Presence.PRESENT),
        Attendance(meeting_id="m2", member_id="twin", presence=Presence.EXCUSED),
        Attendance(meeting_id="m3", member_id="twin", presence=Presence.ABSENT),
    )  # fmt: skip
    assert any("2 cuộc họp" in sentence for sentence in plan(register).told)
    do(register)
    held = {a.meeting_id: (a.member_id, a.presence, a.reason) for a in all_of(register, Attendance)}
    assert held == {
        "m1": ("an", Presence.LATE, "ốm; xe hỏng"),
        "m2": ("an", Presence.PRESENT, ""),
        "m3": ("an", Presence.ABSENT, ""),
    }


def test_facts_told_twice_become_one_and_what_stands_by_itself_never_does(register: Register) -> None:
    twice: list[Record] = []
    for member_id in ("an", "twin"):
        twice += [
            Policy(member_id=member_id, kind=PolicyKind.WOUNDED, rate="3/4"),
            Honour(member_id=member_id, name="Kỷ niệm chương", received=YEAR[2010]),
            Office(member_id=member_id, name="Chi hội phó", starts=YEAR[2015]),
            Consent(member_id=member_id, way="Ký giấy"),
            NotSame(member_id=member_id, other_id="third"),
            Visit(member_id=member_id, on=YEAR[2020], amount=100_000),
            FundEntry(member_id=member_id, on=YEAR[2020], amount=50_000, purpose="Hội phí"),
        ]
    third = Member(id="third", code="0099", full_name="Ai Đó")
    put(
        register, AN, TWIN, third, came(AN), came(TWIN), came(third), *twice,
        NotSame(member_id="twin", other_id="an"), Policy(member_id="twin", kind=PolicyKind.HERO),
    )  # fmt: skip
    shown = plan(register)
    assert {each.title: each.count for each in shown.moves}["Diện chính sách"] == 2
    assert [sentence for sentence in shown.told if sentence.startswith("Diện chính sách: 1 mục")]
    do(register)
    counts = {kind: len(all_of(register, kind)) for kind in (Policy, Honour, Office, Consent, NotSame)}
    assert counts == {Policy: 2, Honour: 1, Office: 1, Consent: 1, NotSame: 1}
    assert [visit.member_id for visit in all_of(register, Visit)] == ["an", "an"]
    assert [entry.member_id for entry in all_of(register, FundEntry)] == ["an", "an"]
    assert register.check() == []


@pytest.mark.parametrize(
    ("kept", "gone", "expected"),
    [
        # Two admissions: the earlier stays, with the unit of the kept record.
        ([("admitted", "2015", "a")], [("admitted", "2010", "b")], [("admitted", "2010", "a")]),
        ([("admitted", "2010", None)], [("admitted", "2015", "b")], [("admitted", "2010", "b")]),
        ([("admitted", None, "a")], [("admitted", "2015", "b")], [("admitted", "2015", "a")]),
        ([("admitted", "2010", "a")], [("admitted", "2010-05", "b")], [("admitted", "2010-05", "a")]),
        ([("admitted", "2010", "a")], [("transferred_in", "2018", "b")], [("admitted", "2010", "a")]),
        # What was noted in both stays once, as exactly as it is known.
        (
            [("admitted", "2010", "a"), ("died", "2020", None)],
            [("admitted", "2010", "a"), ("died", "2020-05-03", None)],
            [("admitted", "2010", "a"), ("died", "2020-05-03", None)],
        ),
        # What can follow each other is one life: he left, and came back under a new number.
        (
            [("admitted", "2001", "a"), ("transferred_out", "2005", None)],
            [("transferred_in", "2010", "b")],
            [("admitted", "2001", "a"), ("transferred_out", "2005", None), ("transferred_in", "2010", "b")],
        ),
        # Whose death only the double knows is dead.
        (
            [("admitted", "2010", "a")],
            [("admitted", "2012", "b"), ("died", "2020", None)],
            [("admitted", "2010", "a"), ("died", "2020", None)],
        ),
        ([], [("admitted", "2012", "b")], [("admitted", "2012", "b")]),
        # Both went on one day, as when their units were split: the kept record says where to.
        (
            [("admitted", "2010", "a"), ("changed_unit", "2020-07-01", "a")],
            [("admitted", "2010", "b"), ("changed_unit", "2020-07-01", "b")],
            [("admitted", "2010", "a"), ("changed_unit", "2020-07-01", "a")],
        ),
    ],
)
def test_the_events_of_two_records_become_one_life(
    register: Register, kept: list[Any], gone: list[Any], expected: list[Any]
) -> None:
    units = [Unit(id=each, code=each) for each in "ab"]
    put(register, *units, *(UnitEvent(unit_id=u.id, name=f"Chi hội {u.id}") for u in units), AN, TWIN)
    put(register, *events_of("an", kept), *events_of("twin", gone))
    do(register)
    held = sorted(all_of(register, StatusEvent), key=lambda e: e.order)
    assert [(e.kind.value, e.on.iso if e.on else None, e.unit_id) for e in held] == expected
    assert {e.member_id for e in held} == {"an"}
    assert register.check() == []


def events_of(member_id: str, written: list[tuple[str, str | None, str | None]]) -> list[StatusEvent]:
    return [
        StatusEvent(
            member_id=member_id,
            kind=StatusKind(kind),
            on=PartialDate.from_iso(on) if on else None,
            unit_id=unit,
        )
        for kind, on, unit in written
    ]


def test_the_admission_follows_the_day_of_joining_that_is_chosen(register: Register) -> None:
    put(
        register,
        dataclasses.replace(AN, joined=YEAR[2015]),
        dataclasses.replace(TWIN, joined=YEAR[2010]),
        came(AN, 2015), came(TWIN, 2010),
    )  # fmt: skip
    do(register, joined=Side.KEPT)
    assert [event.on for event in all_of(register, StatusEvent)] == [YEAR[2015]]


def test_events_that_cannot_follow_each_other_are_named(register: Register) -> None:
    died = [
        StatusEvent(member_id=each.id, kind=StatusKind.DIED, on=YEAR[year])
        for each, year in ((AN, 2018), (TWIN, 2020))
    ]
    put(register, AN, TWIN, came(AN), came(TWIN), *died)
    with pytest.raises(RuleError, match=r"Từ trần 2018.*Từ trần 2020.*đã từ trần trước đó"):
        plan(register)


def test_the_awards_of_the_year_move_and_the_papers_stay_as_they_were_printed(demo: Register) -> None:
    """In the reference branch's register: the awarded member is merged into a new record of himself."""
    (row,) = member_queries.list_members(demo, MemberQuery(search="Nông Thị Hiền"), today=TODAY).rows
    keep = members.add_member(demo, Member(full_name="Nông Hiền"), unit_id=None, today=TODAY)
    award = next(award for award in all_of(demo, Award) if award.member_id == row.id)
    put(
        demo,
        IssuedCertificate(award_id=award.id, year=2023, number=1, issued_on=TODAY, fields="Nông Thị Hiền"),
    )
    before = contents(demo)
    shown = merging.plan_merge(demo, keep.id, row.id, today=TODAY)
    assert "Đang sinh hoạt · Chi hội" in shown.standing
    merging.merge(demo, shown, today=TODAY)
    after = contents(demo)
    changed = {key for key in before if after.get(key) != before[key]}
    assert ("members", row.id) in changed
    assert ("awards", award.id) in changed
    assert {name for name, _ in changed} <= {name for name, _ in LINKS["members"]} | {"members"}
    assert all_of(demo, IssuedCertificate)[0].fields == "Nông Thị Hiền"
    assert next(a for a in all_of(demo, Award) if a.id == award.id).recipient == "Nông Thị Hiền"
    assert demo.check() == []
    assert history.undo(demo).label.startswith("Hoàn tác: Gộp hồ sơ: Nông Thị Hiền (")
    assert contents(demo) == before


def test_an_office_that_an_election_gave_is_never_taken_for_anothers_double(register: Register) -> None:
    meeting = Meeting(name="Đại hội", on=date(2020, 1, 1))
    election = Election(meeting_id=meeting.id, name="Bầu", office="Chủ tịch")
    offices = [Office(member_id=member, name="Chủ tịch", starts=YEAR[2020]) for member in ("an", "twin")]
    stood = Candidate(election_id=election.id, member_id="twin", office_id=offices[1].id, votes=9)
    put(register, AN, TWIN, came(AN), came(TWIN), meeting, election, *offices, stood)
    do(register)
    assert {office.member_id for office in all_of(register, Office)} == {"an"}
    assert [(each.member_id, each.office_id) for each in all_of(register, Candidate)] == [
        ("an", offices[1].id)
    ]
    assert register.check() == []


def test_of_one_round_of_gifts_a_person_has_one_line(register: Register) -> None:
    tet = Campaign(name="Quà Tết", on=YEAR[2020])
    lines = [
        Visit(member_id=member, on=YEAR[2020], campaign_id=tet.id, planned=True) for member in ("an", "twin")
    ]
    given = [Visit(member_id=member, on=YEAR[2019], amount=1) for member in ("an", "twin")]
    put(register, AN, TWIN, came(AN), came(TWIN), tet, *lines, *given)
    assert "Đợt tặng quà: 1 đợt ghi cả hai hồ sơ, mỗi đợt giữ một suất." in plan(register).told
    do(register)
    assert sorted(visit.planned for visit in all_of(register, Visit)) == [False, False, True]


# ------------------------------------------------------------------ any two members

PAPER = b"%PDF-1.4"
PAPER_KEY = hashlib.sha256(PAPER).hexdigest()
#: Every kind that points at a member, with a record of it from a member's id and a small number.
MAKERS: dict[str, Any] = {
    "policies": lambda m, n: Policy(member_id=m, rate=f"{n % 2}/4"),
    "honours": lambda m, n: Honour(member_id=m, name=f"Huân chương {n % 3}"),
    "offices": lambda m, n: Office(member_id=m, name="Chi hội phó", term=str(n % 3)),
    "attendances": lambda m, n: Attendance(
        meeting_id=f"m{n % 3}", member_id=m, presence=list(Presence)[n % 5]
    ),
    "candidates": lambda m, n: Candidate(member_id=m, election_id=f"e{n % 2}", votes=n),
    "tasks": lambda m, n: Task(member_id=m, text=f"Việc {n % 2}"),
    "dues_waivers": lambda m, n: DuesWaiver(member_id=m, year=2020 + n % 2),
    "consents": lambda m, n: Consent(member_id=m, way="Ký giấy", note=str(n % 2)),
    "extra_values": lambda m, n: ExtraValue(member_id=m, field_id=f"f{n % 2}", text=str(n)),
    "visits": lambda m, n: Visit(member_id=m, on=YEAR[2020], amount=n),
    "fund_entries": lambda m, n: FundEntry(member_id=m, on=YEAR[2020], amount=n + 1, purpose="Hội phí"),
    "awards": lambda m, n: Award(round_id="r", member_id=m, recipient="An", form="Giấy khen", position=n),
    "attachments": lambda m, n: Attachment(member_id=m, name=f"Giấy {n % 2}", file=PAPER_KEY),
    "not_same": lambda m, n: NotSame(member_id=m, other_id=f"x{n % 2}"),
    "status_events": lambda m, n: StatusEvent(member_id=m, kind=StatusKind.CHANGED_UNIT, on=YEAR[2011 + n]),
}
#: Kinds whose records never become one.
ALONE = {"visits", "fund_entries", "awards", "attachments", "tasks"}
CHILDREN = st.lists(
    st.tuples(st.sampled_from(sorted(MAKERS)), st.sampled_from(["an", "twin"]), st.integers(0, 9)),
    max_size=14,
)


def test_the_property_below_knows_every_kind_that_points_at_a_member() -> None:
    assert {name for name, _ in LINKS[NAMES[Member]]} == set(MAKERS)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with two members and what their records can point at."""
    path = tmp_path_factory.mktemp("merging") / "so.sohoi"
    with Register.create(path, clock=clock) as register:
        put(
            register, AN, TWIN, came(AN), came(TWIN, 2008),
            *(Member(id=f"x{n}", full_name="Người khác") for n in range(2)),
            *(Meeting(id=f"m{n}", name="Họp", on=date(2023, 1, 1 + n)) for n in range(3)),
            *(Election(id=f"e{n}", meeting_id="m0", name="Bầu", office="Ủy viên") for n in range(2)),
            *(ExtraField(id=f"f{n}", name=f"Mục {n}") for n in range(2)),
            AwardRound(id="r", name="Đợt", year=2023),
        )  # fmt: skip
        with register.change("Giấy tờ") as work:
            work.add(Attachment(member_id="x0", name="Thẻ", file=work.keep_file(PAPER)))
    return path


@settings(max_examples=14)
@given(children=CHILDREN, swapped=st.booleans())
def test_whatever_hangs_on_two_members_hangs_on_one_and_undo_brings_both_back(
    base: Path, children: list[tuple[str, str, int]], *, swapped: bool
) -> None:
    keep, gone = ("twin", "an") if swapped else ("an", "twin")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "so.sohoi"
        shutil.copy(base, path)
        with open_register(path, clock=clock) as register:
            put(register, *(MAKERS[kind](member, number) for kind, member, number in children))
            before = contents(register)
            shown = merging.plan_merge(register, keep, gone, today=TODAY)
            merging.merge(register, shown, today=TODAY)
            after = contents(register)
            assert register.check() == []
            assert not any(gone in held.values() for held in after.values())
            _assert_kept(before, after, told=shown.told)
            history.undo(register)
            assert contents(register) == before
            assert register.check() == []


def _assert_kept(before: dict[Any, Any], after: dict[Any, Any], *, told: tuple[str, ...]) -> None:
    """Nothing is fewer but what was told, and nothing is left out that was not said again elsewhere."""
    counts, left = (Counter(name for name, _ in held) for held in (before, after))
    for name in KINDS:
        if name in ALONE:
            assert counts[name] == left[name]
        elif counts[name] > left[name] and name not in ("members", "extra_values", "not_same"):
            wanted = "Hai lần vào Hội" if name == "status_events" else KINDS[name].title
            assert any(wanted in sentence or "hai hồ sơ cùng ghi" in sentence for sentence in told)
    assert counts["members"] - left["members"] == 1
    for name in ("policies", "honours", "offices", "consents"):
        said = {_said(held) for key, held in before.items() if key[0] == name}
        assert {_said(held) for key, held in after.items() if key[0] == name} == said


def _said(document: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(held for field, held in document.items() if field not in ("id", "version", "member_id"))


def test_two_who_were_merged_are_offered_no_more(register: Register) -> None:
    put(register, AN, TWIN, came(AN), came(TWIN))
    assert len(duplicates.find_pairs(register, today=TODAY)) == 1
    do(register)
    assert duplicates.find_pairs(register, today=TODAY) == ()


def test_undoing_a_merge_brings_back_the_unit_that_was_changed_in_the_year_of_joining(
    register: Register,
) -> None:
    moved = StatusEvent(
        id="moved", member_id="twin", kind=StatusKind.CHANGED_UNIT, on=YEAR[2010], unit_id="u2"
    )
    with register.change("Hai hồ sơ") as work:
        work.add_all(
            [
                *(Unit(id=each) for each in ("u1", "u2")),
                *(UnitEvent(unit_id=each, name=f"Chi hội {each}") for each in ("u1", "u2")),
                AN,
                TWIN,
                came(AN, unit_id="u1"),
                came(TWIN, unit_id="u1"),
                moved,
            ]
        )
    merging.merge(register, merging.plan_merge(register, "an", "twin", today=TODAY), today=TODAY)
    history.undo(register)
    card = members.member_card(register, "twin", today=TODAY)
    assert (card.unit_name, [event.id for event in card.events]) == ("Chi hội u2", ["came-twin", "moved"])
    assert register.check() == []
