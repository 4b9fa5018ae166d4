"""Start: a command goes to the command line; none, or a register's name, opens the window."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

_REGISTER_SUFFIX = ".sohoi"


def main(arguments: Sequence[str]) -> int:
    """Run the program and return its exit code."""
    first = arguments[0] if arguments else ""
    if first == "--read-sheet":
        from app.importers.child import main as read_sheet

        return read_sheet(list(arguments[1:]))
    if first == "--self-check":
        from app.selfcheck import run_self_check

        return run_self_check()
    if first == "screens":
        from ui.screens import main as draw_screens

        return draw_screens(list(arguments[1:]))
    if first and not first.endswith(_REGISTER_SUFFIX):
        from app.cli import main as run_command

        return run_command(arguments)
    calm_collector()
    from app.bootstrap import log_to, start_machine
    from ui.application import run

    machine = start_machine()
    with log_to(machine.paths.logs):
        return run([sys.argv[0], *arguments], machine)


def calm_collector() -> None:
    """Look for garbage less often: what a start makes is nearly all kept, and looking costs a tenth of it."""
    gc.set_threshold(20_000, 20, 20)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
