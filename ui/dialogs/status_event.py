"""Record that a member joined, moved, left or died, or correct what was recorded."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.status import Status, StatusEvent, StatusKind
from app.domain.units import UnitState
from app.errors import FieldError
from app.vietnamese.dates import PartialDate
from ui.icons import put_icon
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox
from ui.widgets.record_form import RecordForm

_WITH_UNIT = (
    StatusKind.ADMITTED,
    StatusKind.TRANSFERRED_IN,
    StatusKind.CHANGED_UNIT,
    StatusKind.RESTORED,
)
_WITH_PLACE = (StatusKind.TRANSFERRED_IN, StatusKind.TRANSFERRED_OUT)
_FOR_ACTIVE = (
    StatusKind.CHANGED_UNIT,
    StatusKind.TRANSFERRED_OUT,
    StatusKind.DIED,
    StatusKind.RESIGNED,
    StatusKind.REMOVED,
    StatusKind.LEFT_UNKNOWN,
)
_ON_DEATH = "Viếng, vòng hoa, chi quỹ, thôi chức vụ ghi cùng lúc được: “Ghi từ trần…” ở danh sách hội viên."
_FOR_GONE = (StatusKind.RESTORED, StatusKind.TRANSFERRED_IN, StatusKind.DIED)


def possible_kinds(status: Status | None, *, is_away: bool = False) -> tuple[StatusKind, ...]:
    """What can happen next to somebody who stands so (``None`` = never joined); the likeliest first."""
    if status is Status.ACTIVE:
        return (StatusKind.RETURNED, *_FOR_ACTIVE) if is_away else (*_FOR_ACTIVE, StatusKind.AWAY)
    if status in (Status.MOVED, Status.LEFT):
        return _FOR_GONE
    if status is Status.DECEASED:
        return ()
    return (StatusKind.ADMITTED, StatusKind.TRANSFERRED_IN)


class StatusEventDialog(EditDialog):
    """Edits one :class:`StatusEvent` of one member."""

    def __init__(
        self,
        context: Context,
        name: str,
        event: StatusEvent,
        kinds: Sequence[StatusKind],
        units: Sequence[UnitState],
        parent: QWidget | None = None,
    ) -> None:
        """``name`` is the member's; ``kinds`` are offered, besides the event's own when it is stored."""
        verb = "Ghi biến động" if event.version == 0 else "Sửa biến động"
        super().__init__(f"{verb}: {name}", "Ghi vào sổ", context.theme, context.messages, parent)
        self._event = event
        offered = dict.fromkeys((event.kind, *kinds) if event.version else kinds)
        self.kind = ChoiceBox([(each, each.label) for each in offered])
        self.unit = ChoiceBox([(None, "Chưa xếp"), *((u.unit_id, u.name) for u in units)])
        self.form: RecordForm[StatusEvent] = RecordForm(
            StatusEvent,
            (("", ("kind", "on", "unit_id", "place", "reason", "paper")),),
            context.theme,
            editors={"kind": self.kind, "unit_id": self.unit},
            latest_year=context.services.today().year,
            parent=self,
        )
        self.body.addWidget(self.form, 1)
        shown = event
        if event.version == 0:
            today = PartialDate.from_date(context.services.today())
            first = next(iter(offered), event.kind)
            shown = dataclasses.replace(event, kind=first, on=today)
        self.form.set_record(shown)
        self.form.edited.connect(self.mark_edited)
        self.kind.edited.connect(self._fit_to_kind)
        self._fit_to_kind()
        self.kind.setFocus()
        self.take_size(800, 400)

    def result_value(self) -> StatusEvent | None:
        """The event; ``None`` when something is wrong. What does not belong to its kind is left out."""
        made = self.form.result_value(self._event)
        if made is None:
            return None
        if made.kind is StatusKind.CHANGED_UNIT and made.unit_id is None:
            self.show_field_error(FieldError("unit_id", "Hãy chọn chi hội mà hội viên chuyển tới."))
            return None
        return dataclasses.replace(
            made,
            unit_id=made.unit_id if made.kind in _WITH_UNIT else None,
            place=made.place if made.kind in _WITH_PLACE else "",
        )

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def offer_removal(self, remove: Callable[[], object]) -> None:
        """Offer to take the event out as entered by mistake."""
        button = QPushButton("Xóa biến động này", self)
        button.setAutoDefault(False)
        button.setToolTip("Ghi nhầm: bỏ dòng này đi, có thể hoàn tác")
        put_icon(button, "delete")
        button.clicked.connect(lambda _checked=False: remove())
        self.button_row.insertWidget(0, button)

    def close_without_asking(self) -> None:
        """What the dialog showed is gone: close."""
        self._close()

    def _fit_to_kind(self) -> None:
        kind = self.kind.value()
        self.form.cell("unit_id").setVisible(kind in _WITH_UNIT)
        is_death = kind is StatusKind.DIED and self._event.version == 0
        self.form.cell("kind").set_hint(_ON_DEATH if is_death else "")
        self.form.cell("place").setVisible(kind in _WITH_PLACE)
