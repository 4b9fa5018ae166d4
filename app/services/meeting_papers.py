"""The papers of a meeting: giấy mời, the sheet to sign, biên bản, nghị quyết; as PDF, some as DOCX too."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from pathlib import Path

from app.documents.files import write_file
from app.documents.official.values import OfficialPaper
from app.domain.meetings import Meeting
from app.errors import UsageError
from app.paths import Paths
from app.services.attendance_sheet import attendance_sheets
from app.services.invitations import invitation
from app.services.meeting_minutes import minutes
from app.services.meeting_sources import MeetingSource, read_meeting_source
from app.services.official_papers import Written, write_official
from app.services.resolutions import resolution
from app.store.register import Register
from app.vietnamese.dates import short_date
from app.vietnamese.text import clean


class MeetingPaperKind(StrEnum):
    """The papers of a meeting, in the order in which they are made; the value names the template."""

    INVITATION = "giay-moi"
    ATTENDANCE = "danh-sach-diem-danh"
    MINUTES = "bien-ban-hop"
    RESOLUTION = "nghi-quyet"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            MeetingPaperKind.INVITATION: "Giấy mời",
            MeetingPaperKind.ATTENDANCE: "Danh sách ký tên, điểm danh",
            MeetingPaperKind.MINUTES: "Biên bản họp",
            MeetingPaperKind.RESOLUTION: "Nghị quyết",
        }[self]

    @property
    def has_template(self) -> bool:
        """Whether it can be written as a Word file, from a template that the branch may change."""
        return self is not MeetingPaperKind.ATTENDANCE


def meeting_paper(
    register: Register,
    meeting_id: str,
    kind: MeetingPaperKind,
    *,
    today: date,
    guest_ids: Collection[str] | None = None,
) -> OfficialPaper:
    """One paper of a meeting that has a template; ``guest_ids`` says whom to invite, ``None`` all guests.

    Raises NotFoundError for a meeting or guests that are not there, RuleError for a resolution while none is
    written, UsageError for the sheet to sign, which is a list.
    """
    source = read_meeting_source(register, meeting_id, today)
    if kind is MeetingPaperKind.INVITATION:
        return invitation(source, guest_ids)
    if kind is MeetingPaperKind.MINUTES:
        return minutes(source)
    if kind is MeetingPaperKind.RESOLUTION:
        return resolution(source)
    raise UsageError(f"{kind.label} chỉ ghi được ra tệp .pdf (để in và ký). Hãy đổi tên tệp.")


def write_meeting_paper(
    register: Register,
    meeting_id: str,
    kind: MeetingPaperKind,
    path: Path,
    *,
    paths: Paths,
    today: date,
    replace: bool = False,
    guest_ids: Collection[str] | None = None,
) -> Written:
    """Write one paper of a meeting as .pdf or, from the branch's template, as .docx; the sheet only as .pdf.

    Raises what :func:`meeting_paper` and :func:`app.services.official_papers.write_official` raise.
    """
    if kind is MeetingPaperKind.ATTENDANCE and path.suffix.lower() == ".pdf":
        source = read_meeting_source(register, meeting_id, today)
        return _write_sheet(register, source, path, replace=replace)
    paper = meeting_paper(register, meeting_id, kind, today=today, guest_ids=guest_ids)
    return write_official(paper, path, paths=paths, replace=replace)


def _write_sheet(register: Register, source: MeetingSource, path: Path, *, replace: bool) -> Written:
    from app.documents.papers.lists import render_lists_pdf
    from app.documents.readback import count_pages

    sheets = attendance_sheets(register, source)
    write_file(path, render_lists_pdf(sheets), replace=replace)
    rows = sum(sheet.table.count for sheet in sheets)
    return Written(path, count_pages(path), path.stat().st_size, rows)


def meeting_paper_name(meeting: Meeting, kind: MeetingPaperKind) -> str:
    """A name for the file, without its ending: "Biên bản họp 05-01-2024 Hội nghị tổng kết"."""
    name = f"{kind.label} {short_date(meeting.on)} {meeting.name}"
    return clean("".join("-" if char in '<>:"/\\|?*' else char for char in name)).strip(" .")[:120]
