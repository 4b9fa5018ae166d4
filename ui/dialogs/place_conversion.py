"""The reform of 1 July 2025: units and addresses side by side with what becomes of them, then one change."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from app.errors import SoHoiError
from app.vietnamese.dates import short_date
from ui.flow import Flow
from ui.icons import put_icon
from ui.models.table_model import Column
from ui.models.toned_model import Tone
from ui.page import Context
from ui.widgets.choice_table import ChoiceTable
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox, TextEdit
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.domain.places import PlaceTable
    from app.services.conversion import AddressRow, Choices, ConversionResult, Proposal, UnitProposal

TABLE_FILES = "Bảng phường, xã (*.json *.csv)"
_LEAVE = -1
_KINDS = frozenset({"units", "unit_events", "members"})


class PlaceConversionDialog(EditDialog):
    """Shows what a table of changed communes means for this register; :meth:`result_value` is Choices.

    Nothing is changed before the button is pressed; what is not sure stays as it is unless it is chosen.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Reads the tables there are and shows the first."""
        lead = (
            "Giấy tờ trước ngày ấy vẫn mang tên đơn vị và địa chỉ cũ. Mỗi hội viên giữ cả hai địa chỉ. "
            "Làm xong vẫn hoàn tác được."
        )
        super().__init__(
            "Sắp xếp đơn vị 1/7/2025", "Sắp xếp", context.theme, context.messages, parent, lead=lead
        )
        self._context = context
        self._proposal: Proposal | None = None
        self._files: list[tuple[Path, str]] = []
        self.tables = ChoiceBox(parent=self)
        self.tables.edited.connect(self._on_table)
        self.paper = TextEdit()
        self.paper.edited.connect(self.mark_edited)
        self.source = words("", "soft", self, wrap=True)
        self.other = QPushButton("Chọn bảng khác…", self)
        self.other.setAutoDefault(False)
        put_icon(self.other, "folder")
        self.other.clicked.connect(self._choose_table)
        self.units: ChoiceTable[UnitProposal] = ChoiceTable(
            context,
            (
                Column("name", "Đơn vị trong sổ", lambda row: row.name, width=270, least=180, grows=1),
                Column("new", "Phường, xã mới", lambda row: row.new_place, width=230, least=150),
            ),
            "Sẽ làm",
            "conversion.units",
            row_id=lambda row: row.unit_id,
            choices=_deeds,
            parent=self,
        )
        self.units.table.set_empty_text("Không còn đơn vị nào phải sắp xếp theo bảng này.")
        self.addresses: ChoiceTable[AddressRow] = ChoiceTable(
            context,
            (
                Column("name", "Hội viên", lambda row: row.full_name, width=180, least=140),
                Column(
                    "old", "Địa chỉ đang ghi", lambda row: row.proposal.old, width=260, least=180, grows=1
                ),
            ),
            "Địa chỉ mới",
            "conversion.addresses",
            row_id=lambda row: row.member_id,
            choices=_options,
            tone=lambda row: Tone() if row.proposal.sure else Tone(ink="warn", ground="gold_ground"),
            goes_along=lambda row, value: row.proposal.sure or value == _LEAVE,
            parent=self,
        )
        self.addresses.table.set_empty_text("Không còn địa chỉ nào mang tên phường, xã cũ.")
        self.left = words("", "soft", self, wrap=True)
        self.summary = words("", "heading", self, wrap=True)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self._lay_out()
        for part in (self.units, self.addresses):
            part.edited.connect(self._on_choice)
        self.save_button.setEnabled(False)
        self.take_size(1080, 740)
        self._read()

    def _lay_out(self) -> None:
        px = self.theme.px
        top = Flow(px(8))
        self.table_label = words("Theo bảng:", "fieldLabel", self)
        top.addWidget(self.table_label)
        top.addWidget(self.other)
        top.insertWidget(1, self.tables, stretch=1)
        self.tables.setMinimumContentsLength(20)
        self.tables.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        units = QWidget(self)
        column = QVBoxLayout(units)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(6))
        column.addWidget(self.units, 1)
        column.addWidget(self.left)
        paper = QHBoxLayout()
        paper.addWidget(words("Theo văn bản:", "fieldLabel", self))
        paper.addWidget(self.paper, 1)
        self.paper.setAccessibleName("Theo văn bản")
        self.paper.setPlaceholderText("Ví dụ: Quyết định số 12/QĐ-UBND")
        column.addLayout(paper)
        addresses = QWidget(self)
        column = QVBoxLayout(addresses)
        column.setContentsMargins(0, px(8), 0, 0)
        column.addWidget(self.addresses)
        self.tabs.addTab(units, "Đơn vị")
        self.tabs.addTab(addresses, "Địa chỉ hội viên")
        self.body.addLayout(top)
        self.body.addWidget(self.source)
        self.body.addWidget(self.tabs, 1)
        self.body.addWidget(self.summary)
        self.body.addStretch(0)
        stops = (
            self.tables,
            self.other,
            self.tabs,
            *self.units.stops,
            self.paper,
            *self.addresses.stops,
            self.cancel_button,
            self.save_button,
        )
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    # ---------------------------------------------------------------- reading

    def _read(self) -> None:
        paths = self._context.services.paths

        def work() -> list[tuple[Path, str]]:
            from app.services import place_tables

            found = []
            for path in place_tables.table_files(paths):
                try:
                    found.append((path, place_tables.load_table(path).title))
                except SoHoiError:
                    found.append((path, f"{path.name} (không dùng được)"))
            return found

        self._context.ask(work, self._show_tables, to=self)

    def _show_tables(self, found: list[tuple[Path, str]]) -> None:
        self._files = found
        self.tables.set_choices(found)
        self.tables.setCurrentIndex(0)
        self._on_table()

    def _choose_table(self) -> None:
        path = self._context.messages.choose_open_file("Chọn bảng phường, xã", TABLE_FILES)
        if path is not None:
            self._show_tables([(path, path.name), *(each for each in self._files if each[0] != path)])

    def _on_table(self) -> None:
        path = self.tables.value()
        if path is None:
            return
        register = self._context.services.register

        def work() -> Proposal:
            from app.services import conversion, place_tables

            table: PlaceTable = place_tables.load_table(path)
            return conversion.propose(register, table)

        self._context.ask(work, self._show, self._on_unreadable, label="Đang xem các địa chỉ…", to=self)

    def _on_unreadable(self, problem: SoHoiError) -> None:
        self._proposal = None
        self.units.set_rows((), {})
        self.addresses.set_rows((), {})
        self.save_button.setEnabled(False)
        self.summary.setText("")
        self.show_problem(problem)
        self.save_button.setEnabled(False)

    def _show(self, proposal: Proposal) -> None:
        self._proposal = proposal
        self._say("")
        self.source.setText(f"Nguồn: {proposal.table.source}")
        self.units.set_rows(proposal.units, {unit.unit_id: unit.deed for unit in proposal.units})
        in_order = (*proposal.doubtful, *proposal.sure)
        self.addresses.set_rows(in_order, {row.member_id: 0 for row in proposal.sure})
        told = [f"{unit.name}: {unit.reason}" for unit in proposal.units_left]
        self.left.setText("Để nguyên: " + "; ".join(told) if told else "")
        self.left.setVisible(bool(told))
        self.tabs.setTabText(0, f"Đơn vị ({len(proposal.units)})")
        self.tabs.setTabText(1, f"Địa chỉ hội viên ({len(proposal.addresses)})")
        self._say_summary()
        self.units.setFocus()

    # ---------------------------------------------------------------- choosing

    def _on_choice(self) -> None:
        self.mark_edited()
        self._say_summary()

    def _counts(self) -> tuple[int, int]:
        from app.services.conversion import UnitDeed

        units = sum(deed is not UnitDeed.LEAVE for deed in self.units.values().values())
        return units, sum(option != _LEAVE for option in self.addresses.values().values())

    def _say_summary(self) -> None:
        proposal = self._proposal
        if proposal is None:
            return
        units, addresses = self._counts()
        waiting = len(proposal.addresses) - addresses
        said = f"Từ {short_date(proposal.on)}: sắp xếp {units} đơn vị, đổi {addresses} địa chỉ"
        if waiting:
            said += f"; {waiting} địa chỉ để nguyên"
        nothing = not proposal.units and not proposal.addresses
        self.summary.setText("Sổ này đã sắp xếp xong theo bảng." if nothing else said + ".")
        self.save_button.setEnabled(bool(units or addresses))

    def result_value(self) -> Choices | None:
        """What was chosen; None while no table is shown."""
        if self._proposal is None:
            return None
        from app.services.conversion import Choices

        taken = {key: option for key, option in self.addresses.values().items() if option != _LEAVE}
        return Choices(self.units.values(), taken, self.paper.value())

    def begin(self) -> None:
        """Show the dialog; the change is made, behind a backup, when the user presses the button."""
        context = self._context

        def save(choices: Choices, _done: object, failed: Callable[[SoHoiError], None]) -> None:
            proposal = self._proposal
            if proposal is None:
                return

            def work() -> ConversionResult:
                from app.services import backups, conversion

                backups.back_up_now(context.services)
                return conversion.apply(
                    context.services.register, proposal, choices, today=context.services.today()
                )

            context.change(work, self._show_result, failed, kinds=_KINDS, label="Đang sắp xếp…")

        self.on_save(save)
        self.finished.connect(self.deleteLater)
        self.open()

    def _show_result(self, result: ConversionResult) -> None:
        """The last step: what was done; there is nothing left but to close."""
        self._is_edited = False
        for part in (self.lead, self.source, self.tabs, self.tables, self.other, self.table_label):
            part.hide()
        _, addresses = self._counts()
        self.summary.setText(_told(result, len(self.addresses.values()) - addresses))
        self.save_button.hide()
        self.cancel_button.setText("Đóng")
        self.cancel_button.setToolTip("Esc")
        self.cancel_button.setDefault(True)
        self.cancel_button.setFocus()
        self.take_size(760, 340)


def _deeds(row: UnitProposal) -> list[tuple[Any, str]]:
    from app.services.conversion import UnitDeed

    target = row.target_name if row.target_id else f"{row.target_name} (lập mới)"
    return [
        (UnitDeed.MOVE, f"Giữ tên, về trực thuộc {target}"),
        (UnitDeed.MERGE, f"Sáp nhập vào {target}"),
        (UnitDeed.LEAVE, "Để nguyên"),
    ]


def _options(row: AddressRow) -> list[tuple[Any, str]]:
    reason = row.proposal.reason
    return [
        (_LEAVE, f"Để nguyên: {reason}" if reason else "Để nguyên"),
        *((n, text) for n, text in enumerate(row.proposal.options)),
    ]


def _told(result: ConversionResult, left: int) -> str:
    lines = [f"Đã lập {', '.join(result.founded)}." if result.founded else ""]
    lines += [f"{result.moved} đơn vị về trực thuộc đơn vị mới." if result.moved else ""]
    lines += [f"{result.merged} đơn vị sáp nhập." if result.merged else ""]
    kept = "địa chỉ cũ vẫn giữ trong hồ sơ từng người"
    lines += [f"{result.addresses} địa chỉ đã đổi; {kept}." if result.addresses else ""]
    lines += [f"{left} địa chỉ để nguyên; sửa ở từng hội viên khi đã rõ." if left else ""]
    return "\n".join(["Đã sắp xếp xong.", *(each for each in lines if each), "Bấm Ctrl+Z nếu muốn trở lại."])
