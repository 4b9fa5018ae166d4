"""The register against plain sqlite3, in turns in one run; prints ratios.

Reading is measured in time of the processor, which other programs on the machine disturb least; saving and
opening by the clock, for they wait for the disk. ``--keep`` leaves the registers for the next run: filling
one takes longer than measuring it.

python -m tests.benchmarks.bench_store [--members 100000] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from app.clock import now
from app.domain.members import Member
from app.domain.record import Record
from app.domain.status import Status, StatusEvent, StatusKind
from app.domain.units import Unit, UnitEvent
from app.store.member_filters import bound_of
from app.store.queries import MemberQuery, Sort, count_members, member_page, member_position
from app.store.reader import Reader
from app.store.register import Register
from app.store.statistics import active_by_birth, active_on
from app.vietnamese.dates import PartialDate
from app.vietnamese.text import fold

SURNAMES = (
    ["Nguyễn"] * 38 + ["Trần"] * 11 + ["Lê"] * 9 + ["Phạm"] * 7 + ["Hoàng"] * 5 + ["Vũ"] * 4
    + "Đặng Bùi Đỗ Hồ Ngô Dương Lý Nông Hà Triệu Mã Lục Ma Hứa Lường Đinh".split()
)  # fmt: skip
MIDDLES = (
    ["Văn"] * 12
    + ["Thị"] * 14
    + "Đức Minh Xuân Ngọc Hữu Quang Thanh Công Đình Hồng Kim Quốc Thành Bá".split()
)
GIVEN = (
    "An Anh Ba Bình Bảo Châu Chiến Cường Cúc Dũng Dung Đạt Đông Giang Hà Hải Hạnh Hiền Hiếu Hoa Hòa Hùng "
    "Hương Huệ Khánh Khoa Lai Lan Liên Linh Loan Long Lương Mai Mạnh Minh Nam Nga Ngân Nghĩa Nhung Oanh "
    "Phong Phúc Phương Quân Quang Quý Sáu Sơn Tâm Tân Thắng Thảo Thu Thủy Tiến Toàn Trang Trung Tuấn "
    "Tùng Tuyết Vân Việt Vinh Xuân Yến"
).split()
WARDS = "Sông Cầu,Phùng Chí Kiên,Nguyễn Thị Minh Khai,Đức Xuân,Xuất Hóa,Huyền Tụng,Dương Quang".split(",")


def fill(path: Path, members: int) -> None:
    """Make a register of invented members; the same for the same number."""
    dice = random.Random(1)
    with Register.create(path, clock=now) as register:
        units = [Unit(code=f"CH{number:03}", position=number) for number in range(max(8, members // 400))]
        started = time.perf_counter()
        records: list[Record] = [
            *units,
            *(UnitEvent(unit_id=unit.id, name=f"Chi hội {unit.code}") for unit in units),
        ]
        for number in range(members):
            member = Member(
                code=f"HV{number:07}",
                full_name=f"{dice.choice(SURNAMES)} {dice.choice(MIDDLES)} {dice.choice(GIVEN)}",
                birth=PartialDate(dice.randint(1935, 1975)),
                phone=f"09{dice.randrange(10**8):08}",
                national_id=f"{dice.randrange(10**12):012}",
                address=f"Tổ {dice.randint(1, 20)}, phường {dice.choice(WARDS)}",
                hometown="Bắc Kạn",
                joined=PartialDate(dice.randint(1995, 2023), 5, 19),
            )
            records += [
                member,
                StatusEvent(member_id=member.id, unit_id=dice.choice(units).id, on=PartialDate(2010)),
            ]
            if dice.random() < 0.1:
                records.append(StatusEvent(member_id=member.id, kind=StatusKind.DIED, on=PartialDate(2020)))
        made = time.perf_counter()
        with register.change("Nhập danh sách") as work:
            work.add_all(records)
        print(
            f"filled: {made - started:.1f} s to make the records, "
            f"{time.perf_counter() - made:.1f} s to store them"
        )


def in_turns(
    ours: Callable[[], object],
    plain: Callable[[], object],
    rounds: int,
    *,
    block: int = 1,
    clock: Callable[[], float] = time.process_time,
) -> tuple[list[float], list[float]]:
    """How many milliseconds both took each time, one after the other; ``block`` times before they change."""
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds // block):
        for action, times in zip((ours, plain), found, strict=True):
            action()  # what the other one pushed out of the caches comes back
            for _ in range(block):
                started = clock()
                action()
                times.append((clock() - started) * 1000)
    return found


def tell(name: str, ours: Sequence[float], plain: Sequence[float], aim: str) -> None:
    """Print medians, 99th percentiles and their ratios."""
    mine, theirs = statistics.median(ours), statistics.median(plain)
    late, late_plain = (statistics.quantiles(times, n=100)[-1] for times in (ours, plain))
    print(
        f"{name:34} ours {mine:8.3f} / {late:8.3f} ms   plain {theirs:8.3f} / {late_plain:8.3f} ms   "
        f"x {mine / theirs:5.2f} / {late / late_plain:5.2f}   (aim {aim})"
    )


COLUMNS = "id, code, full_name, gender, birth, phone, address, status_now, unit_now, joined, hardship"


def _all(plain: sqlite3.Connection, sql: str) -> list[Any]:
    return plain.execute(sql).fetchall()


def _forgetful(reader: Reader) -> Reader:
    """A reader that counts every list anew, as the first page after a change does."""
    return Reader(reader.connection)


def page(register: Register, plain: sqlite3.Connection) -> None:
    """The first page of the list by name, with its total, against the page alone."""
    sql = f"SELECT {COLUMNS} FROM members ORDER BY sort_key, seq LIMIT 50"  # noqa: S608 - our own names
    active = sql.replace("ORDER", "WHERE status_now = 'active' ORDER")

    def ours(query: MemberQuery) -> None:
        with register.read() as reader:
            member_page(reader, query)

    for name, query, beside in (
        ("page of 50", MemberQuery(), sql),
        ("page of 50, active members", MemberQuery(status=Status.ACTIVE), active),
    ):
        mine, theirs = partial(ours, query), partial(_all, plain, beside)
        tell(name, *in_turns(mine, theirs, 500, block=10), "<= 2")


def keystrokes(register: Register, plain: sqlite3.Connection, members: int) -> None:
    """Searches typed letter by letter, 50 rows and the total, against a LIKE scan."""
    dice = random.Random(2)
    typed: list[str] = []
    for _ in range(6):
        name = f"{dice.choice(SURNAMES)} {dice.choice(MIDDLES)} {dice.choice(GIVEN)}"
        words = [
            name,
            fold(name),
            fold(name.rsplit(maxsplit=1)[-1]),
            f"09{dice.randrange(10**4):04}",
            f"hv{dice.randrange(members)}",
        ]
        typed += [word[:end] for word in words for end in range(1, len(word) + 1) if word[end - 1] != " "]
    # The scan beside it is what takes time: fewer searches of many members.
    typed = dice.sample(typed, max(40, min(120, 12_000_000 // members)))
    rows = f"SELECT {COLUMNS} FROM members WHERE folded LIKE ? ORDER BY sort_key, seq LIMIT 50"  # noqa: S608
    for name, status in (("keystroke", None), ("keystroke, active members", Status.ACTIVE)):
        ours, scan = [], []
        for text in typed:
            started = time.process_time()
            with register.read() as reader:
                member_page(_forgetful(reader), MemberQuery(search=text, status=status))
            ours.append((time.process_time() - started) * 1000)
            pattern = "%" + "%".join(fold(text).split()) + "%"
            started = time.process_time()
            plain.execute(rows, (pattern,)).fetchall()
            plain.execute("SELECT count(*) FROM members WHERE folded LIKE ?", (pattern,)).fetchone()
            scan.append((time.process_time() - started) * 1000)
        tell(name, ours, scan, "p99 <= 20 ms at 100,000; <= 0.25 at 1,000,000")
        slowest = sorted(zip(ours, typed, strict=True), reverse=True)[:6]
        print("   slowest:", ", ".join(f"{text!r} {took:.1f}" for took, text in slowest))


def saved_edit(register: Register, plain: sqlite3.Connection) -> None:
    """A changed note with its history, against a point update and one audit row."""
    with register.read() as reader:
        rows = member_page(reader, MemberQuery(), limit=6).rows
        held = [reader.get(Member, row.id) for row in rows[:5]]
        other = rows[5].id  # plain sqlite3 keeps no versions: it writes where we do not
    plain.execute(
        "CREATE TABLE IF NOT EXISTS bench_audit (id INTEGER PRIMARY KEY, at TEXT, before TEXT, after TEXT)"
    )
    text = json.dumps({"full_name": held[0].full_name, "note": "x" * 300})
    counter = iter(range(10**9))

    def bare() -> None:
        number = next(counter)
        plain.execute("BEGIN IMMEDIATE")
        plain.execute("UPDATE members SET rank = ? WHERE id = ?", (str(number), other))
        plain.execute("INSERT INTO bench_audit (at, before, after) VALUES (?, ?, ?)", ("2024", text, text))
        plain.execute("COMMIT")

    def ours() -> None:
        number = next(counter)
        member = held[number % 5]
        with register.change("Sửa hội viên") as work:
            held[number % 5] = work.replace(dataclasses.replace(member, note=f"lần {number}"))

    # Either is what was saved last to the other, whose next save reads it anew.
    for name, clock in (
        ("saved edit with history", time.perf_counter),
        ("the same, processor", time.process_time),
    ):
        tell(name, *in_turns(ours, bare, 300, block=25, clock=clock), "<= 3 by the clock")
    plain.execute("DROP TABLE bench_audit")


#: The day by which ages are counted, and a past day for the list as it stood.
TODAY, PAST = date(2024, 1, 5), date(2015, 1, 1)


def lists(register: Register, plain: sqlite3.Connection) -> None:
    """Pages that are narrowed, sorted by several keys or as of a past day, each with its total.

    Beside them sqlite3 with the statements that say the same plainly, page and count.
    """
    with register.read() as reader:
        unit = next(unit for _, unit in count_members(reader) if unit)
        ages = MemberQuery(status=Status.ACTIVE, age_from=70, age_to=80)
    born = "status_now = 'active' AND birth >= '1944' AND birth < '1955'"
    in_unit = f"{born} AND unit_now = '{unit}'"
    of_member = f"e.member_id = members.id AND coalesce(e.\"on\", '') <= '{PAST}'"
    last = f'FROM status_events e WHERE {of_member} ORDER BY e."on" DESC, e.seq DESC LIMIT 1'
    then = f"(SELECT CASE kind WHEN 'died' THEN 'deceased' ELSE 'active' END {last}) = 'active'"
    birthday = "nullif(substr(birth, 6), '') ASC NULLS LAST"
    empty, by_name = "phone = ''", "sort_key, seq"
    cases = {
        "status + unit + age": (replace(ages, unit_ids=frozenset({unit})), in_unit, by_name),
        "status + age": (ages, born, by_name),
        "no telephone": (MemberQuery(unknown=frozenset({"phone"})), empty, by_name),
        "by birth down, name up": (
            MemberQuery(sort=(Sort("birth", True), Sort("name"))), "1", f"birth DESC NULLS LAST, {by_name}"
        ),
        "by joining, then birth": (
            MemberQuery(sort=(Sort("joined"), Sort("birth"))), "1",
            f"joined ASC NULLS LAST, birth ASC NULLS LAST, {by_name}",
        ),
        "by birthday": (MemberQuery(sort=(Sort("birthday"),)), "1", f"{birthday}, {by_name}"),
        "active on a past day": (MemberQuery(status=Status.ACTIVE, on=PAST), then, by_name),
    }  # fmt: skip
    for name, (query, where, order) in cases.items():
        rows = f"SELECT {COLUMNS} FROM members WHERE {where} ORDER BY {order} LIMIT 50"  # noqa: S608
        count = f"SELECT count(*) FROM members WHERE {where}"  # noqa: S608

        def ours(query: MemberQuery = query) -> int:
            with register.read() as reader:
                return member_page(_forgetful(reader), query, today=TODAY).total

        def theirs(rows: str = rows, count: str = count) -> int:
            plain.execute(rows).fetchall()
            return int(plain.execute(count).fetchone()[0])

        if ours() != theirs():
            raise AssertionError(f"{name}: ours and plain sqlite3 do not find the same")
        tell(name, *in_turns(ours, theirs, 9), "<= 2, with the total")
    place(register, plain)


def place(register: Register, plain: sqlite3.Connection) -> None:
    """The page in the middle of the list, and where a member stands in it."""
    with register.read() as reader:
        half = member_page(reader, MemberQuery()).total // 2
        held = member_page(reader, MemberQuery(), offset=half, limit=1).rows[0].id
    middle = f"SELECT {COLUMNS} FROM members ORDER BY sort_key, seq LIMIT 50 OFFSET {half}"  # noqa: S608
    before = (
        "SELECT count(*) FROM members WHERE (sort_key, seq) < "
        "(SELECT sort_key, seq FROM members WHERE id = ?)"
    )

    def page_of_ours() -> object:
        with register.read() as reader:
            return member_page(_forgetful(reader), MemberQuery(), offset=half)

    def place_of_ours() -> object:
        with register.read() as reader:
            return member_position(_forgetful(reader), MemberQuery(), held)

    tell("page in the middle", *in_turns(page_of_ours, lambda: plain.execute(middle).fetchall(), 30), "<= 2")
    beside = in_turns(place_of_ours, lambda: plain.execute(before, (held,)).fetchone(), 30)
    tell("place of a member", *beside, "<= 2")


def figures(register: Register, plain: sqlite3.Connection) -> None:
    """The first page's figures, against the same by plain sqlite3 from indexes that have all they ask."""
    days = [date(year, 12, 31) for year in range(2016, 2022)]
    births = (
        "SELECT substr(birth, 1, 4), gender, count(*) FROM members INDEXED BY ix_members_list "
        "WHERE status_now = 'active' GROUP BY 1, 2"
    )
    last = (
        "FROM status_events e INDEXED BY ix_status_events_standing WHERE e.member_id = members.id "
        "AND e.counts_from <= ? ORDER BY e.counts_from DESC, e.seq DESC LIMIT 1"
    )
    active = (
        "SELECT count(*) FROM members INDEXED BY ix_members_list WHERE CASE WHEN stands_since <= ? "  # noqa: S608
        f"THEN status_now ELSE (SELECT iif(kind = 'died', 'deceased', 'active') {last}) END = 'active'"
    )

    def ours() -> tuple[int, list[int]]:
        with register.read() as reader:
            born = sum(each.members for each in active_by_birth(reader))
            return born, list(active_on(reader, days))

    def theirs() -> tuple[int, list[int]]:
        born = sum(row[2] for row in plain.execute(births))
        return born, [plain.execute(active, (bound_of(day),) * 2).fetchone()[0] for day in days]

    if ours() != theirs():
        raise AssertionError("figures: ours and plain sqlite3 do not find the same")
    tell("figures: births, six years", *in_turns(ours, theirs, 9), "<= 1.15")


