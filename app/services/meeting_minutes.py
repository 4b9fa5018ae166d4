"""The minutes of a meeting, composed of what the register knows (Mẫu 1.9 of Nghị định 30, domain notes §5).

What is not known is left to be written by hand.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.documents.official.values import Block, OfficialPaper, OfficialTable, Paragraph, Row, Signer
from app.domain.meetings import Presence, Share
from app.domain.motions import Motion, is_counted
from app.domain.periods import paper_date
from app.domain.tasks import Task
from app.domain.year_report import Column, ColumnKind
from app.services.award_words import count_of, forms_of, gives
from app.services.meeting_people import Attendant, guests_line, led_by, when_and_where
from app.services.meeting_sources import Handed, MeetingSource
from app.services.meetings import ElectionCard
from app.services.official_papers import BLANK, LONG_BLANK, numbered
from app.services.paper_words import at_time, in_sentence, is_point, listed, time_or_blank
from app.vietnamese.dates import date_phrase
from app.vietnamese.numbers import count, percent_text, roman

#: So many people are named one a line; of a larger meeting the roll is a paper of its own.
_NAMED = 30
#: So many lines are left where nothing is known of what was said.
_LINES_BY_HAND = 8
_CANDIDATES = (
    Column("ten", "Họ và tên"),
    Column("so_phieu", "Số phiếu", ColumnKind.IDENTIFIER, width=20),
    Column("ty_le", "Tỷ lệ", ColumnKind.IDENTIFIER, width=18),
    Column("ket_qua", "Kết quả", width=34),
)


def minutes(source: MeetingSource) -> OfficialPaper:
    """The minutes, signed by the secretary at the left and the chair at the right."""
    meeting = source.card.meeting
    return OfficialPaper(
        kind="bien-ban-hop",
        heading=source.heading,
        number=numbered(source.branch, meeting.minutes_code, "BB"),
        place_date="",
        title="Biên bản",
        subject=meeting.name,
        body=(*_opening(source), *_contents(source), *_end(source)),
        signers=(Signer("Thư ký", meeting.secretary), Signer("Chủ tọa", meeting.chair)),
        recipients=("Lưu: Hồ sơ.",),
        facts=source.facts,
    )


# ---------------------------------------------------------------- who was there


def _opening(source: MeetingSource) -> list[Block]:
    meeting = source.card.meeting
    return [
        *when_and_where(meeting.starts, meeting.on, meeting.place, source.today),
        *_present(source),
        *guests_line(source.card.guests),
        *led_by(
            source.attendants,
            meeting.chair,
            meeting.secretary,
            chair_label="Chủ trì (chủ tọa):",
            secretary_label="Thư ký (người ghi biên bản):",
        ),
    ]


def _present(source: MeetingSource) -> Iterator[Block]:
    roll, people = source.card.roll, source.people
    label = "Thành phần tham dự:"
    if not roll.called:
        yield Paragraph(
            f"triệu tập {BLANK} {people}; có mặt {BLANK}; vắng {BLANK} (lý do: {LONG_BLANK}).", label
        )
        return
    missing = f"vắng {count(roll.absent)}" if roll.absent else "không có ai vắng"
    excused = f" (có lý do {count(roll.excused)})" if roll.excused else ""
    said = f"triệu tập {count(roll.called)} {people}; có mặt {count(roll.came)}; {missing}{excused}"
    came = [each for each in source.attendants if each.came]
    if len(came) > _NAMED:
        yield Paragraph(f"{said}; có danh sách điểm danh kèm theo.", label)
    elif came:
        yield Paragraph(f"{said}. Có mặt:", label)
        for number, each in enumerate(came, 1):
            yield Paragraph(f"{number}. Đ/c {each.words}{'.' if number == len(came) else ';'}")
    else:
        yield Paragraph(f"{said}.", label)
    for presence, lead in (
        (Presence.EXCUSED, "Vắng có lý do:"),
        (Presence.ABSENT, "Vắng không có lý do:"),
        (Presence.LATE, "Đến muộn:"),
        (Presence.LEFT_EARLY, "Về sớm:"),
    ):
        named = [_with_reason(each) for each in source.attendants if each.presence is presence]
        if named and (len(named) <= _NAMED or presence.came):
            yield Paragraph(f"{'; '.join(named)}.", lead)
    if source.card.quorum is not None:
        yield Paragraph(_quorum(source))


def _with_reason(each: Attendant) -> str:
    said = ", ".join(filter(None, (at_time(each.at), in_sentence(each.reason))))
    return f"đồng chí {each.name}{f' ({said})' if said else ''}"


def _quorum(source: MeetingSource) -> str:
    roll, quorum = source.card.roll, source.card.meeting.quorum
    rule = f"quy định: {in_sentence(quorum.label)} số được triệu tập"
    enough = "đủ điều kiện" if source.card.quorum else "chưa đủ điều kiện"
    needed = "" if source.card.quorum else f", cần có mặt từ {count(quorum.needed(roll.called))} trở lên"
    return (
        f"Số {source.people} có mặt đạt {percent_text(roll.came, roll.called)} số được triệu tập "
        f"({roll.came}/{roll.called}), {enough} tiến hành {in_sentence(source.noun)} ({rule}{needed})."
    )


# ---------------------------------------------------------------- what happened


def _contents(source: MeetingSource) -> Iterator[Block]:
    meeting = source.card.meeting
    parts: list[tuple[str, list[Block]]] = [
        ("Chương trình", _listed(meeting.agenda)),
        ("Diễn biến, ý kiến", _lines(meeting.discussion)),
        ("Biểu quyết", [_motion(number, each) for number, each in enumerate(source.card.motions, 1)]),
        (
            "Bầu cử",
            [b for number, each in enumerate(source.card.elections, 1) for b in _election(number, each)],
        ),
        ("Khen thưởng", [block for each in source.handed for block in _awards(each)]),
        ("Kết luận", _lines(meeting.conclusions)),
        (
            "Phân công nhiệm vụ",
            [_task(number, each, source) for number, each in enumerate(source.card.tasks, 1)],
        ),
    ]
    yield Paragraph(f"NỘI DUNG (theo diễn biến {in_sentence(source.noun)})", is_heading=True)
    known = [(title, blocks) for title, blocks in parts if blocks]
    if not known:
        yield from (Paragraph(LONG_BLANK * 3) for _ in range(_LINES_BY_HAND))
    for number, (title, blocks) in enumerate(known, 1):
        yield Paragraph(f"{roman(number)}. {title}", is_heading=True)
        yield from blocks


def _lines(text: str) -> list[Block]:
    return [Paragraph(line.strip()) for line in text.split("\n") if line.strip()]


def _listed(text: str) -> list[Block]:
    """Lines of a programme, numbered unless they are so already."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) < 2 or any(is_point(line) for line in lines):
        return _lines(text)
    return [
        Paragraph(f"{number}. {line.rstrip('.;,')}{'.' if number == len(lines) else ';'}")
        for number, line in enumerate(lines, 1)
    ]


