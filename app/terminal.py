"""How the command line speaks and reads: Vietnamese sentences for wrong words, days, JSON, a progress bar."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.errors import SoHoiError, UsageError

if TYPE_CHECKING:
    from app.progress import Progress
    from app.vietnamese.dates import PartialDate


def out_option(kind: str, more: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``--out FILE``: an older file of the same kind is replaced, anything else is left alone."""

    def checked(_context: click.Context, _option: click.Parameter, out: Path) -> Path:
        # ``more`` tells of a folder; what is there already is refused by whoever writes.
        if not more and not is_kind(out, kind) and not out.exists():
            raise UsageError(f"Lệnh này ghi ra tệp {kind}. Hãy đổi đuôi tên tệp “{out.name}” thành {kind}.")
        return out

    said = (
        f"Tệp {kind.removeprefix('.').upper()} để ghi{more}; tệp {kind} cũ trùng tên được thay bằng tệp mới."
    )
    return click.option("--out", required=True, type=PATH, help=said, callback=checked)


#: A file or folder; whether it can be read is found out, and said, by who reads it.
PATH = click.Path(path_type=Path, readable=False)


class Decimal(click.ParamType[float]):
    """A number as people write it: 1.5, 1,5 or −1,5."""

    name = "số"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read the number or fail as wrong usage."""
        try:
            return float(str(value).replace("\N{MINUS SIGN}", "-").replace(",", "."))
        except ValueError:
            self.fail(f"“{value}” không phải một số. Ghi như 1,5 hoặc -1,5.", param, ctx)


class Money(click.ParamType[int]):
    """An amount as people write it: 500000, 500.000, 500 nghìn."""

    name = "đồng"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the amount or fail as wrong usage; there is none below 0."""
        if isinstance(value, int):
            return value
        from app.vietnamese.numbers import parse_money

        try:
            amount = parse_money(str(value))
        except SoHoiError as problem:
            self.fail(problem.message, param, ctx)
        if amount < 0:
            self.fail(f"“{value}” nhỏ hơn 0. Hãy gõ số tiền từ 0 đồng.", param, ctx)
        return amount


def number_said(number: float) -> str:
    """A number with the comma of Vietnamese: "1,5"."""
    return f"{number:g}".replace(".", ",")


class Day(click.ParamType[date]):
    """A day as 2023-12-31 or 31/12/2023."""

    name = "ngày"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day or fail as wrong usage."""
        if isinstance(value, date):
            return value
        from app.vietnamese.dates import parse_partial_date

        try:
            day = parse_partial_date(str(value)).to_date()
        except SoHoiError:
            day = None
        if day is None:
            self.fail(f"“{value}” không phải một ngày. Ghi như 2023-12-31 hoặc 31/12/2023.", param, ctx)
        return day


class Known(click.ParamType["PartialDate"]):
    """A date as far as it is known: 2025, 7/2025 or 1/7/2025."""

    name = "ngày"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> PartialDate:
        """Read the date or fail as wrong usage."""
        from app.vietnamese.dates import PartialDate, parse_partial_date

        if isinstance(value, PartialDate):
            return value
        try:
            return parse_partial_date(str(value))
        except SoHoiError as problem:
            self.fail(problem.message, param, ctx)


def translated(problem: click.ClickException) -> str:
    """What is wrong with the words of a command, in Vietnamese."""
    if isinstance(problem, click.MissingParameter) and problem.param is not None:
        option = problem.param.opts[0]
        return f"thiếu {option if option.startswith('-') else problem.param.human_readable_name}."
    if isinstance(problem, click.exceptions.NoSuchCommand):
        return f"không có lệnh “{problem.command_name}”."
    if isinstance(problem, click.BadParameter) and problem.param is not None:
        return _wrong_value(problem, problem.param)
    if isinstance(problem, click.NoSuchOption):
        return f"không có tùy chọn {problem.option_name}."
    if isinstance(problem, click.BadOptionUsage) and "argument" in problem.message:
        return f"{problem.option_name} chưa ghi đủ nội dung theo sau."
    if "extra argument" in problem.message:
        return "thừa chữ trong lệnh; tên có dấu cách phải để trong ngoặc kép."
    return problem.format_message()


def _wrong_value(problem: click.BadParameter, param: click.Parameter) -> str:
    kind, name = param.type, param.opts[0]
    if isinstance(kind, click.IntRange):
        upper = f" đến {kind.max}" if kind.max is not None else " trở lên"
        return f"{name} phải là số nguyên từ {kind.min}{upper}."
    if isinstance(kind, click.Choice):
        known = name if name.startswith("-") else param.human_readable_name
        return f"{known} phải là một trong: {', '.join(map(str, kind.choices))}."
    if kind.name == "integer":
        return f"{name} phải là một số nguyên."
    ours = "“" in problem.message  # said by a type of our own, in Vietnamese
    return problem.message if ours else f"giá trị của {name} không hợp lệ."


def speak_utf8() -> None:
    """Print and complain in UTF-8, whatever the terminal was set to."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def is_kind(out: Path, kind: str) -> bool:
    """Whether a file's name ends as files of this kind do."""
    return out.suffix.lower() == kind


def print_json(document: object) -> None:
    """The one JSON document of a command."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=1))


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """A progress bar on a terminal, silence elsewhere."""
    from app.progress import Silent

    if not sys.stderr.isatty():
        yield Silent()
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)

        class _Listener:
            def step(self, done: int, total: int, text: str = "") -> None:
                bar.update(task, completed=done, total=total or None, description=text or label)

        yield _Listener()
