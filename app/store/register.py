"""One register: a file, opened, read in snapshots and changed in transactions that are logged."""

from __future__ import annotations

import platform
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from app.clock import Clock
from app.errors import FileProblemError, RegisterProblemError, RuleError
from app.store import change_log, history, sqlite
from app.store.change_log import Change, ChangeKind
from app.store.checking import find_faults
from app.store.failures import TRANSLATED
from app.store.reader import Memory, Reader
from app.store.tables import HEAD, alembic_version, meta, metadata
from app.store.work import Work

#: Says which changes cannot be undone though nothing touched their records since.
Guard = Callable[[Reader, Change], bool]

_SESSION = "session:"
#: Under which key of ``meta`` the register keeps its own id; it stays with its backups and copies.
REGISTER_ID = "register"
# The registers that are being changed in this thread, to catch a change inside a change.
_changing: ContextVar[tuple[int, ...]] = ContextVar("changing", default=())


def _unguarded(_reader: Reader, _change: Change) -> bool:
    return False


class Register:
    """An open register. Any thread may use it: each ``change`` and ``read`` has a connection of its own.

    ``recovered`` tells that the last session ended without closing (power loss, killed); everything that
    was saved is there. ``changed_since_open`` tells whether anything was saved through this object.
    """

    def __init__(self, path: Path, engine: Engine, *, clock: Clock, actor: str, recovered: bool) -> None:
        self.path = path
        self.recovered = recovered
        self.changed_since_open = False
        self._engine = engine
        self._writing = engine.execution_options(writes=True)
        self._clock = clock
        self._actor = actor
        self._machine = platform.node()
        self._session = _SESSION + uuid.uuid4().hex
        self._noted = False
        self._idle: list[Connection] = []
        self._memory = Memory()

    # ------------------------------------------------------------ opening and closing

    @classmethod
    def create(cls, path: Path, *, clock: Clock, actor: str = "") -> Register:
        """A new, empty register; raises FileProblemError when the file exists or cannot be made."""
        try:
            path.open("xb").close()
        except FileExistsError as problem:
            raise FileProblemError(
                f"Tệp “{path.name}” đã có. Hãy chọn tên khác; tệp cũ được giữ nguyên."
            ) from problem
        except OSError as problem:
            raise FileProblemError(
                f"Không tạo được tệp “{path.name}”. Hãy xem thư mục có tồn tại và cho phép ghi không."
            ) from problem
        try:
            with TRANSLATED:
                _build(path, clock)
        except BaseException:
            remove_files(path)
            raise
        return cls(path, sqlite.make_engine(path), clock=clock, actor=actor, recovered=False)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        clock: Clock,
        actor: str = "",
        before_upgrade: Callable[[Path], None] | None = None,
    ) -> Register:
        """An existing register; ``before_upgrade`` gets its path before an older format is changed.

        Raises RegisterProblemError for a file that is foreign, damaged or newer than the program; the file is
        then left as it was. A small file is read whole to find damage, a large one only when the last session
        did not close: opening costs the same for any number of members.
        """
        if sqlite.read_header(path) > int(HEAD):
            raise RegisterProblemError(
                f"Sổ “{path.name}” do bản chương trình mới hơn ghi. Hãy cài bản Sổ Hội mới rồi mở lại."
            )
        if path.stat().st_size <= sqlite.SMALL_FILE:
            sqlite.quick_check(path)
        engine = sqlite.make_engine(path)
        try:
            with TRANSLATED:
                with engine.connect() as connection:
                    try:
                        revision = connection.execute(select(alembic_version.c.version_num)).scalar_one()
                        sessions = connection.execute(
                            select(meta.c.key).where(meta.c.key.startswith(_SESSION))
                        ).all()
                    except SQLAlchemyError as problem:
                        if sqlite.explain(problem) is not None:
                            raise
                        raise sqlite.damaged(path) from problem
                if sessions:
                    engine.dispose()  # or we should find ourselves having it open
                recovered = bool(sessions) and sqlite.is_alone(path)
                if recovered:
                    sqlite.quick_check(path)
                if revision != HEAD:
                    engine.dispose()
                    if before_upgrade is not None:
                        before_upgrade(path)
                    _upgrade(path)
                if recovered:
                    with engine.execution_options(writes=True).begin() as connection:
                        connection.execute(delete(meta).where(meta.c.key.in_([row[0] for row in sessions])))
                _give_id(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(path, engine, clock=clock, actor=actor, recovered=recovered)

    def close(self) -> None:
        """Close the file; a session that wrote is noted as closed. May be called twice."""
        if self._noted:
            # Everything is saved already; a stick pulled out now only means a longer check at the next start.
            with suppress(SQLAlchemyError), self._writing.begin() as connection:
                connection.execute(delete(meta).where(meta.c.key == self._session))
            self._noted = False
        while self._idle:
            self._idle.pop().close()
        self._engine.dispose()

    def __enter__(self) -> Self:
        """Use the register in a ``with`` statement that closes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    # ------------------------------------------------------------ changing and reading

    @contextmanager
    def change(self, label: str, *, undoable: bool = True, takes_back: int | None = None) -> Iterator[Work]:
        """One transaction, called ``label`` in the history; kept on a clean exit, dropped on any error.

        ``takes_back`` is the id of an earlier change that this one takes back, whole or in part. One that
        changed nothing is not logged. Raises RuleError or a FileProblemError when it cannot be kept.
        """
        with self._transaction() as work:
            yield work
            work.change_id = self._log(
                work, label=label, kind=ChangeKind.DO, undoable=undoable, undoes=takes_back
            )

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """One consistent snapshot for reading."""
        with TRANSLATED:
            # The list is read at every keystroke; making a connection ready takes as long as reading a page.
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = self._engine.connect()
            try:
                yield Reader(connection, self._memory)
                connection.rollback()
            except BaseException:
                connection.close()
                raise
            self._idle.append(connection)

    @contextmanager
    def transfer(self) -> Iterator[Work]:
        """One transaction that brings its own change log with it; for :mod:`app.store.exchange` alone."""
        with self._transaction() as work:
            yield work
            self._note_saved(work)

    def undo(self, is_guarded: Guard = _unguarded) -> Change:
        """Take back the newest change that holds and is not guarded; gives the new entry of the history.

        Raises RuleError when there is none or when a record was altered since.
        """
        with self._transaction() as work:
            change = history.next_to_undo(work.connection, partial(is_guarded, work))
            if change is None:
                raise RuleError("Không còn gì để hoàn tác.")
            history.apply(work, change, backwards=True)
            undo_id = self._log(
                work,
                label=f"Hoàn tác: {change.label}",
                kind=ChangeKind.UNDO,
                undoable=False,
                undoes=change.id,
            )
            history.mark_undone(work.connection, change, undo_id)
            return change_log.by_id(work.connection, undo_id or 0)

    def redo(self) -> Change:
        """Repeat the change that was undone last; gives the new entry of the history.

        Raises RuleError when there is none: something new was done since, or nothing was undone.
        """
        with self._transaction() as work:
            change = history.next_to_redo(work.connection)
            if change is None:
                raise RuleError("Không có gì để làm lại.")
            history.apply(work, change, backwards=False)
            redo_id = self._log(
                work, label=f"Làm lại: {change.label}", kind=ChangeKind.REDO, undoable=False, undoes=change.id
            )
            history.mark_undone(work.connection, change, None)
            return change_log.by_id(work.connection, redo_id or 0)

    # ------------------------------------------------------------ history

    def history(
        self, *, limit: int = 100, offset: int = 0, words: Sequence[str] = (), label: str = ""
    ) -> tuple[Change, ...]:
        """Changes, the newest first; those that hold all of ``words`` (folded) and begin with ``label``."""
        with self.read() as reader:
            return change_log.latest(reader.connection, limit=limit, offset=offset, words=words, label=label)

    def next_undo(self, is_guarded: Guard = _unguarded) -> Change | None:
        """The change that :meth:`undo` would take back, for the menu."""
        with self.read() as reader:
            return history.next_to_undo(reader.connection, partial(is_guarded, reader))

    def next_redo(self) -> Change | None:
        """The change that :meth:`redo` would repeat, for the menu."""
        with self.read() as reader:
            return history.next_to_redo(reader.connection)

    def check(self) -> list[str]:
        """Read everything and say in Vietnamese what is wrong; an empty list when all is well."""
        with TRANSLATED, self._writing.connect() as connection:
            return sqlite.full_check(connection) or find_faults(connection)

    # ------------------------------------------------------------ inside

    @contextmanager
    def _transaction(self) -> Iterator[Work]:
        outer = _changing.get()
        if id(self) in outer:
            raise RuntimeError("a change of the register inside another change")
        token = _changing.set((*outer, id(self)))
        try:
            with TRANSLATED, self._writing.connect() as connection, connection.begin():
                work = Work(connection)
                yield work
            if work.saves:  # only now is it kept
                self._noted = self.changed_since_open = True
        finally:
            _changing.reset(token)

    def _log(
        self, work: Work, *, label: str, kind: ChangeKind, undoable: bool, undoes: int | None = None
    ) -> int | None:
        change_id = history.write(
            work,
            at=self._clock(),
            actor=self._actor,
            machine=self._machine,
            label=label,
            kind=kind,
            undoable=undoable,
            undoes=undoes,
        )
        if change_id is not None:
            self._note_saved(work)
        return change_id

    def _note_saved(self, work: Work) -> None:
        if not self._noted:
            work.connection.execute(insert(meta), {"key": self._session, "value": self._clock().isoformat()})
        work.saves = True


def _build(path: Path, clock: Clock) -> None:
    with sqlite.make_building_engine(path).begin() as connection:
        sqlite.create_tables(connection, (*metadata.sorted_tables, alembic_version))
        sqlite.create_search_index(connection)
        connection.execute(insert(alembic_version), {"version_num": HEAD})
        connection.execute(insert(meta), {"key": "created", "value": clock().isoformat()})
        connection.execute(insert(meta), {"key": REGISTER_ID, "value": uuid.uuid4().hex})
    sqlite.finish_new_file(path, int(HEAD))


def _give_id(engine: Engine) -> None:
    """Give a register its id if it was made before registers had one."""
    wanted = select(meta.c.value).where(meta.c.key == REGISTER_ID)
    with engine.connect() as connection:
        if connection.execute(wanted).first() is not None:
            return
    # Without one its backups are told apart by name only; a write-protected stick is read all the same.
    with suppress(SQLAlchemyError), engine.execution_options(writes=True).begin() as connection:
        if connection.execute(wanted).first() is None:
            connection.execute(insert(meta), {"key": REGISTER_ID, "value": uuid.uuid4().hex})


def _upgrade(path: Path) -> None:
    from app.store.migrations.runner import upgrade  # Alembic is slow to import and rarely needed
    from app.store.upgrading import derive_again

    with sqlite.make_building_engine(path).begin() as connection:
        upgrade(connection)
        derive_again(connection)
        faults = sqlite.full_check(connection)
        if faults:
            raise RegisterProblemError(
                f"Không nâng cấp được sổ “{path.name}”: {faults[0]}. Tệp được giữ nguyên."
            )
    sqlite.stamp_format(path, int(HEAD))


def remove_files(path: Path) -> None:
    """Delete a register that nobody has open, with all that SQLite keeps beside it; missing is no error.

    Raises OSError when the file itself cannot be deleted.
    """
    path.unlink(missing_ok=True)
    for ending in ("-wal", "-shm", "-journal"):
        with suppress(OSError):
            path.with_name(path.name + ending).unlink(missing_ok=True)
