"""Commendations: a round gathers awards, one decision decides them, issuing freezes them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from app.domain.record import Record, line, lines, link, optional_link, require, value
from app.errors import FieldError, NotFoundError, RuleError
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import count

#: Who can give a form of commendation, the branch itself first; suggestions, the list is free.
LEVELS = ("Hội", "Hội cấp trên", "Trung ương Hội", "Ủy ban nhân dân")

#: The form that is given most.
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


class Verdict(StrEnum):
    """What the review meeting said of a proposal."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            Verdict.OPEN: "Chưa xét",
            Verdict.APPROVED: "Nhất trí",
            Verdict.DECLINED: "Không nhất trí",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardForm(Record):
    """One form of commendation that the branch gives or asks for; its list is the branch's own.

    ``is_own``: the branch decides it itself; else the upper body does, after a tờ trình. ``is_printed``: its
    certificates are made by this program, on ``layout`` for persons and ``collective_layout`` for
    collectives ("" = as usual). Who may give what is said by the association's own rules, not by state law
    (domain notes §1.2).
    """

    title: ClassVar[str] = "Hình thức khen thưởng"

    name: str = line("Hình thức", limit=80)
    level: str = line("Cấp khen", limit=80)
    is_own: bool = value("Hội tự quyết định", True)
    is_printed: bool = value("In giấy bằng chương trình này", False)
    layout: str = line("Mẫu giấy cho cá nhân", limit=120)
    collective_layout: str = line("Mẫu giấy cho tập thể", limit=120)
    position: int = value("Thứ tự", 0)

    def validate(self) -> None:
        """Ask for a name and a level; what is printed here is decided here."""
        require("name", "Hình thức khen thưởng", self.name)
        require("level", "Cấp khen", self.level)


#: The forms a branch begins with; kept in the register once they are changed (domain notes §1.2).
USUAL_FORMS = tuple(
    AwardForm(
        id=f"form-{position}", name=name, level=level, is_own=own, is_printed=printed, position=position
    )
    for position, (name, level, own, printed) in enumerate(
        (
            (CERTIFICATE_FORM, LEVELS[0], True, True),
            ("Biểu dương", LEVELS[0], True, False),
            ("Bằng khen", LEVELS[1], False, False),
            ("Kỷ niệm chương", LEVELS[2], False, False),
            ("Cờ thi đua", LEVELS[1], False, False),
        ),
        1,
    )
)


class FormList:
    """The forms of a register; a form that is no longer in the list is one of the branch's own."""

    def __init__(self, forms: Iterable[AwardForm]) -> None:
        """Know these forms, or the usual ones when there are none."""
        self.forms = tuple(sorted(forms, key=lambda form: (form.position, form.name))) or USUAL_FORMS
        self._known = {form.name: form for form in reversed(self.forms)}

    def of(self, award: Award) -> AwardForm:
        """The form of an award."""
        known = self._known.get(award.form)
        return known or AwardForm(name=award.form, level=award.level or LEVELS[0])

    def is_printed(self, award: Award) -> bool:
        """Whether this program makes the award's certificate."""
        return award.verdict is not Verdict.DECLINED and self.of(award).is_printed

    def named(self, name: str) -> AwardForm:
        """The form of that name; raises :class:`app.errors.NotFoundError`."""
        if name not in self._known:
            known = ", ".join(form.name for form in self.forms)
            raise NotFoundError(f"Không có hình thức “{name}”. Các hình thức: {known}.")
        return self._known[name]

    def usual(self, *, own: bool) -> AwardForm:
        """The first form that the branch decides itself, or the first one that the upper body decides."""
        fitting = [form for form in self.forms if form.is_own is own]
        return (fitting or list(self.forms))[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardRound(Record):
    """One đợt khen thưởng, from proposals to decision to issue.

    ``year`` is the year of work that is honoured. ``decision_number`` runs per year of ``decided_on`` and is
    given when the round is decided; ``decision_code`` is the whole number as printed ("01/QĐ-HTS").

    A round that the upper body decides names it in ``decider``; it is sent with a tờ trình
    (``submission_…``), and its decision has the number that the upper body wrote. The minutes of the review
    are those of ``review_meeting_id``. ``heading`` are the issuer's lines as they were when it was decided,
    or sent up.
    """

    title: ClassVar[str] = "Đợt khen thưởng"

    name: str = line("Tên đợt")
    year: int = value("Năm", None)
    occasion: str = line("Nội dung khen")
    state: RoundState = value("Tình trạng", RoundState.DRAFT)
    decider: str = line("Cấp quyết định")
    minutes_on: date | None = value("Ngày họp xét")
    review_meeting_id: str | None = optional_link("Cuộc họp xét", "Meeting")
    by_ballot: bool = value("Bỏ phiếu kín", False)
    submission_number: int | None = value("Số tờ trình (số)")
    submission_code: str = line("Số tờ trình", limit=60)
    submitted_on: date | None = value("Ngày tờ trình")
    decision_number: int | None = value("Số quyết định (số)")
    decision_code: str = line("Số quyết định", limit=60)
    decided_on: date | None = value("Ngày quyết định")
    place: str = line("Địa danh")
    authority: str = line("Thẩm quyền ký")
    signer_office: str = line("Chức vụ người ký")
    signer: str = line("Người ký")
    basis: str = lines("Căn cứ")
    heading: str = lines("Tên cơ quan ban hành")
    meeting_id: str | None = optional_link("Trao tại cuộc họp", "Meeting")

    def validate(self) -> None:
        """Ask for a name and a sensible year; a decided round has number, date and signer."""
        require("name", "Tên đợt khen thưởng", self.name)
        if not 1950 <= self.year <= 2200:
            raise FieldError("year", f"Năm {self.year} không hợp lệ.")
        if self.state is not RoundState.DRAFT:
            numbered = self.decision_code if self.is_upper else self.decision_number
            if self.decided_on is None or not numbered:
                raise FieldError("decided_on", "Đợt đã quyết định phải có số và ngày quyết định.")
            if not self.is_upper:
                require("signer", "Người ký", self.signer)

    @property
    def is_upper(self) -> bool:
        """Whether the upper body decides."""
        return bool(self.decider)


@dataclass(frozen=True, slots=True, kw_only=True)
class Award(Record):
    """One award in a round: the same row stands in the decision, the list, the certificate and the report.

    ``recipient`` is the name as it will be printed; ``detail`` the line under it (office, chi hội);
    ``register_number`` is "vào sổ số", given with the decision, running in the year for each form.
    ``money`` is the reward in VND. ``proposer_id`` is the unit that proposed it, ``verdict`` and votes are
    those of the review. ``nudges`` moves single texts on this certificate alone (:func:`parse_nudges`).
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
    proposer_id: str | None = optional_link("Đơn vị đề nghị", "Unit")
    verdict: Verdict = value("Kết quả xét", Verdict.OPEN)
    votes_for: int | None = value("Số phiếu nhất trí")
    votes_against: int | None = value("Số phiếu không nhất trí")
    verdict_reason: str = line("Ý kiến khi xét")
    nudges: str = line("Dịch chữ trên giấy", limit=500)
    handed_on: PartialDate | None = value("Ngày trao")
    handed_to: str = line("Người nhận thay")

    def validate(self) -> None:
        """Ask for recipient, form, no negative money or votes, and readable nudges."""
        require("recipient", "Người, tập thể được khen", self.recipient)
        require("form", "Hình thức khen thưởng", self.form)
        if self.kind is RecipientKind.MEMBER and not self.member_id:
            raise FieldError("member_id", "Hãy chọn hội viên trong sổ.")
        if self.kind is RecipientKind.UNIT and not self.unit_id:
            raise FieldError("unit_id", "Hãy chọn chi hội trong sổ.")
        if self.money < 0:
            raise FieldError("money", "Tiền thưởng không thể âm.")
        for name, label in (("votes_for", "nhất trí"), ("votes_against", "không nhất trí")):
            if (getattr(self, name) or 0) < 0:
                raise FieldError(name, f"Số phiếu {label} không thể âm.")
        parse_nudges(self.nudges)


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
    """Count collectives and persons of those that the review did not decline."""
    kinds = [award.kind.is_collective for award in granted(awards)]
    return AwardCount(sum(kinds), len(kinds) - sum(kinds))


def granted(awards: Iterable[Award]) -> list[Award]:
    """The awards without those that the review declined, which stay in the minutes alone."""
    return [award for award in awards if award.verdict is not Verdict.DECLINED]


def in_order(awards: Iterable[Award]) -> list[Award]:
    """Collectives first, then persons, each in the order the secretary gave (domain notes §2.4)."""
    return sorted(awards, key=lambda a: (not a.kind.is_collective, a.position, a.id))


#: No text on a certificate is moved farther than this by hand (mm).
_FARTHEST = 50.0


def parse_nudges(text: str) -> dict[str, tuple[float, float]]:
    """How far single boxes of a certificate are moved: "recipient 0 -1.5; detail 2 0" → mm right and down.

    Raises FieldError when the text is not of that form.
    """
    found = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        words = part.rsplit(" ", 2)  # the key of a box of fixed words may have spaces
        try:
            key, right, down = words[0], float(words[1]), float(words[2])
        except (IndexError, ValueError):
            raise FieldError(
                "nudges", f"Dịch chữ: không hiểu “{part}”. Hãy ghi như “recipient 0 -1.5”."
            ) from None
        if len(words) != 3 or not (abs(right) <= _FARTHEST and abs(down) <= _FARTHEST):
            raise FieldError("nudges", f"Dịch chữ: “{part}” phải là một ô và hai số từ -50 đến 50 mm.")
        if right or down:
            found[key] = (right, down)
    return found


def nudges_text(nudges: Mapping[str, tuple[float, float]]) -> str:
    """The reverse of :func:`parse_nudges`, in tenths of a millimetre."""
    moved = {key: (round(right, 1), round(down, 1)) for key, (right, down) in nudges.items()}
    return "; ".join(f"{key} {x:g} {y:g}" for key, (x, y) in sorted(moved.items()) if x or y)


def require_draft(round_: AwardRound) -> None:
    """Refuse a change of the list once there is a decision."""
    if round_.state is RoundState.ISSUED:
        raise RuleError(
            f"Giấy khen của đợt “{round_.name}” đã phát hành nên danh sách không sửa được nữa. "
            "Giấy có chỗ sai thì cấp đổi; muốn khen thêm, hãy lập đợt mới."
        )
    if round_.state is not RoundState.DRAFT:
        raise RuleError(
            f"Đợt “{round_.name}” đã có quyết định {round_.decision_code}. "
            "Muốn sửa danh sách, hãy rút quyết định trước."
        )
    if round_.submission_code:
        raise RuleError(
            f"Đợt “{round_.name}” đã trình theo tờ trình {round_.submission_code}. "
            "Muốn sửa danh sách, hãy rút tờ trình trước."
        )


def number_conflict(rounds: Iterable[AwardRound], held: AwardRound | None, then: AwardRound | None) -> str:
    """Why a round cannot become ``then`` again: its numbers would leave a gap, or be given twice.

    ``rounds`` are those of the register, ``held`` the round as it is now (``None``: it is not there). Gives
    a reason in words, "" when the numbers of the year go on running.
    """
    others = [each for each in rounds if each.id != (held or then or each).id]
    for paper, numbered in (("quyết định", _decided_as), ("tờ trình", _submitted_as)):
        was, becomes = (numbered(each) if each is not None else None for each in (held, then))
        if was == becomes:
            continue
        given = [found for found in map(numbered, others) if found is not None]
        if was is not None and any(year == was[0] and number > was[1] for year, number, _ in given):
            return f"sau {paper} {was[2]} đã có {paper} khác trong năm"
        last = max((number for year, number, _ in given if becomes and year == becomes[0]), default=0)
        if becomes is not None and becomes[1] != last + 1:
            return f"số {becomes[2]} đã cấp cho {paper} khác"
    return ""


def done_since(awards: Iterable[Award], paid: Collection[str]) -> str:
    """What was already done on a decision of ours, "" for nothing: it holds the decision where it is.

    ``paid`` are the ids of the awards whose reward money left the fund.
    """
    known = list(awards)
    if any(award.handed_on is not None for award in known):
        return "đã ghi trao khen thưởng"
    return "đã chi tiền thưởng từ quỹ" if any(award.id in paid for award in known) else ""


def _decided_as(round_: AwardRound) -> tuple[int, int, str] | None:
    """Year, number and code of its decision, when the branch gave it."""
    if round_.decided_on is None or round_.decision_number is None:
        return None
    return round_.decided_on.year, round_.decision_number, round_.decision_code


def _submitted_as(round_: AwardRound) -> tuple[int, int, str] | None:
    """Year, number and code of its tờ trình."""
    if round_.submitted_on is None or round_.submission_number is None:
        return None
    return round_.submitted_on.year, round_.submission_number, round_.submission_code


#: Words that a name given by itself may begin with: another salutation before them would say it twice.
_OWN_SALUTATION = re.compile(r"(?:hộ|gia đình|tập thể|ông|bà|đồng chí)\s", re.IGNORECASE)


def default_salutation(kind: RecipientKind, name: str = "") -> str:
    """The word before the name: comrades among members, collectives by name (domain notes §1.4).

    None before a name that begins with one: "Gia đình ông Ma Văn An", "Bà Lan".
    """
    if _OWN_SALUTATION.match(name) and kind not in (RecipientKind.MEMBER, RecipientKind.UNIT):
        return ""
    if kind is RecipientKind.HOUSEHOLD:
        return "Hộ gia đình"
    if kind.is_collective:
        return "Tập thể"
    return "Đồng chí" if kind is RecipientKind.MEMBER else "Ông (bà)"
