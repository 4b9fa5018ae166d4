"""The plan of an import: what each row of a foreign list would do to the register, as a value."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from app.domain.members import Gender, Member, Policy, PolicyKind
from app.domain.record import fields_of
from app.domain.status import Status, StatusKind
from app.importers.choices import DecidedBy, Decision, SheetOffer
from app.importers.leaving import LABELS as LEAVING_LABELS
from app.importers.leaving import Leaving
from app.vietnamese.dates import PartialDate
from app.vietnamese.encodings import Encoding

FieldValue = str | int | bool | Gender | PartialDate

#: What a list can say of a member that is not a field of the member's record.
BESIDE_LABELS = {"chapter": "Chi hội", "role": "Chức vụ", "policies": "Diện chính sách"}
MEMBER_LABELS = {info.name: info.label for info in fields_of(Member)}
#: Columns that are no field by themselves, but say or complete one.
COLUMN_LABELS = {
    "number": "Số thứ tự", "family": "Họ và đệm", "given": "Tên", "male": "Nam", "female": "Nữ",
    **LEAVING_LABELS,
}  # fmt: skip
#: The dates that a list may give in three columns.
DATES = tuple(info.name for info in fields_of(Member) if info.type is PartialDate)
_PARTS = {"day": "ngày", "month": "tháng", "year": "năm"}
_READABLE = (str, int, bool, PartialDate, Gender)
_NEVER_A_COLUMN = (
    "id", "version", "given_words", "photo",
    *(info.name for info in fields_of(Member) if info.type not in _READABLE or info.links_to),
)  # fmt: skip


@lru_cache(maxsize=1_024)
def label_of(name: str) -> str:
    """The Vietnamese label of a field, also for the day, month and year of a date in three columns."""
    base, _, part = name.partition(".")
    label = MEMBER_LABELS.get(base) or BESIDE_LABELS.get(base) or COLUMN_LABELS.get(base, base)
    return f"{label} ({_PARTS[part]})" if part else label


#: Everything that a column can be said to hold, with its label.
FIELD_OFFERS: tuple[tuple[str, str], ...] = tuple(
    (name, label_of(name))
    for name in (
        "full_name", "family", "given", *BESIDE_LABELS,
        *(name for name in MEMBER_LABELS if name not in ("full_name", *_NEVER_A_COLUMN)),
        "male", "female", *LEAVING_LABELS, "number",
        *(f"{name}.{part}" for name in DATES for part in _PARTS),
    )
)  # fmt: skip


class RowKind(StrEnum):
    """What becomes of one row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"
    SKIPPED = "skipped"

    @property
    def label(self) -> str:
        """The Vietnamese word."""
        return {
            RowKind.NEW: "Thêm mới",
            RowKind.CHANGED: "Cập nhật",
            RowKind.SAME: "Đã có",
            RowKind.DOUBTFUL: "Cần xem lại",
            RowKind.REFUSED: "Không nhập được",
            RowKind.SKIPPED: "Bỏ qua",
        }[self]


