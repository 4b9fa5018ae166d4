"""Commands over certificate layouts, blanks and how they lie in this machine's printers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.opening import JSON
from app.errors import NotFoundError, UsageError
from app.terminal import PATH, Decimal, is_kind, number_said, print_json

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.paths import Paths
    from app.settings import Calibration

_NAME = click.argument("name", metavar="TÊN")
_FILE = click.argument("file", metavar="TỆP", type=PATH)


# ---------------------------------------------------------------- layouts


@click.command(help="Các mẫu giấy khen, giấy mừng thọ: đi kèm chương trình và của Hội.")
@JSON
@click.pass_obj
def layouts(machine: Machine, as_json: bool) -> None:
    """List the layouts."""
    from app.services.layouts import list_layouts

    entries = list_layouts(machine.paths, longevity=None)
    if as_json:
        print_json([dataclasses.asdict(entry) for entry in entries])
        return
    for entry in entries:
        size = entry.problem or f"{number_said(entry.width)} × {number_said(entry.height)} mm"
        whose = f", của Hội, bản {entry.version}" if entry.is_own else ""
        click.echo(f"{entry.name}: {entry.title}, {size}{whose}")
    click.echo(f"{len(entries)} mẫu.")


@click.group(help="Một mẫu giấy khen: kiểm tra, xuất ra tệp, nhập vào, bỏ.")
def layout() -> None:
    """The group of commands for one layout."""


@layout.command("export", help="Ghi một mẫu, có cả hình, ra một tệp .json.")
@_NAME
@click.option("--out", required=True, type=PATH, help="Tệp .json.")
@click.pass_obj
def export(machine: Machine, name: str, out: Path) -> None:
    """Write a layout to one file."""
    from app.services.layouts import export_layout

    click.echo(f"Đã ghi {export_layout(machine.paths, name, _json(out), replace=True)}.")


@layout.command("import", help="Nhập một mẫu từ tệp .json; trùng tên thì thêm số, không thay mẫu đang có.")
@_FILE
@click.pass_obj
def import_one(machine: Machine, file: Path) -> None:
    """Bring in a layout."""
    from app.services.layouts import import_layout

    saved = import_layout(machine.paths, file)
    click.echo(f"Đã nhập mẫu “{saved.title}”, tên {saved.name}.")


@layout.command("remove", help="Bỏ một mẫu của Hội; giấy đã phát hành không đổi.")
@_NAME
@click.pass_obj
def remove(machine: Machine, name: str) -> None:
    """Take a layout away."""
    from app.services.layouts import remove_layout

    click.echo(f"Đã bỏ mẫu “{remove_layout(machine.paths, name).title}”.")


@layout.command(
    "check", help="Kiểm tra một mẫu, theo tên hoặc tệp .json: có dùng được không, có gì đáng ngờ."
)
@_NAME
@click.option(
    "--register", "register_path", type=PATH, default=None, help="Thử cả tên dài nhất trong sổ này."
)
@click.pass_obj
def check(machine: Machine, name: str, register_path: Path | None) -> None:
    """Say what is wrong or doubtful about a layout."""
    from app.commands.opening import opened
    from app.services import layouts as service

    texts = service.sample_texts()
    if register_path is not None:
        with opened(machine, register_path) as services:
            texts = service.longest_texts(services.register)
    found = service.find_layout(machine.paths, name)
    sentences = [each.sentence for each in service.layout_shortcomings(found)]
    sentences += service.layout_preview(found, texts).troubles.values()
    for sentence in sentences:
        click.echo(sentence)
    size = f"{number_said(found.width)} × {number_said(found.height)} mm, {len(found.boxes)} ô"
    click.echo(f"Mẫu “{found.title}” dùng được: {size}, {len(sentences)} điều nên xem lại.")


def _json(out: Path) -> Path:
    if not is_kind(out, ".json"):
        raise UsageError(f"Ghi ra tệp .json. Hãy đổi đuôi tên tệp “{out.name}” thành .json.")
    return out


# ---------------------------------------------------------------- blanks


@click.command(help="Các phôi (giấy in sẵn) đã khai: cỡ, những chữ ta in thêm.")
@JSON
@click.pass_obj
def blanks(machine: Machine, as_json: bool) -> None:
    """List the blanks."""
    from app.services.blanks import find_blank, list_blanks

    rows = []
    for entry in list_blanks(machine.paths):
        prints = () if entry.problem else find_blank(machine.paths, entry.name).prints
        rows.append({**dataclasses.asdict(entry), "prints": prints})
    if as_json:
        print_json(rows)
        return
    for row in rows:
        size = row["problem"] or f"{number_said(row['width'])} × {number_said(row['height'])} mm"
        scan = ", có ảnh quét" if row["has_scan"] else ""
        click.echo(
            f"{row['name']}: {row['title']}, {size}, in {', '.join(row['prints']) or 'theo mẫu'}{scan}"
        )
    click.echo(f"{len(rows)} phôi.")


@click.group(help="Một phôi: khai, sửa, bỏ, xuất ra tệp, nhập vào.")
def blank() -> None:
    """The group of commands for one blank."""


def _sheet(*, required: bool) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def options(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(
            (
                click.option("--width", type=Decimal(), required=required, help="Rộng, mm."),
                click.option("--height", type=Decimal(), required=required, help="Cao, mm."),
                click.option(
                    "--prints", default=None, metavar="Ô,Ô", help="Những ô ta in; để trống là theo mẫu giấy."
                ),
                click.option(
                    "--scan", type=PATH, default=None, help="Ảnh quét phôi, để đặt chữ; không in ra."
                ),
            )
        ):
            command = option(command)
        return command

    return options


@blank.command("add", help="Khai một phôi mới.")
@click.argument("title", metavar="TÊN")
@_sheet(required=True)
@click.pass_obj
def add_blank(machine: Machine, /, title: str, **said: Any) -> None:
    """Describe a blank."""
    from app.services.blanks import Blank, save_blank

    made = Blank("", title, said.pop("width"), said.pop("height"))
    saved = save_blank(machine.paths, dataclasses.replace(made, **_described(machine.paths, said)))
    click.echo(f"Đã khai phôi “{saved.title}”, tên {saved.name}.")


@blank.command("edit", help="Sửa một phôi.")
@_NAME
@click.option("--title", default=None, help="Tên mới.")
@_sheet(required=False)
@click.pass_obj
def edit_blank(machine: Machine, /, name: str, **said: Any) -> None:
    """Change a blank."""
    from app.services.blanks import blank_name, find_blank, save_blank

    held = find_blank(machine.paths, blank_name(machine.paths, name))
    changed = dataclasses.replace(held, **_described(machine.paths, said))
    click.echo(f"Đã sửa phôi “{save_blank(machine.paths, changed, replace=True).title}”.")


def _described(paths: Paths, said: dict[str, Any]) -> dict[str, Any]:
    from app.services.blanks import scan_data

    told = {field: held for field, held in said.items() if held is not None}
    if "prints" in told:
        told["prints"] = tuple(filter(None, (key.strip() for key in told["prints"].split(","))))
        known = _boxes(paths)
        if unknown := [key for key in told["prints"] if key not in known]:
            raise UsageError(f"--prints: không mẫu nào có ô “{unknown[0]}”. Các ô: {', '.join(known)}.")
    if "scan" in told:
        told["backdrop"] = scan_data(told.pop("scan"))
    return told


def _boxes(paths: Paths) -> tuple[str, ...]:
    """The keys of the boxes of all layouts that can be used."""
    from app.services.layouts import find_layout, list_layouts

    names = [entry.name for entry in list_layouts(paths, longevity=None) if not entry.problem]
    return tuple(dict.fromkeys(box.key for name in names for box in find_layout(paths, name).boxes))


@blank.command("remove", help="Bỏ một phôi.")
@_NAME
@click.pass_obj
def remove_blank(machine: Machine, name: str) -> None:
    """Take a blank away."""
    from app.services import blanks as service

    removed = service.remove_blank(machine.paths, service.blank_name(machine.paths, name))
    click.echo(f"Đã bỏ phôi “{removed.title}”.")


@blank.command("export", help="Ghi một phôi, có cả ảnh quét, ra một tệp .json.")
@_NAME
@click.option("--out", required=True, type=PATH, help="Tệp .json.")
@click.pass_obj
def export_blank(machine: Machine, name: str, out: Path) -> None:
    """Write a blank to one file."""
    from app.services import blanks as service

    held = service.blank_name(machine.paths, name)
    click.echo(f"Đã ghi {service.export_blank(machine.paths, held, _json(out), replace=True)}.")


@blank.command("import", help="Nhập một phôi từ tệp .json.")
@_FILE
@click.pass_obj
def import_blank(machine: Machine, file: Path) -> None:
    """Bring in a blank."""
    from app.services import blanks as service

    saved = service.import_blank(machine.paths, file)
    click.echo(f"Đã nhập phôi “{saved.title}”, tên {saved.name}.")


# ---------------------------------------------------------------- calibration


@click.command(help="Số đo căn phôi của máy này, theo máy in, khay và phôi.")
@JSON
@click.pass_obj
def calibrations(machine: Machine, as_json: bool) -> None:
    """List what was measured on this machine."""
    held = machine.settings.current.calibrations
    rows = []
    for key, at in sorted(held.items()):
        printer, tray, sheet = key.split("|", 2)
        rows.append({"printer": printer, "tray": tray, "blank": sheet, **dataclasses.asdict(at)})
    if as_json:
        print_json(rows)
        return
    for row in rows:
        where = ", ".join(filter(None, (row["printer"] or "mọi máy in", row["tray"])))
        at = held["|".join((row["printer"], row["tray"], row["blank"]))]
        click.echo(f"{row['blank']} ở {where}: {placed(at)}")
    click.echo(f"{len(rows)} số đo.")


def placed(at: Calibration) -> str:
    """Where a calibration moves the text, in words."""
    across = f"{'trái' if at.dx < 0 else 'phải'} {number_said(abs(at.dx))} mm"
    down = f"{'lên' if at.dy < 0 else 'xuống'} {number_said(abs(at.dy))} mm"
    return f"{across}, {down}, ngang {number_said(at.scale_x)} %, dọc {number_said(at.scale_y)} %"


@click.command(
    help="Giữ số đo căn của một phôi hay mẫu: ghi thẳng (--dx …), hoặc các số đọc trên trang thử (--left …)."
)
@_NAME
@click.option("--printer", default="", help="Máy in; để trống là mọi máy in.")
@click.option("--tray", default="", help="Khay giấy.")
@click.option("--dx", type=Decimal(), default=None, help="Lệch sang phải, mm.")
@click.option("--dy", type=Decimal(), default=None, help="Lệch xuống dưới, mm.")
@click.option("--scale-x", type=Decimal(), default=None, help="Tỷ lệ chiều ngang, %.")
@click.option("--scale-y", type=Decimal(), default=None, help="Tỷ lệ chiều dọc, %.")
@click.option("--left", type=Decimal(), default=None, help="Đo từ mép trái đến chữ thập trên bên trái, mm.")
@click.option("--top", type=Decimal(), default=None, help="Đo từ mép trên đến chữ thập ấy, mm.")
@click.option("--across", type=Decimal(), default=None, help="Đo giữa hai chữ thập trên, mm.")
@click.option("--down", type=Decimal(), default=None, help="Đo giữa hai chữ thập bên trái, mm.")
@click.option("--remove", is_flag=True, help="Bỏ số đo đã giữ.")
@click.pass_obj
def calibrate(machine: Machine, /, name: str, printer: str, tray: str, remove: bool, **said: Any) -> None:
    """Keep how a blank lies in a tray of a printer."""
    from app.services import calibrating
    from app.services.blanks import blank_name
    from app.settings import Calibration, calibration_key

    given = {key: said[key] for key in ("dx", "dy", "scale_x", "scale_y") if said[key] is not None}
    read = {key: said[key] for key in ("left", "top", "across", "down") if said[key] is not None}
    if sum(map(bool, (given, read, remove))) != 1 or (read and not {"left", "top"} <= read.keys()):
        raise UsageError(
            "Hãy ghi một trong ba: số đo (--dx, --dy, --scale-x, --scale-y), số đọc trên trang thử "
            "(--left, --top và, nếu đo, --across, --down), hoặc --remove."
        )
    name = blank_name(machine.paths, name)
    settings = machine.settings
    if remove:
        key = calibration_key(name, printer, tray)
        if key not in settings.current.calibrations:
            raise NotFoundError(f"Chưa giữ số đo nào của “{name}” ở đó. Lệnh calibrations in các số đo.")
        held = settings.current.calibrations
        settings.change(calibrations={each: at for each, at in held.items() if each != key})
        click.echo(f"Đã bỏ số đo của {name}.")
        return
    target = calibrating.target_named(machine.paths, name)
    at = calibrating.measured(target, calibrating.Readings(**read)) if read else Calibration(**given)
    settings.calibrate(at, name, printer, tray)
    click.echo(f"Đã giữ cho {name}: {placed(at)}.")
