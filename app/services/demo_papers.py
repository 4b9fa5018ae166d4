"""The reference branch's papers, and what to say about them: every figure is read back from the files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from app.clock import Clock
from app.domain.branch import BRANCH_ID, Branch
from app.domain.meetings import MeetingKind
from app.domain.periods import Period
from app.domain.status import Status
from app.errors import FileProblemError, RegisterProblemError
from app.paths import REGISTER_SUFFIX, Paths
from app.progress import Progress
from app.services.award_papers import AwardPaperKind, write_award_paper
from app.services.campaigns import list_campaigns
from app.services.care_papers import write_sign_off_sheet
from app.services.cash_papers import write_cash_book
from app.services.certificates import PrintChoice, Writing, write_test_page, write_year
from app.services.commendations import list_rounds
from app.services.demo import NAME, build_demo
from app.services.demo_story import DAY, YEAR
from app.services.longevity import longevity_of_year, write_longevity_cards
from app.services.meeting_papers import MeetingPaperKind, write_meeting_paper
from app.services.meetings import list_meetings
from app.services.member_queries import members_on
from app.services.narrative import build_narrative, report_paper
from app.services.official_papers import Written, write_official
from app.services.register_book import write_register_book
from app.services.registers import export_register, open_register
from app.services.reports import write_workbook
from app.services.saved_reports import find_draft
from app.store.register import Register, remove_files
from app.store.sqlite import is_alone
from app.vietnamese.numbers import count, group, money

_REGISTER = "truong-son-bac-kan" + REGISTER_SUFFIX


def make_demo(out: Path, *, paths: Paths, clock: Clock, progress: Progress) -> list[str]:
    """Build the demo under ``out``, replacing an older demo there, and say what lies where.

    Papers in Word are made from the templates that ``paths`` has.

    Raises FileProblemError when a register of that name there is not the demo's, or is open somewhere.
    """
    path = _clear(out, clock)
    register = build_demo(path, clock=clock, progress=progress)
    try:
        return [f"Sổ: {path}", *_papers(register, out, paths, clock)]
    finally:
        register.close()


def _clear(out: Path, clock: Clock) -> Path:
    path = out / _REGISTER
    if path.exists():
        _require_demo(path, clock)
    try:
        out.mkdir(parents=True, exist_ok=True)
        remove_files(path)
    except OSError as problem:
        raise FileProblemError(f"Không ghi được vào thư mục {out}. Hãy chọn thư mục khác.") from problem
    return path


def _require_demo(path: Path, clock: Clock) -> None:
    """Refuse to replace a register that is not an older demo, or that somebody has open."""
    with open_register(path, clock=clock) as register, register.read() as reader:
        held = reader.find(Branch, BRANCH_ID)
    if held is None or held.name != NAME:
        raise FileProblemError(
            f"“{path.name}” trong thư mục {path.parent} không phải sổ mẫu nên được giữ nguyên. "
            "Hãy chọn thư mục khác."
        )
    if not is_alone(path):
        raise RegisterProblemError(
            f"Sổ mẫu “{path.name}” đang mở ở cửa sổ hoặc chương trình khác. Hãy đóng lại rồi làm lại."
        )


def _papers(register: Register, out: Path, paths: Paths, clock: Clock) -> list[str]:
    today = clock().date()
    whole = Writing(out / f"giay-khen-{YEAR}.pdf", replace=True)
    written = write_year(register, YEAR, whole, today=DAY)
    blank = Writing(
        out / f"giay-khen-{YEAR}-in-len-phoi.pdf",
        PrintChoice(overlay=True, layout_name="phoi-a4"),
        replace=True,
    )
    overlay = write_year(register, YEAR, blank, today=DAY)
    round_ = list_rounds(register, year=YEAR)[0].round
    made = [
        write_award_paper(
            register, round_.id, kind, out / f"{kind}-{YEAR}{suffix}", paths=paths, today=DAY, replace=True
        )
        for kind in (AwardPaperKind.MINUTES, AwardPaperKind.DECISION)
        for suffix in (".docx", ".pdf")
    ]
    entries = write_register_book(
        register, DAY.year, DAY.year, out / f"so-khen-thuong-{DAY.year}.pdf", today=DAY, replace=True
    )
    meeting, cared, money_book = _more_papers(register, out, paths)
    test = write_test_page("", out / "trang-thu-can-phoi.pdf", replace=True)
    book = write_workbook(register, YEAR, out / f"bao-cao-{YEAR}.xlsx", today=DAY, replace=True)
    period = Period.year_of(YEAR)
    draft = find_draft(register, period)
    told = build_narrative(register, period, today=DAY, saved_id=draft.id if draft else None)
    report = report_paper(told, today=DAY)
    words = [
        write_official(report, out / f"bao-cao-{YEAR}{suffix}", paths=paths, replace=True).path
        for suffix in (".docx", ".pdf")
    ]
    counts = export_register(register, out / "so-hoi.json", replace=True)
    figures = book.figures
    everybody = members_on(register, today)
    active = sum(1 for row in everybody if row.standing.status is Status.ACTIVE)
    honoured = f"{count(figures['awards_collectives'])} tập thể, {count(figures['awards_persons'])} cá nhân"
    year = (
        f"cuối năm {group(figures['members_end'])} hội viên "
        f"(tăng {figures['gains']}, giảm {figures['losses']}); "
        f"{figures['visits']} lượt thăm hỏi, {money(figures['visits_amount'])}; "
        f"tồn quỹ {money(figures['fund_closing'])}"
    )
    return [
        f"  {len(everybody)} người trong sổ ({active} đang sinh hoạt), {counts['units']} chi hội",
        f"Giấy khen: {written.path}",
        f"  {written.pages} trang, {written.size // 1024} KB: {honoured}",
        f"Chữ in lên phôi có sẵn: {overlay.path} ({overlay.pages} trang)",
        f"Văn bản khen thưởng (Word và PDF): {_names(each.path for each in made)}",
        f"Sổ khen thưởng: {entries.path} ({entries.words})",
        f"Giấy tờ hội nghị tổng kết: {_names(meeting)}",
        f"Thăm hỏi, mừng thọ: {_names(cared)}",
        f"Sổ quỹ: {money_book.path} ({money_book.words})",
        f"Trang thử căn phôi: {test}",
        f"Bảng số liệu cuối năm: {book.path}",
        f"  {len(book.sheets)} trang tính; {year}",
        f"Báo cáo bằng lời: {_names(words)}",
        f"Bản xuất mở: {out / 'so-hoi.json'} ({sum(counts.values())} bản ghi)",
    ]


def _names(paths: Iterable[Path]) -> str:
    return ", ".join(path.name for path in paths)


def _more_papers(register: Register, out: Path, paths: Paths) -> tuple[list[Path], list[Path], Written]:
    """The papers of the year-end meeting, of care for members, and the cash book."""
    held = {row.meeting.kind: row.meeting.id for row in list_meetings(register, year=YEAR)}
    kinds = (
        (MeetingPaperKind.INVITATION, "giay-moi.docx"),
        (MeetingPaperKind.ATTENDANCE, "danh-sach-ky-ten.pdf"),
        (MeetingPaperKind.MINUTES, "bien-ban-tong-ket.docx"),
        (MeetingPaperKind.MINUTES, "bien-ban-tong-ket.pdf"),
        (MeetingPaperKind.RESOLUTION, "nghi-quyet.pdf"),
    )
    meeting = [
        write_meeting_paper(
            register, held[MeetingKind.YEAR_END], kind, out / name, paths=paths, today=DAY, replace=True
        ).path
        for kind, name in kinds
    ]
    tet = next(row.campaign for row in list_campaigns(register, year=DAY.year))
    sheet = write_sign_off_sheet(register, tet.id, out / "ky-nhan-qua-tet.pdf", today=DAY, replace=True)
    due = [row.member_id for row in longevity_of_year(register, DAY.year, today=DAY)]
    cards = write_longevity_cards(
        register, DAY.year, due, out / f"giay-mung-tho-{DAY.year}.pdf", today=DAY, replace=True
    )
    book = write_cash_book(register, YEAR, out / f"so-quy-{YEAR}.pdf", today=DAY, replace=True)
    return meeting, [sheet.path, cards.path], book
