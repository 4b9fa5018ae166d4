"""The branch's forms of commendation: which there are, who decides them, on which layout they are printed."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence

from app.domain.certificates import IssuedCertificate
from app.domain.commendations import Award, AwardForm, AwardRound, FormList, RoundState
from app.errors import FieldError, RuleError
from app.services.children import settle
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.numbers import count


def read_forms(reader: Reader) -> FormList:
    """The forms of the register; the usual ones until the branch changed them."""
    return FormList(reader.all(AwardForm))


def list_forms(register: Register) -> FormList:
    """As :func:`read_forms`."""
    with register.read() as reader:
        return read_forms(reader)


def save_forms(register: Register, forms: Sequence[AwardForm]) -> FormList:
    """Make these the forms, in this order; lists not decided yet follow a form to its new name.

    Raises FieldError for an empty list or a name twice, RuleError when decided awards of a form that would go
    still wait for their certificates.
    """
    if not forms:
        raise FieldError("name", "Danh sách hình thức khen thưởng không được để trống.")
    names = [form.name.casefold() for form in forms]
    for form in forms:
        if names.count(form.name.casefold()) > 1:
            raise FieldError("name", f"Hình thức “{form.name}” có hai lần trong danh sách.")
    with register.change("Sửa các hình thức khen thưởng") as work:
        held = {form.id: form.name for form in read_forms(work).forms}
        then = {form.id: form.name for form in forms}
        _refuse_unprinted(work, set(held.values()) - set(then.values()))
        settle(work, work.all(AwardForm), forms)
        renamed = {name: then[id_] for id_, name in held.items() if then.get(id_, name) != name}
        _rename_in_drafts(work, {old: new for old, new in renamed.items() if old not in then.values()})
    return list_forms(register)


def _refuse_unprinted(work: Work, gone: Collection[str]) -> None:
    """Refuse that a form goes by whose name decided awards still wait for their certificates."""
    decided = [r for r in work.all(AwardRound) if not r.is_upper and r.state is not RoundState.DRAFT]
    forms = read_forms(work)
    for round_ in decided if gone else ():
        awards = [
            award
            for award in work.all(Award, round_id=round_.id)
            if award.form in gone and forms.is_printed(award)
        ]
        issued = work.all(IssuedCertificate, award_id=frozenset(award.id for award in awards))
        had = {issue.award_id for issue in issued}
        waiting = [award.form for award in awards if award.id not in had]
        if waiting:
            raise RuleError(
                f"Đợt “{round_.name}” còn {count(len(waiting))} “{waiting[0]}” chưa in. "
                "Hãy in xong, rồi đổi tên hay bỏ hình thức này."
            )


def _rename_in_drafts(work: Work, renamed: Mapping[str, str]) -> None:
    """Let lists that are still being made follow a form to its new name; what is decided keeps the old."""
    for round_ in work.all(AwardRound) if renamed else ():
        if round_.state is RoundState.DRAFT and not round_.submission_code:
            for award in work.all(Award, round_id=round_.id):
                if award.form in renamed:
                    work.replace(dataclasses.replace(award, form=renamed[award.form]))
