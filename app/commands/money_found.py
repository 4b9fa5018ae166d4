"""What commands of money share: which line of the cash book a word means, which year is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.commands.opening import is_id
from app.domain.funds import FundEntry
from app.errors import NotFoundError, RuleError

if TYPE_CHECKING:
    from app.services.bundle import Services

ENTRY = click.argument("entry_word", metavar="KHOẢN")
YEAR = click.IntRange(1950, 2200)


def entry_of(services: Services, word: str) -> FundEntry:
    """The line with this id or its beginning, or with this number of its paper, "PT05" or "PT05/2023".

    Raises NotFoundError, or RuleError that names the lines when there are several.
    """
    from app.services.funds import entries_named

    found = entries_named(services.register, word)
    if not found:
        with services.register.read() as reader:
            found = tuple(each for each in reader.all(FundEntry) if is_id(word, each.id))
    if len(found) == 1:
        return found[0]
    if found:
        told = "; ".join(f"{each.on} {each.purpose} (mã {each.id})" for each in found[:8])
        years = {each.on.year for each in found}
        # Each fund has its own row of numbers: within one year only the id tells two lines apart.
        help_ = "Hãy ghi mã." if len(years) < len(found) else f"Hãy thêm năm, như {word}/{max(years)}."
        raise RuleError(f"“{word}” có {len(found)} khoản: {told}. {help_}")
    raise NotFoundError(f"Không có khoản thu chi nào là “{word}”. Lệnh cash-book in các khoản và mã.")


def year_of(services: Services, year: int | None) -> int:
    """The year that was said, else the last one in which something was written in the cash book."""
    from app.services.years import fund_year

    return fund_year(services.register, today=services.today()) if year is None else year
