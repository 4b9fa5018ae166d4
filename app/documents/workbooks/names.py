"""Names of cells and ranges: a figure's key as a name that spreadsheets accept, and back."""

from __future__ import annotations

import re

FIGURE_PREFIX = "SL_"
TABLE_PREFIX = "BANG_"

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_.]|_(?=x[0-9A-F]{4,6}_)")
_ENCODED = re.compile(r"_x([0-9A-F]{4,6})_")


def figure_name(key: str) -> str:
    """The name of a figure's cell: ``SL_`` and its key."""
    return FIGURE_PREFIX + _encode(key)


def table_name(key: str) -> str:
    """The name of the rows of a table: ``BANG_`` and its key."""
    return TABLE_PREFIX + _encode(key)


def figure_key(name: str) -> str | None:
    """The key of the figure that a name stands for; None for a name of another kind."""
    return _decode(name, FIGURE_PREFIX)


def table_key(name: str) -> str | None:
    """The key of the table that a name stands for; None for a name of another kind."""
    return _decode(name, TABLE_PREFIX)


def _encode(key: str) -> str:
    return _NOT_IN_NAMES.sub(lambda found: f"_x{ord(found.group()):04X}_", key)


def _decode(name: str, prefix: str) -> str | None:
    if not name.startswith(prefix):
        return None
    return _ENCODED.sub(lambda found: chr(int(found.group(1), 16)), name.removeprefix(prefix))
