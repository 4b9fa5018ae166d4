"""The file that a Hội sends to the one above: what it holds, and how it is written.

One JSON document a period (docs/submission.schema.json). A reader passes over names that it does not know, so
a newer program may add some; what changes the meaning of a name raises VERSION.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.domain.members import Honour, Member, Policy
from app.domain.offices import Office
from app.domain.periods import Period
from app.domain.record import Record, fields_of, to_plain
from app.domain.status import StatusEvent
from app.domain.units import Unit, UnitEvent

#: What the document calls itself, its version, and the ending of its file.
FORMAT = "sohoi-nop"
VERSION = 1
SUFFIX = ".sohoi-nop"


#: The kinds of record that can be sent along, in the order in which they can be stored.
SENT_KINDS: dict[str, type[Record]] = {
    "units": Unit,
    "unit_events": UnitEvent,
    "members": Member,
    "status_events": StatusEvent,
    "offices": Office,
    "policies": Policy,
    "honours": Honour,
}
#: Never sent: the secretary's own remarks, and what only means something inside a register.
_NEVER = {"members": frozenset({"note", "photo"})}

#: The fields of a figure that name other figures.
_KEYS = ("share_of", "average_of", "average_per")

#: A record as the file holds it; only the fields that are sent.
Document = dict[str, str | int | bool | None]


class People(StrEnum):
    """Whose records go along with the figures."""

    NONE = "none"
    AGREED = "agreed"
    ALL = "all"

    @property
    def label(self) -> str:
        """What the user chooses."""
        return {
            People.NONE: "Chỉ gửi số liệu, không gửi danh sách hội viên",
            People.AGREED: "Gửi kèm những hội viên đã ghi đồng ý",
            People.ALL: "Gửi kèm mọi hội viên, trừ người đã rút đồng ý",
        }[self]


@dataclass(frozen=True, slots=True)
class SentFigure:
    """One line of the report: ``amount`` is ``None`` for a heading; ``money`` is VND.

    ``share_of`` is the key of the figure of which this one is a part in percent; one with ``average_of`` is
    that figure divided by the figure ``average_per``. ``own``: a row that the branch typed itself; its key
    means something in its report alone.
    """

    key: str
    label: str
    measure: str = ""
    amount: int | None = None
    previous: int | None = None
    money: bool = False
    level: int = 0
    estimate: bool = False
    own: bool = False
    share_of: str = ""
    average_of: str = ""
    average_per: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: as the papers of that Hội name it, and the id of its register."""

    name: str
    code: str
    register_id: str
    place: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The figures by unit: labels of the columns, then each unit's name and amounts."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class SentPeople:
    """The records that go along, by kind.

    ``refused`` members took their consent back and ``unasked`` have none recorded; with ``People.AGREED``
    both were left out, with ``People.ALL`` the first. ``sensitive``: whether sensitive fields were sent.
    """

    who: People
    sensitive: bool
    refused: int
    unasked: int
    records: Mapping[str, tuple[Document, ...]]


@dataclass(frozen=True, slots=True)
class Submission:
    """Everything one file says; ``people`` is ``None`` when it brings figures only."""

    sender: Sender
    period: Period
    estimate: bool
    made_at: datetime
    figures: tuple[SentFigure, ...]
    breakdown: Breakdown = Breakdown()
    people: SentPeople | None = None

    @property
    def members(self) -> int | None:
        """How many members it brings; ``None`` when it brings figures only."""
        return None if self.people is None else len(self.people.records["members"])


# ---------------------------------------------------------------- records in the file


def sent_fields(name: str, *, sensitive: bool) -> tuple[str, ...]:
    """The fields of a kind of record that a file holds."""
    never = _NEVER.get(name, frozenset())
    return tuple(
        info.name
        for info in fields_of(SENT_KINDS[name])
        if info.name != "version" and info.name not in never and (sensitive or not info.sensitive)
    )


def sent_documents(name: str, records: Iterable[Record], *, sensitive: bool) -> tuple[Document, ...]:
    """Records as the file holds them."""
    kind = SENT_KINDS[name]
    infos = {info.name: info for info in fields_of(kind)}
    names = sent_fields(name, sensitive=sensitive)
    return tuple(
        {each: to_plain(infos[each].type, getattr(record, each)) for each in names} for record in records
    )


# ---------------------------------------------------------------- figures


def figure_documents(figures: Iterable[SentFigure]) -> list[dict[str, Any]]:
    """Figures as JSON objects; what is usual is left out."""
    return [
        {
            "key": each.key,
            "label": each.label,
            "measure": each.measure,
            "amount": each.amount,
            "previous": each.previous,
            **({"money": True} if each.money else {}),
            **({"level": each.level} if each.level else {}),
            **({"estimate": True} if each.estimate else {}),
            **({"own": True} if each.own else {}),
            **{name: held for name in _KEYS if (held := getattr(each, name))},
        }
        for each in figures
    ]


# ---------------------------------------------------------------- writing


def to_bytes(submission: Submission) -> bytes:
    """The whole file, with the SHA-256 of its content."""
    document = _document(submission)
    document["sha256"] = digest(document)
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 of a document without its ``sha256``: UTF-8 JSON, names sorted, no blanks between."""
    content = {name: held for name, held in document.items() if name != "sha256"}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _document(sent: Submission) -> dict[str, Any]:
    document: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "sender": {
            "name": sent.sender.name,
            "code": sent.sender.code,
            "register_id": sent.sender.register_id,
            "place": sent.sender.place,
            "contact": sent.sender.contact,
        },
        "period": {
            "starts": sent.period.starts.isoformat(),
            "ends": sent.period.ends.isoformat(),
            "label": sent.period.label,
        },
        "estimate": sent.estimate,
        "made_at": sent.made_at.isoformat(),
        "figures": figure_documents(sent.figures),
        "units": {
            "columns": list(sent.breakdown.columns),
            "rows": [{"name": name, "amounts": list(amounts)} for name, amounts in sent.breakdown.rows],
        },
    }
    if sent.people is not None:
        document["people"] = {
            "who": sent.people.who.value,
            "sensitive": sent.people.sensitive,
            "refused": sent.people.refused,
            "unasked": sent.people.unasked,
            "records": {name: list(documents) for name, documents in sent.people.records.items()},
        }
    return document
