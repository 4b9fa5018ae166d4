"""PDF pages as pictures, and on paper at their exact size: never stretched, never fitted to the margins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

POINTS_PER_INCH = 72.0

#: Pages are drawn no finer than this: beyond it only memory grows (dots per inch).
_FINEST = 600


class PdfPages:
    """The pages of a PDF that is held in memory; pypdfium2 is imported when the first one is opened."""

    def __init__(self, content: bytes) -> None:
        """``content`` is a whole PDF file."""
        import pypdfium2

        self._document: PdfDocument = pypdfium2.PdfDocument(content)

    def __len__(self) -> int:
        return len(self._document)

    def size(self, number: int) -> QSizeF:
        """Width and height of a page in points."""
        width, height = self._document.get_page_size(number)
        return QSizeF(width, height)

    def image(self, number: int, dots_per_inch: float) -> QImage:
        """A page drawn at a resolution."""
        page = self._document[number]
        bitmap = page.render(scale=dots_per_inch / POINTS_PER_INCH, rev_byteorder=True, prefer_bgrx=True)
        held = QImage(
            bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888
        )
        copy = held.copy()
        bitmap.close()
        page.close()
        return copy

    def close(self) -> None:
        """Let the file go."""
        self._document.close()


def exact_target(size: QSizeF, resolution: float) -> QRectF:
    """Where a page of ``size`` points lies on a printer: points × dots per inch / 72."""
    factor = resolution / POINTS_PER_INCH
    return QRectF(0, 0, size.width() * factor, size.height() * factor)


def page_layout(size: QSizeF) -> QPageLayout:
    """A printer's page of exactly this size in points, with no margins and in its own orientation."""
    is_wide = size.width() > size.height()
    upright = QSizeF(min(size.width(), size.height()), max(size.width(), size.height()))
    paper = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyOrientationMatch)
    turned = QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
    return QPageLayout(paper, turned, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)


def print_pages(pages: PdfPages, printer: QPrinter, first: int, last: int) -> None:
    """Draw pages ``first`` to ``last`` (from 0, both included) on a printer, each at its exact size."""
    printer.setFullPage(True)
    printer.setPageLayout(page_layout(pages.size(first)))
    printer.setFullPage(True)
    resolution = printer.resolution()
    painter = QPainter(printer)
    try:
        for number in range(first, last + 1):
            if number > first:
                printer.setPageLayout(page_layout(pages.size(number)))
                printer.setFullPage(True)
                printer.newPage()
            painter.drawImage(
                exact_target(pages.size(number), resolution), pages.image(number, min(resolution, _FINEST))
            )
    finally:
        painter.end()


def print_pdf(content: bytes, title: str, parent: QWidget | None) -> bool:
    """Ask for a printer and print a PDF at exact size; False when the user changed his mind."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    pages = PdfPages(content)
    try:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        printer.setFullPage(True)
        printer.setPageLayout(page_layout(pages.size(0)))
        dialog = QPrintDialog(printer, parent)
        dialog.setWindowTitle(f"In {title}")
        dialog.setMinMax(1, len(pages))
        if not dialog.exec():
            return False
        first = printer.fromPage() - 1 if printer.fromPage() else 0
        last = printer.toPage() - 1 if printer.toPage() else len(pages) - 1
        print_pages(pages, printer, first, last)
        return True
    finally:
        pages.close()
