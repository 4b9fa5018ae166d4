"""The fields of a member in the groups of the paper form, with all that hangs on him (domain notes §3.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.domain.members import Honour, Member, Policy
from app.domain.national_id import doubts
from app.domain.record import fields_of
from app.errors import FieldError
from ui.theme import Theme
from ui.widgets.fields import ChoiceBox
from ui.widgets.member_consents import consent_lines
from ui.widgets.member_extras import ExtraEditor
from ui.widgets.member_fields import GivenNameButton, NameEdit, national_id_line, phone_line
from ui.widgets.member_rows import honour_rows, office_rows, policy_rows
from ui.widgets.record_form import RecordForm
from ui.widgets.rows_editor import RowsEditor
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.domain.extras import ExtraField
    from app.domain.units import UnitState
    from app.services.member_entry import EntryChoices
    from app.services.members import MemberCard

PERSON, SERVICE, HOI, POLICY, LIFE, OWN, PRIVATE = (
    "I. Nhân thân", "II. Quân ngũ", "III. Hội", "IV. Chính sách", "V. Đời sống", "Mục riêng", "Riêng tư",
)  # fmt: skip
_TITLES = {
    SERVICE: "II. Quân ngũ và Trường Sơn",
    POLICY: "IV. Chính sách và huân, huy chương",
    OWN: "Mục riêng của Hội",
    PRIVATE: "Riêng tư",
}
_FIELDS: dict[str, tuple[str, ...]] = {
    PERSON: ("full_name", "birth", "gender", "phone", "national_id", "hometown", "address", "old_address"),
    SERVICE: (
        "category", "enlisted", "discharged", "rank", "military_post", "service_unit",
        "route_from", "route_to", "route_unit",
    ),
    HOI: ("joined", "card_number", "code"),
    LIFE: ("education", "profession", "hardship", "hardship_note", "note"),
    PRIVATE: (
        "ethnicity", "religion", "party_joined", "party_official", "party_cell", "party_badge", "health",
    ),
}  # fmt: skip
#: What one name of a paper list has in common with the next.
_KEPT = ("category", "hometown")


class MemberForm(RecordForm[Member]):
    """Edits one :class:`Member` with policy groups, honours, offices, the branch's own fields and consents.

    Signals: ``group_entered(str)`` when the keyboard or the scroll bar comes to another group,
    ``edited()`` as every form.
    """

    group_entered = Signal(str)

    def __init__(
        self,
        theme: Theme,
        choices: EntryChoices,
        *,
        latest_year: int,
        card: MemberCard | None = None,
        how_joined: Sequence[tuple[str, str, QWidget]] = (),
        parent: QWidget | None = None,
    ) -> None:
        """``how_joined`` are (name, label, field) that only a new member has: his unit, how he came."""
        super().__init__(Member, (), theme, latest_year=latest_year, parent=parent)
        self.name = NameEdit()
        self._given: Mapping[str, Sequence[str]] = choices.suggestions
        self._year = latest_year
        self._groups_by_words: dict[str, QWidget] = {}
        self._current = PERSON
        self._extras: dict[str, ExtraEditor] = {}
        self._stored_extras: dict[str, str] = {}
        held = {field.id: text for field, text in card.extras} if card else {}
        open_fields = [each for each in choices.fields if not each.sensitive]

        self._begin(PERSON)
        self._begin(SERVICE)
        self._begin(HOI, how_joined)
        self.offices = office_rows(_offered_units(choices.units, card), choices.titles, latest_year, theme)
        self._add_rows("offices", "Chức vụ trong Hội, theo nhiệm kỳ", self.offices)
        self._begin(POLICY)
        self.policies: RowsEditor[Policy] = policy_rows(theme)
        self.honours: RowsEditor[Honour] = honour_rows(latest_year, theme)
        self._add_rows("policies", "Diện chính sách", self.policies)
        self._add_rows("honours", "Huân chương, huy chương, kỷ niệm chương", self.honours)
        self._begin(LIFE)
        if open_fields:
            self._begin(OWN)
            self._add_extras(open_fields, held)
        note = words(
            "Phần này nhạy cảm: chỉ ghi khi hội viên đồng ý. "
            "Danh sách in ra không có các mục này, trừ khi chọn thêm.",
            "soft",
            wrap=True,
        )
        self._begin(PRIVATE, (("privacy", "Lưu ý", note),))
        self._set_apart(self._groups_by_words[PRIVATE])
        self._add_extras([each for each in choices.fields if each.sensitive], held)
        self.consents = consent_lines(theme)
        self.add("consents", "Đồng ý cho Hội dùng dữ liệu cá nhân", self.consents, wide=True)
        self.consents.edited.connect(self.edited)

        self.given = GivenNameButton()
        self.cell("full_name").put_beside_label(self.given)
        QWidget.setTabOrder(self.name, self.given)
        self._editors["given_words"] = self.given
        self.given.edited.connect(self.edited)
        self.name.textChanged.connect(self.given.set_name)
        self.name.tidied.connect(self._on_tidied)
        for name in ("national_id", "birth", "gender"):
            self._editors[name].edited.connect(lambda: self.cell("national_id").set_hint(""))
            self._editors[name].problem.connect(lambda _text: self._doubt())
        self._editors["gender"].edited.connect(self._doubt)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._on_scrolled())
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    # ---------------------------------------------------------------- for the dialog

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups by the words of the index beside the form."""
        return tuple(self._groups_by_words)

    def go_to(self, group: str) -> None:
        """Scroll to a group and put the keyboard into its first field."""
        part = self._groups_by_words[group]
        self.verticalScrollBar().setValue(self._top(part))
        first = next(w for w in _chain(part) if part.isAncestorOf(w) and _takes_keyboard(w))
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._say_group(group)

    def step_group(self, by: int) -> None:
        """Go to the next group (1) or the one before (-1)."""
        place = self.groups.index(self._current) + by
        if 0 <= place < len(self.groups):
            self.go_to(self.groups[place])

    def set_card(self, card: MemberCard) -> None:
        """Show a stored member and all that hangs on him."""
        self.set_record(card.member)
        self.policies.set_records(card.policies)
        self.honours.set_records(card.honours)
        self.offices.set_records(card.offices)
        self.consents.set_records(card.consents)

    def clear_for_next(self) -> None:
        """Empty the form for the next name of a paper list; what such names have in common stays."""
        kept = {name: self._editors[name].value() for name in _KEPT}
        self.set_record(Member(full_name="-", **kept))
        self.name.set_value("")
        for rows in (self.policies, self.honours, self.offices):
            rows.set_records(())
        self.consents.set_records(())
        for editor in self._extras.values():
            editor.set_text("")
        for name in ("full_name", "national_id"):
            self.cell(name).set_hint("")

    def extras(self) -> dict[str, str]:
        """The changed texts of the branch's own fields by id; raises FieldError, naming the field."""
        found = {}
        for number, editor in self._extras.items():
            try:
                text = editor.text()
            except FieldError as problem:
                raise FieldError(number, problem.message) from problem
            if text != self._stored_extras.get(number, ""):
                found[number] = text
        return found

    # ---------------------------------------------------------------- laying out

    def _begin(self, group: str, first: Sequence[tuple[str, str, QWidget]] = ()) -> None:
        self._groups_by_words[group] = self.add_group(_TITLES.get(group, group))
        for name, label, field in first:
            self.add(name, label, field, wide=isinstance(field, QLabel))
            if isinstance(field, ChoiceBox):
                field.edited.connect(self.edited)
        infos = {info.name: info for info in fields_of(Member)}
        for name in _FIELDS.get(group, ()):
            info = infos[name]
            field = self._own_editor(name) or self._editor(info, self._given.get(name, ()))
            self.add(name, info.label, field, wide=info.multiline)
            self._editors[name] = field
            changed: Any = field
            changed.edited.connect(self.edited)

    def _set_apart(self, group: QWidget) -> None:
        group.setObjectName("card")
        group.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, on=True)
        layout, edge = group.layout(), self._theme.px(14)
        if layout is not None:
            layout.setContentsMargins(edge, edge, edge, edge)

    def _own_editor(self, name: str) -> QWidget | None:
        if name == "full_name":
            return self.name
        if name == "phone":
            return phone_line()
        return national_id_line() if name == "national_id" else None

    def _add_rows(self, name: str, label: str, rows: RowsEditor[Any]) -> None:
        self.add(name, label, rows, wide=True)
        rows.edited.connect(self.edited)
        rows.edited.connect(lambda: self._follow(rows))

    def _add_extras(self, fields: Sequence[ExtraField], held: Mapping[str, str]) -> None:
        for field in fields:
            text = held.get(field.id, "")
            editor = ExtraEditor(field, text, latest_year=self._year)
            self._extras[field.id] = editor
            self._stored_extras[field.id] = text
            self.add(field.id, field.name, editor.widget)
            editor.widget.edited.connect(self.edited)

    def _follow(self, rows: QWidget) -> None:
        held = self._inside.focusWidget()
        if rows.isAncestorOf(held):
            self._inside.adjustSize()
            self.ensureWidgetVisible(held, 0, self._theme.px(90))

    # ---------------------------------------------------------------- which group

    def _top(self, part: QWidget) -> int:
        return part.mapTo(self._inside, part.rect().topLeft()).y()

    def _on_focus(self, _old: QWidget | None, focused: QWidget | None) -> None:
        for group, part in self._groups_by_words.items():
            if focused is not None and part.isAncestorOf(focused):
                self._say_group(group)

    def _on_scrolled(self) -> None:
        held = self._inside.focusWidget()
        if self._inside.isAncestorOf(held) and held.hasFocus() and not held.visibleRegion().isEmpty():
            return
        shown = self.verticalScrollBar().value() + self._theme.px(80)
        parts = reversed(self._groups_by_words.items())
        self._say_group(next((group for group, part in parts if self._top(part) <= shown), PERSON))

    def _say_group(self, group: str) -> None:
        if group != self._current:
            self._current = group
            self.group_entered.emit(group)

    # ---------------------------------------------------------------- soft words

    def _on_tidied(self, is_case: bool) -> None:
        self.cell("full_name").set_hint(
            "Đã viết hoa lại. Ctrl+Z ở ô này để giữ như đã gõ." if is_case else ""
        )

    def _doubt(self) -> None:
        try:
            held = {name: self._editors[name].value() for name in ("national_id", "birth", "gender")}
        except FieldError:
            return
        said = doubts(**held)
        hint = f"Xin xem lại: {'; '.join(said)}." if said else ""
        self.cell("national_id").set_hint(hint, "fieldDoubt" if hint else "soft")


def _offered_units(units: Sequence[UnitState], card: MemberCard | None) -> list[tuple[str | None, str]]:
    """The living units, and those that offices of this member were held in."""
    offered: dict[str | None, str] = {None: "Ban Chấp hành Hội"}
    offered |= {unit.unit_id: unit.name for unit in units}
    for office in card.offices if card else ():
        if card is not None and office.unit_id not in offered:
            offered[office.unit_id] = card.tree.name(office.unit_id)
    return list(offered.items())


def _chain(start: QWidget) -> list[QWidget]:
    """The widgets after ``start`` in the order of Tab."""
    found: list[QWidget] = []
    widget = start.nextInFocusChain()
    while widget is not None and widget is not start:
        found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def _takes_keyboard(widget: QWidget) -> bool:
    takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    return takes and widget.isEnabled() and not widget.isHidden() and not isinstance(widget, GivenNameButton)
