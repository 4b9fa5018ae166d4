"""Everything that is SQLite's own: opening the file, its settings, its search index, its errors.

A register is known by the ``application_id`` and the format by the ``user_version`` in the file's header, so
that a foreign, cut or newer file is refused after reading 100 bytes, before SQLite has touched it.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, Table, TextClause, create_engine, event, text
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import NullPool, QueuePool
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.util import LRUCache

from app.errors import FileProblemError, RegisterProblemError, RuleError, SoHoiError

#: "SoHo" in the header of every register.
APPLICATION_ID = 0x536F486F
#: How long a writer waits for another one, in seconds.
BUSY_SECONDS = 5.0
#: Up to this size a file is checked whole at every start; a larger one only after an unclean end.
SMALL_FILE = 4 * 1024 * 1024

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100


def read_header(path: Path) -> int:
    """The format number of a register, from its first bytes alone; nothing is opened for writing.

    Raises RegisterProblemError for what is missing, no file, no register, or shorter than it says.
    """
    try:
        if not path.exists():
            raise RegisterProblemError(f"Không tìm thấy tệp “{path.name}”. Hãy xem lại tên tệp và thư mục.")
        if path.is_dir():
            raise RegisterProblemError(
                f"“{path.name}” là một thư mục, không phải tệp sổ. Hãy chọn tệp .sohoi."
            )
        with path.open("rb") as file:
            header = file.read(_HEADER)
        size = path.stat().st_size
        pending = _wal_of(path)
        unfinished = pending.exists() and pending.stat().st_size > 0
    except OSError as problem:
        raise RegisterProblemError(
            f"Không đọc được tệp “{path.name}”. Hãy kiểm tra ổ đĩa và quyền mở tệp."
        ) from problem
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise RegisterProblemError(f"Tệp “{path.name}” không phải là Sổ Hội. Hãy chọn tệp .sohoi khác.")
    page_size, pages = struct.unpack(">H", header[16:18])[0], struct.unpack(">I", header[28:32])[0]
    user_version, application_id = (
        struct.unpack(">I", header[60:64])[0],
        struct.unpack(">I", header[68:72])[0],
    )
    if application_id != APPLICATION_ID:
        raise RegisterProblemError(f"Tệp “{path.name}” không phải là Sổ Hội. Hãy chọn tệp .sohoi khác.")
    # While a journal waits to be copied in, the file may rightly be shorter than its header says.
    if not unfinished and size < pages * (65_536 if page_size == 1 else page_size):
        raise damaged(path)
    return int(user_version)


def damaged(path: Path) -> RegisterProblemError:
    """What the user is told about a register that cannot be read any more."""
    return RegisterProblemError(
        f"Sổ “{path.name}” bị hỏng. Tệp được giữ nguyên; hãy khôi phục từ bản sao lưu gần nhất."
    )


class _Compiler(SQLiteCompiler):
    """Writes the hints of statements ("INDEXED BY …"), which SQLAlchemy leaves out for SQLite."""

    def get_from_hint_text(self, _table: Any, text: str | None) -> str | None:
        return text


#: Statements as SQLite is told them. Each engine would keep its own: putting them into words anew for every
#: file that is opened takes longer than asking them. As many as SQLAlchemy keeps by itself.
_STATEMENTS: LRUCache[Any, Any] = LRUCache(500)
_dialects: list[Dialect] = []


def _shared_dialect(engine: Engine) -> Dialect:
    """The dialect of the first engine serves all others too: kept statements are known by it."""
    if not _dialects:
        engine.dialect.statement_compiler = _Compiler
        _dialects.append(engine.dialect)
    return _dialects[0]


def make_engine(path: Path) -> Engine:
    """Connections to an existing file; several threads may each use one of their own."""

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute("PRAGMA cache_size=-65536")
        return connection

    engine = create_engine(
        "sqlite+pysqlite://",
        creator=connect,
        poolclass=QueuePool,
        pool_size=2,
        max_overflow=6,
        execution_options={"compiled_cache": _STATEMENTS},
    )
    engine.dialect = _shared_dialect(engine)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # sqlite3 itself would begin only at the first write: no snapshot for readers, and a late surprise
        # for writers. A writer takes its turn at the start.
        writes = connection.get_execution_options().get("writes")
        cursor: Any = connection.connection.driver_connection
        cursor.execute("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def make_building_engine(path: Path) -> Engine:
    """A connection to make or remake tables: references are checked at the end, not while tables move."""
    engine = create_engine(
        "sqlite+pysqlite://", creator=lambda: sqlite3.connect(path, isolation_level=None), poolclass=NullPool
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def finish_new_file(path: Path, format_number: int) -> None:
    """Give a new file its marks, then switch it to write-ahead logging.

    In this order the header is right in the main file whatever happens afterwards.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA user_version={format_number:d}")
        connection.execute(f"PRAGMA application_id={APPLICATION_ID:d}")
        connection.execute("PRAGMA journal_mode=WAL").fetchall()


