"""Commands over whole registers: the example, a new one, writing out and reading in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.opening import JSON, REGISTER, closing, opened
from app.commands.settable import Settable
from app.domain.branch import Branch
from app.domain.record import fields_of, to_document
from app.terminal import PATH, is_kind, out_option, print_json, progress_bar

if TYPE_CHECKING:
    from app.bootstrap import Machine

_BRANCH = Settable(Branch)


@click.command(help="Lập sổ mẫu của năm 2023 và in mọi giấy tờ của năm đó.")
@click.option("--out", type=PATH, default=Path("out/demo"), show_default=True, help="Thư mục để kết quả.")
@click.pass_obj
def demo(machine: Machine, out: Path) -> None:
    """Build the reference branch's year and all its papers."""
    from app.services.demo_papers import make_demo

    with progress_bar("Lập sổ mẫu") as progress:
        lines = make_demo(out, paths=machine.paths, clock=machine.clock, progress=progress)
    for line in lines:
        click.echo(line)


@click.command(help="Lập một sổ mới.")
@click.argument("register_path", metavar="SỔ", type=PATH)
@click.option("--branch", default="", help="Tên đầy đủ của Hội.")
@click.option("--place", default="", help="Địa danh ghi trên giấy tờ.")
@click.option("--code", default="", help="Ký hiệu văn bản, như HTS.")
@click.pass_obj
def init(machine: Machine, register_path: Path, branch: str, place: str, code: str) -> None:
    """Make a new register."""
    from app.domain.branch import new_branch

    services = machine.create(register_path, new_branch(branch or "Hội", place=place, code=code))
    path = services.register.path
    services.register.close()
    click.echo(f"Đã lập sổ {path}.")


@click.command(help="Thông tin của Hội in trên mọi giấy tờ: xem, hoặc sửa bằng --set.")
@REGISTER
@_BRANCH.option
@JSON
@click.pass_obj
def branch(machine: Machine, /, register_path: Path, settings: tuple[str, ...], as_json: bool) -> None:
    """Show or change what is typed once and stands on every paper."""
    import dataclasses

    from app.services import registers

    with opened(machine, register_path) as services:
        held = registers.branch(services.register)
        if settings:
            held = registers.save_branch(
                services.register, dataclasses.replace(held, **_BRANCH.values(settings))
            )
    if as_json:
        print_json(to_document(held))
        return
    for info in fields_of(Branch):
        text = getattr(held, info.name)
        if text and info.name not in ("id", "version"):
            click.echo(f"{info.label}: {'có' if text is True else text}")


@click.command("export", help="Ghi cả sổ ra một tệp JSON mở.")
@REGISTER
@out_option(".json")
@click.pass_obj
def export_register(machine: Machine, register_path: Path, out: Path) -> None:
    """Write the whole register in the open format."""
    from app.services import registers

    with opened(machine, register_path) as services:
        counts = registers.export_register(services.register, out, replace=is_kind(out, ".json"))
    click.echo(f"Đã ghi {sum(counts.values())} bản ghi ra {out}.")


@click.command("load", help="Lập một sổ mới, hoặc nạp vào một sổ chưa ghi gì, từ tệp JSON đã xuất.")
@click.argument("source", metavar="TỆP", type=PATH)
@REGISTER
@click.pass_obj
def load_register(machine: Machine, source: Path, register_path: Path) -> None:
    """Make a register from an export."""
    with closing(machine.load(source, register_path)):
        pass
    click.echo(f"Đã lập sổ {register_path} từ {source.name}.")
