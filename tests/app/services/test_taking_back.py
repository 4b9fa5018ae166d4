"""Any past change can be taken back: what was altered since stays, what holds a record is named."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.branch import new_branch
from app.domain.care import Visit, VisitKind
from app.domain.commendations import AwardRound, RoundState
from app.domain.funds import FundEntry
from app.domain.meetings import Attendance, Meeting
from app.domain.members import Member, Policy, PolicyKind
from app.domain.offices import Office
from app.domain.record import to_document
from app.domain.registry import KINDS
from app.domain.status import StatusEvent, StatusKind, require_possible
from app.domain.units import Unit, UnitState
from app.errors import RuleError
from app.services import commendations, history, issuing, meetings, members, offices, units, visits
from app.services.history import Outcome, TakeBack
from app.services.registers import create_register, open_register
from app.store import change_log
from app.store.change_log import Change
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from tests.app.services.conftest import clock
from tests.app.services.edits import edit_member

TODAY = date(2024, 1, 10)
Contents = dict[tuple[str, str], dict[str, object]]


def contents(register: Register) -> Contents:
    """Every record without its version."""
    with register.read() as reader:
        return {
            (name, record.id): {**to_document(record), "version": 0}
            for name, kind in KINDS.items()
            for record in reader.all(kind)
        }


def newest(register: Register) -> Change:
    return history.changes(register, limit=1)[0]


def outcomes(plan: TakeBack) -> dict[str, tuple[str, str]]:
    return {item.name: (item.outcome.value, item.reason) for item in plan.items}


def take_back(register: Register, change: Change, *ids: str) -> TakeBack:
    plan = history.plan_take_back(register, change.id, today=TODAY, record_ids=ids)
    done = history.take_back(register, change.id, today=TODAY, record_ids=ids)
    assert done.items == plan.items
    assert register.check() == []
    return done


# ------------------------------------------------------------ whatever was done before and after


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A branch with two units and two members, made once."""
    path = tmp_path_factory.mktemp("branch") / "a.sohoi"
    with create_register(path, new_branch("Hội A", place="Bắc Kạn", code="HTS"), clock=clock) as register:
        with register.change("Lập") as work:
            for number in range(2):
                units.put_unit(work, f"Chi hội {number}", level="Chi hội")
        for number in range(2):
            members.add_member(register, Member(full_name=f"Ma Văn An {number}"), unit_id=None, today=TODAY)
    return path


def _pick(found: tuple[Any, ...], which: int) -> Any:
    return found[which % len(found)] if found else None


def _do(register: Register, verb: str, which: int, value: int) -> None:
    """One change by the services, if it can be done to what is there."""
    with register.read() as reader:
        member = _pick(reader.all(Member), which)
        unit = _pick(units.read_tree(reader).alive(), which + value)
        meeting = _pick(reader.all(Meeting), which)
        everybody = reader.all(Member)
    year = PartialDate(2000 + value)
    if verb == "add":
        new = Member(full_name=f"Lò Thị Ún {value}", joined=year)
        members.add_member(register, new, unit_id=unit.unit_id if unit else None, today=TODAY)
    elif verb == "unit":
        units.add_unit(register, f"Chi hội {which}{value}")
    elif verb == "meeting":
        made = Meeting(name=f"Họp {value}", on=TODAY)
        meetings.save_meeting(
            register, made, attendances=meetings.roll_of_present(made.id, everybody[: 1 + value % 3])
        )
    elif verb == "unmeet" and meeting:
        meetings.remove_meeting(register, meeting.id)
    elif verb == "rename" and unit:
        units.rename_unit(register, unit.unit_id, f"Chi hội {which}{value}", on=year, today=TODAY)
    elif verb == "dissolve" and unit:
        units.dissolve_unit(register, unit.unit_id, on=year, today=TODAY)
    elif verb == "undo":
        register.undo()
    elif member:
        _do_to_member(register, verb, member, value, unit)


