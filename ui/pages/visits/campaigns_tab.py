"""Rounds of gifts: the rounds of a year at the left, who gets what in the chosen one at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QVBoxLayout

from app.domain.care import Campaign
from app.errors import RuleError, SoHoiError
from app.progress import Progress
from app.vietnamese.numbers import group, money
from ui.dialogs.visit_edit import VisitEditDialog, VisitEntry
from ui.flow import FlowBox
from ui.icons import put_icon
from ui.models.table_model import TableModel, fixed_rows
from ui.page import Context
from ui.pages.visits.campaign_columns import COLUMNS, LINES, line_tone
from ui.pages.visits.tab import KINDS, CareTab
from ui.widgets.list_and_detail import ListAndDetail
from ui.widgets.paper_writing import PaperWriting
from ui.widgets.table import Table
from ui.widgets.tick_table import TickTable
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.campaigns import CampaignCard, CampaignRow, GiftCandidate
    from app.services.official_papers import Written
    from app.services.visits import VisitRow
    from ui.dialogs.campaign_fill import Recipients
    from ui.dialogs.campaign_give import Giving

Done = Callable[[], None]
Failed = Callable[[SoHoiError], None]


class CampaignsTab(CareTab):
    """Signal ``saved(int year)`` when a round of that year was written down."""

    saved = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._rows: tuple[CampaignRow, ...] = ()
        self.card: CampaignCard | None = None
        self._papers = PaperWriting(context, "care_papers")
        self.deed("Lập đợt tặng quà", "add", self.add, primary=True, tip="Quà Tết, 27/7, mừng thọ … (Ctrl+N)")
        self.model: TableModel[CampaignRow] = TableModel(
            COLUMNS,
            self._fetch,
            context.jobs,
            row_id=lambda row: row.campaign.id,
            parent=self,
        )
        self.table = Table(self.model, "campaigns", context.theme, context.memory, self)
        self.table.setAccessibleName("Các đợt tặng quà của năm")
        self.table.setMinimumWidth(context.theme.px(250))
        self.table.current_changed.connect(self._on_current)
        self.table.opened.connect(self.edit)
        self.table.delete_asked.connect(self.remove)
        self.table.add_row_action("Sửa đợt…", "edit", self.edit)
        self.table.add_row_action(
            "Lịch sử…", "history", lambda row: context.navigator.show_history(row.campaign.id)
        )
        self.table.add_row_action("Xóa đợt", "delete", self.remove)
        self._make_detail()
        both = ListAndDetail(
            self.table, self.detail, "campaigns", context.theme, context.memory, self, shares=(370, 630)
        )
        self.column.addWidget(both, 1)
        self._show_card(None)

    def _make_detail(self) -> None:
        context, px = self.context, self.context.theme.px
        self.detail = QFrame(self)
        self.detail.setObjectName("detail")
        column = QVBoxLayout(self.detail)
        edge = px(14)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(px(8))
        self.name = words("", "pageTitle", self.detail, wrap=True)
        self.lead = words("", "soft", self.detail, wrap=True)
        self.lines = TickTable(
            context,
            LINES,
            "campaign_lines",
            row_id=lambda row: row.visit.id,
            tone=line_tone,
            parent=self.detail,
        )
        self.lines.setAccessibleName("Những người nhận quà")
        self.lines.setMinimumHeight(px(110))
        self.lines.set_empty_text("Chưa có ai trong danh sách.\nBấm “Thêm người…” để chọn.")
        self.lines.opened.connect(self.edit_line)
        self.lines.delete_asked.connect(lambda row: self.drop([row]))
        self.lines.ticks_changed.connect(self._say_chosen)
        add = self.lines.add_row_action
        add("Sửa suất quà…", "edit", self.edit_line)
        add("Đã trao…", "check", lambda row: self.give([row]))
        add("Ghi lại là chưa trao", "undo", lambda row: self.take_back([row]))
        add("Hồ sơ hội viên", "members", self._open_member)
        add("Bỏ khỏi danh sách", "delete", lambda row: self.drop([row]))
        self.chosen = words("", "soft", self.detail, wrap=True)
        above = FlowBox(px(8), self.detail)
        self.fill_button = self._button("Thêm người…", "add", self.fill, "Chọn từ hội viên, hoặc ghi tên")
        self.edit_button = self._button("Sửa đợt…", "edit", self._edit_shown, "Quà, tiền, ngày, quỹ")
        self.sheet_button = self._button("Danh sách ký nhận", "print", None, "Để in, mỗi người ký một dòng")
        menu = QMenu(self)
        menu.addAction("PDF, để in…", lambda: self.write_sheet(".pdf"))
        menu.addAction("Excel (.xlsx)…", lambda: self.write_sheet(".xlsx"))
        self.sheet_button.setMenu(menu)
        for button in (self.fill_button, self.edit_button, self.sheet_button):
            above.flow.addWidget(button)
        below = FlowBox(px(8), self.detail)
        below.flow.addWidget(self.chosen)
        below.flow.addStretch()
        self.all_button = self._button("Chọn hết", "", lambda: self.lines.tick_all(is_on=True), "")
        self.drop_button = self._button(
            "Bỏ ra", "delete", self.drop, "Bỏ những người được chọn khỏi danh sách"
        )
        self.give_button = self._button(
            "Đã trao…",
            "check",
            self.give,
            "Ghi những suất được chọn, hoặc mọi suất còn lại, là đã trao",
            primary=True,
        )
        for button in (self.all_button, self.drop_button, self.give_button):
            below.flow.addWidget(button)
        stops = (self.fill_button, self.edit_button, self.sheet_button, self.lines, self.all_button)
        for before, after in pairwise((self.table, *stops, self.drop_button, self.give_button)):
            self.setTabOrder(before, after)
        for part in (self.name, self.lead, above):
            column.addWidget(part)
        column.addWidget(self.lines, 1)
        column.addWidget(below)

    def _button(
        self,
        text: str,
        icon_name: str,
        act: Callable[[], object] | None,
        tip: str,
        *,
        primary: bool = False,
    ) -> QPushButton:
        button = QPushButton(text, self.detail)
        button.setProperty("primary", primary)
        button.setToolTip(tip)
        if icon_name:
            put_icon(button, icon_name)
        if act is not None:
            button.clicked.connect(lambda _checked: act())
        return button

    # ---------------------------------------------------------------- showing

    def load(self, year: int) -> None:
        """Read the rounds of a year, and the chosen one again."""
        self.year = year
        register = self.context.services.register

        def work() -> tuple[CampaignRow, ...]:
            from app.services import campaigns

            return campaigns.list_campaigns(register, year=year)

        def show(rows: tuple[CampaignRow, ...]) -> None:
            if year != self.year:
                return
            self._rows = rows
            self.table.set_empty_text(
                f"Năm {year} chưa có đợt tặng quà nào.\nBấm “Lập đợt tặng quà” (Ctrl+N)."
            )
            self.model.reload()
            self.table.select_first()
            self._on_current(self.table.current_row())

        self.context.ask(work, show, to=self)

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[CampaignRow], int]:
        return fixed_rows(self._rows)(offset, limit)

    def select(self, record_id: str) -> None:
        """Choose a round when the list is loaded next."""
        self.table.select_id(record_id)

    def _on_current(self, row: CampaignRow | None) -> None:
        if row is None:
            self._show_card(None)
            return
        register = self.context.services.register

        def work() -> CampaignCard:
            from app.services import campaigns

            return campaigns.campaign_card(register, row.campaign.id)

        self.context.ask(work, self._show_card, to=self)

    def _show_card(self, card: CampaignCard | None) -> None:
        is_other = card is None or self.card is None or card.campaign.id != self.card.campaign.id
        self.card = card
        for button in (
            self.fill_button,
            self.edit_button,
            self.sheet_button,
            self.all_button,
            self.drop_button,
            self.give_button,
        ):
            button.setEnabled(card is not None)
        if card is None:
            self.name.setText("")
            self.lead.setText("Chọn một đợt ở danh sách để xem ai được quà.")
            self.lines.set_rows((), frozenset())
            return
        campaign = card.campaign
        self.name.setText(campaign.name)
        gift = ", ".join(
            part for part in (campaign.gift, money(campaign.amount) if campaign.amount else "") if part
        )
        spent = sum(row.visit.total for row in card.given)
        parts = (
            f"{campaign.kind.label}, {campaign.on}",
            f"mỗi suất: {gift}" if gift else "",
            f"đã trao {group(len(card.given))} trên {group(len(card.lines))} suất",
            f"đã chi {money(spent)} trên {money(card.total)}" if card.total else "",
            f"từ {card.fund_name}",
        )
        self.lead.setText(" · ".join(part for part in parts if part))
        self.lines.set_rows(card.lines, frozenset() if is_other else None)
        self.sheet_button.setEnabled(bool(card.lines))
        self.give_button.setEnabled(bool(card.waiting))
        self._say_chosen()

    def _say_chosen(self) -> None:
        rows = self._ticked()
        total = sum(row.visit.total for row in rows)
        said = f"Đã chọn {group(len(rows))} suất · {money(total)}" if rows else ""
        self.chosen.setText(said)
        self.drop_button.setEnabled(bool(rows))

    def _ticked(self) -> list[VisitRow]:
        ticked = self.lines.ticks.ticked
        return [row for row in self.card.lines if row.visit.id in ticked] if self.card else []

    # ---------------------------------------------------------------- the round

    def add(self) -> None:
        """Make a round."""
        from ui.dialogs.campaign_edit import CampaignEditDialog

        self.show_dialog(CampaignEditDialog(self.context, None, self.window(), year=self.year), self._save)

    def edit(self, row: CampaignRow) -> None:
        """Change a round."""
        from ui.dialogs.campaign_edit import CampaignEditDialog

        self.show_dialog(CampaignEditDialog(self.context, row.campaign, self.window()), self._save)

    def _edit_shown(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.edit(row)

    def _save(self, campaign: Campaign, done: Done, failed: Failed) -> None:
        register = self.context.services.register

        def work() -> str:
            from app.services import campaigns

            return campaigns.save_campaign(register, campaign).id

        def after(campaign_id: str) -> None:
            done()
            self.saved.emit(campaign.on.year)
            self.select(campaign_id)
            self.load(campaign.on.year)

        self.context.change(work, after, failed, kinds=KINDS)

    def remove(self, row: CampaignRow) -> None:
        """Take a round out with what is still planned."""
        register = self.context.services.register

        def work() -> str:
            from app.services import campaigns

            return campaigns.remove_campaign(register, row.campaign.id)

        self.context.change(work, kinds=KINDS)

    # ---------------------------------------------------------------- its lines

    def fill(self) -> None:
        """Put people on the list."""
        card, services = self.card, self.context.services
        if card is None:
            return
        campaign = card.campaign

        def work() -> tuple[GiftCandidate, ...]:
            from app.services import campaigns

            return campaigns.candidates(
                services.register, campaign.kind, today=services.today(), year=campaign.on.year
            )

        def show(candidates: tuple[GiftCandidate, ...]) -> None:
            from ui.dialogs.campaign_fill import CampaignFillDialog

            listed = frozenset(row.visit.member_id for row in card.lines if row.visit.member_id)
            dialog = CampaignFillDialog(self.context, campaign, candidates, listed, self.window())
            self.show_dialog(dialog, save)

        def save(chosen: Recipients, done: Done, failed: Failed) -> None:
            from app.services import campaigns

            self.change(
                lambda: campaigns.add_recipients(
                    services.register,
                    campaign.id,
                    chosen.member_ids,
                    persons=chosen.persons,
                    household=chosen.household,
                ),
                done,
                failed,
                kinds=KINDS,
            )

        self.context.ask(work, show)

    def edit_line(self, row: VisitRow) -> None:
        """Change what one gets."""
        register = self.context.services.register
        from_fund = row.from_fund or row.visit.total == 0 or row.visit.planned

        def save(entry: VisitEntry, done: Done, failed: Failed) -> None:
            from app.services import visits

            self.change(
                lambda: visits.save_visit(register, entry.visit, from_fund=entry.from_fund),
                done,
                failed,
                kinds=KINDS,
            )

        dialog = VisitEditDialog(
            self.context, row.visit, self.window(), person=row.person, from_fund=from_fund
        )
        self.show_dialog(dialog, save)

    def give(self, rows: Sequence[VisitRow] | None = None) -> None:
        """Mark gifts as handed over: those given, those ticked, or all that wait."""
        from ui.dialogs.campaign_give import CampaignGiveDialog

        card, register = self.card, self.context.services.register
        if card is None:
            return
        waiting = [row for row in (rows or self._ticked() or card.lines) if row.visit.planned]
        if not waiting:
            self.context.messages.error(RuleError("Những suất này đã trao rồi."))
            return

        def save(giving: Giving, done: Done, failed: Failed) -> None:
            from app.services import campaigns

            ids = [row.visit.id for row in waiting]
            self.change(
                lambda: campaigns.hand_over_gifts(
                    register, card.campaign.id, on=giving.on, visit_ids=ids, from_fund=giving.from_fund
                ),
                lambda: self._after(done),
                failed,
                kinds=KINDS,
            )

        self.show_dialog(CampaignGiveDialog(self.context, waiting, card.fund_name, self.window()), save)

    def _after(self, done: Done) -> None:
        self.lines.tick_all(is_on=False)
        self.lines.setFocus()  # the button that was pressed may have nothing left to do
        done()

    def take_back(self, rows: Sequence[VisitRow]) -> None:
        """Set gifts back that were marked as handed over by mistake."""
        from app.services import campaigns

        card, register = self.card, self.context.services.register
        if card is not None:
            ids = [row.visit.id for row in rows]
            self.change(lambda: campaigns.take_back_gifts(register, card.campaign.id, ids), kinds=KINDS)

    def drop(self, rows: Sequence[VisitRow] | None = None) -> None:
        """Take lines off the list."""
        from app.services import campaigns

        card, register = self.card, self.context.services.register
        ids = [row.visit.id for row in rows or self._ticked()]
        if card is not None and ids:
            self.change(lambda: campaigns.remove_recipients(register, card.campaign.id, ids), kinds=KINDS)

    def write_sheet(self, suffix: str) -> None:
        """Write the sheet to sign (``suffix`` .pdf, .xlsx)."""
        card, services = self.card, self.context.services
        if card is None:
            return

        def work(path: Path, _progress: Progress) -> Written:
            from app.services import care_papers

            return care_papers.write_sign_off_sheet(
                services.register, card.campaign.id, path, today=services.today(), replace=True
            )

        name = card.campaign.name.replace("/", "-")
        self._papers.write("Ghi danh sách ký nhận", f"Ký nhận {name}{suffix}", work)

    def _open_member(self, row: VisitRow) -> None:
        if row.visit.member_id:
            self.context.navigator.open_record("members", row.visit.member_id)
