"""Mừng thọ of a year: who, by ceremony; their cards, the list on paper, a round of gifts for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton

from app.domain.care import Campaign, VisitKind
from app.domain.longevity import CEREMONIES
from app.errors import RuleError, SoHoiError
from app.progress import Progress
from app.vietnamese.numbers import group
from ui.flow import FlowBox
from ui.models.table_model import Column
from ui.models.toned_model import Tone
from ui.page import Context
from ui.pages.visits.tab import KINDS, CareTab
from ui.widgets.paper_writing import PaperWriting
from ui.widgets.tick_table import TickTable
from ui.widgets.words import short_unit, words

if TYPE_CHECKING:
    from app.services.layouts import LayoutEntry
    from app.services.longevity import CardChoice, LongevityRow, WrittenCards
    from app.services.official_papers import Written


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the list: the name of a ceremony, or somebody."""

    heading: str = ""
    row: LongevityRow | None = None


class LongevityTab(CareTab):
    """Signal ``campaign_made(str id, int year)`` when a round of gifts was made of the list."""

    campaign_made = Signal(str, int)
    table: TickTable

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.rows: tuple[LongevityRow, ...] = ()
        self._papers = PaperWriting(context, "care_papers")
        list_button = self.deed("Danh sách", "print", tip="Danh sách mừng thọ của năm, để in")
        menu = QMenu(self)
        menu.addAction("PDF, để in…", lambda: self.write_list(".pdf"))
        menu.addAction("Excel (.xlsx)…", lambda: self.write_list(".xlsx"))
        list_button.setMenu(menu)
        self.gift_button = self.deed(
            "Lập đợt tặng quà…",
            "visits",
            self.make_campaign,
            tip="Những người được chọn thành một đợt tặng quà",
        )
        self.card_button = self.deed(
            "Viết giấy mừng thọ…",
            "awards",
            self.add,
            primary=True,
            tip="Giấy mừng thọ của những người được chọn (Ctrl+N)",
        )
        self.table = TickTable(
            context,
            _COLUMNS,
            "longevity",
            row_id=lambda line: line.row.member_id if line.row else line.heading,
            tone=_tone,
            parent=self,
        )
        self.table.setAlternatingRowColors(False)
        self.table.setMinimumHeight(context.theme.px(130))
        self.table.setAccessibleName("Hội viên đến tuổi mừng thọ")
        self.table.ticks_changed.connect(self._say_count)
        self.table.opened.connect(lambda line: self.write_cards([line.row]))
        self.table.add_row_action("Viết giấy mừng thọ…", "awards", lambda line: self.write_cards([line.row]))
        self.table.add_row_action(
            "Hồ sơ hội viên",
            "members",
            lambda line: context.navigator.open_record("members", line.row.member_id),
        )
        self.column.addWidget(self.table, 1)
        below = FlowBox(context.theme.px(8), self)
        self.count = words("", "soft", self)
        below.flow.addWidget(self.count)
        below.flow.addStretch()
        every, none = self.table.tick_buttons(self)
        unwritten = QPushButton("Chưa có giấy", self)
        unwritten.clicked.connect(lambda _checked: self._tick_unwritten())
        for button in (every, unwritten, none):
            below.flow.addWidget(button)
        self.setTabOrder(every, unwritten)
        self.setTabOrder(unwritten, none)
        self.column.addWidget(below)

    # ---------------------------------------------------------------- showing

    def load(self, year: int) -> None:
        """Read who is honoured for age in a year."""
        is_other, self.year = year != self.year, year
        services = self.context.services

        def work() -> tuple[LongevityRow, ...]:
            from app.services import longevity

            return longevity.longevity_of_year(services.register, year, today=services.today())

        def show(rows: tuple[LongevityRow, ...]) -> None:
            if year == self.year:
                self._show(rows, is_other=is_other)

        self.context.ask(work, show, to=self)

    def _show(self, rows: tuple[LongevityRow, ...], *, is_other: bool) -> None:
        self.rows = rows
        lines: list[_Line] = []
        for row in rows:
            if not lines or lines[-1].row is None or lines[-1].row.ceremony != row.ceremony:
                number = sum(each.ceremony == row.ceremony for each in rows)
                lines.append(_Line(heading=f"{row.ceremony} ({number:02d})"))
            lines.append(_Line(row=row))
        self.table.set_empty_text(f"Năm {self.year} không có hội viên nào đến tuổi mừng thọ.")
        self.table.set_rows(lines, frozenset() if is_other else None)
        self.table.select_first()
        self._say_count()

    def _say_count(self) -> None:
        """How many are ticked; while nobody is, how many there are of each ceremony."""
        number = len(self._ticked())
        if number:
            self.count.setText(f"Đã chọn {group(number)} trên {group(len(self.rows))} người")
            return
        parts = [
            f"{name.lower()} {group(count)}"
            for name in CEREMONIES
            if (count := sum(row.ceremony == name for row in self.rows))
        ]
        self.count.setText(f"{group(len(self.rows))} người: {', '.join(parts)}" if self.rows else "")

    def _ticked(self) -> list[LongevityRow]:
        ticked = self.table.ticks.ticked
        return [row for row in self.rows if row.member_id in ticked]

    def _chosen_rows(self) -> list[LongevityRow]:
        """Those who are ticked, else the one the cursor is on; raises RuleError when there is none."""
        line = self.table.current_row()
        rows = self._ticked() or ([line.row] if line is not None and line.row is not None else [])
        if not rows:
            raise RuleError("Chưa chọn ai. Bấm vào ô đầu dòng hoặc phím cách để đánh dấu.")
        return rows

    def _tick_unwritten(self) -> None:
        self.table.tick_all(is_on=False)
        for row in self.rows:
            if not row.written:
                self.table.toggle(_Line(row=row))

    # ---------------------------------------------------------------- deeds

    def add(self) -> None:
        """Write the cards of those who are ticked."""
        try:
            self.write_cards(self._chosen_rows())
        except RuleError as problem:
            self.context.messages.error(problem)

    def write_cards(self, rows: Sequence[LongevityRow]) -> None:
        """Ask how, and write the cards."""
        services, year = self.context.services, self.year

        def work() -> tuple[LayoutEntry, ...]:
            from app.services import layouts

            return layouts.list_layouts(services.paths, longevity=True)

        def show(layouts: tuple[LayoutEntry, ...]) -> None:
            from ui.dialogs.longevity_cards import LongevityCardsDialog

            dialog = LongevityCardsDialog(self.context, year, rows, layouts, self.window())

            def save(
                choice: CardChoice, done: Callable[[], None], failed: Callable[[SoHoiError], None]
            ) -> None:
                # Nothing is written where no file was chosen: the dialog stays.
                if not self._write(rows, choice, done, failed):
                    dialog.save_button.setEnabled(True)

            self.show_dialog(dialog, save)

        self.context.ask(work, show)

    def _write(
        self,
        rows: Sequence[LongevityRow],
        choice: CardChoice,
        done: Callable[[], None],
        failed: Callable[[SoHoiError], None],
    ) -> bool:
        services, year = self.context.services, self.year

        def work(path: Path, progress: Progress) -> WrittenCards:
            from app.services import longevity

            return longevity.write_longevity_cards(
                services.register,
                year,
                [row.member_id for row in rows],
                path,
                choice=choice,
                today=services.today(),
                replace=True,
                progress=progress,
            )

        def written() -> None:
            done()
            self.table.tick_all(is_on=False)
            self.context.changes.happened.emit(frozenset({"attachments"}))

        name = rows[0].name if len(rows) == 1 else f"{len(rows)} người"
        file_name = f"Giấy mừng thọ {year} - {name}.pdf"
        return self._papers.write("Ghi giấy mừng thọ", file_name, work, failed, on_done=written)

    def write_list(self, suffix: str) -> None:
        """Write the list of the year (``suffix`` .pdf, .xlsx)."""
        services, year = self.context.services, self.year

        def work(path: Path, _progress: Progress) -> Written:
            from app.services import longevity

            return longevity.write_longevity_list(
                services.register, year, path, today=services.today(), replace=True
            )

        self._papers.write("Ghi danh sách mừng thọ", f"Mừng thọ năm {year}{suffix}", work)

    def make_campaign(self) -> None:
        """Make a round of gifts of those who are ticked, or of all."""
        from ui.dialogs.campaign_edit import CampaignEditDialog

        rows = self._ticked() or list(self.rows)
        register, year = self.context.services.register, self.year
        if not rows:
            return

        def save(campaign: Campaign, done: Callable[[], None], failed: Callable[[SoHoiError], None]) -> None:
            def work() -> str:
                from app.services import campaigns

                ids = [row.member_id for row in rows]
                return campaigns.save_campaign(register, campaign, member_ids=ids).id

            def after(campaign_id: str) -> None:
                done()
                self.campaign_made.emit(campaign_id, campaign.on.year)

            self.context.change(work, after, failed, kinds=KINDS)

        lead = f"{group(len(rows))} người mừng thọ vào danh sách; riêng ai khác thì sửa ở danh sách sau."
        dialog = CampaignEditDialog(
            self.context, None, self.window(), kind=VisitKind.LONGEVITY, year=year, lead=lead
        )
        self.show_dialog(dialog, save)


def _tone(line: _Line) -> Tone:
    if line.heading:
        return Tone(bold=True, heading=True, ink="accent_ink", ground="raised")
    return Tone()


def _of(getter: Callable[[LongevityRow], object]) -> Callable[[_Line], object]:
    return lambda line: getter(line.row) if line.row is not None else ""


_COLUMNS: tuple[Column[_Line], ...] = (
    Column(
        "name",
        "Họ và tên",
        lambda line: line.heading or (line.row.name if line.row else ""),
        230,
        least=210,
        grows=1,
    ),
    Column("birth", "Sinh", _of(lambda row: row.birth), 134, least=130),
    Column("age", "Tuổi", _of(lambda row: row.age), 70, right=True, least=64),
    Column("unit", "Chi hội", _of(lambda row: short_unit(row.unit_name)), 230, least=160, optional=True),
    Column("address", "Nơi ở", _of(lambda row: row.address), 280, least=180, grows=1, optional=True),
    Column("written", "Giấy", _of(lambda row: "đã viết" if row.written else ""), 96, least=92),
)
