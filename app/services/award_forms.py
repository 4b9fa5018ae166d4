"""The branch's forms of commendation: which there are, who decides them, on which layout they are printed."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.commendations import AwardForm, FormList
from app.errors import FieldError
from app.services.children import settle
from app.store.reader import Reader
from app.store.register import Register


def read_forms(reader: Reader) -> FormList:
    """The forms of the register; the usual ones until the branch changed them."""
    return FormList(reader.all(AwardForm))


def list_forms(register: Register) -> FormList:
    """As :func:`read_forms`."""
    with register.read() as reader:
        return read_forms(reader)


def save_forms(register: Register, forms: Sequence[AwardForm]) -> FormList:
    """Make these the forms, in this order; raises FieldError for an empty list or a name twice."""
    if not forms:
        raise FieldError("name", "Danh sách hình thức khen thưởng không được để trống.")
    names = [form.name.casefold() for form in forms]
    for form in forms:
        if names.count(form.name.casefold()) > 1:
            raise FieldError("name", f"Hình thức “{form.name}” có hai lần trong danh sách.")
    with register.change("Sửa các hình thức khen thưởng") as work:
        settle(work, work.all(AwardForm), forms)
    return list_forms(register)
