"""Labels for members: seats at a meeting, and envelopes and address labels for letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.documents.papers.labels import LABEL_SHEETS, LabelPrint, LabelSheet, render_labels
from app.documents.papers.values import Label
from app.domain.branch import Branch
from app.domain.members import Gender, Member
from app.errors import RuleError
from app.progress import Progress

__all__ = ["LABEL_SHEETS", "LabelChoice", "LabelKind", "LabelSheet", "Salutation"]


class LabelKind(StrEnum):
    """What labels are for."""

    ATTENDANCE = "attendance"
    ADDRESS = "address"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {LabelKind.ATTENDANCE: "Nhãn ghế họp", LabelKind.ADDRESS: "Nhãn địa chỉ, phong bì"}[self]


class Salutation(StrEnum):
    """The word before the name."""

    BY_SEX = "by_sex"
    COMRADE = "comrade"
    NONE = "none"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            Salutation.BY_SEX: "Ông / Bà",
            Salutation.COMRADE: "Đồng chí",
            Salutation.NONE: "Không ghi",
        }[self]


@dataclass(frozen=True, slots=True)
class LabelChoice:
    """How labels are printed; ``start`` is the first free label of a used sheet, dx and dy are mm."""

    kind: LabelKind = LabelKind.ADDRESS
    sheet: str = "3x8"
    start: int = 1
    salutation: Salutation = Salutation.BY_SEX
    dx: float = 0.0
    dy: float = 0.0
    cut_marks: bool = False

    @property
    def label_sheet(self) -> LabelSheet:
        """The sheet; raises RuleError for one that is not known."""
        found = LABEL_SHEETS.get(self.sheet)
        if found is None:
            raise RuleError(f"Không có loại nhãn “{self.sheet}”. Các loại có sẵn: {', '.join(LABEL_SHEETS)}.")
        return found


#: A label moved further than this is no longer on its paper (mm).
_FARTHEST = 20.0


@dataclass(frozen=True, slots=True)
class Addressee:
    """One member with what stands on his label besides."""

    member: Member
    unit_name: str


@dataclass(frozen=True, slots=True)
class MemberLabels:
    """A PDF of labels; the names of whom not everything found room, and of whom has no address."""

    content: bytes
    cut: tuple[str, ...]
    left_out: tuple[str, ...]


def member_labels(
    people: Sequence[Addressee], branch: Branch, choice: LabelChoice, *, progress: Progress | None = None
) -> MemberLabels:
    """The labels of these people in their order.

    Raises RuleError for a start beyond the sheet, an offset that leaves it, or letters without an address.
    """
    sheet = choice.label_sheet
    if not 1 <= choice.start <= sheet.per_page:
        raise RuleError(
            f"Tờ nhãn này có {sheet.per_page} nhãn; hãy chọn nhãn bắt đầu từ 1 đến {sheet.per_page}."
        )
    if max(abs(choice.dx), abs(choice.dy)) > _FARTHEST:
        raise RuleError(f"Chỉ lệch được nhiều nhất {_FARTHEST:g} mm. Hãy xem lại số đã ghi.")
    left_out: tuple[str, ...] = ()
    if choice.kind is LabelKind.ADDRESS:
        left_out = tuple(each.member.full_name for each in people if not each.member.address)
        people = [each for each in people if each.member.address]
        if not people:
            raise RuleError("Không ai trong danh sách có ghi nơi ở nên không in được nhãn địa chỉ.")
    labels = [_label(each, number, branch, choice) for number, each in enumerate(people, 1)]
    placing = LabelPrint(sheet, choice.start, choice.dx, choice.dy, choice.cut_marks)
    made = render_labels(
        labels, placing, title=choice.kind.label, author=branch.name.upper(), progress=progress
    )
    return MemberLabels(made.content, made.cut, left_out)


def _label(each: Addressee, number: int, branch: Branch, choice: LabelChoice) -> Label:
    m = each.member
    if choice.kind is LabelKind.ATTENDANCE:
        return Label(m.full_name, _salute(m, choice.salutation), (each.unit_name, f"Số ghế: {number}"))
    salute = _salute(m, choice.salutation)
    return Label(
        m.full_name,
        f"Kính gửi: {salute}" if salute else "Kính gửi:",
        (m.address,),
        tuple(line for line in (branch.name, branch.address, branch.phone) if line),
    )


def _salute(member: Member, salutation: Salutation) -> str:
    if salutation is Salutation.COMRADE:
        return "Đồng chí"
    if salutation is Salutation.NONE:
        return ""
    if member.gender is None:
        return "Ông (bà)"
    return "Ông" if member.gender is Gender.MALE else "Bà"