def stamp_format(path: Path, format_number: int) -> None:
    """Write the format number into the header, and the header into the main file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version={format_number:d}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def is_alone(path: Path) -> bool:
    """Whether no other program has this register open now."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=0)
    try:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE").fetchall()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True


def quick_check(path: Path) -> None:
    """Read the whole file for damage without changing a byte; raises RegisterProblemError."""
    try:
        connection = sqlite3.connect(_readonly_uri(path), uri=True)
        try:
            answer = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        finally:
            connection.close()
    except sqlite3.DatabaseError as problem:
        raise damaged(path) from problem
    if answer != "ok":
        raise damaged(path)


def full_check(connection: Connection) -> list[str]:
    """What SQLite finds wrong with the file and with references between records; empty when all is well."""
    try:
        found = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
        found += [
            f"{row[0]}: dòng {row[1]} trỏ tới {row[2]} không tồn tại"
            for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
        ]
        connection.exec_driver_sql(
            "INSERT INTO members_parts(members_parts, rank) VALUES ('integrity-check', 1)"
        )
    except DBAPIError as problem:  # it may raise instead of answering
        return [f"Tệp bị hỏng: {problem.orig}"]
    return found


# ------------------------------------------------------------------ search index

_SEARCH_INDEX = (
    # Any three letters in a row, of the folded text, of the name with its accents, and of the status.
    """CREATE VIRTUAL TABLE members_parts USING fts5(
        folded, marked, status_now,
        content='members', content_rowid='seq', tokenize='trigram case_sensitive 1')""",
    """CREATE TRIGGER members_parts_added AFTER INSERT ON members BEGIN
        INSERT INTO members_parts(rowid, folded, marked, status_now)
        VALUES (new.seq, new.folded, new.marked, new.status_now);
    END""",
    """CREATE TRIGGER members_parts_removed AFTER DELETE ON members BEGIN
        INSERT INTO members_parts(members_parts, rowid, folded, marked, status_now)
        VALUES ('delete', old.seq, old.folded, old.marked, old.status_now);
    END""",
    """CREATE TRIGGER members_parts_changed AFTER UPDATE OF folded, marked, status_now ON members
    WHEN old.folded IS NOT new.folded OR old.marked IS NOT new.marked OR old.status_now IS NOT new.status_now
    BEGIN
        INSERT INTO members_parts(members_parts, rowid, folded, marked, status_now)
        VALUES ('delete', old.seq, old.folded, old.marked, old.status_now);
        INSERT INTO members_parts(rowid, folded, marked, status_now)
        VALUES (new.seq, new.folded, new.marked, new.status_now);
    END""",
)


def create_tables(connection: Connection, tables: Sequence[Table]) -> None:
    """Make the tables of a new file with their indexes; nothing is there yet, so nothing is asked first."""
    for statement in _creating(tuple(tables)):
        connection.exec_driver_sql(statement)


@cache  # putting the words together takes longer than making the tables
def _creating(tables: tuple[Table, ...]) -> tuple[str, ...]:
    dialect = sqlite_dialect()
    made = []
    for table in tables:
        made.append(str(CreateTable(table).compile(dialect=dialect)))
        indexes = sorted(table.indexes, key=lambda index: index.name or "")
        made += [str(CreateIndex(index).compile(dialect=dialect)) for index in indexes]
    return tuple(made)


def create_search_index(connection: Connection) -> None:
    """Make the search index of the members and what keeps it."""
    for statement in _SEARCH_INDEX:
        connection.execute(text(statement))


def matching_seqs(parameter: str) -> TextClause:
    """Selects the ``seq`` of the members that match the expression in this parameter."""
    return text(f"SELECT rowid FROM members_parts WHERE members_parts MATCH :{parameter}")  # noqa: S608 - our own name


class unindexed(FunctionElement[Any]):  # noqa: N801 - written like the functions of SQL
    """A column that no index is to be chosen for.

    SQLite, which knows nothing of the values, would else gather half a table through an index to show its
    first page. Other databases know better and are given the column itself.
    """

    inherit_cache = True
    name = "unindexed"


