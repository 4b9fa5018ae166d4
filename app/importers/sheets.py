"""Reads a spreadsheet or a plain-text list without letting it harm the program.

The file is opened in a child process that is killed when it takes too long and that cannot take more memory
than it is
given (peers' readers crash, hang or eat the machine on one file in twelve of a public test set).
"""

from __future__ import annotations

import gc
import marshal
import os
import subprocess
import sys
import tempfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from app.errors import FileProblemError
from app.importers.formats import damaged, too_large
from app.importers.tables import Cell, Row, Sheet, Workbook
from app.progress import Progress, Silent

__all__ = ["Cell", "Row", "Sheet", "Workbook", "child_command", "read_workbook"]

#: How the child ends: the file was read, refused in a sentence, or Python stopped with a traceback.
_READ, _REFUSED, _TRACEBACK = 0, 3, 1
#: An access beyond the process's memory or stack: SIGSEGV and SIGBUS, and what Windows calls them.
_FAULTS = {-11, -7, 0xC0000005, 0xC00000FD}
_ROOT = Path(__file__).resolve().parents[2]
#: How often, in seconds, somebody who waits may stop the child.
_LOOK_EVERY = 0.1
_SILENT = Silent()


def read_workbook(
    path: str | os.PathLike[str],
    *,
    seconds: float = 60,
    megabytes: int = 1024,
    progress: Progress = _SILENT,
) -> Workbook:
    """All sheets of a file, whatever its name says it is.

    Read are .xlsx, .xls, .xlsb, .ods, .csv, .tsv, the tables of a web page and the XML spreadsheet of 2003.

    ``seconds`` and ``megabytes`` bound the child process; ``progress`` is asked while it works, and what it
    raises (CancelledError) kills the child. Raises :class:`FileProblemError` with one
    sentence that says
    what to do when the file is missing, locked, empty, encrypted, damaged, hostile or no list at all.
    """
    source = Path(path).absolute()
    _try_open(source)
    with tempfile.TemporaryDirectory(prefix="sohoi-") as folder:
        answer = Path(folder) / "answer"
        said = Path(folder) / "said"
        code = _run(
            [*child_command(), str(source), str(answer), str(megabytes)], seconds, source, said, progress
        )
        if code not in (_READ, _REFUSED):
            raise _broken_off(code, said, source)
        with answer.open("rb") as file:
            return workbook_of_answer(file)


def child_command() -> list[str]:
    """How the reading process is started: by module, or by a hidden command of the built program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--read-sheet"]
    return [sys.executable, "-m", "app.importers.child"]


def _try_open(path: Path) -> None:
    try:
        with path.open("rb") as file:
            file.read(1)
    except FileNotFoundError as problem:
        raise FileProblemError(f"Không thấy tệp {path}. Hãy xem lại tên tệp và thư mục.") from problem
    except IsADirectoryError as problem:
        raise FileProblemError(f"{path} là một thư mục. Hãy chọn tệp danh sách trong đó.") from problem
    except PermissionError as problem:
        if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where the folder may not be searched
            raise FileProblemError(f"{path} là một thư mục. Hãy chọn tệp danh sách trong đó.") from problem
        raise FileProblemError(
            f"Không được phép đọc tệp {path.name}. Nếu tệp đang mở trong Excel, hãy đóng lại rồi nhập lại."
        ) from problem
    except (OSError, ValueError) as problem:
        raise FileProblemError(
            f"Không đọc được tệp {path.name}. Hãy chép tệp vào máy (không để trên USB hay mạng) rồi nhập lại."
        ) from problem


def _run(command: list[str], seconds: float, path: Path, said: Path, progress: Progress) -> int:
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows: no black window for the reading process
    with (
        said.open("wb") as errors,
        subprocess.Popen(
            command,
            cwd=None if getattr(sys, "frozen", False) else _ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            creationflags=flags,
        ) as child,
    ):
        try:
            for _ in range(max(1, round(seconds / _LOOK_EVERY))):
                progress.step(0, 0)
                try:
                    return child.wait(min(_LOOK_EVERY, seconds))
                except subprocess.TimeoutExpired:
                    continue
            raise FileProblemError(
                f"Tệp {path.name} đọc quá {seconds:g} giây vẫn chưa xong nên đã dừng. "
                "Hãy chép riêng phần danh sách sang một tệp Excel mới rồi nhập tệp đó."
            )
        finally:
            if child.poll() is None:
                child.kill()


def _broken_off(code: int, said: Path, path: Path) -> Exception:
    """The error for a child that died at a bound or in the reading library; else it is our bug, and loud."""
    if code != _TRACEBACK:
        return damaged(path) if code in _FAULTS else too_large(path)
    words = said.read_text("utf-8", errors="replace")[-4_000:].strip()
    if words.rpartition("\n")[2].startswith("MemoryError"):
        return too_large(path)
    return RuntimeError(f"the reading process failed: {words}")


def workbook_of_answer(file: BinaryIO) -> Workbook:
    """Put together what the child wrote. Raises :class:`FileProblemError` where it refused the file."""
    sheets: list[Sheet] = []
    name: str | None = None
    hidden, unclosed, rows = False, (), list[Row]()
    look: tuple[Any, ...] = ()
    collecting = gc.isenabled()
    gc.disable()  # a burst of plain values: the collector would walk them again and again
    try:
        while True:
            kind, *rest = _next(file)
            if kind == "problem":
                raise FileProblemError(rest[0])
            if kind in ("sheet", "end") and name is not None:
                sheets.append(Sheet(name, tuple(rows), hidden, unclosed, *look))
            if kind == "end":
                return Workbook(tuple(sheets), *rest)
            if kind == "sheet":
                (name, hidden, unclosed), rows, look = rest, [], ()
            elif kind == "look":
                look = tuple(rest)
            else:
                rows.extend(Row(number, tuple(cells)) for number, cells in map(_typed, rest[0]))
    finally:
        if collecting:
            gc.enable()


def _next(file: BinaryIO) -> Any:
    payload = file.read(int.from_bytes(file.read(8), "little"))
    return marshal.loads(payload)  # noqa: S302 - written a moment ago by our own child in our own folder


def _typed(row: list[Any]) -> tuple[int, list[Cell]]:
    number, cells = row
    if tuple in map(type, cells):
        cells = [_typed_cell(cell) if type(cell) is tuple else cell for cell in cells]
    return number, cells


def _typed_cell(parts: tuple[Any, ...]) -> Cell:
    match len(parts):
        case 3:
            return date(*parts)
        case 6:
            return datetime(*parts)  # noqa: DTZ001 - a cell of a sheet knows no time zone
        case 2:
            return time(*parts)
        case _:
            return timedelta(seconds=parts[0])
