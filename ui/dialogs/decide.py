"""The decision of a round, the branch's own or the upper body's: day, number, signer, the handing over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from app.domain.commendations import AwardCount, AwardRound
from app.domain.meetings import Meeting, MeetingKind
from app.errors import FieldError
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import DayEdit, TextEdit
from ui.widgets.form import Form
from ui.widgets.meeting_box import MeetingBox, last_of_kind


@dataclass(frozen=True, slots=True)
class Decision:
    """What a dialog was answered with; ``code`` is the number that the upper body wrote."""

    decided_on: date
    minutes_on: date | None
    signer: str
    signer_office: str
    meeting_id: str | None
    code: str = ""


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
        self.meeting = MeetingBox(meetings, "Chưa định")
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
        likely = last_of_kind(meetings, round_.year, MeetingKind.AWARDS)
        self.minutes_on.set_value(round_.minutes_on or (likely.on if likely is not None else None))
        self.meeting.set_value(round_.meeting_id)
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
        return Decision(
            _day(self.decided_on, "decided_on", "Hãy ghi ngày ký quyết định."),
            _day_or_none(self.minutes_on, "minutes_on"),
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

        self._context.ask(work, self._show_ahead, to=self)

    def _show_ahead(self, found: tuple[str, str, str]) -> None:
        number, signer, office = found
        self.number.set_value(number)
        # What the user wrote himself stays.
        if (self.signer.value(), self.signer_office.value()) in (("", ""), self._proposed):
            self.signer.set_value(signer)
            self.signer_office.set_value(office)
            self._proposed = (signer, office)


class UpperDecisionDialog(EditDialog):
    """Records what the upper body decided, as it stands on its paper."""

    def __init__(
        self,
        context: Context,
        round_: AwardRound,
        count: AwardCount,
        meetings: Sequence[Meeting],
        parent: QWidget | None = None,
    ) -> None:
        """As :class:`DecideDialog`."""
        super().__init__(
            "Quyết định của cấp trên",
            "Ghi quyết định",
            context.theme,
            context.messages,
            parent,
            lead=f"{round_.name}: {count.phrase()}, đề nghị {round_.decider}. Chép đúng như trên quyết định.",
        )
        self.decided_on = DayEdit(label="Ngày quyết định", latest_year=context.services.today().year)
        self.code = TextEdit()
        self.code.setPlaceholderText("ví dụ 125/QĐ-HTS")
        self.signer = TextEdit()
        self.signer_office = TextEdit()
        self.meeting = MeetingBox(meetings, "Chưa định")
        self.form = Form(context.theme, self)
        self.form.add_group("Quyết định")
        self.form.add("decision_code", "Số quyết định", self.code)
        self.form.add("decided_on", "Ngày ký quyết định", self.decided_on)
        self.form.add("signer_office", "Chức vụ người ký", self.signer_office)
        self.form.add("signer", "Người ký", self.signer)
        self.form.add_group("Trao")
        self.form.add("meeting_id", "Trao tại cuộc họp", self.meeting, wide=True)
        self.body.addWidget(self.form, 1)
        self.meeting.set_value(round_.meeting_id)
        for field in (self.decided_on, self.code, self.signer, self.signer_office, self.meeting):
            field.edited.connect(self.mark_edited)
        self.take_size(780, 520)
        self.code.setFocus()

    def result_value(self) -> Decision | None:
        """The decision as typed; None when something is wrong, said under its field."""
        return self.form.value_or_told(self._value)

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    def _value(self) -> Decision:
        code = self.code.value()
        if not code:
            raise FieldError("decision_code", "Hãy ghi số quyết định của cấp trên.")
        return Decision(
            _day(self.decided_on, "decided_on", "Hãy ghi ngày ký quyết định."),
            None,
            self.signer.value(),
            self.signer_office.value(),
            self.meeting.value(),
            code,
        )


def _day_or_none(field: DayEdit, name: str) -> date | None:
    """The day of a field; FieldError with the field's name."""
    try:
        return field.value()
    except FieldError as problem:
        raise FieldError(name, problem.message) from problem


def _day(field: DayEdit, name: str, missing: str) -> date:
    found = _day_or_none(field, name)
    if found is None:
        raise FieldError(name, missing)
    return found
