"""How each blank lies in this machine's printer: shift and scale, with a test page to measure on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QHBoxLayout, QPushButton, QWidget

from app.settings import Calibration
from ui.icons import put_icon
from ui.memory import keep
from ui.page import Context
from ui.printing import print_pdf
from ui.widgets.cards import Card, stack_cards
from ui.widgets.fields import ChoiceBox
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.certificates import LayoutChoice


class CalibrationTab(QWidget):
    """dx and dy in half millimetres, scale in percent, remembered for each layout."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.layouts = ChoiceBox(parent=self)
        self.layouts.edited.connect(self._show)
        self.dx = self._spin("Dịch sang phải", -50, 50, 0.5, " mm")
        self.dy = self._spin("Dịch xuống dưới", -50, 50, 0.5, " mm")
        self.zoom = self._spin("Tỷ lệ", 90, 110, 0.1, " %")
        grid = QGridLayout()
        grid.setHorizontalSpacing(context.theme.px(16))
        grid.setVerticalSpacing(context.theme.px(8))
        for number, (label, field, hint) in enumerate(
            (
                ("Mẫu giấy khen", self.layouts, ""),
                ("Dịch sang phải", self.dx, "Số âm: dịch sang trái."),
                ("Dịch xuống dưới", self.dy, "Số âm: dịch lên trên."),
                ("Tỷ lệ", self.zoom, "100 % là đúng cỡ."),
            )
        ):
            name = words(label, "", self)
            name.setBuddy(field)
            grid.addWidget(name, number, 0)
            grid.addWidget(field, number, 1, 1, 1 if hint else 2)
            if hint:
                field.setMinimumWidth(context.theme.px(150))
                grid.addWidget(words(hint, "soft", self, wrap=True), number, 2)
        grid.setColumnStretch(2, 1)
        test = QPushButton("In trang thử", self)
        put_icon(test, "print")
        test.clicked.connect(self._print_test)
        zero = QPushButton("Về 0", self)
        put_icon(zero, "undo")
        zero.clicked.connect(self._reset)
        line = QHBoxLayout()
        line.addWidget(test)
        line.addWidget(zero)
        line.addStretch(1)
        lead = (
            "In trang thử lên một tờ giấy trắng, đặt chồng lên phôi rồi soi trước cửa sổ. "
            "Lệch bao nhiêu mi-li-mét thì ghi bấy nhiêu. Số ghi được nhớ riêng cho máy này."
        )
        card = Card("Căn chữ vào phôi in sẵn", context.theme, self)
        card.body.addWidget(words(lead, "soft", self, wrap=True))
        card.body.addSpacing(context.theme.px(4))
        card.body.addLayout(grid)
        card.body.addSpacing(context.theme.px(6))
        card.body.addLayout(line)
        stack_cards(self, context.theme, card)

    def load(self) -> None:
        """Read which layouts there are."""

        def work() -> tuple[LayoutChoice, ...]:
            from app.services import certificates

            return certificates.list_layouts()

        self._context.ask(work, self._offer)

    def _offer(self, choices: tuple[LayoutChoice, ...]) -> None:
        if choices and not self.layouts.count():
            self.layouts.set_choices(
                [(each.name, f"{each.title} ({each.width:g} × {each.height:g} mm)") for each in choices]
            )
            usual = self._context.services.settings.current.certificate_layout
            self.layouts.set_value(usual or choices[0].name)
            if self.layouts.value() is None:
                self.layouts.set_value(choices[0].name)
            self._show()

    def _show(self) -> None:
        held = self._context.services.settings.current.calibration(self.layouts.value() or "")
        for field, value in ((self.dx, held.dx), (self.dy, held.dy), (self.zoom, held.scale_x)):
            blocker = QSignalBlocker(field)
            field.setValue(value)
            blocker.unblock()

    def _spin(self, name: str, least: float, most: float, step: float, suffix: str) -> QDoubleSpinBox:
        field = QDoubleSpinBox(self)
        field.setAccessibleName(name)
        field.setRange(least, most)
        field.setSingleStep(step)
        field.setDecimals(1)
        field.setSuffix(suffix)
        # Qt takes a step box's padding from the style sheet for its frame, not for the text in it.
        field.lineEdit().setTextMargins(self._context.theme.px(8), 0, 0, 0)
        field.valueChanged.connect(lambda _value: self._keep())
        return field

    def _keep(self) -> None:
        layout = self.layouts.value()
        if layout is None:
            return
        settings = self._context.services.settings
        at = Calibration(self.dx.value(), self.dy.value(), self.zoom.value(), self.zoom.value())
        keep(lambda: settings.calibrate(at, layout), self._context.messages)

    def _reset(self) -> None:
        self.dx.setValue(0.0)
        self.dy.setValue(0.0)
        self.zoom.setValue(100.0)

    def _print_test(self) -> None:
        layout = self.layouts.value()
        if layout is None:
            return

        def work() -> bytes:
            from app.services import certificates

            return certificates.printed_test_page(layout)

        def after(content: bytes) -> None:
            print_pdf(content, "trang thử", self.window())

        self._context.ask(work, after, label="Đang vẽ trang thử…")
