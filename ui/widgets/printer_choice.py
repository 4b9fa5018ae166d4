"""Which printer and which tray: two fields of a form, remembered, and what is doubtful about the paper."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.settings import Calibration
from ui import printers
from ui.page import Context
from ui.widgets.fields import ChoiceBox
from ui.widgets.form import Form

_PRINTER, _TRAY, _TOLD = "print.printer", "print.tray", "print.told"

NO_PRINTER = (
    "Máy tính này chưa có máy in nào. Hãy cài máy in trong phần cài đặt của máy tính rồi mở lại bảng này."
)
EXACT_SIZE = (
    "Trong cài đặt của máy in (Printing Preferences), cỡ in phải là 100 % hoặc “Actual size”; bỏ “Fit to "
    "page”, “Scale to fit” và in hai mặt."
)


class PrinterChoice(QObject):
    """Puts “Máy in” and “Khay giấy” into a form. Signal ``changed()`` when either is chosen."""

    changed = Signal()

    def __init__(self, form: Form, context: Context) -> None:
        super().__init__(form)
        self._form = form
        self._memory = context.memory
        self.printer = ChoiceBox()
        self.tray = ChoiceBox()
        for box in (self.printer, self.tray):
            box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(14)
        form.add("printer", "Máy in", self.printer)
        form.add("tray", "Khay giấy", self.tray)
        self.offer(printers.printer_names())
        self.printer.edited.connect(self._on_printer)
        self.tray.edited.connect(self.changed)

    def offer(self, names: Sequence[str]) -> None:
        """Let these printers be chosen from; the one used last is, or the first."""
        self.printer.set_choices([(name, name) for name in names])
        last = self._memory.get(_PRINTER)
        self.printer.set_value(last if last in names else next(iter(names), None))
        self._form.cell("printer").say("" if names else NO_PRINTER)
        self._on_printer()

    @property
    def is_there(self) -> bool:
        """Whether there is a printer at all."""
        return self.printer.value() is not None

    @property
    def name(self) -> str:
        """The chosen printer."""
        return str(self.printer.value() or "")

    @property
    def tray_key(self) -> str:
        """The chosen tray, "" = as the printer decides."""
        return str(self.tray.value() or "")

    @property
    def tray_words(self) -> str:
        """Where the paper goes, within a sentence."""
        return f"khay “{self.tray.currentText()}”" if self.tray_key else "máy in"

    @property
    def is_known(self) -> bool:
        """Whether this printer was printed on before, so that its settings were looked at once."""
        return self.name in self._memory.get(_TOLD).splitlines()

    def remember(self) -> None:
        """Keep printer and tray for the next time."""
        self._memory.put(_PRINTER, self.name)
        self._memory.put(f"{_TRAY}.{self.name}", self.tray_key)
        if not self.is_known:
            self._memory.put(_TOLD, "\n".join(filter(None, (self._memory.get(_TOLD), self.name))))

    def doubt(self, width: float, height: float) -> str:
        """What is doubtful about a paper of this size (mm) in this printer, "" when nothing is."""
        if not self.is_there or printers.takes_paper(self.name, width, height):
            return ""
        return (
            f"Máy in này báo không có khổ giấy {size_words(width, height)}: giấy có thể bị cắt hoặc lệch. "
            "Hãy thêm khổ ấy trong cài đặt máy in, hoặc in thử một tờ trước."
        )

    def _on_printer(self) -> None:
        self._offer_trays()
        self.changed.emit()

    def _offer_trays(self) -> None:
        found = printers.trays(self.name) if self.is_there else (printers.ANY_TRAY,)
        self.tray.set_choices([(tray.key, tray.words) for tray in found])
        last = self._memory.get(f"{_TRAY}.{self.name}")
        self.tray.set_value(last if last in {tray.key for tray in found} else "")


def size_words(width: float, height: float) -> str:
    """A size of paper as one says it: "A4 ngang", "360 × 270 mm"."""
    for name, short, long in (("A4", 210, 297), ("A3", 297, 420)):
        if abs(min(width, height) - short) < 1 and abs(max(width, height) - long) < 1:
            return f"{name} {'ngang' if width > height else 'dọc'}"
    return f"{number_words(width)} × {number_words(height)} mm"


def number_words(value: float) -> str:
    """A measure as it is written here: "20", "1,5"."""
    return f"{value:g}".replace(".", ",")


def calibration_words(at: Calibration) -> str:
    """A correction within a sentence: "sang phải 0,4 mm, lên trên 1,2 mm, ngang 100,2 %"."""
    parts = []
    for value, forward, back in ((at.dx, "sang phải", "sang trái"), (at.dy, "xuống dưới", "lên trên")):
        if value:
            parts.append(f"{forward if value > 0 else back} {number_words(abs(value))} mm")
    for percent, way in ((at.scale_x, "ngang"), (at.scale_y, "dọc")):
        if percent != 100:
            parts.append(f"cỡ chiều {way} {number_words(percent)} %")
    return ", ".join(parts) or "không phải dịch, đúng cỡ"
