"""How blanks lie in this machine's printers: measure anew, and look at, change or forget what was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QHBoxLayout, QPushButton, QWidget

from app.settings import Calibration
from ui.dialogs.calibrate import open_calibrate
from ui.icons import put_icon
from ui.memory import keep
from ui.page import Context
from ui.printers import tray_words
from ui.widgets.cards import Card, stack_cards
from ui.widgets.fields import ChoiceBox
from ui.widgets.printer_choice import calibration_words
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.calibrating import Target

_LEAD = (
    "Mỗi máy in kéo giấy lệch một chút. In một tờ đo, lấy thước đọc vài số: từ đó mọi giấy khen in lên phôi "
    "ấy, ở máy in và khay ấy, đều được dịch cho đúng. Số đo được nhớ riêng cho máy tính này."
)


class CalibrationTab(QWidget):
    """What was measured for each printer, tray and blank; steps of 0.1 mm and 0.1 %."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._titles: dict[str, str] = {}
        self.measure_button = self._button("Đo và căn phôi…", "print", self.measure, primary=True)
        self.kept = ChoiceBox(parent=self)
        self.kept.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kept.setMinimumContentsLength(20)
        self.kept.edited.connect(self._show)
        self.dx = self._spin("Dịch sang phải", -50, 50, " mm")
        self.dy = self._spin("Dịch xuống dưới", -50, 50, " mm")
        self.scale_x = self._spin("Cỡ chiều ngang", 90, 110, " %")
        self.scale_y = self._spin("Cỡ chiều dọc", 90, 110, " %")
        self.remove_button = self._button("Bỏ cách căn này", "delete", self.remove)
        self.none = words("Chưa căn phôi nào trên máy này.", "soft", self, wrap=True)
        first = Card("Căn chữ vào phôi in sẵn", context.theme, self)
        first.body.addWidget(words(_LEAD, "soft", self, wrap=True))
        first.body.addLayout(_line(self.measure_button))
        second = Card("Đã nhớ trên máy này", context.theme, self)
        second.body.addWidget(self.none)
        second.body.addWidget(self._make_fields())
        second.body.addLayout(_line(self.remove_button))
        stack_cards(self, context.theme, first, second)
        self._offer("")

    def _make_fields(self) -> QWidget:
        self.fields = QWidget(self)
        grid = QGridLayout(self.fields)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._context.theme.px(16))
        grid.setVerticalSpacing(self._context.theme.px(8))
        for number, (label, field, hint) in enumerate(
            (
                ("Phôi, máy in, khay", self.kept, ""),
                ("Dịch sang phải", self.dx, "Số âm: dịch sang trái."),
                ("Dịch xuống dưới", self.dy, "Số âm: dịch lên trên."),
                ("Cỡ chiều ngang", self.scale_x, "100 % là đúng cỡ."),
                ("Cỡ chiều dọc", self.scale_y, "100 % là đúng cỡ."),
            )
        ):
            name = words(label, "", self)
            name.setBuddy(field)
            field.setAccessibleName(label)
            grid.addWidget(name, number, 0)
            grid.addWidget(field, number, 1, 1, 1 if hint else 2)
            if hint:
                field.setMinimumWidth(self._context.theme.px(150))
                grid.addWidget(words(hint, "soft", self, wrap=True), number, 2)
        grid.setColumnStretch(2, 1)
        return self.fields

    def _button(self, text: str, icon: str, act: object, *, primary: bool = False) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("primary", primary)
        put_icon(button, icon)
        button.clicked.connect(act)
        return button

    def _spin(self, name: str, least: float, most: float, suffix: str) -> QDoubleSpinBox:
        field = QDoubleSpinBox(self)
        field.setAccessibleName(name)
        field.setRange(least, most)
        field.setSingleStep(0.1)
        field.setDecimals(1)
        field.setSuffix(suffix)
        # Qt takes a step box's padding from the style sheet for its frame, not for the text in it.
        field.lineEdit().setTextMargins(self._context.theme.px(8), 0, 0, 0)
        field.valueChanged.connect(lambda _value: self._keep())
        return field

    # ---------------------------------------------------------------- what is kept

    def load(self) -> None:
        """Read what blanks and layouts are called, and what is kept."""
        paths = self._context.services.paths

        def work() -> tuple[Target, ...]:
            from app.services.calibrating import targets

            return targets(paths)

        def after(found: tuple[Target, ...]) -> None:
            self._titles = {each.name: each.title for each in found}
            self._offer(self.kept.value() or "")

        self._context.ask(work, after)

    def _held(self) -> dict[str, Calibration]:
        return self._context.services.settings.current.calibrations

    def _offer(self, wanted: str) -> None:
        """Show the kept ones to choose from, with ``wanted`` chosen if it is there."""
        held = self._held()
        self.kept.set_choices([(key, self._words(key)) for key in sorted(held, key=self._words)])
        self.kept.set_value(wanted if wanted in held else next(iter(held), None))
        self.none.setVisible(not held)
        for part in (self.fields, self.remove_button):
            part.setVisible(bool(held))
        self._show()

    def _words(self, key: str) -> str:
        """As in "Phôi rồng – HP LaserJet, khay lớn"."""
        printer, tray, blank = key.rsplit("|", 2)
        where = f"{printer or 'mọi máy in'}{f', {tray_words(tray).lower()}' if tray else ''}"
        return f"{self._titles.get(blank, blank)} – {where}"

    def _show(self) -> None:
        at = self._held().get(str(self.kept.value()), Calibration())
        for field, value in (
            (self.dx, at.dx),
            (self.dy, at.dy),
            (self.scale_x, at.scale_x),
            (self.scale_y, at.scale_y),
        ):
            with QSignalBlocker(field):
                field.setValue(value)

    def _keep(self) -> None:
        key = self.kept.value()
        if key is not None:
            found = (self.dx.value(), self.dy.value(), self.scale_x.value(), self.scale_y.value())
            self._put({**self._held(), key: Calibration(*(round(value, 1) for value in found))})

    def _put(self, held: dict[str, Calibration]) -> None:
        settings = self._context.services.settings
        keep(lambda: settings.change(calibrations=held), self._context.messages)

    def remove(self) -> None:
        """Forget the chosen one; the notice offers it back."""
        key, before = self.kept.value(), self._held()
        if key is None:
            return

        def put_back() -> None:
            self._put({**self._held(), key: before[key]})
            self._offer(key)

        self._put({each: at for each, at in before.items() if each != key})
        self._context.messages.done(
            f"Đã bỏ cách căn {self._words(key)} ({calibration_words(before[key])}).",
            [("Hoàn tác", put_back)],
        )
        self._offer("")

    def measure(self) -> None:
        """Open “Căn phôi”."""
        chosen = str(self.kept.value() or "").rpartition("|")[2]
        before = set(self._held())

        def kept() -> None:
            fresh = [key for key in self._held() if key not in before]
            self._offer(fresh[0] if fresh else self.kept.value() or "")

        open_calibrate(self._context, self.window(), target=chosen, on_kept=kept)


def _line(button: QPushButton) -> QHBoxLayout:
    line = QHBoxLayout()
    line.addWidget(button)
    line.addStretch(1)
    return line
