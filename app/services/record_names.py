"""What records are called, so that a link or a line of the history reads as a name and not as an id."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

from app.domain.certificate_fields import FIELDS_BY_KEY
from app.domain.members import Member
from app.domain.record import TEXT_LIMIT, FieldInfo, Record, fields_of, from_plain, to_document
from app.domain.registry import KINDS
from app.domain.units import UnitTree
from app.services.narrative import section_title
from app.services.units import read_tree
from app.store.change_log import ChangeItem
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import group

#: A record as the change log holds it, field by field.
Document = Mapping[str, str | int | bool | None]

#: Numbers that are years: 2024, never 2.024.
_YEARS = frozenset({"year", "work_year", "dues_year"})
_OWN_NAMES = ("full_name", "name", "recipient", "person", "purpose", "counter", "category")


class Names:
    """Names of linked records; each is looked up once."""

    def __init__(self, reader: Reader, items: Iterable[ChangeItem] = ()) -> None:
        """Names are read from ``reader`` when they are asked for; of records that are gone from ``items``."""
        self._reader = reader
        self._items = {item.record_id: item for item in items}
        self._known: dict[str, str] = {}
        self._tree: UnitTree | None = None

    def prefetch(self, member_ids: Iterable[str]) -> None:
        """Read the names of many members at once."""
        unknown = frozenset(member_ids) - self._known.keys()
        self._known |= {member.id: member.full_name for member in self._reader.all(Member, id=unknown)}

    def note(self, record_id: str, name: str) -> None:
        """Remember the name of a record that may be gone from the register."""
        self._known.setdefault(record_id, name)

    def name(self, links_to: str, record_id: str) -> str:
        """The name of a linked record; one that is gone is said to be."""
        if record_id not in self._known:
            self._known[record_id] = self._look_up(links_to, record_id)
        return self._known[record_id]

    def describe(self, kind_name: str, document: Document) -> str:
        """A record's name for a list: "Nguyễn Văn An", "Từ trần – Nguyễn Văn An", "Họp BCH, 05/01/2024"."""
        kind = KINDS[kind_name]
        infos = {info.name: info for info in fields_of(kind)}

        def words(name: str) -> str:
            return text_of(infos[name], document.get(name), self) if name in infos else ""

        if kind_name == "units":
            own = self.name("Unit", str(document["id"])) or words("code")
        elif kind_name == "attendances":
            own = words("meeting_id")
        elif kind_name == "meetings":
            own = ", ".join(part for part in (words("name"), words("on")) if part)
        elif kind_name in ("motions", "tasks"):
            own = words("text").partition("\n")[0]
        elif kind_name == "candidates":
            own = words("election_id")
        elif kind_name == "received_reports":
            own = f"{words('subordinate_id')}, {words('starts')} – {words('ends')}"
        elif kind_name in ("report_texts", "report_figures"):
            own = words("section") or words("label")
        else:
            own = next((str(document[name]) for name in _OWN_NAMES if document.get(name)), "")
            own = own or words("kind") or words("year")
        who = words("member_id")
        return " – ".join(dict.fromkeys(part for part in (own, who) if part)) or kind.title

    def _look_up(self, links_to: str, record_id: str) -> str:
        if links_to == "Unit":
            self._tree = self._tree or read_tree(self._reader)
            return self._tree.name(record_id)
        name, kind = next((name, kind) for name, kind in KINDS.items() if kind.__name__ == links_to)
        record = self._reader.find(kind, record_id)
        item = self._items.get(record_id)
        if record is None and item is not None and item.kind == name:
            return self.describe(name, item.after or item.before or {})
        return "(đã xóa)" if record is None else self.describe(name, to_document(record))


def text_of(info: FieldInfo, plain: object, names: Names) -> str:
    """A field's value as a person reads it, from its plain form; "" when it is not known."""
    held = from_plain(info, plain)
    if held is None or held == "":
        return ""
    if info.links_to:
        return names.name(info.links_to, str(held))
    if info.is_file or info.name in ("document", "figures"):  # a key, or what a page alone can read
        return f"({info.label.lower()})"
    if info.limit > TEXT_LIMIT:
        return "(mẫu in đã khóa)"
    if info.name == "fields":
        return _printed(str(held))
    if info.name == "section":
        return section_title(str(held))
    return _plain_words(info.name, held)


def told(register: Register, record: Record) -> tuple[tuple[str, str], ...]:
    """What a record says: the label and text of every field that says something."""
    document = to_document(record)
    with register.read() as reader:
        names = Names(reader)
        pairs = [
            (info.label, text_of(info, document[info.name], names))
            for info in fields_of(type(record))
            if info.name not in ("id", "version")
        ]
    return tuple((label, text) for label, text in pairs if text)


def _plain_words(name: str, held: object) -> str:
    if isinstance(held, bool):
        return "có" if held else "không"
    if isinstance(held, date):
        return short_date(held)
    if isinstance(held, int):
        return str(held) if name in _YEARS else group(held)
    label = getattr(held, "label", None)
    return str(label if label is not None else held)


def _printed(fields: str) -> str:
    """What a certificate says, line by line; the plain words of a later version's unknown form."""
    try:
        printed = json.loads(fields)
    except ValueError:
        return fields
    known = ((key, FIELDS_BY_KEY.get(key), text) for key, text in printed.items() if text)
    return "\n".join(f"{field.label if field else key}: {text}" for key, field, text in known)