def _motion(number: int, motion: Motion) -> Block:
    way = "bỏ phiếu kín" if motion.by_ballot else "biểu quyết công khai"
    lines = [line.strip().rstrip(".;:") for line in motion.text.split("\n") if line.strip()]
    needed = (
        f", cần {in_sentence(motion.majority.label)} tán thành" if motion.majority is Share.TWO_THIRDS else ""
    )
    known = motion.votes_for is not None
    total = count(motion.cast) if known else BLANK
    votes = "; ".join(
        f"{name} {_votes(number_of, motion.cast) if known else f'{BLANK} (đạt {BLANK}%)'}"
        for name, number_of in (
            ("tán thành", motion.votes_for),
            ("không tán thành", motion.votes_against),
            ("ý kiến khác", motion.votes_other),
        )
    )
    result = {True: " Kết quả: được thông qua.", False: " Kết quả: không được thông qua.", None: ""}
    counted = "tổng số phiếu" if motion.by_ballot else "tổng số biểu quyết"
    return Paragraph(
        f"{'; '.join(lines)} ({way}{needed}): {counted} {total}; {votes}.{result[motion.is_passed]}",
        f"{number}.",
    )


def _votes(number: int | None, cast: int) -> str:
    return f"{count(number)} ({percent_text(number, cast)})" if number else "0"


