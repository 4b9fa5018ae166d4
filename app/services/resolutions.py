"""Nghị quyết of a meeting (Mẫu 1.1 of Nghị định 30, domain notes §2.2): what was typed, in articles."""

from __future__ import annotations

import re

from app.documents.official.values import OfficialPaper, Paragraph, Signer
from app.domain.meetings import MeetingKind
from app.errors import RuleError
from app.services.meeting_sources import MeetingSource
from app.services.official_papers import numbered, placed
from app.services.paper_words import in_sentence, is_point
from app.vietnamese.dates import date_phrase
from app.vietnamese.text import fold

_ARTICLE = re.compile(r"(Điều\s+\d+)\s*[.:]?\s*(.*)", re.IGNORECASE)
_BASIS = "can cu"
_BODIES = {
    MeetingKind.CONGRESS: ("Đại hội", "TM. ĐOÀN CHỦ TỊCH"),
    MeetingKind.STANDING: ("Ban Thường vụ {name}", "TM. BAN THƯỜNG VỤ"),
    MeetingKind.COMMITTEE: ("Ban Chấp hành {name}", "TM. BAN CHẤP HÀNH"),
}
_MEETING = ("Hội nghị", "TM. HỘI NGHỊ")


def resolution(source: MeetingSource) -> OfficialPaper:
    """The resolution of a meeting; its first lines "Căn cứ …" are its bases.

    Lines "Điều 1. …" stand as they were typed; without any, each line that does not go on with the one above
    it ("1. …", "- …") is an article. Raises RuleError while nothing is written.
    """
    meeting = source.card.meeting
    lines = [line.strip() for line in meeting.resolution.split("\n") if line.strip()]
    bases = [line for line in lines if fold(line).startswith(_BASIS)]
    articles = [line for line in lines if line not in bases]
    if not articles:
        raise RuleError("Cuộc họp này chưa ghi nghị quyết. Hãy ghi ở mục “Nghị quyết” của cuộc họp trước.")
    body, authority = _BODIES.get(meeting.kind, _MEETING)
    body = source.card.unit_name or body.format(name=source.branch.name)
    return OfficialPaper(
        kind="nghi-quyet",
        heading=source.heading,
        number=numbered(source.branch, meeting.resolution_code, "NQ"),
        place_date=placed(source.branch.place, meeting.on, source.today),
        title="Nghị quyết",
        subject=meeting.name,
        authority=body,
        basis=_bases(source, bases),
        order="QUYẾT NGHỊ:",
        body=_body(source, articles),
        signers=(_signer(source, authority),),
        recipients=_recipients(source),
        facts=source.facts,
    )


def _bases(source: MeetingSource, typed: list[str]) -> tuple[str, ...]:
    """The typed ones, else the branch's own rules and the minutes of the meeting."""
    meeting = source.card.meeting
    usual = (
        f"Căn cứ Điều lệ {source.branch.name}",
        f"Căn cứ Biên bản {in_sentence(meeting.name)} {date_phrase(meeting.on)}",
    )
    lines = [line.rstrip(".;, ") for line in typed or usual]
    return tuple(f"{line}{'.' if number == len(lines) else ';'}" for number, line in enumerate(lines, 1))


def _ended(line: str) -> str:
    """A line with its full stop, where it was typed without any mark at its end."""
    return f"{line}." if line and (line[-1].isalnum() or line[-1] in "%)”") else line


def _body(source: MeetingSource, lines: list[str]) -> tuple[Paragraph, ...]:
    typed = any(_ARTICLE.match(line) for line in lines)
    found: list[Paragraph] = []
    number = 0
    for line in lines:
        article = _ARTICLE.match(line)
        if article is not None:
            number += 1
            found.append(Paragraph(_ended(article[2]), f"{article[1]}."))
        elif typed or (found and is_point(line)):
            found.append(Paragraph(_ended(line)))
        else:
            number += 1
            found.append(Paragraph(_ended(line), f"Điều {number}."))
    meeting = source.card.meeting
    if not any("nghi quyet nay" in fold(line) for line in lines):
        noun = in_sentence(source.noun)
        said = f"Nghị quyết này đã được {noun} thông qua {date_phrase(meeting.on)} và có hiệu lực từ ngày ký."
        found.append(Paragraph(said, f"Điều {number + 1}."))
    last = found[-1]
    found[-1] = Paragraph(f"{last.text.rstrip('./; ')}./.", last.lead)
    return tuple(found)


def _signer(source: MeetingSource, authority: str) -> Signer:
    """Who chaired the meeting signs in its name; a committee's resolution its chairman, by his office."""
    meeting = source.card.meeting
    if source.card.unit_name:
        return source.signer
    if meeting.kind in (MeetingKind.COMMITTEE, MeetingKind.STANDING):
        return Signer(source.signer.office, source.signer.name, authority)
    return Signer("Chủ tọa", meeting.chair, authority)


def _recipients(source: MeetingSource) -> tuple[str, ...]:
    upper = source.branch.name if source.card.unit_name else source.branch.parent_name
    report = (f"{upper} (để báo cáo);",) if upper else ()
    level = in_sentence(source.branch.unit_level or "Chi hội")
    below = () if source.card.unit_name else (f"Các {level} (để thực hiện);",)
    return (*report, *below, "Lưu: VT.")