def opening(path: Path, small: Path) -> None:
    """Opening and the first page, against a register of ten members."""

    def first_page(of: Path) -> None:
        with Register.open(of, clock=now) as register, register.read() as reader:
            member_page(reader, MemberQuery())

    times = in_turns(lambda: first_page(path), lambda: first_page(small), 30, clock=time.perf_counter)
    tell("open and first page, to 10 members", *times, "1: independent of N")


def run(folder: Path, members: int) -> None:
    """All benchmarks on one register."""
    path, small = folder / f"{members}.sohoi", folder / "10.sohoi"
    for each, number in ((small, 10), (path, members)):
        if not each.exists():
            fill(each, number)
    print(f"{members} members, {path.stat().st_size / 1e6:.0f} MB; median / 99th percentile")
    with Register.open(path, clock=now) as register:
        plain = sqlite3.connect(path, isolation_level=None)
        for pragma in ("foreign_keys=ON", "synchronous=FULL", "temp_store=MEMORY", "cache_size=-16384"):
            plain.execute(f"PRAGMA {pragma}")
        page(register, plain)
        keystrokes(register, plain, members)
        lists(register, plain)
        figures(register, plain)
        saved_edit(register, plain)
        plain.close()
    opening(path, small)


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="a folder where the registers stay for the next run")
    options = parser.parse_args()
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        run(options.keep, options.members)
        return
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), options.members)


if __name__ == "__main__":
    main()
