"""What follows from the records is worked out anew after the tables of an older format were changed."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, func, select, update

from app.domain.registry import KINDS
from app.store.derived import DERIVED_COLUMNS
from app.store.mapping import mapping_of
from app.store.tables import TABLES, members


def derive_again(connection: Connection) -> None:
    """Fill the derived columns of every record, and from when on members stand as they do."""
    for name, columns in DERIVED_COLUMNS.items():
        table = TABLES[name]
        mapping = mapping_of(KINDS[name])
        fields = [table.c[column] for column in (*mapping.columns, *columns)]
        wanted = []
        for row in connection.execute(select(*fields)):
            derived = mapping.derived(mapping.record(row[: len(mapping.columns)]))
            if derived != tuple(row[len(mapping.columns) :]):
                wanted.append({"key": row[0], **dict(zip(columns, derived, strict=True))})
        if wanted:
            statement = update(table).where(table.c.id == bindparam("key"))
            connection.execute(statement.values({column: bindparam(column) for column in columns}), wanted)
    events = TABLES["status_events"]
    newest = select(func.max(events.c.counts_from)).where(events.c.member_id == members.c.id)
    connection.execute(update(members).values(stands_since=newest.scalar_subquery()))
