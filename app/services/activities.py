"""Activities and figures that no other record counts."""

from __future__ import annotations

from app.domain.activities import Activity
from app.domain.counters import Counter
from app.domain.periods import Period, activity_day
from app.services.counters import CounterList
from app.store.register import Register
from app.vietnamese.text import fold


def list_activities(
    register: Register,
    *,
    year: int | None = None,
    period: Period | None = None,
    counter: str = "",
    unit_id: str | None = None,
) -> tuple[Activity, ...]:
    """The activities that count in a period or a year (neither: all), oldest first.

    Of one ``counter`` (a name, however it is accented) or one unit if they are given.
    """
    if year is not None:
        period = Period.year_of(year)
    with register.read() as reader:
        found = reader.all(Activity) if unit_id is None else reader.all(Activity, unit_id=unit_id)
    listed = [
        each
        for each in found
        if (period is None or period.contains(activity_day(each)))
        and (not counter or fold(each.counter) == fold(counter))
    ]
    return tuple(sorted(listed, key=lambda each: (each.on.iso, activity_day(each))))


def save_activity(register: Register, activity: Activity) -> Activity:
    """Add or save an activity."""
    verb = "Ghi" if activity.version == 0 else "Sửa"
    with register.change(f"{verb} hoạt động: {activity.counter}") as work:
        return work.add(activity) if activity.version == 0 else work.replace(activity)


def remove_activity(register: Register, activity_id: str) -> None:
    """Take out an activity."""
    with register.change("Xóa hoạt động") as work:
        work.remove(work.get(Activity, activity_id))


def counters(register: Register) -> CounterList:
    """The counters to choose from: those of the branch, then the names only typed with some activity."""
    with register.read() as reader:
        used = sorted(reader.all(Activity), key=lambda activity: activity.on.iso)
        return CounterList(reader.all(Counter), used)
