"""What the built program does to prove itself: a register, certificates, a workbook, a Word file."""

from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path

from app.clock import now
from app.paths import Paths

_log = logging.getLogger(__name__)

_FIRST_FORMAT = "0001"


def run_self_check() -> int:
    """Exit code 0 when a register can be made and an old one upgraded, and papers be made and read back."""
    from app.services import award_papers, certificates, commendations, demo, reports
    from app.services.demo_story import DAY, YEAR

    try:
        with tempfile.TemporaryDirectory(prefix="sohoi-") as folder:
            out = Path(folder)
            register = demo.build_demo(out / "tu-kiem-tra.sohoi", clock=now)
            try:
                papers = certificates.write_year(
                    register, YEAR, certificates.Writing(out / "giay-khen.pdf"), today=DAY
                )
                book = reports.write_workbook(register, YEAR, out / "bao-cao.xlsx", today=DAY)
                word = award_papers.write_award_paper(
                    register,
                    commendations.list_rounds(register)[0].round.id,
                    award_papers.AwardPaperKind.DECISION,
                    out / "quyet-dinh.docx",
                    paths=Paths(out, out, out, out),
                    today=DAY,
                )
                faults = register.check()
            finally:
                register.close()
            upgraded = _upgrades(out / "so-cu.sohoi")
        awards = book.figures["awards_collectives"] + book.figures["awards_persons"]
        made = papers.pages == awards > 0 and book.figures["members_end"] > 0 and word.size > 0
        sound = made and upgraded and not faults
    except Exception:  # noqa: BLE001 - whatever fails, the build must not be shipped; the trace says what
        _log.exception("self-check failed")
        if sys.stderr is not None:
            import traceback

            traceback.print_exc()
        return 1
    return 0 if sound else 1


def _upgrades(path: Path) -> bool:
    """Whether a register of the first format, made by the shipped migrations, opens and is sound."""
    from app.domain.branch import new_branch
    from app.services import registers
    from app.store.migrations.runner import build, newest
    from app.store.tables import HEAD

    build(path, _FIRST_FORMAT)
    with registers.open_register(path, clock=now) as register:
        with register.change("Ghi thử") as work:
            work.add(new_branch("Hội"))
        return newest() == HEAD and not register.check()
