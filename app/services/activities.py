"""Activities and figures that no other record counts."""

from __future__ import annotations

from app.domain.activities import COUNTERS, Activity
from app.store.register import Register


def list_activities(register: Register, *, year: int | None = None) -> tuple[Activity, ...]:
    """The activities of a year (``None`` = all), oldest first."""
    with register.read() as reader:
        found = [a for a in reader.all(Activity) if year is None or a.on.year == year]
    return tuple(sorted(found, key=lambda a: a.on.iso))


def save_activity(register: Register, activity: Activity) -> Activity:
    """Add or save an activity."""
    verb = "Ghi" if activity.version == 0 else "Sửa"
    with register.change(f"{verb} hoạt động: {activity.counter}") as work:
        return work.add(activity) if activity.version == 0 else work.replace(activity)


def remove_activity(register: Register, activity_id: str) -> None:
    """Take out an activity."""
    with register.change("Xóa hoạt động") as work:
        work.remove(work.get(Activity, activity_id))


def counters(register: Register) -> tuple[tuple[str, str], ...]:
    """The counters to choose from, each with what it is counted in: the usual ones, then the branch's own."""
    with register.read() as reader:
        used = sorted(reader.all(Activity), key=lambda activity: activity.on.iso)
    known = dict(COUNTERS)
    known |= {activity.counter: activity.measure for activity in used if activity.measure}
    return tuple(known.items())
