"""Before a past change is taken back: what goes back, what stays and why, record by record."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.vietnamese.numbers import group
from ui.icons import put_icon
from ui.models.table_model import Column
from ui.models.toned_model import Tone, TonedModel
from ui.page import Context
from ui.widgets.edit_dialog import take_size
from ui.widgets.enter_key import press_focused_button
from ui.widgets.fields import ChoiceBox
from ui.widgets.table import Table
from ui.widgets.toned_delegate import TonedDelegate
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.history import Outcome, TakeBack, TakeBackItem

#: How each outcome looks, by its value.
_TONES = {
    "return": Tone(ink="good"),
    "keep": Tone(ink="gold", ground="gold_ground"),
    "blocked": Tone(ink="warn", ground="warn_ground"),
}


def preview_take_back(
    context: Context,
    change_id: int,
    record_ids: Collection[str],
    parent: QWidget,
    on_shown: Callable[[TakeBackDialog], object],
) -> None:
    """Work out what taking a change back would do and show it; with ``record_ids`` for these records only."""
    services = context.services

    def work() -> TakeBack:
        from app.services import history

        return history.plan_take_back(
            services.register, change_id, today=services.today(), record_ids=record_ids
        )

    def after(plan: TakeBack) -> None:
        dialog = TakeBackDialog(context, plan, record_ids, parent)
        on_shown(dialog)
        dialog.open()

    context.ask(work, after, label="Đang xem việc nào trả lại được…")


class TakeBackDialog(QDialog):
    """Shows a plan and does it. Signal ``done_with(TakeBack)`` after it is done."""

    done_with = Signal(object)

    def __init__(
        self, context: Context, plan: TakeBack, record_ids: Collection[str], parent: QWidget | None = None
    ) -> None:
        """``record_ids`` are what the plan was made for; empty for the whole change."""
        super().__init__(parent)
        from app.services.history import Outcome

        self._context = context
        self._plan = plan
        self._record_ids = record_ids
        self._shown: Outcome | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Hoàn tác thay đổi này")
        returning = plan.count(Outcome.RETURN)
        self.summary = words(_summary(plan), "heading", self, wrap=True)
        self.model = TonedModel(
            _COLUMNS,
            self._fetch,
            context.jobs,
            row_id=lambda item: f"{item.kind}/{item.record_id}",
            tone=lambda item: _TONES[item.outcome.value],
            theme=context.theme,
        )
        self.table = Table(self.model, "take_back", context.theme, context.memory, self)
        self.model.setParent(self.table)
        self.table.setAlternatingRowColors(False)
        self.table.setItemDelegate(TonedDelegate(self.table))
        self.table.set_empty_text("Không có mục nào thuộc loại này.")
        self.table.current_changed.connect(self._show_detail)
        self.detail = words("", "", self, wrap=True)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.detail.setMinimumHeight(context.theme.px(66))
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.outcomes = ChoiceBox(parent=self)
        self.outcomes.set_choices(
            [(None, f"Tất cả ({group(len(plan.items))})")]
            + [(each, f"{each.label.capitalize()} ({group(plan.count(each))})") for each in Outcome]
        )
        self.outcomes.edited.connect(self._show_rows)
        self.cancel_button = QPushButton("Hủy, giữ nguyên", self)
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)
        self.do_button = QPushButton(f"Trả lại {group(returning)} mục" if returning else "Trả lại", self)
        self.do_button.setProperty("primary", True)
        put_icon(self.do_button, "undo")
        self.do_button.setEnabled(returning > 0)
        self.do_button.clicked.connect(self._do)
        (self.do_button if returning else self.cancel_button).setDefault(True)
        self._lay_out()
        take_size(self, context.theme, 980, 620)
        self.model.loaded.connect(lambda _total: self.table.select_first())
        self.model.reload()

    def _lay_out(self) -> None:
        px, change = self._context.theme.px, self._plan.change
        column = QVBoxLayout(self)
        # Large type needs the room for the list.
        high = self.screen().availableGeometry().height()
        is_roomy = self._context.theme.scale <= 150 and high >= px(500)
        edge = px(22 if is_roomy else 8)
        column.setContentsMargins(edge, px(16 if is_roomy else 6), edge, edge)
        column.setSpacing(px(8 if is_roomy else 3))
        column.addWidget(words(change.label, "pageTitle" if is_roomy else "", self, wrap=True))
        when = f"Ghi lúc {change.at:%H:%M ngày %d/%m/%Y}" + (f" · {change.actor}" if change.actor else "")
        if is_roomy:
            column.addWidget(words(when, "soft", self, wrap=True))
        column.addWidget(self.summary)
        top = QHBoxLayout()
        leading = words("Xem các mục:", "fieldLabel", self)
        for each in (leading, self.outcomes, self.detail):
            each.setVisible(is_roomy)
        top.addWidget(leading)
        top.addWidget(self.outcomes)
        top.addStretch(1)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(self.detail)
        quiet = "Trả lại cũng là một lần ghi sổ: nếu đổi ý, bấm Hoàn tác (Ctrl+Z) là như trước."
        if is_roomy:
            column.addWidget(words(quiet, "soft", self, wrap=True))
        self.do_button.setToolTip(quiet)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.do_button)
        column.addLayout(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused_button(self, event):
            super().keyPressEvent(event)

    def _fetch(self, offset: int, limit: int) -> tuple[tuple[TakeBackItem, ...], int]:
        shown = self._shown
        items = tuple(item for item in self._plan.items if shown is None or item.outcome is shown)
        return items[offset : offset + limit], len(items)

    def _show_rows(self) -> None:
        self._shown = self.outcomes.value()
        self.model.reload(from_top=True)

    def _show_detail(self, item: TakeBackItem | None) -> None:
        if item is None:
            self.detail.clear()
            return
        deed = f" ({item.deed})" if item.deed else ""
        lines = [f"{item.kind} {item.name}: {item.outcome.label}{deed}."]
        lines += [
            f"{field.label}: {field.old or '(trống)'} → {field.new or '(trống)'}" for field in item.fields
        ]
        if item.along:
            lines.append(f"Cùng với: {item.along}.")
        if item.reason:
            lines.append(f"{item.reason[:1].upper()}{item.reason[1:]}.")
        self.detail.setText("\n".join(lines))

    def _do(self) -> None:
        services, change, record_ids = self._context.services, self._plan.change, self._record_ids
        self.do_button.setEnabled(False)

        def work() -> TakeBack:
            from app.services import history

            return history.take_back(
                services.register, change.id, today=services.today(), record_ids=record_ids
            )

        def after(done: TakeBack) -> None:
            self.done_with.emit(done)
            self.accept()

        self._context.change(work, after, label="Đang trả lại…")


def _summary(plan: TakeBack) -> str:
    from app.services.history import Outcome

    told = [f"{group(plan.count(each))} mục {_COUNTED[each.value]}" for each in Outcome if plan.count(each)]
    none = "" if plan.count(Outcome.RETURN) else "Không có mục nào trả lại được: "
    return none + "; ".join(told) + "."


_COUNTED = {
    "return": "sẽ trả lại",
    "keep": "giữ vì đã sửa sau đó",
    "blocked": "không trả được",
}


def _what(item: TakeBackItem) -> str:
    """What happens to a record, and why it or a part of it stays, in one line."""
    fields = ", ".join(f"{f.label}: {f.old or '(trống)'} → {f.new or '(trống)'}" for f in item.fields)
    parts = (fields or item.deed, f"cùng {item.along}" if item.along and item.deed else "", item.reason)
    return "; ".join(part for part in parts if part)


_COLUMNS: tuple[Column[TakeBackItem], ...] = (
    Column("outcome", "Kết quả", lambda item: item.outcome.label, width=210),
    Column("kind", "Loại", lambda item: item.kind, width=120, optional=True),
    Column("name", "Tên", lambda item: item.name, width=230, grows=1),
    Column("what", "Cụ thể", _what, width=330, grows=3),
)
