"""Enter or change a member: the paper form's groups, quick from the keyboard, with a word about namesakes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QCheckBox, QPushButton, QWidget

from app.domain.members import Consent, Member
from app.domain.record import new_id
from app.domain.status import StatusKind
from app.errors import FieldError
from app.services.member_entry import EntryChoices, MemberEntry
from ui.dialogs.consent import ConsentDialog
from ui.icons import put_icon
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.enter_key import is_enter
from ui.widgets.fields import ChoiceBox
from ui.widgets.member_form import MemberForm
from ui.widgets.member_index import GroupIndex
from ui.widgets.member_likeness import LikenessNotice

if TYPE_CHECKING:
    from app.services.duplicates import Likeness
    from app.services.members import MemberCard

#: How long after the last key namesakes are looked for (milliseconds).
_LOOKS_AFTER = 400
#: Narrower than this (pixels at 100 %) the groups stand above the form, not beside it.
_BESIDE_FROM = 760


class MemberEditDialog(EditDialog):
    """Edits one member; :meth:`result_value` is a :class:`MemberEntry`.

    Enter goes to the next field, Ctrl+S saves, Alt+1…7 and Ctrl+PgUp/PgDn go between the groups; for a new
    member Ctrl+Shift+S saves and shows an empty form for the next one.
    """

    def __init__(
        self,
        context: Context,
        choices: EntryChoices,
        card: MemberCard | None,
        parent: QWidget | None = None,
        *,
        unit_id: str | None = None,
    ) -> None:
        """``card`` is changed, or ``None`` for a new member, whose unit is first taken to be ``unit_id``."""
        self._member = card.member if card else None
        title = f"Sửa: {card.member.full_name}" if card else "Thêm hội viên"
        super().__init__(title, "Lưu", context.theme, context.messages, parent)
        self._context = context
        self._id = self._member.id if self._member else new_id()
        self._asked = 0
        self.unit = ChoiceBox([(None, "Chưa xếp"), *((u.unit_id, u.name) for u in choices.units)])
        self.kind = ChoiceBox(
            [(each, each.label) for each in (StatusKind.ADMITTED, StatusKind.TRANSFERRED_IN)]
        )
        self.unit.set_value(unit_id)
        new_only = (("unit_id", "Chi hội", self.unit), ("kind", "Vào Hội bằng cách", self.kind))
        self.form = MemberForm(
            context.theme,
            choices,
            latest_year=context.services.today().year,
            card=card,
            how_joined=() if card else new_only,
            parent=self,
        )
        self.index = GroupIndex(self.form.groups, context.theme, self)
        self.index.chosen.connect(self.form.go_to)
        self.form.group_entered.connect(self.index.set_current)
        self.likeness = LikenessNotice(context.theme, self)
        self.likeness.opened.connect(self._open_like)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(context.theme.px(14))
        self._halves.addWidget(self.index)
        self._halves.addWidget(self.form, 1)
        self.body.addWidget(self.likeness)
        self.body.addLayout(self._halves, 1)
        if card is not None:
            self.form.set_card(card)
        else:
            self._offer_next()
        self.form.edited.connect(self.mark_edited)
        self.form.consents.opened.connect(self._open_consent)
        self._timer = QTimer(self, singleShot=True, interval=_LOOKS_AFTER)
        self._timer.timeout.connect(self.look_for_duplicates)
        for name in ("full_name", "birth", "national_id", "phone"):
            self.form.fields[name].edited.connect(self._timer.start)  # type: ignore[attr-defined]
        for keys, by in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self, lambda by=by: self.form.step_group(by))
        self.form.name.setFocus()
        self.take_size(1040, 760)

    def _offer_next(self) -> None:
        self.next_button = QPushButton("Lưu và thêm người nữa", self)
        self.next_button.setAutoDefault(False)
        self.next_button.setToolTip(
            "Lưu rồi mở mẫu trống; chi hội, đối tượng và quê quán giữ như vừa chọn (Ctrl+Shift+S)"
        )
        put_icon(self.next_button, "add")
        self.next_button.clicked.connect(self.save_and_go_on)
        self.button_row.insertWidget(self.button_row.count() - 1, self.next_button)
        QShortcut(QKeySequence("Ctrl+Shift+S"), self, self.save_and_go_on)

    # ---------------------------------------------------------------- saving

    def result_value(self) -> MemberEntry | None:
        """The member with all that hangs on him; ``None`` when something is wrong and said at its place."""
        if self._member is not None:
            member = self.form.result_value(self._member)
        else:
            member = self.form.new_value(id=self._id)
        if member is None:
            return None
        try:
            policies = self.form.policies.records(member_id=member.id)
            honours = self.form.honours.records(member_id=member.id)
            offices = self.form.offices.records(member_id=member.id)
        except FieldError:  # said under its row
            return None
        extras = self.form.value_or_told(self.form.extras)
        if extras is None:
            return None
        return MemberEntry(
            member,
            policies,
            honours,
            self.unit.value(),
            self.kind.value(),
            offices=offices,
            extras=extras,
            consents=self.form.consents.records(),
        )

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
            name = value.member.full_name
            self._save(value, lambda: self._begin_next(name), self.show_problem)

    def _begin_next(self, saved: str) -> None:
        self.save_button.setEnabled(True)
        self._id = new_id()
        self.form.clear_for_next()
        self._is_edited = False
        self.likeness.show_found(())
        self.lead.setText(f"Đã lưu {saved}. Mời nhập người tiếp theo.")
        self.lead.show()
        self.form.go_to(self.form.groups[0])

    # ---------------------------------------------------------------- keyboard and room

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = self.focusWidget()
        if is_enter(event) and self.form.isAncestorOf(held) and _is_field(held):
            event.accept()
            self._go_to_next_field()
            return
        super().keyPressEvent(event)

    def _go_to_next_field(self) -> None:
        """Enter passes over buttons, which would add row after row; behind the last field is Lưu."""
        for _ in range(500):  # a bound: the chain is a ring
            self.focusNextPrevChild(True)
            held = self.focusWidget()
            if not self.form.isAncestorOf(held):
                self.save_button.setFocus()
                return
            if _is_field(held):
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < self.theme.px(_BESIDE_FROM)
        directions = QBoxLayout.Direction
        self._halves.setDirection(directions.TopToBottom if is_narrow else directions.LeftToRight)
        self.index.set_short(is_narrow)

    # ---------------------------------------------------------------- consents

    def _open_consent(self, consent: Consent | None) -> None:
        dialog = ConsentDialog(self._context, self._id, consent, self)

        def keep(value: Consent, done: Callable[[], None], _failed: object) -> None:
            self.form.consents.put(value)
            done()

        dialog.on_save(keep)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # ---------------------------------------------------------------- namesakes

    def look_for_duplicates(self) -> None:
        """Say who in the register may be the same person."""
        try:
            held = self.form.values()
            wanted = Member(
                id=self._id,
                full_name=held["full_name"] or "-",
                given_words=held["given_words"] if held["full_name"] else 1,
                birth=held["birth"],
                national_id=held["national_id"],
                phone=held["phone"],
            )
        except FieldError:
            return  # half typed: what is wrong will be said when the field is left
        self._asked += 1
        asked, services = self._asked, self._context.services

        def work() -> tuple[Likeness, ...]:
            from app.services import duplicates

            return duplicates.possible_duplicates(services.register, wanted, today=services.today())

        def after(found: tuple[Likeness, ...]) -> None:
            if asked == self._asked:  # an answer to what was typed before says nothing now
                self.likeness.show_found(found)

        self._context.ask(work, after, to=self)

    def _open_like(self, member_id: str) -> None:
        self.reject()
        if not self.isVisible():
            self._context.navigator.open_record("members", member_id)


def _is_field(widget: QWidget) -> bool:
    return not isinstance(widget, QAbstractButton) or isinstance(widget, QCheckBox)
