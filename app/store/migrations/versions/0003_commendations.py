"""The third format: forms of commendation, review and tờ trình, hand-over, kept certificates, print log.

A register number runs in the year for each form, so that an issued certificate says its form; those of
before say none, they were all giấy khen.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"

# A column that came later: name, type, and its default; "?" may be null and has none, ">" points at the id
# of another table.
_COLUMNS = {
    "award_rounds": """
        decider:TEXT= review_meeting_id:TEXT?>meetings by_ballot:BOOLEAN=0 submission_number:BIGINT?
        submission_code:TEXT= submitted_on:TEXT? heading:TEXT=""",
    "awards": """
        proposer_id:TEXT?>units verdict:TEXT=open votes_for:BIGINT? votes_against:BIGINT? verdict_reason:TEXT=
        nudges:TEXT= handed_on:TEXT? handed_to:TEXT=""",
    "issued_certificates": """
        form:TEXT= kind:TEXT=original copy_of_id:TEXT?>issued_certificates reason:TEXT= code:TEXT=
        layout_file:TEXT= file:TEXT=
        page:BIGINT=0 voided_on:TEXT? void_reason:TEXT=""",
}
_INDEXES = (
    ("ix_award_rounds_review_meeting_id", "award_rounds", "review_meeting_id"),
    ("ix_awards_proposer_id", "awards", "proposer_id"),
    ("ix_issued_certificates_copy_of_id", "issued_certificates", "copy_of_id"),
    ("ix_issued_certificates_code", "issued_certificates", "code"),
    ("ix_printings_issue_id", "printings", "issue_id"),
)
_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.drop_index("uq_issued_certificates_year_number", "issued_certificates")
    for table, columns in _COLUMNS.items():
        for word in columns.split():
            op.execute(f"ALTER TABLE {table} ADD COLUMN {_column(table, word)}")
    # What stands for another was a correction, though it did not say so nor why.
    op.execute(
        "UPDATE issued_certificates SET kind = 'reissue', reason = 'Cấp lại' WHERE replaces_id IS NOT NULL"
    )
    _make_table(
        "award_forms",
        *_texts("name", "level"),
        *_flags("is_own", "is_printed"),
        *_texts("layout", "collective_layout"),
        sa.Column("position", sa.BigInteger(), nullable=False),
    )
    _make_table(
        "printings",
        *_texts("issue_id", "at", "printer", "tray", "blank"),
        *_flags("overlay"),
        sa.Column("copies", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"],
            ["issued_certificates.id"],
            name="fk_printings_issue_id_issued_certificates",
            initially="DEFERRED",
            deferrable=True,
        ),
    )
    for name, table, column in _INDEXES:
        op.create_index(name, table, [column])
    originals = sa.text("kind = 'original'")
    op.create_index(
        "uq_issued_certificates_year_form_number",
        "issued_certificates",
        ["year", "form", "number"],
        unique=True,
        sqlite_where=originals,
        postgresql_where=originals,
    )


def _column(table: str, word: str) -> str:
    """SQL of a column. Written out, for SQLite cannot add a constraint in another way."""
    rest, _, target = word.partition(">")
    name, _, rest = rest.partition(":")
    if rest.endswith("?"):
        link = (
            f" CONSTRAINT fk_{table}_{name}_{target} REFERENCES {target} (id) DEFERRABLE INITIALLY DEFERRED"
            if target
            else ""
        )
        return f"{name} {rest[:-1]}{link}"
    kind, _, default = rest.partition("=")
    return f"{name} {kind} DEFAULT '{default}' NOT NULL"


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _flags(*names: str) -> list[sa.Column[bool]]:
    return [sa.Column(name, sa.Boolean(), nullable=False) for name in names]


def _make_table(name: str, *columns: Any) -> None:
    op.create_table(
        name,
        sa.Column("seq", _SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("seq", name=f"pk_{name}"),
        sa.UniqueConstraint("id", name=f"uq_{name}_id"),
    )
