"""PDF pages as pictures, and on paper at their exact size: never stretched, never fitted to the margins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QMutex, QMutexLocker, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from app.errors import CancelledError, FileProblemError
from app.progress import Progress, Silent

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

POINTS_PER_INCH = 72.0

#: Pages are drawn no finer than this: beyond it only memory grows (dots per inch).
_FINEST = 600
#: Rows of a page that are drawn at once: an A3 sheet at 600 dots per inch would else take 280 MB.
_BAND = 1024
#: A printer's page may differ by this from the one asked for (points): drivers count in whole ones.
_ROUNDING = 1.5
#: PDFium may be entered by one thread at a time: the window shows pages while the worker prints others.
_PDFIUM = QMutex()
#: Qt's key for the options of a job sent to CUPS, as a list of name, value, name, value … (qcups_p.h).
_CUPS_OPTIONS = 0xFE00
#: What CUPS is told, whatever the user's or the queue's own settings are.
_AS_IT_IS = {"print-scaling": "none", "fit-to-page": "false", "number-up": "1"}


class PdfPages:
    """The pages of a PDF that is held in memory; pypdfium2 is imported when the first one is opened."""

    def __init__(self, content: bytes) -> None:
        """``content`` is a whole PDF file."""
        import pypdfium2

        with QMutexLocker(_PDFIUM):
            self._document: PdfDocument = pypdfium2.PdfDocument(content)
            self._count = len(self._document)

    def __len__(self) -> int:
        return self._count

    def size(self, number: int) -> QSizeF:
        """Width and height of a page in points."""
        with QMutexLocker(_PDFIUM):
            width, height = self._document.get_page_size(number)
        return QSizeF(width, height)

    def image(self, number: int, dots_per_inch: float) -> QImage:
        """A page drawn at a resolution."""
        return self._drawn(number, dots_per_inch / POINTS_PER_INCH, 0.0, 0.0)[0]

    def bands(self, number: int, dots_per_inch: float) -> Iterator[tuple[QRectF, QImage]]:
        """A page in bands from top to bottom, each with its place in points; bare ones are left out."""
        scale, size = dots_per_inch / POINTS_PER_INCH, self.size(number)
        rows = -int(-size.height() * scale // 1)
        for first in range(0, rows, _BAND):
            last = min(rows, first + _BAND)
            # PDFium cuts at whole rows upwards; half a row less is safe from rounding.
            above, below = (max(0.0, (cut - 0.5) / scale) for cut in (first, rows - last))
            image, is_bare = self._drawn(number, scale, above, below)
            if not is_bare:
                height = size.height() / rows
                place = QRectF(0, first * height, size.width(), image.height() * height)
                # Most blanks get black words alone: a third of what is sent, and no colour toner.
                yield (
                    place,
                    image.convertToFormat(QImage.Format.Format_Grayscale8) if image.allGray() else image,
                )

    def _drawn(self, number: int, scale: float, above: float, below: float) -> tuple[QImage, bool]:
        """A page without the points ``above`` and ``below``, and whether nothing is on it."""
        with QMutexLocker(_PDFIUM):
            page = self._document[number]
            bitmap = page.render(scale=scale, crop=(0, below, 0, above), rev_byteorder=True, prefer_bgrx=True)
            content = bytes(bitmap.buffer)
            width, height, stride = bitmap.width, bitmap.height, bitmap.stride
            bitmap.close()
            page.close()
        held = QImage(content, width, height, stride, QImage.Format.Format_RGBX8888)
        return held.copy(), content.count(b"\xff") == len(content)

    def close(self) -> None:
        """Let the file go."""
        with QMutexLocker(_PDFIUM):
            self._document.close()


def exact_target(place: QRectF, resolution: float) -> QRectF:
    """Where a part of a page, in points, lies on a printer: points × dots per inch / 72."""
    factor = resolution / POINTS_PER_INCH
    return QRectF(place.x() * factor, place.y() * factor, place.width() * factor, place.height() * factor)


def page_layout(size: QSizeF) -> QPageLayout:
    """A printer's page of exactly this size in points, with no margins and in its own orientation."""
    is_wide = size.width() > size.height()
    upright = QSizeF(min(size.width(), size.height()), max(size.width(), size.height()))
    paper = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyOrientationMatch)
    turned = QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
    layout = QPageLayout(paper, turned, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    # Else a printer that cannot print to the edge refuses the layout for its margins.
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def set_page(printer: QPrinter, size: QSizeF) -> bool:
    """Ask a printer for a page of this size (points), margins included; False when it keeps another one."""
    layout = page_layout(size)
    printer.setPageLayout(layout)
    if not _has_page(printer, size):
        # Windows refuses a whole layout for a size that the driver does not name, but takes the size alone.
        printer.setPageSize(layout.pageSize())
        printer.setPageOrientation(layout.orientation())
        printer.setFullPage(True)
    return _has_page(printer, size)


def _has_page(printer: QPrinter, size: QSizeF) -> bool:
    held = printer.pageLayout().fullRect(QPageLayout.Unit.Point)
    is_near = (
        abs(held.width() - size.width()) <= _ROUNDING and abs(held.height() - size.height()) <= _ROUNDING
    )
    return is_near and printer.fullPage()


def print_pages(
    pages: PdfPages, printer: QPrinter, numbers: Sequence[int], progress: Progress | None = None
) -> None:
    """Draw these pages (numbers from 0) on a printer, each at its exact size from the paper's corner.

    May be called on the worker's thread with a printer that was made there. Raises FileProblemError when
    the printer does not begin or breaks off, CancelledError when the user stops it: nothing is printed then.
    """
    told = progress or Silent()
    forbid_scaling(printer)
    set_page(printer, pages.size(numbers[0]))
    # Set, not only asked for: then Qt corrects for printers whose dots are not square.
    resolution = printer.resolution()
    printer.setResolution(resolution)
    painter = QPainter()
    if not painter.begin(printer):
        raise FileProblemError(_refusal(printer))
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)  # JPEG would fray the letters
    try:
        for place, number in enumerate(numbers):
            told.step(place, len(numbers), f"Đang gửi tờ {place + 1} trên {len(numbers)} sang máy in…")
            if place:
                set_page(printer, pages.size(number))
                if not printer.newPage():
                    raise FileProblemError(_refusal(printer))
            for part, image in pages.bands(number, min(resolution, _FINEST)):
                painter.drawImage(exact_target(part, resolution), image)
    except (FileProblemError, CancelledError):
        printer.abort()
        raise
    finally:
        painter.end()
    told.step(len(numbers), len(numbers), "")


