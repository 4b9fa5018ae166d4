"""What the page Báo cáo shows of one period, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.activities import Activity
from app.domain.periods import Period
from app.domain.reports import Report
from app.domain.units import UnitTree

if TYPE_CHECKING:
    from app.domain.year_report import YearReport
    from app.services.counters import CounterList
    from app.services.narrative import Narrative
    from app.services.saved_reports import ReportCard
    from ui.page import Context


@dataclass(frozen=True, slots=True)
class Shown:
    """A period with its draft, or the report that was last sent of it; ``None`` where there is neither."""

    period: Period
    card: ReportCard | None
    told: Narrative
    activities: tuple[Activity, ...]
    counters: CounterList
    tree: UnitTree
    reports: tuple[Report, ...]

    @property
    def report(self) -> YearReport:
        """The figures."""
        return self.told.report

    @property
    def draft(self) -> Report | None:
        """The report that is being written."""
        return self.card.report if self.card is not None and not self.card.report.is_sent else None

    @property
    def sent(self) -> Report | None:
        """The report that was sent, where no new one is being written."""
        return self.card.report if self.card is not None and self.card.report.is_sent else None


def read_shown(context: Context, asked: Period | None) -> Shown:
    """Read what is shown of a period, ``None`` for the year whose report is wanted now."""
    from app.services import activities, counters, narrative, saved_reports, units, years

    register, today = context.services.register, context.services.today()
    period = asked or Period.year_of(years.report_year(register, today=today))
    reports = saved_reports.list_reports(register)
    draft = saved_reports.find_draft(register, period)
    of_it = [draft] if draft is not None else [each for each in reports if each.is_of(period)]
    card = saved_reports.report_card(register, of_it[0].id) if of_it else None
    saved_id = card.report.id if card is not None else None
    listed = activities.list_activities(register, period=period)
    return Shown(
        period,
        card,
        narrative.build_narrative(register, period, today=today, saved_id=saved_id),
        listed,
        counters.list_counters(register),
        units.tree(register),
        reports,
    )
