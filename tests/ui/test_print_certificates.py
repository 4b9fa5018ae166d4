"""“In giấy khen” and “Căn phôi”: what is ticked comes out, is logged and can be taken off; readings count."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from app.domain.commendations import AwardRound
from app.errors import FileProblemError
from app.services import commendations, issuing, printings
from app.services.blanks import Blank, save_blank
from app.settings import Calibration
from ui import printers
from ui.dialogs.calibrate import CalibrateDialog, open_calibrate
from ui.dialogs.print_certificates import PrintCertificatesDialog, open_print_certificates
from ui.messages import Recorder
from ui.page import Context
from ui.printing import PdfPages
from ui.widgets.printer_choice import calibration_words, size_words


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two printers, which put what they print into one file; gives the file."""
    path = tmp_path / "ra.pdf"

    def opened(name: str, tray: str, title: str) -> QPrinter:
        if name == "Hỏng":
            raise FileProblemError("Máy in Hỏng không nhận việc in.")
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        printer.setResolution(100)
        return printer

    monkeypatch.setattr(printers, "printer_names", lambda: ("HP", "Hỏng"))
    monkeypatch.setattr(printers, "trays", lambda _name: (printers.ANY_TRAY, printers.Tray("3", "Nạp tay")))
    monkeypatch.setattr(printers, "takes_paper", lambda _name, width, height: (width, height) != (360, 270))
    monkeypatch.setattr(printers, "open_printer", opened)
    return path


@pytest.fixture
def round_id(demo_context: Context) -> str:
    register = demo_context.services.register
    with register.read() as reader:
        (found,) = (each.id for each in reader.all(AwardRound, year=2023))
    issuing.issue(register, found, today=date(2024, 1, 5))
    return found


def pages_of(path: Path) -> int:
    pages = PdfPages(path.read_bytes())
    count = len(pages)
    pages.close()
    return count


def test_what_is_ticked_is_printed_logged_and_taken_off_the_log_again(
    qtbot: QtBot, demo_context: Context, round_id: str, paper: Path
) -> None:
    register = demo_context.services.register
    dialog = open_print_certificates(demo_context, round_id, None)
    qtbot.addWidget(dialog)
    assert dialog.print_button.text() == "In 9 tờ"
    assert "A4 ngang" in dialog.load_words.text()

    # One sheet on plain paper first: nothing is written down, the next time this printer needs no reminder.
    assert dialog.size_words.objectName() == "fieldDoubt"
    dialog.trial_button.click()
    assert pages_of(paper) == 1
    assert "in thử" in dialog.notice.text
    assert len(commendations.round_card(register, round_id).not_sent) == 9
    assert dialog.size_words.objectName() == "soft"

    dialog.who.last.setValue(2)
    dialog.copies.setValue(2)
    assert dialog.print_button.text() == "In 2 tờ"
    dialog.print_button.click()
    assert pages_of(paper) == 4
    rows = printings.printed_rows(register, round_id=round_id)
    assert sorted(row.number for row in rows) == [1, 2]
    assert {(row.printing.printer, row.printing.copies, row.printing.at) for row in rows} == {
        ("HP", 2, "2024-01-05T09:00")
    }
    assert not dialog.who.chosen()
    assert not dialog.print_button.isEnabled()
    dialog.who.tick_unprinted()
    assert [sheet.number for sheet in dialog.who.chosen()] == list(range(3, 10))

    dialog.notice.buttons()["Chưa ra được? Bỏ ghi nhận"].click()
    assert "lại là chưa in" in dialog.notice.text
    assert len(commendations.round_card(register, round_id).not_sent) == 9
    dialog.close()


def test_a_printer_that_refuses_is_told_and_nothing_counts_as_printed(
    qtbot: QtBot, demo_context: Context, round_id: str, paper: Path, messages: Recorder
) -> None:
    dialog = PrintCertificatesDialog(demo_context, round_id)
    qtbot.addWidget(dialog)
    dialog.where.printer.set_value("Hỏng")
    dialog.where.printer.edited.emit()
    dialog.print_button.click()
    assert "Hỏng không nhận" in messages.errors[-1].message
    assert len(commendations.round_card(demo_context.services.register, round_id).not_sent) == 9
    assert dialog.print_button.isEnabled()
    dialog.close()


