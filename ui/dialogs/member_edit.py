"""Enter or change a member: the paper form's groups, quick from the keyboard, with a word about namesakes."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.domain.members import Honour, Member, Policy
from app.domain.record import new_id
from app.domain.status import StatusKind
from app.errors import FieldError
from app.services.member_entry import EntryChoices, MemberEntry
from app.vietnamese.names import proper_case
from ui.icons import put_icon
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.fields import ChoiceBox
from ui.widgets.member_form import GROUPS, MemberForm
from ui.widgets.member_picker import member_hint
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.members import MemberRow

#: How long after the last key namesakes are looked for (milliseconds).
_LOOKS_AFTER = 350


class MemberEditDialog(EditDialog):
    """Edits one member; :meth:`result_value` is a :class:`MemberEntry`."""

    def __init__(
        self,
        context: Context,
        choices: EntryChoices,
        member: Member | None,
        parent: QWidget | None = None,
        *,
        policies: tuple[Policy, ...] = (),
        honours: tuple[Honour, ...] = (),
        unit_id: str | None = None,
    ) -> None:
        """``member`` is changed, or ``None`` for a new one, whose unit is first taken to be ``unit_id``."""
        title = f"Sửa: {member.full_name}" if member else "Thêm hội viên"
        super().__init__(title, "Lưu", context.theme, context.messages, parent)
        self._context = context
        self._member = member
        self._id = member.id if member else new_id()
        self.unit = ChoiceBox([(None, "Chưa xếp"), *((u.unit_id, u.name) for u in choices.units)])
        self.kind = ChoiceBox(
            [(each, each.label) for each in (StatusKind.ADMITTED, StatusKind.TRANSFERRED_IN)]
        )
        self.unit.set_value(unit_id)
        new_only = (("unit_id", "Chi hội", self.unit), ("kind", "Vào Hội bằng cách", self.kind))
        self.form = MemberForm(
            context.theme,
            suggestions=choices.suggestions,
            latest_year=context.services.today().year,
            how_joined=() if member else new_only,
            parent=self,
        )
        self.duplicates = words("", "fieldError", self, wrap=True)
        self.duplicates.hide()
        self.body.addLayout(self._links())
        self.body.addWidget(self.duplicates)
        self.body.addWidget(self.form, 1)
        if member is not None:
            self.form.set_record(member)
        else:
            self.next_button = QPushButton("Lưu và thêm tiếp", self)
            self.next_button.setAutoDefault(False)
            self.next_button.setToolTip("Lưu rồi mở mẫu trống cho người sau (Ctrl+Shift+S)")
            put_icon(self.next_button, "add")
            self.next_button.clicked.connect(self.save_and_go_on)
            self.button_row.insertWidget(self.button_row.count() - 1, self.next_button)
            QShortcut(QKeySequence("Ctrl+Shift+S"), self, self.save_and_go_on)
        self.form.policies.set_records(policies)
        self.form.honours.set_records(honours)
        self.form.edited.connect(self.mark_edited)
        self._timer = QTimer(self, singleShot=True, interval=_LOOKS_AFTER)
        self._timer.timeout.connect(self.look_for_duplicates)
        for name in ("full_name", "birth", "national_id", "phone"):
            self.form.fields[name].edited.connect(self._timer.start)  # type: ignore[attr-defined]
        self.form.fields["full_name"].setFocus()
        room = self.screen().availableGeometry()
        self.resize(
            min(context.theme.px(900), room.width() - 40), min(context.theme.px(720), room.height() - 60)
        )

    def result_value(self) -> MemberEntry | None:
        """The member with policy groups and honours; ``None`` when something is wrong."""
        if self._member is not None:
            member = self.form.result_value(self._member)
        else:
            member = self.form.new_value(id=self._id)
        if member is None:
            return None
        if member.full_name.islower() or member.full_name.isupper():
            member = dataclasses.replace(member, full_name=proper_case(member.full_name))
        try:
            policies = self.form.policies.records(member_id=member.id)
            honours = self.form.honours.records(member_id=member.id)
        except FieldError:
            return None
        return MemberEntry(member, policies, honours, self.unit.value(), self.kind.value())

    def show_field_error(self, problem: FieldError) -> bool:
        """Put an error under its field; a wrong day of admission stands at the day of joining."""
        if problem.field == "on":
            problem = FieldError("joined", problem.message)
        return self.form.show_error(problem)

    def save_and_go_on(self) -> None:
        """Save, then show an empty form for the next member of the same unit."""
        if self._save is None or not self.save_button.isEnabled():
            return
        self._say("")
        value = self.result_value()
        if value is not None:
            self.save_button.setEnabled(False)
            self._save(value, self._begin_next, self.show_problem)

    def _begin_next(self) -> None:
        self.save_button.setEnabled(True)
        self._is_edited = False
        self._id = new_id()
        self.form.set_record(Member(full_name="-"))
        self.form.fields["full_name"].set_value("")  # type: ignore[attr-defined]
        self.form.policies.set_records(())
        self.form.honours.set_records(())
        self.duplicates.hide()
        self.form.go_to(GROUPS[0])

    # ---------------------------------------------------------------- namesakes

    def look_for_duplicates(self) -> None:
        """Say who in the register may be the same person."""
        try:
            held = self.form.values()
            wanted = Member(
                id=self._id,
                full_name=held["full_name"] or "-",
                birth=held["birth"],
                national_id=held["national_id"],
                phone=held["phone"],
            )
        except FieldError:
            return
        services = self._context.services

        def work() -> tuple[MemberRow, ...]:
            from app.services import members

            return members.possible_duplicates(services.register, wanted, today=services.today())

        self._context.ask(work, self._show_duplicates)

    def _show_duplicates(self, rows: tuple[MemberRow, ...]) -> None:
        named = "; ".join(f"{row.full_name} ({member_hint(row) or row.code})" for row in rows[:3])
        more = f" và {len(rows) - 3} người nữa" if len(rows) > 3 else ""
        self.duplicates.setText(f"Có thể đã có trong sổ: {named}{more}.")
        self.duplicates.setVisible(bool(rows))

    def _links(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.theme.px(2))
        for number, group in enumerate(GROUPS, start=1):
            link = QPushButton(group, self)
            link.setProperty("link", True)
            link.setAutoDefault(False)
            link.setToolTip(f"Tới phần {group} (Alt+{number})")
            link.setShortcut(QKeySequence(f"Alt+{number}"))
            link.clicked.connect(lambda _checked=False, group=group: self.form.go_to(group))
            row.addWidget(link)
        row.addStretch(1)
        return row