@compiles(unindexed)
def _as_it_is(element: unindexed, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


@compiles(unindexed, "sqlite")
def _with_plus(element: unindexed, compiler: Any, **options: Any) -> str:
    return f"+{compiler.process(element.clauses, **options)}"


def match_expression(
    folded: Sequence[str], marked: Sequence[str], without: Sequence[str] = (), status: str | None = None
) -> str:
    """A search in the index's own language; every piece has three characters or more.

    All of ``folded`` in the folded text, all of ``marked`` in the name as written, not all of ``without``,
    and the status if one is asked: its first three letters tell it, and cost one look.
    """
    wanted = [f"folded:{_quoted(piece)}" for piece in folded]
    wanted += [f"marked:{_quoted(piece)}" for piece in marked]
    if status is not None:
        wanted.append(f"status_now:{_quoted(status[:3])}")
    expression = " AND ".join(wanted)
    if without:
        excluded = " AND ".join(f"marked:{_quoted(piece)}" for piece in without)
        expression = f"({expression}) NOT ({excluded})"
    return expression


def _quoted(piece: str) -> str:
    return '"' + piece.replace('"', '""') + '"'


# ------------------------------------------------------------------ errors


def explain(problem: BaseException) -> SoHoiError | None:
    """The sentence for an error that is the world's fault; ``None`` for one that is ours."""
    if isinstance(problem, DBAPIError):
        problem = problem.orig or problem
    if not isinstance(problem, sqlite3.Error):
        return None
    name = getattr(problem, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_CONSTRAINT"):
        return _explain_constraint(name, str(problem))
    for start, (family, sentence) in _SENTENCES.items():
        if name.startswith(start):
            return family(sentence)
    if "file is not a database" in str(problem) or "malformed" in str(problem):
        return RegisterProblemError(_SENTENCES["SQLITE_CORRUPT"][1])
    return None


def _explain_constraint(name: str, message: str) -> SoHoiError | None:
    if name == "SQLITE_CONSTRAINT_FOREIGNKEY":
        return RuleError(
            "Không lưu được: có bản ghi trỏ tới một bản ghi không còn trong sổ. Chưa có gì thay đổi."
        )
    if name in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"):
        if "issued_certificates" in message and ".id" not in message:
            return RuleError("Số vào sổ này đã cấp cho một giấy khen khác trong năm. Chưa có gì thay đổi.")
        return RuleError("Bản ghi này đã có trong sổ. Chưa có gì thay đổi.")
    return None


_SENTENCES: dict[str, tuple[type[FileProblemError], str]] = {
    "SQLITE_FULL": (FileProblemError, "Ổ đĩa đã đầy nên chưa lưu được. Hãy dọn bớt rồi lưu lại."),
    "SQLITE_BUSY": (
        RegisterProblemError,
        "Sổ đang được một cửa sổ hoặc chương trình khác ghi. Hãy đợi một lát rồi làm lại.",
    ),
    "SQLITE_LOCKED": (
        RegisterProblemError,
        "Sổ đang được một chương trình khác giữ. Hãy đợi một lát rồi làm lại.",
    ),
    "SQLITE_READONLY": (
        FileProblemError,
        "Tệp sổ hoặc thư mục chỉ cho đọc nên không lưu được. Hãy chuyển sổ sang thư mục ghi được.",
    ),
    "SQLITE_PERM": (FileProblemError, "Không có quyền ghi tệp sổ. Hãy chuyển sổ sang thư mục ghi được."),
    "SQLITE_IOERR": (
        FileProblemError,
        "Không đọc hoặc ghi được ổ đĩa chứa sổ. Hãy kiểm tra ổ đĩa, USB rồi làm lại.",
    ),
    "SQLITE_CANTOPEN": (
        FileProblemError,
        "Không mở được tệp sổ. Hãy kiểm tra thư mục còn đó và cho phép ghi.",
    ),
    "SQLITE_CORRUPT": (
        RegisterProblemError,
        "Sổ bị hỏng. Tệp được giữ nguyên; hãy khôi phục từ bản sao lưu gần nhất.",
    ),
    "SQLITE_NOTADB": (RegisterProblemError, "Tệp này không phải là Sổ Hội. Hãy chọn tệp .sohoi khác."),
}


def _readonly_uri(path: Path) -> str:
    """The file as SQLite names it; without a journal beside it nobody has it open, and none need be made."""
    uri = path.absolute().as_uri()
    if not uri.startswith("file:///"):  # on a Windows share, for which SQLite wants four slashes
        uri = uri.replace("file://", "file:////", 1)
    return f"{uri}?mode=ro" if _wal_of(path).exists() else f"{uri}?mode=ro&immutable=1"


def _wal_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")
