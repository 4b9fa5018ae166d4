"""Everything that can be said of the chosen boxes: words, place, type, what stands under them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from app.services.layouts import FIELDS_BY_KEY, Box, Layout, Rule, Style
from ui.designer.editing import change_boxes
from ui.designer.editors import ColourBox, Number, Pane, font_choice, narrow_choice
from ui.designer.geometry import Frame, frames, place
from ui.designer.model import Design
from ui.messages import Messages
from ui.theme import Theme
from ui.widgets.fields import LongTextEdit, TextEdit, TickBox

_FIXED = ""
_ALIGNS = [("left", "Sát trái"), ("center", "Ở giữa"), ("right", "Sát phải")]
_VALIGNS = [("top", "Sát trên"), ("middle", "Ở giữa"), ("bottom", "Sát dưới")]
_PLACES = ("x", "y", "width", "height")
_WHAT = frozenset({"text", "prefix"})
_RULE = Rule(gap=1.5, width=0.6)


class BoxPane(Pane):
    """Changes the chosen boxes; what concerns only one (place, words) is off while several are chosen."""

    def __init__(
        self, design: Design, theme: Theme, messages: Messages, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._design = design
        self.add_group("Ghi gì")
        fields = [(key, field.label) for key, field in FIELDS_BY_KEY.items()]
        self.add("field", "Lấy từ sổ", narrow_choice([*fields, (_FIXED, "Chữ cố định")], self), wide=True)
        text = LongTextEdit(self)
        text.setMinimumHeight(text.fontMetrics().lineSpacing() * 2 + theme.px(18))
        text.setMaximumHeight(text.minimumHeight())
        self.add("text", "Chữ cố định", text, wide=True)
        self.add("prefix", "Chữ đứng trước", TextEdit(parent=self), wide=True)
        self.add_group("Chỗ trên giấy")
        for path, label in zip(_PLACES, ("Cách trái", "Cách trên", "Rộng", "Cao"), strict=True):
            self.add(path, label, Number(0, 1500, unit=" mm", parent=self))
        self.add("align", "Theo chiều ngang", narrow_choice(_ALIGNS, self))
        self.add("valign", "Theo chiều dọc", narrow_choice(_VALIGNS, self))
        self._add_style("style", "Kiểu chữ", messages)
        self.add("style.line_spacing", "Giãn dòng", Number(0.7, 4, step=0.05, decimals=2, parent=self))
        self.add("style.tracking", "Giãn chữ", Number(-100, 1000, step=5, decimals=0, parent=self))
        self.add_group("Khi in")
        self.add("overlay", "", TickBox("In lên phôi", self))
        self.add("required", "", TickBox("Phải có chữ", self))
        self.add_group("Gạch dưới chữ")
        self.add("rule", "", TickBox("Có gạch dưới", self), wide=True)
        self.add("rule.gap", "Cách chữ", Number(0, 50, step=0.1, unit=" mm", parent=self))
        self.add("rule.width", "Nét", Number(0.25, 10, step=0.1, decimals=2, unit=" pt", parent=self))
        self.add(
            "rule.length",
            "Dài so với chữ",
            Number(0.05, 1, step=5, decimals=0, unit=" %", times=100, parent=self),
        )
        self.add("rule.colour", "Màu", ColourBox(messages, self))
        self._add_alternative(messages)
        self.add_group("Nối theo ô khác")
        self.add("follows", "Đứng ngay dưới", narrow_choice([], self), wide=True)
        self.add("gap", "Cách dòng trên", Number(0, 200, unit=" mm", parent=self))
        self.edited.connect(self._apply)

    def _add_style(self, part: str, title: str, messages: Messages) -> None:
        self.add_group(title)
        self._add_style_fields(part, messages)

    def _add_style_fields(self, part: str, messages: Messages) -> None:
        self.add(f"{part}.font", "Phông chữ", font_choice(self), wide=True)
        self.add(f"{part}.size", "Cỡ chữ", Number(4, 400, unit=" pt", parent=self))
        self.add(f"{part}.min_size", "Nhỏ nhất", Number(4, 400, unit=" pt", parent=self))
        self.add(f"{part}.colour", "Màu", ColourBox(messages, self))
        self.add(
            f"{part}.max_lines", "Nhiều nhất", Number(1, 20, step=1, decimals=0, unit=" dòng", parent=self)
        )
        self.add(f"{part}.case", "", TickBox("Viết hoa hết", self), wide=True)

    def _add_alternative(self, messages: Messages) -> None:
        self.add_group("Khi chữ dài quá một dòng")
        self.add("alternative", "", TickBox("Dùng kiểu chữ khác", self), wide=True)
        self._add_style_fields("alternative", messages)

    # ---------------------------------------------------------------- showing

    def show_design(self) -> None:
        """Show the chosen boxes; of several the first, and what they can share."""
        boxes = self._design.boxes()
        if not boxes:
            return
        box, is_single = boxes[0], len(boxes) == 1
        before = [b for b in self._before(box) if b.key != box.key]
        self.editor("follows").set_choices([("", "Không nối"), *((b.key, b.label) for b in before)])
        self.show_values(_values(box, is_single=is_single))
        shown = {"text"} if not box.field else {"prefix"}
        self.show_only(frozenset(shown), of=_WHAT)
        for part, held in (("rule", box.rule), ("alternative", box.alternative)):
            paths = frozenset(path for path in self._cells if path.startswith(f"{part}."))
            self.show_only(paths if held is not None else frozenset(), of=paths)

    def _before(self, box: Box) -> tuple[Box, ...]:
        boxes = self._design.layout.boxes
        return boxes[: [each.key for each in boxes].index(box.key)]

    # ---------------------------------------------------------------- changing

    def _apply(self, path: str, value: Any) -> None:
        design, boxes = self._design, self._design.boxes()
        if not boxes:
            return
        if path == "text" and not value:
            self.cell("text").say("Hãy gõ chữ, hoặc xóa ô này.")
            return
        layout = self._changed(design.layout, boxes, path, value)
        design.do("Sửa ô", layout, merge=f"edit {path} {' '.join(design.chosen)}")

    def _changed(self, layout: Layout, boxes: tuple[Box, ...], path: str, value: Any) -> Layout:
        names = [f"box:{box.key}" for box in boxes]
        if path in _PLACES:
            frame: Frame = frames(layout)[names[0]]
            return place(layout, names[0], dataclasses.replace(frame, **{path: value}))
        return change_boxes(layout, names, _meaning(boxes[0], path, value))


def _meaning(box: Box, path: str, value: Any) -> dict[str, Any]:
    """What an editor's value sets."""
    if path == "field":
        if value:
            return {"field": value, "text": "", "label": FIELDS_BY_KEY[value].label}
        return {"field": "", "text": FIELDS_BY_KEY[box.field].sample, "prefix": "", "label": "Chữ cố định"}
    if path == "rule":
        return {"rule": dataclasses.replace(_RULE, colour=box.style.colour) if value else None}
    if path == "alternative":
        return {"alternative": _second(box.style) if value else None}
    if path.endswith(".case"):
        return {path: "upper" if value else "none"}
    if path.endswith(".max_lines"):
        return {path: int(value)}
    return {path: value}