def _do_to_member(register: Register, verb: str, member: Member, value: int, unit: UnitState | None) -> None:
    year = PartialDate(2000 + value)
    if verb == "edit":
        fields: dict[str, Any] = {"address": f"Tổ {value}"} if value % 2 else {"phone": f"091234567{value}"}
        edit_member(register, dataclasses.replace(member, **fields), today=TODAY)
    elif verb == "joined":
        edit_member(register, dataclasses.replace(member, joined=year), today=TODAY)
    elif verb == "event":
        kind = (StatusKind.CHANGED_UNIT, StatusKind.DIED, StatusKind.TRANSFERRED_OUT, StatusKind.RESTORED)
        moved = StatusEvent(
            member_id=member.id, kind=kind[value % 4], on=year, unit_id=unit.unit_id if unit else None
        )
        members.record_event(register, moved, today=TODAY)
    elif verb == "policy":
        kinds = list(PolicyKind)
        members.set_policies(register, member.id, [Policy(member_id=member.id, kind=kinds[value % 3])])
    elif verb == "office":
        offices.appoint(register, Office(member_id=member.id, name="Chi hội trưởng"))
    elif verb == "remove":
        members.remove_member(register, member.id)


VERBS = (
    "add", "edit", "edit", "joined", "event", "event", "policy", "office", "remove", "unit", "rename",
    "dissolve", "meeting", "unmeet", "undo",
)  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 3), st.integers(0, 9)), min_size=2, max_size=9
)


