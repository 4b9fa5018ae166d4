"""Commendations: the rounds, the list of one round, its decision, and its certificates."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.commendations import Award, AwardRound, RecipientKind, RoundState
from app.errors import SoHoiError
from app.vietnamese.dates import short_date
from ui.icons import put_icon
from ui.page import Context, Page
from ui.widgets.award_table import AwardLine, AwardTable
from ui.widgets.certificate_panel import CertificatePanel
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox
from ui.widgets.round_table import RoundTable
from ui.widgets.steps import Steps
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.domain.meetings import Meeting
    from app.services.commendations import RoundCard, RoundRow
    from ui.dialogs.decide import Decision

_KINDS = frozenset({"award_rounds", "awards"})
#: From this height of the page on (pixels at 100 %) the rounds stay above the certificates.
_HIGH = 600
_STEPS = ("Danh sách", "Quyết định", "Phát hành")
_STEP_OF = {RoundState.DRAFT: 0, RoundState.DECIDED: 2, RoundState.ISSUED: 3}
_Done = Callable[[], None]
_Failed = Callable[[SoHoiError], None]


class AwardsPage(Page):
    """Rounds above; below, the chosen round as a list and as printed certificates."""

    title: ClassVar[str] = "Khen thưởng"
    watches: ClassVar[frozenset[str]] = frozenset({"award_rounds", "awards", "issued_certificates", "branch"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._card: RoundCard | None = None
        self._chosen_id = ""
        self._sentence = ""
        self.edit_button = self.add_button("Sửa đợt…", "edit", self.edit_round)
        self.new_button = self.add_button(
            "Đợt mới…", "add", self.add_round, tip="Lập một đợt khen thưởng (Ctrl+N)"
        )
        QShortcut(QKeySequence("Ctrl+N"), self, self.add_round)
        self.round_choice = ChoiceBox(parent=self)
        self.round_choice.setAccessibleName("Đợt khen thưởng")
        self.round_choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.round_choice.setMinimumContentsLength(6)
        self.round_choice.edited.connect(lambda: self._choose(str(self.round_choice.value())))
        self.title_row.insertWidget(1, self.round_choice, stretch=1)
        self._make_rounds()
        self._make_awards()
        self.certificates = CertificatePanel(context, self)
        self._lay_out()
        self.begins_at(self.rounds)
        self._show_card(None)

    # ---------------------------------------------------------------- the parts

    def _make_rounds(self) -> None:
        context, history = self.context, self.context.navigator.show_history
        self.rounds = RoundTable(context, self)
        self.rounds.current_changed.connect(self._on_round_chosen)
        self.rounds.opened.connect(lambda row: self.edit_round(row.round))
        self.rounds.delete_asked.connect(lambda row: self.remove_round(row.round))
        self.rounds.add_row_action("Sửa đợt…", "edit", lambda row: self.edit_round(row.round))
        self.rounds.add_row_action("Lịch sử…", "history", lambda row: history(row.round.id))
        self.rounds.add_row_action("Xóa đợt", "delete", lambda row: self.remove_round(row.round))

    def _make_awards(self) -> None:
        self.awards = AwardTable(self.context, self)
        self.awards.opened.connect(self._on_award_opened)
        self.awards.delete_asked.connect(self._on_award_deleted)
        self.awards.current_changed.connect(self._on_award_chosen)
        self.awards.move_asked.connect(self._move)
        self.awards.add_row_action("Sửa…", "edit", self._on_award_opened)
        self.awards.add_row_action("Lên một bậc", "", lambda line: self._move(line, earlier=True))
        self.awards.add_row_action("Xuống một bậc", "", lambda line: self._move(line, earlier=False))
        history = self.context.navigator.show_history
        self.awards.add_row_action("Lịch sử…", "history", lambda line: line.award and history(line.award.id))
        self.awards.add_row_action("Bỏ khỏi danh sách", "delete", self._on_award_deleted)

    def _lay_out(self) -> None:
        px = self.context.theme.px
        self.steps = Steps(_STEPS, self.context.theme, self)
        self.facts = words("", "soft", self, wrap=True)
        self.add_award_button = self._button("Thêm vào danh sách", "add")
        menu = QMenu(self.add_award_button)
        for kind in RecipientKind:
            menu.addAction(f"{kind.label}…", partial(self.add_award, kind))
        self.add_award_button.setMenu(menu)
        self.decide_button = self._button("Quyết định…", "check", self.decide, primary=True)
        self.withdraw_button = self._button("Rút quyết định", "undo", self.withdraw)
        self.withdraw_button.setToolTip("Đưa đợt về bước lập danh sách; được khi chưa phát hành giấy nào")
        self.print_button = self._button("Xem và in giấy khen", "print", self.show_certificates, primary=True)
        listing = QWidget(self)
        column = QVBoxLayout(listing)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(6))
        column.addWidget(self.steps)
        deeds = QHBoxLayout()
        deeds.setSpacing(px(8))
        deeds.addWidget(self.facts, 1)
        for button in (self.add_award_button, self.withdraw_button, self.decide_button, self.print_button):
            deeds.addWidget(button)
        column.addLayout(deeds)
        column.addWidget(self.awards, 1)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(listing, "Danh sách khen")
        self.tabs.addTab(self.certificates, "Xem trước và in giấy khen")
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(px(5))
        split.addWidget(self.rounds)
        split.addWidget(self.tabs)
        self.rounds.setMinimumHeight(px(84))
        split.setStretchFactor(1, 1)
        split.setSizes([px(126), px(480)])
        self.body.addWidget(split, 1)

    def _button(
        self, text: str, icon_name: str, act: Callable[[], object] | None = None, *, primary: bool = False
    ) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("primary", primary)
        put_icon(button, icon_name)
        if act is not None:
            button.clicked.connect(lambda _checked: act())
        button.hide()  # which of them can be used depends on the round
        return button

    # ---------------------------------------------------------------- showing

    @property
    def card(self) -> RoundCard | None:
        """The round that is shown."""
        return self._card

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        (self.rounds if self.rounds.isVisible() else self.awards).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        # In a low window, or with large type, the list of rounds folds up into a choice beside the title.
        is_high = self.height() >= self.context.theme.px(_HIGH)
        self.rounds.setVisible(is_high)
        self.round_choice.setVisible(not is_high)
        is_draft = self._card is not None and self._card.round.state is RoundState.DRAFT
        self.edit_button.setVisible(is_draft and not is_high)
        self._show_facts(short=not is_high)

    def _show_facts(self, *, short: bool) -> None:
        card = self._card
        text = self._sentence
        if short and card is not None and card.round.decided_on is not None:
            text = f"{card.round.decision_code}, {short_date(card.round.decided_on)}"
        self.facts.setText(text)
        self.facts.setToolTip(self._sentence)

    def show_certificates(self) -> None:
        """Turn to the preview."""
        self.tabs.setCurrentWidget(self.certificates)

    def refresh(self) -> None:
        """Read the rounds again; the chosen one stays chosen."""
        register = self.context.services.register

        def work() -> tuple[RoundRow, ...]:
            from app.services import commendations

            return commendations.list_rounds(register)

        self.context.ask(work, self._show_rounds)

    def open_record(self, record_id: str) -> None:
        """Show a round, or the round of an award."""
        from app.services import commendations

        def show(round_id: str) -> None:
            self._chosen_id = round_id
            self.refresh()

        register = self.context.services.register
        self.context.ask(lambda: commendations.round_of(register, record_id), show)

    def _show_rounds(self, rounds: tuple[RoundRow, ...]) -> None:
        ids = [row.round.id for row in rounds]
        if self._chosen_id not in ids:
            self._chosen_id = ids[0] if ids else ""
        # Before the list is read again, or it would choose the round that was chosen before.
        self.rounds.select_id(self._chosen_id)
        self.rounds.show_rounds(rounds)
        self.round_choice.set_choices([(r.round.id, r.round.name) for r in rounds])
        if self._chosen_id:
            self.round_choice.set_value(self._chosen_id)
            self._load(self._chosen_id)
        else:
            self._show_card(None)

    def _on_round_chosen(self, row: RoundRow | None) -> None:
        if row is not None:
            self._choose(row.round.id)

    def _choose(self, round_id: str) -> None:
        if round_id != self._chosen_id:
            self._chosen_id = round_id
            self.rounds.select_id(round_id)
            self.round_choice.set_value(round_id)
            self._load(round_id)

    def _load(self, round_id: str) -> None:
        register = self.context.services.register

        def work() -> tuple[RoundCard, str]:
            from app.services import commendations

            card = commendations.round_card(register, round_id)
            return card, commendations.decision_sentence(card)

        def show(found: tuple[RoundCard, str]) -> None:
            if found[0].round.id == self._chosen_id:
                self._show_card(*found)

        self.context.ask(work, show)

    def _show_card(self, card: RoundCard | None, sentence: str = "") -> None:
        self._card = card
        state = card.round.state if card is not None else None
        self.tabs.setEnabled(card is not None)
        if card is not None and card.round.signer:
            sentence = f"{sentence}\nNgười ký: {card.round.signer_office} {card.round.signer}"
        self._sentence = sentence
        self._share_room()
        self.steps.show_step(_STEP_OF[state] if state is not None else 0)
        is_draft = state is RoundState.DRAFT
        self.add_award_button.setVisible(is_draft)
        self.decide_button.setVisible(is_draft)
        self.decide_button.setEnabled(card is not None and bool(card.awards))
        self.withdraw_button.setVisible(state is RoundState.DECIDED)
        self.print_button.setVisible(state in (RoundState.DECIDED, RoundState.ISSUED))
        self.awards.set_empty_text(
            "Danh sách còn trống. Bấm “Thêm vào danh sách” để chọn hội viên, chi hội hoặc người ngoài Hội."
            if card is not None
            else ""
        )
        self.awards.show_card(card)
        self.certificates.show_round(card)

    def _show_dialog(self, dialog: EditDialog, save: Callable[..., None]) -> None:
        dialog.on_save(save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # ---------------------------------------------------------------- rounds

    def add_round(self) -> None:
        """Begin a round for the year of work that is being honoured."""
        services = self.context.services

        def work() -> AwardRound:
            from app.services import commendations, years

            year = years.report_year(services.register, today=services.today())
            return commendations.new_round(services.register, year=year)

        self.context.ask(work, self._open_round)

    def edit_round(self, round_: AwardRound | None = None) -> None:
        """Change a round (the one shown) that is not decided yet; otherwise show its certificates."""
        chosen = round_ or (self._card.round if self._card is not None else None)
        if chosen is not None and chosen.state is RoundState.DRAFT:
            self._open_round(chosen)
        else:
            self.show_certificates()

    def remove_round(self, round_: AwardRound) -> None:
        """Take out a round that was never decided; the window offers Undo."""
        from app.services import commendations

        register = self.context.services.register
        self.context.change(lambda: commendations.remove_round(register, round_.id), kinds=_KINDS)

    def _open_round(self, round_: AwardRound) -> None:
        from ui.dialogs.award_round import AwardRoundDialog

        self._show_dialog(AwardRoundDialog(self.context, round_, self.window()), self._save_round)

    def _save_round(self, round_: AwardRound, done: _Done, failed: _Failed) -> None:
        from app.services import commendations

        def after(saved: AwardRound) -> None:
            self._chosen_id = saved.id
            done()

        register = self.context.services.register
        self.context.change(lambda: commendations.save_round(register, round_), after, failed, kinds=_KINDS)

    # ---------------------------------------------------------------- awards

    def add_award(self, kind: RecipientKind) -> None:
        """Ask whom to add."""
        card = self._card
        if card is None:
            return
        services, round_id = self.context.services, card.round.id

        def propose(whom: str) -> Award:
            from app.services import commendations

            return commendations.propose(services.register, round_id, kind, whom, today=services.today())

        def work() -> tuple[tuple[str, str], ...]:
            from app.services import units

            alive = units.tree(services.register, services.today()).alive()
            return tuple((each.unit_id, each.name) for each in alive)

        self.context.ask(work, lambda found: self._open_award(kind, None, found, propose))

    def _open_award(
        self,
        kind: RecipientKind,
        award: Award | None,
        units: tuple[tuple[str, str], ...] = (),
        propose: Callable[[str], Award] | None = None,
    ) -> None:
        from ui.dialogs.award_edit import AwardDialog

        self._show_dialog(
            AwardDialog(self.context, kind, award, self.window(), units=units, propose=propose),
            self._save_award,
        )

    def _save_award(self, award: Award, done: _Done, failed: _Failed) -> None:
        from app.services import commendations

        def after(saved: Award) -> None:
            done()
            self.awards.select_id(saved.id)

        register = self.context.services.register
        self.context.change(lambda: commendations.save_award(register, award), after, failed, kinds=_KINDS)

    def _on_award_opened(self, line: AwardLine) -> None:
        card = self._card
        if line.award is None or card is None:
            return
        if card.round.state is RoundState.DRAFT:
            self._open_award(line.award.kind, line.award)
        else:
            self.show_certificates()
            self.certificates.go_to(line.award.id)

    def _on_award_deleted(self, line: AwardLine) -> None:
        from app.services import commendations

        award, register = line.award, self.context.services.register
        if award is not None:
            self.context.change(lambda: commendations.remove_award(register, award.id), kinds=_KINDS)

    def _on_award_chosen(self, line: AwardLine | None) -> None:
        if line is not None and line.award is not None:
            self.certificates.go_to(line.award.id)

    def _move(self, line: AwardLine, earlier: bool) -> None:
        from app.services import commendations

        award, register = line.award, self.context.services.register
        if award is not None:
            self.context.change(
                lambda: commendations.move_award(register, award.id, earlier=earlier), kinds=_KINDS
            )

    # ---------------------------------------------------------------- decision

    def decide(self) -> None:
        """Ask for the decision of the round that is shown."""
        card, services = self._card, self.context.services
        if card is None:
            return

        def work() -> tuple[Meeting, ...]:
            from app.services import meetings

            rows = meetings.list_meetings(services.register)
            years = (card.round.year, card.round.year + 1)
            return tuple(row.meeting for row in rows if row.meeting.on.year in years)

        def show(near: tuple[Meeting, ...]) -> None:
            from ui.dialogs.decide import DecideDialog

            self._show_dialog(
                DecideDialog(self.context, card.round, card.count, near, self.window()), self._save_decision
            )

        self.context.ask(work, show)

    def _save_decision(self, decision: Decision, done: _Done, failed: _Failed) -> None:
        from app.services import decisions

        register, round_id = self.context.services.register, self._chosen_id
        self.context.change(
            lambda: decisions.decide(
                register,
                round_id,
                decided_on=decision.decided_on,
                minutes_on=decision.minutes_on,
                signer=decision.signer,
                signer_office=decision.signer_office,
                meeting_id=decision.meeting_id,
            ),
            lambda _round: done(),
            failed,
            kinds=_KINDS,
        )

    def withdraw(self) -> None:
        """Take the decision back; possible while nothing was issued, and can be undone."""
        from app.services import decisions

        register, round_id = self.context.services.register, self._chosen_id
        self.context.change(lambda: decisions.withdraw_decision(register, round_id), kinds=_KINDS)