@dataclass(frozen=True, slots=True)
class ExistingMember:
    """A member of the register as the caller gives it: record, unit, standing, names of offices.

    ``policies`` are the member's policy groups; without them a list that names a policy would add it again.
    """

    member: Member
    unit_id: str | None = None
    status: Status = Status.ACTIVE
    roles: tuple[str, ...] = ()
    policies: tuple[Policy, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about one cell that the user should know: Excel's row number, column letter, one sentence."""

    row: int
    column: str
    message: str

    def as_dict(self) -> dict[str, str | int]:
        """As the command line prints it (design §4)."""
        return {"row": self.row, "column": self.column, "message": self.message}


@dataclass(frozen=True, slots=True)
class Repair:
    """One cell that reads otherwise than it stands in the file, and why; kept so that nothing is silent.

    What is a guess is told as a :class:`Problem` too. ``before`` is the cell as it stands, ``after`` what is
    taken from it.
    """

    row: int
    column: str
    sheet: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class RepairSum:
    """How many cells of one column were repaired for one reason, with up to three words before and after."""

    sheet: str
    column: str
    reason: str
    cells: int
    samples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an existing member that a row would change; old and new as the screen shows them."""

    field: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class DraftPolicy:
    """A state policy group as a list names it: "Thương binh 4/4" is WOUNDED, "4/4"."""

    kind: PolicyKind
    rate: str = ""
    note: str = ""

    @property
    def text(self) -> str:
        """As the screen shows it."""
        return " ".join(part for part in (self.kind.label, self.rate, self.note) if part)


@dataclass(frozen=True, slots=True)
class MemberDraft:
    """What one row says of a member; only what is filled in.

    ``fields`` are pairs of a :class:`Member` field name and its value, ``full_name`` among them.
    ``chapter`` and
    ``role`` are texts as tidied; ``unit_id`` is the chapter's unit when the register has it. ``leaving``
    is set for
    who died, moved away or left: it is for NEW members, one whom the register has is only told about.
    """

    fields: tuple[tuple[str, FieldValue], ...] = ()
    chapter: str = ""
    unit_id: str | None = None
    role: str = ""
    policies: tuple[DraftPolicy, ...] = ()
    leaving: Leaving | None = None

    @property
    def leaving_kind(self) -> StatusKind | None:
        """How the person left, by the list; ``None`` for who is active."""
        return self.leaving.kind if self.leaving else None

    @property
    def left_on(self) -> PartialDate | None:
        """When the person left, ``None`` when the list does not say or nobody left."""
        return self.leaving.on if self.leaving else None

    def get(self, name: str) -> Any:
        """A member field's value, ``None`` when the row leaves it empty."""
        return next((held for key, held in self.fields if key == name), None)

    def values(self) -> dict[str, Any]:
        """The member fields as keyword arguments for :class:`Member` or :func:`dataclasses.replace`."""
        return dict(self.fields)

    @property
    def full_name(self) -> str:
        """The name, "" when the row has none."""
        held = self.get("full_name")
        return held if isinstance(held, str) else ""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of the list and what it would do.

    ``row`` is the number Excel shows. ``member_id`` is the existing member that is changed or the same; a
    SAME row without one repeats the row ``same_as`` of this list. ``candidates`` are the members a DOUBTFUL
    row may be. ``decision`` is the user's, where it was followed. ``remark`` says in one sentence why a row
    is left on purpose: an example, a decision.
    """

    row: int
    kind: RowKind
    values: MemberDraft = field(default_factory=MemberDraft)
    member_id: str | None = None
    changes: tuple[FieldChange, ...] = ()
    problems: tuple[Problem, ...] = ()
    candidates: tuple[str, ...] = ()
    same_as: int | None = None
    sheet: str = ""
    repairs: tuple[Repair, ...] = ()
    decision: Decision | None = None
    remark: str = ""

    def new_member(self, code: str = "") -> Member:
        """The record to add for a NEW row, with this ``code`` where the row has none."""
        values = self.values.values()
        if code:
            values.setdefault("code", code)
        return Member(**values)

    def changed_member(self, existing: Member) -> Member:
        """The existing record with this row's changed fields; not chapter, role and policies."""
        return replace(existing, **{name: self.target(existing, name) for name in self.changed_fields()})

    def changed_fields(self) -> tuple[str, ...]:
        """The member fields that this row changes."""
        return tuple(change.field for change in self.changes if change.field in MEMBER_LABELS)

    def without(self, name: str, problem: Problem) -> PlannedRow:
        """The row with one field left as the register has it, and the reason told."""
        changes = tuple(change for change in self.changes if change.field != name)
        kind = self.kind if changes else RowKind.SAME
        return replace(self, kind=kind, changes=changes, problems=(*self.problems, problem))

    def changes_beside(self) -> frozenset[str]:
        """Which of "chapter", "role" and "policies" this row changes."""
        return frozenset(change.field for change in self.changes) & BESIDE_LABELS.keys()

    def target(self, existing: Member, name: str) -> Any:
        """The value a field is to have: a note is added to the old one, anything else takes its place."""
        new = self.values.get(name)
        return joined_note(existing.note, new) if name == "note" else new


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """How one column was understood: its letter, title and field, and in what letters its text was stored.

    ``decided_by`` tells what decided the letters, ``capitals`` whether its font shows capitals only.
    ``samples`` show up to three words before and after the repair of an old encoding, ``values`` what its
    first cells say. A column that is left out has no field.
    """

    letter: str
    title: str
    field: str
    label: str
    encoding: Encoding = Encoding.UNICODE
    confident: bool = True
    samples: tuple[tuple[str, str], ...] = ()
    sheet: str = ""
    decided_by: DecidedBy = DecidedBy.LETTERS
    capitals: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """The figures of a plan as the command line prints them (design §4).

    ``duplicates`` are rows whose person is in the register, or above in the same list, with nothing new
    to say;
    ``skipped`` are rows with content that were not taken: doubtful, refused, totals, signatures.
    """

    added: int
    updated: int
    duplicates: int
    skipped: int
    problems: tuple[Problem, ...]

    def as_dict(self) -> dict[str, Any]:
        """One JSON object."""
        return {
            "added": self.added,
            "updated": self.updated,
            "duplicates": self.duplicates,
            "skipped": self.skipped,
            "problems": [problem.as_dict() for problem in self.problems],
        }


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything an import would do, row by row.

    ``new_units`` are chi hội the list names that the register lacks; ``ignored`` are columns that were
    not understood
    and ``left_out`` sheets that were not read, so that nothing is dropped in silence. ``notices`` are the
    problems of no
    single person: a column left out, a quotation mark that was never closed. ``repairs`` sums up what was
    repaired; the rows hold the lines themselves, the first 100,000 of them. ``form`` is one key for all lists
    with these titles; ``remembered`` says that choices of an earlier import of this form were followed.
    ``refusal`` is a sentence where no row can be read before the user chooses more.
    """

    file_name: str
    header_row: int
    columns: tuple[MappedColumn, ...]
    rows: tuple[PlannedRow, ...]
    new_units: tuple[str, ...] = ()
    ignored: tuple[MappedColumn, ...] = ()
    left_out: tuple[str, ...] = ()
    notices: tuple[Problem, ...] = ()
    sheets: tuple[SheetOffer, ...] = ()
    repairs: tuple[RepairSum, ...] = ()
    form: str = ""
    remembered: bool = False
    refusal: str = ""

    @property
    def field_offers(self) -> tuple[tuple[str, str], ...]:
        """Every field a column can be given, with its label."""
        return FIELD_OFFERS

    def of_kind(self, kind: RowKind) -> tuple[PlannedRow, ...]:
        """The rows of one kind."""
        return tuple(row for row in self.rows if row.kind is kind)

    def problems(self) -> tuple[Problem, ...]:
        """All problems: those of the list as a whole, then the others in the order of the rows."""
        return (*self.notices, *(problem for row in self.rows for problem in row.problems))

    def skipped_rows(self) -> tuple[int, ...]:
        """The Excel numbers of the rows passed over as no people: totals, remarks, signatures."""
        return tuple(row.row for row in self.of_kind(RowKind.SKIPPED) if not row.remark)

    def left_rows(self) -> tuple[PlannedRow, ...]:
        """The rows left on purpose, each with its remark: examples of a sample list, the user's decisions."""
        return tuple(row for row in self.rows if row.remark)

    def repaired(self) -> tuple[MappedColumn, ...]:
        """The columns whose old encoding was turned into Unicode."""
        return tuple(column for column in self.columns if column.encoding is not Encoding.UNICODE)

    def summary(self) -> ImportSummary:
        """The figures."""
        count = Counter(row.kind for row in self.rows)
        return ImportSummary(
            added=count[RowKind.NEW],
            updated=count[RowKind.CHANGED],
            duplicates=count[RowKind.SAME],
            skipped=count[RowKind.DOUBTFUL] + count[RowKind.REFUSED] + count[RowKind.SKIPPED],
            problems=self.problems(),
        )


def joined_note(old: str, new: object) -> str:
    """The old note with the new lines it does not hold yet; a later list never takes a note away."""
    lines = old.split("\n") if old else []
    for line in str(new or "").split("\n"):
        if line and line not in lines:
            lines.append(line)
    return "\n".join(lines)


def shown(held: object) -> str:
    """A field's value as a person reads it."""
    if held is None:
        return ""
    if isinstance(held, Gender):
        return held.label
    if isinstance(held, bool):
        return "Có" if held else "Không"
    return str(held)