@settings(max_examples=18)
@given(STEPS, st.integers(0, 30))
def test_taking_back_keeps_what_came_later_and_breaks_nothing(
    template: Path, steps: list[tuple[str, int, int]], which: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.sohoi"
        shutil.copyfile(template, path)
        with open_register(path, clock=clock) as register:
            for step in steps:
                try:
                    _do(register, *step)
                except RuleError:
                    continue
            log = history.changes(register)
            change = log[which % len(log)]
            before = contents(register)
            plan = history.plan_take_back(register, change.id, today=TODAY)
            if not plan.count(Outcome.RETURN):
                with pytest.raises(RuleError):
                    history.take_back(register, change.id, today=TODAY)
                assert contents(register) == before
                return
            made = history.take_back(register, change.id, today=TODAY).made
            assert made is not None
            after = contents(register)
            assert register.check() == []
            _expect_only_what_the_change_set_went_back(register, change, before, after)
            _expect_possible_lives(register)
            again = history.plan_take_back(register, change.id, today=TODAY)
            assert not again.count(Outcome.RETURN)
            assert register.undo().undoes == made.id
            assert contents(register) == before
            register.redo()
            history.take_back(register, made.id, today=TODAY)
            assert contents(register) == before
            assert register.check() == []


def _expect_only_what_the_change_set_went_back(
    register: Register, change: Change, before: Contents, after: Contents
) -> None:
    with register.read() as reader:
        items = {(item.kind, item.record_id): item for item in change_log.items_of(reader.connection, change)}
        later = change_log.items_since(reader.connection, change)
    for key in before.keys() | after.keys():
        if before.get(key) == after.get(key):
            continue
        item = items[key]  # nothing else was touched
        old, new = item.before, item.after
        assert (key in before) == (new is not None)
        if key in before and key in after:
            assert old is not None
            for name, held in after[key].items():
                assert held == before[key][name] or held == old[name]
    for each in later[:-1]:  # the last one is the taking back itself
        key = (each.kind, each.record_id)
        if each.change.takes_back or each.before is None or each.after is None:
            continue
        for name, held in each.after.items():
            if held != each.before[name] and key in before and name != "version":
                assert after[key][name] == before[key][name]


def _expect_possible_lives(register: Register) -> None:
    with register.read() as reader:
        for member in reader.all(Member):
            events = reader.all(StatusEvent, member_id=member.id)
            assert events
            require_possible(events, today=TODAY)


# ------------------------------------------------------------ an import, weeks later


@pytest.fixture
def imported(register: Register) -> tuple[Register, Change, dict[str, Member]]:
    """Three members brought in by a list, one known member corrected by it."""
    known = members.add_member(register, Member(full_name="Hà Văn Sáu"), unit_id=None, today=TODAY)
    people = {name: Member(full_name=name) for name in ("Lò Thị Ún", "Nông Văn Dền", "Ma Văn An")}
    with register.change("Nhập danh sách hoi-vien.xlsx: 3 mới, 1 sửa") as work:
        unit = units.put_unit(work, "Chi hội A", level="Chi hội")
        work.add_all(people.values())
        for person in people.values():
            work.add(StatusEvent(member_id=person.id, unit_id=unit.id))
            work.add(Policy(member_id=person.id))
        work.replace(dataclasses.replace(known, phone="0912 345 678", address="Tổ 5"))
    return register, newest(register), {**people, "Hà Văn Sáu": known}


def test_one_import_goes_back_weeks_later_but_what_was_altered_or_is_needed_stays(
    imported: tuple[Register, Change, dict[str, Member]],
) -> None:
    register, change, people = imported
    meeting = Meeting(name="Họp chi hội", on=date(2024, 1, 5))
    roll = meetings.roll_of_present(meeting.id, [people["Lò Thị Ún"]])
    meetings.save_meeting(register, meeting, attendances=roll)
    with register.read() as reader:
        den, sau = (reader.get(Member, people[name].id) for name in ("Nông Văn Dền", "Hà Văn Sáu"))
    edit_member(register, dataclasses.replace(den, note="Đã gặp"), today=TODAY)
    edit_member(register, dataclasses.replace(sau, phone="0915 111 222"), today=TODAY)

    done = take_back(register, change)
    told = outcomes(done)
    assert told["Lò Thị Ún"] == ("blocked", "đã có điểm danh: Họp chi hội, 05/01/2024 – Lò Thị Ún")
    assert told["Nông Văn Dền"] == ("keep", "đã sửa ngày 10/01/2024")
    assert told["Ma Văn An"] == ("return", "")
    assert told["Hà Văn Sáu"] == ("return", "giữ phần đã sửa: Điện thoại ngày 10/01/2024")
    assert told["Chi hội A"][0] == "blocked"  # who stays is in it
    (an,) = [item for item in done.items if item.name == "Ma Văn An"]
    assert (an.kind, an.deed, an.along) == ("Hội viên", "xóa khỏi sổ", "1 biến động, 1 diện chính sách")
    with register.read() as reader:
        assert {m.full_name for m in reader.all(Member)} == {"Lò Thị Ún", "Nông Văn Dền", "Hà Văn Sáu"}
        assert reader.count(StatusEvent) == 3
        assert reader.count(Policy) == 2
        held = reader.get(Member, sau.id)
        assert (held.phone, held.address) == ("0915 111 222", "")
    (row,) = history.changes(register, imports_only=True)
    assert row.taken_back
    assert newest(register).label == "Trả lại: Nhập danh sách hoi-vien.xlsx: 3 mới, 1 sửa"
    with pytest.raises(RuleError, match="Không trả lại được"):
        history.take_back(register, change.id, today=TODAY)
    register.undo()
    assert take_back(register, change).items == done.items


def test_one_person_of_an_import_goes_back_alone(
    imported: tuple[Register, Change, dict[str, Member]],
) -> None:
    register, change, people = imported
    person = people["Ma Văn An"]
    take_back(register, change, person.id)
    with register.read() as reader:
        assert reader.find(Member, person.id) is None
        assert (reader.count(Member), reader.count(StatusEvent), reader.count(Unit)) == (3, 3, 1)
    told = history.record_history(register, (person.id,))
    assert [row.verb for row in told] == ["xóa"] * 3 + ["thêm"] * 3
    assert {row.kind for row in told} == {"Hội viên", "Biến động", "Diện chính sách"}
    (_, sau) = history.changes_of(register, (people["Hà Văn Sáu"].id,))
    assert sau.label == "Thêm hội viên Hà Văn Sáu"
    with pytest.raises(RuleError, match="không đụng đến"):
        history.plan_take_back(register, change.id, today=TODAY, record_ids=("ai đó",))


def test_what_was_removed_comes_back_whole_and_an_undo_can_be_taken_back(register: Register) -> None:
    member = members.add_member(register, Member(full_name="Lò Thị Ún"), unit_id=None, today=TODAY)
    members.set_policies(register, member.id, [Policy(member_id=member.id)])
    members.remove_member(register, member.id)
    removal = newest(register)
    members.add_member(register, Member(full_name="Ma Văn An"), unit_id=None, today=TODAY)
    done = take_back(register, removal)
    assert [(item.deed, item.along) for item in done.items] == [
        ("ghi lại vào sổ", "1 biến động, 1 diện chính sách")
    ]
    register.undo()
    undone = register.undo()  # the other member, by mistake
    members.add_member(register, Member(full_name="Hà Văn Sáu"), unit_id=None, today=TODAY)
    take_back(register, undone)
    with register.read() as reader:
        assert {m.full_name for m in reader.all(Member)} == {"Ma Văn An", "Hà Văn Sáu"}
    mistaken = next(row for row in history.changes(register) if row.undone)
    plan = history.plan_take_back(register, mistaken.id, today=TODAY)
    assert {item.reason for item in plan.items} == {"việc này đã được hoàn tác rồi"}


# ------------------------------------------------------------ what rules refuse


def test_an_impossible_life_is_refused_with_its_reason(register: Register) -> None:
    member = members.add_member(
        register, Member(full_name="Lò Thị Ún", joined=PartialDate(2000)), unit_id=None, today=TODAY
    )
    died = StatusEvent(member_id=member.id, kind=StatusKind.DIED, on=PartialDate(2010))
    members.record_event(register, died, today=TODAY)
    members.edit_event(register, dataclasses.replace(died, version=1, on=PartialDate(2020)), today=TODAY)
    corrected = newest(register)
    with register.read() as reader:
        held = reader.get(Member, member.id)
    edit_member(register, dataclasses.replace(held, joined=PartialDate(2015)), today=TODAY)
    (item,) = history.plan_take_back(register, corrected.id, today=TODAY).items
    assert item.outcome is Outcome.BLOCKED
    assert "khi đó chưa vào Hội" in item.reason


def test_two_living_units_never_share_a_name_and_nobody_is_left_in_a_dead_one(register: Register) -> None:
    first = units.add_unit(register, "Chi hội A")
    units.rename_unit(register, first.id, "Chi hội B", on=PartialDate(2010), today=TODAY)
    renaming = newest(register)
    second = units.add_unit(register, "Chi hội A", on=PartialDate(2012))
    (item,) = history.plan_take_back(register, renaming.id, today=TODAY).items
    assert item.reason.startswith("đã có đơn vị tên “Chi hội A”")
    member = members.add_member(register, Member(full_name="Ma Văn An"), unit_id=first.id, today=TODAY)
    moved = StatusEvent(
        member_id=member.id, kind=StatusKind.CHANGED_UNIT, on=PartialDate(2020), unit_id=second.id
    )
    members.record_event(register, moved, today=TODAY)
    moving = newest(register)
    units.dissolve_unit(register, first.id, on=PartialDate(2021), today=TODAY)
    (item,) = history.plan_take_back(register, moving.id, today=TODAY).items
    assert item.reason == "Chi hội B không còn hoạt động"


def test_what_was_entered_again_does_not_come_back_beside_it(register: Register) -> None:
    member = members.add_member(register, Member(full_name="Ma Văn An"), unit_id=None, today=TODAY)
    for policies in (
        [Policy(member_id=member.id, rate="1/4")],
        [],
        [Policy(member_id=member.id, rate="1/4")],
    ):
        members.set_policies(register, member.id, policies)
    removal = history.changes(register)[1]
    (item,) = history.plan_take_back(register, removal.id, today=TODAY).items
    assert (item.outcome, item.reason) == (Outcome.BLOCKED, "đã được ghi lại sau đó")


def test_a_visit_and_what_it_cost_go_back_together_or_not_at_all(register: Register) -> None:
    visit = visits.save_visit(
        register, Visit(on=PartialDate(2024), kind=VisitKind.TET, person="Bà Ún", amount=300_000)
    )
    dearer = visits.save_visit(register, dataclasses.replace(visit, amount=500_000))
    change = newest(register)
    with register.read() as reader:
        (entry,) = reader.all(FundEntry)
    (alone,) = history.plan_take_back(register, change.id, today=TODAY, record_ids=(entry.id,)).items
    assert "không khớp với lần thăm hỏi" in alone.reason
    visits.save_visit(register, dearer, from_fund=False)
    visits.save_visit(register, dearer)
    told = history.plan_take_back(register, change.id, today=TODAY)
    assert not told.count(Outcome.RETURN)
    register.undo()
    register.undo()
    done = take_back(register, change)
    assert [(item.kind, item.along) for item in done.items] == [("Thăm hỏi", "1 thu chi quỹ")]
    with register.read() as reader:
        assert {reader.get(Visit, visit.id).amount, *(e.amount for e in reader.all(FundEntry))} == {300_000}


def test_a_decision_goes_back_whole_while_it_is_the_newest_and_papers_never_do(demo: Register) -> None:
    def change_called(begins: str) -> Change:
        return next(row for row in history.changes(demo, limit=1000) if row.label.startswith(begins))

    with demo.read() as reader:
        (round_,) = reader.all(AwardRound)
    added, decided = change_called("Thêm khen thưởng"), change_called("Quyết định")

    def refused(change: Change) -> set[str]:
        plan = history.plan_take_back(demo, change.id, today=TODAY)
        return {item.reason for item in plan.items if item.outcome is not Outcome.RETURN}

    assert refused(decided) == set()
    (reason,) = refused(added)
    assert reason.startswith("đã sửa ngày")  # the decision gave it its number
    awards = len(commendations.round_card(demo, round_.id).awards)
    (item,) = take_back(demo, decided).items
    assert item.along == f"{awards} khen thưởng"
    with demo.read() as reader:
        assert reader.get(AwardRound, round_.id).state is RoundState.DRAFT
    assert refused(newest(demo)) == {"quyết định đã rút thì phải ghi lại, để có số đúng thứ tự"}
    demo.undo()
    issuing.issue(demo, round_.id, today=TODAY)
    assert refused(newest(demo)) == {"giấy khen đã phát hành, đã in ra giấy nên không rút lại được"}
    (reason,) = refused(decided)
    assert reason == "đã sửa Tình trạng ngày 10/01/2024"
    assert refused(history.changes(demo, limit=1000)[-1]) == {"đây là việc mở đầu của sổ"}


# ------------------------------------------------------------ finding changes


def test_the_history_is_searched_by_words_of_label_person_and_day(register: Register) -> None:
    for name in ("Lò Thị Ún", "Nông Văn Dền", "Lò Văn Páo"):
        members.add_member(register, Member(full_name=name), unit_id=None, today=TODAY)

    def found(search: str, **page: Any) -> list[str]:
        return [row.label for row in history.changes(register, search=search, **page)]

    assert found("lo 10/01/2024") == ["Thêm hội viên Lò Văn Páo", "Thêm hội viên Lò Thị Ún"]
    assert found("lò", limit=1, offset=1) == ["Thêm hội viên Lò Thị Ún"]
    assert found("lò 11/01/2024") == []
    assert history.changes(register, imports_only=True) == ()


def test_a_members_code_or_an_id_leads_to_his_history(register: Register) -> None:
    member = members.add_member(register, Member(full_name="Lò Thị Ún"), unit_id=None, today=TODAY)
    assert history.record_ids_of(register, member.code) == history.record_ids_of(register, member.id)
    with register.read() as reader:
        assert reader.count(Attendance) == 0
    with pytest.raises(RuleError, match="Không thấy"):
        history.record_ids_of(register, "không có")
