"""What a province costs: 100 Hội × 200 members report, are received with members, become one workbook.

Run ``python tests/benchmarks/bench_province.py [HOI] [MEMBERS]``. Receiving is measured against plain sqlite3
inserting the same rows (no log, no index, no check), the workbook against openpyxl alone writing the same
cells, all in one run. The sums of the workbook are recomputed from what the registers were made of.
"""

from __future__ import annotations

import gc
import os
import random
import sqlite3
import statistics
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.domain.branch import new_branch
from app.domain.care import Visit
from app.domain.members import Gender, Member
from app.domain.periods import Period
from app.domain.status import StatusEvent
from app.domain.units import Unit, UnitEvent
from app.services import consolidation, receiving, registers, submissions
from app.services.submissions import SUFFIX, People
from app.services.submissions_format import SENT_KINDS
from app.store.mapping import mapping_of
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from tests.benchmarks.bench_workbook import bare

YEAR = Period.year_of(2026)
MADE = datetime(2027, 1, 5, 8, 0, tzinfo=UTC)
TODAY = date(2027, 1, 8)
CHAPTERS = 8
FAMILIES = ("Nguyễn", "Nông", "Hoàng", "Triệu", "Ma", "Bàn", "Lường", "Hà")
NAMES = ("An", "Bình", "Dũng", "Hạnh", "Hiền", "Lâm", "Mai", "Nam", "Phượng", "Quang", "Thảo", "Yến")


@dataclass
class Known:
    """What the registers were made of, counted while they were made."""

    members: int = 0
    women: int = 0
    gains: int = 0
    visits: int = 0
    visits_amount: int = 0


def make_branch(folder: Path, number: int, members: int, known: Known, chance: random.Random) -> Register:
    """The register of one Hội with its members in chi hội, some admitted this year, and its visits."""
    register = registers.create_register(
        folder / f"hoi-{number}.sohoi",
        new_branch(f"Hội Truyền thống Trường Sơn phường số {number}", place="Thái Nguyên"),
        clock=lambda: MADE,
    )
    with register.change("Dữ liệu") as work:
        units = [Unit(position=each) for each in range(CHAPTERS)]
        events = [
            UnitEvent(unit_id=unit.id, name=f"Chi hội {each}", level="Chi hội")
            for each, unit in enumerate(units, 1)
        ]
        work.add_all([*units, *events])
        for place in range(members):
            woman, new = chance.random() < 0.4, chance.random() < 0.05
            name = f"{chance.choice(FAMILIES)} {'Thị' if woman else 'Văn'} {chance.choice(NAMES)}"
            joined = PartialDate(2026, 5, 19) if new else PartialDate(chance.randint(2000, 2024))
            member = work.add(
                Member(
                    full_name=name,
                    code=f"{place + 1:04}",
                    gender=Gender.FEMALE if woman else Gender.MALE,
                    birth=PartialDate(chance.randint(1940, 1960)),
                    address=f"Tổ {chance.randint(1, 30)}, phường số {number}",
                    phone=f"09{chance.randint(10_000_000, 99_999_999)}",
                    service_unit=f"Binh trạm {chance.randint(1, 40)}",
                    joined=joined,
                )
            )
            work.add(StatusEvent(member_id=member.id, on=joined, unit_id=chance.choice(units).id))
            known.members, known.women, known.gains = (
                known.members + 1, known.women + woman, known.gains + new,
            )  # fmt: skip
            if chance.random() < 0.1:
                amount = chance.randrange(200_000, 1_000_000, 50_000)
                work.add(Visit(member_id=member.id, on=PartialDate(2026, 2, 10), amount=amount))
                known.visits, known.visits_amount = known.visits + 1, known.visits_amount + amount
    return register


def insert_plainly(path: Path, files: list[Path]) -> list[float]:
    """Seconds for each file's records, put into tables of the same columns by sqlite3 alone, synced alike."""
    from app.services.submissions_reading import from_bytes, read_file

    taken = []
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        for name, kind in SENT_KINDS.items():
            quoted = ", ".join(f'"{column}"' for column in mapping_of(kind).columns)
            connection.execute(f"CREATE TABLE {name} ({quoted})")
        for file in files:
            sent = from_bytes(read_file(file), file.name)
            records = sent.people.records if sent.people else {}
            start = perf_counter()
            connection.execute("BEGIN")
            for name, documents in records.items():
                columns = mapping_of(SENT_KINDS[name]).columns
                marks = ", ".join("?" * len(columns))
                rows = [tuple(document.get(column) for column in columns) for document in documents]
                connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608
            connection.execute("COMMIT")
            taken.append(perf_counter() - start)
    return taken


