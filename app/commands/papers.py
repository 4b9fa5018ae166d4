"""Commands that write the papers of a year."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.opening import JSON, REGISTER, opened
from app.terminal import Decimal, is_kind, out_option, print_json, progress_bar

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.certificates import WrittenCertificates


@click.command(help="In giấy khen của một năm ra PDF.")
@REGISTER
@click.option("--year", required=True, type=click.IntRange(1950, 2200))
@out_option(".pdf", ", hoặc thư mục khi dùng --separate")
@click.option("--layout", default=None, help="Tên mẫu giấy khen.")
@click.option("--overlay", is_flag=True, help="Chỉ in chữ, để in lên phôi có sẵn.")
@click.option("--dx", type=Decimal(), default=0.0, help="Lệch sang phải, mm.")
@click.option("--dy", type=Decimal(), default=0.0, help="Lệch xuống dưới, mm.")
@click.option("--scale", type=Decimal(), default=100.0, help="Tỷ lệ cả hai chiều, %.")
@click.option("--scale-x", type=Decimal(), default=None, help="Tỷ lệ riêng chiều ngang, %.")
@click.option("--scale-y", type=Decimal(), default=None, help="Tỷ lệ riêng chiều dọc, %.")
@click.option("--separate", is_flag=True, help="Mỗi người một tệp.")
@JSON
@click.pass_obj
def certificates(
    machine: Machine, /, register_path: Path, year: int, out: Path, separate: bool, as_json: bool, **how: Any
) -> None:
    """Write the certificates of a year."""
    from app.services.certificates import PrintChoice, Writing, write_year
    from app.settings import Calibration

    scale_x, scale_y = (how["scale"] if how[each] is None else how[each] for each in ("scale_x", "scale_y"))
    at = Calibration(how["dx"], how["dy"], scale_x, scale_y)
    with opened(machine, register_path) as services, progress_bar("In giấy khen") as progress:
        choice = PrintChoice(
            layout_name=how["layout"],
            overlay=how["overlay"],
            calibration=at,
            layouts=services.paths.layouts,
            blanks=services.paths.blanks,
        )
        writing = Writing(out, choice, separate=separate, replace=separate or is_kind(out, ".pdf"))
        written = write_year(services.register, year, writing, today=services.today(), progress=progress)
    if as_json:
        print_json(
            {"path": str(written.path), "files": written.files, "pages": written.pages, "size": written.size}
        )
        return
    click.echo(_written_line(written))
    for each in written.shrunk:
        click.echo(
            f"  Chữ phải thu nhỏ: {each.recipient or 'mọi tờ'}, {each.box} "
            f"({each.from_size:g} → {each.to_size:g} pt)"
        )


def _written_line(written: WrittenCertificates) -> str:
    kilobytes = max(1, round(written.size / 1024))
    return f"{written.pages} giấy khen, {written.files} tệp, {kilobytes} KB: {written.path}"


@click.command(help="In trang thử có thước để căn phôi.")
@click.option("--layout", default=None, help="Tên mẫu giấy khen.")
@out_option(".pdf")
def testpage(layout: str | None, out: Path) -> None:
    """Write the test page of a layout."""
    from app.services.certificates import DEFAULT_LAYOUT, write_test_page

    write_test_page(layout or DEFAULT_LAYOUT, out, replace=is_kind(out, ".pdf"))
    click.echo(f"Đã ghi trang thử {out}. In đúng cỡ (100 %, không co giãn) rồi đo bằng thước.")


@click.command(help="Lập bảng số liệu cuối năm ra Excel.")
@REGISTER
@click.option("--year", required=True, type=click.IntRange(1950, 2200))
@out_option(".xlsx")
@click.option("--full-numbers", is_flag=True, help="In đủ số điện thoại.")
@JSON
@click.pass_obj
def report(
    machine: Machine, register_path: Path, year: int, out: Path, full_numbers: bool, as_json: bool
) -> None:
    """Write the year-end workbook."""
    from app.services.reports import write_workbook

    with opened(machine, register_path) as services:
        written = write_workbook(
            services.register,
            year,
            out,
            today=services.today(),
            full_numbers=full_numbers,
            replace=is_kind(out, ".xlsx"),
        )
    if as_json:
        print_json({"year": year, "path": str(out), "figures": written.figures})
        return
    click.echo(f"Đã ghi {out}: {len(written.sheets)} trang tính, {len(written.figures)} chỉ tiêu.")
    if not any(written.figures.values()):
        click.echo(f"Năm {year} chưa có số liệu nào trong sổ nên bảng toàn số 0.")
