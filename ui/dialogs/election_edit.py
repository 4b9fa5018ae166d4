"""One election: seats of which office, the ballots, who stood with how many votes; who is elected follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.motions import Candidate, Election, Outcome, outcome
from app.domain.offices import TITLES
from app.domain.record import new_id
from app.errors import FieldError
from app.vietnamese.dates import PartialDate
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox, NumberEdit
from ui.widgets.meeting_words import ballots_doubt, candidate_words, outcome_words
from ui.widgets.member_picker import MemberEdit
from ui.widgets.record_form import RecordForm
from ui.widgets.rows_editor import RowField, RowsEditor
from ui.widgets.words import words

_OFFICE = ("office", "name", "seats", "by_ballot")
_TERM = ("unit_id", "term", "starts", "ends")
_BALLOTS = ("ballots_issued", "ballots_returned", "ballots_valid")


@dataclass(frozen=True, slots=True)
class ElectionEntry:
    """An election with who stood, in order, and their names by member."""

    election: Election
    candidates: tuple[Candidate, ...]
    names: Mapping[str, str]


class ElectionDialog(EditDialog):
    """Edits an election of a meeting; :meth:`result_value` is an :class:`ElectionEntry`. Saves nothing."""

    def __init__(
        self,
        context: Context,
        entry: ElectionEntry | None,
        units: Sequence[tuple[str, str]],
        meeting_id: str,
        *,
        starts: PartialDate | None = None,
        term: str = "",
        came: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        """``units`` are (id, name); a new election begins with ``starts`` and ``term``.

        ``came`` tells how many of those called are there (0: not known), for ballots that cannot be.
        """
        title = "Sửa cuộc bầu" if entry else "Thêm cuộc bầu"
        super().__init__(title, "Lưu", context.theme, context.messages, parent)
        self._entry = entry
        self._id = entry.election.id if entry else new_id()
        self._meeting_id = meeting_id
        self._came = came
        self._names = dict(entry.names) if entry else {}
        self._given_name = ""
        self.form: RecordForm[Election] = RecordForm(
            Election,
            [("", _OFFICE), ("Phiếu", _BALLOTS)],
            context.theme,
            editors={
                "unit_id": ChoiceBox([(None, "Ban Chấp hành Hội"), *units]),
                "seats": NumberEdit(empty=0, label="Số người được bầu"),
            },
            suggestions={"office": TITLES},
            latest_year=context.services.today().year + 6,
            parent=self,
        )
        self.candidates: RowsEditor[Candidate] = RowsEditor(
            Candidate,
            (
                RowField("member_id", "Hội viên", lambda: MemberEdit(context, self._names, "Hội viên"), 5),
                RowField("votes", "Số phiếu", lambda: NumberEdit(empty=None, label="Số phiếu"), 1),
            ),
            "Thêm người ứng cử",
            context.theme,
            ordered=True,
        )
        self.form.add("candidates", "Người ứng cử, theo thứ tự trên phiếu", self.candidates, wide=True)
        self.form.add_record_group("Giữ chức", _TERM)
        self.form.cell("by_ballot").set_hint("không đánh dấu: biểu quyết giơ tay")
        self.form.fields["ends"].setPlaceholderText("để trống nếu chưa định")  # type: ignore[attr-defined]
        self.doubt = words("", "fieldDoubt", self, wrap=True)
        self.outcome = words("", "heading", self, wrap=True)
        self.body.addWidget(self.form, 1)
        self.body.addWidget(self.doubt)
        self.body.addWidget(self.outcome)
        if entry is not None:
            self.form.set_record(entry.election)
            self.candidates.set_records(entry.candidates)
        else:
            begun = {"by_ballot": True, "unit_id": None, "seats": 1, "starts": starts, "term": term}
            for name, value in begun.items():
                self.form.editor(name).set_value(value)
        self.form.edited.connect(self._on_edited)
        self.candidates.edited.connect(self._on_edited)
        self.form.fields["office"].setFocus()
        self._show_way()
        self._show_outcome()
        self.take_size(900, 780)

    def result_value(self) -> ElectionEntry | None:
        """The election with its candidates; None when something is wrong, which is then shown."""
        if self._entry is not None:
            election = self.form.result_value(self._entry.election)
        else:
            election = self.form.new_value(id=self._id, meeting_id=self._meeting_id)
        if election is None:
            return None
        try:
            candidates = self.candidates.records(election_id=election.id)
        except FieldError:
            return None
        seen: set[str] = set()
        for number, each in enumerate(self._standing()):
            if each is not None and each.member_id in seen:
                self.candidates.fail(number, "Người này đã có tên ở trên.")
                return None
            if each is not None and _too_many(each, election):
                self.candidates.fail(number, f"Nhiều hơn {election.ballots_valid} phiếu hợp lệ, xin xem lại.")
                return None
            seen.add(each.member_id if each is not None else "")
        return ElectionEntry(election, candidates, self._shown_names())

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    # ---------------------------------------------------------------- what follows from the typing

    def _on_edited(self) -> None:
        self.mark_edited()
        self._suggest_name()
        self._show_way()
        self._show_outcome()

    def _suggest_name(self) -> None:
        """Call the election after the office until it is named by hand."""
        name, office = self.form.editor("name"), self.form.editor("office").value()
        if name.value() in ("", self._given_name):
            self._given_name = f"Bầu {office}" if office else ""
            name.set_value(self._given_name)

    def _show_way(self) -> None:
        """By show of hands there are voters and no ballots that go out and come back."""
        is_ballot = bool(self.form.editor("by_ballot").value())
        for name in ("ballots_issued", "ballots_returned"):
            self.form.cell(name).setVisible(is_ballot)
            if not is_ballot:
                self.form.editor(name).set_value(None)
        hint = "" if is_ballot else "số người biểu quyết"
        self.form.cell("ballots_valid").set_hint(hint)

    def _shown_names(self) -> dict[str, str]:
        editors = [self.candidates.editors(number)["member_id"] for number in range(len(self.candidates))]
        return {each.picker.value(): each.text() for each in editors if each.picker.value()}

    def _show_outcome(self) -> None:
        """Say under each candidate how he fared and below who is elected, as far as the numbers are sound."""
        try:
            election = Election(**{**self._typed(), "id": self._id, "meeting_id": self._meeting_id})
            standing = self._standing()
        except FieldError:
            self.outcome.setText("")
            self.doubt.hide()
            return
        doubt = ballots_doubt(election, self._came)
        self.doubt.setText(doubt)
        self.doubt.setVisible(bool(doubt))
        found = outcome(election, [each for each in standing if each is not None])
        for number, each in enumerate(standing):
            if each is not None:
                self._say_votes(number, each, election, found)
        self.outcome.setText(outcome_words(election, found, self._shown_names()) if any(standing) else "")

    def _say_votes(self, number: int, candidate: Candidate, election: Election, found: Outcome) -> None:
        if _too_many(candidate, election):
            said = f"Nhiều hơn {election.ballots_valid} phiếu hợp lệ, xin xem lại."
            self.candidates.say(number, said, "fieldDoubt")
        else:
            text = candidate_words(candidate, election, found)
            self.candidates.say(number, text[:1].upper() + text[1:])

    def _typed(self) -> dict[str, Any]:
        values = self.form.values()
        # What has no name yet may still be counted.
        values["name"], values["office"] = values["name"] or "?", values["office"] or "?"
        return values

    def _standing(self) -> list[Candidate | None]:
        found: list[Candidate | None] = []
        for number in range(len(self.candidates)):
            values = self.candidates.values(number)
            is_named = values["member_id"] is not None
            found.append(Candidate(election_id=self._id, position=number, **values) if is_named else None)
        return found


def _too_many(candidate: Candidate, election: Election) -> bool:
    return election.ballots_valid is not None and (candidate.votes or 0) > election.ballots_valid
