"""Commands on what becomes of a round: review, submit, decide, hand over, pay; they go into its group."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.awards_found import ROUND, award_of, awards_of, card_of, line_of, meeting_of, round_of
from app.commands.opening import JSON, REGISTER, opened
from app.domain.commendations import Award, Verdict
from app.errors import RuleError, UsageError
from app.terminal import Day, Known, print_json
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import money

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.commendations import RoundCard
    from app.services.decisions import Vote
    from app.vietnamese.dates import PartialDate

_MEETING = click.option("--meeting", default="", metavar="HỌP", help="Cuộc họp: ngày, tên hoặc mã.")
_ON = click.option("--on", type=Day(), required=True, help="Ngày ra văn bản.")


@click.command(help="Ghi kết quả họp xét: --approve all --decline 3 --votes 1=7/0.")
@ROUND
@REGISTER
@click.option("--approve", default="", metavar="1,2|all", help="Các dòng nhất trí.")
@click.option("--decline", default="", metavar="3", help="Các dòng không nhất trí, cả khi có --approve all.")
@click.option(
    "--votes", multiple=True, metavar="DÒNG=7/0", help="Phiếu nhất trí/không nhất trí; lặp lại được."
)
@click.option("--reason", "reasons", multiple=True, metavar="DÒNG=Ý_KIẾN", help="Ý kiến; lặp lại được.")
@click.option("--on", type=Day(), default=None, help="Ngày họp, khi cuộc họp không có trong sổ.")
@_MEETING
@click.option("--ballot/--by-hand", "by_ballot", default=None, help="Bỏ phiếu kín, hay giơ tay.")
@click.pass_obj
def review(
    machine: Machine,
    /,
    round_word: str,
    register_path: Path,
    on: date | None,
    meeting: str,
    by_ballot: bool | None,
    **said: Any,
) -> None:
    """Record the review meeting."""
    from app.services import decisions

    if on is not None and meeting:
        raise UsageError("Hãy ghi một trong hai: --meeting (cuộc họp trong sổ) hoặc --on (chỉ ngày họp).")
    with opened(machine, register_path) as services:
        card = card_of(services, round_word)
        held = meeting_of(services, meeting)
        meeting_id = held.id if held else None if on else card.round.review_meeting_id
        saved = decisions.review(
            services.register,
            card.round.id,
            _votes(card, **said),
            meeting_id=meeting_id,
            minutes_on=on or card.round.minutes_on,
            by_ballot=card.round.by_ballot if by_ballot is None else by_ballot,
        )
        card = card_of(services, saved.id)
    verdicts = [award.verdict for award in card.awards]
    told = [f"{verdicts.count(each)} {each.label.lower()}" for each in Verdict if each in verdicts]
    day = f" ngày {short_date(saved.minutes_on)}" if saved.minutes_on else ""
    click.echo(f"Đã ghi kết quả họp xét{day}: {', '.join(told)}.")


def _votes(
    card: RoundCard, *, approve: str, decline: str, votes: tuple[str, ...], reasons: tuple[str, ...]
) -> dict[str, Vote]:
    """What is told of each award by its id; what is not told stays as it was."""
    from app.services.decisions import Vote

    known = {a.id: Vote(a.verdict, a.votes_for, a.votes_against, a.verdict_reason) for a in card.awards}
    told: dict[str, Vote] = {}

    def tell(award: Award, **changed: Any) -> None:
        told[award.id] = dataclasses.replace(told.get(award.id, known[award.id]), **changed)

    for words, verdict in ((approve, Verdict.APPROVED), (decline, Verdict.DECLINED)):
        for award in awards_of(card, words):
            tell(award, verdict=verdict)
    for said in votes:
        award, text = _line_and_text(card, said, "DÒNG=7/0")
        found, _, against = text.partition("/")
        if not (found.strip().isdecimal() and (against.strip() or "0").isdecimal()):
            raise UsageError(f"--votes: không hiểu “{said}”. Ghi như 1=7/0: dòng 1, 7 nhất trí, 0 không.")
        tell(award, votes_for=int(found), votes_against=int(against or 0))
    for said in reasons:
        award, text = _line_and_text(card, said, "DÒNG=Ý KIẾN")
        tell(award, reason=text)
    return told


def _line_and_text(card: RoundCard, said: str, wanted: str) -> tuple[Award, str]:
    word, sign, text = said.partition("=")
    if not sign or not word.strip():
        raise UsageError(f"“{said}” chưa đúng: hãy ghi {wanted}.")
    return award_of(card, word), text.strip()


@click.command(help="Trình cấp trên: tờ trình được số tiếp theo của năm.")
@ROUND
@REGISTER
@_ON
@click.pass_obj
def submit(machine: Machine, round_word: str, register_path: Path, on: date) -> None:
    """Send a round to the upper body."""
    from app.services import decisions

    with opened(machine, register_path) as services:
        saved = decisions.submit(services.register, round_of(services, round_word).id, on=on)
    click.echo(f"Tờ trình {saved.submission_code} ngày {short_date(on)}, gửi {saved.decider}.")


@click.command("withdraw-submission", help="Rút tờ trình mới nhất của năm, khi chưa có quyết định.")
@ROUND
@REGISTER
@click.pass_obj
def withdraw_submission(machine: Machine, round_word: str, register_path: Path) -> None:
    """Take back a tờ trình."""
    from app.services import decisions

    with opened(machine, register_path) as services:
        saved = decisions.withdraw_submission(services.register, round_of(services, round_word).id)
    click.echo(f"Đã rút tờ trình của đợt “{saved.name}”; số ấy để lại cho tờ trình sau.")


@click.command(help="Ghi quyết định: số và số vào sổ do chương trình cho; của cấp trên thì ghi --code.")
@ROUND
@REGISTER
@_ON
@click.option("--code", default="", help="Số quyết định của cấp trên.")
@click.option("--minutes-on", type=Day(), default=None, help="Ngày họp xét, nếu chưa ghi.")
@click.option("--signer", default="", help="Người ký; để trống là Chủ tịch ngày ấy.")
@click.option("--signer-office", default="", help="Chức vụ người ký.")
@_MEETING
@click.option("--dry-run", is_flag=True, help="Chỉ nói số và người ký sẽ ghi.")
@click.pass_obj
def decide(
    machine: Machine,
    /,
    round_word: str,
    register_path: Path,
    on: date,
    code: str,
    minutes_on: date | None,
    meeting: str,
    dry_run: bool,
    **signed: str,
) -> None:
    """Decide a round, or record what the upper body decided."""
    from app.services import decisions
    from app.services.commendations import decision_sentence

    with opened(machine, register_path) as services:
        held = round_of(services, round_word)
        if not held.is_upper and code:
            raise RuleError(f"Đợt “{held.name}” do Hội quyết định: số do chương trình cho, đừng ghi --code.")
        if dry_run and held.is_upper:
            click.echo(f"Sẽ ghi quyết định {code or '(chưa ghi --code)'} của {held.decider}.")
            return
        if dry_run:
            number, signer, office = decisions.decision_preview(services.register, on)
            click.echo(f"Sẽ ghi quyết định {code or number}, người ký: {office} {signer}".rstrip(" :") + ".")
            return
        found = meeting_of(services, meeting)
        more: dict[str, Any] = {**signed, "meeting_id": found.id if found else None}
        if held.is_upper:
            decisions.record_upper_decision(services.register, held.id, decided_on=on, code=code, **more)
        else:
            decisions.decide(services.register, held.id, decided_on=on, minutes_on=minutes_on, **more)
        card = card_of(services, held.id)
    click.echo(f"{decision_sentence(card)}.")


@click.command("withdraw-decision", help="Rút quyết định mới nhất của năm, khi chưa phát hành giấy nào.")
@ROUND
@REGISTER
@click.pass_obj
def withdraw_decision(machine: Machine, round_word: str, register_path: Path) -> None:
    """Take back a decision."""
    from app.services import decisions

    with opened(machine, register_path) as services:
        saved = decisions.withdraw_decision(services.register, round_of(services, round_word).id)
    kept = "" if saved.is_upper else "; các số để lại cho quyết định sau"
    click.echo(f"Đã rút quyết định của đợt “{saved.name}”{kept}.")


# ---------------------------------------------------------------- afterwards


@click.command("hand-over", help="Ghi việc trao khen thưởng cho những ai chưa nhận, hoặc --only các dòng.")
@ROUND
@REGISTER
@click.option("--on", type=Known(), default=None, help="Ngày trao (có thể chỉ tháng hoặc năm).")
@click.option("--only", default="", metavar="1,2", help="Chỉ các dòng này.")
@click.option("--to", default="", help="Người nhận thay.")
@_MEETING
@click.option("--clear", is_flag=True, help="Bỏ ghi việc trao ở các dòng --only: ghi nhầm.")
@click.pass_obj
def hand_over(
    machine: Machine,
    /,
    round_word: str,
    register_path: Path,
    on: PartialDate | None,
    only: str,
    to: str,
    meeting: str,
    clear: bool,
) -> None:
    """Record that awards were handed over, or take that back."""
    from app.services import handing_over

    if (on is None) != clear or (clear and not only):
        raise UsageError("Hãy ghi --on NGÀY để ghi việc trao, hoặc --clear --only DÒNG để bỏ ghi.")
    with opened(machine, register_path) as services:
        card = card_of(services, round_word)
        ids = {award.id for award in awards_of(card, only)} if only else None
        if on is None:
            handing_over.clear_hand_over(services.register, ids or ())
            click.echo(f"Đã bỏ ghi việc trao của {len(ids or ())} dòng.")
            return
        found = meeting_of(services, meeting)
        number = handing_over.hand_over(
            services.register,
            card.round.id,
            on=on,
            award_ids=ids,
            meeting_id=found.id if found else None,
            to=to,
        )
    click.echo(f"Đã ghi trao {number} khen thưởng, {on}.")


@click.command("pay-rewards", help="Chi tiền thưởng của đợt từ quỹ, mỗi người một khoản, chỉ một lần.")
@ROUND
@REGISTER
@click.option("--on", type=Known(), default=None, help="Ngày chi.")
@click.option("--dry-run", is_flag=True, help="Chỉ in những khoản còn phải chi.")
@JSON
@click.pass_obj
def pay_rewards(
    machine: Machine,
    /,
    round_word: str,
    register_path: Path,
    on: PartialDate | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Pay the reward money out of the fund."""
    from app.services import handing_over

    if (on is None) != dry_run:
        raise UsageError("Hãy ghi một trong hai: --on NGÀY (chi) hoặc --dry-run (chỉ xem).")
    with opened(machine, register_path) as services:
        card = card_of(services, round_word)
        due = handing_over.rewards_due(services.register, card.round.id)
        total = (
            handing_over.pay_rewards(services.register, card.round.id, on=on)
            if on is not None
            else sum(award.money for award in due)
        )
    if as_json:
        rows = [{"line": line_of(card, a), "recipient": a.recipient, "money": a.money} for a in due]
        print_json({"paid": on is not None, "total": total, "awards": rows})
        return
    for award in due:
        click.echo(f"{line_of(card, award):>3}. {award.recipient}: {money(award.money)}")
    click.echo(f"{'Còn phải chi' if on is None else 'Đã chi từ quỹ'} {money(total)}.")


COMMANDS = (
    review,
    submit,
    withdraw_submission,
    decide,
    withdraw_decision,
    hand_over,
    pay_rewards,
)
