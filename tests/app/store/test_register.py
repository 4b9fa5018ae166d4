"""Opening, refusing, changing: everything or nothing, and never a silent overwrite."""

from __future__ import annotations

import dataclasses
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.members import Member
from app.domain.status import Status, StatusEvent, StatusKind
from app.domain.units import Unit
from app.errors import (
    ConflictError,
    FileProblemError,
    NotFoundError,
    RegisterProblemError,
    RuleError,
)
from app.store import sqlite
from app.store.queries import count_members
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from tests.app.store.conftest import clock

LAI = Member(id="lai", full_name="Đỗ Đức Lai")


def add(register: Register, *records: Member) -> None:
    with register.change("Thêm hội viên") as work:
        for record in records:
            work.add(record)


def names(register: Register) -> set[str]:
    with register.read() as reader:
        return {member.full_name for member in reader.all(Member)}


# -- creating and opening


def test_a_new_register_never_replaces_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.sohoi"
    path.write_text("thư của bà")
    with pytest.raises(FileProblemError, match="đã có"):
        Register.create(path, clock=clock)
    assert path.read_text() == "thư của bà"


def test_a_register_in_a_folder_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileProblemError, match="Không tạo được"):
        Register.create(tmp_path / "no" / "a.sohoi", clock=clock)


def test_a_register_that_could_not_be_built_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(path: Path, number: int) -> None:
        raise full

    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorname = "SQLITE_FULL"
    monkeypatch.setattr(sqlite, "finish_new_file", no_room)
    with pytest.raises(FileProblemError, match="đã đầy"):
        Register.create(tmp_path / "a.sohoi", clock=clock)
    assert list(tmp_path.iterdir()) == []


def test_what_was_saved_is_there_after_opening_again(path: Path) -> None:
    with Register.open(path, clock=clock) as register:
        before = register.changed_since_open
        add(register, LAI)
        assert (before, register.changed_since_open) == (False, True)
    with Register.open(path, clock=clock) as register:
        assert names(register) == {"Đỗ Đức Lai"}
        assert not register.recovered
        assert not register.changed_since_open
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (id INTEGER)")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA user_version=9999")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


def scribbled(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 20] = b"\x5a" * (4096 * 17)
    path.write_bytes(bytes(content))


def without_tables(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP TABLE alembic_version")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda path: path.write_bytes(b""), "không phải là Sổ Hội"),
        (lambda path: path.write_bytes(b"PK\x03\x04 an Excel file" * 50), "không phải là Sổ Hội"),
        (foreign, "không phải là Sổ Hội"),
        (newer, "mới hơn"),
        (torn, "bị hỏng"),
        (scribbled, "bị hỏng"),
        (without_tables, "bị hỏng"),
    ],
    ids=["empty", "excel", "foreign", "newer", "torn", "scribbled", "tableless"],
)
def test_a_file_that_cannot_be_opened_is_refused_and_left_as_it_was(
    path: Path, spoil: Callable[[Path], None], sentence: str
) -> None:
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(RegisterProblemError, match=sentence) as refusal:
        Register.open(path, clock=clock)
    assert path.read_bytes() == before
    assert "\n" not in refusal.value.message
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterProblemError, match="thư mục"):
        Register.open(tmp_path, clock=clock)
    with pytest.raises(RegisterProblemError, match="Không tìm thấy"):
        Register.open(tmp_path / "a.sohoi", clock=clock)


