"""The list of a round with its way through the steps, and the deeds that are due at each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.domain.commendations import RecipientKind, RoundState
from app.vietnamese.dates import short_date
from ui.flow import FlowBox
from ui.icons import put_icon
from ui.page import Context
from ui.pages.awards import way
from ui.pages.awards.recipients import RecipientDeeds
from ui.pages.awards.rounds import RoundDeeds, is_draft
from ui.widgets.award_table import AwardTable
from ui.widgets.steps import Steps
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.commendations import RoundCard

_EMPTY = "Danh sách còn trống. Bấm “Thêm” để chọn hội viên, chi hội hoặc người ngoài Hội."


class ListTab(QWidget):
    """Steps, what is known of the decision, the buttons of this state, and the list."""

    def __init__(
        self,
        context: Context,
        rounds: RoundDeeds,
        recipients: RecipientDeeds,
        show_certificates: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._card: RoundCard | None = None
        self._sentence = ""
        px = context.theme.px
        self.steps = Steps(way.steps_of(None), context.theme, self)
        self.facts = words("", "soft", self, wrap=True)
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.add_button = self._button("Thêm", "add")
        self.add_button.setToolTip("Thêm người, tập thể vào danh sách")
        menu = QMenu(self.add_button)
        menu.addAction("Chọn từ danh sách đủ điều kiện…", recipients.add_eligible)
        menu.addSeparator()
        for kind in RecipientKind:
            menu.addAction(f"{kind.label}…", partial(recipients.add, kind))
        self.add_button.setMenu(menu)
        self.review_button = self._button("Họp xét…", "meetings", rounds.review)
        self.submit_button = self._button("Tờ trình…", "export", rounds.submit)
        self.decide_button = self._button("Quyết định…", "check", rounds.decide)
        self.print_button = self._button("Xem và in giấy khen", "print", show_certificates)
        self.hand_button = self._button("Trao…", "awards", rounds.hand_over)
        self.table = AwardTable(context, self)
        self.table.setMinimumHeight(px(110))
        self._make_row_actions(recipients)
        deeds = FlowBox(px(8), self)
        deeds.flow.addWidget(self.steps)
        deeds.flow.addStretch()
        for button in self._buttons():
            deeds.flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(6))
        column.addWidget(deeds)
        column.addWidget(self.facts)
        column.addWidget(self.table, 1)

    def _buttons(self) -> tuple[QPushButton, ...]:
        return (
            self.add_button,
            self.review_button,
            self.submit_button,
            self.decide_button,
            self.print_button,
            self.hand_button,
        )

    def _make_row_actions(self, recipients: RecipientDeeds) -> None:
        table, history = self.table, self._context.navigator.show_history
        table.opened.connect(recipients.open)
        table.delete_asked.connect(recipients.remove)
        table.move_asked.connect(recipients.move)
        add = table.add_row_action
        edit = add("Sửa…", "edit", recipients.open)
        up = add("Lên một bậc", "", lambda line: recipients.move(line, earlier=True))
        down = add("Xuống một bậc", "", lambda line: recipients.move(line, earlier=False))
        sheets = add("Các giấy đã phát hành…", "preview", recipients.sheets)
        not_handed = add("Bỏ ghi đã trao", "undo", recipients.not_handed)
        add("Lịch sử…", "history", lambda line: line.award and history(line.award.id))
        remove = add("Bỏ khỏi danh sách", "delete", recipients.remove)
        #: What a row's menu offers while the list is open, and once it is decided.
        self.while_open, self.once_decided = (edit, up, down, remove), (sheets, not_handed)

    def _button(self, text: str, icon_name: str, act: Callable[[], object] | None = None) -> QPushButton:
        button = QPushButton(text, self)
        put_icon(button, icon_name)
        if act is not None:
            button.clicked.connect(lambda _checked: act())
        button.hide()  # which of them can be used depends on the round
        return button

    # ---------------------------------------------------------------- showing

    def show_card(self, card: RoundCard | None, sentence: str, units: Mapping[str, str]) -> None:
        """Show a round; ``sentence`` says how far it is, ``units`` are the units' names by their ids."""
        self._card = card
        self._sentence = sentence
        self.steps.show_step(way.present(card), way.steps_of(card))
        is_open = is_draft(card)
        for action in self.while_open:
            action.setVisible(is_open)
        for action in self.once_decided:
            action.setVisible(not is_open)
        is_undecided = card is not None and card.round.state is RoundState.DRAFT
        is_upper = card is not None and card.round.is_upper
        is_decided = card is not None and not is_undecided
        self.add_button.setVisible(is_open)
        self.review_button.setVisible(is_open)
        self.submit_button.setVisible(is_open and is_upper)
        self.decide_button.setVisible(is_undecided and (not is_upper or not is_open))
        self.decide_button.setText("Ghi quyết định…" if is_upper else "Quyết định…")
        self.print_button.setVisible(is_decided and card is not None and bool(card.printable))
        self.hand_button.setVisible(is_decided)
        for button in (self.review_button, self.submit_button, self.decide_button):
            button.setEnabled(card is not None and bool(card.awards))
        self._mark_due(way.step_of(card))
        self.table.set_empty_text(_EMPTY if card is not None else "")
        self.table.show_card(card, units)

    def show_facts(self, *, short: bool) -> None:
        """Say how far the round is; in a low window in a few words."""
        card, text = self._card, self._sentence
        if short and card is not None and card.round.decided_on is not None:
            text = f"{card.round.decision_code}, {short_date(card.round.decided_on)}"
        self.facts.setText(text)
        self.facts.setToolTip(self._sentence)
        # Before anything was decided or sent up, the headings of the list say it all.
        self.facts.setVisible(card is not None and bool(card.round.decided_on or card.round.submitted_on))

    def _mark_due(self, step: str) -> None:
        """Fill the button of the step that the round stands at."""
        due = {
            way.PROPOSE: self.add_button,
            way.REVIEW: self.review_button,
            way.SUBMIT: self.submit_button,
            way.DECIDE: self.decide_button,
            way.ISSUE: self.print_button,
            way.HAND_OVER: self.hand_button,
        }.get(step)
        for button in self._buttons():
            if bool(button.property("primary")) != (button is due):
                button.setProperty("primary", button is due)
                button.style().polish(button)
                put_icon(button, str(button.property("iconName")))
