"""PDF pages in the window and on paper: the right page, the exact size, nothing stretched."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPageLayout
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.errors import CancelledError
from ui import printers
from ui.printing import PdfPages, exact_target, page_layout, print_pages
from ui.theme import Theme
from ui.widgets.charts import AgePyramid, BarChart, LineChart, PyramidRow, without_shared_words
from ui.widgets.pdf_view import PdfView

A4_WIDE = (841.89, 595.276)


def pdf_of(*sizes: tuple[float, float], red: int = 255) -> bytes:
    """Pages with a red square of one inch in the upper left corner and their number of green ones below."""
    import io

    import pypdfium2
    from pypdfium2 import raw

    document = pypdfium2.PdfDocument.new()
    for number, (width, height) in enumerate(sizes):
        page = document.new_page(width, height)
        for place in range(number + 1):
            square = raw.FPDFPageObj_CreateNewRect(0, height - 72 * (place + 1), 72, 72)
            raw.FPDFPageObj_SetFillColor(square, red if place == 0 else 0, 0 if place == 0 else 255, 0, 255)
            raw.FPDFPath_SetDrawMode(square, raw.FPDF_FILLMODE_ALTERNATE, False)
            raw.FPDFPage_InsertObject(page, square)
        raw.FPDFPage_GenerateContent(page)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_a_page_is_drawn_at_the_resolution_asked_for(qapp: QApplication) -> None:
    pages = PdfPages(pdf_of(A4_WIDE))
    image = pages.image(0, 144)
    assert (image.width(), image.height()) == (1684, 1191)
    assert image.pixelColor(100, 100) == QColor(255, 0, 0)
    assert image.pixelColor(160, 160) == QColor(255, 255, 255)
    pages.close()


@pytest.mark.parametrize("resolution", [300, 600, 1200])
def test_a_point_is_one_seventy_second_of_an_inch_on_every_printer(resolution: int) -> None:
    target = exact_target(QRectF(0, 0, 720, 360), resolution)
    assert target == QRectF(0, 0, 10 * resolution, 5 * resolution)


def test_the_papers_orientation_follows_the_page() -> None:
    wide = page_layout(QSizeF(*A4_WIDE))
    assert wide.orientation() is QPageLayout.Orientation.Landscape
    assert wide.fullRect(QPageLayout.Unit.Point).width() == pytest.approx(A4_WIDE[0], abs=1)
    assert wide.paintRect(QPageLayout.Unit.Point) == wide.fullRect(QPageLayout.Unit.Point)


@pytest.mark.parametrize("size", [A4_WIDE, (595.276, 841.89), (1020.472, 765.354)])
def test_what_is_printed_has_its_exact_size_and_place(
    qapp: QApplication, tmp_path: Path, size: tuple[float, float]
) -> None:
    path = tmp_path / "in.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(300)
    pages = PdfPages(pdf_of(size, size))
    print_pages(pages, printer, (0, 1))
    pages.close()
    printed = PdfPages(path.read_bytes())
    assert len(printed) == 2
    assert printed.size(1).width() == pytest.approx(size[0], abs=1)
    assert printed.size(1).height() == pytest.approx(size[1], abs=1)
    image = printed.image(1, 72)
    assert image.pixelColor(36, 36).red() > 200
    assert image.pixelColor(69, 69).green() < 60
    assert image.pixelColor(36, 108).green() > 200
    assert image.pixelColor(76, 36).lightness() > 240
    printed.close()


def test_a_page_is_sent_in_bands_without_the_bare_ones_and_grey_where_nothing_is_coloured(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.printing._BAND", 100)
    pages = PdfPages(pdf_of((720, 720)))
    bands = list(pages.bands(0, 100))
    assert [(place.y(), image.height()) for place, image in bands] == [(0, 100)]
    assert bands[0][0] == QRectF(0, 0, 720, 72)
    assert not bands[0][1].allGray()
    pages.close()
    pages = PdfPages(pdf_of((720, 720), red=0))
    assert [image.format() for _place, image in pages.bands(0, 100)] == [QImage.Format.Format_Grayscale8]
    pages.close()


def test_a_printer_that_does_not_begin_is_told_and_a_stopped_job_prints_nothing(
    qapp: QApplication, tmp_path: Path
) -> None:
    class Stop:
        def step(self, done: int, total: int, text: str = "") -> None:
            raise CancelledError

    pages = PdfPages(pdf_of(A4_WIDE))
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "ra.pdf"))
    with pytest.raises(CancelledError):
        print_pages(pages, printer, (0,), Stop())
    pages.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows names trays by number")
def test_trays_are_those_that_cups_lists_in_our_words(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "lpoptions"
    lines = "PageSize/Media Size: *A4 A3\nInputSlot/Media Source: *Auto Manual Tray2\n"
    program.write_text(f"#!/bin/sh\nprintf '{lines}'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert printers.trays("HP") == (
        printers.ANY_TRAY,
        printers.Tray("Manual", "Nạp tay từng tờ"),
        printers.Tray("Tray2", "Tray2"),
    )
    assert printers.tray_words("259") == "Khay số 259"
    program.unlink()
    assert printers.trays("HP") == (printers.ANY_TRAY,)


def test_a_driver_that_names_no_paper_is_not_doubted(qapp: QApplication) -> None:
    assert printers.takes_paper("không có máy này", 360, 270)


def test_the_preview_leafs_zooms_and_keeps_its_page(theme: Theme, qtbot: QtBot) -> None:
    view = PdfView(theme)
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    assert view.page_count == 0
    view.set_pdf(pdf_of(A4_WIDE, A4_WIDE, A4_WIDE))
    turned: list[tuple[int, int]] = []
    view.page_changed.connect(lambda number, of: turned.append((number, of)))
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    QTest.keyClick(view, Qt.Key.Key_End)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert turned == [(2, 3), (3, 3)]
    fitted = view._sheet.width()
    assert fitted <= 800
    view.set_zoom(1.0)
    assert view._sheet.width() == round(A4_WIDE[0] * view.logicalDpiX() / 72)
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view._sheet.width() > round(A4_WIDE[0] * view.logicalDpiX() / 72)
    view.set_pdf(pdf_of(A4_WIDE))
    assert [each.text() for each in view.findChildren(QLabel) if each.text()] == ["Trang 1 / 1"]
    view.clear()
    assert view.page_count == 0


def test_charts_draw_their_bars_as_long_as_their_figures(theme: Theme, qtbot: QtBot) -> None:
    chart = BarChart()
    qtbot.addWidget(chart)
    chart.set_rows([("Chi hội A", 10), ("Chi hội B", 5)])
    chart.resize(400, 100)
    image = chart.grab().toImage()
    red = theme.colours.accent
    rows = [sum(1 for x in range(400) if image.pixelColor(x, y).name() == red) for y in range(100)]
    longest = max(rows)
    assert longest > 0
    assert any(abs(each - longest / 2) <= 2 for each in rows)
    assert "Chi hội A: 10" in chart.accessibleDescription()


def test_charts_without_rows_draw_nothing_and_do_not_fail(theme: Theme, qtbot: QtBot) -> None:
    for chart in (BarChart(), AgePyramid(), LineChart()):
        qtbot.addWidget(chart)
        chart.resize(200, 100)
        assert not chart.grab().isNull()


def test_the_pyramid_and_the_line_write_every_figure_for_the_ear(theme: Theme, qtbot: QtBot) -> None:
    pyramid = AgePyramid()
    line = LineChart()
    for chart in (pyramid, line):
        qtbot.addWidget(chart)
        chart.resize(400, 200)
    pyramid.set_rows([PyramidRow("70–74", 15, 9, 1)])
    line.set_points([(2022, 40), (2023, 43)])
    assert not pyramid.grab().isNull()
    assert not line.grab().isNull()
    assert pyramid.accessibleDescription() == "70–74 tuổi: 15 nam, 9 nữ, 1 chưa rõ"
    assert line.accessibleDescription() == "2022: 40; 2023: 43"


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["Chi hội phường A", "Chi hội phường B"], ["A", "B"]),
        (["Chi hội phường A", "Chi hội xã B"], ["phường A", "xã B"]),
        (["Chi hội Tổ 1", "Chi hội Tổ 2"], ["Tổ 1", "Tổ 2"]),
        (["Chi hội A"], ["Chi hội A"]),
        (["A", "A B"], ["A", "A B"]),
        ([], []),
    ],
)
def test_words_that_all_names_share_are_left_out(names: list[str], short: list[str]) -> None:
    assert without_shared_words(names) == short
