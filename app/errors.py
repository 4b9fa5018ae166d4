"""The one family of errors that are the world's fault, each with a sentence for the user.

A message says in Vietnamese what happened and what to do next. Anything that is not a
:class:`SoHoiError` is our own bug and stays loud.
"""

from __future__ import annotations


class SoHoiError(Exception):
    """Root of every error that the user can understand and act on.

    ``exit_code`` is what the command line ends with (design §4).
    """

    exit_code = 1

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class RuleError(SoHoiError):
    """A rule of the association or of the register refuses; nothing was changed."""


class FieldError(RuleError):
    """A field of a record holds a value that cannot be: names the field and the reason."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class NotFoundError(RuleError):
    """What was asked for is not in the register."""


class ConflictError(RuleError):
    """Somebody else saved the same record first; both versions travel with the error."""

    def __init__(self, message: str, *, mine: object, theirs: object) -> None:
        super().__init__(message)
        self.mine = mine
        self.theirs = theirs


class FileProblemError(SoHoiError):
    """A file cannot be read or written (missing, locked by Excel, disk full, not what it claims)."""

    exit_code = 2


class RegisterProblemError(FileProblemError):
    """A register file is foreign, damaged, newer than the program, or in use; it is left untouched."""


class UsageError(SoHoiError):
    """The command line was called with words it does not know."""

    exit_code = 64


class CancelledError(Exception):
    """The user cancelled a long job; raised inside the job, shown to nobody."""
