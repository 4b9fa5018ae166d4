"""The decision of a round: its day and number, who signs, where it was considered and handed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from app.domain.commendations import AwardCount, AwardRound
from app.domain.meetings import Meeting, MeetingKind
from app.errors import FieldError
from app.vietnamese.dates import short_date
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox, DayEdit, TextEdit
from ui.widgets.form import Form


@dataclass(frozen=True, slots=True)
class Decision:
    """What the dialog was answered with."""

    decided_on: date
    minutes_on: date | None
    signer: str
    signer_office: str
    meeting_id: str | None


class DecideDialog(EditDialog):
    """Asks for a decision; the number and the signer of the day are shown before anything is done."""

    def __init__(
        self,
        context: Context,
        round_: AwardRound,
        count: AwardCount,
        meetings: Sequence[Meeting],
        parent: QWidget | None = None,
    ) -> None:
        """``meetings`` of the year and the next are where the round was considered and may be handed over."""
        super().__init__(
            "Quyết định khen thưởng",
            "Quyết định",
            context.theme,
            context.messages,
            parent,
            lead=f"{round_.name}: {count.phrase()}. Quyết định xong, mỗi người có số vào sổ; "
            "khi chưa phát hành vẫn rút lại được.",
        )
        self._context = context
        today = context.services.today()
        self.decided_on = DayEdit(label="Ngày quyết định", latest_year=today.year)
        self.minutes_on = DayEdit(label="Ngày họp xét", latest_year=today.year)
        self.number = TextEdit()
        self.number.setReadOnly(True)
        self.signer = TextEdit()
        self.signer_office = TextEdit()
        listed = [(each.id, f"{short_date(each.on)} – {each.name}") for each in meetings]
        self.meeting = ChoiceBox([(None, "Chưa định"), *listed])
        self._proposed = ("", "")
        self.form = Form(context.theme, self)
        self.form.add_group("Quyết định")
        self.form.add("decided_on", "Ngày ký quyết định", self.decided_on)
        self.form.add("number", "Số quyết định sẽ là", self.number)
        self.form.add("signer_office", "Chức vụ người ký", self.signer_office)
        self.form.add("signer", "Người ký", self.signer)
        self.form.add_group("Họp xét và trao")
        self.form.add("minutes_on", "Ngày họp xét (ghi trong biên bản)", self.minutes_on)
        self.form.add("meeting_id", "Trao tại cuộc họp", self.meeting, wide=True)
        self.body.addWidget(self.form, 1)
        self.decided_on.set_value(today)
        self.minutes_on.set_value(round_.minutes_on or _day_of(meetings, round_.year, MeetingKind.AWARDS))
        self.meeting.set_value(round_.meeting_id if round_.meeting_id in dict(listed) else None)
        for field in (self.decided_on, self.minutes_on, self.signer, self.signer_office, self.meeting):
            field.edited.connect(self.mark_edited)
        self.decided_on.edited.connect(self._look_ahead)
        self._look_ahead()
        self.take_size(780, 600)
        self.decided_on.setFocus()
        self.decided_on.selectAll()

    def result_value(self) -> Decision | None:
        """The decision as typed; None when something is wrong, said under its field."""
        return self.form.value_or_told(self._value)

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def _value(self) -> Decision:
        days: dict[str, date | None] = {}
        for name, field in (("decided_on", self.decided_on), ("minutes_on", self.minutes_on)):
            try:
                days[name] = field.value()
            except FieldError as problem:
                raise FieldError(name, problem.message) from problem
        decided_on = days["decided_on"]
        if decided_on is None:
            raise FieldError("decided_on", "Hãy ghi ngày ký quyết định.")
        return Decision(
            decided_on,
            days["minutes_on"],
            self.signer.value(),
            self.signer_office.value(),
            self.meeting.value(),
        )

    def _look_ahead(self) -> None:
        try:
            day = self.decided_on.value()
        except FieldError:
            day = None
        if day is None:
            self.number.set_value("")
            return
        register = self._context.services.register

        def work() -> tuple[str, str, str]:
            from app.services import decisions

            return decisions.decision_preview(register, day)

        self._context.ask(work, self._show_ahead)

    def _show_ahead(self, found: tuple[str, str, str]) -> None:
        number, signer, office = found
        self.number.set_value(number)
        # What the user wrote himself stays.
        if (self.signer.value(), self.signer_office.value()) in (("", ""), self._proposed):
            self.signer.set_value(signer)
            self.signer_office.set_value(office)
            self._proposed = (signer, office)


def _day_of(meetings: Sequence[Meeting], year: int, kind: MeetingKind) -> date | None:
    """The last meeting of a kind that was about this year of work."""
    days = [each.on for each in meetings if each.kind is kind and (each.work_year or each.on.year) == year]
    return max(days, default=None)
