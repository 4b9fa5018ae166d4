"""Which meeting, or which line of its lists, the words of a command mean; and what is said of a meeting."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from app.commands.awards_found import meeting_of
from app.commands.member import unit_id_of
from app.domain.meetings import MeetingKind, Share
from app.errors import NotFoundError, UsageError
from app.terminal import Day
from app.vietnamese.times import read_time

if TYPE_CHECKING:
    from app.domain.meetings import Guest, Meeting
    from app.domain.motions import Candidate, Election, Motion
    from app.services.bundle import Services
    from app.services.meetings import MeetingCard

T = TypeVar("T")
Line = TypeVar("Line", "Motion", "Guest")

MEETING = click.argument("meeting_word", metavar="CUỘC_HỌP")
SHARE = click.Choice([share.value for share in Share])
SHARES = ", ".join(f"{share.value} ({share.label.lower()})" for share in Share)
_KINDS = ", ".join(f"{kind.value} ({kind.label})" for kind in MeetingKind)


def card_of(services: Services, word: str) -> MeetingCard:
    """The meeting with this id, of this day or with this name, whole.

    Raises NotFoundError, or RuleError that names the meetings when there are several.
    """
    from app.services.meetings import meeting_card

    found = meeting_of(services, word)
    if found is None:
        raise NotFoundError("Hãy ghi ngày họp, như 28/12/2023, tên hoặc mã của cuộc họp.")
    return meeting_card(services.register, found.id)


def at(lines: Sequence[T], number: int, what: str) -> T:
    """The line with this number, from 1; raises NotFoundError."""
    if not 1 <= number <= len(lines):
        raise NotFoundError(f"Cuộc họp có {len(lines)} {what}, không có số {number}.")
    return lines[number - 1]


def behind(lines: Iterable[Guest | Motion | Election | Candidate]) -> int:
    """The position behind the last of these."""
    return max((each.position for each in lines), default=0) + 1


def line_words(
    added: str, edited: int | None, removed: int | None, said: dict[str, Any], what: str
) -> dict[str, Any]:
    """What was said of the one line that is added or changed; raises UsageError for anything else."""
    words = {field: held for field, held in said.items() if held is not None and held != ()}
    if sum((bool(added), edited is not None, removed is not None)) > 1:
        raise UsageError("Hãy ghi một trong: --add, --edit SỐ, --remove SỐ.")
    if words and not (added or edited is not None):
        raise UsageError(f"Hãy ghi {what} nào: thêm (--add) hay sửa (--edit SỐ).")
    return words


def change_line(
    lines: list[Line], edited: int | None, removed: int | None, words: dict[str, Any], what: str
) -> None:
    """Change the line with this number, or take one out; raises NotFoundError, FieldError."""
    if edited is not None:
        lines[edited - 1] = dataclasses.replace(at(lines, edited, what), **words)
    elif removed is not None:
        lines.remove(at(lines, removed, what))


def meeting_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What can be said of a meeting; ``None`` = not said."""
    words = (
        ("--starts", "Bắt đầu lúc, như 08:00, 8h, 7h30."),
        ("--ends", "Kết thúc lúc."),
        ("--place", "Địa điểm."),
        ("--unit", "Của chi hội này."),
        ("--chair", "Người chủ trì."),
        ("--secretary", "Thư ký."),
        ("--agenda", "Chương trình, mỗi dòng một việc."),
        ("--discussion", "Diễn biến, ý kiến."),
        ("--conclusions", "Kết luận."),
        ("--resolution", "Nghị quyết, mỗi dòng một điều."),
        ("--invitation-code", "Số giấy mời."),
        ("--invitation-note", "Lời dặn trong giấy mời."),
        ("--minutes-code", "Số biên bản."),
        ("--resolution-code", "Số nghị quyết."),
    )
    options = [
        click.option(
            "--kind", type=click.Choice([k.value for k in MeetingKind]), default=None, help=f"Loại: {_KINDS}."
        ),
        click.option(
            "--work-year",
            type=click.IntRange(1950, 2200),
            default=None,
            help="Năm công tác, khi khác năm họp.",
        ),
        click.option("--quorum", type=SHARE, default=None, help=f"Số người tối thiểu: {SHARES}."),
        click.option("--invitation-on", type=Day(), default=None, help="Ngày giấy mời."),
        *(click.option(name, default=None, help=said) for name, said in words),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def meeting_words(services: Services, said: dict[str, Any]) -> dict[str, Any]:
    """Of :func:`meeting_options` what was said, as fields of a meeting; raises NotFoundError for a unit."""
    fields = {name: held for name, held in said.items() if held is not None}
    for name in ("starts", "ends"):
        if name in fields:
            fields[name] = read_time(fields[name])
    if "kind" in fields:
        fields["kind"] = MeetingKind(fields["kind"])
    if "quorum" in fields:
        fields["quorum"] = Share(fields["quorum"])
    if "unit" in fields:
        fields["unit_id"] = unit_id_of(services, fields.pop("unit"))
    return fields


def named(meeting: Meeting) -> str:
    """A meeting as a sentence names it."""
    from app.vietnamese.dates import short_date

    return f"“{meeting.name}” ngày {short_date(meeting.on)}"


def in_one_line(text: str) -> str:
    """Lines parted by semicolons."""
    return "; ".join(text.splitlines())


#: How a vote ended.
PASSED = {True: "thông qua", False: "không thông qua", None: "chưa có kết quả"}
