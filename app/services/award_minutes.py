"""The minutes of the meeting that reviewed the proposals (Mẫu 1.9 of Nghị định 30, domain notes §2.5, §5)."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from fractions import Fraction

from app.documents.official.values import Block, OfficialPaper, Paragraph, Signer
from app.domain.commendations import Award, RoundState, Verdict
from app.services.award_sources import AwardSource
from app.services.award_tables import facts, vote_table
from app.services.award_words import asks, count_of, deserving, forms_of
from app.services.meeting_people import guests_line, led_by, when_and_where
from app.services.official_papers import BLANK, LONG_BLANK, numbered
from app.services.paper_words import listed, time_or_blank
from app.vietnamese.numbers import count, percent_text

#: So many people are named one a line; of a larger meeting the roll is a paper of its own.
_NAMED = 30
_PROPOSERS_NAMED = 8


def minutes(source: AwardSource) -> OfficialPaper:
    """The minutes of the review, with what is not known left to write in."""
    card = source.meeting
    chair = (card.meeting.chair if card else "") or ""
    secretary = (card.meeting.secretary if card else "") or ""
    return OfficialPaper(
        kind="bien-ban-xet",
        heading=source.heading,
        number=numbered(source.branch, card.meeting.minutes_code if card else "", "BB"),
        place_date="",
        title="Biên bản",
        subject=f"Họp xét khen thưởng {_of_what(source)}",
        body=(*_opening(source, chair, secretary), *_review(source, chair, secretary), *_end(source)),
        signers=(Signer("Thư ký", secretary), Signer("Chủ trì", chair)),
        facts=facts(source, source.granted),
    )


def _of_what(source: AwardSource) -> str:
    name = source.round.name
    low = name.casefold()
    if low.startswith("khen thưởng "):
        return name[len("khen thưởng ") :]
    return f"“{name}”"


def _opening(source: AwardSource, chair: str, secretary: str) -> list[Block]:
    held = source.meeting.meeting if source.meeting else None
    return [
        *when_and_where(
            held.starts if held else "",
            held.on if held else source.round.minutes_on,
            held.place if held else "",
            source.today,
        ),
        *led_by(source.attendants, chair, secretary, chair_label="Chủ trì:", secretary_label="Thư ký:"),
        *_present(source),
    ]


def _present(source: AwardSource) -> list[Block]:
    card = source.meeting
    if card is None or not card.roll.called:
        return [
            Paragraph(
                f"{BLANK} thành viên tham dự trên tổng số {BLANK} thành viên được triệu tập "
                f"(vắng {BLANK}, lý do: {LONG_BLANK}).",
                "Thành phần tham dự:",
            )
        ]
    absent = [each for each in source.attendants if not each.came]
    missing = "; ".join(
        f"đồng chí {each.name}{f' – {each.reason.lower()}' if each.reason else ''}" for each in absent
    )
    whole = f"{count(card.roll.came)}/{count(card.roll.called)} thành viên được triệu tập"
    said = f"{whole} (vắng {count(len(absent))}: {missing})" if absent else f"{whole}, không có ai vắng"
    came = [each for each in source.attendants if each.came]
    if len(came) > _NAMED:
        return [
            Paragraph(f"{said} (có danh sách điểm danh kèm theo).", "Thành phần tham dự:"),
            *guests_line(card.guests),
        ]
    names: list[Block] = [
        Paragraph(f"{number}. Đ/c {each.words}{'.' if number == len(came) else ';'}")
        for number, each in enumerate(came, 1)
    ]
    return [
        Paragraph(f"{said}, gồm:" if came else f"{said}.", "Thành phần tham dự:"),
        *names,
        *guests_line(card.guests),
    ]


def _review(source: AwardSource, chair: str, secretary: str) -> list[Block]:
    names = list(source.units.values())
    by = f", do {listed(names)} đề nghị" if 0 < len(names) <= _PROPOSERS_NAMED else ""
    if len(names) > _PROPOSERS_NAMED:
        by = f", do {count(len(names))} đơn vị đề nghị"
    way = "bỏ phiếu kín" if source.round.by_ballot else "biểu quyết"
    everyone = count_of([_proposed(award) for award in source.awards])
    chair, secretary = chair or LONG_BLANK, secretary or LONG_BLANK
    return [
        Paragraph("NỘI DUNG", is_heading=True),
        Paragraph(
            f"Đồng chí {chair} nêu mục đích, yêu cầu của cuộc họp và quán triệt điều kiện, tiêu chuẩn xét "
            "khen thưởng.",
            "1.",
        ),
        Paragraph(
            f"Đồng chí {secretary} báo cáo các đề nghị khen thưởng: {everyone} "
            f"{deserving(source.round.occasion, past=True)}{by}.",
            "2.",
        ),
        Paragraph(f"Cuộc họp đã thảo luận và {way} từng trường hợp, kết quả như sau:", "3."),
        vote_table(source.awards),
        *_conclusion(source),
    ]


def _proposed(award: Award) -> Award:
    """The award as it was proposed, before anybody voted."""
    return dataclasses.replace(award, verdict=Verdict.OPEN)


def _conclusion(source: AwardSource) -> list[Block]:
    taken = source.granted
    # What has been decided was agreed on, though nobody may have recorded the votes.
    is_draft = source.round.state is RoundState.DRAFT
    decided = not is_draft or all(award.verdict is not Verdict.OPEN for award in source.awards)
    who = source.round.decider
    to = f"trình {who} xét," if who else "đề nghị ban hành quyết định"
    forms = asks(forms_of(taken))
    if not decided:
        said = f"Cuộc họp nhất trí {to} khen thưởng {BLANK} tập thể và {BLANK} cá nhân (đạt tỷ lệ {BLANK}%)."
    elif taken:
        rate = _rate(taken)
        said = f"Cuộc họp nhất trí{rate} {to} {forms} {count_of(taken)} có tên nêu trên."
    else:
        said = "Cuộc họp không nhất trí khen thưởng trường hợp nào."
    declined = [award.recipient for award in source.awards if award.verdict is Verdict.DECLINED]
    if declined and taken:
        said += f" Không đề nghị khen thưởng: {'; '.join(declined)}."
    blocks: list[Block] = [Paragraph("KẾT LUẬN", is_heading=True), Paragraph(said)]
    conclusions = source.meeting.meeting.conclusions if source.meeting else ""
    blocks += [Paragraph(line.strip()) for line in conclusions.split("\n") if line.strip()]
    return blocks


def _rate(awards: Sequence[Award]) -> str:
    """The share of consent behind “nhất trí”: one for all, or the least; nothing where votes are unknown."""
    if any(award.votes_for is None for award in awards):
        return ""
    rates = {Fraction(award.votes_for or 0, _cast(award)): award for award in awards if _cast(award)}
    if not rates:
        return ""
    least = rates[min(rates)]
    said = percent_text(least.votes_for or 0, _cast(least))
    return f" {said}" if len(rates) == 1 else f" (từ {said} trở lên)"


def _cast(award: Award) -> int:
    return (award.votes_for or 0) + (award.votes_against or 0)


def _end(source: AwardSource) -> list[Block]:
    ends = time_or_blank(source.meeting.meeting.ends if source.meeting else "")
    return [
        Paragraph(
            f"Cuộc họp kết thúc vào {ends} cùng ngày. Biên bản đã được đọc lại cho những người dự họp nghe "
            "và nhất trí thông qua./."
        )
    ]
