"""Who could be honoured: the members narrowed by years, by what they had, by chi hội; ticked onto a list."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.errors import FieldError, RuleError
from app.vietnamese.names import name_sort_key
from app.vietnamese.numbers import group
from app.vietnamese.text import fold
from ui.flow import FlowBox
from ui.models.table_model import Column
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox, NumberEdit, SearchField, TickBox
from ui.widgets.form import FieldCell
from ui.widgets.tick_table import TickTable
from ui.widgets.words import short_unit, words

if TYPE_CHECKING:
    from app.services.eligibility import EligibilityQuery, Eligible

_CALM = 200


class AwardEligibleDialog(EditDialog):
    """Gives the ids of the ticked members, in the order they are shown, and the form to propose."""

    def __init__(
        self,
        context: Context,
        round_name: str,
        forms: Sequence[str],
        units: Sequence[tuple[str, str]],
        listed: frozenset[str],
        parent: QWidget | None = None,
        *,
        offered: Sequence[str] = (),
    ) -> None:
        """``units`` are (id, name); members whose ids are ``listed`` are on the list already.

        ``forms`` are all that somebody may have had, ``offered`` those that this round can give.
        """
        super().__init__(
            "Chọn từ danh sách đủ điều kiện",
            "Đưa vào danh sách",
            context.theme,
            context.messages,
            parent,
            lead=f"{round_name}. Lọc rồi đánh dấu (phím cách); lời ghi trên giấy được điền sẵn, sửa sau.",
            icon_name="add",
        )
        self._context = context
        self._listed = listed
        self._is_closed = False
        self.finished.connect(self._on_finished)
        self._found: tuple[Eligible, ...] = ()
        self.min_years = NumberEdit(label="Số năm vào Hội")
        self.never = TickBox("Chưa từng được khen")
        self.form = ChoiceBox([("", "Không xét"), *((name, name) for name in forms)])
        self.not_since = NumberEdit(empty=None, label="Năm")
        self.unit = ChoiceBox([("", "Mọi chi hội"), *((name, name) for _id, name in units)])
        self.given = ChoiceBox([(name, name) for name in offered or forms])
        self.search = SearchField("Tìm tên, mã", self)
        self.table = TickTable(
            context, _COLUMNS, "eligible", row_id=lambda row: row.member_id, sort_keys=_SORT_KEYS, parent=self
        )
        self.search.leads_to = self.table
        self.table.setAccessibleName("Những người phù hợp")
        self.count = words("", "soft", self)
        self._calm = QTimer(self, singleShot=True, interval=_CALM)
        self._calm.timeout.connect(self.look)
        self._lay_out()
        for field in (self.min_years, self.not_since):
            field.edited.connect(self._calm.start)
        for choice in (self.never, self.form, self.unit):
            choice.edited.connect(self.look)
        self.search.searched.connect(lambda _text: self._show())
        self.table.ticks_changed.connect(self._on_ticked)
        QShortcut(QKeySequence("Ctrl+F"), self, self._seek)
        self.take_size(1050, 720)
        self.look()
        self.min_years.setFocus()

    def _lay_out(self) -> None:
        px = self.theme.px
        line = FlowBox(px(12), self)
        for label, field, width in (
            ("Vào Hội ít nhất (năm)", self.min_years, 176),
            ("Chưa có hình thức", self.form, 168),
            ("Chưa khen kể từ năm", self.not_since, 174),
            ("Chi hội", self.unit, 200),
            ("Đề nghị tặng", self.given, 168),
        ):
            cell = FieldCell(label, field, "", self)
            cell.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            cell.setFixedWidth(px(width))
            line.flow.addWidget(cell)
        self.body.addWidget(line)
        seeking = QHBoxLayout()
        seeking.setSpacing(px(12))
        seeking.addWidget(self.never)
        seeking.addWidget(self.search, 1)
        self.body.addLayout(seeking)
        self.table.setMinimumHeight(px(150))
        self.table.set_empty_text("Không có hội viên nào như vậy. Thử bớt điều kiện.")
        self.body.addWidget(self.table, 1)
        stops: list[QWidget] = [self.never, self.search, self.table]
        below = FlowBox(px(8), self)
        below.flow.addWidget(self.count)
        below.flow.addStretch()
        for button in self.table.tick_buttons(self):
            below.flow.addWidget(button)
            stops.append(button)
        self.body.addWidget(below)
        for before, after in pairwise((*stops, self.cancel_button, self.save_button)):
            self.setTabOrder(before, after)

    def query(self) -> EligibilityQuery:
        """What is asked for; raises FieldError for what is no number."""
        from app.services.eligibility import EligibilityQuery as Query

        return Query(
            min_years=self.min_years.value() or 0,
            form=self.form.value() or "",
            not_since=self.not_since.value(),
            never=self.never.value(),
            unit=self.unit.value() or "",
        )

    def look(self) -> None:
        """Ask for the members who fit."""
        services = self._context.services
        try:
            query = self.query()
        except FieldError as problem:
            self.count.setText(problem.message)
            return

        def work() -> tuple[Eligible, ...]:
            from app.services import eligibility

            return eligibility.eligible(services.register, query, today=services.today())

        def show(found: tuple[Eligible, ...]) -> None:
            if self._is_closed:
                return
            self._found = tuple(row for row in found if row.member_id not in self._listed)
            self._show()

        self._context.ask(work, show)

    def result_value(self) -> tuple[list[str], str]:
        """The ids of the ticked members, and the form."""
        if not self.table.ticked:
            raise RuleError("Chưa đánh dấu ai. Bấm vào ô đầu dòng hoặc phím cách để đánh dấu.")
        return self.table.ticked, str(self.given.value() or "")

    def _show(self) -> None:
        wanted = fold(self.search.text()).split()
        self.table.set_rows(
            [row for row in self._found if all(word in fold(f"{row.name} {row.code}") for word in wanted)]
        )

    def _on_ticked(self) -> None:
        chosen, shown = len(self.table.ticked), self.table.ticks.total
        self.count.setText(f"{group(shown)} người phù hợp, đã chọn {group(chosen)}")
        if chosen:
            self.mark_edited()

    def _on_finished(self) -> None:
        self._is_closed = True
        self._calm.stop()

    def _seek(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()


def _last(row: Eligible) -> str:
    return f"{row.last_year}: {row.last_form}" if row.last_year is not None else "chưa"


_COLUMNS: tuple[Column[Eligible], ...] = (
    Column("name", "Họ và tên", lambda row: row.name, 220, sortable=True, least=180, grows=1),
    Column("unit", "Chi hội", lambda row: short_unit(row.unit_name), 230, sortable=True, least=150, grows=1),
    Column("joined", "Vào Hội", lambda row: str(row.joined or ""), 128, sortable=True, optional=True),
    Column("years", "Số năm", lambda row: row.years, 96, right=True, sortable=True),
    Column("awards", "Lần khen", lambda row: row.awards or "", 106, right=True, sortable=True, optional=True),
    Column("last", "Khen gần nhất", _last, 170, sortable=True, least=130),
)
_SORT_KEYS = {
    "name": lambda row: name_sort_key(row.name),
    "unit": lambda row: fold(row.unit_name),
    "joined": lambda row: (row.joined is None, row.joined.earliest().isoformat() if row.joined else ""),
    "years": lambda row: -1 if row.years is None else row.years,
    "awards": lambda row: row.awards,
    "last": lambda row: (row.last_year or 0, row.last_form),
}
