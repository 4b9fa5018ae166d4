"""What can be chosen of a paper of members: which kind, how it looks, what of a person it tells."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QWidget

from ui.memory import Memory
from ui.theme import Theme
from ui.widgets.fields import ChoiceBox, TextEdit, TickBox
from ui.widgets.form import Form

if TYPE_CHECKING:
    from app.services.member_papers import PaperOrder

_REMEMBERED = "print_list"
_SHAPES = (
    ("auto", "Tự chọn (khổ A4)"),
    ("a4_portrait", "A4 dọc"),
    ("a4_landscape", "A4 ngang"),
    ("a3_landscape", "A3 ngang"),
)


class PaperChoices(Form):
    """A form whose value is an order of a paper; shows only what concerns the chosen kind.

    Signal ``changed()``: something else was chosen.
    """

    changed = Signal()

    def __init__(
        self, order: PaperOrder, theme: Theme, memory: Memory, parent: QWidget | None = None
    ) -> None:
        """``order`` says whom it is about; of single members there are sheets and labels."""
        from app.services.member_papers import PaperKind

        super().__init__(theme, parent)
        self._order = order
        self._memory = memory
        single = (PaperKind.SHEETS, PaperKind.LABELS)
        self._kinds = single if order.ids else tuple(PaperKind)
        self._make_fields()
        self._recall()
        self._show_fields()

    def begin(self) -> None:
        """Put the keyboard into the first field."""
        self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_fields(self) -> None:
        from app.services.label_papers import LABEL_SHEETS, LabelKind, Salutation
        from app.services.member_papers import PaperKind

        shown = {PaperKind.LIST: "Danh sách đang hiện"}
        self.kind = ChoiceBox([(kind, shown.get(kind, kind.label)) for kind in self._kinds])
        self.kind.set_value(self._kinds[0])
        self.title = TextEdit()
        self.title.setMaxLength(200)
        self.title.setPlaceholderText("theo loại giấy tờ")
        self.title.set_value(self._order.title)
        self.shape = ChoiceBox(_SHAPES)
        self.shape.set_value("auto")
        self.by_unit = TickBox("Xếp theo từng chi hội")
        self.full_numbers = TickBox("In đủ các chữ số")
        self.sensitive = TickBox("In cả dữ liệu nhạy cảm")
        self.label_kind = ChoiceBox([(kind, kind.label) for kind in LabelKind])
        self.label_kind.set_value(LabelKind.ADDRESS)
        self.label_sheet = ChoiceBox([(each.key, each.title) for each in LABEL_SHEETS.values()])
        self.label_sheet.set_value("3x8")
        self.salutation = ChoiceBox([(each, each.label) for each in Salutation])
        self.salutation.set_value(Salutation.BY_SEX)
        self.start = QSpinBox()
        self.start.setRange(1, 24)
        self.dx, self.dy = self._knob(), self._knob()
        self.cut_marks = TickBox("In dấu cắt")
        self.add("kind", "In gì", self.kind)
        self.add("title", "Tên trên giấy", self.title)
        self.add("shape", "Khổ giấy", self.shape)
        self.add("by_unit", "Xếp theo từng chi hội", self.by_unit)
        self.add(
            "full_numbers",
            "In đủ số",
            self.full_numbers,
            hint="Điện thoại, căn cước, số thẻ: bình thường che quãng giữa.",
        )
        self.add(
            "sensitive",
            "In cả dữ liệu nhạy cảm",
            self.sensitive,
            hint="Dân tộc, tôn giáo, Đảng, sức khỏe. Chân trang sẽ ghi rõ.",
        )
        self.add("label_kind", "Nhãn để làm gì", self.label_kind)
        self.add("label_sheet", "Tờ nhãn, phong bì", self.label_sheet)
        self.add(
            "start", "Bắt đầu từ nhãn thứ", self.start, hint="Tờ đã dùng dở: đếm từ trái sang, từ trên xuống."
        )
        self.add("salutation", "Xưng hô", self.salutation)
        self.add("dx", "Lệch sang phải", self.dx)
        self.add("dy", "Lệch xuống dưới", self.dy)
        self.add("cut_marks", "In dấu cắt", self.cut_marks)
        for box in (self.kind, self.shape, self.label_kind, self.label_sheet, self.salutation):
            box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
        for field in self.fields.values():
            changed = getattr(field, "edited", None) or getattr(field, "valueChanged")  # noqa: B009
            changed.connect(lambda *_: self._on_changed())

    def _knob(self) -> QDoubleSpinBox:
        knob = QDoubleSpinBox()
        knob.setRange(-20, 20)
        knob.setSingleStep(0.5)
        knob.setDecimals(1)
        knob.setSuffix(" mm")
        return knob

    def _show_fields(self) -> None:
        """Show what concerns the chosen kind of paper."""
        from app.services.label_papers import LABEL_SHEETS
        from app.services.member_papers import PaperKind

        kind = self.kind.value()
        is_label = kind is PaperKind.LABELS
        concerned = {
            "kind": len(self._kinds) > 1,
            "title": kind.is_table,
            "shape": kind.is_table,
            "by_unit": kind in (PaperKind.SUMMARY, PaperKind.SIGNING),
            "full_numbers": kind in (PaperKind.LIST, PaperKind.SHEETS),
            "sensitive": kind in (PaperKind.LIST, PaperKind.SUMMARY, PaperKind.SHEETS),
        }
        for name in self.fields:
            self.cell(name).setVisible(concerned.get(name, is_label))
        sheet = LABEL_SHEETS[self.label_sheet.value()]
        self.start.setMaximum(sheet.per_page)
        self.cell("start").setVisible(is_label and sheet.per_page > 1)

    def _on_changed(self) -> None:
        self._show_fields()
        self.changed.emit()

    # ---------------------------------------------------------------- what was chosen

    def order(self) -> PaperOrder:
        """What is to be printed, as chosen now."""
        from app.services.label_papers import LabelChoice
        from app.services.member_papers import PageShape

        return dataclasses.replace(
            self._order,
            kind=self.kind.value(),
            title=self.title.value(),
            shape=PageShape(self.shape.value()),
            by_unit=self.by_unit.value(),
            full_numbers=self.full_numbers.value(),
            sensitive=self.sensitive.value(),
            labels=LabelChoice(
                self.label_kind.value(),
                self.label_sheet.value(),
                self.start.value(),
                self.salutation.value(),
                round(self.dx.value(), 1),
                round(self.dy.value(), 1),
                self.cut_marks.value(),
            ),
        )

    #: What is remembered of the last time; never the person, the title, the sensitive data or the used sheet.
    _KEPT = ("kind", "shape", "by_unit", "label_kind", "label_sheet", "salutation", "cut_marks")

    def remember(self) -> None:
        """Keep what was chosen for the next time."""
        held = {name: self.fields[name].value() for name in self._KEPT}  # type: ignore[attr-defined]
        held |= {"dx": self.dx.value(), "dy": self.dy.value()}
        if self._order.ids:  # the kind was not chosen
            held["kind"] = self._recalled().get("kind")
        self._memory.put(_REMEMBERED, json.dumps(held))

    def _recalled(self) -> dict[str, Any]:
        try:
            held = json.loads(self._memory.get(_REMEMBERED) or "{}")
        except ValueError:
            return {}
        return held if isinstance(held, dict) else {}

    def _recall(self) -> None:
        held = self._recalled()
        for name in self._KEPT:
            field: Any = self.fields[name]
            if isinstance(field, TickBox):
                field.set_value(held.get(name) is True)
            elif name in held and not (name == "kind" and self._order.ids):
                before = field.value()
                field.set_value(held[name])
                if field.value() is None:
                    field.set_value(before)
        for name in ("dx", "dy"):
            if isinstance(held.get(name), int | float):
                getattr(self, name).setValue(held[name])
