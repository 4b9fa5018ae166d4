"""How certificates are printed, as several commands ask it: layout, colour, blank, alignment."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from app.errors import UsageError
from app.terminal import Decimal

if TYPE_CHECKING:
    from app.services.bundle import Services
    from app.services.certificates import PrintChoice


def print_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options; what they say is read by :func:`print_choice`."""
    for option in reversed(
        (
            click.option("--layout", default=None, help="Tên mẫu giấy (lệnh layouts)."),
            click.option("--mono", is_flag=True, help="Đen trắng, cho máy in không màu."),
            click.option(
                "--overlay", is_flag=True, help="Chỉ in chữ, để in lên phôi có sẵn; căn theo số đo đã giữ."
            ),
            click.option(
                "--blank",
                default="",
                metavar="TÊN",
                help="In lên phôi này (lệnh blanks), căn theo số đo đã giữ của nó.",
            ),
            click.option("--dx", type=Decimal(), default=None, help="Lệch sang phải, mm."),
            click.option("--dy", type=Decimal(), default=None, help="Lệch xuống dưới, mm."),
            click.option("--scale", type=Decimal(), default=None, help="Tỷ lệ cả hai chiều, %."),
            click.option("--scale-x", type=Decimal(), default=None, help="Tỷ lệ riêng chiều ngang, %."),
            click.option("--scale-y", type=Decimal(), default=None, help="Tỷ lệ riêng chiều dọc, %."),
            click.option(
                "--printer", default=None, help="Căn theo số đo đã giữ của máy in này (lệnh calibrations)."
            ),
            click.option("--tray", default="", help="Khay của máy in ấy."),
        )
    ):
        command = option(command)
    return command


def print_choice(services: Services, how: dict[str, Any], usual: str) -> PrintChoice:
    """How to print, by the words of the command or by what was measured for a printer.

    ``usual`` is the layout whose measures count when none is named.
    """
    from app.services.blanks import blank_name
    from app.services.certificates import PrintChoice
    from app.settings import Calibration

    measured = {key: how[key] for key in ("dx", "dy", "scale", "scale_x", "scale_y") if how[key] is not None}
    if measured and how["printer"] is not None:
        raise UsageError("--printer dùng số đo đã giữ, nên đừng ghi thêm --dx, --dy hay tỷ lệ.")
    blank = blank_name(services.paths, how["blank"]) if how["blank"] else ""
    on_blank = how["overlay"] or bool(blank)
    if how["printer"] is not None or (on_blank and not measured):
        sheet = blank or how["layout"] or usual
        at = services.settings.current.calibration(sheet, how["printer"] or "", how["tray"])
    else:
        scale = measured.pop("scale", 100.0)
        at = Calibration(**{"scale_x": scale, "scale_y": scale, **measured})
    return PrintChoice(
        layout_name=how["layout"],
        overlay=on_blank,
        calibration=at,
        mono=how["mono"],
        blank_name=blank,
        layouts=services.paths.layouts,
        blanks=services.paths.blanks,
    )