def timed(work: object, *arguments: object) -> tuple[float, object]:
    """Seconds that a call takes, and what it gives."""
    gc.collect()
    start = perf_counter()
    found = work(*arguments)  # type: ignore[operator]
    return perf_counter() - start, found


def main() -> None:
    """Measure and print."""
    hoi = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    members = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    known, chance = Known(), random.Random(1)
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as name:
        folder = Path(name)
        sent = folder / "nop"
        sent.mkdir()
        making: list[float] = []
        for number in range(1, hoi + 1):
            with make_branch(folder, number, members, known, chance) as register:
                start = perf_counter()
                submissions.write_submission(
                    register,
                    YEAR,
                    sent / f"hoi-{number:03}{SUFFIX}",
                    today=TODAY,
                    made_at=MADE,
                    people=People.ALL,
                )
                making.append(perf_counter() - start)
        files = sorted(sent.iterdir())
        size = sum(file.stat().st_size for file in files) / len(files)
        print(f"made: {statistics.mean(making):.3f} s a Hội ({size / 1024:.0f} KB a file)")

        with registers.create_register(
            folder / "tinh.sohoi", new_branch("Hội tỉnh", place="Thái Nguyên"), clock=lambda: MADE
        ) as province:
            receiving_: list[float] = []
            for file in files:
                seconds, done = timed(lambda file=file: receiving.receive(province, file, today=TODAY))
                receiving_.append(seconds)
                assert done.outcome is receiving.Outcome.TAKEN, done  # type: ignore[attr-defined]
            plain = insert_plainly(folder / "plain.db", files)
            first, last = statistics.mean(receiving_[:10]), statistics.mean(receiving_[-10:])
            print(
                f"received: {statistics.mean(receiving_):.3f} s a Hội, the first ten {first:.3f}, "
                f"the last ten {last:.3f}; plain sqlite3 of the same rows {statistics.mean(plain):.4f} s; "
                f"ratio {sum(receiving_) / sum(plain):.1f}"
            )
            before = len(province.history(limit=10 * hoi))
            seconds, again = timed(lambda: receiving.receive_files(province, files, today=TODAY))
            assert {each.outcome for each in again} == {receiving.Outcome.SAME}  # type: ignore[attr-defined]
            assert len(province.history(limit=10 * hoi)) == before
            print(f"received again: {seconds / hoi:.3f} s a Hội, nothing changed")

            path = folder / "tong-hop.xlsx"
            seconds, written = timed(
                lambda: consolidation.write_consolidation(province, YEAR, path, today=TODAY, replace=True)
            )
            figures = written.figures  # type: ignore[attr-defined]
            for key, amount in vars(known).items():
                held = figures["members_end" if key == "members" else key]
                assert held == amount, (key, held, amount)
            made = consolidation.consolidate(province, YEAR, today=TODAY)
            content = path.read_bytes()
            render = lambda: render_again(made)  # noqa: E731
            peers = {looks: bare(content, looks=looks) for looks in (True, False)}
            turns = [
                [timed(render)[0], *(timed(peers[looks])[0] for looks in (True, False))] for _ in range(3)
            ]
            alone, dressed, naked = (statistics.median(turn[place] for turn in turns) for place in range(3))
            print(
                f"consolidated: {seconds:.2f} s with reading back, {len(content) / 1024:.0f} KB; "
                f"workbook alone {alone:.2f} s, openpyxl with the same cells {dressed:.2f} s, without their "
                f"looks {naked:.2f} s; ratios {alone / dressed:.2f} and {alone / naked:.2f}"
            )
            print(f"sums equal to those of {known.members:,} members and {known.visits:,} visits made: yes")


def render_again(made: consolidation.Consolidated) -> bytes:
    """The workbook of a report that is built already."""
    from app.documents.workbooks.consolidated import render_consolidated

    return render_consolidated(
        made.report,
        made.main,
        [False] * len(made.reported),
        missing=consolidation.MISSING_TABLE,
        remark=made.report.subtitle,
    )


if __name__ == "__main__":
    main()
