"""What making and restoring backups share: the check of a file, errors in words, writing that lasts."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app.errors import FileProblemError, RegisterProblemError

#: "SoHo" in the header of every register and of its backups.
APPLICATION_ID = 0x536F486F
#: Under which key a register keeps its own id.
REGISTER_ID = "register"

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC, errno.EFBIG)


def verify(path: Path) -> None:
    """Read a register or backup whole; raises RegisterProblemError when it is not sound."""
    try:
        with closing(open_readonly(path)) as connection:
            application_id = connection.execute("PRAGMA application_id").fetchone()[0]
            if application_id != APPLICATION_ID:
                raise RegisterProblemError(f"Tệp “{path.name}” không phải là Sổ Hội hay bản sao lưu của sổ.")
            sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            sound = sound and connection.execute("SELECT count(*) FROM alembic_version").fetchone()[0] == 1
    except sqlite3.DatabaseError as problem:
        if is_cannot_open(problem):
            raise FileProblemError(f"Không mở được tệp “{path.name}”. Hãy kiểm tra ổ đĩa, USB.") from problem
        sound = False
    if not sound:
        raise RegisterProblemError(f"Tệp “{path.name}” bị hỏng hoặc không phải là Sổ Hội. Hãy chọn tệp khác.")


def copy_content(source: sqlite3.Connection, target: Path) -> None:
    """Make ``target`` one whole file of what ``source`` holds, also of what waits in its journal."""
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        # Until it has its name nobody minds what becomes of it, so it needs no journal.
        copy.execute("PRAGMA synchronous=OFF")
        # All pages at once: copied in steps it would start again at every write of somebody else.
        source.backup(copy, pages=-1)
        # One file that can be read from a write-protected stick, and no session that is still open in it.
        copy.execute("PRAGMA journal_mode=DELETE").fetchall()
        copy.execute("DELETE FROM meta WHERE key LIKE 'session:%'")


def register_id(path: Path) -> str:
    """The id that a register got when it was made and its backups have too; empty when it cannot be read."""
    try:
        with closing(open_readonly(path)) as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (REGISTER_ID,)).fetchone()
    except sqlite3.Error:  # missing or damaged: whoever needs it whole says so
        return ""
    return "" if row is None else str(row[0])


def open_readonly(path: Path) -> sqlite3.Connection:
    """A connection that cannot change a byte of the file."""
    uri = path.absolute().as_uri()
    if not uri.startswith("file:///"):  # on a Windows share, for which SQLite wants four slashes
        uri = uri.replace("file://", "file:////", 1)
    if not path.with_name(path.name + "-wal").exists():
        uri += "?mode=ro&immutable=1"  # nobody has it open, and no journal need be made beside it
    else:
        uri += "?mode=ro"
    return sqlite3.connect(uri, uri=True, isolation_level=None)


def is_cannot_open(problem: sqlite3.Error) -> bool:
    """Whether the file could not be reached at all, as against being no register."""
    return (getattr(problem, "sqlite_errorname", "") or "").startswith(("SQLITE_CANTOPEN", "SQLITE_IOERR"))


@contextmanager
def in_words(folder: Path) -> Iterator[None]:
    """Turn an error of the disk that holds ``folder`` into a FileProblemError that says what to do."""
    try:
        yield
    except OSError as problem:
        raise FileProblemError(_sentence(folder, full=problem.errno in _NO_ROOM)) from problem
    except sqlite3.Error as problem:
        name = getattr(problem, "sqlite_errorname", "") or ""
        if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            raise RegisterProblemError(
                "Sổ bị hỏng nên không sao lưu được. Hãy khôi phục từ bản sao lưu gần nhất."
            ) from problem
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise RegisterProblemError(
                "Sổ đang được chương trình khác ghi. Hãy đợi một lát rồi làm lại."
            ) from problem
        if name.startswith(
            ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_PERM")
        ):
            raise FileProblemError(_sentence(folder, full=name == "SQLITE_FULL")) from problem
        raise


def _sentence(folder: Path, *, full: bool) -> str:
    if full:
        return f"Ổ đĩa chứa “{folder.name}” đã đầy. Hãy dọn bớt hoặc chọn ổ khác rồi làm lại."
    return f"Không ghi được vào thư mục “{folder}”. Hãy kiểm tra USB còn cắm và thư mục cho phép ghi."


def make_lasting(path: Path) -> None:
    """Wait until the file's bytes are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def make_names_lasting(folder: Path) -> None:
    """Wait until the names in a folder are on the disk (where the system knows such a thing)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
