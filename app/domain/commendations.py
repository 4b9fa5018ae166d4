"""Commendations: a round gathers awards, one decision decides them, issuing freezes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from app.domain.record import Record, line, lines, link, optional_link, require, value
from app.errors import FieldError, RuleError
from app.vietnamese.numbers import count

#: Forms of commendation and the level that gives them; suggestions, the list is free (domain notes §1.2).
FORMS = ("Giấy khen", "Biểu dương", "Bằng khen", "Kỷ niệm chương", "Cờ thi đua")
LEVELS = ("Hội", "Hội cấp trên", "Trung ương Hội", "Ủy ban nhân dân")

#: The form that this program prints itself.
CERTIFICATE_FORM = "Giấy khen"


class RoundState(StrEnum):
    """How far a round has come."""

    DRAFT = "draft"
    DECIDED = "decided"
    ISSUED = "issued"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            RoundState.DRAFT: "Đang lập danh sách",
            RoundState.DECIDED: "Đã có quyết định",
            RoundState.ISSUED: "Đã phát hành",
        }[self]


class RecipientKind(StrEnum):
    """Who can be honoured; not only members (domain notes §0)."""

    MEMBER = "member"
    UNIT = "unit"
    OUTSIDER = "outsider"
    GROUP = "group"
    HOUSEHOLD = "household"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            RecipientKind.MEMBER: "Hội viên",
            RecipientKind.UNIT: "Chi hội",
            RecipientKind.OUTSIDER: "Cá nhân ngoài Hội",
            RecipientKind.GROUP: "Tập thể khác",
            RecipientKind.HOUSEHOLD: "Hộ gia đình",
        }[self]

    @property
    def is_collective(self) -> bool:
        """Whether the award counts as tập thể."""
        return self in (RecipientKind.UNIT, RecipientKind.GROUP, RecipientKind.HOUSEHOLD)


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardRound(Record):
    """One đợt khen thưởng, from list to decision to issue.

    ``year`` is the year of work that is honoured. ``decision_number`` runs per year of ``decided_on`` and is
    given when the round is decided; ``decision_code`` is the whole number as printed ("01/QĐ-HTS").
    """

    title: ClassVar[str] = "Đợt khen thưởng"

    name: str = line("Tên đợt")
    year: int = value("Năm", None)
    occasion: str = line("Nội dung khen")
    state: RoundState = value("Tình trạng", RoundState.DRAFT)
    minutes_on: date | None = value("Ngày họp xét")
    decision_number: int | None = value("Số quyết định (số)")
    decision_code: str = line("Số quyết định", limit=60)
    decided_on: date | None = value("Ngày quyết định")
    place: str = line("Địa danh")
    authority: str = line("Thẩm quyền ký")
    signer_office: str = line("Chức vụ người ký")
    signer: str = line("Người ký")
    basis: str = lines("Căn cứ")
    meeting_id: str | None = optional_link("Trao tại cuộc họp", "Meeting")

    def validate(self) -> None:
        """Ask for a name and a sensible year; a decided round has number, date and signer."""
        require("name", "Tên đợt khen thưởng", self.name)
        if not 1950 <= self.year <= 2200:
            raise FieldError("year", f"Năm {self.year} không hợp lệ.")
        if self.state is not RoundState.DRAFT:
            if self.decided_on is None or self.decision_number is None:
                raise FieldError("decided_on", "Đợt đã quyết định phải có số và ngày quyết định.")
            require("signer", "Người ký", self.signer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Award(Record):
    """One award in a round: the same row stands in the decision, the list, the certificate and the report.

    ``recipient`` is the name as it will be printed; ``detail`` the line under it (office, chi hội);
    ``register_number`` is "vào sổ số", given with the decision. ``money`` is the reward in VND.
    """

    title: ClassVar[str] = "Khen thưởng"

    round_id: str = link("Đợt khen thưởng", "AwardRound")
    kind: RecipientKind = value("Đối tượng", RecipientKind.MEMBER)
    member_id: str | None = optional_link("Hội viên", "Member")
    unit_id: str | None = optional_link("Chi hội", "Unit")
    recipient: str = line("Người, tập thể được khen")
    salutation: str = line("Xưng hô", limit=60)
    detail: str = line("Chức vụ, đơn vị")
    form: str = line("Hình thức", limit=80)
    level: str = line("Cấp khen", limit=80)
    achievement: str = line("Thành tích", limit=1000)
    money: int = value("Tiền thưởng (đồng)", 0)
    position: int = value("Thứ tự", 0)
    register_number: int | None = value("Vào sổ số")

    def validate(self) -> None:
        """Ask for recipient, form and no negative money."""
        require("recipient", "Người, tập thể được khen", self.recipient)
        require("form", "Hình thức khen thưởng", self.form)
        if self.kind is RecipientKind.MEMBER and not self.member_id:
            raise FieldError("member_id", "Hãy chọn hội viên trong sổ.")
        if self.kind is RecipientKind.UNIT and not self.unit_id:
            raise FieldError("unit_id", "Hãy chọn chi hội trong sổ.")
        if self.money < 0:
            raise FieldError("money", "Tiền thưởng không thể âm.")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCertificate(Record):
    """An issued certificate, frozen: what was printed stays as it was printed.

    ``fields`` and ``layout`` are JSON texts: every printed field and the whole layout of that day.
    ``number`` is the register number, unique within ``year``. A correction is a new issue with
    ``replaces_id``.
    """

    title: ClassVar[str] = "Giấy khen đã phát hành"

    award_id: str = link("Khen thưởng", "Award")
    year: int = value("Năm", None)
    number: int = value("Vào sổ số", None)
    issued_on: date = value("Ngày phát hành")
    fields: str = lines("Nội dung in", limit=20_000)
    layout: str = lines("Mẫu in", limit=200_000)
    replaces_id: str | None = optional_link("Thay cho", "IssuedCertificate")


@dataclass(frozen=True, slots=True)
class AwardCount:
    """How many collectives and persons are honoured."""

    collectives: int
    persons: int

    def phrase(self) -> str:
        """As prose counts them: "03 tập thể, 06 cá nhân" (domain notes §2.4)."""
        parts = []
        if self.collectives:
            parts.append(f"{count(self.collectives)} tập thể")
        if self.persons:
            parts.append(f"{count(self.persons)} cá nhân")
        return ", ".join(parts) or "chưa có ai"


def count_awards(awards: Iterable[Award]) -> AwardCount:
    """Count collectives and persons."""
    kinds = [award.kind.is_collective for award in awards]
    return AwardCount(sum(kinds), len(kinds) - sum(kinds))


def in_order(awards: Iterable[Award]) -> list[Award]:
    """Collectives first, then persons, each in the order the secretary gave (domain notes §2.4)."""
    return sorted(awards, key=lambda a: (not a.kind.is_collective, a.position, a.id))


def require_draft(round_: AwardRound) -> None:
    """Refuse a change of the list once there is a decision."""
    if round_.state is RoundState.ISSUED:
        raise RuleError(
            f"Giấy khen của đợt “{round_.name}” đã phát hành nên danh sách không sửa được nữa. "
            "Muốn khen thêm, hãy lập đợt mới."
        )
    if round_.state is not RoundState.DRAFT:
        raise RuleError(
            f"Đợt “{round_.name}” đã có quyết định {round_.decision_code}. "
            "Muốn sửa danh sách, hãy bấm “Rút quyết định” trước."
        )


def default_salutation(kind: RecipientKind) -> str:
    """The word before the name: comrades among members, collectives by name (domain notes §1.4)."""
    if kind is RecipientKind.HOUSEHOLD:
        return "Hộ gia đình"
    if kind.is_collective:
        return "Tập thể"
    return "Đồng chí" if kind is RecipientKind.MEMBER else "Ông (bà)"
