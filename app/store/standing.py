"""Where members stand now: columns and totals that follow from status events, kept with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from app.domain.status import StatusEvent, standing_on
from app.store.derived import counts_from
from app.store.mapping import mapping_of
from app.store.reader import CHUNK
from app.store.tables import TABLES, member_counts, members

#: The columns that say where a member stands; all null for one without events.
PLACE_COLUMNS = ("status_now", "unit_now", "stands_since")
#: Status, unit and from when on, as these columns have them.
Place = tuple[str | None, str | None, str | None]
#: Status and unit alone, as members are counted.
Group = tuple[str | None, str | None]

_events = TABLES["status_events"]
_mapping = mapping_of(StatusEvent)
_EVENT_COLUMNS = [_events.c[name] for name in _mapping.columns]
_MOVE = (
    update(members)
    .where(members.c.id == bindparam("key"))
    .values({column: bindparam(column) for column in PLACE_COLUMNS})
)
_COUNT = (
    update(member_counts)
    .where(
        member_counts.c.status == bindparam("key_status"), member_counts.c.unit_id == bindparam("key_unit")
    )
    .values(members=member_counts.c.members + bindparam("more"))
)


def places_from_events(connection: Connection, member_ids: Sequence[str]) -> dict[str, Place]:
    """Where each of these members (at most CHUNK) stands after all his events."""
    rows = connection.execute(
        select(*_EVENT_COLUMNS).where(_events.c.member_id.in_(member_ids)).order_by(_events.c.seq)
    )
    events: dict[str, list[StatusEvent]] = {member_id: [] for member_id in member_ids}
    for row in rows:
        event = _mapping.record(row)
        events[event.member_id].append(event)
    places: dict[str, Place] = {}
    for member_id, of_member in events.items():
        standing = standing_on(of_member)
        places[member_id] = (
            (None, None, None)
            if standing is None
            else (standing.status.value, standing.unit_id, counts_from(standing.since))
        )
    return places


def stored_places(connection: Connection, member_ids: Sequence[str]) -> dict[str, Place]:
    """Where the register says these members (at most CHUNK) stand; members not in it are left out."""
    columns = [members.c[column] for column in PLACE_COLUMNS]
    rows = connection.execute(select(members.c.id, *columns).where(members.c.id.in_(member_ids)))
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def move_members(connection: Connection, member_ids: Iterable[str], counts: Counter[Group]) -> None:
    """Store where these members stand now; ``counts`` gathers what changes in the totals."""
    wanted = sorted(member_ids)
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        before = stored_places(connection, chunk)
        after = places_from_events(connection, list(before))
        moves = []
        for member_id, place in after.items():
            if place != before[member_id]:
                moves.append({"key": member_id, **dict(zip(PLACE_COLUMNS, place, strict=True))})
                counts[before[member_id][:2]] -= 1
                counts[place[:2]] += 1
        if moves:
            connection.execute(_MOVE, moves)


def store_counts(connection: Connection, counts: Counter[Group]) -> None:
    """Add what changed to the totals."""
    emptied = False
    for (status, unit_id), more in counts.items():
        if not more:
            continue
        key = {"key_status": status or "", "key_unit": unit_id or ""}
        if connection.execute(_COUNT, {**key, "more": more}).rowcount == 0:
            connection.execute(
                insert(member_counts), {"status": status or "", "unit_id": unit_id or "", "members": more}
            )
        emptied = emptied or more < 0
    if emptied:
        connection.execute(delete(member_counts).where(member_counts.c.members == 0))


def wrong_places(connection: Connection) -> list[str]:
    """The members whose stored place does not follow from their events, and totals that do not add up."""
    found = []
    ids = list(connection.execute(select(members.c.id)).scalars())
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        stored = stored_places(connection, chunk)
        for member_id, place in places_from_events(connection, chunk).items():
            if stored[member_id] != place:
                found.append(f"Hội viên mã {member_id}: tình trạng ghi sẵn không khớp với các biến động")
    grouped = connection.execute(
        select(members.c.status_now, members.c.unit_now, func.count()).group_by(
            members.c.status_now, members.c.unit_now
        )
    )
    counted = {(row[0] or "", row[1] or ""): row[2] for row in grouped}
    kept = {(row[0], row[1]): row[2] for row in connection.execute(select(member_counts))}
    if counted != kept:
        found.append("Tổng số hội viên ghi sẵn không khớp với danh sách")
    return found
