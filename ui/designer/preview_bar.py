"""Under the page: with whose words it is shown, on which blank, how near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSlider, QToolButton, QWidget

from app.services.layouts import Blank, Recipient, sample_texts
from ui.designer.editors import narrow_choice
from ui.designer.preview import Way
from ui.flow import Flow
from ui.page import Context
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.blanks import BlankEntry

_SAMPLES = ""
_LONGEST = "longest"


@dataclass(frozen=True, slots=True)
class RoundChoice:
    """A round whose recipients can be looked at."""

    id: str
    name: str


class PreviewBar(QWidget):
    """Signals ``way_changed()`` (draw it otherwise), ``blank_changed()``, ``opacity_changed(float)``."""

    way_changed = Signal()
    blank_changed = Signal()
    opacity_changed = Signal(float)

    def __init__(
        self, context: Context, rounds: Sequence[RoundChoice], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._texts = sample_texts()
        self._recipients: tuple[Recipient, ...] = ()
        self._at = 0
        self.blank: Blank | None = None
        px = context.theme.px
        sources = [(_SAMPLES, "Chữ mẫu"), (_LONGEST, "Tên dài nhất trong sổ")]
        self.source = narrow_choice([*sources, *((each.id, each.name) for each in rounds)], self)
        self.source.setMinimumContentsLength(14)
        self.source.setAccessibleName("Xem với chữ của ai")
        self.source.setToolTip(
            "Xem tờ giấy với chữ mẫu, với tên dài nhất, hay lần lượt từng người của một đợt"
        )
        self.source.edited.connect(self.read_source)
        self.back = self._button("‹", "Người trước", lambda: self.go(self._at - 1))
        self.who = words("", "soft", self)
        self.on = self._button("›", "Người sau", lambda: self.go(self._at + 1))
        self.blanks = narrow_choice([("", "Giấy trắng")], self)
        self.blanks.setMinimumContentsLength(10)
        self.blanks.setAccessibleName("In lên giấy trắng hay phôi nào")
        self.blanks.edited.connect(self.read_blank)
        self.overlay = QCheckBox("Chỉ phần in lên phôi", self)
        self.overlay.setToolTip("Bỏ khung và những chữ phôi đã có, chỉ xem phần máy sẽ in lên phôi")
        self.overlay.toggled.connect(lambda _ticked: self.way_changed.emit())
        self.opacity = QSlider(Qt.Orientation.Horizontal, self)
        self.opacity.setRange(10, 100)
        self.opacity.setValue(50)
        self.opacity.setFixedWidth(px(96))
        self.opacity.setAccessibleName("Độ đậm của ảnh phôi")
        self.opacity.setToolTip("Ảnh phôi hiện đậm hay nhạt; ảnh phôi không bao giờ được in")
        self.opacity.valueChanged.connect(lambda value: self.opacity_changed.emit(value / 100))
        row = Flow(px(6), self)
        row.addWidget(self._together("Xem với", self.source))
        self.leafing = self._together("", self.back, self.who, self.on)
        row.addWidget(self.leafing)
        row.addWidget(self._together("Giấy", self.blanks))
        row.addWidget(self.overlay)
        row.addWidget(self.opacity)
        self.opacity.hide()
        self._show_who()

    def way(self, *, mono: bool) -> Way:
        """How the page is to be drawn as chosen here."""
        overlay = self.overlay.isChecked()
        return Way(self._texts, overlay=overlay, mono=mono, blank=self.blank if overlay else None)

    # ---------------------------------------------------------------- whose words

    def read_source(self) -> None:
        """Take the words that were chosen."""
        chosen = self.source.value()
        register, paths = self._context.services.register, self._context.services.paths

        def work() -> tuple[Recipient, ...]:
            from app.services import layouts

            if chosen == _SAMPLES:
                return (Recipient("", layouts.sample_texts()),)
            if chosen == _LONGEST:
                return (Recipient("", layouts.longest_texts(register)),)
            return layouts.recipients_of(register, chosen, paths)

        def show(found: tuple[Recipient, ...]) -> None:
            self._recipients = found
            self.go(0)

        self._context.ask(work, show, label="Đang đọc sổ…")

    def go(self, number: int) -> None:
        """Show the page of one recipient, counted from 0."""
        if 0 <= number < len(self._recipients):
            self._at = number
            self._texts = dict(self._recipients[number].texts)
            self.way_changed.emit()
        self._show_who()

    def _show_who(self) -> None:
        count = len(self._recipients)
        is_round = self.source.value() not in (_SAMPLES, _LONGEST)
        self.leafing.setVisible(is_round)
        self.back.setEnabled(self._at > 0)
        self.on.setEnabled(self._at + 1 < count)
        if is_round:
            name = self._recipients[self._at].name if self._at < count else "Chưa có ai"
            self.who.setText(f"{name} ({self._at + 1}/{count})" if count else name)

    # ---------------------------------------------------------------- on which blank

    def offer_blanks(self, blanks: Sequence[BlankEntry], chosen: str = "") -> None:
        """Offer these blanks; one of them, "" for white paper, is chosen."""
        choices = [(each.name, each.title) for each in blanks if not each.problem]
        self.blanks.set_choices([("", "Giấy trắng"), *choices])
        self.blanks.set_value(chosen if chosen in dict(choices) else "")
        self.read_blank()

    def read_blank(self) -> None:
        """Take the blank that was chosen."""
        name, paths = self.blanks.value(), self._context.services.paths
        if not name:
            self._show_blank(None)
            return

        def work() -> Blank:
            from app.services import blanks

            return blanks.find_blank(paths, name)

        self._context.ask(work, self._show_blank)

    def _show_blank(self, blank: Blank | None) -> None:
        self.blank = blank
        self.opacity.setVisible(blank is not None and bool(blank.backdrop))
        self.overlay.blockSignals(True)
        self.overlay.setChecked(blank is not None)
        self.overlay.blockSignals(False)
        self.blank_changed.emit()
        self.way_changed.emit()

    def _together(self, label: str, *parts: QWidget) -> QWidget:
        """Parts that stay on one line, after their label."""
        whole = QWidget(self)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._context.theme.px(6))
        if label:
            name = words(label, "soft", whole)
            name.setBuddy(parts[0])
            row.addWidget(name)
        for part in parts:
            row.addWidget(part)
        return whole

    def _button(self, text: str, tip: str, act: object) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(act)
        return button
