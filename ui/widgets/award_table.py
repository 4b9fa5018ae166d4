"""The list of a round in the order of the decision: I. Tập thể, II. Cá nhân."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.commendations import Award
from ui.models.table_model import Column
from ui.models.toned_model import Tone, TonedModel
from ui.page import Context
from ui.widgets.table import Table
from ui.widgets.toned_delegate import TonedDelegate

if TYPE_CHECKING:
    from app.services.commendations import RoundCard


@dataclass(frozen=True, slots=True)
class AwardLine:
    """One line of the list in the order of the decision: a heading, or an award with its number."""

    heading: str = ""
    number: int = 0
    award: Award | None = None
    is_issued: bool = False


def award_lines(card: RoundCard) -> tuple[AwardLine, ...]:
    """The list of a round as the decision prints it: I. Tập thể, II. Cá nhân (domain notes §2.4)."""
    groups = (
        ("Tập thể", [a for a in card.awards if a.kind.is_collective]),
        ("Cá nhân", [a for a in card.awards if not a.kind.is_collective]),
    )
    lines: list[AwardLine] = []
    numerals = iter(("I", "II"))
    for name, awards in groups:
        if not awards:
            continue
        lines.append(AwardLine(heading=f"{next(numerals)}. {name} ({len(awards):02d})"))
        lines += [AwardLine("", number, a, a.id in card.issued) for number, a in enumerate(awards, 1)]
    return tuple(lines)


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

    def show_card(self, card: RoundCard | None) -> None:
        """Show the list of a round."""
        self.lines = award_lines(card) if card is not None else ()
        self._lines_model.reload()

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[AwardLine], int]:
        return self.lines[offset : offset + limit], len(self.lines)

    def _ask_move(self, *, earlier: bool) -> None:
        line = self.current_row()
        if line is not None:
            self.move_asked.emit(line, earlier)


def _tone(line: AwardLine) -> Tone:
    return Tone(bold=True, heading=True, ink="accent_ink", ground="raised") if line.heading else Tone()


def _issued(line: AwardLine) -> str:
    return "đã phát hành" if line.is_issued else ""


def _of(getter: Callable[[Award], object]) -> Callable[[AwardLine], object]:
    return lambda line: getter(line.award) if line.award is not None else ""


_COLUMNS: tuple[Column[AwardLine], ...] = (
    Column("number", "TT", lambda line: f"{line.number:02d}" if line.number else "", width=50),
    Column(
        "recipient", "Người, tập thể được khen", lambda line: line.heading or _name(line), width=326, grows=1
    ),
    Column(
        "detail", "Chức vụ, đơn vị", _of(lambda a: a.detail), width=424, least=420, grows=1, optional=True
    ),
    Column("form", "Hình thức", _of(lambda a: a.form), width=110, least=104, optional=True),
    Column(
        "register",
        "Vào sổ số",
        _of(lambda a: _number(a.register_number)),
        width=108,
        least=102,
        optional=True,
    ),
    Column("issued", "Phát hành", _issued, width=142, optional=True),
    Column("money", "Tiền thưởng (đồng)", _of(lambda a: a.money or None), width=170, right=True, hidden=True),
    Column("level", "Cấp khen", _of(lambda a: a.level), width=120, hidden=True),
    Column("achievement", "Thành tích", _of(lambda a: a.achievement), width=460, hidden=True),
)


def _number(number: int | None) -> str:
    return f"{number:02d}" if number is not None else ""


def _name(line: AwardLine) -> str:
    return line.award.recipient if line.award is not None else ""
