"""Commendations: the rounds, the list of one round, its papers, and its certificates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QComboBox, QMenu, QSplitter, QTabWidget, QWidget

from app.domain.commendations import AwardRound, RoundState
from ui.icons import put_icon
from ui.page import Context, Page
from ui.pages.awards.certificate_panel import CertificatePanel
from ui.pages.awards.list_tab import ListTab
from ui.pages.awards.papers import PapersMenu
from ui.pages.awards.recipients import RecipientDeeds
from ui.pages.awards.rounds import RoundDeeds, is_draft
from ui.widgets.award_table import AwardLine
from ui.widgets.fields import ChoiceBox
from ui.widgets.round_table import RoundTable

if TYPE_CHECKING:
    from app.services.commendations import RoundCard, RoundRow

#: From this height of the page on (pixels at 100 %) the rounds stay above the list of one.
_HIGH = 620
#: The same while certificates are looked at, which want the room.
_HIGHER = 860
#: So much less is enough where they stand already: a notice that comes and goes must not fold them.
_GRACE = 70


@dataclass(frozen=True, slots=True)
class _Shown:
    """A round with the sentence about it and the units' names by their ids."""

    card: RoundCard
    sentence: str
    units: Mapping[str, str]


class AwardsPage(Page):
    """Rounds above; below, the chosen round as a list and as printed certificates."""

    title: ClassVar[str] = "Khen thưởng"
    watches: ClassVar[frozenset[str]] = frozenset(
        {"award_rounds", "awards", "award_forms", "issued_certificates", "printings", "units", "branch"}
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._card: RoundCard | None = None
        self._chosen_id = ""
        self.deeds = RoundDeeds(context, self)
        self.recipients = RecipientDeeds(context, self.deeds, self)
        self._make_title_line()
        self._make_rounds()
        self.listing = ListTab(context, self.deeds, self.recipients, self.show_certificates, self)
        self.awards, self.steps, self.facts = self.listing.table, self.listing.steps, self.listing.facts
        self.awards.current_changed.connect(self._on_award_chosen)
        self.certificates = CertificatePanel(context, self)
        self._lay_out()
        self.deeds.saved.connect(self._on_round_saved)
        self.recipients.saved.connect(self.awards.select_id)
        self.recipients.looked_at.connect(self._show_certificate)
        self.begins_at(self.rounds)
        self._show_card(None)

    # ---------------------------------------------------------------- the parts

    def _make_title_line(self) -> None:
        self.papers = PapersMenu(self.context, self)
        self.papers_button = self.add_button(
            "Văn bản",
            "reports",
            lambda: None,
            tip="Giấy đề nghị, biên bản, tờ trình, quyết định, sổ khen thưởng",
        )
        self.papers_button.setMenu(self.papers)
        self.more_button = self.add_button("Việc khác", "awards", lambda: None)
        menu = QMenu(self)
        self.new_action = self._action(menu, "Đợt mới… (Ctrl+N)", "add", self.add_round)
        self.edit_action = self._action(menu, "Sửa đợt…", "edit", self.edit_round)
        self.submission_action = self._action(menu, "Rút tờ trình", "undo", self.deeds.withdraw_submission)
        self.withdraw_action = self._action(menu, "Rút quyết định", "undo", self.deeds.withdraw)
        self.rewards_action = self._action(menu, "Chi tiền thưởng từ quỹ…", "fund", self.deeds.pay_rewards)
        menu.addSeparator()
        self._action(menu, "Kiểm tra mã trên giấy…", "search", self.verify)
        self.more_button.setMenu(menu)
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

    def _action(self, menu: QMenu, text: str, icon_name: str, act: object) -> QAction:
        action = menu.addAction(text)
        put_icon(action, icon_name)
        action.triggered.connect(lambda _checked: act())  # type: ignore[operator]
        return action

    def _make_rounds(self) -> None:
        context, history = self.context, self.context.navigator.show_history
        self.rounds = RoundTable(context, self)
        self.rounds.current_changed.connect(self._on_round_chosen)
        self.rounds.opened.connect(lambda row: self.edit_round(row.round))
        self.rounds.delete_asked.connect(lambda row: self.deeds.remove(row.round))
        self.rounds.add_row_action("Sửa đợt…", "edit", lambda row: self.edit_round(row.round))
        self.rounds.add_row_action("Lịch sử…", "history", lambda row: history(row.round.id))
        self.rounds.add_row_action("Xóa đợt", "delete", lambda row: self.deeds.remove(row.round))

    def _lay_out(self) -> None:
        px = self.context.theme.px
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.listing, "Danh sách khen")
        self.tabs.addTab(self.certificates, "Xem trước và in giấy khen")
        self.tabs.currentChanged.connect(lambda _number: self._share_room())
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(px(5))
        split.addWidget(self.rounds)
        split.addWidget(self.tabs)
        self.rounds.setMinimumHeight(px(84))
        split.setStretchFactor(1, 1)
        split.setSizes([px(126), px(480)])
        self.body.addWidget(split, 1)

    # ---------------------------------------------------------------- showing

    @property
    def card(self) -> RoundCard | None:
        """The round that is shown."""
        return self._card

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        (self.rounds if self.rounds.isVisible() else self.tabs.currentWidget()).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        # In a low window, or with large type, the list of rounds folds up into a choice beside the title.
        is_preview = self.tabs.currentWidget() is self.certificates
        least = (_HIGHER if is_preview else _HIGH) - (_GRACE if self.rounds.isVisibleTo(self) else 0)
        is_high = self.height() >= self.context.theme.px(least)
        self.rounds.setVisible(is_high)
        self.round_choice.setVisible(not is_high)
        self.new_button.setVisible(is_high)
        self.new_action.setVisible(not is_high)
        self.listing.show_facts(short=not is_high)

    def leave(self) -> bool:
        """Keep what was moved on a certificate a moment ago."""
        self.certificates.nudges.keep()
        return True

    def show_certificates(self) -> None:
        """Turn to the preview."""
        self.tabs.setCurrentWidget(self.certificates)

    def _show_certificate(self, award_id: str) -> None:
        self.show_certificates()
        self.certificates.go_to(award_id)

    def refresh(self) -> None:
        """Read the rounds again; the chosen one stays chosen."""
        register = self.context.services.register

        def work() -> tuple[RoundRow, ...]:
            from app.services import commendations

            return commendations.list_rounds(register)

        self.context.ask(work, self._show_rounds)

    def open_record(self, record_id: str) -> None:
        """Show a round, or the round of an award with that award chosen."""
        from app.services import commendations

        def show(round_id: str) -> None:
            self._chosen_id = round_id
            if record_id != round_id:
                self.awards.select_id(record_id)
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

    def _on_round_saved(self, round_id: str) -> None:
        self._chosen_id = round_id

    def _choose(self, round_id: str) -> None:
        if round_id != self._chosen_id:
            self._chosen_id = round_id
            self.rounds.select_id(round_id)
            self.round_choice.set_value(round_id)
            self._load(round_id)

    def _load(self, round_id: str) -> None:
        register = self.context.services.register

        def work() -> _Shown:
            from app.services import commendations, units

            card = commendations.round_card(register, round_id)
            tree = units.tree(register)
            proposers = {award.proposer_id for award in card.awards if award.proposer_id}
            names = {unit_id: tree.name(unit_id) for unit_id in proposers}
            return _Shown(card, commendations.decision_sentence(card), names)

        def show(found: _Shown) -> None:
            if found.card.round.id == self._chosen_id:
                self._show_card(found)

        self.context.ask(work, show)

    def _show_card(self, shown: _Shown | None) -> None:
        card = shown.card if shown is not None else None
        sentence, units = (shown.sentence, shown.units) if shown is not None else ("", {})
        self._card = self.deeds.card = self.papers.card = card
        self.papers.units = units
        state = card.round.state if card is not None else None
        self.tabs.setEnabled(card is not None)
        self.papers_button.setEnabled(card is not None)
        if card is not None and card.round.signer:
            sentence = f"{sentence}. Người ký: {card.round.signer_office} {card.round.signer}"
        self.edit_action.setVisible(is_draft(card))
        is_sent = card is not None and state is RoundState.DRAFT and bool(card.round.submission_code)
        self.submission_action.setVisible(is_sent)
        self.withdraw_action.setVisible(state is RoundState.DECIDED)
        is_decided = state in (RoundState.DECIDED, RoundState.ISSUED)
        self.rewards_action.setVisible(is_decided and card is not None and not card.round.is_upper)
        self.listing.show_card(card, sentence, units)
        self._share_room()
        self.certificates.show_round(card)

    # ---------------------------------------------------------------- what can be done

    def add_round(self) -> None:
        """Begin a round for the year of work that is being honoured."""
        self.deeds.add()

    def edit_round(self, round_: AwardRound | None = None) -> None:
        """Change a round (the one shown) that is not decided yet; otherwise show its certificates."""
        chosen = round_ or (self._card.round if self._card is not None else None)
        if chosen is not None and chosen.state is RoundState.DRAFT and not chosen.submission_code:
            self.deeds.edit(chosen)
        else:
            self.show_certificates()

    def verify(self) -> None:
        """Check a certificate by its code."""
        from ui.dialogs.award_verify import open_verify

        open_verify(self.context, self.window())

    def _on_award_chosen(self, line: AwardLine | None) -> None:
        if line is not None and line.award is not None:
            self.certificates.go_to(line.award.id)
