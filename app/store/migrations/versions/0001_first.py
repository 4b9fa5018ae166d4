"""The first format: all kinds of record, the change log, the search index.

A migration never changes once it is released: it tells what the tables were, not what they are.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None

# Columns of each kind besides seq and id: "name" is text; ":int" and ":bool" say otherwise, "=" has the
# default "", "?" may be null, ">" points at the id of another table.
_KINDS = {
    "branch": """
        version:int name short_name code place parent_name address phone term term_starts?
        number_template register_label authority unit_level basis""",
    "units": """
        version:int code position:int""",
    "unit_events": """
        version:int unit_id>units kind on? name level parent_id?>units other_id?>units paper folded=""",
    "members": """
        version:int code full_name given_words:int gender? birth? national_id ethnicity religion
        hometown address old_address phone category enlisted? discharged? rank military_post
        service_unit route_from? route_to? route_unit joined? card_number party_joined? party_official?
        party_cell party_badge:int? education profession hardship:bool hardship_note health note
        sort_key= folded= marked= status_now? unit_now?""",
    "policies": """
        version:int member_id>members kind rate note""",
    "honours": """
        version:int member_id>members name received? decision""",
    "status_events": """
        version:int member_id>members kind on? unit_id?>units place reason paper""",
    "offices": """
        version:int member_id>members unit_id?>units name term starts? ends? folded=""",
    "meetings": """
        version:int kind name on work_year:int? starts ends place unit_id?>units chair secretary agenda
        conclusions folded=""",
    "attendances": """
        version:int meeting_id>meetings member_id>members presence reason""",
    "guests": """
        version:int meeting_id>meetings name office position:int folded=""",
    "award_rounds": """
        version:int name year:int occasion state minutes_on? decision_number:int? decision_code
        decided_on? place authority signer_office signer basis meeting_id?>meetings folded=""",
    "awards": """
        version:int round_id>award_rounds kind member_id?>members unit_id?>units recipient salutation
        detail form level achievement money:int position:int register_number:int? folded=""",
    "issued_certificates": """
        version:int award_id>awards year:int number:int issued_on fields layout
        replaces_id?>issued_certificates""",
    "visits": """
        version:int on kind member_id?>members person gift amount:int visitors note folded=""",
    "fund_entries": """
        version:int on kind amount:int purpose counterpart voucher member_id?>members unit_id?>units
        visit_id?>visits award_id?>awards folded=""",
    "activities": """
        version:int on counter name unit_id?>units quantity:int measure participants:int amount:int
        estimate:bool note folded=""",
}

_INDEXES = (
    ("ix_changes_kind_undone_by_id", "changes", "kind undone_by id"),
    ("ix_members_birth_sort_key", "members", "birth sort_key"),
    ("ix_members_code", "members", "code"),
    ("ix_members_hits", "members", "seq status_now unit_now sort_key"),
    ("ix_members_joined_sort_key", "members", "joined sort_key"),
    ("ix_members_national_id", "members", "national_id"),
    ("ix_members_sort_key_seq", "members", "sort_key seq"),
    ("ix_members_status_now_sort_key", "members", "status_now sort_key"),
    ("ix_members_unit_now_sort_key", "members", "unit_now sort_key"),
    ("ix_activities_on_counter", "activities", "on counter"),
    ("ix_activities_unit_id", "activities", "unit_id"),
    ("ix_change_items_change_id", "change_items", "change_id"),
    ("ix_change_items_record_id", "change_items", "record_id"),
    ("ix_honours_member_id", "honours", "member_id"),
    ("ix_meetings_on", "meetings", "on"),
    ("ix_meetings_unit_id", "meetings", "unit_id"),
    ("ix_offices_member_id", "offices", "member_id"),
    ("ix_offices_unit_id", "offices", "unit_id"),
    ("ix_policies_member_id", "policies", "member_id"),
    ("ix_status_events_member_id", "status_events", "member_id"),
    ("ix_status_events_unit_id", "status_events", "unit_id"),
    ("ix_unit_events_other_id", "unit_events", "other_id"),
    ("ix_unit_events_parent_id", "unit_events", "parent_id"),
    ("ix_unit_events_unit_id", "unit_events", "unit_id"),
    ("ix_visits_member_id", "visits", "member_id"),
    ("ix_visits_on_kind_amount", "visits", "on kind amount"),
    ("ix_attendances_meeting_id", "attendances", "meeting_id"),
    ("ix_attendances_member_id", "attendances", "member_id"),
    ("ix_award_rounds_meeting_id", "award_rounds", "meeting_id"),
    ("ix_award_rounds_year", "award_rounds", "year"),
    ("ix_guests_meeting_id", "guests", "meeting_id"),
    ("ix_awards_form_register_number", "awards", "form register_number"),
    ("ix_awards_member_id", "awards", "member_id"),
    ("ix_awards_round_id", "awards", "round_id"),
    ("ix_awards_unit_id", "awards", "unit_id"),
    ("ix_fund_entries_award_id", "fund_entries", "award_id"),
    ("ix_fund_entries_member_id", "fund_entries", "member_id"),
    ("ix_fund_entries_on_kind_amount", "fund_entries", "on kind amount"),
    ("ix_fund_entries_unit_id", "fund_entries", "unit_id"),
    ("ix_fund_entries_visit_id", "fund_entries", "visit_id"),
    ("ix_issued_certificates_award_id", "issued_certificates", "award_id"),
    ("ix_issued_certificates_replaces_id", "issued_certificates", "replaces_id"),
)

_SEARCH_INDEX = (
    """CREATE VIRTUAL TABLE members_parts USING fts5(
        folded, marked, status_now,
        content='members', content_rowid='seq', tokenize='trigram case_sensitive 1')""",
    """CREATE TRIGGER members_parts_added AFTER INSERT ON members BEGIN
        INSERT INTO members_parts(rowid, folded, marked, status_now)
        VALUES (new.seq, new.folded, new.marked, new.status_now);
    END""",
    """CREATE TRIGGER members_parts_removed AFTER DELETE ON members BEGIN
        INSERT INTO members_parts(members_parts, rowid, folded, marked, status_now)
        VALUES ('delete', old.seq, old.folded, old.marked, old.status_now);
    END""",
    """CREATE TRIGGER members_parts_changed AFTER UPDATE OF folded, marked, status_now ON members
    WHEN old.folded IS NOT new.folded OR old.marked IS NOT new.marked OR old.status_now IS NOT new.status_now
    BEGIN
        INSERT INTO members_parts(members_parts, rowid, folded, marked, status_now)
        VALUES ('delete', old.seq, old.folded, old.marked, old.status_now);
        INSERT INTO members_parts(rowid, folded, marked, status_now)
        VALUES (new.seq, new.folded, new.marked, new.status_now);
    END""",
)

_TYPES = {"": sa.Text, "int": sa.BigInteger, "bool": sa.Boolean}
_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for name, columns in _KINDS.items():
        _make_table(name, columns)
    _make_log()
    for name, table, columns in _INDEXES:
        op.create_index(name, table, columns.split())
    op.create_index(
        "uq_issued_certificates_year_number",
        "issued_certificates",
        ["year", "number"],
        unique=True,
        sqlite_where=sa.text("replaces_id IS NULL"),
        postgresql_where=sa.text("replaces_id IS NULL"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in _SEARCH_INDEX:
            op.execute(statement)


def _make_table(name: str, columns: str) -> None:
    made: list[sa.Column[object]] = []
    links = []
    for word in columns.split():
        rest, _, target = word.partition(">")
        rest, nullable = rest.removesuffix("?"), rest.endswith("?")
        rest, default = rest.removesuffix("="), "" if rest.endswith("=") else None
        column, _, kind = rest.partition(":")
        made.append(sa.Column(column, _TYPES[kind](), nullable=nullable, server_default=default))
        if target:
            links.append(_link(name, column, target))
    op.create_table(
        name,
        sa.Column("seq", _SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        *made,
        *links,
        sa.PrimaryKeyConstraint("seq", name=f"pk_{name}"),
        sa.UniqueConstraint("id", name=f"uq_{name}_id"),
    )


def _link(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=f"fk_{table}_{column}_{target}",
        initially="DEFERRED",
        deferrable=True,
    )


def _make_log() -> None:
    op.create_table(
        "changes",
        sa.Column("id", _SEQUENCE, autoincrement=True, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("at", "actor", "machine", "label", "kind")),
        sa.Column("undoable", sa.Boolean(), nullable=False),
        sa.Column("undoes", sa.BigInteger()),
        sa.Column("undone_by", sa.BigInteger()),
        sa.Column("item_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
        _link("changes", "undoes", "changes"),
        _link("changes", "undone_by", "changes"),
    )
    op.create_table(
        "change_items",
        sa.Column("seq", _SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text()),
        sa.PrimaryKeyConstraint("seq", name="pk_change_items"),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name="fk_change_items_change_id_changes"),
    )
    op.create_table(
        "member_counts",
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("status", "unit_id", name="pk_member_counts"),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )
