"""The list of a round in the order of the decision: I. Tập thể, II. Cá nhân, and what the review declined."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.commendations import Award, RoundState, Verdict
from ui.models.table_model import Column
from ui.models.toned_model import Tone, TonedModel
from ui.page import Context
from ui.widgets.table import Table
from ui.widgets.toned_delegate import TonedDelegate

if TYPE_CHECKING:
    from app.services.commendations import RoundCard


@dataclass(frozen=True, slots=True)
class AwardLine:
    """One line of the list in the order of the decision: a heading, or an award with its number.

    ``state`` says how far it has come, ``proposer`` which unit proposed it.
    """

    heading: str = ""
    number: int = 0
    award: Award | None = None
    state: str = ""
    proposer: str = ""


def award_lines(card: RoundCard, units: Mapping[str, str] | None = None) -> tuple[AwardLine, ...]:
    """The list of a round as the decision prints it: I. Tập thể, II. Cá nhân (domain notes §2.4).

    What the review declined stands behind, without a number. ``units`` are the units' names by their ids.
    """
    declined = [a for a in card.awards if a.verdict is Verdict.DECLINED]
    granted = [a for a in card.awards if a.verdict is not Verdict.DECLINED]
    groups = (
        ("Tập thể", [a for a in granted if a.kind.is_collective]),
        ("Cá nhân", [a for a in granted if not a.kind.is_collective]),
    )
    lines: list[AwardLine] = []

    def add(heading: str, awards: Sequence[Award], *, numbered: bool) -> None:
        if awards:
            lines.append(AwardLine(heading=f"{heading} ({len(awards):02d})"))
        for number, award in enumerate(awards, 1):
            proposer = (units or {}).get(award.proposer_id or "", "")
            lines.append(AwardLine("", number * numbered, award, award_state(card, award), proposer))

    numerals = iter(("I", "II"))
    for name, awards in groups:
        if awards:
            add(f"{next(numerals)}. {name}", awards, numbered=True)
    add("Không được thông qua", declined, numbered=False)
    return tuple(lines)


def award_state(card: RoundCard, award: Award) -> str:
    """How far an award has come, in a few words."""
    if award.handed_on is not None:
        return f"đã trao {award.handed_on}"
    if award.id in card.issued:
        return "đã phát hành" if award.id in card.not_sent else "đã in"
    if card.round.state is not RoundState.DRAFT and award.verdict is not Verdict.DECLINED:
        return ""
    return " ".join(part for part in (award.verdict.label.lower(), votes_text(award)) if part)


def votes_text(award: Award) -> str:
    """The votes as they are told: "7/9" of those who voted, or "7 phiếu"; empty when not known."""
    if award.votes_for is None:
        return ""
    if award.votes_against is None:
        return f"{award.votes_for} phiếu"
    return f"{award.votes_for}/{award.votes_for + award.votes_against}"


class AwardTable(Table):
    """Shows the lines; Signal ``move_asked(line, earlier)`` for Alt+Up and Alt+Down."""

    move_asked = Signal(object, bool)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        self.lines: tuple[AwardLine, ...] = ()
        model = TonedModel(
            _COLUMNS,
            self._fetch,
            context.jobs,
            row_id=lambda line: line.award.id if line.award else line.heading,
            tone=_tone,
            theme=context.theme,
        )
        super().__init__(model, "awards", context.theme, context.memory, parent)
        model.setParent(self)
        self._lines_model = model
        self.setAccessibleName("Danh sách khen thưởng của đợt")
        self.setAlternatingRowColors(False)
        self.setItemDelegate(TonedDelegate(self))
        for keys, earlier in (("Alt+Up", True), ("Alt+Down", False)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(partial(self._ask_move, earlier=earlier))

    def show_card(self, card: RoundCard | None, units: Mapping[str, str] | None = None) -> None:
        """Show the list of a round; ``units`` are the units' names by their ids."""
        self.lines = award_lines(card, units) if card is not None else ()
        self._lines_model.reload()

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[AwardLine], int]:
        return self.lines[offset : offset + limit], len(self.lines)

    def _ask_move(self, *, earlier: bool) -> None:
        line = self.current_row()
        if line is not None:
            self.move_asked.emit(line, earlier)


def _tone(line: AwardLine) -> Tone:
    if line.heading:
        return Tone(bold=True, heading=True, ink="accent_ink", ground="raised")
    is_declined = line.award is not None and line.award.verdict is Verdict.DECLINED
    return Tone(ink="soft_ink") if is_declined else Tone()


def _of(getter: Callable[[Award], object]) -> Callable[[AwardLine], object]:
    return lambda line: getter(line.award) if line.award is not None else ""


_COLUMNS: tuple[Column[AwardLine], ...] = (
    Column("number", "TT", lambda line: f"{line.number:02d}" if line.number else "", width=50),
    Column(
        "recipient",
        "Người, tập thể được khen",
        lambda line: line.heading or _name(line),
        width=340,
        least=338,
        grows=1,
    ),
    Column(
        "detail", "Chức vụ, đơn vị", _of(lambda a: a.detail), width=360, least=204, grows=1, optional=True
    ),
    Column("form", "Hình thức", _of(lambda a: a.form), width=124, least=118, optional=True),
    Column(
        "register",
        "Vào sổ số",
        _of(lambda a: _number(a.register_number)),
        width=108,
        least=102,
        optional=True,
    ),
    Column("state", "Đến đâu", lambda line: line.state, width=180, least=164),
    Column("proposer", "Đơn vị đề nghị", lambda line: line.proposer, width=230, hidden=True),
    Column("money", "Tiền thưởng (đồng)", _of(lambda a: a.money or None), width=170, right=True, hidden=True),
    Column("level", "Cấp khen", _of(lambda a: a.level), width=120, hidden=True),
    Column("achievement", "Thành tích", _of(lambda a: a.achievement), width=460, hidden=True),
    Column("reason", "Ý kiến khi xét", _of(lambda a: a.verdict_reason), width=300, hidden=True),
    Column("handed_to", "Người nhận thay", _of(lambda a: a.handed_to), width=200, hidden=True),
)


def _number(number: int | None) -> str:
    return f"{number:02d}" if number is not None else ""


def _name(line: AwardLine) -> str:
    return line.award.recipient if line.award is not None else ""
