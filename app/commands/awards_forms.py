"""Commands over the branch's forms of commendation."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.opening import JSON, REGISTER, opened
from app.domain.commendations import LEVELS, AwardForm, FormList
from app.domain.record import to_document
from app.terminal import print_json
from app.vietnamese.text import fold

if TYPE_CHECKING:
    from app.bootstrap import Machine

_FORM = click.argument("name", metavar="HÌNH_THỨC")


def _details(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(
        (
            click.option("--level", default=None, help=f"Cấp khen, như {', '.join(LEVELS)}."),
            click.option(
                "--own/--upper", "is_own", default=None, help="Hội tự quyết định, hay phải trình cấp trên."
            ),
            click.option(
                "--printed/--not-printed",
                "is_printed",
                default=None,
                help="Chương trình này in giấy, hay không.",
            ),
            click.option("--layout", default=None, help="Mẫu giấy cho cá nhân (lệnh layouts)."),
            click.option("--collective-layout", default=None, help="Mẫu giấy cho tập thể."),
            click.option("--position", type=click.IntRange(1), default=None, help="Đứng thứ mấy."),
        )
    ):
        command = option(command)
    return command


@click.command("award-forms", help="Các hình thức khen thưởng của Hội, theo thứ tự.")
@REGISTER
@JSON
@click.pass_obj
def award_forms(machine: Machine, register_path: Path, as_json: bool) -> None:
    """List the forms."""
    from app.services.award_forms import list_forms

    with opened(machine, register_path) as services:
        forms = list_forms(services.register).forms
    if as_json:
        print_json([to_document(form) for form in forms])
        return
    for number, form in enumerate(forms, 1):
        printed = f", in giấy ở đây{f' theo mẫu {form.layout}' if form.layout else ''}"
        click.echo(
            f"{number:>3}. {form.name}: {form.level}, "
            f"{'Hội tự quyết định' if form.is_own else 'trình cấp trên'}{printed if form.is_printed else ''}"
        )
    click.echo(f"{len(forms)} hình thức.")


@click.group("award-form", help="Một hình thức khen thưởng: thêm, sửa, bỏ.")
def award_form() -> None:
    """The group of changes of forms."""


@award_form.command("add", help="Thêm một hình thức.")
@_FORM
@REGISTER
@_details
@click.pass_obj
def add(machine: Machine, /, name: str, register_path: Path, position: int | None, **said: Any) -> None:
    """Add a form."""
    said["level"] = said["level"] or LEVELS[0]
    made = AwardForm(name=name, **_told(said))
    _save(machine, register_path, lambda forms: _placed(list(forms.forms), made, position))
    click.echo(f"Đã thêm hình thức “{made.name}”.")


@award_form.command("edit", help="Sửa một hình thức; tên mới không đổi các lần khen đã quyết định.")
@_FORM
@REGISTER
@click.option("--name", "new_name", default=None, help="Tên mới.")
@_details
@click.pass_obj
def edit(
    machine: Machine,
    /,
    name: str,
    register_path: Path,
    new_name: str | None,
    position: int | None,
    **said: Any,
) -> None:
    """Change a form."""

    def changed(forms: FormList) -> list[AwardForm]:
        held = form_named(forms, name)
        others = [form for form in forms.forms if form.id != held.id]
        place = position or 1 + forms.forms.index(held)
        return _placed(others, dataclasses.replace(held, **_told({"name": new_name, **said})), place)

    _save(machine, register_path, changed)
    click.echo(f"Đã sửa hình thức “{new_name or name}”.")


@award_form.command("remove", help="Bỏ một hình thức khỏi danh sách; các lần khen đã ghi vẫn giữ.")
@_FORM
@REGISTER
@click.pass_obj
def remove(machine: Machine, name: str, register_path: Path) -> None:
    """Take a form out of the list."""

    def without(forms: FormList) -> list[AwardForm]:
        held = form_named(forms, name)
        return [form for form in forms.forms if form.id != held.id]

    _save(machine, register_path, without)
    click.echo(f"Đã bỏ hình thức “{name}” khỏi danh sách. Lệnh undo trả lại.")


def _told(said: dict[str, Any]) -> dict[str, Any]:
    return {field: held for field, held in said.items() if held is not None}


def form_named(forms: FormList, name: str) -> AwardForm:
    """The form of that name, however it is accented and capitalised; raises NotFoundError."""
    alike = [form.name for form in forms.forms if fold(form.name) == fold(name)]
    return forms.named(name if name in alike or len(alike) != 1 else alike[0])


def _placed(forms: list[AwardForm], form: AwardForm, position: int | None) -> list[AwardForm]:
    place = len(forms) if position is None else min(position - 1, len(forms))
    return [*forms[:place], form, *forms[place:]]


def _save(machine: Machine, path: Path, changed: Callable[[FormList], list[AwardForm]]) -> None:
    from app.services.award_forms import list_forms, save_forms

    with opened(machine, path) as services:
        forms = changed(list_forms(services.register))
        numbered = [dataclasses.replace(form, position=place) for place, form in enumerate(forms, 1)]
        save_forms(services.register, numbered)
