"""Beside the page: the values of what is chosen, or of the page itself when nothing is."""

from __future__ import annotations

import dataclasses
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.services.layouts import ART_NAMES
from ui.designer.box_pane import BoxPane
from ui.designer.editing import set_page
from ui.designer.editors import ColourBox, Number, Pane, narrow_choice
from ui.designer.geometry import Frame, frames, place
from ui.designer.model import Design
from ui.designer.words import ART_WORDS
from ui.messages import Messages
from ui.theme import Theme
from ui.widgets.fields import TextEdit
from ui.widgets.words import words

#: Sizes of paper in mm, with their words; the free one is what none of them is.
SIZES = (
    ((297.0, 210.0), "A4 ngang"), ((210.0, 297.0), "A4 dọc"), ((420.0, 297.0), "A3 ngang"),
    ((297.0, 420.0), "A3 dọc"), ((360.0, 270.0), "36 × 27 cm"), ((210.0, 148.0), "A5 ngang"),
)  # fmt: skip
_FREE = None
_ENDS = ("x1", "y1", "x2", "y2")
_PLACES = ("x", "y", "width", "height")


def size_choices() -> list[tuple[Any, str]]:
    """The sizes of paper, and the free one."""
    return [*SIZES, (_FREE, "Khổ khác")]


def known_size(width: float, height: float) -> tuple[float, float] | None:
    """The size of paper this is, None for a free one."""
    return next((size for size, _ in SIZES if size == (width, height)), _FREE)


class PagePane(Pane):
    """Title, size and border of the layout."""

    def __init__(self, design: Design, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._design = design
        self.add_group("Cả tờ giấy")
        self.add("title", "Tên mẫu", TextEdit(parent=self), wide=True)
        self.add("size", "Khổ giấy", narrow_choice(size_choices(), self), wide=True)
        self.add("width", "Rộng", Number(50, 1500, unit=" mm", parent=self))
        self.add("height", "Cao", Number(50, 1500, unit=" mm", parent=self))
        art = [(name, ART_WORDS.get(name, name)) for name in ("", *ART_NAMES)]
        self.add("art", "Khung trang trí", narrow_choice(art, self), wide=True)
        self.add_part(
            words("Bấm vào một ô trên trang, hoặc chọn trong danh sách, để sửa ô đó.", "soft", wrap=True)
        )
        self.edited.connect(self._apply)

    def show_design(self) -> None:
        """Show the page as it is."""
        layout = self._design.layout
        self.show_values(
            {
                "title": layout.title, "width": layout.width, "height": layout.height, "art": layout.art,
                "size": known_size(layout.width, layout.height),
            }
        )  # fmt: skip

    def _apply(self, path: str, value: Any) -> None:
        layout = self._design.layout
        if path == "size":
            if value is _FREE:
                self.editor("width").setFocus()
                return
            changed = set_page(layout, *value)
        elif path in ("width", "height"):
            sides = {"width": layout.width, "height": layout.height} | {path: value}
            changed = set_page(layout, sides["width"], sides["height"])
        else:
            changed = dataclasses.replace(layout, **{path: value})
        self._design.do("Sửa tờ giấy", changed, merge=f"page {path}")


class LinePane(Pane):
    """Ends, width and colour of a line."""

    def __init__(
        self, design: Design, theme: Theme, messages: Messages, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._design = design
        self.add_group("Đường kẻ")
        labels = ("Đầu: cách trái", "Đầu: cách trên", "Cuối: cách trái", "Cuối: cách trên")
        for path, label in zip(_ENDS, labels, strict=True):
            self.add(path, label, Number(0, 1500, unit=" mm", parent=self))
        self.add("width", "Nét", Number(0.25, 30, step=0.1, decimals=2, unit=" pt", parent=self))
        self.add("colour", "Màu", ColourBox(messages, self))
        self.edited.connect(self._apply)

    def show_design(self) -> None:
        """Show the chosen line."""
        line = self._design.layout.lines[_number(self._design)]
        self.show_values({path: getattr(line, path) for path in (*_ENDS, "width", "colour")})

    def _apply(self, path: str, value: Any) -> None:
        layout, number = self._design.layout, _number(self._design)
        if path in _ENDS:
            value = min(value, layout.width if path.startswith("x") else layout.height)
        lines = list(layout.lines)
        lines[number] = dataclasses.replace(lines[number], **{path: value})
        self._design.do(
            "Sửa đường kẻ", dataclasses.replace(layout, lines=tuple(lines)), merge=f"line {number} {path}"
        )


class PicturePane(Pane):
    """Place and size of a picture."""

    def __init__(self, design: Design, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._design = design
        self.add_group("Ảnh")
        for path, label in zip(_PLACES, ("Cách trái", "Cách trên", "Rộng", "Cao"), strict=True):
            self.add(path, label, Number(0, 1500, unit=" mm", parent=self))
        hint = "Ảnh là phần cố định của mẫu: in trên giấy trắng, không in lên phôi."
        self.add_part(words(hint, "soft", wrap=True))
        self.edited.connect(self._apply)

    def show_design(self) -> None:
        """Show the chosen picture."""
        picture = self._design.layout.pictures[_number(self._design)]
        self.show_values({path: getattr(picture, path) for path in _PLACES})

    def _apply(self, path: str, value: Any) -> None:
        name, layout = self._design.chosen[0], self._design.layout
        frame: Frame = dataclasses.replace(frames(layout)[name], **{path: value})
        self._design.do("Sửa ảnh", place(layout, name, frame), merge=f"{name} {path}")


class GroupPane(Pane):
    """What can be done with several things of which not all are boxes."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.add_group("Nhiều ô")
        hint = "Kéo chuột hoặc dùng phím mũi tên để dời cả nhóm; nút Căn ô để xếp cho thẳng hàng."
        self.add_part(words(hint, "soft", wrap=True))

    def show_design(self) -> None:
        """Nothing of its own."""


class Inspector(QStackedWidget):
    """The pane that fits what is chosen."""

    def __init__(
        self, design: Design, theme: Theme, messages: Messages, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._design = design
        self.page = PagePane(design, theme, self)
        self.box = BoxPane(design, theme, messages, self)
        self.line = LinePane(design, theme, messages, self)
        self.picture = PicturePane(design, theme, self)
        self.group = GroupPane(theme, self)
        for pane in (self.page, self.box, self.line, self.picture, self.group):
            self.addWidget(pane)
        design.changed.connect(self.follow)
        design.choice_changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show what is chosen now."""
        pane = self._pane()
        if pane is not self.currentWidget():
            self.setCurrentWidget(pane)
            pane.verticalScrollBar().setValue(0)
        pane.show_design()

    def begin(self) -> None:
        """Put the keyboard into the values of what is chosen."""
        self._pane().begin()

    def _pane(self) -> PagePane | BoxPane | LinePane | PicturePane | GroupPane:
        kinds = {name.partition(":")[0] for name in self._design.chosen}
        if not kinds:
            return self.page
        if kinds == {"box"}:
            return self.box
        if len(self._design.chosen) > 1:
            return self.group
        return self.line if kinds == {"line"} else self.picture


def _number(design: Design) -> int:
    return int(design.chosen[0].partition(":")[2])
