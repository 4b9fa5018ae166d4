"""The reference branch's papers, and what to say about them: every figure is read back from the files."""

from __future__ import annotations

from pathlib import Path

from app.clock import Clock
from app.errors import FileProblemError
from app.paths import REGISTER_SUFFIX
from app.progress import Progress
from app.services.certificates import PrintChoice, write_test_page, write_year
from app.services.demo import DAY, YEAR, build_demo
from app.services.members import members_on
from app.services.registers import export_register
from app.services.reports import write_workbook
from app.store.register import Register
from app.vietnamese.numbers import count, group, money

_REGISTER = "truong-son-bac-kan" + REGISTER_SUFFIX


def make_demo(out: Path, *, clock: Clock, progress: Progress) -> list[str]:
    """Build the demo under ``out``, replacing an older demo there, and say what lies where."""
    path = _clear(out)
    register = build_demo(path, clock=clock, progress=progress)
    try:
        return [f"Sổ: {path}", *_papers(register, out, clock)]
    finally:
        register.close()


def _clear(out: Path) -> Path:
    path = out / _REGISTER
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in (path.name, path.name + "-wal", path.name + "-shm"):
            (out / name).unlink(missing_ok=True)
    except OSError as problem:
        raise FileProblemError(f"Không ghi được vào thư mục {out}. Hãy chọn thư mục khác.") from problem
    return path


def _papers(register: Register, out: Path, clock: Clock) -> list[str]:
    today = clock().date()
    written = write_year(register, YEAR, out / f"giay-khen-{YEAR}.pdf", replace=True, today=DAY)
    overlay = write_year(
        register,
        YEAR,
        out / f"giay-khen-{YEAR}-in-len-phoi.pdf",
        choice=PrintChoice(overlay=True),
        replace=True,
        today=DAY,
    )
    test = write_test_page("", out / "trang-thu-can-phoi.pdf", replace=True)
    book = write_workbook(register, YEAR, out / f"bao-cao-{YEAR}.xlsx", today=DAY, replace=True)
    counts = export_register(register, out / "so-hoi.json", replace=True)
    figures = book.figures
    honoured = f"{count(figures['awards_collectives'])} tập thể, {count(figures['awards_persons'])} cá nhân"
    year = (
        f"cuối năm {group(figures['members_end'])} hội viên "
        f"(tăng {figures['gains']}, giảm {figures['losses']}); "
        f"{figures['visits']} lượt thăm hỏi, {money(figures['visits_amount'])}; "
        f"tồn quỹ {money(figures['fund_closing'])}"
    )
    return [
        f"  {len(members_on(register, today))} người trong sổ, {counts['units']} chi hội",
        f"Giấy khen: {written.path}",
        f"  {written.pages} trang, {written.size // 1024} KB: {honoured}",
        f"Chữ in lên phôi có sẵn: {overlay.path} ({overlay.pages} trang)",
        f"Trang thử căn phôi: {test}",
        f"Bảng số liệu cuối năm: {book.path}",
        f"  {len(book.sheets)} trang tính; {year}",
        f"Bản xuất mở: {out / 'so-hoi.json'} ({sum(counts.values())} bản ghi)",
    ]
