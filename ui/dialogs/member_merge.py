"""Two records of one person side by side: what each says, which holds, what moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.errors import FieldError, SoHoiError
from app.services.merging import Side
from app.vietnamese.numbers import group
from ui.icons import put_icon
from ui.page import Context
from ui.theme import Theme
from ui.widgets.cards import Card
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.words import rule, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.domain.members import Member
    from app.services.merging import FieldPair, MergePlan

_EMPTY = "(bỏ trống)"
_SWAPPED = {Side.KEPT: Side.GONE, Side.GONE: Side.KEPT, Side.BOTH: Side.BOTH}
_LEAD = (
    "Hai hồ sơ của cùng một người thành một. Mỗi mục khác nhau, hãy chọn lời ghi đúng; lời ghi đầy đủ hơn đã "
    "được chọn sẵn. Gộp nhầm thì hoàn tác được (Ctrl+Z)."
)


class _Choice(QFrame):
    """A value that can be chosen: a radio button, and words that wrap and can be clicked as well."""

    def __init__(self, label: str, value: str, side: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.radio = QRadioButton(self)
        self.radio.setAccessibleName(f"{label}, {side}: {value or _EMPTY}")
        text = words(value or _EMPTY, "" if value else "soft", self, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        row.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        text.setAlignment(Qt.AlignmentFlag.AlignTop)
        # The first line stands level with the button, however many there are.
        text.setContentsMargins(0, (self.radio.sizeHint().height() - text.fontMetrics().height()) // 2, 0, 0)
        row.addWidget(text, 1)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.radio.setFocus(Qt.FocusReason.MouseFocusReason)
        self.radio.click()


class _FieldRow(QWidget):
    """One field in which the records differ. Signal ``chosen()`` when the user takes another value."""

    chosen = Signal()

    def __init__(self, pair: FieldPair, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, theme.px(4), 0, 0)
        grid.setHorizontalSpacing(theme.px(24))
        grid.setVerticalSpacing(0)
        grid.addWidget(words(pair.label, "fieldLabel", self), 0, 0, 1, 2)
        self._group = QButtonGroup(self)
        self._sides: list[Side] = []
        kept = _Choice(pair.label, pair.kept, "của hồ sơ giữ lại", theme, self)
        gone = _Choice(pair.label, pair.gone, "của hồ sơ kia", theme, self)
        grid.addWidget(kept, 1, 0)
        grid.addWidget(gone, 1, 1)
        self._offer(kept, Side.KEPT)
        self._offer(gone, Side.GONE)
        if pair.both:
            both = _Choice(pair.label, "Ghép cả hai, nối tiếp nhau", "ghép cả hai", theme, self)
            grid.addWidget(both, 2, 0, 1, 2)
            self._offer(both, Side.BOTH)
        for number in (0, 1):
            grid.setColumnStretch(number, 1)
        self._group.button(self._sides.index(pair.suggested)).setChecked(True)
        self._group.idClicked.connect(lambda _number: self.chosen.emit())

    def value(self) -> Side:
        """Whose value was chosen."""
        return self._sides[self._group.checkedId()]

    def choose(self, side: Side) -> None:
        """Choose as a click does."""
        self._group.button(self._sides.index(side)).click()

    def take_keyboard(self) -> None:
        """Put the keyboard on what is chosen."""
        self._group.buttons()[self._group.checkedId()].setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, choice: _Choice, side: Side) -> None:
        self._group.addButton(choice.radio, len(self._sides))
        self._sides.append(side)


class MemberMergeDialog(EditDialog):
    """Shows a plan and lets the user choose; :meth:`result_value` is the plan with the choices by field.

    Signal ``swap_asked(str keep_id, str gone_id)``: the user wants the other record to be the one kept.
    """

    swap_asked = Signal(str, str)

    def __init__(self, context: Context, plan: MergePlan, parent: QWidget | None = None) -> None:
        super().__init__("", "Gộp", context.theme, context.messages, parent)
        self.rows: dict[str, _FieldRow] = {}
        self._scroller = QScrollArea(self)
        self._scroller.setWidgetResizable(True)
        self._scroller.setFrameShape(QFrame.Shape.NoFrame)
        self._scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self._scroller, 1)
        self.swap_button = QPushButton("Giữ hồ sơ kia", self)
        self.swap_button.setAutoDefault(False)
        self.swap_button.setToolTip("Giữ mã và lịch sử của hồ sơ bên phải thay cho hồ sơ bên trái (Alt+D)")
        self.swap_button.setShortcut(QKeySequence("Alt+D"))
        put_icon(self.swap_button, "redo")
        self.swap_button.clicked.connect(
            lambda _checked: self.swap_asked.emit(self.plan.gone.id, self.plan.keep.id)
        )
        self.button_row.insertWidget(0, self.swap_button)
        self.show_plan(plan)
        self.take_size(980, 720)

    def show_plan(self, plan: MergePlan) -> None:
        """Show a plan with what it suggests chosen."""
        self.plan = plan
        self._is_edited = False
        self._say("")
        self.set_title(f"Gộp hồ sơ: giữ {_named(plan.keep)}")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, self.theme.px(10), 0)
        column.setSpacing(self.theme.px(10))
        column.addWidget(words(_LEAD, "soft", inside, wrap=True))  # scrolls away: large type needs the room
        column.addWidget(self._choices(plan, inside))
        column.addWidget(self._effects(plan, inside))
        column.addStretch(1)
        self._scroller.setWidget(inside)
        first = next(iter(self.rows.values()), None)
        if first is not None:
            first.take_keyboard()

    def show_swapped(self, plan: MergePlan) -> None:
        """Show the plan that keeps the other record; what the user chose stays chosen."""
        chosen = {name: row.value() for name, row in self.rows.items()} if self.is_edited else {}
        self.show_plan(plan)
        for name, side in chosen.items():
            self.rows[name].choose(_SWAPPED[side])

    def result_value(self) -> tuple[MergePlan, dict[str, Side]]:
        """What was shown, and whose value each differing field takes."""
        return self.plan, {name: row.value() for name, row in self.rows.items()}

    def show_field_error(self, problem: FieldError) -> bool:
        """Go to the field; the sentence stands above the buttons, for it may be about several."""
        row = self.rows.get(problem.field)
        if row is not None:
            row.take_keyboard()
            self._scroller.ensureWidgetVisible(row)
        return False

    # ---------------------------------------------------------------- what is shown

    def _choices(self, plan: MergePlan, parent: QWidget) -> QWidget:
        theme = self.theme
        card = Card("", theme, parent)
        heads = QHBoxLayout()
        heads.setSpacing(theme.px(24))
        for head, member in (("Hồ sơ giữ lại", plan.keep), ("Hồ sơ gộp vào", plan.gone)):
            heads.addLayout(self._head(head, member, card), 1)
        card.body.addLayout(heads)
        card.body.addWidget(rule(card))
        self.rows = {}
        for pair in plan.fields:
            if pair.differs:
                row = self.rows[pair.name] = _FieldRow(pair, theme, card)
                row.chosen.connect(self.mark_edited)
                card.body.addWidget(row)
        if not self.rows:
            card.body.addWidget(words("Hai hồ sơ ghi giống hệt nhau.", "", card))
        alike = [pair for pair in plan.fields if not pair.differs]
        if alike:
            self._fold(f"{len(alike)} mục giống nhau", alike, card)
        return card

    def _head(self, head: str, member: Member, parent: QWidget) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(words(head, "soft", parent))
        column.addWidget(words(_named(member), "heading", parent, wrap=True))
        column.addStretch(1)
        return column

    def _fold(self, text: str, pairs: Sequence[FieldPair], card: Card) -> None:
        button = QPushButton(f"Xem {text}", card)
        button.setProperty("link", True)
        button.setAutoDefault(False)
        inside = words("\n".join(f"{pair.label}: {pair.kept}" for pair in pairs), "soft", card, wrap=True)
        inside.hide()

        def turn(_checked: bool) -> None:
            inside.setVisible(inside.isHidden())
            button.setText(f"Xem {text}" if inside.isHidden() else f"Gấp {text} lại")

        button.clicked.connect(turn)
        card.body.addSpacing(self.theme.px(6))
        card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(inside)

    def _effects(self, plan: MergePlan, parent: QWidget) -> QWidget:
        card = Card("Sau khi gộp", self.theme, parent)
        lines = [plan.standing] if plan.standing else []
        moves = ", ".join(f"{group(each.count)} {each.title.lower()}" for each in plan.moves)
        if moves:
            lines.append(f"Chuyển sang hồ sơ giữ lại: {moves}.")
        lines += plan.told
        lines.append(f"Hồ sơ {_named(plan.gone)} không còn trong danh sách; giấy khen đã in giữ nguyên.")
        for line in lines:
            card.body.addWidget(words(line, "", card, wrap=True))
        return card


def _named(member: Member) -> str:
    return f"{member.full_name} ({member.code})" if member.code else member.full_name


def open_merge(
    context: Context,
    keep_id: str,
    gone_id: str,
    parent: QWidget,
    on_merged: Callable[[Member], object] | None = None,
) -> None:
    """Show two records side by side and merge them when the user says so.

    Says in a sentence why when they cannot be merged. ``on_merged`` gets the record that is left.
    """
    from app.services import merging

    services = context.services

    def ask(keep: str, gone: str, then: Callable[[MergePlan], None]) -> None:
        context.ask(lambda: merging.plan_merge(services.register, keep, gone, today=services.today()), then)

    def show(plan: MergePlan) -> None:
        dialog = MemberMergeDialog(context, plan, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.on_save(save)
        dialog.swap_asked.connect(lambda keep, gone: ask(keep, gone, dialog.show_swapped))
        dialog.open()

    def save(
        value: tuple[MergePlan, dict[str, Side]],
        done: Callable[[], None],
        failed: Callable[[SoHoiError], None],
    ) -> None:
        def after(member: Member) -> None:
            done()
            if on_merged is not None:
                on_merged(member)

        context.change(
            lambda: merging.merge(services.register, *value, today=services.today()), after, failed
        )

    ask(keep_id, gone_id, show)
