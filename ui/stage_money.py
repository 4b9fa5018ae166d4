"""What the pictures of the page Quỹ show: several funds, hội phí paid and owed, a budget, a closed year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.stage_window import Stage


def _year(stage: Stage) -> int:
    """The last year in which the fund has lines."""
    from app.services import years

    services = stage.context.services
    return years.fund_year(services.register, today=services.today())


def _page(stage: Stage, tab: str = "book") -> Any:
    """The page with money of every kind in it, one of its tabs open."""
    _lay_ready(stage)
    page = stage.page("fund")
    page.fund.set_value(None)
    page.year.show_year(_year(stage))
    page.refresh()
    page.tabs.setCurrentWidget(getattr(page, tab))
    page.tab.table.select_first()
    return page


def _lay_ready(stage: Stage) -> None:
    """Lay on funds, rates, payments and a budget, where the register has none."""
    from app.domain.funds import BudgetLine, EntryKind, Fund
    from app.services import budgets, dues, funds, units
    from app.vietnamese.dates import PartialDate

    services, year = stage.context.services, _year(stage)
    register, today = services.register, services.today()
    day = PartialDate.from_date(date(year, 6, 30))
    if len(funds.list_funds(register, today=today)) == 1:
        tree = units.tree(register)
        for place, unit in enumerate(tree.alive()[:6], 1):
            name = f"Chân quỹ {unit.name.removeprefix('Chi hội ')}"
            fund = Fund(name=name, unit_id=unit.unit_id, is_base=True, position=place)
            funds.save_fund(register, fund)
            funds.transfer(register, source=None, target=fund.id, amount=200_000 + 50_000 * place, on=day)
        funds.save_fund(register, Fund(name="Quỹ Nghĩa tình đồng đội", position=7))
    if not dues.dues_of_year(register, year, today=today).rates:
        dues.set_rate(register, year, 60_000)
        dues.set_rate(register, year, 100_000, units.tree(register).alive()[0].unit_id)
        rows = dues.dues_of_year(register, year, today=today).rows
        dues.pay_dues(register, [row.member_id for row in rows[::2]], year, on=day)
        dues.waive(register, [row.member_id for row in rows[1::8]], year, "Trên 80 tuổi")
    if not any(row.line for row in budgets.budget_of_year(register, year)):
        for kind, category, amount in (
            (EntryKind.INCOME, "Hội phí", 5_160_000),
            (EntryKind.INCOME, "Ủng hộ", 3_000_000),
            (EntryKind.EXPENSE, "Thăm hỏi", 2_500_000),
            (EntryKind.EXPENSE, "Hội nghị", 2_000_000),
            (EntryKind.EXPENSE, "Văn phòng phẩm", 500_000),
        ):
            budgets.save_line(register, BudgetLine(year=year, kind=kind, category=category, amount=amount))


def _entry(stage: Stage) -> object:
    page = _page(stage)
    page.book.edit(next(row for row in page.book.rows if not row.entry.visit_id))
    return None


def _new_entry(stage: Stage) -> object:
    from app.domain.funds import EntryKind
    from ui.dialogs.fund_entry import FundEntryDialog

    _page(stage).book.write(EntryKind.EXPENSE)
    dialog = stage.window.findChildren(FundEntryDialog)[-1]
    dialog.amount.setText("1,5 triệu")
    dialog.category.set_value("Hội nghị")
    dialog.purpose.set_value("In tài liệu, nước uống hội nghị tổng kết")
    return dialog


def _visit_entry(stage: Stage) -> object:
    page = _page(stage)
    page.year.back.click()
    row = next(row for row in page.book.rows if row.entry.visit_id)
    page.book.write_paper(row)
    return None


def _closing(stage: Stage) -> object:
    from ui.dialogs.closing_year import ClosingYearDialog

    page = _page(stage)
    if page.book.scope.closings:
        page.book.reopen()
    page.book.close_year()
    dialog = stage.window.findChildren(ClosingYearDialog)[-1]
    dialog.counted.set_value(page.book.book.summary.closing - 20_000)
    return dialog


def _tick(page: Any, count: int) -> None:
    table = page.tab.table
    table.tick_all(is_on=False)
    for number in range(count):
        table.toggle(table.ticks.row_at(number))


def _paid(stage: Stage) -> object:
    page = _page(stage, "dues")
    page.dues.state.set_value("owes")
    page.dues.state.edited.emit()
    _tick(page, 5)
    page.dues.add()
    return None


def _waive(stage: Stage) -> object:
    page = _page(stage, "dues")
    _tick(page, 3)
    page.dues.waive()
    return None


def _fund(stage: Stage) -> object:
    page = _page(stage, "funds")
    page.funds.edit(page.funds.lines[1])
    return None


def _new_fund(stage: Stage) -> object:
    _page(stage, "funds").funds.add()
    return None


def _transfer(stage: Stage) -> object:
    from ui.dialogs.fund_transfer import FundTransferDialog

    page = _page(stage, "funds")
    page.funds.table.select_id(page.funds.lines[2].fund.id)
    page.funds.transfer()
    dialog = stage.window.findChildren(FundTransferDialog)[-1]
    dialog.amount.setText("500 nghìn")
    return dialog


def _vouchers(stage: Stage) -> object:
    from ui.dialogs.fund_papers import FundPapersDialog

    page = _page(stage)
    page.book.number_vouchers()
    _tick(page, 3)
    page.book.print_vouchers()
    return stage.window.findChildren(FundPapersDialog)[-1]


def _book_paper(stage: Stage) -> object:
    from ui.dialogs.fund_papers import FundPapersDialog

    _page(stage).book.print_book()
    return stage.window.findChildren(FundPapersDialog)[-1]


def _dues_paper(stage: Stage) -> object:
    from ui.dialogs.fund_papers import FundPapersDialog

    _page(stage, "dues").dues.print_list()
    return stage.window.findChildren(FundPapersDialog)[-1]


def _budget(stage: Stage) -> object:
    page = _page(stage, "budget")
    page.budget.edit(next(item for item in page.budget.items if item.row and item.row.line))
    return None


#: Every dialog of the page Quỹ with what opens it; part of ui.stage.DIALOGS.
DIALOGS: dict[str, tuple[Callable[[Stage], object], ...]] = {
    "budget_line": (_budget,),
    "closing_year": (_closing,),
    "dues_paid": (_paid,),
    "dues_waive": (_waive,),
    "fund_edit": (_fund, _new_fund),
    "fund_entry": (_entry, _new_entry, _visit_entry),
    "fund_papers": (_vouchers, _book_paper, _dues_paper),
    "fund_transfer": (_transfer,),
}