def _election(number: int, card: ElectionCard) -> Iterator[Block]:
    election = card.election
    way = "bỏ phiếu kín" if election.by_ballot else "biểu quyết công khai"
    seats = f"bầu {count(election.seats)} người, {way}"
    yield Paragraph(f"{election.name} ({seats}): {_ballots(card)}.", f"{number}.")
    if not card.candidates:
        return
    ranked = sorted(card.candidates, key=lambda pair: (-(pair[0].votes or 0), pair[0].position))
    results = {each.id: "Trúng cử" for each in card.outcome.elected}
    results |= {each.id: "Bằng phiếu, bầu lại" for each in card.outcome.tied}
    counted = is_counted(election, (candidate for candidate, _ in card.candidates))
    yield OfficialTable(
        _CANDIDATES,
        tuple(
            Row(
                str(place),
                (
                    member.full_name,
                    "" if candidate.votes is None else count(candidate.votes),
                    ""
                    if candidate.votes is None
                    else percent_text(candidate.votes, election.ballots_valid or 0),
                    results.get(candidate.id, "Không trúng cử" if counted else ""),
                ),
            )
            for place, (candidate, member) in enumerate(ranked, 1)
        ),
    )
    names = {candidate.id: member.full_name for candidate, member in card.candidates}
    elected = [f"đồng chí {names[each.id]}" for each in card.outcome.elected]
    if elected:
        term = f" nhiệm kỳ {election.term}" if election.term else ""
        yield Paragraph(f"{listed(elected)} trúng cử {election.office}{term}.", "Kết quả:")
        vacant = election.seats - len(elected)
        if counted and vacant and not card.outcome.tied:
            yield Paragraph(
                f"Còn thiếu {count(vacant)} người so với số cần bầu: "
                "không còn ai được quá nửa số phiếu hợp lệ."
            )
    elif counted and not card.outcome.tied:
        yield Paragraph("không có ai được quá nửa số phiếu hợp lệ, phải bầu lại.", "Kết quả:")
    if card.outcome.tied:
        tied = listed([f"đồng chí {names[each.id]}" for each in card.outcome.tied])
        yield Paragraph(f"{tied} có số phiếu bằng nhau, phải bầu lại.")


def _ballots(card: ElectionCard) -> str:
    election = card.election

    def said(number: int | None) -> str:
        return BLANK if number is None else count(number)

    if not election.by_ballot:
        return f"số người biểu quyết {said(election.ballots_valid)}"
    returned, valid = election.ballots_returned, election.ballots_valid
    spoilt = f"; không hợp lệ {count(returned - valid)}" if returned is not None and valid is not None else ""
    return (
        f"số phiếu phát ra {said(election.ballots_issued)}; thu về {said(returned)}; "
        f"hợp lệ {said(valid)}{spoilt}"
    )


def _awards(handed: Handed) -> Iterator[Block]:
    round_, awards = handed.round, handed.awards
    code = f" số {round_.decision_code}" if round_.decision_code else ""
    day = f" {date_phrase(round_.decided_on)}" if round_.decided_on else ""
    who = f" của {round_.decider}" if round_.is_upper else ""
    yield Paragraph(f"Công bố Quyết định khen thưởng{code}{day}{who} và trao thưởng:")
    for form in forms_of(awards):
        for is_collective in (True, False):
            given = [
                each for each in awards if each.form == form and each.kind.is_collective is is_collective
            ]
            if given:
                names = "; ".join(each.recipient for each in given)
                yield Paragraph(f"- {gives(form)} {count_of(given)}: {names}.")


def _task(number: int, task: Task, source: MeetingSource) -> Block:
    who = source.assignees.get(task.id, "")
    who = f"Đồng chí {who}" if task.member_id else who[:1].upper() + who[1:]
    due = f"; hoàn thành trước ngày {paper_date(task.due)}" if task.due else ""
    text = task.text.rstrip(".;")
    said = f"{who}: {in_sentence(text)}" if who else text
    return Paragraph(f"{said}{due}.", f"{number}.")


def _end(source: MeetingSource) -> list[Block]:
    return [
        Paragraph(
            f"{source.noun} kết thúc vào {time_or_blank(source.card.meeting.ends)} cùng ngày. "
            "Biên bản đã được đọc lại cho những người dự nghe và nhất trí thông qua./."
        )
    ]
