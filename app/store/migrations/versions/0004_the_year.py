"""The fourth format: votes, elections, campaigns, funds, hội phí, counters, reports sent and received."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"

# A column: name, type, default of one that came later; "?" may be null, ">" points at a table's id.
_COLUMNS = {
    "branch": "founded:TEXT? treasurer:TEXT= accountant:TEXT= traditional_age:BOOLEAN=0",
    "meetings": """
        discussion:TEXT= resolution:TEXT= quorum:TEXT=none invitation_code:TEXT= invitation_on:TEXT?
        invitation_note:TEXT= minutes_code:TEXT= resolution_code:TEXT=""",
    "attendances": "at:TEXT=",
    "guests": "salutation:TEXT= came:BOOLEAN=1",
    "visits": """
        household:BOOLEAN=0 gift_cost:BIGINT=0 fund_id:TEXT?>funds campaign_id:TEXT?>campaigns
        planned:BOOLEAN=0""",
    "fund_entries": """
        fund_id:TEXT?>funds category:TEXT= dues_year:BIGINT? address:TEXT= papers:TEXT= note:TEXT=""",
    "activities": "ends:TEXT?",
}
_TABLES = {
    "motions": """
        meeting_id:TEXT>meetings position:BIGINT text:TEXT by_ballot:BOOLEAN majority:TEXT votes_for:BIGINT?
        votes_against:BIGINT? votes_other:BIGINT?""",
    "elections": """
        meeting_id:TEXT>meetings position:BIGINT name:TEXT office:TEXT unit_id:TEXT?>units seats:BIGINT
        term:TEXT starts:TEXT? ends:TEXT? by_ballot:BOOLEAN ballots_issued:BIGINT? ballots_returned:BIGINT?
        ballots_valid:BIGINT?""",
    "candidates": """
        election_id:TEXT>elections member_id:TEXT>members position:BIGINT votes:BIGINT?
        office_id:TEXT?>offices""",
    "tasks": """
        text:TEXT meeting_id:TEXT?>meetings member_id:TEXT?>members assignee:TEXT due:TEXT? done_on:TEXT?
        note:TEXT""",
    "funds": "name:TEXT unit_id:TEXT?>units is_base:BOOLEAN position:BIGINT note:TEXT",
    "campaigns": """
        name:TEXT kind:TEXT on:TEXT gift:TEXT amount:BIGINT gift_cost:BIGINT fund_id:TEXT?>funds
        visitors:TEXT note:TEXT""",
    "dues_rates": "year:BIGINT amount:BIGINT unit_id:TEXT?>units",
    "dues_waivers": "member_id:TEXT>members year:BIGINT? reason:TEXT",
    "budget_lines": """
        year:BIGINT kind:TEXT category:TEXT amount:BIGINT fund_id:TEXT?>funds note:TEXT""",
    "fund_closings": """
        year:BIGINT closed_on:TEXT balance:BIGINT counted:BIGINT? fund_id:TEXT?>funds note:TEXT""",
    "counters": """
        name:TEXT measure:TEXT part:TEXT kind:TEXT share_of:TEXT position:BIGINT hidden:BOOLEAN""",
    "reports": """
        name:TEXT starts:TEXT ends:TEXT estimate:BOOLEAN code:TEXT on:TEXT? sent_on:TEXT? sent_to:TEXT
        figures:TEXT workbook_file:TEXT document_file:TEXT pdf_file:TEXT note:TEXT""",
    "report_texts": "report_id:TEXT>reports section:TEXT text:TEXT",
    "report_figures": """
        report_id:TEXT>reports key:TEXT label:TEXT measure:TEXT part:TEXT amount:BIGINT? previous:BIGINT?
        estimate:BOOLEAN position:BIGINT""",
    "subordinates": """
        name:TEXT code:TEXT register_id:TEXT unit_id:TEXT?>units contact:TEXT position:BIGINT
        ended:BOOLEAN""",
    "received_reports": """
        subordinate_id:TEXT>subordinates starts:TEXT ends:TEXT estimate:BOOLEAN made_at:TEXT
        received_on:TEXT figures:TEXT members:BIGINT? file:TEXT""",
}
_INDEXES = {
    "tasks": ("done_on", "due"),
    "reports": ("ends",),
    "fund_entries": ("dues_year", "member_id"),
}
_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TYPES: dict[str, Any] = {
    "TEXT": sa.Text,
    "BIGINT": sa.BigInteger,
    "BOOLEAN": sa.Boolean,
}


def upgrade() -> None:
    for name, columns in _TABLES.items():
        _make_table(name, columns)
    for table, columns in _COLUMNS.items():
        for word in columns.split():
            _add_column(table, word)
    for table, indexed in _INDEXES.items():
        op.create_index(f"ix_{table}_{'_'.join(indexed)}", table, list(indexed))


def _parts(word: str) -> tuple[str, str, str, bool, str]:
    """Name, type, default, whether it may be null, the table it points at."""
    rest, _, target = word.partition(">")
    name, _, rest = rest.partition(":")
    optional = rest.endswith("?")
    kind, _, default = rest.removesuffix("?").partition("=")
    return name, kind, default, optional, target


def _add_column(table: str, word: str) -> None:
    # Written out, for SQLite cannot add a constraint in another way.
    name, kind, default, optional, target = _parts(word)
    link = f" CONSTRAINT fk_{table}_{name}_{target} REFERENCES {target} (id) DEFERRABLE INITIALLY DEFERRED"
    held = "" if optional else f" DEFAULT '{default}' NOT NULL"
    op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}{held}{link if target else ''}")
    if target:
        op.create_index(f"ix_{table}_{name}", table, [name])


def _make_table(table: str, columns: str) -> None:
    parts = [_parts(word) for word in columns.split()]
    links = [(name, target) for name, _kind, _default, _optional, target in parts if target]
    op.create_table(
        table,
        sa.Column("seq", _SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *(sa.Column(name, _TYPES[kind](), nullable=optional) for name, kind, _, optional, _t in parts),
        *(
            sa.ForeignKeyConstraint(
                [name],
                [f"{target}.id"],
                name=f"fk_{table}_{name}_{target}",
                initially="DEFERRED",
                deferrable=True,
            )
            for name, target in links
        ),
        sa.PrimaryKeyConstraint("seq", name=f"pk_{table}"),
        sa.UniqueConstraint("id", name=f"uq_{table}_id"),
    )
    for name, _target in links:
        op.create_index(f"ix_{table}_{name}", table, [name])
