"""Where a member stands follows from dated events alone."""

from datetime import date

import pytest

from app.domain.status import Status, StatusEvent, StatusKind, require_possible, standing_on
from app.errors import FieldError
from app.vietnamese.dates import PartialDate

TODAY = date(2026, 1, 1)


def event(kind: StatusKind, on: PartialDate | None, unit: str | None = None) -> StatusEvent:
    return StatusEvent(member_id="m", kind=kind, on=on, unit_id=unit)


JOINED = event(StatusKind.ADMITTED, PartialDate(2015, 7, 2), "a")
MOVED_WITHIN = event(StatusKind.CHANGED_UNIT, PartialDate(2020), "b")
LEFT = event(StatusKind.TRANSFERRED_OUT, PartialDate(2022, 3))
BACK = event(StatusKind.RESTORED, PartialDate(2023, 1, 1))
DIED = event(StatusKind.DIED, PartialDate(2023, 6, 12))


@pytest.mark.parametrize(
    ("day", "status", "unit"),
    [
        (date(2015, 7, 1), None, None),
        (date(2015, 7, 2), Status.ACTIVE, "a"),
        (date(2020, 1, 1), Status.ACTIVE, "b"),
        (date(2022, 3, 30), Status.ACTIVE, "b"),
        (date(2022, 3, 31), Status.MOVED, "b"),
        (date(2023, 1, 1), Status.ACTIVE, "b"),
        (date(2023, 6, 12), Status.DECEASED, "b"),
    ],
)
def test_the_standing_of_a_past_day_is_the_same_whatever_came_later(
    day: date, status: Status | None, unit: str | None
) -> None:
    standing = standing_on([DIED, BACK, LEFT, MOVED_WITHIN, JOINED], day)
    assert (standing.status if standing else None) is status
    assert (standing.unit_id if standing else None) == unit


def test_an_event_without_a_date_counts_from_before_everything() -> None:
    standing = standing_on([event(StatusKind.ADMITTED, None, "a")], date(1990, 1, 1))
    assert standing is not None
    assert standing.status is Status.ACTIVE


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        ([JOINED, DIED, event(StatusKind.RESIGNED, PartialDate(2024))], "đã từ trần"),
        ([LEFT], "chưa vào Hội"),
        ([JOINED, event(StatusKind.ADMITTED, PartialDate(2019))], "đang sinh hoạt"),
        ([JOINED, LEFT, event(StatusKind.RESIGNED, PartialDate(2022, 5))], "không còn sinh hoạt"),
        ([JOINED, event(StatusKind.DIED, PartialDate(2030))], "phía trước"),
    ],
)
def test_events_that_cannot_follow_each_other_are_refused(events: list[StatusEvent], reason: str) -> None:
    with pytest.raises(FieldError, match=reason):
        require_possible(events, today=TODAY)


def test_somebody_who_moved_away_may_die_there() -> None:
    require_possible([JOINED, LEFT, event(StatusKind.DIED, PartialDate(2025))], today=TODAY)


@pytest.mark.parametrize("kind", list(StatusKind))
def test_every_kind_has_words_and_a_standing(kind: StatusKind) -> None:
    assert kind.label
    assert kind.status.label


def test_events_of_one_year_follow_a_life_whichever_was_written_first() -> None:
    year = PartialDate(2023)
    life = [
        event(StatusKind.ADMITTED, year, "a"),
        event(StatusKind.CHANGED_UNIT, year, "b"),
        event(StatusKind.AWAY, year),
        event(StatusKind.RETURNED, year),
        event(StatusKind.TRANSFERRED_OUT, year),
        event(StatusKind.DIED, year),
    ]
    for number in range(2, len(life) + 1):
        for written in (life[:number], life[number - 1 :: -1]):
            require_possible(written, today=TODAY)
            standing = standing_on(written)
            assert standing is not None
            assert standing.since is life[number - 1]
            assert standing.unit_id == "b"
