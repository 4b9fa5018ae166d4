"""The store's boundary: database errors become our family of errors here, and nowhere else."""

from __future__ import annotations

import sqlite3
from types import TracebackType

from sqlalchemy.exc import SQLAlchemyError

from app.store.sqlite import explain


class Translated:
    """``with TRANSLATED:`` turns a database error that the user can do something about into his words.

    Errors that only a fault of ours can cause pass unchanged. (A class because it wraps every save.)
    """

    __slots__ = ()

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Raise the sentence instead of the database's error, if there is one."""
        if isinstance(problem, SQLAlchemyError | sqlite3.Error):
            sentence = explain(problem)
            if sentence is not None:
                raise sentence from problem


TRANSLATED = Translated()
