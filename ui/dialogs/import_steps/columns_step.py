"""The second step: which sheets, which row names the columns, and what each column holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.vietnamese.dates import short_date
from ui.dialogs.import_steps.column_cards import CardContent, ColumnStrip
from ui.dialogs.import_steps.session import ImportSession
from ui.jobs import ImmediateJobs
from ui.models.table_model import Column, fixed_rows
from ui.models.toned_model import Tone, TonedModel
from ui.page import Context
from ui.widgets.table import Table
from ui.widgets.toned_delegate import TonedDelegate
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.imports import MappedColumn, SheetOffer

#: So many rows under the header are shown.
_ROWS = 12
_NUMBER = 64
_RawRow = tuple[int, tuple[str, ...]]


class ColumnsStep(QWidget):
    """Shows one sheet as it was read, with a chooser over each column; every choice goes to the session."""

    def __init__(
        self, context: Context, session: ImportSession, parent: QWidget | None = None, *, tight: bool
    ) -> None:
        """``tight`` says that the window has no room for all that is told."""
        super().__init__(parent)
        self._tight = tight
        self._context = context
        self._session = session
        self._sheet = ""
        self._rows: tuple[_RawRow, ...] = ()
        self._header = 0
        self._letters: tuple[str, ...] = ()
        self._is_showing = False
        px = context.theme.px
        self.sheets = QListWidget(self)
        self.sheets.setAccessibleName("Các trang tính trong tệp")
        self.sheets.setToolTip("Phím cách để chọn hay bỏ một trang; bấm vào tên để xem trang ấy ở dưới")
        self.sheets.itemChanged.connect(self._on_ticked)
        self.sheets.currentRowChanged.connect(self._on_sheet)
        self.header = QSpinBox(self)
        self.header.setKeyboardTracking(False)
        self.header.setRange(1, 1_000_000)
        self.header.setMaximumWidth(px(110))
        self.header.setAccessibleName("Dòng ghi tên các cột")
        self.header.valueChanged.connect(self._on_header)
        self.remembered = words("", "soft", self)
        self.forget_button = QPushButton("Bỏ cách ấy", self)
        self.forget_button.setProperty("link", True)
        self.forget_button.setAutoDefault(False)
        self.forget_button.clicked.connect(lambda _checked: session.forget_remembered())
        self.hint = words("", "soft", self, wrap=True)
        self.model: TonedModel[_RawRow] = TonedModel(
            _raw_columns(()),
            self._fetch,
            ImmediateJobs(),  # the rows are here: they need not wait behind the planning
            row_id=lambda row: str(row[0]),
            tone=self._tone,
            theme=context.theme,
        )
        self.table = Table(self.model, "import.raw", context.theme, context.memory, self)
        self.model.setParent(self.table)
        self.table.setAlternatingRowColors(False)
        self.table.setItemDelegate(TonedDelegate(self.table))
        self.table.horizontalHeader().setSectionsMovable(False)
        self.table.horizontalHeader().setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.table.set_empty_text("Trang này không có dòng nào.")
        self.table.setToolTip("Bấm đúp (hoặc Enter) vào một dòng để lấy dòng ấy làm tên các cột")
        self.table.opened.connect(lambda row: self.header.setValue(row[0]))
        self.model.loaded.connect(self._go_to_header)
        self.table.setMinimumHeight(px(150))
        self.strip = ColumnStrip(context.theme, self.table, self, tight=tight)
        self.strip.field_chosen.connect(self._on_field)
        self.strip.encoding_chosen.connect(self._on_encoding)
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(words("Dòng ghi tên các cột:", "fieldLabel", self))
        top.addWidget(self.header)
        top.addWidget(self.hint, 1)
        known = QHBoxLayout()
        known.addWidget(self.remembered)
        known.addWidget(self.forget_button)
        known.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addWidget(self.sheets)
        column.addLayout(known)
        column.addLayout(top)
        column.addWidget(self.strip)
        column.addWidget(self.table, 1)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where the Tab key stops, in order."""
        return self.sheets, self.forget_button, self.header, *self.strip.stops, self.table

    # ---------------------------------------------------------------- showing

    def show_plan(self) -> None:
        """Show the plan of the session."""
        plan, read = self._session.plan, self._session.read
        if plan is None or read is None or self._session.is_planning:
            return
        self._is_showing = True
        self._show_sheets(plan.sheets)
        offer = next((each for each in plan.sheets if each.name == self._sheet), None)
        columns = self._columns(self._sheet)
        self._header = (offer.header_row or 0) if offer else 0
        wanted = self._header + _ROWS if self._header else _ROWS * 2
        self._rows = read.rows(self._sheet, count=max(wanted, _ROWS))
        self.header.setEnabled(bool(self._rows))
        self.header.setValue(self._header or 1)
        self._show_columns(columns)
        self._show_remembered()
        unsure = self.strip.doubtful
        told = plan.refusal or (
            f"{len(unsure)} cột nền vàng chưa hiểu hoặc chưa chắc: xin xem lại." if unsure else ""
        )
        self.hint.setText(told or "Bảng dưới là tệp đúng như đã đọc. Bấm đúp vào dòng khác để đổi.")
        self.hint.setObjectName("fieldError" if plan.refusal else "fieldDoubt" if unsure else "soft")
        self.hint.style().polish(self.hint)
        self._is_showing = False

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[_RawRow], int]:
        return fixed_rows(self._rows)(offset, limit)

    def _columns(self, sheet: str) -> tuple[MappedColumn, ...]:
        plan = self._session.plan
        if plan is None:
            return ()
        mine = [each for each in (*plan.columns, *plan.ignored) if each.sheet == sheet]
        return tuple(sorted(mine, key=lambda each: (len(each.letter), each.letter)))

    def _show_sheets(self, offers: Sequence[SheetOffer]) -> None:
        names = [offer.name for offer in offers]
        if self._sheet not in names:
            chosen = [offer.name for offer in offers if offer.chosen]
            self._sheet = next(iter((*chosen, *names)), "")
        self.sheets.setVisible(len(offers) > 1)
        if self.sheets.count() != len(offers):
            self.sheets.clear()
            for _ in offers:
                self.sheets.addItem(QListWidgetItem())
        for number, offer in enumerate(offers):
            item = self.sheets.item(number)
            item.setText(f"{offer.name}  –  {offer.rows} dòng.  {offer.reason}")
            item.setData(Qt.ItemDataRole.UserRole, offer.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if offer.chosen else Qt.CheckState.Unchecked)
        if self._sheet in names:
            self.sheets.setCurrentRow(names.index(self._sheet))
        row = max(self.sheets.sizeHintForRow(0), 1) if offers else 1
        most = 2 if self._tight else 3
        self.sheets.setFixedHeight(row * min(len(offers), most) + 2 * self.sheets.frameWidth() + 4)

    def _show_columns(self, columns: Sequence[MappedColumn]) -> None:
        from app.services.imports import column_letter

        width = max((len(cells) for _, cells in self._rows), default=0)
        places = {column_letter(at): at for at in range(width)}
        letters = tuple(c.letter for c in columns if c.letter in places) or tuple(places)[:_ROWS]
        if letters != self._letters:
            self._letters = letters
            self.table.set_columns(_raw_columns([(letter, places[letter]) for letter in letters]))
        self.model.reload(from_top=True)
        plan, choices = self._session.plan, self._session.choices
        if plan is None or choices is None:
            return
        mine = {
            letter: [c for c in choices.columns_of(self._sheet) if c.letter == letter] for letter in letters
        }
        below = [cells for number, cells in self._rows if number > self._header]
        texts = {
            letter: [cells[at] for cells in below if at < len(cells) and cells[at].strip()]
            for letter, at in places.items()
        }
        wanted = tuple(
            CardContent(
                column,
                next((each.encoding for each in mine[column.letter] if each.encoding), None),
                " ".join(next(iter(texts[column.letter]), "").split()),
                is_text=any(char.isalpha() for text in texts[column.letter] for char in text),
                is_left=any(each.field == "" for each in mine[column.letter]),
            )
            for column in columns
            if column.letter in places
        )
        self.strip.show_columns(wanted, plan.field_offers)

    def _go_to_header(self) -> None:
        """Let the header row be seen, wherever it is."""
        at = next((n for n, (number, _) in enumerate(self._rows) if number == self._header), 0)
        if at > 2 or self._tight:
            top = QAbstractItemView.ScrollHint.PositionAtTop
            self.table.scrollTo(self.model.index(at, 0), top)

    def _show_remembered(self) -> None:
        plan, on = self._session.plan, self._session.remembered_on
        is_remembered = plan is not None and plan.remembered
        day = f" ({short_date(on)})" if on else ""
        self.remembered.setText(f"Đã dùng cách chọn cột của lần nhập trước{day}." if is_remembered else "")
        self.remembered.setVisible(is_remembered)
        self.forget_button.setVisible(is_remembered)

    def _tone(self, row: _RawRow) -> Tone:
        if row[0] == self._header:
            return Tone(bold=True, ground="gold_ground")
        return Tone(ink="soft_ink") if row[0] < self._header else Tone()

    # ---------------------------------------------------------------- choosing

    def _on_ticked(self, _item: QListWidgetItem) -> None:
        if self._is_showing:
            return
        items = [self.sheets.item(number) for number in range(self.sheets.count())]
        ticked = [item for item in items if item.checkState() == Qt.CheckState.Checked]
        self._session.set_sheets([str(item.data(Qt.ItemDataRole.UserRole)) for item in ticked])

    def _on_sheet(self, number: int) -> None:
        item = self.sheets.item(number)
        if not self._is_showing and item is not None:
            self._sheet = str(item.data(Qt.ItemDataRole.UserRole))
            self.show_plan()

    def _on_header(self, row: int) -> None:
        if not self._is_showing:
            self._session.set_header(self._sheet, row)

    def _on_field(self, letter: str, field: str) -> None:
        self._session.set_column(self._sheet, letter, field=field)

    def _on_encoding(self, letter: str, encoding: object) -> None:
        self._session.set_column(self._sheet, letter, encoding=encoding)


def _raw_columns(places: Sequence[tuple[str, int]]) -> tuple[Column[_RawRow], ...]:
    number = Column[_RawRow]("row", "Dòng", lambda row: str(row[0]), width=_NUMBER, right=True)
    return (number, *(_raw_column(letter, at) for letter, at in places))


def _raw_column(letter: str, at: int) -> Column[_RawRow]:
    def text(row: _RawRow) -> str:
        return " ".join(row[1][at].split()) if at < len(row[1]) else ""

    return Column(letter, f"Cột {letter}", text, width=216, least=196, grows=1)
