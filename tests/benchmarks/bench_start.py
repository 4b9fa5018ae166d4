"""How long the window takes to start, beside a blank Qt window, turn by turn in one run; prints ratios.

Run ``python tests/benchmarks/bench_start.py [--rounds 9] [--large 100000]``. Every sample is a process of its
own, drawn offscreen, measured from before it is made: until a blank window is painted, until ours is painted
first, and until the first rows are painted: the figures of the start page, or the list of members where that
is opened instead. To beat: first paint 1.2 × the blank window, first rows 2.9 ×, whatever the register holds.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
SMALL = 43
PATIENCE = 120.0


# ------------------------------------------------------------------ in the process that is measured


def blank() -> None:
    """A window with nothing in it, and nothing else imported."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QWidget

    class Blank(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            QTimer.singleShot(0, painted)

    def painted() -> None:
        print(f"paint {perf_counter()!r}", flush=True)
        app.quit()

    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    window = Blank()
    window.resize(1180, 760)
    window.show()
    app.exec()


def ours(page_key: str, register: str) -> None:
    """The program as ``main.py`` starts it, ended as soon as the first rows of a page are painted."""
    sys.path.insert(0, str(ROOT))
    import main as program_start

    program_start.calm_collector()
    from app.bootstrap import start_machine
    from ui import application, main_window, page_list

    # The page that is measured is the one that opens first.
    pages = tuple(sorted(page_list.PAGES, key=lambda entry: entry.key != page_key))
    vars(main_window)["PAGES"] = pages

    class Watched(application.Program):
        def begin(self, path: Path | None = None) -> None:
            self.window.first_painted.connect(lambda: print(f"paint {perf_counter()!r}", flush=True))
            super().begin(path)
            watch(self, page_key)

    vars(application)["Program"] = Watched
    application.run([sys.argv[0], register], start_machine())


def watch(program: object, page_key: str) -> None:
    """Look after every piece of work whether the page has its rows; when they are painted, end."""
    from PySide6.QtCore import QEvent, QObject, Qt, QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    from ui.application import Program

    assert isinstance(program, Program)
    window = program.window

    class Watch(QObject):
        target: QWidget | None = None

        def look(self) -> None:
            if self.target is None and window.context is not None:
                self.target = rows_of(window.page(page_key))
                if self.target is not None:
                    self.target.installEventFilter(self)
                    self.target.update()

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, self.end)
            return False

        def end(self) -> None:
            print(f"rows {perf_counter()!r}", flush=True)
            window.close()
            QApplication.quit()

    def rows_of(page: QWidget) -> QWidget | None:
        from ui.models.table_model import TableModel
        from ui.widgets.cards import FigureCard
        from ui.widgets.table import Table

        if page_key == "overview":
            return page.findChild(FigureCard)
        table = page.findChild(Table)
        model = table.model() if table is not None else None
        if table is None or not isinstance(model, TableModel) or not model.is_loaded:
            return None
        return table.viewport()

    held = Watch(window)
    program.jobs.ended.connect(lambda _job: held.look(), Qt.ConnectionType.QueuedConnection)


# ------------------------------------------------------------------ in the process that measures


def sample(kind: str, page_key: str, register: Path, home: Path, compiled: Path) -> dict[str, float]:
    """Start one process; gives the seconds from before its making to each thing it told."""
    import os
    import subprocess

    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SOHOI_HOME": str(home)}
    # As on the user's computer, everything is compiled once, whatever the checkout allows to be written.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(compiled)
    command = [sys.executable, __file__, f"--{kind}", page_key, str(register)]
    started = perf_counter()
    ended = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, text=True, timeout=PATIENCE, check=True
    )
    told = (line.split() for line in ended.stdout.splitlines())
    return {name: float(at) - started for name, at in told}


def fill(path: Path, members: int) -> None:
    """Make the register of a branch with so many invented members."""
    sys.path.insert(0, str(ROOT))
    from app.clock import now
    from app.domain.branch import new_branch
    from app.store.register import Register
    from tests.benchmarks.bench_store import fill as make

    make(path, members)
    with Register.open(path, clock=now) as register, register.change("Lập sổ") as work:
        work.add(new_branch("Hội Truyền thống Trường Sơn"))


def main() -> None:
    """Measure and print."""
    import argparse
    import statistics
    import tempfile

    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--large", type=int, default=100_000, help="members of the large register; 0 = none")
    parser.add_argument("--keep", type=Path, help="where the registers are kept between runs")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        compiled = home / "compiled"
        folder = chosen.keep or home
        registers = {}
        for members in (SMALL, chosen.large):
            if members:
                registers[members] = folder / f"start-{members}.sohoi"
                if not registers[members].exists():
                    fill(registers[members], members)
        cases = [(page, members) for members in registers for page in ("overview", "members")]
        times: dict[tuple[str, ...], list[float]] = {}
        for number in range(chosen.rounds + 1):
            taken: dict[tuple[str, ...], float] = {
                ("blank",): sample("blank", "", home, home, compiled)["paint"]
            }
            for page, members in cases:
                found = sample("ours", page, registers[members], home / str(members), compiled)
                taken["paint", page, str(members)] = found["paint"]
                taken["rows", page, str(members)] = found["rows"]
            if number:  # the first round compiles and warms the disk
                for case, seconds in taken.items():
                    times.setdefault(case, []).append(seconds)
    base = statistics.median(times["blank",])
    paint = statistics.median(
        seconds for case, each in times.items() if case[0] == "paint" for seconds in each
    )
    print(f"{'blank Qt window':<44}{base * 1000:7.0f} ms   1.00")
    print(f"{'first paint':<44}{paint * 1000:7.0f} ms{paint / base:7.2f}")
    for page, members in cases:
        middle = statistics.median(times["rows", page, str(members)])
        words = f"first rows, {page}, {members:,} members"
        print(f"{words:<44}{middle * 1000:7.0f} ms{middle / base:7.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--blank"]:
        blank()
    elif sys.argv[1:2] == ["--ours"]:
        ours(sys.argv[2], sys.argv[3])
    else:
        main()
