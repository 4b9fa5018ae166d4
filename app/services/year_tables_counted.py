"""The rows of a report about activities: what each counts for, and whether a newer figure stands instead."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.activities import Activity
from app.domain.counters import CounterKind
from app.domain.periods import Period, activity_day
from app.domain.units import UnitTree
from app.domain.year_report import Cell, Column, ColumnKind, Table
from app.services.counters import CounterList
from app.store.reader import Reader
from app.vietnamese.text import fold

_DATE, _MONEY, _NUMBER = ColumnKind.DATE, ColumnKind.MONEY, ColumnKind.NUMBER
#: The unit of what is noted for no unit, and the note of what is only estimated.
WHOLE, ESTIMATE = "Cả Hội", "ước"
#: The unit of what is noted for one that was not there by the end of the period.
UNKNOWN = "Chi hội chưa có trong kỳ"


def activities_table(reader: Reader, tree: UnitTree, counters: CounterList, period: Period) -> Table:
    """The activities that count in the period, by counter and day; units as of its last day.

    ``counted`` is what goes into the counter's figure: of one that asks for the newest figure, the last of
    each unit; but where the whole Hội was noted last, that alone, for it takes its units in.
    """
    columns = (
        Column("counter", "Chỉ tiêu", width=56),
        Column("on", "Ngày", _DATE, 22),
        Column("ends", "Đến ngày", _DATE, 22),
        Column("name", "Nội dung", width=52),
        Column("unit", "Chi hội", width=44),
        Column("quantity", "Số lượng", _NUMBER, 22),
        Column("counted", "Được tính", _NUMBER, 22),
        Column("measure", "Đơn vị tính", width=24),
        Column("participants", "Số người", _NUMBER, 20),
        Column("amount", "Số tiền (đồng)", _MONEY, 30),
        Column("estimate", "Ước", width=14),
        Column("note", "Ghi chú", width=34),
    )
    found = [each for each in reader.all(Activity) if period.contains(activity_day(each))]
    found.sort(key=lambda each: (activity_day(each), each.on))
    names: dict[str, str] = {}
    for each in found:
        known = counters.find(each.counter)
        names.setdefault(fold(each.counter), known.name if known else each.counter)
    newest = _newest(found, tree)
    order = {fold(each.name): place for place, each in enumerate(counters.counters)}
    found.sort(key=lambda each: (order.get(fold(each.counter), len(order)), fold(each.counter)))
    rows: list[tuple[Cell, ...]] = []
    for each in found:
        known = counters.find(each.counter)
        latest = known is not None and known.kind is CounterKind.LATEST
        counts = not latest or each.id in newest
        rows.append(
            (
                names[fold(each.counter)],
                each.on,
                each.ends,
                each.name,
                tree.name(tree.resolve(each.unit_id)) or (WHOLE if each.unit_id is None else UNKNOWN),
                each.quantity,
                each.quantity if counts else None,
                each.measure or (known.measure if known else ""),
                each.participants or None,
                each.amount or None,
                ESTIMATE if each.estimate else "",
                each.note,
            )
        )
    used = [
        place
        for place, column in enumerate(columns)
        if column.key not in ("ends", "note") or any(row[place] for row in rows)
    ]
    return Table(
        "activities",
        "Hoạt động, chỉ tiêu",
        tuple(columns[place] for place in used),
        tuple(tuple(row[place] for place in used) for row in rows),
        listed=bool(rows),
        adds_up=False,
    )


def _newest(found: Iterable[Activity], tree: UnitTree) -> frozenset[str]:
    """The ids of the figures that stand when only the newest count; ``found`` are in order of their days."""
    standing: dict[str, dict[str | None, str]] = {}
    for each in found:
        held = standing.setdefault(fold(each.counter), {})
        # A unit that is not there yet is not the whole Hội.
        unit_id = tree.resolve(each.unit_id) or each.unit_id
        held.pop(unit_id, None)
        held[unit_id] = each.id  # the newest of all is the last
    newest: set[str] = set()
    for held in standing.values():
        whole_is_last = next(reversed(held)) is None
        newest |= {id_ for unit_id, id_ in held.items() if (unit_id is None) is whole_is_last}
    return frozenset(newest)
