"""Commands over whole registers: the example, a new one, writing out and reading in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.opening import REGISTER, closing, opened
from app.terminal import PATH, is_kind, out_option, progress_bar

if TYPE_CHECKING:
    from app.bootstrap import Machine


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
