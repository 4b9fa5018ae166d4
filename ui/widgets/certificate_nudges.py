"""Moving single texts on one recipient's certificate, by arrow keys, a tenth of a millimetre at a time."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QDoubleSpinBox, QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.domain.commendations import Award, nudges_text, parse_nudges
from ui.page import Context
from ui.widgets.fields import ChoiceBox
from ui.widgets.words import words

_FARTHEST = 50.0
_MOVED_MOST = "recipient"
#: How long after the last key the place is kept (milliseconds): many keys are one change of the register.
_CALM = 600
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class CertificateNudges(QWidget):
    """Which text, and how far it is moved on the certificate that is looked at.

    Signal ``moved(str award_id, str nudges)`` when the keyboard is at rest.
    """

    moved = Signal(str, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._award: Award | None = None
        self._nudges: dict[str, tuple[float, float]] = {}
        self.box = ChoiceBox(parent=self)
        self.box.setAccessibleName("Dòng chữ cần dịch")
        self.box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(8)
        self.pad = _Pad(self)
        self.dx = _millimetres(context)
        self.dy = _millimetres(context)
        self._calm = QTimer(self, singleShot=True, interval=_CALM)
        self._calm.timeout.connect(self.keep)
        px = context.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addWidget(words("Dịch riêng một dòng chữ:", "soft", self, wrap=True))
        column.addWidget(self.box)
        column.addWidget(self.pad)
        grid = QGridLayout()
        for number, (text, knob) in enumerate((("Sang phải", self.dx), ("Xuống dưới", self.dy))):
            label = words(text, "soft", self)
            label.setBuddy(knob)
            knob.setAccessibleName(f"Dịch {text.lower()}")
            knob.valueChanged.connect(lambda _value: self._take())
            grid.addWidget(label, number, 0)
            grid.addWidget(knob, number, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        self.box.edited.connect(self._show)
        self.pad.stepped.connect(self.step)

    def offer(self, boxes: Sequence[tuple[str, str]]) -> None:
        """The texts that can be moved: (key, words)."""
        keys, held = [key for key, _words in boxes], self.box.value()
        self.box.set_choices(boxes)
        if held not in keys and _MOVED_MOST in keys:
            self.box.set_value(_MOVED_MOST)
        self._show()

    def show_award(self, award: Award | None) -> None:
        """Another certificate is looked at, or the same one after a change."""
        if self._award is not None and (award is None or award.id != self._award.id):
            self.keep()
        is_same = award is not None and self._award is not None and award.id == self._award.id
        self._award = award
        if is_same and self._calm.isActive():  # what is being typed is newer
            return
        self._nudges = parse_nudges(award.nudges) if award is not None else {}
        self.setEnabled(award is not None)
        self._show()

    def step(self, right: float, down: float) -> None:
        """Move the chosen text by so many millimetres."""
        self.dx.setValue(round(self.dx.value() + right, 1))
        self.dy.setValue(round(self.dy.value() + down, 1))

    def keep(self) -> None:
        """Hand over what was moved, if anything was."""
        self._calm.stop()
        award, text = self._award, nudges_text(self._nudges)
        if award is not None and text != nudges_text(parse_nudges(award.nudges)):
            self._award = dataclasses.replace(award, nudges=text)  # before what reacts comes back here
            self.moved.emit(award.id, text)

    def _take(self) -> None:
        key = self.box.value()
        if key:
            self._nudges[str(key)] = (round(self.dx.value(), 1), round(self.dy.value(), 1))
            self._calm.start()

    def _show(self) -> None:
        right, down = self._nudges.get(str(self.box.value() or ""), (0.0, 0.0))
        for knob, value in ((self.dx, right), (self.dy, down)):
            knob.blockSignals(True)
            knob.setValue(value)
            knob.blockSignals(False)


def _millimetres(context: Context) -> QDoubleSpinBox:
    """A step box for tenths of a millimetre."""
    knob = QDoubleSpinBox()
    knob.setRange(-_FARTHEST, _FARTHEST)
    knob.setSingleStep(0.1)
    knob.setDecimals(1)
    knob.setSuffix(" mm")
    knob.setKeyboardTracking(False)
    # Qt takes a step box's padding from the style sheet for its frame, not for the text in it.
    knob.lineEdit().setTextMargins(context.theme.px(8), 0, 0, 0)
    knob.setMinimumWidth(context.theme.px(104))
    return knob


class _Pad(QFrame):
    """Takes the arrow keys. Signal ``stepped(float, float)``: millimetres to the right and down."""

    stepped = Signal(float, float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("keyPad")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Phím mũi tên dịch dòng chữ 0,1 mm, giữ Shift thì 1 mm")
        self.setToolTip(self.accessibleName())
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        self._label: QLabel = words("", "soft", self, wrap=True)
        column.addWidget(self._label)
        self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = _STEPS.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
            return
        size = 1.0 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0.1
        self.stepped.emit(way[0] * size, way[1] * size)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._say()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._say()

    def _say(self) -> None:
        ready = "← ↑ ↓ → dịch 0,1 mm; giữ Shift: 1 mm"
        self._label.setText(ready if self.hasFocus() else "Bấm vào đây rồi dùng các phím mũi tên")
