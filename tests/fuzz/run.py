"""Reads and plans spoilt lists, one after another, for so many minutes: ``python -m tests.fuzz.run``.

Each must end in good rows or in one sentence for the user. Anything else (a traceback, a reading beyond its
time or memory, a plan that takes too long) is a failure: its file is kept in ``out/fuzz`` under its seed.
The same seed gives the same files, as far as LibreOffice writes the same twice.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from time import perf_counter

from app.errors import FileProblemError
from app.importers.sheets import read_workbook
from tests.app.importers.lists import Memory
from tests.fuzz.mutations import spoil
from tests.fuzz.samples import make_samples

KEPT = Path(__file__).resolve().parents[2] / "out" / "fuzz"
SECONDS = 20
MEGABYTES = 1024


@dataclass(slots=True)
class Figures:
    """What came of a run."""

    files: int = 0
    good: int = 0
    refused: int = 0
    slowest: float = 0.0
    slowest_file: str = ""
    failures: list[str] = field(default_factory=list)

    def add(self, other: Figures) -> None:
        """Take in what another run found."""
        self.files += other.files
        self.good += other.good
        self.refused += other.refused
        if other.slowest > self.slowest:
            self.slowest, self.slowest_file = other.slowest, other.slowest_file
        self.failures += other.failures


@dataclass(slots=True)
class Trial:
    """The samples to spoil and the registers to plan for: an empty one and a small one."""

    samples: Sequence[Path]
    contents: Sequence[bytes]
    registers: Sequence[Memory]

    @classmethod
    def of(cls, samples: Sequence[Path]) -> Trial:
        """Made from whole files; the first of them fills the small register."""
        small = Memory("Phường 1", "Phường 2")
        small.apply(read_workbook(samples[0]))
        return cls(samples, [path.read_bytes() for path in samples], (Memory(), small))

    def run(self, seed: str, folder: Path, figures: Figures) -> None:
        """Make the one file of this seed, read it and plan it."""
        random = Random(seed)
        at = random.randrange(len(self.samples))
        path = folder / f"{seed}{self.samples[at].suffix}"
        path.write_bytes(spoil(random, self.contents[at], self.contents))
        figures.files += 1
        start = perf_counter()
        try:
            figures.good += self._ends_well(path)
            taken = perf_counter() - start
            if taken > figures.slowest:
                figures.slowest, figures.slowest_file = taken, f"{self.samples[at].name}, seed {seed}"
            if taken > SECONDS:
                raise AssertionError(f"took {taken:.1f} s")
        except FileProblemError as problem:
            figures.refused += 1
            if not _is_one_sentence(problem.message) or "vẫn chưa xong" in problem.message:
                self._keep(path, seed, problem.message, figures)
        except Exception:  # noqa: BLE001 - whatever comes is what this looks for
            self._keep(path, seed, traceback.format_exc(), figures)
        path.unlink()

    def _ends_well(self, path: Path) -> bool:
        book = read_workbook(path, seconds=SECONDS, megabytes=MEGABYTES)
        for register in self.registers:
            register.plan(book)
        used = _megabytes_of_children()
        if used > MEGABYTES:
            raise AssertionError(f"the reading process took {used} MB")
        return True

    def _keep(self, path: Path, seed: str, why: str, figures: Figures) -> None:
        KEPT.mkdir(parents=True, exist_ok=True)
        (KEPT / path.name).write_bytes(path.read_bytes())
        (KEPT / f"{seed}.txt").write_text(why, "utf-8")
        figures.failures.append(f"{path.name}: {why.strip().splitlines()[-1][:300]}")


def _is_one_sentence(message: str) -> bool:
    return bool(message.strip()) and "\n" not in message and len(message) < 600 and "Traceback" not in message


def _megabytes_of_children() -> int:
    """The most that one child process has held in memory so far; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // (
        1024 * 1024 if sys.platform == "darwin" else 1024
    )


def fuzz(samples: Sequence[Path], seed: str, seconds: float) -> Figures:
    """Try spoilt files for so many seconds."""
    trial, figures, end = Trial.of(samples), Figures(), perf_counter() + seconds
    with tempfile.TemporaryDirectory(prefix="sohoi-fuzz-") as folder:
        number = 0
        while perf_counter() < end:
            trial.run(f"{seed}-{number}", Path(folder), figures)
            number += 1
    return figures


def _side_by_side(samples: Path, seed: int, minutes: float, processes: int) -> Iterator[Figures]:
    """The same in several processes, each with seeds of its own."""
    started = [
        subprocess.Popen(
            [
                sys.executable, "-m", "tests.fuzz.run", "--samples", str(samples),
                "--seed", str(seed), "--part", str(part), "--minutes", str(minutes),
            ],
            stdout=subprocess.PIPE,
        )
        for part in range(processes)
    ]  # fmt: skip
    for process in started:
        out, _ = process.communicate()
        if process.returncode:
            raise SystemExit("a part of the run stopped; see above")
        yield Figures(**json.loads(out))


def main(arguments: Sequence[str]) -> int:
    """Run it; 0 without failures, else 1."""
    parser = argparse.ArgumentParser(prog="python dev.py fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--samples", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--part", type=int, help=argparse.SUPPRESS)
    wanted = parser.parse_args(arguments)
    if wanted.part is not None:
        names = sorted(
            path for path in wanted.samples.rglob("*") if path.is_file() and "profile" not in path.parts
        )
        figures = fuzz(names, f"{wanted.seed}-{wanted.part}", wanted.minutes * 60)
        sys.stdout.write(json.dumps(asdict(figures)))
        return 0
    total = Figures()
    with tempfile.TemporaryDirectory(prefix="sohoi-fuzz-") as folder:
        samples = make_samples(Path(folder))
        for figures in _side_by_side(Path(folder), wanted.seed, wanted.minutes, wanted.processes):
            total.add(figures)
    sys.stdout.write(
        f"{total.files} files from {len(samples)} samples: {total.good} good, "
        f"{total.refused} refused in a sentence, {len(total.failures)} failures; "
        f"slowest {total.slowest:.1f} s ({total.slowest_file})\n"
    )
    for failure in total.failures:
        sys.stdout.write(f"  {failure}\n")
    return 1 if total.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
