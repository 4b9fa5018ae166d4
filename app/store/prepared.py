"""Statements compiled once and run by the driver itself, for the few that run at every keystroke.

SQLAlchemy writes the SQL, in the dialect of the database; only its result objects are left out, which cost
more than SQLite takes to find a page of members.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Executable


class Prepared:
    """One statement without lists of values; takes plain values and gives plain tuples, like the driver."""

    __slots__ = ("_compiled", "statement")

    def __init__(self, statement: Executable) -> None:
        #: For a caller that has a list of values to give, and runs it through SQLAlchemy.
        self.statement = statement
        self._compiled: dict[str, tuple[str, tuple[str, ...] | None, dict[str, Any]]] = {}

    def rows(self, connection: Connection, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
        """All rows, in the connection's transaction (begun if there is none)."""
        cursor = self._execute(connection, parameters)
        try:
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows
        finally:
            cursor.close()

    def run(self, connection: Connection, parameters: dict[str, Any]) -> None:
        """Run a statement that gives no rows."""
        self._execute(connection, parameters).close()

    def run_many(self, connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
        """Run a statement that gives no rows once for each of many."""
        if not connection.in_transaction():
            connection.begin()
        sql, names, _ = self._compiled.get(connection.dialect.name) or self._compile(connection)
        cursor = connection.connection.cursor()
        try:
            cursor.executemany(
                sql, rows if names is None else [[row[name] for name in names] for row in rows]
            )
        finally:
            cursor.close()

    def _execute(self, connection: Connection, parameters: dict[str, Any]) -> Any:
        if not connection.in_transaction():
            connection.begin()
        sql, names, fixed = self._compiled.get(connection.dialect.name) or self._compile(connection)
        if fixed:
            parameters = fixed | parameters
        cursor = connection.connection.cursor()
        try:
            cursor.execute(sql, parameters if names is None else tuple([parameters[name] for name in names]))
        except BaseException:
            cursor.close()
            raise
        return cursor

    def _compile(self, connection: Connection) -> tuple[str, tuple[str, ...] | None, dict[str, Any]]:
        statement: Any = self.statement
        compiled = statement.compile(dialect=connection.dialect)
        names = tuple(compiled.positiontup) if compiled.positional else None
        # The values that the statement itself holds, written as parameters too.
        fixed = {name: each.value for name, each in compiled.binds.items() if not each.required}
        known = self._compiled[connection.dialect.name] = (compiled.string, names, fixed)
        return known
