"""The tables: one for each kind of record, made from its fields, and those of the change log."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    event,
    text,
)

from app.domain.record import FieldInfo, Record, fields_of
from app.domain.registry import KINDS
from app.store.derived import DERIVED_COLUMNS
from app.vietnamese.dates import PartialDate

#: The revision of these tables; a test holds it equal to the newest migration.
HEAD = "0004"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Columns that came to a table after its first format, with the default that SQLite asks for to add one.
_LATER: dict[str, dict[str, str]] = {
    "members": {"photo": ""},
    "award_rounds": {"decider": "", "by_ballot": "0", "submission_code": "", "heading": ""},
    "awards": {"verdict": "open", "verdict_reason": "", "nudges": "", "handed_to": ""},
    "issued_certificates": {
        "form": "",
        "kind": "original",
        "reason": "",
        "code": "",
        "layout_file": "",
        "file": "",
        "page": "0",
        "void_reason": "",
    },
    "branch": {"treasurer": "", "accountant": "", "traditional_age": "0"},
    "meetings": {
        "discussion": "",
        "resolution": "",
        "quorum": "none",
        "invitation_code": "",
        "invitation_note": "",
        "minutes_code": "",
        "resolution_code": "",
    },
    "attendances": {"at": ""},
    "guests": {"salutation": "", "came": "1"},
    "visits": {"household": "0", "gift_cost": "0", "planned": "0"},
    "fund_entries": {"category": "", "address": "", "papers": "", "note": ""},
}

# SQLite numbers rows by itself only in a column of type INTEGER.
_SEQUENCE = BigInteger().with_variant(Integer(), "sqlite")


def _column(name: str, info: FieldInfo, names: dict[str, str]) -> Column[object]:
    if issubclass(info.type, bool):
        kind: type[Boolean | BigInteger | Text] = Boolean
    elif issubclass(info.type, int):
        kind = BigInteger
    elif issubclass(info.type, str | StrEnum | date | PartialDate):
        kind = Text
    else:
        raise TypeError(f"no column for a field of type {info.type}")
    column: Column[object]
    if info.links_to:
        key = ForeignKey(f"{names[info.links_to]}.id", deferrable=True, initially="DEFERRED")
        column = Column(info.name, kind, key, nullable=info.optional, index=True)
    else:
        default = _LATER.get(name, {}).get(info.name)
        column = Column(
            info.name, kind, nullable=info.optional, unique=info.name == "id", server_default=default
        )
    return column


def _table(name: str, kind: type[Record], names: dict[str, str]) -> Table:
    # ``seq`` keeps the order in which records were added, and is what a search index points at:
    # SQLite may renumber a hidden rowid, never a declared one.
    return Table(
        name,
        metadata,
        Column("seq", _SEQUENCE, primary_key=True, autoincrement=True),
        *(_column(name, info, names) for info in fields_of(kind)),
        *(
            Column(column, Text, nullable=False, server_default="")
            for column in DERIVED_COLUMNS.get(name, ())
        ),
    )


_NAMES = {kind.__name__: name for name, kind in KINDS.items()}

#: The table of every kind of record.
TABLES: dict[str, Table] = {name: _table(name, kind, _NAMES) for name, kind in KINDS.items()}

#: For every kind, which columns of which kinds point at it.
LINKS: dict[str, tuple[tuple[str, str], ...]] = {
    name: tuple(
        (other, info.name)
        for other, kind in KINDS.items()
        for info in fields_of(kind)
        if info.links_to and _NAMES[info.links_to] == name
    )
    for name in KINDS
}

members = TABLES["members"]
# Where the member stands after all his events; kept by the unit of work (null = no event yet).
members.append_column(Column("status_now", Text))
members.append_column(Column("unit_now", Text))
# From when on the last of his events counts: a day after it finds him where he stands now.
members.append_column(Column("stands_since", Text))

# Everything that the list asks of a line before it is shown, in its order, without touching the wide rows.
Index(
    "ix_members_list",
    *(members.c[_name] for _name in ("sort_key", "seq", "status_now", "unit_now", "stands_since")),
    *(members.c[_name] for _name in ("birth", "gender", "joined", "id")),
)
# Where a member stood on a past day.
Index(
    "ix_status_events_standing",
    *(TABLES["status_events"].c[_name] for _name in ("member_id", "counts_from", "seq", "kind", "unit_id")),
)
Index(None, members.c.birth, members.c.sort_key)
Index(None, members.c.joined, members.c.sort_key)
Index(None, members.c.code)
Index(None, members.c.national_id)
# The list of one chi hội or one status, in order, without a sort.
Index(None, members.c.status_now, members.c.sort_key)
Index(None, members.c.unit_now, members.c.sort_key)
# What is asked of each hit of a search, read without touching the wide rows.
Index(
    "ix_members_hits",
    *(members.c[_name] for _name in ("seq", "status_now", "unit_now", "sort_key", "stands_since")),
    *(members.c[_name] for _name in ("birth", "gender", "joined", "id")),
)

for _name, _columns in {
    "meetings": ("on",),
    "visits": ("on", "kind", "amount"),
    "activities": ("on", "counter"),
    "fund_entries": ("on", "kind", "amount"),
    "award_rounds": ("year",),
    "awards": ("form", "register_number"),
    "policies": ("kind", "member_id"),
    "extra_values": ("field_id", "text", "member_id"),
    "tasks": ("done_on", "due"),
    "reports": ("ends",),
}.items():
    Index(None, *(TABLES[_name].c[column] for column in _columns))
Index(None, TABLES["issued_certificates"].c.code)
# Who paid hội phí for a year.
Index(None, TABLES["fund_entries"].c.dues_year, TABLES["fund_entries"].c.member_id)
# A number is given once a year to a form; a correction or a duplicate repeats the number of the original.
_ORIGINALS = text("kind = 'original'")
_original_number = Index(
    "uq_issued_certificates_year_form_number",
    *(TABLES["issued_certificates"].c[_name] for _name in ("year", "form", "number")),
    unique=True,
    sqlite_where=_ORIGINALS,
)


@event.listens_for(TABLES["issued_certificates"], "before_create")
def _limit_to_originals(_table: Table, connection: Connection, **_: object) -> None:
    # Said above, it would load SQLAlchemy's whole PostgreSQL dialect at every start.
    if connection.dialect.name == "postgresql":
        _original_number.dialect_options["postgresql"]["where"] = _ORIGINALS


#: How many members stand where; kept by the unit of work so that a list's total costs nothing.
member_counts = Table(
    "member_counts",
    metadata,
    Column("status", Text, primary_key=True),
    Column("unit_id", Text, primary_key=True),
    Column("members", Integer, nullable=False),
)

# The length of the list of one status, read without the units.
Index(None, member_counts.c.status, member_counts.c.members)

#: Files that records name by the SHA-256 of their content: photos, papers. They never change, and stay as
#: long as the register, for its history names them too.
files = Table(
    "files",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

#: One row for every transaction. ``undone_by`` is set on a "do" while it is undone, else null.
changes = Table(
    "changes",
    metadata,
    Column("id", _SEQUENCE, primary_key=True, autoincrement=True),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("machine", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("undoable", Boolean, nullable=False),
    Column("undoes", BigInteger, ForeignKey("changes.id", deferrable=True, initially="DEFERRED")),
    Column("undone_by", BigInteger, ForeignKey("changes.id", deferrable=True, initially="DEFERRED")),
    Column("item_count", Integer, nullable=False),
)
# Finds the change to undo next, and whether there is one to redo.
Index(None, changes.c.kind, changes.c.undone_by, changes.c.id)

#: What one transaction did to one record: before and after as JSON, null where it did not exist.
change_items = Table(
    "change_items",
    metadata,
    Column("seq", _SEQUENCE, primary_key=True, autoincrement=True),
    Column("change_id", BigInteger, ForeignKey("changes.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("record_id", Text, nullable=False, index=True),
    Column("before", Text),
    Column("after", Text),
)

#: Facts about the file itself: when it was made, which sessions have not closed it yet.
meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

#: Alembic's own table; declared so that a new register can be stamped without importing Alembic.
alembic_version = Table("alembic_version", MetaData(), Column("version_num", Text, primary_key=True))
