"""The papers of the fund: which there are, what can be chosen of each, and who makes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.domain.funds import FundEntry
from app.services import cash_papers
from app.services.cash_papers import DuesListKind
from app.vietnamese.numbers import group
from ui.dialogs.fund_papers import FundPaper, PaperChoice

if TYPE_CHECKING:
    from app.services.bundle import Services


def vouchers(services: Services, entries: Sequence[FundEntry]) -> FundPaper:
    """Phiếu thu and phiếu chi of some lines; ``entries`` has one at least."""
    ids = [entry.id for entry in entries]
    first = entries[0]
    one = f"Phiếu {first.kind.label.lower()} {first.voucher}".strip()
    bare = sum(not entry.voucher for entry in entries)
    register, today = services.register, services.today()
    return FundPaper(
        title=one if len(entries) == 1 else f"{group(len(entries))} phiếu thu, phiếu chi",
        file_name=f"{one if len(entries) == 1 else 'Phiếu thu chi'} năm {first.on.year}",
        choices=(
            PaperChoice("copies", "Mỗi phiếu", ((1, "01 liên"), (2, "02 liên"), (3, "03 liên"))),
            PaperChoice(
                "two_up", "Khổ giấy", ((False, "A5, mỗi trang một phiếu"), (True, "A4, mỗi trang hai phiếu"))
            ),
        ),
        pdf=lambda chosen: cash_papers.vouchers_pdf(register, ids, today=today, **chosen),
        write=lambda path, chosen: cash_papers.write_vouchers(
            register, ids, path, today=today, replace=True, **chosen
        ),
        has_workbook=False,
        note=f"{group(bare)} phiếu chưa có số: có thể đánh số ở nút “Phiếu và sổ”." if bare else "",
    )


def cash_book(services: Services, year: int, fund_id: str | None, fund_name: str) -> FundPaper:
    """Sổ quỹ of a fund and year."""
    register, today = services.register, services.today()
    return FundPaper(
        title=f"Sổ quỹ năm {year}",
        file_name=f"Sổ {fund_name} {year}",
        pdf=lambda _chosen: cash_papers.cash_book_pdf(register, year, fund_id=fund_id, today=today),
        write=lambda path, _chosen: cash_papers.write_cash_book(
            register, year, path, fund_id=fund_id, today=today, replace=True
        ),
    )


def dues_list(
    services: Services, year: int, unit_id: str | None, unit_name: str, *, only_owing: bool
) -> FundPaper:
    """The list of hội phí of a year, of one unit or of all; ``only_owing`` is chosen at first."""
    register, today = services.register, services.today()
    kinds = sorted(DuesListKind, key=lambda kind: only_owing and kind is not DuesListKind.OWING)
    return FundPaper(
        title=f"Hội phí năm {year}" + (f": {unit_name}" if unit_name else ""),
        file_name=f"Hội phí {year} {unit_name}".strip(),
        choices=(PaperChoice("kind", "Danh sách nào", tuple((kind, kind.label) for kind in kinds)),),
        pdf=lambda chosen: cash_papers.list_pdf(
            cash_papers.dues_paper(register, year, unit_id=unit_id, today=today, **chosen)
        ),
        write=lambda path, chosen: cash_papers.write_dues_list(
            register, year, path, unit_id=unit_id, today=today, replace=True, **chosen
        ),
    )


def base_funds(services: Services) -> FundPaper:
    """The chân quỹ of the chi hội."""
    register, today = services.register, services.today()
    return FundPaper(
        title="Chân quỹ các chi hội",
        file_name=f"Chân quỹ {today.year}",
        pdf=lambda _chosen: cash_papers.list_pdf(cash_papers.base_funds_paper(register, today=today)),
        write=lambda path, _chosen: cash_papers.write_base_funds(register, path, today=today, replace=True),
    )


def budget(services: Services, year: int, fund_id: str | None, fund_name: str) -> FundPaper:
    """Plan and figures of a fund and year."""
    register, today = services.register, services.today()
    return FundPaper(
        title=f"Dự toán và thực hiện năm {year}",
        file_name=f"Dự toán {fund_name} {year}",
        pdf=lambda _chosen: cash_papers.list_pdf(
            cash_papers.budget_paper(register, year, fund_id=fund_id, today=today)
        ),
        write=lambda path, _chosen: cash_papers.write_budget(
            register, year, path, fund_id=fund_id, today=today, replace=True
        ),
    )