def test_a_session_that_did_not_close_is_noticed_and_only_once(path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from app.clock import now\n"
        "from app.store.register import Register; from app.domain.members import Member\n"
        "register = Register.open(Path(sys.argv[1]), clock=now)\n"
        "with register.change('Thêm') as work: work.add(Member(full_name='Đỗ Đức Lai'))\n"
        "os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    with Register.open(path, clock=clock) as register:
        assert register.recovered
        assert names(register) == {"Đỗ Đức Lai"}
    with Register.open(path, clock=clock) as register:
        assert not register.recovered


def test_a_second_window_is_no_unclean_end(register: Register, path: Path) -> None:
    add(register, LAI)
    with Register.open(path, clock=clock) as second:
        assert not second.recovered
        assert names(second) == {"Đỗ Đức Lai"}


# -- changing


def test_an_error_in_a_change_keeps_nothing_of_it(register: Register) -> None:
    def half() -> None:
        with register.change("Thêm") as work:
            work.add(LAI)
            raise ValueError("ours")

    with pytest.raises(ValueError, match="ours"):
        half()
    assert names(register) == set()
    assert register.history() == ()
    assert not register.changed_since_open


def test_a_change_inside_a_change_is_our_fault(register: Register) -> None:
    def nested() -> None:
        with register.change("ngoài"), register.change("trong"):
            pass

    with pytest.raises(RuntimeError):
        nested()
    add(register, LAI)


def test_a_change_that_changes_nothing_is_not_in_the_history(register: Register) -> None:
    add(register, LAI)
    with register.change("Lưu") as work:
        stored = work.get(Member, "lai")
        assert work.replace(stored) is stored or work.replace(stored) == stored
        changed = work.replace(dataclasses.replace(stored, address="Tổ 5"))
        work.replace(dataclasses.replace(changed, address=""))
        extra = work.add(Member(full_name="Nguyễn Văn An"))
        work.remove(extra)
    assert [change.label for change in register.history()] == ["Thêm hội viên"]
    assert register.check() == []


def test_a_saved_record_has_a_higher_version_and_sees_its_own_writes(register: Register) -> None:
    with register.change("Thêm") as work:
        first = work.add(LAI)
        second = work.replace(dataclasses.replace(first, address="Tổ 5"))
        assert (first.version, second.version) == (1, 2)
        assert work.get(Member, "lai") == second


def test_a_second_save_of_the_same_version_is_refused_with_both(register: Register) -> None:
    add(register, LAI)
    with register.read() as reader:
        mine = theirs = reader.get(Member, "lai")
    with register.change("Sửa") as work:
        theirs = work.replace(dataclasses.replace(theirs, address="Tổ 5"))
    mine = dataclasses.replace(mine, address="Tổ 6")
    with pytest.raises(ConflictError) as conflict, register.change("Sửa") as work:
        work.replace(mine)
    assert conflict.value.mine == mine
    assert conflict.value.theirs == theirs
    with pytest.raises(ConflictError), register.change("Xóa") as work:
        work.remove(mine)
    with register.read() as reader:
        assert reader.get(Member, "lai").address == "Tổ 5"


def test_what_is_not_there_is_not_found(register: Register) -> None:
    with register.read() as reader:
        assert reader.find(Member, "nobody") is None
        with pytest.raises(NotFoundError, match="Hội viên"):
            reader.get(Member, "nobody")
    with pytest.raises(NotFoundError), register.change("Sửa") as work:
        work.replace(LAI)
    with pytest.raises(NotFoundError), register.change("Xóa") as work:
        work.remove((Member, "lai"))


def test_a_record_that_others_point_at_stays(register: Register) -> None:
    with register.change("Thêm") as work:
        work.add(LAI)
        work.add(StatusEvent(id="event", member_id="lai"))
    with pytest.raises(RuleError, match="Biến động"), register.change("Xóa") as work:
        work.remove(work.get(Member, "lai"))
    with register.change("Xóa cả hai") as work:
        work.remove(work.get(Member, "lai"))
        work.remove((StatusEvent, "event"))
    assert names(register) == set()
    assert register.check() == []


def test_a_record_that_points_at_nothing_is_refused(register: Register) -> None:
    with pytest.raises(RuleError, match="không còn trong sổ"), register.change("Thêm") as work:
        work.add(StatusEvent(member_id="nobody"))
    assert register.history() == ()
    add(register, LAI)


def test_an_id_is_given_once(register: Register) -> None:
    add(register, LAI)
    with pytest.raises(RuleError, match="đã có"):
        add(register, LAI)


# -- what follows from the records


def test_where_members_stand_is_kept_with_every_event(register: Register) -> None:
    with register.change("Thêm") as work:
        work.add(Unit(id="one"))
        work.add(LAI)
        assert count_members(work) == {(None, None): 1}
        work.add(StatusEvent(id="in", member_id="lai", unit_id="one", on=PartialDate(2010)))
        assert count_members(work) == {(Status.ACTIVE, "one"): 1}
    with register.change("Từ trần") as work:
        work.add(StatusEvent(id="out", member_id="lai", kind=StatusKind.DIED, on=PartialDate(2020)))
    with register.read() as reader:
        assert count_members(reader) == {(Status.DECEASED, "one"): 1}
    register.undo()
    with register.read() as reader:
        assert count_members(reader) == {(Status.ACTIVE, "one"): 1}
    register.undo()
    with register.read() as reader:
        assert count_members(reader) == {}
    register.redo()
    assert register.check() == []


def test_where_members_stand_is_right_after_a_bulk_load_in_any_order(register: Register) -> None:
    members = [Member(id=f"m{n}", full_name=f"Nguyễn Văn An {n}") for n in range(700)]
    events = [StatusEvent(member_id=f"m{n}", unit_id="one") for n in range(600)]
    with register.change("Nhập") as work:
        work.add_all([Unit(id="one"), *events[:300], *members])
        work.add_all(events[300:])
    with register.read() as reader:
        assert count_members(reader) == {(Status.ACTIVE, "one"): 600, (None, None): 100}
        assert reader.count(Member, id=[f"m{n}" for n in range(2000)]) == 700
        some = reader.all(Member, id=frozenset(f"m{n}" for n in range(1200)), order_by="full_name")
        assert [member.full_name for member in some] == sorted(member.full_name for member in members)
        assert reader.count(StatusEvent, unit_id=None) == 0
        assert reader.count(StatusEvent, unit_id=(None, "one"), member_id=("m1", "m2")) == 2
        with pytest.raises(TypeError):
            reader.all(Member, shoe_size=43)
    assert register.check() == []


def test_check_tells_what_was_changed_behind_the_programs_back(register: Register, path: Path) -> None:
    add(register, LAI, Member(id="an", full_name="Nguyễn Văn An"))
    assert register.check() == []
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE members SET full_name = 'Kẻ gian' WHERE id = 'lai'")
        connection.execute("UPDATE members SET status_now = 'active' WHERE id = 'an'")
        connection.execute("UPDATE members SET gender = 'neither' WHERE id = 'an'")
    found = " | ".join(register.check())
    for part in ("sắp xếp", "khác với lần ghi cuối", "bị hỏng", "tình trạng ghi sẵn", "Tổng số"):
        assert part in found


# -- the world's faults


def test_a_register_somebody_else_is_writing_is_refused_after_a_while(
    register: Register, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
        with (
            Register.open(path, clock=clock) as second,
            pytest.raises(RegisterProblemError, match="đang được"),
        ):
            add(second, LAI)
        other.execute("ROLLBACK")
    add(register, LAI)


def test_two_registers_on_one_file_see_each_others_saves(register: Register, path: Path) -> None:
    with Register.open(path, clock=clock) as second:
        add(register, LAI)
        add(second, Member(full_name="Nguyễn Văn An"))
        assert names(register) == names(second) == {"Đỗ Đức Lai", "Nguyễn Văn An"}


def test_a_snapshot_does_not_change_while_it_is_read(register: Register) -> None:
    add(register, LAI)
    with register.read() as reader:
        assert reader.count(Member) == 1
        add(register, Member(full_name="Nguyễn Văn An"))
        assert reader.count(Member) == 1
    with register.read() as reader:
        assert reader.count(Member) == 2


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("SQLITE_FULL", "đã đầy"),
        ("SQLITE_READONLY", "chỉ cho đọc"),
        ("SQLITE_IOERR_FSYNC", "ổ đĩa"),
        ("SQLITE_BUSY_SNAPSHOT", "đang được"),
        ("SQLITE_CORRUPT_VTAB", "bị hỏng"),
        ("SQLITE_CANTOPEN", "Không mở được"),
    ],
)
def test_faults_of_the_disk_are_told_in_words(name: str, sentence: str) -> None:
    problem = sqlite3.OperationalError("x")
    problem.sqlite_errorname = name
    told = sqlite.explain(problem)
    assert isinstance(told, FileProblemError)
    assert sentence in told.message


def test_a_fault_of_ours_is_not_dressed_up() -> None:
    problem = sqlite3.OperationalError("no such table: membres")
    problem.sqlite_errorname = "SQLITE_ERROR"
    assert sqlite.explain(problem) is None
    assert sqlite.explain(ValueError("ours")) is None


def test_a_full_disk_keeps_what_was_saved_before(register: Register, path: Path) -> None:
    add(register, LAI)

    def too_much() -> None:
        with register.change("Nhập") as work:
            work.connection.exec_driver_sql(f"PRAGMA max_page_count={path.stat().st_size // 4096}")
            work.add_all([Member(full_name="Nguyễn Văn An", note="x" * 5000) for _ in range(400)])

    with pytest.raises(FileProblemError, match="đã đầy"):
        too_much()
    assert names(register) == {"Đỗ Đức Lai"}
    assert register.check() == []
