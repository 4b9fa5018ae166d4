"""Commands for one member: add, change, show, what became of him, photo, papers, consent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.opening import JSON, REGISTER, opened
from app.commands.settable import Settable, pairs
from app.domain.members import Consent, Member
from app.domain.record import to_document
from app.domain.status import StatusEvent, StatusKind
from app.errors import NotFoundError, UsageError
from app.terminal import PATH, Day, is_kind, print_json
from app.vietnamese.dates import PartialDate, parse_partial_date

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.domain.extras import ExtraField
    from app.services.bundle import Services
    from app.services.members import MemberCard

_FIELDS = Settable(Member, without=("photo",))
_CODE = click.argument("code", metavar="MÃ")


@click.group(help="Một hội viên: thêm, sửa, xem, ghi biến động, ảnh, giấy tờ, đồng ý về dữ liệu.")
def member() -> None:
    """The group of commands for one member."""


def _settings(command: Callable[..., Any]) -> Callable[..., Any]:
    extra = "Mục riêng của Hội: TÊN MỤC=NỘI DUNG, lặp lại được."
    command = _FIELDS.option(command)
    return click.option("--extra", "extras", metavar="TÊN=NỘI DUNG", multiple=True, help=extra)(command)


@member.command(help="Thêm một hội viên.")
@click.argument("full_name", metavar="HỌ_VÀ_TÊN")
@REGISTER
@click.option("--chapter", default="", help="Tên chi hội.")
@_settings
@click.pass_obj
def add(
    machine: Machine,
    full_name: str,
    register_path: Path,
    chapter: str,
    settings: tuple[str, ...],
    extras: tuple[str, ...],
) -> None:
    """Add a member."""
    from app.services.duplicates import possible_duplicates
    from app.services.member_entry import MemberEntry, save_entry

    values = {**_FIELDS.values(settings), "full_name": full_name}
    with opened(machine, register_path) as services:
        entry = MemberEntry(
            Member(**values), unit_id=unit_id_of(services, chapter), extras=_extras(services, extras)
        )
        saved = save_entry(services.register, entry, today=services.today())
        alike = possible_duplicates(services.register, saved, today=services.today())
    click.echo(f"Đã thêm {saved.full_name}, mã {saved.code}.")
    for each in alike:
        other, why = each.row, ", ".join(each.reasons)
        click.echo(f"  Có thể đã có trong sổ: {other.full_name}, mã {other.code} ({why}).")
    if alike:
        click.echo("  Nếu là một người: lệnh undo bỏ người vừa thêm, lệnh merge gộp hai hồ sơ.")


@member.command("set", help="Sửa các mục của một hội viên; nội dung trống xóa mục ấy.")
@_CODE
@REGISTER
@_settings
@click.pass_obj
def set_fields(
    machine: Machine, code: str, register_path: Path, settings: tuple[str, ...], extras: tuple[str, ...]
) -> None:
    """Change fields of a member."""
    import dataclasses

    from app.services.member_entry import MemberEntry, save_entry

    with opened(machine, register_path) as services:
        card = card_of(services, code)
        if not settings and not extras:
            raise UsageError(
                "Chưa ghi mục nào để sửa. Hãy thêm --set MỤC=NỘI DUNG hoặc --extra TÊN=NỘI DUNG."
            )
        changed = dataclasses.replace(card.member, **_FIELDS.values(settings))
        entry = MemberEntry(changed, card.policies, card.honours, extras=_extras(services, extras))
        saved = save_entry(services.register, entry, today=services.today())
    click.echo(f"Đã ghi {saved.full_name}, mã {saved.code}.")


@member.command(help="Mọi điều sổ ghi về một hội viên.")
@_CODE
@REGISTER
@JSON
@click.pass_obj
def show(machine: Machine, code: str, register_path: Path, as_json: bool) -> None:
    """Print everything the register knows of a member."""
    from app.services.extra_fields import shown

    with opened(machine, register_path) as services:
        card = card_of(services, code)
    if as_json:
        print_json(_document(card))
        return
    standing = card.standing.words if card.standing else "chưa ghi vào Hội"
    click.echo(
        f"{card.member.full_name} ({card.member.code}): {standing}, {card.unit_name or 'chưa rõ chi hội'}"
    )
    for name, info in _FIELDS.fields.items():
        if name not in ("code", "full_name", "given_words") and (text := _text(getattr(card.member, name))):
            click.echo(f"  {info.label}: {text}")
    for field, text in card.extras:
        if text:
            click.echo(f"  {field.name}: {shown(field, text)}")
    for line in _hanging(card):
        click.echo(f"  {line}")


@member.command(
    help=f"Ghi biến động. LOẠI: {', '.join(f'{kind.value} ({kind.label})' for kind in StatusKind)}."
)
@_CODE
@click.argument("kind", metavar="LOẠI", type=click.Choice([kind.value for kind in StatusKind]))
@REGISTER
@click.option("--on", default="", help="Ngày, như đã biết: 2023, 5/2023 hay 27/5/2023.")
@click.option("--chapter", default="", help="Chi hội đến.")
@click.option("--place", default="", help="Nơi đến hoặc nơi đi.")
@click.option("--reason", default="", help="Lý do.")
@click.option("--paper", default="", help="Số giấy tờ.")
@click.pass_obj
def event(
    machine: Machine, /, code: str, kind: str, register_path: Path, on: str, chapter: str, **said: Any
) -> None:
    """Record what became of a member."""
    from app.services.members import record_event

    if kind == StatusKind.CHANGED_UNIT and not chapter:
        raise UsageError("Chuyển chi hội thì cần chi hội đến. Hãy thêm --chapter TÊN.")
    with opened(machine, register_path) as services:
        card = card_of(services, code)
        happened = StatusEvent(
            member_id=card.member.id,
            kind=StatusKind(kind),
            on=day_of(on),
            unit_id=unit_id_of(services, chapter),
            **said,
        )
        record_event(services.register, happened, today=services.today())
    click.echo(f"Đã ghi {happened.kind.label}: {card.member.full_name}.")


@member.command(help="Đặt ảnh chân dung từ một tệp ảnh; --remove bỏ ảnh, --out ghi ảnh ra tệp.")
@_CODE
@click.argument("picture", metavar="[ẢNH]", type=PATH, required=False)
@REGISTER
@click.option("--remove", is_flag=True, help="Bỏ ảnh đang có.")
@click.option("--out", type=PATH, default=None, help="Ghi ảnh đang có ra tệp .jpg này.")
@click.pass_obj
def photo(
    machine: Machine, code: str, picture: Path | None, register_path: Path, remove: bool, out: Path | None
) -> None:
    """Set, take away or write out a portrait."""
    from app.services import photos

    if sum((picture is not None, remove, out is not None)) != 1:
        raise UsageError("Hãy cho đúng một trong: tệp ảnh, --remove, hoặc --out TỆP.")
    with opened(machine, register_path) as services:
        found = card_of(services, code).member
        if picture is not None:
            photos.set_photo(services.register, found.id, photos.read_picture(picture))
            click.echo(f"Đã đặt ảnh của {found.full_name}.")
        elif remove:
            photos.remove_photo(services.register, found.id)
            click.echo(f"Đã bỏ ảnh của {found.full_name}.")
        elif out is not None:
            if not is_kind(out, ".jpg"):
                raise UsageError(f"Ảnh ghi ra tệp .jpg. Hãy đổi tên “{out.name}” thành tên có đuôi .jpg.")
            click.echo(f"Đã ghi {photos.write_photo(services.register, found.id, out)}.")


@member.command(help="Cất một giấy tờ vào hồ sơ; --write-to ghi mọi giấy tờ của hồ sơ ra thư mục.")
@_CODE
@click.argument("paper", metavar="[TỆP]", type=PATH, required=False)
@REGISTER
@click.option("--name", default="", help="Tên giấy tờ; để trống thì lấy tên tệp.")
@click.option("--on", default="", help="Ngày của giấy tờ.")
@click.option("--note", default="", help="Ghi chú.")
@click.option("--write-to", type=PATH, default=None, help="Thư mục để ghi ra.")
@click.pass_obj
def attach(
    machine: Machine,
    /,
    code: str,
    paper: Path | None,
    register_path: Path,
    write_to: Path | None,
    **said: Any,
) -> None:
    """Keep a paper with a member, or write them all out."""
    from app.services import attachments

    if (paper is None) == (write_to is None):
        raise UsageError("Hãy cho đúng một trong: tệp giấy tờ, hoặc --write-to THƯ_MỤC.")
    with opened(machine, register_path) as services:
        card = card_of(services, code)
        if paper is not None:
            kept = attachments.attach(
                services.register,
                paper,
                name=said["name"],
                on=day_of(said["on"]),
                note=said["note"],
                member_id=card.member.id,
            )
            click.echo(f"Đã cất “{kept.name}” vào hồ sơ {card.member.full_name}.")
        elif write_to is not None:
            for each in card.attachments:
                click.echo(str(attachments.open_copy(services.register, each.id, write_to)))
            click.echo(f"{len(card.attachments)} giấy tờ.")


@member.command(help="Ghi hội viên đồng ý cho dùng dữ liệu cá nhân; --withdraw ghi rút lại.")
@_CODE
@REGISTER
@click.option("--on", type=Day(), required=True, help="Ngày đồng ý hay rút lại.")
@click.option("--way", default="Ký vào phiếu đồng ý", show_default=True, help="Đồng ý bằng cách nào.")
@click.option("--scope", default="", help="Phạm vi, mục đích.")
@click.option("--kept-at", default="", help="Giấy lưu ở đâu.")
@click.option("--withdraw", is_flag=True, help="Ghi rút lại.")
@click.pass_obj
def consent(
    machine: Machine, /, code: str, register_path: Path, on: date, withdraw: bool, scope: str, **said: Any
) -> None:
    """Record consent or its withdrawal."""
    from app.services import consents

    with opened(machine, register_path) as services:
        found = card_of(services, code).member
        day = PartialDate.from_date(on)
        if withdraw:
            consents.withdraw(services.register, found.id, on=day)
        else:
            consents.give(
                services.register,
                Consent(member_id=found.id, on=day, scope=scope or consents.DEFAULT_SCOPE, **said),
            )
    click.echo(f"Đã ghi {'rút lại đồng ý' if withdraw else 'đồng ý'} của {found.full_name}.")


def _hanging(card: MemberCard) -> Iterator[str]:
    """What hangs on a member, a line each: policies, honours, photo, events, offices, papers, consent."""
    for policy in card.policies:
        yield f"Diện chính sách: {' '.join(filter(None, (policy.kind.label, policy.rate)))}"
    for honour in card.honours:
        yield f"Huân huy chương: {honour.name}{f', {honour.received}' if honour.received else ''}"
    if card.member.photo:
        yield "Ảnh: có"
    for event in card.events:
        yield f"{event.on or 'chưa rõ ngày'}: {event.kind.label}"
    for office in card.offices:
        yield f"Chức vụ: {office.name} {office.term}".rstrip()
    for paper in card.attachments:
        yield f"Giấy tờ: {paper.name} ({paper.file_name}, {max(1, round(paper.size / 1024))} KB)"
    for consent in card.consents:
        back = f", rút lại {consent.withdrawn}" if consent.withdrawn else ""
        yield f"Đồng ý về dữ liệu: {consent.on or 'chưa rõ ngày'}, {consent.way}{back}"


def card_of(services: Services, code: str) -> MemberCard:
    """The member with this code and all that hangs on him; raises NotFoundError, RuleError for several."""
    from app.services.members import by_code, member_card

    return member_card(services.register, by_code(services.register, code).id, today=services.today())


def unit_id_of(services: Services, name: str) -> str | None:
    """The unit that a name means, ``None`` for no name; raises NotFoundError."""
    from app.services.units import tree

    if not name:
        return None
    found = tree(services.register).find(name)
    if found is None:
        raise NotFoundError(f"Không có chi hội nào tên “{name}”. Hãy xem lại tên chi hội.")
    return found.unit_id


def day_of(typed: str) -> PartialDate | None:
    """A date as far as it is known, ``None`` for nothing; raises FieldError."""
    return parse_partial_date(typed) if typed else None


def _extras(services: Services, said: Iterable[str]) -> dict[str, str]:
    from app.services.extra_fields import ids_of

    named = pairs(said, "TÊN MỤC")
    ids = ids_of(services.register, (name for name, _text in named))
    return dict(zip(ids, (text for _name, text in named), strict=True))


def _text(held: object) -> str:
    if isinstance(held, bool):
        return "có" if held else ""
    label = getattr(held, "label", None)
    return "" if held is None else str(label if label is not None else held)


def _document(card: MemberCard) -> dict[str, Any]:
    def plain(records: Iterable[Any]) -> list[dict[str, Any]]:
        return [to_document(record) for record in records]

    def extra(field: ExtraField, text: str) -> dict[str, str]:
        return {"name": field.name, "kind": field.kind.value, "text": text}

    return {
        **to_document(card.member),
        "status": card.standing.status.value if card.standing else None,
        "away": bool(card.standing and card.standing.away_since),
        "chapter": card.unit_name or None,
        "role": card.role or None,
        "policies": plain(card.policies),
        "honours": plain(card.honours),
        "offices": plain(card.offices),
        "events": plain(card.events),
        "consents": plain(card.consents),
        "attachments": plain(card.attachments),
        "extras": [extra(field, text) for field, text in card.extras],
    }