def _second(style: Style) -> Style:
    """A second style to begin with: the same, smaller and on two lines."""
    return dataclasses.replace(style, size=max(style.size - 4, style.min_size), max_lines=2, valign="middle")


def _values(box: Box, *, is_single: bool) -> Mapping[str, object]:
    values: dict[str, object] = {
        "align": box.align, "valign": box.valign, "overlay": box.overlay, "required": box.required,
        "rule": box.rule is not None, "alternative": box.alternative is not None,
        **_style_values("style", box.style),
    }  # fmt: skip
    values |= {
        "style.line_spacing": box.style.line_spacing,
        "style.tracking": box.style.tracking,
    }
    if box.alternative is not None:
        values |= _style_values("alternative", box.alternative)
    if box.rule is not None:
        values |= {f"rule.{name}": getattr(box.rule, name) for name in ("gap", "width", "length", "colour")}
    if is_single:
        values |= {path: getattr(box, path) for path in (*_PLACES, "field", "follows", "gap")}
        values |= {"text": box.text} if not box.field else {"prefix": box.prefix}
    return values


def _style_values(part: str, style: Style) -> dict[str, object]:
    names = ("font", "size", "min_size", "colour", "max_lines")
    return {f"{part}.{name}": getattr(style, name) for name in names} | {
        f"{part}.case": style.case == "upper"
    }
