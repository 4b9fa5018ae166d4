"""The activities of a period: the list behind those figures of the report that nothing else counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.domain.activities import Activity
from app.domain.periods import Period
from app.domain.year_report import Share, YearReport, per_mille, share_of
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import group
from app.vietnamese.text import fold
from ui.flow import FlowBox
from ui.icons import put_icon
from ui.models.table_model import Column, TableModel
from ui.page import Context
from ui.widgets.fields import ChoiceBox
from ui.widgets.table import Table
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.domain.counters import Counter
    from app.domain.units import UnitTree
    from app.errors import SoHoiError
    from app.services.counters import CounterList

_KINDS = frozenset({"activities"})
_ALL, _WHOLE = "", "-"
#: Pixels at 100 % from which on there is room for the line below the list.
_HIGH = 260


class ActivitiesView(QWidget):
    """The list, its filters and the dialog that writes it; its owner gives the rows (:meth:`show_period`).

    Signal ``saved(Activity)`` after one was written down or changed.
    """

    saved = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._period = Period.year_of(context.services.today().year)
        self._all: tuple[Activity, ...] = ()
        self._rows: tuple[Activity, ...] = ()
        self._counters: CounterList | None = None
        self._tree: UnitTree | None = None
        self._report: YearReport | None = None
        self.counter = ChoiceBox([(_ALL, "Mọi chỉ tiêu")], self)
        self.counter.setAccessibleName("Chỉ tiêu")
        self.unit = ChoiceBox([(_ALL, "Mọi chi hội")], self)
        self.unit.setAccessibleName("Chi hội")
        filters = FlowBox(context.theme.px(8), self)
        for box in (self.counter, self.unit):
            box.setMinimumContentsLength(14)
            box.edited.connect(self._filter)
            filters.flow.addWidget(box)
        filters.flow.addStretch()
        # Beside the filters: in the title line, with a period of two dates, there is no room for it.
        self.add_button = QPushButton("Ghi hoạt động…", self)
        put_icon(self.add_button, "add")
        self.add_button.setToolTip("Ghi một hoạt động hay chỉ tiêu mà sổ không tự đếm (Ctrl+N)")
        self.add_button.clicked.connect(lambda _checked: self.add())
        filters.flow.addWidget(self.add_button)
        self._model: TableModel[Activity] = TableModel(
            self._columns(), self._fetch, context.jobs, row_id=lambda row: row.id, parent=self
        )
        self.table = Table(self._model, "activities", context.theme, context.memory, self)
        self.table.set_lines(2)
        self.table.opened.connect(self.edit)
        self.table.delete_asked.connect(self.remove)
        self.table.add_row_action("Sửa…", "edit", self.edit)
        self.table.add_row_action("Lịch sử…", "history", self._show_history)
        self.table.add_row_action("Xóa", "delete", self.remove)
        self.summary = words("", "soft", self, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, context.theme.px(8), 0, 0)
        column.setSpacing(context.theme.px(8))
        column.addWidget(filters)
        column.addWidget(self.table, 1)
        column.addWidget(self.summary)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # In a low window the list needs the room of the line below it.
        has_room = self.height() >= self._context.theme.px(_HIGH)
        self.summary.setVisible(has_room and bool(self.summary.text()))

    @property
    def rows(self) -> tuple[Activity, ...]:
        """The activities that are shown now."""
        return self._rows

    def show_period(
        self,
        period: Period,
        rows: tuple[Activity, ...],
        counters: CounterList,
        tree: UnitTree,
        report: YearReport | None = None,
    ) -> None:
        """Show a period's activities; ``counters`` and the units of ``tree`` are offered for a new one.

        With the ``report`` of the period the sums and percentages are said.
        """
        self._period, self._all, self._report = period, rows, report
        self._counters, self._tree = counters, tree
        named = {fold(each.counter): each.counter for each in rows}
        listed = [each.name for each in counters.counters if fold(each.name) in named]
        self._offer(self.counter, [(_ALL, "Mọi chỉ tiêu"), *((fold(name), name) for name in listed)])
        used = {tree.resolve(each.unit_id) for each in rows}
        units = [(s.unit_id, tree.name(s.unit_id)) for s, _depth in tree.lines() if s.unit_id in used]
        whole = [(_WHOLE, "Cả Hội")] if None in used else []
        self._offer(self.unit, [(_ALL, "Mọi chi hội"), *units, *whole])
        self._filter()

    def select_counter(self, counter: str) -> None:
        """Show the activities of one counter only."""
        self.counter.set_value(fold(counter))
        self._filter()

    def add(self) -> None:
        """Write down a new activity; one of the chosen counter and unit begins with them."""
        self._write(None)

    def edit(self, activity: Activity) -> None:
        """Change an activity."""
        self._write(activity)

    def remove(self, activity: Activity) -> None:
        """Take an activity out; the window offers Undo."""
        register = self._context.services.register

        def work() -> None:
            from app.services import activities

            activities.remove_activity(register, activity.id)

        self._context.change(work, kinds=_KINDS)

    # ---------------------------------------------------------------- parts

    @staticmethod
    def _offer(box: ChoiceBox, choices: Sequence[tuple[str, str]]) -> None:
        box.set_choices(choices)
        if box.value() is None:
            box.set_value(_ALL)

    def _filter(self) -> None:
        counter, unit, tree = self.counter.value(), self.unit.value(), self._tree
        self._rows = tuple(
            each
            for each in self._all
            if counter in (_ALL, fold(each.counter))
            and (
                unit == _ALL
                or (tree.resolve(each.unit_id) if tree else None) == (unit if unit != _WHOLE else None)
            )
        )
        narrowed = bool(self._all) and not self._rows
        self.table.set_empty_text(
            "Không có hoạt động nào như đã chọn."
            if narrowed
            else "Kỳ này chưa ghi hoạt động nào. Bấm “Ghi hoạt động…” để ghi buổi tuyên truyền, "
            "ngày công, đợt ủng hộ… vào báo cáo."
        )
        self._model.reload()
        self.table.select_first()
        self.summary.setText(self._words(counter))
        self._fit()

    def _words(self, counter: str) -> str:
        """What the report says of the chosen counter; of all, how many lines there are."""
        found = self._counters.find(counter) if self._counters is not None and counter else None
        if found is None or self._report is None:
            return f"{group(len(self._rows))} dòng." if self._rows else ""
        figure = next((each for each in self._report.figures if each.label == found.name), None)
        if figure is None:
            return ""
        amounts = self._report.amounts()
        share = share_of(self._report, figure, amounts)
        said = f"Báo cáo {self._report.period}: {group(amounts[figure.key])} {figure.measure}"
        return f"{said}, {share.words}." if share is not None else f"{said}."

    def _share(self, counter: Counter, quantity: int) -> str:
        """The percentage that so much of a counter is, in words; "" where there is none."""
        if self._counters is None or self._report is None or not counter.share_of:
            return ""
        key = self._counters.base(counter)
        amounts = self._report.amounts()
        found = per_mille(quantity, amounts.get(key, 0))
        return (
            "" if found is None else f"= {Share(found, amounts[key], self._report.figure(key).label).words}"
        )

    def _write(self, activity: Activity | None) -> None:
        from ui.dialogs.activity_edit import ActivityDialog

        if self._counters is None:
            return
        today = self._context.services.today()
        is_now = self._period.contains(today)
        begun = PartialDate.from_date(today) if is_now else PartialDate(self._period.year)
        dialog = ActivityDialog(
            self._context,
            activity,
            self._counters,
            self._units(activity),
            self.window(),
            on=begun,
            share=self._share,
        )
        dialog.on_save(self._save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save(
        self, activity: Activity, done: Callable[[], None], failed: Callable[[SoHoiError], None]
    ) -> None:
        register = self._context.services.register

        def work() -> Activity:
            from app.services import activities

            return activities.save_activity(register, activity)

        def after(saved: Activity) -> None:
            done()
            self.table.select_id(saved.id)
            self.saved.emit(saved)

        self._context.change(work, after, failed, kinds=_KINDS)

    def _units(self, activity: Activity | None) -> tuple[tuple[str, str], ...]:
        if self._tree is None:
            return ()
        offered = [(state.unit_id, state.name) for state in self._tree.alive()]
        held = activity.unit_id if activity else None
        if held and held not in {unit_id for unit_id, _ in offered}:
            offered.append((held, self._tree.name(held)))
        return tuple(offered)

    def _show_history(self, activity: Activity) -> None:
        self._context.navigator.show_history(activity.id)

    def _fetch(self, offset: int, limit: int) -> tuple[Sequence[Activity], int]:
        return self._rows[offset : offset + limit], len(self._rows)

    def _unit_name(self, activity: Activity) -> str:
        return self._tree.name(activity.unit_id) if self._tree is not None and activity.unit_id else "Cả Hội"

    def _columns(self) -> tuple[Column[Activity], ...]:
        return (
            Column("on", "Ngày", _days, width=116, least=108),
            Column("counter", "Chỉ tiêu", lambda row: row.counter, width=230, least=200, grows=1),
            Column("name", "Nội dung", lambda row: row.name, width=220, least=150, grows=2),
            Column("unit", "Chi hội", self._unit_name, width=180, least=140, grows=1, optional=True),
            Column("quantity", "Số lượng", _quantity, width=120, least=104, right=True),
            Column("participants", "Số người", _participants, width=98, least=96, right=True, optional=True),
            Column("amount", "Số tiền", _amount, width=112, least=104, right=True, optional=True),
            Column("estimate", "Ghi chú", _note, width=98, least=92, tip=lambda row: row.note),
        )


def _days(activity: Activity) -> str:
    return f"{activity.on} – {activity.ends}" if activity.ends else str(activity.on)


def _quantity(activity: Activity) -> str:
    return f"{group(activity.quantity)} {activity.measure}".strip()


def _participants(activity: Activity) -> str:
    return group(activity.participants) if activity.participants else ""


def _amount(activity: Activity) -> str:
    return group(activity.amount) if activity.amount else ""


def _note(activity: Activity) -> str:
    return ", ".join(part for part in ("ước" if activity.estimate else "", activity.note) if part)
