"""Lists that are edited whole: a meeting's guests, a member's policy groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from app.domain.record import Record
from app.store.work import Work

R = TypeVar("R", bound=Record)


def settle(work: Work, stored: Iterable[R], wanted: Iterable[R]) -> None:
    """Make the stored list the wanted one: add the new, save the changed, remove the missing."""
    kept = {record.id: record for record in wanted}
    for record in stored:
        if record.id not in kept:
            work.remove(record)
        elif kept[record.id] != record:
            work.replace(kept[record.id])
        kept.pop(record.id, None)
    for record in kept.values():
        work.add(record)
