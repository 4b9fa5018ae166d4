"""Whatever was done can be undone to the beginning and redone to the end; versions only go up."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.members import Member
from app.domain.record import Record
from app.domain.status import StatusEvent, StatusKind
from app.domain.units import Unit
from app.errors import NotFoundError, RuleError
from app.store import change_log
from app.store.change_log import Change, ChangeItem, ChangeKind
from app.store.mapping import Document, mapping_of
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.dates import PartialDate
from tests.app.store.conftest import clock

KINDS: tuple[type[Record], ...] = (Unit, Member, StatusEvent)
LAI = Member(id="lai", full_name="Đỗ Đức Lai")


def contents(reader: Reader) -> dict[str, Document]:
    """Every record without its version."""
    return {
        f"{kind.__name__} {record.id}": {**mapping_of(type(record)).document(record), "version": 0}
        for kind in KINDS
        for record in reader.all(kind)
    }


def versions(reader: Reader) -> dict[str, int]:
    return {f"{kind.__name__} {record.id}": record.version for kind in KINDS for record in reader.all(kind)}


STEPS = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(["unit", "member", "event", "edit", "remove", "leave"]),
            st.integers(0, 3),
            st.integers(0, 9),
        ),
        min_size=1,
        max_size=4,
    ),
    min_size=1,
    max_size=7,
)


def do(work: Work, verb: str, which: int, value: int) -> None:
    """One step, if it can be done to what is there."""
    member, unit, event = f"m{which}", f"u{which}", f"e{which}"
    if verb == "unit" and work.find(Unit, unit) is None:
        work.add(Unit(id=unit, position=value))
    elif verb == "member" and work.find(Member, member) is None:
        work.add(Member(id=member, full_name=f"Nguyễn Văn An {value}"))
    elif verb == "event" and work.find(StatusEvent, event) is None and work.find(Member, member) is not None:
        at = unit if work.find(Unit, unit) is not None else None
        work.add(StatusEvent(id=event, member_id=member, unit_id=at, on=PartialDate(2000 + value)))
    elif verb == "leave" and (held := work.find(StatusEvent, event)) is not None:
        work.replace(dataclasses.replace(held, kind=StatusKind.RESIGNED))
    elif verb == "edit" and (known := work.find(Member, member)) is not None:
        work.replace(dataclasses.replace(known, address=f"Tổ {value}"))
    elif verb == "remove":
        for kind, record_id in ((StatusEvent, event), (Member, member)):
            if work.find(kind, record_id) is not None:
                work.remove((kind, record_id))


@settings(max_examples=25)
@given(STEPS)
def test_all_undone_is_the_beginning_and_all_redone_the_end(template: Path, steps: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.sohoi"
        shutil.copyfile(template, path)
        with Register.open(path, clock=clock) as register:
            states: list[dict[str, Document]] = [{}]
            highest: dict[str, int] = {}
            for number, step in enumerate(steps):
                with register.change(f"bước {number}") as work:
                    for verb, which, value in step:
                        do(work, verb, which, value)
                with register.read() as reader:
                    if contents(reader) != states[-1]:
                        states.append(contents(reader))
                    highest |= versions(reader)
            done = len(states) - 1
            assert len(register.history()) == done

            def expect(state: dict[str, Document]) -> None:
                with register.read() as reader:
                    assert contents(reader) == state
                    for key, version in versions(reader).items():
                        assert version >= highest.get(key, 0)

            for state in reversed(states[:-1]):
                assert register.undo().kind is ChangeKind.UNDO
                expect(state)
            with pytest.raises(RuleError, match="Không còn gì"):
                register.undo()
            for state in states[1:]:
                assert register.redo().kind is ChangeKind.REDO
                expect(state)
            with pytest.raises(RuleError, match="Không có gì"):
                register.redo()
            assert len(register.history(limit=1000)) == 3 * done
            assert register.check() == []


def save(register: Register, label: str, address: str) -> None:
    with register.change(label) as work:
        work.replace(dataclasses.replace(work.get(Member, "lai"), address=address))


def address(register: Register) -> str:
    with register.read() as reader:
        return reader.get(Member, "lai").address


def start(register: Register) -> None:
    with register.change("Thêm") as work:
        work.add(LAI)


def test_something_new_ends_what_could_be_redone(register: Register) -> None:
    start(register)
    save(register, "một", "1")
    save(register, "hai", "2")
    register.undo()
    register.undo()
    save(register, "ba", "3")
    with pytest.raises(RuleError, match="làm lại"):
        register.redo()
    register.undo()
    redone = register.redo()
    assert redone.label == "Làm lại: ba"
    assert address(register) == "3"
    with pytest.raises(RuleError):
        register.redo()


def test_the_menu_knows_what_comes_next(register: Register) -> None:
    assert register.next_undo() is None
    start(register)
    save(register, "một", "1")
    change = register.next_undo()
    assert change is not None
    assert change.label == "một"
    register.undo()
    again = register.next_redo()
    assert again is not None
    assert (again.label, again.undone) == ("một", True)


def test_what_cannot_be_undone_guards_what_led_to_it_and_nothing_else(register: Register) -> None:
    start(register)
    with register.change("Thêm") as work:
        work.add(Member(id="khac", full_name="Ma Văn Khác"))
    save(register, "một", "1")
    with register.change("Phát hành", undoable=False) as work:
        work.replace(dataclasses.replace(work.get(Member, "lai"), address="2"))
    assert register.undo().label == "Hoàn tác: Thêm"
    with pytest.raises(RuleError, match="Không còn gì"):
        register.undo()
    assert address(register) == "2"
    assert register.redo().label == "Làm lại: Thêm"


def test_a_record_changed_outside_the_log_is_not_overwritten(register: Register) -> None:
    start(register)
    save(register, "một", "1")
    with register.change("x") as work:
        work.connection.exec_driver_sql("UPDATE members SET address = 'lạ'")
    with pytest.raises(RuleError, match="đã đổi khác"):
        register.undo()
    assert address(register) == "lạ"


def test_an_undo_that_would_leave_a_loose_end_is_refused(register: Register) -> None:
    start(register)
    with register.change("x") as work:
        work.connection.exec_driver_sql(
            "INSERT INTO honours (id, version, member_id, name, decision)"
            " VALUES ('h', 1, 'lai', 'Huân chương', '')"
        )
    with pytest.raises(RuleError, match="Huân huy chương"):
        register.undo()
    assert address(register) == ""


def items_of(register: Register, *of: Change) -> list[ChangeItem]:
    with register.read() as reader:
        return [item for change in of for item in change_log.items_of(reader.connection, change)]


def test_the_history_tells_what_happened_to_a_record(register: Register) -> None:
    start(register)
    save(register, "một", "1")
    register.undo()
    items = items_of(register, *reversed(register.history()))
    assert [item.change.label for item in items] == ["Thêm", "một", "Hoàn tác: một"]
    assert items[0].before is None
    assert items[0].after is not None
    assert items[0].after["full_name"] == "Đỗ Đức Lai"
    first, second, third = reversed(register.history())
    assert (first.actor, first.items, first.undone, second.undone, third.undoes) == (
        "An",
        1,
        False,
        True,
        second.id,
    )
    assert second.at == clock()
    (item,) = items_of(register, second)
    assert item.before is not None
    assert item.after is not None
    assert (item.kind, item.before["address"], item.after["address"]) == ("members", "", "1")
    assert register.history(limit=1, offset=1) == (second,)
    with register.read() as reader, pytest.raises(NotFoundError):
        change_log.by_id(reader.connection, 99)
