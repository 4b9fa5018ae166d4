"""The branch's own fields: which there are, and what they hold for a member."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.extras import ExtraField, ExtraKind, ExtraValue
from app.domain.members import Member
from app.errors import FieldError, NotFoundError
from app.services.children import settle
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.dates import PartialDate
from app.vietnamese.text import fold


@dataclass(frozen=True, slots=True)
class FieldUse:
    """One extra field and how many members have something in it."""

    field: ExtraField
    used: int


def list_fields(register: Register) -> tuple[FieldUse, ...]:
    """The extra fields in their order."""
    with register.read() as reader:
        return tuple(FieldUse(f, reader.count(ExtraValue, field_id=f.id)) for f in read_fields(reader))


def read_fields(reader: Reader) -> tuple[ExtraField, ...]:
    """The extra fields in their order."""
    return reader.all(ExtraField, order_by="position")


def save_fields(register: Register, fields: Sequence[ExtraField]) -> tuple[ExtraField, ...]:
    """Make these the branch's own fields, in this order, in one change.

    A field that is left out goes with what it holds; undoing brings all back. Raises FieldError for two
    fields of one name and for a change of kind that what is there does not fit.
    """
    wanted = [dataclasses.replace(each, position=place) for place, each in enumerate(fields, 1)]
    names = [fold(each.name) for each in wanted]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise FieldError("name", f"Có hai mục tên “{wanted[place].name}”. Hãy đặt tên khác nhau.")
    with register.change("Sửa các mục riêng của Hội") as work:
        stored = {each.id: each for each in work.all(ExtraField)}
        for gone in stored.keys() - {each.id for each in wanted}:
            for held in work.all(ExtraValue, field_id=gone):
                work.remove(held)
        for each in wanted:
            old = stored.get(each.id)
            if old is not None and (old.kind, old.choices) != (each.kind, each.choices):
                _recheck(work, each)
        settle(work, stored.values(), wanted)
        return read_fields(work)


def _recheck(work: Work, field: ExtraField) -> None:
    """Bring what a field holds to its new kind; refused when something does not fit."""
    held = work.all(ExtraValue, field_id=field.id)
    misfits = []
    for each in held:
        try:
            text = field.checked(each.text)
        except FieldError:
            misfits.append(each)
            continue
        if text != each.text:
            work.replace(dataclasses.replace(each, text=text))
    if misfits:
        who = work.get(Member, misfits[0].member_id).full_name
        raise FieldError(
            "kind",
            f"Mục “{field.name}” đang có {len(misfits)} nội dung không hợp loại mới, như “{misfits[0].text}” "
            f"của {who}. Hãy sửa các nội dung ấy trước.",
        )


def values_of(reader: Reader, member_id: str) -> tuple[tuple[ExtraField, str], ...]:
    """Every extra field with what it holds for one member, "" where it holds nothing."""
    held = {each.field_id: each.text for each in reader.all(ExtraValue, member_id=member_id)}
    return tuple((field, held.get(field.id, "")) for field in read_fields(reader))


def put_values(work: Work, member_id: str, wanted: Mapping[str, str]) -> None:
    """Store what fields (by id) hold for a member; "" empties one, a field not named stays as it is.

    Raises FieldError, whose ``field`` is the extra field's id, for what a field cannot hold.
    """
    held = {each.field_id: each for each in work.all(ExtraValue, member_id=member_id)}
    for field_id, typed in wanted.items():
        text = work.get(ExtraField, field_id).checked(typed)
        old = held.get(field_id)
        if old is not None and not text:
            work.remove(old)
        elif old is not None and old.text != text:
            work.replace(dataclasses.replace(old, text=text))
        elif old is None and text:
            work.add(ExtraValue(member_id=member_id, field_id=field_id, text=text))


def ids_of(register: Register, names: Iterable[str]) -> tuple[str, ...]:
    """The ids of the extra fields of these names, capitals and accents aside; raises NotFoundError."""
    with register.read() as reader:
        known = {fold(field.name): field.id for field in read_fields(reader)}
    found = []
    for name in names:
        if fold(name) not in known:
            raise NotFoundError(f"Sổ không có mục riêng tên “{name}”. Hãy lập mục ấy trước.")
        found.append(known[fold(name)])
    return tuple(found)


def add_field(register: Register, field: ExtraField) -> ExtraField:
    """Add one field behind the others."""
    return save_fields(register, [*(use.field for use in list_fields(register)), field])[-1]


def remove_field(register: Register, name: str) -> int:
    """Take a field out with what it holds; returns for how many members it held something."""
    uses = list_fields(register)
    gone = next((use for use in uses if fold(use.field.name) == fold(name)), None)
    if gone is None:
        raise NotFoundError(f"Sổ không có mục riêng tên “{name}”.")
    save_fields(register, [use.field for use in uses if use is not gone])
    return gone.used


def shown(field: ExtraField, text: str) -> str:
    """What a field holds as a person reads it: a date as it is spoken, anything else as it is."""
    return str(PartialDate.from_iso(text)) if field.kind is ExtraKind.DATE and text else text
