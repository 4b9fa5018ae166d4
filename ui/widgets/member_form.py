"""The fields of a member in the groups of the paper form, with policies and honours (domain notes §3.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from app.domain.members import Honour, Member, Policy, PolicyKind
from app.domain.record import fields_of
from ui.theme import Theme
from ui.widgets.fields import ChoiceBox, PartialDateEdit, SuggestBox, TextEdit
from ui.widgets.record_form import RecordForm
from ui.widgets.rows_editor import RowField, RowsEditor
from ui.widgets.words import words

_PERSON = (
    "full_name", "gender", "birth", "national_id", "phone", "address", "old_address", "hometown", "code",
)  # fmt: skip
_SERVICE = (
    "category", "enlisted", "discharged", "rank", "military_post", "service_unit",
    "route_from", "route_to", "route_unit",
)  # fmt: skip
_MEMBERSHIP = ("joined", "card_number", "education", "profession")
_LIFE = ("hardship", "hardship_note", "note")
_SENSITIVE = (
    "ethnicity", "religion", "party_joined", "party_official", "party_cell", "party_badge", "health",
)  # fmt: skip

#: The groups of the form by the words on their links.
GROUPS = ("I. Nhân thân", "II. Quân ngũ", "III. Hội", "IV. Chính sách", "V. Đời sống", "VI. Riêng tư")

HONOURS = (
    "Huân chương Kháng chiến hạng Nhất",
    "Huân chương Kháng chiến hạng Nhì",
    "Huân chương Kháng chiến hạng Ba",
    "Huy chương Kháng chiến hạng Nhất",
    "Huy chương Kháng chiến hạng Nhì",
    "Huân chương Chiến công",
    "Huân chương Chiến sĩ giải phóng",
    "Huy chương Chiến sĩ vẻ vang",
    "Huy chương Quân kỳ quyết thắng",
    "Kỷ niệm chương Chiến sĩ Trường Sơn",
)
_RATES = ("Hạng 1/4", "Hạng 2/4", "Hạng 3/4", "Hạng 4/4", "21%", "31%", "41%", "61%", "81%")


def _policy_choice() -> ChoiceBox:
    box = ChoiceBox([(each, each.label) for each in PolicyKind])
    # The official names are long; the list shows them whole, the line need not.
    box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(14)
    box.view().setMinimumWidth(box.view().sizeHintForColumn(0) + box.fontMetrics().averageCharWidth() * 5)
    return box


class MemberForm(RecordForm[Member]):
    """Edits one :class:`Member`, his policy groups and honours; ``how_joined`` stands first in group III."""

    def __init__(
        self,
        theme: Theme,
        *,
        suggestions: Mapping[str, Sequence[str]],
        latest_year: int,
        how_joined: Sequence[tuple[str, str, QWidget]] = (),
        parent: QWidget | None = None,
    ) -> None:
        """``how_joined`` are (name, label, field) that only a new member has: his unit, how he came."""
        given = {name: tuple(texts) for name, texts in suggestions.items()}
        super().__init__(
            Member,
            (("I. Nhân thân", _PERSON), ("II. Quân ngũ", _SERVICE)),
            theme,
            suggestions=dict(given),
            latest_year=latest_year,
            parent=parent,
        )
        self._given = given
        self.anchors: dict[str, QWidget] = {
            "I. Nhân thân": self.cell("full_name"),
            "II. Quân ngũ": self.cell("category"),
        }
        self.add_group("III. Hội")
        for name, label, field in how_joined:
            self.add(name, label, field)
            if isinstance(field, ChoiceBox):
                field.edited.connect(self.edited)
        self._add_fields("III. Hội", _MEMBERSHIP)
        self.policies = RowsEditor(
            Policy,
            (
                RowField("kind", "Diện", _policy_choice, 3),
                RowField("rate", "Tỷ lệ, hạng", lambda: SuggestBox(_RATES), 1),
                RowField("note", "Ghi chú", TextEdit, 2),
            ),
            "Thêm diện chính sách",
            theme,
        )
        self.honours = RowsEditor(
            Honour,
            (
                RowField("name", "Tên", lambda: SuggestBox(HONOURS), 3),
                RowField("received", "Năm nhận", lambda: PartialDateEdit(latest_year=latest_year), 1),
                RowField("decision", "Số quyết định", TextEdit, 1),
            ),
            "Thêm huân, huy chương",
            theme,
        )
        self.add_group("IV. Chính sách, khen thưởng của Nhà nước")
        self.add("policies", "Diện chính sách", self.policies, wide=True)
        self.add("honours", "Huân chương, huy chương, kỷ niệm chương", self.honours, wide=True)
        self.anchors["IV. Chính sách"] = self.cell("policies")
        for rows in (self.policies, self.honours):
            rows.edited.connect(self.edited)
            rows.edited.connect(lambda rows=rows: self._follow(rows))
        self.add_group("V. Đời sống")
        self._add_fields("V. Đời sống", _LIFE)
        self.add_group("VI. Thông tin riêng tư")
        note = words(
            "Phần này nhạy cảm: chỉ ghi khi hội viên đồng ý. "
            "Danh sách in ra không có các mục này, trừ khi chọn thêm.",
            "soft",
            wrap=True,
        )
        self.add("privacy", "Lưu ý", note, wide=True)
        self._add_fields("VI. Riêng tư", _SENSITIVE)

    def _add_fields(self, anchor: str, names: Sequence[str]) -> None:
        infos = {info.name: info for info in fields_of(Member)}
        for name in names:
            info = infos[name]
            field = self._editor(info, self._given.get(name, ()))
            self.anchors.setdefault(anchor, self.add(name, info.label, field, wide=info.multiline))
            self._editors[name] = field
            changed = getattr(field, "edited", None)
            if changed is not None:
                changed.connect(self.edited)

    def go_to(self, group: str) -> None:
        """Scroll to a group and put the keyboard into its first field."""
        anchor = self.anchors[group]
        top = anchor.mapTo(self._inside, anchor.rect().topLeft()).y()
        self.verticalScrollBar().setValue(max(0, top - self._theme.px(60)))
        field = getattr(anchor, "field", anchor)
        (field.add_button if isinstance(field, RowsEditor) else field).setFocus()

    def _follow(self, rows: QWidget) -> None:
        held = self._inside.focusWidget()
        if rows.isAncestorOf(held):
            self._inside.adjustSize()
            self.ensureWidgetVisible(held, 0, self._theme.px(90))
