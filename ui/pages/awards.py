"""Commendations: the rounds, the list of one round, its decision, and its certificates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from ui.models.table_model import Column, TableModel
from ui.models.toned_model import Tone, TonedModel
from ui.page import Context, Page
from ui.widgets.certificate_panel import CertificatePanel
from ui.widgets.fields import ChoiceBox
from ui.widgets.steps import Steps
from ui.widgets.table import Table
from ui.widgets.toned_delegate import TonedDelegate
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


class AwardsPage(Page):
    """Rounds above; below, the chosen round as a list and as printed certificates."""

    title: ClassVar[str] = "Khen thưởng"
    watches: ClassVar[frozenset[str]] = frozenset({"award_rounds", "awards", "issued_certificates", "branch"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._rounds: tuple[RoundRow, ...] = ()
        self._card: RoundCard | None = None
        self._lines: tuple[AwardLine, ...] = ()
        self._chosen_id = ""
        self._sentence = ""
        self.edit_button = self.add_button("Sửa đợt…", "edit", self._edit_chosen)
        self.new_button = self.add_button(
            "Đợt mới…", "add", self.add_round, tip="Lập một đợt khen thưởng (Ctrl+N)"
        )
        QShortcut(QKeySequence("Ctrl+N"), self, self.add_round)
        self.round_choice = ChoiceBox(parent=self)
        self.round_choice.setAccessibleName("Đợt khen thưởng")
        self.round_choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.round_choice.setMinimumContentsLength(12)
        self.round_choice.edited.connect(lambda: self._choose(str(self.round_choice.value())))
        self.title_row.insertWidget(1, self.round_choice, 10)
        self._make_rounds()
        self._make_awards()
        self.certificates = CertificatePanel(context, self)
        self._lay_out()
        self.setFocusProxy(self.rounds)
        self._show_card(None)

    # ---------------------------------------------------------------- the parts

    def _make_rounds(self) -> None:
        context = self.context
        self._round_model: TableModel[RoundRow] = TableModel(
            _ROUND_COLUMNS, self._fetch_rounds, context.jobs, row_id=lambda row: row.round.id, parent=self
        )
        self.rounds = Table(self._round_model, "rounds", context.theme, context.memory, self)
        self.rounds.setAccessibleName("Các đợt khen thưởng")
        self.rounds.set_empty_text("Chưa có đợt khen thưởng nào. Bấm “Đợt mới…” để bắt đầu.")
        self.rounds.current_changed.connect(self._on_round_chosen)
        self.rounds.opened.connect(lambda row: self.edit_round(row.round))
        self.rounds.delete_asked.connect(lambda row: self.remove_round(row.round))
        self.rounds.add_row_action("Sửa đợt…", "edit", lambda row: self.edit_round(row.round))
        self.rounds.add_row_action("Xem lịch sử", "history", lambda row: self._history(row.round.id))
        self.rounds.add_row_action("Xóa đợt", "delete", lambda row: self.remove_round(row.round))

    def _make_awards(self) -> None:
        context = self.context
        self._award_model = TonedModel(
            _AWARD_COLUMNS,
            self._fetch_lines,
            context.jobs,
            row_id=lambda line: line.award.id if line.award else line.heading,
            tone=_tone,
            theme=context.theme,
            parent=self,
        )
        self.awards = Table(self._award_model, "awards", context.theme, context.memory, self)
        self.awards.setAccessibleName("Danh sách khen thưởng của đợt")
        self.awards.setAlternatingRowColors(False)
        self.awards.setItemDelegate(TonedDelegate(self.awards))
        self.awards.opened.connect(self._on_award_opened)
        self.awards.delete_asked.connect(self._on_award_deleted)
        self.awards.current_changed.connect(self._on_award_chosen)
        self.awards.add_row_action("Sửa…", "edit", self._on_award_opened)
        self.awards.add_row_action("Lên một bậc", "", lambda line: self._move(line, earlier=True))
        self.awards.add_row_action("Xuống một bậc", "", lambda line: self._move(line, earlier=False))
        self.awards.add_row_action("Bỏ khỏi danh sách", "delete", self._on_award_deleted)
        for keys, earlier in (("Alt+Up", True), ("Alt+Down", False)):
            shortcut = QShortcut(QKeySequence(keys), self.awards)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(partial(self._move_current, earlier=earlier))

    def _lay_out(self) -> None:
        px = self.context.theme.px
        self.steps = Steps(_STEPS, self.context.theme, self)
        self.facts = words("", "soft", self, wrap=True)
        self.add_award_button = self._button("Thêm vào danh sách", "add")
        menu = QMenu(self.add_award_button)
        for kind in RecipientKind:
            menu.addAction(f"{kind.label}…", partial(self.add_award, kind))
        self.add_award_button.setMenu(menu)
        self.decide_button = self._button("Quyết định…", "check")
        self.decide_button.setProperty("primary", True)
        put_icon(self.decide_button, "check")
        self.decide_button.clicked.connect(self.decide)
        self.withdraw_button = self._button("Rút quyết định", "undo")
        self.withdraw_button.setToolTip("Đưa đợt về bước lập danh sách; được khi chưa phát hành giấy nào")
        self.withdraw_button.clicked.connect(self.withdraw)
        self.print_button = self._button("Xem và in giấy khen", "print")
        self.print_button.setProperty("primary", True)
        put_icon(self.print_button, "print")
        self.print_button.clicked.connect(self.show_certificates)
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
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        split.setSizes([px(126), px(480)])
        self.body.addWidget(split, 1)

    def _button(self, text: str, icon_name: str) -> QPushButton:
        button = QPushButton(text, self)
        put_icon(button, icon_name)
        button.hide()  # which of them can be used depends on the round
        return button

    # ---------------------------------------------------------------- showing

    @property
    def card(self) -> RoundCard | None:
        """The round that is shown."""
        return self._card

    @property
    def lines(self) -> tuple[AwardLine, ...]:
        """The lines of its list."""
        return self._lines

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
        register = self.context.services.register

        def work() -> str:
            from app.services import commendations

            return commendations.round_of(register, record_id)

        def show(round_id: str) -> None:
            self._chosen_id = round_id
            self.refresh()

        self.context.ask(work, show)

    def _show_rounds(self, rounds: tuple[RoundRow, ...]) -> None:
        self._rounds = rounds
        self._round_model.reload()
        self.round_choice.set_choices([(r.round.id, r.round.name) for r in rounds])
        ids = [row.round.id for row in rounds]
        if self._chosen_id not in ids:
            self._chosen_id = ids[0] if ids else ""
        if self._chosen_id:
            self.rounds.select_id(self._chosen_id)
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
        self._lines = award_lines(card) if card is not None else ()
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
        self.decide_button.setEnabled(bool(self._lines))
        self.withdraw_button.setVisible(state is RoundState.DECIDED)
        self.print_button.setVisible(state in (RoundState.DECIDED, RoundState.ISSUED))
        self.awards.set_empty_text(
            "Danh sách còn trống. Bấm “Thêm vào danh sách” để chọn hội viên, chi hội hoặc người ngoài Hội."
            if card is not None
            else ""
        )
        self._award_model.reload()
        self.certificates.show_round(card)

    def _fetch_rounds(self, offset: int, limit: int) -> tuple[Sequence[RoundRow], int]:
        return self._rounds[offset : offset + limit], len(self._rounds)

    def _fetch_lines(self, offset: int, limit: int) -> tuple[Sequence[AwardLine], int]:
        return self._lines[offset : offset + limit], len(self._lines)

    def _history(self, record_id: str) -> None:
        self.context.navigator.show_history(record_id)

    # ---------------------------------------------------------------- rounds

    def add_round(self) -> None:
        """Begin a round for the year of work that is being honoured."""
        services = self.context.services

        def work() -> AwardRound:
            from app.services import commendations, years

            year = years.report_year(services.register, today=services.today())
            return commendations.new_round(services.register, year=year)

        self.context.ask(work, self._open_round)

    def edit_round(self, round_: AwardRound) -> None:
        """Change a round that is not decided yet; otherwise show its certificates."""
        if round_.state is RoundState.DRAFT:
            self._open_round(round_)
        else:
            self.show_certificates()

    def _edit_chosen(self) -> None:
        if self._card is not None:
            self.edit_round(self._card.round)

    def remove_round(self, round_: AwardRound) -> None:
        """Take out a round that was never decided; the window offers Undo."""
        from app.services import commendations

        register = self.context.services.register
        self.context.change(lambda: commendations.remove_round(register, round_.id), kinds=_KINDS)

    def _open_round(self, round_: AwardRound) -> None:
        from ui.dialogs.award_round import AwardRoundDialog

        dialog = AwardRoundDialog(self.context, round_, self.window())
        dialog.on_save(self._save_round)
        dialog.open()

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

        def propose(recipient_id: str) -> Award:
            from app.services import commendations

            if kind is RecipientKind.UNIT:
                return commendations.propose_unit(services.register, round_id, recipient_id)
            if kind is not RecipientKind.MEMBER:
                return commendations.propose_other(services.register, round_id, kind, recipient_id)
            today = services.today()
            return commendations.propose_member(services.register, round_id, recipient_id, today=today)

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

        dialog = AwardDialog(self.context, kind, award, self.window(), units=units, propose=propose)
        dialog.on_save(self._save_award)
        dialog.open()

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

    def _move_current(self, *, earlier: bool) -> None:
        line = self.awards.current_row()
        if line is not None:
            self._move(line, earlier=earlier)

    def _move(self, line: AwardLine, *, earlier: bool) -> None:
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

            dialog = DecideDialog(self.context, card.round, card.count, near, self.window())
            dialog.on_save(self._save_decision)
            dialog.open()

        self.context.ask(work, show)

    def _save_decision(self, decision: Decision, done: _Done, failed: _Failed) -> None:
        from app.services import commendations

        register, round_id = self.context.services.register, self._chosen_id
        self.context.change(
            lambda: commendations.decide(
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
        from app.services import commendations

        register, round_id = self.context.services.register, self._chosen_id
        self.context.change(lambda: commendations.withdraw_decision(register, round_id), kinds=_KINDS)


def _tone(line: AwardLine) -> Tone:
    return Tone(bold=True, ink="accent_ink", ground="raised") if line.heading else Tone()


def _of(getter: Callable[[Award], object]) -> Callable[[AwardLine], object]:
    return lambda line: getter(line.award) if line.award is not None else ""


_ROUND_COLUMNS: tuple[Column[RoundRow], ...] = (
    Column("year", "Năm", lambda row: str(row.round.year), width=80),
    Column("name", "Tên đợt", lambda row: row.round.name, width=360),
    Column("state", "Tình trạng", lambda row: row.round.state.label, width=180),
    Column("decision", "Quyết định số", lambda row: row.round.decision_code, width=150),
    Column("count", "Số được khen", lambda row: row.count.phrase(), width=220),
)
_AWARD_COLUMNS: tuple[Column[AwardLine], ...] = (
    Column("number", "TT", lambda line: f"{line.number:02d}" if line.number else "", width=56),
    Column("recipient", "Người, tập thể được khen", lambda line: line.heading or _name(line), width=310),
    Column("detail", "Chức vụ, đơn vị", _of(lambda a: a.detail), width=300),
    Column("form", "Hình thức", _of(lambda a: a.form), width=112),
    Column("register", "Vào sổ số", _of(lambda a: _number(a.register_number)), width=100),
    Column("issued", "Phát hành", lambda line: "đã phát hành" if line.is_issued else "", width=130),
    Column("money", "Tiền thưởng (đồng)", _of(lambda a: a.money or None), width=170, right=True, hidden=True),
    Column("level", "Cấp khen", _of(lambda a: a.level), width=120, hidden=True),
    Column("achievement", "Thành tích", _of(lambda a: a.achievement), width=460, hidden=True),
)


def _number(number: int | None) -> str:
    return f"{number:02d}" if number is not None else ""


def _name(line: AwardLine) -> str:
    return line.award.recipient if line.award is not None else ""
