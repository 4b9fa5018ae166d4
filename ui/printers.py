"""The printers of this machine: which there are, their trays, and whether they take a size of paper."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QProcess, QSizeF

from ui.printing import set_cups_options

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

#: How far a paper may differ from the one asked for and still be it (mm); drivers round to whole points.
_SAME_MM = 1.0
#: How long CUPS may take to name a printer's trays (milliseconds).
_PATIENCE = 3000

#: The trays that have a name of their own, by Qt's number (Windows) or CUPS's keyword.
_TRAY_WORDS = {
    "0": "Khay trên",
    "1": "Khay dưới",
    "2": "Khay giữa",
    "3": "Nạp tay từng tờ",
    "4": "Khe phong bì",
    "5": "Nạp tay phong bì",
    "7": "Giấy liên tục",
    "8": "Khay giấy nhỏ",
    "9": "Khay giấy to",
    "10": "Khay lớn",
    "11": "Hộp giấy",
    "upper": "Khay trên",
    "lower": "Khay dưới",
    "middle": "Khay giữa",
    "manual": "Nạp tay từng tờ",
    "manualfeed": "Nạp tay từng tờ",
    "multipurpose": "Khay đa năng",
    "mptray": "Khay đa năng",
    "bypass": "Khay tay",
    "envelope": "Khe phong bì",
}
#: What leaves the choice to the printer.
_BY_ITSELF = {"6", "12", "auto", "automatic", "automaticallyselect", "default"}


@dataclass(frozen=True, slots=True)
class Tray:
    """A tray: ``key`` is what the printer is told, "" leaves it the choice."""

    key: str
    words: str


#: The first of all trays.
ANY_TRAY = Tray("", "Để máy in tự chọn")


def printer_names() -> tuple[str, ...]:
    """The printers of this machine, the usual one first."""
    from PySide6.QtPrintSupport import QPrinterInfo

    usual = QPrinterInfo.defaultPrinterName()
    names = QPrinterInfo.availablePrinterNames()
    return tuple(sorted(names, key=lambda name: name != usual))


def trays(name: str) -> tuple[Tray, ...]:
    """The trays of a printer as its driver names them; the first leaves the choice to the printer."""
    from PySide6.QtPrintSupport import QPrintEngine

    numbers: Any = _printer(name).printEngine().property(QPrintEngine.PrintEnginePropertyKey.PPK_PaperSources)
    if isinstance(numbers, list):  # Windows
        found = [str(number) for number in numbers]
    else:
        found = [] if sys.platform == "win32" else _cups_trays(name)
    return ANY_TRAY, *(Tray(key, tray_words(key)) for key in found if key.lower() not in _BY_ITSELF)


def tray_words(key: str) -> str:
    """What a tray is called here; what has no name of ours keeps the driver's."""
    return _TRAY_WORDS.get(key.lower()) or (f"Khay số {key}" if key.isdigit() else key)


def _cups_trays(name: str) -> list[str]:
    """The choices of ``InputSlot`` as CUPS lists them: "InputSlot/Media Source: *Auto Tray1 Tray2"."""
    process = QProcess()
    process.start("lpoptions", ["-p", name, "-l"])
    if not process.waitForFinished(_PATIENCE):
        process.kill()
        process.waitForFinished(_PATIENCE)
        return []
    said = bytes(process.readAllStandardOutput().data()).decode("utf-8", "replace")
    lines = (line.partition(":") for line in said.splitlines() if line.startswith("InputSlot"))
    return [word.lstrip("*") for _, _, choices in lines for word in choices.split()]


def takes_paper(name: str, width: float, height: float) -> bool:
    """Whether a printer says that it takes paper of this size (mm), turned or not."""
    from PySide6.QtGui import QPageSize
    from PySide6.QtPrintSupport import QPrinterInfo

    info = QPrinterInfo.printerInfo(name)
    wanted = QSizeF(min(width, height), max(width, height))
    named = [size.size(QPageSize.Unit.Millimeter) for size in info.supportedPageSizes()]
    if not named:  # the driver tells nothing
        return True
    if any(_is_within(QSizeF(min(s.width(), s.height()), max(s.width(), s.height())), wanted) for s in named):
        return True
    largest = info.maximumPhysicalPageSize().size(QPageSize.Unit.Millimeter)
    return info.supportsCustomPageSizes() and _holds(largest, wanted)


def _is_within(size: QSizeF, wanted: QSizeF) -> bool:
    return abs(size.width() - wanted.width()) <= _SAME_MM and abs(size.height() - wanted.height()) <= _SAME_MM


def _holds(largest: QSizeF, wanted: QSizeF) -> bool:
    is_known = largest.width() > 0 and largest.height() > 0
    short, long = min(largest.width(), largest.height()), max(largest.width(), largest.height())
    return not is_known or (short + _SAME_MM >= wanted.width() and long + _SAME_MM >= wanted.height())


def open_printer(name: str, tray: str, title: str) -> QPrinter:
    """A printer ready to draw on, from this tray ("" = as it chooses); to be made where it is used."""
    from PySide6.QtPrintSupport import QPrinter as Printer

    printer = _printer(name)
    printer.setDocName(title)
    printer.setDuplex(Printer.DuplexMode.DuplexNone)  # or two certificates share a sheet
    if tray and not set_cups_options(printer, {"InputSlot": tray}):
        printer.setPaperSource(Printer.PaperSource(int(tray)))
    return printer


def _printer(name: str) -> QPrinter:
    from PySide6.QtPrintSupport import QPrinter as Printer
    from PySide6.QtPrintSupport import QPrinterInfo

    return Printer(QPrinterInfo.printerInfo(name), Printer.PrinterMode.HighResolution)
