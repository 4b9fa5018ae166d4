"""What the pictures of printing show: a round half printed on blanks, the steps of a calibration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.settings import Calibration

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.dialogs.calibrate import CalibrateDialog
    from ui.page import Context

#: No picture shows the printers of whoever draws it.
_PRINTERS = ("HP LaserJet Pro M404n", "Canon LBP2900")


def print_blanks(context: Context, window: QWidget, _folder: Path) -> object:
    """Sheets for blanks on a printer that was calibrated, some of them printed already."""
    from app.domain.commendations import AwardRound
    from app.services import issuing, printings
    from ui.dialogs.print_certificates import PrintCertificatesDialog

    services = context.services
    with services.register.read() as reader:
        round_id = next(each.id for each in reader.all(AwardRound) if each.decided_on is not None)
    issuing.issue(services.register, round_id, today=services.today())
    sheets = printings.sheets_of(services.register, round_id)
    printings.log_printed(
        services.register,
        [sheet.issue_id for sheet in sheets[:4]],
        printer=_PRINTERS[0],
        tray="",
        blank=sheets[0].layout,
        overlay=True,
        at=services.clock(),
    )
    services.settings.calibrate(Calibration(0.4, -1.2, 100.2), sheets[0].layout, _PRINTERS[0])
    dialog = PrintCertificatesDialog(context, round_id, window, overlay=True)
    dialog.where.offer(_PRINTERS)
    return dialog


def calibrate_print(context: Context, window: QWidget, _folder: Path) -> object:
    """The first step."""
    return _calibrate(context, window)


def calibrate_read(context: Context, window: QWidget, _folder: Path) -> object:
    """The second step, with a reading that cannot be."""
    dialog = _calibrate(context, window)
    dialog.go_on()
    dialog.left.set_value(19.5)
    dialog.go_on()
    return dialog


def calibrate_check(context: Context, window: QWidget, _folder: Path) -> object:
    """The last step, with what follows from the readings."""
    dialog = _calibrate(context, window)
    dialog.go_on()
    for field, value in ((dialog.left, 19.5), (dialog.top, 21.0), (dialog.across, 256.5)):
        field.set_value(value)
    dialog.go_on()
    return dialog


def _calibrate(context: Context, window: QWidget) -> CalibrateDialog:
    from ui.dialogs.calibrate import CalibrateDialog

    dialog = CalibrateDialog(context, window, target="truyen-thong")
    dialog.where.offer(_PRINTERS)
    return dialog


CALIBRATIONS = (calibrate_print, calibrate_read, calibrate_check)
