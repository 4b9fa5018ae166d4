"""What belongs to what: a member's events, a meeting's roll, an award round's list, a visit's expense.

What belongs to a record is added and removed with it, taken back with it, and told in its history.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from app.domain.registry import KINDS
from app.store import change_log as log
from app.store.change_log import ChangeItem, Key
from app.store.reader import Reader

#: By which field, and to which kind, the records of a kind belong.
_OWNERS: dict[str, tuple[tuple[str, str], ...]] = {
    "unit_events": (("unit_id", "units"),),
    "policies": (("member_id", "members"),),
    "honours": (("member_id", "members"),),
    "status_events": (("member_id", "members"),),
    "offices": (("member_id", "members"),),
    "extra_values": (("member_id", "members"),),
    "consents": (("member_id", "members"),),
    "attachments": (("member_id", "members"), ("meeting_id", "meetings"), ("round_id", "award_rounds")),
    "attendances": (("meeting_id", "meetings"),),
    "guests": (("meeting_id", "meetings"),),
    "motions": (("meeting_id", "meetings"),),
    "elections": (("meeting_id", "meetings"),),
    "candidates": (("election_id", "elections"),),
    "tasks": (("meeting_id", "meetings"),),
    "visits": (("campaign_id", "campaigns"),),
    "dues_waivers": (("member_id", "members"),),
    "report_texts": (("report_id", "reports"),),
    "report_figures": (("report_id", "reports"),),
    "received_reports": (("subordinate_id", "subordinates"),),
    "awards": (("round_id", "award_rounds"),),
    "fund_entries": (("visit_id", "visits"), ("award_id", "awards")),
    "printings": (("issue_id", "issued_certificates"),),
}


def owner_of(item: ChangeItem) -> Key | None:
    """The record that one of a change belongs to."""
    document = item.after or item.before or {}
    for field, owner in _OWNERS.get(item.kind, ()):
        if document.get(field):
            return owner, str(document[field])
    return None


def belongs_to(item: ChangeItem, record_ids: Collection[str]) -> bool:
    """Whether a record of a change is one of these or belonged to one of them, before or after."""
    return item.record_id in record_ids or any(
        document is not None and document.get(field) in record_ids
        for field, _ in _OWNERS.get(item.kind, ())
        for document in (item.before, item.after)
    )


def with_belongings(reader: Reader, record_ids: Collection[str]) -> frozenset[str]:
    """The ids of records with those of all that belongs, or once belonged, to them.

    What is gone is found in the changes that touched what is known.
    """
    wanted = frozenset(record_ids)
    known = set(wanted)
    for name, owners in _OWNERS.items():
        for field, _ in owners:
            of_owners: dict[str, Any] = {field: wanted}
            known |= {record.id for record in reader.all(KINDS[name], **of_owners)}
    changes = log.changes_of_records(reader.connection, known)
    items = log.items_naming(reader.connection, [change.id for change in changes], wanted)
    return frozenset(known | {item.record_id for item in items if belongs_to(item, wanted)})
