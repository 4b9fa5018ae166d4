"""The third step: what would become of every row, and what the user decides about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QPushButton,
    QSizePolicy,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.vietnamese.numbers import group
from ui.dialogs.import_steps.row_words import (
    TONES,
    candidate_words,
    name_of,
    row_html,
    row_id,
    what_of,
)
from ui.dialogs.import_steps.session import ImportSession
from ui.flow import Flow
from ui.icons import put_icon
from ui.jobs import ImmediateJobs
from ui.models.table_model import Column, fixed_rows
from ui.models.toned_model import TonedModel
from ui.page import Context
from ui.widgets.fields import ChoiceBox
from ui.widgets.list_and_detail import ListAndDetail
from ui.widgets.table import Table
from ui.widgets.toned_delegate import TonedDelegate
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.imports import Candidate, Decision, PlannedRow, RowKind

#: How the chip of a kind is coloured, by the value of the kind.
_CHIPS = {
    "new": "good",
    "changed": "gold",
    "same": "soft",
    "doubtful": "warn",
    "refused": "warn",
    "skipped": "soft",
}


class PreviewStep(QWidget):
    """Chips that count and filter, the rows, the chosen row in words, and the decisions."""

    def __init__(
        self, context: Context, session: ImportSession, parent: QWidget | None = None, *, tight: bool
    ) -> None:
        """``tight`` says that the window has no room for all that is told."""
        super().__init__(parent)
        self._tight = tight
        self._context = context
        self._session = session
        self._rows: tuple[PlannedRow, ...] = ()
        self._places: dict[str, int] = {}
        self._kind: RowKind | None = None
        self._shown: PlannedRow | None = None
        self._candidates: tuple[Candidate, ...] = ()
        self.chips: dict[RowKind | None, QPushButton] = {}
        self._chip_group = QButtonGroup(self)
        self._chip_row = QWidget(self)
        self._chip_flow = Flow(context.theme.px(6), self._chip_row)
        self.remarks = words("", "soft", self, wrap=True)
        self.model: TonedModel[PlannedRow] = TonedModel(
            _COLUMNS,
            self._fetch,
            ImmediateJobs(),  # the rows are here: they need not wait behind the planning
            row_id=row_id,
            tone=lambda row: TONES[row.kind.value],
            theme=context.theme,
            position=self._place_of,
        )
        self.table = Table(self.model, "import", context.theme, context.memory, self)
        self.model.setParent(self.table)
        self.table.setAlternatingRowColors(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setItemDelegate(TonedDelegate(self.table))
        self.table.set_empty_text("Không có dòng nào thuộc loại này.")
        self.model.loaded.connect(lambda _total: self.table.select_first())
        self.table.current_changed.connect(self._show_row)
        self.table.selectionModel().selectionChanged.connect(lambda _on, _off: self._show_buttons())
        self.table.delete_asked.connect(lambda _row: self.leave_button.click())
        self.table.opened.connect(lambda _row: self._go_to_decisions())
        self.detail = QTextBrowser(self)
        self.detail.setAccessibleName("Chi tiết dòng đang chọn")
        self.detail.setOpenLinks(False)
        self.detail.setTabChangesFocus(True)
        self.detail.setMinimumHeight(context.theme.px(110))
        self.table.setMinimumHeight(context.theme.px(150))
        self.detail.setMinimumWidth(context.theme.px(220))
        self.both = ListAndDetail(
            self.table, self.detail, "import", context.theme, context.memory, self, shares=(640, 360)
        )
        self.both.turn_button.setAutoDefault(False)
        self._make_decisions()
        self._lay_out()

    def _make_decisions(self) -> None:
        self.chosen = words("", "fieldLabel", self)
        self.add_button = self._button("&Thêm mới" if self._tight else "&Thêm như người mới", "add")
        self.add_button.setToolTip("Thêm các dòng đang chọn như người mới")
        self.who = ChoiceBox(parent=self)
        self.who.setAccessibleName("Hội viên có sẵn mà dòng này nói đến")
        self.who.setMinimumContentsLength(12 if self._tight else 17)
        self.who.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.who.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.same_button = self._button("Là &người này", "check")
        self.leave_button = self._button("Để &lại", "minus")
        self.leave_button.setToolTip("Không nhập các dòng đang chọn (phím Del)")
        self.proposed_button = self._button("Theo &đề nghị", "")
        self.proposed_button.setToolTip("Bỏ lời chọn của các dòng này, làm theo đề nghị của chương trình")
        self.undo_button = self._button("Bỏ lời chọn &vừa rồi", "undo")
        self.undo_button.setToolTip("Ctrl+Z")
        self.add_button.clicked.connect(lambda _checked: self._decide("add"))
        self.same_button.clicked.connect(lambda _checked: self._decide("update"))
        self.leave_button.clicked.connect(lambda _checked: self._decide("leave"))
        self.proposed_button.clicked.connect(lambda _checked: self._decide(""))
        self.undo_button.clicked.connect(lambda _checked: self._session.undo())

    def _button(self, text: str, icon_name: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        if icon_name and not self._tight:
            put_icon(button, icon_name)
        return button

    def _lay_out(self) -> None:
        px = self._context.theme.px
        decisions = Flow(px(8))
        for widget in (
            self.chosen,
            self.add_button,
            self.who,
            self.same_button,
            self.leave_button,
            self.proposed_button,
            self.undo_button,
        ):
            decisions.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self._chip_row)
        column.addWidget(self.remarks)
        column.addWidget(self.both, 1)
        column.addLayout(decisions)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where the Tab key stops, in order."""
        both = (self.table, self.detail, self.both.turn_button)
        who = (self.add_button, self.who, self.same_button, self.leave_button)
        return *self.chips.values(), *both, *who, self.proposed_button, self.undo_button

    # ---------------------------------------------------------------- showing

    def show_plan(self) -> None:
        """Show the plan of the session; the place in the list is kept."""
        plan = self._session.plan
        if plan is None:
            return
        kinds = list(type(plan.rows[0].kind)) if plan.rows else []
        counts = Counter(row.kind for row in plan.rows)
        if self._kind is not None and not counts[self._kind]:
            self._kind = None  # nothing of that kind is left to be looked at
        self._show_chips([None, *(kind for kind in kinds if counts[kind])], counts)
        told = self._remarks()
        self.remarks.setText(told)
        self.remarks.setVisible(bool(told))
        sums = (
            f"Trang {each.sheet}, cột {each.column}: {each.reason}, {group(each.cells)} ô"
            for each in plan.repairs
        )
        self.remarks.setToolTip("\n".join(sums))
        self._show_rows()

    def start(self) -> None:
        """Begin at the top: with what needs the user, if there is anything."""
        self._kind = None
        self.show_plan()
        self.table.setFocus()

    def _show_chips(self, wanted: Sequence[RowKind | None], counts: Counter[RowKind]) -> None:
        if list(self.chips) != list(wanted):
            had_focus = any(chip.hasFocus() for chip in self.chips.values())
            for chip in self.chips.values():
                self._chip_group.removeButton(chip)
                self._chip_flow.removeWidget(chip)
                chip.hide()
                chip.deleteLater()
            self.chips = {kind: self._chip(kind) for kind in wanted}
            if had_focus:
                self.chips[self._kind].setFocus()
        for kind, chip in self.chips.items():
            figure = group(counts[kind] if kind is not None else sum(counts.values()))
            chip.setText(f"{kind.label if kind is not None else 'Tất cả'}  {figure}")
        self.chips[self._kind].setChecked(True)

    def _chip(self, kind: RowKind | None) -> QPushButton:
        chip = QPushButton(self._chip_row)
        chip.setProperty("figure", True)
        chip.setProperty("tone", _CHIPS[kind.value] if kind is not None else "")
        chip.setCheckable(True)
        chip.setAutoDefault(False)
        chip.clicked.connect(lambda _checked: self.filter_by(kind))
        self._chip_group.addButton(chip)
        self._chip_flow.addWidget(chip)
        chip.show()
        return chip

    def filter_by(self, kind: RowKind | None) -> None:
        """Show the rows of one kind only; ``None`` shows all."""
        self._kind = kind
        self._show_rows(is_other_kind=True)

    def _show_rows(self, *, is_other_kind: bool = False) -> None:
        plan, kind = self._session.plan, self._kind
        if plan is None:
            return
        current = self.table.current_row()
        at = self._places.get(row_id(current), 0) if current is not None and not is_other_kind else 0
        self._rows = plan.rows if kind is None else plan.of_kind(kind)
        self._places = {row_id(row): number for number, row in enumerate(self._rows)}
        if current is not None and self._rows and row_id(current) not in self._places:
            # The row is of another kind now: go on with the one that has come into its place.
            self.table.select_id(row_id(self._rows[min(at, len(self._rows) - 1)]))
        self.model.reload()
        if not self._rows:
            self._show_row(None)
        self._show_buttons()

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[PlannedRow], int]:
        return fixed_rows(self._rows)(offset, limit)

    def _place_of(self, wanted: str) -> int | None:
        return self._places.get(wanted)

    def _remarks(self) -> str:
        plan = self._session.plan
        if plan is None:
            return ""
        said = []
        if plan.new_units:
            said.append("Sẽ lập thêm: " + ", ".join(plan.new_units) + ".")
        repaired = sum(each.cells for each in plan.repairs)
        if repaired and not self._tight:
            said.append(f"Đã sửa {group(repaired)} ô khi đọc (phông chữ cũ, số, ngày…).")
        if not self._tight:  # the last step tells them all
            said += [f"Ô {each.column}{each.row}: {each.message}" for each in plan.notices[:3]]
        return " ".join(said)

    # ---------------------------------------------------------------- one row

    def _show_row(self, row: PlannedRow | None) -> None:
        is_other = row is None or self._shown is None or row_id(row) != row_id(self._shown)
        self._shown = row
        if is_other:
            self._candidates = ()
        self._show_detail()
        self._show_buttons()
        if row is not None and is_other and _is_person(row):
            self._ask_candidates(row)

    def _ask_candidates(self, row: PlannedRow) -> None:
        services = self._context.services

        def work() -> tuple[Candidate, ...]:
            from app.services import imports

            if self._shown is not row:
                return ()  # the user has gone on
            return imports.candidates(services.register, row, today=services.today())

        def after(found: tuple[Candidate, ...]) -> None:
            if self._shown is not None and row_id(self._shown) == row_id(row):
                self._candidates = found
                self._show_detail()
                self._show_buttons()

        self._context.ask(work, after)

    def _show_detail(self) -> None:
        row = self._shown
        html = row_html(row, self._candidates, self._context.theme.colours) if row is not None else ""
        self.detail.setHtml(html)

    # ---------------------------------------------------------------- deciding

    def selected_rows(self) -> list[PlannedRow]:
        """The rows that are chosen in the list."""
        parts = list(self.table.selectionModel().selection())  # type: ignore[call-overload]  # a list to Python
        numbers = {number for part in parts for number in range(part.top(), part.bottom() + 1)}
        return [self._rows[number] for number in sorted(numbers) if number < len(self._rows)]

    def _show_buttons(self) -> None:
        rows = self.selected_rows()
        people = [row for row in rows if _is_person(row)]
        is_one = len(rows) == 1
        self.chosen.setText(f"{group(len(rows))} dòng đang chọn:" if len(rows) > 1 else "Dòng đang chọn:")
        self.add_button.setEnabled(bool(people))
        self.leave_button.setEnabled(bool(people))
        offered = [(each.member_id, candidate_words(each)) for each in self._candidates] if is_one else []
        self.who.set_choices(offered)
        self.who.setVisible(bool(offered))
        self.same_button.setVisible(bool(offered))
        self.proposed_button.setVisible(any(row.decision is not None for row in rows))
        self.undo_button.setVisible(self._session.can_undo and not self._tight)  # Ctrl+Z does it all the same
        self.chosen.setVisible(not self._tight or len(rows) > 1)

    def _go_to_decisions(self) -> None:
        (self.who if self.who.isVisible() else self.add_button).setFocus()

    def _decide(self, words_of: str) -> None:
        from app.services.imports import Decision

        rows = [row for row in self.selected_rows() if _is_person(row)]
        decision: Decision | None = Decision(words_of) if words_of else None
        member_id = self.who.value() if decision is Decision.UPDATE else None
        if rows:
            self._session.decide(rows, decision, member_id)
            self.table.setFocus()


def _is_person(row: PlannedRow) -> bool:
    """Whether the row names somebody, so that it can be decided about."""
    is_left = row.decision is not None
    return is_left or (row.kind.value in ("new", "changed", "same", "doubtful") and bool(name_of(row)))


_COLUMNS: tuple[Column[PlannedRow], ...] = (
    Column("row", "Dòng", lambda row: str(row.row), width=66, right=True),
    Column("kind", "Sẽ làm", lambda row: row.kind.label, width=176, least=170),
    Column("name", "Họ và tên", name_of, width=200, least=160, grows=1),
    Column("what", "Chi tiết", what_of, width=300, least=180, grows=3, optional=True),
)
