"""What the built program does to prove itself: a temporary register, a certificate and a workbook."""

from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path

from app.clock import now

_log = logging.getLogger(__name__)


def run_self_check() -> int:
    """Exit code 0 when a temporary register, one certificate and one workbook can be made and read back."""
    from app.services import certificates, demo, reports
    from app.store.migrations.runner import newest
    from app.store.tables import HEAD

    try:
        with tempfile.TemporaryDirectory(prefix="sohoi-") as folder:
            out = Path(folder)
            register = demo.build_demo(out / "tu-kiem-tra.sohoi", clock=now)
            try:
                papers = certificates.write_year(register, demo.YEAR, out / "giay-khen.pdf", today=demo.DAY)
                book = reports.write_workbook(register, demo.YEAR, out / "bao-cao.xlsx", today=demo.DAY)
                faults = register.check()
            finally:
                register.close()
        awards = book.figures["awards_collectives"] + book.figures["awards_persons"]
        sound = (
            not faults and newest() == HEAD and papers.pages == awards > 0 and book.figures["members_end"] > 0
        )
    except Exception:  # noqa: BLE001 - whatever fails, the build must not be shipped; the trace says what
        _log.exception("self-check failed")
        if sys.stderr is not None:
            import traceback

            traceback.print_exc()
        return 1
    return 0 if sound else 1
