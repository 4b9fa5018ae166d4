"""How certificates are printed: on which layout, in colour or not, whole or on a blank and how that lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import FieldError
from app.settings import Calibration
from ui.icons import put_icon
from ui.memory import keep
from ui.page import Context
from ui.widgets.fields import ChoiceBox
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.blanks import BlankEntry
    from app.services.certificates import LayoutChoice, PrintChoice

#: How long after the last turn of a knob the preview is drawn again (milliseconds).
_CALM = 250


class CertificateChoices(QWidget):
    """Layout, colour, files, blank, calibration.

    Signals: ``changed()`` when the preview must be drawn again, ``refused(str)`` for a value that cannot be.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._layouts: tuple[LayoutChoice, ...] = ()
        self._is_issued = False
        self.layouts = _narrow(ChoiceBox(parent=self), "Mẫu giấy")
        self.design_button = QPushButton("Sửa mẫu…", self)
        put_icon(self.design_button, "edit")
        self.design_button.setToolTip("Mở bàn vẽ mẫu giấy khen: xê dịch, đổi phông chữ, thêm mẫu của Hội")
        self.mono = QCheckBox("Đen trắng", self)
        self.mono.setToolTip("Cho máy in không có màu: mọi màu đổi sang sắc xám in ra vẫn đẹp")
        self.separate = QCheckBox("Mỗi người một tệp PDF", self)
        self.only_new = QCheckBox("Chỉ giấy chưa in", self)
        self.only_new.setToolTip("Xem, ghi và in riêng những giấy chưa gửi ra máy in lần nào")
        self.overlay = QCheckBox("In lên phôi có sẵn", self)
        self.overlay.setToolTip(
            "Chỉ in phần chữ mà phôi còn thiếu; khung, quốc hiệu và tên giấy đã có trên phôi."
        )
        self.blanks = _narrow(ChoiceBox([("", "Phôi theo mẫu giấy")], self), "Phôi")
        self.dx = self._knob(-50, 50, " mm")
        self.dy = self._knob(-50, 50, " mm")
        self.scale = self._knob(90, 110, " %")
        self.test_button = QPushButton("Trang thử căn phôi…", self)
        put_icon(self.test_button, "preview")
        self.test_button.setToolTip("Tờ có thước và dấu chữ thập, in lên giấy thường rồi ướm với phôi")
        self._calm = QTimer(self, singleShot=True, interval=_CALM)
        self._calm.timeout.connect(self._on_calm)
        self._lay_out()
        self._connect()
        self._show_blank()

    def _connect(self) -> None:
        for choice in (self.layouts, self.blanks):
            choice.edited.connect(self._on_chosen)
        for tick in (self.mono, self.only_new):
            tick.toggled.connect(lambda _ticked: self.changed.emit())
        self.overlay.toggled.connect(lambda _ticked: self._show_blank())
        self.overlay.toggled.connect(lambda _ticked: self.changed.emit())
        for knob in (self.dx, self.dy, self.scale):
            knob.valueChanged.connect(lambda _value: self._calm.start())

    # ---------------------------------------------------------------- for the panel

    def choice(self) -> PrintChoice:
        """How the certificates are to be printed, as set now; raises FieldError."""
        from app.services.certificates import PrintChoice as Choice

        paths, is_overlay = self._context.services.paths, self.overlay.isChecked()
        return Choice(
            layout_name=self.layouts.value() or None,
            overlay=is_overlay,
            calibration=self._calibration() if is_overlay else Calibration(),
            mono=self.mono.isChecked(),
            blank_name=str(self.blanks.value() or ""),
            layouts=paths.layouts,
            blanks=paths.blanks,
        )

    def sheet_name(self) -> str:
        """What is calibrated: the blank, else the layout."""
        from app.services.certificates import DEFAULT_LAYOUT

        return str(self.blanks.value() or self.layouts.value() or DEFAULT_LAYOUT)

    def offer(self, layouts: Sequence[LayoutChoice], blanks: Sequence[BlankEntry]) -> None:
        """Offer these layouts and blanks; what was chosen stays chosen."""
        self._layouts = tuple(layouts)
        good = [(each.name, each.title) for each in blanks if not each.problem]
        self.blanks.set_choices([("", "Phôi theo mẫu giấy"), *good])
        self._offer_layouts()

    def show_round(self, *, is_issued: bool, is_other: bool) -> None:
        """Offer what fits a round; another round begins with its own layouts."""
        self._is_issued = is_issued
        if is_other:
            self.layouts.set_value("")
        self._offer_layouts()

    def _offer_layouts(self) -> None:
        usual = "Như đã phát hành" if self._is_issued else "Theo hình thức khen"
        self.layouts.set_choices([("", usual), *((each.name, each.title) for each in self._layouts)])
        if self.layouts.value() is None:
            self.layouts.set_value("")
        self._take_calibration()

    # ---------------------------------------------------------------- blanks

    def _on_chosen(self) -> None:
        self._take_calibration()
        self.changed.emit()

    def _show_blank(self) -> None:
        for part in (self.blanks, self._knobs, self.test_button):
            part.setVisible(self.overlay.isChecked())

    def _take_calibration(self) -> None:
        at = self._context.services.settings.current.calibration(self.sheet_name())
        for knob, value in ((self.dx, at.dx), (self.dy, at.dy), (self.scale, at.scale_x)):
            knob.blockSignals(True)
            knob.setValue(value)
            knob.blockSignals(False)

    def _calibration(self) -> Calibration:
        """As the knobs say; the two scales are kept apart when they were measured so."""
        held = self._context.services.settings.current.calibration(self.sheet_name())
        scale = round(self.scale.value(), 1)
        down = held.scale_y if scale == held.scale_x else scale
        return Calibration(round(self.dx.value(), 1), round(self.dy.value(), 1), scale, down)

    def _on_calm(self) -> None:
        settings = self._context.services.settings
        try:
            at = self._calibration()
        except FieldError as problem:
            self.refused.emit(problem.message)
            return
        keep(lambda: settings.calibrate(at, self.sheet_name()), self._context.messages)
        self.changed.emit()

    # ---------------------------------------------------------------- look

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._context.theme.px(6))
        column.addWidget(words("Mẫu giấy", "heading", self))
        for part in (self.layouts, self.design_button, self.mono, self.separate, self.only_new):
            column.addWidget(part)
        column.addWidget(words("Phôi in sẵn", "heading", self))
        column.addWidget(self.overlay)
        column.addWidget(self.blanks)
        self._knobs = QWidget(self)
        grid = QGridLayout(self._knobs)
        grid.setContentsMargins(0, 0, 0, 0)
        knobs = (("Sang phải", self.dx), ("Xuống dưới", self.dy), ("Thu phóng", self.scale))
        for number, (text, knob) in enumerate(knobs):
            label = words(text, "soft", self._knobs)
            label.setBuddy(knob)
            knob.setAccessibleName(text)
            grid.addWidget(label, number, 0)
            grid.addWidget(knob, number, 1)
        grid.setColumnStretch(1, 1)
        column.addWidget(self._knobs)
        column.addWidget(self.test_button)

    def _knob(self, lowest: float, highest: float, unit: str) -> QDoubleSpinBox:
        return millimetre_knob(self._context, lowest, highest, unit)


def millimetre_knob(context: Context, lowest: float, highest: float, unit: str = " mm") -> QDoubleSpinBox:
    """A step box for tenths."""
    knob = QDoubleSpinBox()
    knob.setRange(lowest, highest)
    knob.setSingleStep(0.1)
    knob.setDecimals(1)
    knob.setSuffix(unit)
    knob.setKeyboardTracking(False)
    # Qt takes a step box's padding from the style sheet for its frame, not for the text in it.
    knob.lineEdit().setTextMargins(context.theme.px(8), 0, 0, 0)
    knob.setMinimumWidth(context.theme.px(110))
    return knob


def _narrow(box: ChoiceBox, name: str) -> ChoiceBox:
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    return box