def _refusal(printer: QPrinter) -> str:
    return (
        f"Máy in {printer.printerName() or 'đã chọn'} không nhận việc in. Hãy xem máy đã bật, đã nối dây và "
        "còn giấy, rồi in lại."
    )


def forbid_scaling(printer: QPrinter) -> None:
    """Tell CUPS to leave the size of the pages alone; elsewhere the driver's own settings stand."""
    set_cups_options(printer, _AS_IT_IS)


def set_cups_options(printer: QPrinter, options: Mapping[str, str]) -> bool:
    """Add options to what is sent to CUPS; False when this printer is not one of CUPS."""
    from PySide6.QtPrintSupport import QPrintEngine

    engine, key = printer.printEngine(), QPrintEngine.PrintEnginePropertyKey(_CUPS_OPTIONS)
    held = engine.property(key)
    if not isinstance(held, list):
        return False
    whole = dict(zip(held[::2], held[1::2], strict=True)) | dict(options)
    engine.setProperty(key, [text for pair in whole.items() for text in pair])
    return True


def print_pdf(content: bytes, title: str, parent: QWidget | None) -> bool:
    """Ask for a printer and print a PDF at exact size; False when the user changed his mind."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    pages = PdfPages(content)
    try:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        set_page(printer, pages.size(0))
        dialog = QPrintDialog(printer, parent)
        dialog.setWindowTitle(f"In {title}")
        dialog.setMinMax(1, len(pages))
        if not dialog.exec():
            return False
        first = printer.fromPage() - 1 if printer.fromPage() else 0
        last = printer.toPage() - 1 if printer.toPage() else len(pages) - 1
        print_pages(pages, printer, range(first, last + 1))
        return True
    finally:
        pages.close()
