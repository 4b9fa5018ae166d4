"""The second format: photo, extra fields, consent, papers, namesakes told apart, saved views; kept files.

The new columns that follow from others are filled after the last migration (app.store.upgrading).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"

# As in the first format: "name" is text; ":int" and ":bool" say otherwise, "=" has the default "", "?" may
# be null, ">" points at the id of another table.
_KINDS = {
    "extra_fields": "version:int name kind choices position:int sensitive:bool",
    "extra_values": "version:int member_id>members field_id>extra_fields text folded=",
    "consents": "version:int member_id>members on? way scope kept_at withdrawn? note",
    "attachments": """
        version:int member_id?>members meeting_id?>meetings round_id?>award_rounds name on? file_name file
        size:int note""",
    "not_same": "version:int member_id>members other_id>members",
    "saved_views": "version:int name page document position:int",
}

_INDEXES: tuple[tuple[str, str, str], ...] = (
    ("ix_extra_values_member_id", "extra_values", "member_id"),
    ("ix_extra_values_field_id", "extra_values", "field_id"),
    ("ix_consents_member_id", "consents", "member_id"),
    ("ix_attachments_member_id", "attachments", "member_id"),
    ("ix_attachments_meeting_id", "attachments", "meeting_id"),
    ("ix_attachments_round_id", "attachments", "round_id"),
    ("ix_not_same_member_id", "not_same", "member_id"),
    ("ix_not_same_other_id", "not_same", "other_id"),
    (
        "ix_members_list",
        "members",
        "sort_key seq status_now unit_now stands_since birth gender joined id",
    ),
    (
        "ix_members_hits",
        "members",
        "seq status_now unit_now sort_key stands_since birth gender joined id",
    ),
    ("ix_member_counts_status_members", "member_counts", "status members"),
    ("ix_status_events_standing", "status_events", "member_id counts_from seq kind unit_id"),
    ("ix_policies_kind_member_id", "policies", "kind member_id"),
    ("ix_extra_values_field_id_text_member_id", "extra_values", "field_id text member_id"),
)

_TYPES = {"": sa.Text, "int": sa.BigInteger, "bool": sa.Boolean}
_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for table, column in (
        ("members", "photo"),
        ("members", "address_key"),
        ("members", "hometown_key"),
        ("status_events", "counts_from"),
    ):
        op.add_column(table, sa.Column(column, sa.Text(), nullable=False, server_default=""))
    op.add_column("members", sa.Column("stands_since", sa.Text()))
    for index in ("ix_members_sort_key_seq", "ix_members_hits"):
        op.drop_index(index, "members")
    for name, columns in _KINDS.items():
        _make_table(name, columns)
    op.create_table(
        "files",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_files"),
    )
    for name, table, columns in _INDEXES:
        op.create_index(name, table, columns.split())


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
            links.append(
                sa.ForeignKeyConstraint(
                    [column],
                    [f"{target}.id"],
                    name=f"fk_{name}_{column}_{target}",
                    initially="DEFERRED",
                    deferrable=True,
                )
            )
    op.create_table(
        name,
        sa.Column("seq", _SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        *made,
        *links,
        sa.PrimaryKeyConstraint("seq", name=f"pk_{name}"),
        sa.UniqueConstraint("id", name=f"uq_{name}_id"),
    )
