"""Whether a register holds what the pictures of the dialogs speak of; if not, they are drawn on a sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.bundle import Services

# What the openers choose from: lists long enough to tick some of, and to be called to a meeting.
_PEOPLE, _UNITS = 15, 3


def has_enough(services: Services) -> bool:
    """Whether there are people in units, a decided round, and a fund with lines of its own and of visits."""
    from app.domain.commendations import RoundState
    from app.services import commendations, funds, member_queries, units, years

    register, today = services.register, services.today()
    rounds = [row.round for row in commendations.list_rounds(register)]
    if all(each.state is RoundState.DRAFT or each.decided_on is None for each in rounds):
        return False
    year = years.fund_year(register, today=today)
    own = [row.entry.visit_id for row in funds.cash_book(register, year=year).rows]
    before = [row.entry.visit_id for row in funds.cash_book(register, year=year - 1).rows]
    return (
        len(member_queries.members_on(register, today)) >= _PEOPLE
        and len(units.tree(register).alive()) >= _UNITS
        and not all(own)
        and any(before)
    )