def test_blanks_get_the_calibration_of_printer_tray_and_blank_and_it_is_said(
    qtbot: QtBot, demo_context: Context, round_id: str, paper: Path
) -> None:
    services = demo_context.services
    blank = save_blank(services.paths, Blank("", "Phôi rồng", 360, 270))
    dialog = PrintCertificatesDialog(demo_context, round_id, overlay=True)
    qtbot.addWidget(dialog)
    assert dialog.placed.text().startswith("Chưa căn phôi")
    services.settings.calibrate(Calibration(0.4, -1.2), "truyen-thong", "HP", "3")
    dialog.where.tray.set_value("3")
    dialog.where.tray.edited.emit()
    assert dialog.placed.text() == "Căn phôi: sang phải 0,4 mm, lên trên 1,2 mm."
    assert dialog.calibration("truyen-thong").dx == 0.4
    assert "khay “Nạp tay”" in dialog.load_words.text()
    assert dialog.doubt.text() == ""
    dialog.how.set_value(blank.name)
    dialog.how.edited.emit()
    assert "360 × 270 mm" in dialog.doubt.text()
    assert dialog.calibration("truyen-thong") == Calibration()
    dialog.who.tick_none()
    dialog.close()


def test_without_a_printer_it_is_said_and_nothing_can_be_sent(
    qtbot: QtBot, demo_context: Context, round_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printers, "printer_names", tuple)
    dialog = PrintCertificatesDialog(demo_context, round_id)
    qtbot.addWidget(dialog)
    assert "chưa có máy in nào" in dialog.form.cell("printer").error
    assert not dialog.print_button.isEnabled()
    assert not dialog.trial_button.isEnabled()
    dialog.close()


def test_readings_become_a_calibration_that_is_kept_for_printer_tray_and_blank(
    qtbot: QtBot, demo_context: Context, paper: Path, messages: Recorder
) -> None:
    kept: list[bool] = []
    dialog = open_calibrate(demo_context, None, target="truyen-thong", on_kept=lambda: kept.append(True))
    qtbot.addWidget(dialog)
    dialog.where.tray.set_value("3")
    dialog.print_button.click()
    assert pages_of(paper) == 1
    assert "Đã gửi tờ đo" in dialog.notice.text
    dialog.go_on()
    dialog.left.setText("21,5 mm")
    dialog.go_on()
    assert dialog.readings.errors() == {"top": "Hãy đo và gõ số này."}
    dialog.top.setText("hai mươi")
    dialog.go_on()
    assert "ví dụ 19,5" in dialog.readings.errors()["top"]
    dialog.top.setText("80")
    dialog.go_on()
    assert "đo lại" in dialog.trouble.text()
    dialog.top.setText("19")
    dialog.go_on()
    assert dialog.outcome.text() == "Chữ sẽ được chỉnh: sang trái 1,5 mm, xuống dưới 1 mm."
    dialog.check_button.click()
    assert "tờ kiểm tra" in dialog.notice.text
    dialog.go_back()
    assert dialog.step == 1
    dialog.go_on()
    dialog.go_on()
    assert kept == [True]
    settings = demo_context.services.settings.current
    assert settings.calibration("truyen-thong", "HP", "3") == Calibration(-1.5, 1.0)
    assert settings.calibration("truyen-thong", "HP") == Calibration()
    assert "Đã nhớ cách căn" in messages.notices[-1].text


def test_the_print_dialog_leads_to_the_calibration_of_what_it_prints_on(
    qtbot: QtBot, demo_context: Context, round_id: str, paper: Path
) -> None:
    dialog = PrintCertificatesDialog(demo_context, round_id, overlay=True)
    qtbot.addWidget(dialog)
    dialog.calibrate_button.click()
    (opened,) = dialog.findChildren(CalibrateDialog)
    assert opened.target.value() == "truyen-thong"
    demo_context.services.settings.calibrate(Calibration(2), "truyen-thong", "HP")
    opened.accept()
    assert "sang phải 2 mm" in dialog.placed.text()
    dialog.close()


def test_sizes_and_corrections_are_said_in_words() -> None:
    assert [size_words(*size) for size in ((297, 210), (297, 420), (360, 270))] == [
        "A4 ngang",
        "A3 dọc",
        "360 × 270 mm",
    ]
    assert calibration_words(Calibration()) == "không phải dịch, đúng cỡ"
    assert calibration_words(Calibration(-1.5, 0, 100, 99.8)) == "sang trái 1,5 mm, cỡ chiều dọc 99,8 %"
