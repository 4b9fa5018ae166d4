"""Commands over what a meeting votes on: motions, elections, and the offices that follow from them."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.meetings_found import (
    MEETING,
    PASSED,
    SHARE,
    SHARES,
    at,
    behind,
    card_of,
    change_line,
    in_one_line,
    line_words,
)
from app.commands.member import card_of as member_of
from app.commands.member import unit_id_of
from app.commands.opening import JSON, REGISTER, opened
from app.domain.meetings import Share
from app.domain.motions import Candidate, Election, Motion, is_counted
from app.domain.record import to_document
from app.errors import UsageError
from app.terminal import Known, print_json

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.bundle import Services
    from app.services.meetings import MeetingCard

_COUNT = click.IntRange(0)


@click.command(help="Biểu quyết: xem, thêm (--add), sửa hay ghi phiếu (--edit SỐ), bỏ (--remove SỐ).")
@MEETING
@REGISTER
@click.option("--add", "added", default="", metavar="NỘI_DUNG", help="Thêm nội dung biểu quyết này.")
@click.option("--edit", "edited", type=int, default=None, metavar="SỐ", help="Sửa nội dung số này.")
@click.option("--remove", "removed", type=int, default=None, metavar="SỐ", help="Bỏ nội dung số này.")
@click.option("--text", default=None, help="Lời mới của nội dung sửa.")
@click.option("--for", "votes_for", type=_COUNT, default=None, help="Số tán thành.")
@click.option("--against", "votes_against", type=_COUNT, default=None, help="Số không tán thành.")
@click.option("--other", "votes_other", type=_COUNT, default=None, help="Số ý kiến khác.")
@click.option("--ballot/--hands", "by_ballot", default=None, help="Bỏ phiếu kín, hay giơ tay.")
@click.option("--majority", type=SHARE, default=None, help=f"Tỷ lệ cần có: {SHARES}.")
@JSON
@click.pass_obj
def motion(
    machine: Machine,
    /,
    meeting_word: str,
    register_path: Path,
    added: str,
    edited: int | None,
    removed: int | None,
    as_json: bool,
    **said: Any,
) -> None:
    """List or change motions."""
    from app.services.meetings import save_meeting

    words = line_words(added, edited, removed, said, "nội dung biểu quyết")
    if "majority" in words:
        words["majority"] = Share(words["majority"])
    with opened(machine, register_path) as services:
        card = card_of(services, meeting_word)
        held = list(card.motions)
        if added:
            fields = {"text": added, **words}
            held.append(Motion(meeting_id=card.meeting.id, position=behind(held), **fields))
        else:
            change_line(held, edited, removed, words, "nội dung biểu quyết")
        if tuple(held) != card.motions:
            save_meeting(services.register, card.meeting, motions=held)
    if as_json:
        print_json([{**to_document(each), "passed": each.is_passed} for each in held])
        return
    for number, each in enumerate(held, 1):
        votes = "" if each.votes_for is None else f" tán thành {each.votes_for}/{each.cast},"
        click.echo(f"{number:>3}. {in_one_line(each.text)}:{votes} {PASSED[each.is_passed]}")
        _warn(each.cast, "phiếu", card)
    click.echo(f"{len(held)} nội dung.")


@click.command(
    help="Bầu cử: xem, thêm (--add TÊN --office CHỨC_VỤ), ghi phiếu (--edit SỐ --candidate MÃ=PHIẾU)."
)
@MEETING
@REGISTER
@click.option("--add", "added", default="", metavar="TÊN", help="Thêm cuộc bầu này.")
@click.option("--edit", "edited", type=int, default=None, metavar="SỐ", help="Sửa cuộc bầu số này.")
@click.option("--remove", "removed", type=int, default=None, metavar="SỐ", help="Bỏ cuộc bầu số này.")
@click.option("--name", default=None, help="Tên mới của cuộc bầu sửa.")
@click.option("--office", default=None, help="Chức vụ được bầu.")
@click.option("--unit", default=None, help="Chức vụ của đơn vị này; thường là của Hội hay chi hội họp.")
@click.option("--seats", type=click.IntRange(1), default=None, help="Số người được bầu.")
@click.option("--term", default=None, help="Nhiệm kỳ, như 2023-2028.")
@click.option("--from", "starts", type=Known(), default=None, help="Giữ chức từ; thường là ngày họp.")
@click.option("--to", "ends", type=Known(), default=None, help="Giữ chức đến.")
@click.option("--ballot/--hands", "by_ballot", default=None, help="Bỏ phiếu kín, hay giơ tay.")
@click.option("--issued", "ballots_issued", type=_COUNT, default=None, help="Phiếu phát ra.")
@click.option("--returned", "ballots_returned", type=_COUNT, default=None, help="Phiếu thu về.")
@click.option("--valid", "ballots_valid", type=_COUNT, default=None, help="Phiếu hợp lệ.")
@click.option(
    "--candidate",
    "candidates",
    metavar="MÃ[=PHIẾU]",
    multiple=True,
    help="Người ứng cử và số phiếu; lặp lại được, người đã có thì ghi phiếu.",
)
@click.option("--drop", "dropped", metavar="MÃ", multiple=True, help="Rút người này khỏi danh sách.")
@JSON
@click.pass_obj
def election(
    machine: Machine,
    /,
    meeting_word: str,
    register_path: Path,
    added: str,
    edited: int | None,
    removed: int | None,
    as_json: bool,
    **said: Any,
) -> None:
    """List or change elections."""
    from app.commands.meetings import meeting_document
    from app.services.meetings import save_meeting

    words = line_words(added, edited, removed, said, "cuộc bầu")
    standing, dropped = words.pop("candidates", ()), words.pop("dropped", ())
    with opened(machine, register_path) as services:
        card = card_of(services, meeting_word)
        held = [(each.election, [candidate for candidate, _ in each.candidates]) for each in card.elections]
        if "unit" in words:
            words["unit_id"] = unit_id_of(services, words.pop("unit"))
        if added:
            fields = {"name": added, "unit_id": card.meeting.unit_id, **words}
            place = behind(election for election, _ in held)
            made = Election(meeting_id=card.meeting.id, position=place, **fields)
            held.append((made, _standing(services, made, [], standing, dropped)))
        elif edited is not None:
            old, people = at(held, edited, "cuộc bầu")
            made = dataclasses.replace(old, **words)
            held[edited - 1] = (made, _standing(services, made, people, standing, dropped))
        elif removed is not None:
            held.remove(at(held, removed, "cuộc bầu"))
        if added or edited is not None or removed is not None:
            save_meeting(services.register, card.meeting, elections=held)
            card = card_of(services, card.meeting.id)
    if as_json:
        print_json(meeting_document(card)["elections"])
        return
    _tell(card)


def _warn(number: int, what: str, card: MeetingCard) -> None:
    """Say where more people voted than were there: one of the two was written down wrongly."""
    if card.roll.called and number > card.roll.came:
        click.echo(
            f"     {number} {what}, nhiều hơn {card.roll.came} người có mặt: hãy xem lại số phiếu, điểm danh."
        )


def _standing(
    services: Services, made: Election, held: list[Candidate], said: tuple[str, ...], dropped: tuple[str, ...]
) -> list[Candidate]:
    """The candidates with what was said of them: "0001" stands, "0001=33" has so many votes."""
    people = {each.member_id: each for each in held}
    for word in said:
        code, sign, votes = word.partition("=")
        if sign and not votes.strip().isdecimal():
            raise UsageError(f"--candidate: không hiểu “{word}”. Hãy ghi MÃ hoặc MÃ=SỐ_PHIẾU, như 0001=33.")
        member_id = member_of(services, code.strip()).member.id
        known = people.get(member_id) or Candidate(
            election_id=made.id, member_id=member_id, position=behind(people.values())
        )
        people[member_id] = dataclasses.replace(known, votes=int(votes) if sign else known.votes)
    for code in dropped:
        people.pop(member_of(services, code).member.id, None)
    return list(people.values())


def _tell(card: MeetingCard) -> None:
    for number, each in enumerate(card.elections, 1):
        held = each.election
        ballots = "" if held.ballots_valid is None else f", phiếu hợp lệ {held.ballots_valid}"
        click.echo(f"{number:>3}. {held.name}: {held.office}, bầu {held.seats} người{ballots}")
        for candidate, member in each.candidates:
            votes = "chưa có phiếu" if candidate.votes is None else f"{candidate.votes} phiếu"
            won = ", trúng cử" if candidate in each.outcome.elected else ""
            won = ", bằng phiếu, phải bầu lại" if candidate in each.outcome.tied else won
            click.echo(f"     {member.code} {member.full_name}: {votes}{won}")
        vacant = held.seats - len(each.outcome.elected)
        if vacant and is_counted(held, (candidate for candidate, _ in each.candidates)):
            click.echo(f"     còn thiếu {vacant} người: muốn bầu tiếp, thêm một cuộc bầu nữa (--add).")
        _warn(held.ballots_issued or held.ballots_valid or 0, "phiếu", card)
    click.echo(f"{len(card.elections)} cuộc bầu.")


@click.command(help="Ghi chức vụ của người trúng cử, từ một cuộc bầu (SỐ) hay mọi cuộc bầu của cuộc họp.")
@MEETING
@click.argument("number", metavar="[SỐ]", type=int, required=False)
@REGISTER
@click.option("--end-others", is_flag=True, help="Ghi thôi chức trưởng, phó cũ mà người trúng cử còn giữ.")
@click.pass_obj
def offices(
    machine: Machine, meeting_word: str, number: int | None, register_path: Path, end_others: bool
) -> None:
    """Make offices of elections."""
    from app.services.motions import end_offices_left, make_offices, offices_left

    with opened(machine, register_path) as services:
        card = card_of(services, meeting_word)
        chosen = card.elections if number is None else (at(card.elections, number, "cuộc bầu"),)
        if not chosen:
            raise UsageError("Cuộc họp này chưa có cuộc bầu nào. Hãy ghi bằng lệnh meeting election --add.")
        for each in chosen:
            names = {member.id: member.full_name for _, member in each.candidates}
            made = make_offices(services.register, each.election.id)
            left = offices_left(services.register, made)
            if end_others and left:
                end_offices_left(services.register, left)
            for office in made:
                term = f", nhiệm kỳ {office.term}" if office.term else ""
                click.echo(f"{names[office.member_id]}: {office.name} từ {office.starts or 'chưa rõ'}{term}")
            for old in left:
                if end_others:
                    click.echo(f"  {old.name} thôi chức {old.office.name} từ hết ngày {old.ends}.")
                else:
                    click.echo(f"  {old.name} còn giữ chức {old.office.name}; ghi thôi: --end-others.")


COMMANDS = (motion, election, offices)
