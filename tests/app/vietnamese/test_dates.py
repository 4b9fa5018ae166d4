"""Dates at the precision known, read as people type them and written as papers ask."""

import calendar
import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import FieldError
from app.vietnamese.dates import (
    PartialDate,
    date_phrase,
    dated_place,
    from_excel_serial,
    parse_partial_date,
    short_date,
)


@st.composite
def partial_dates(draw: st.DrawFn, first: int = 1800, last: int = 2200) -> PartialDate:
    year = draw(st.integers(first, last))
    month = draw(st.none() | st.integers(1, 12))
    if month is None:
        return PartialDate(year)
    return PartialDate(year, month, draw(st.none() | st.integers(1, calendar.monthrange(year, month)[1])))


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("1950", "1950"),
        ("1950 ", "1950"),
        ("1950.0", "1950"),
        ("05/1950", "1950-05"),
        ("8-1950", "1950-08"),
        ("8.1950", "1950-08"),
        ("5/3/1950", "1950-03-05"),
        ("5-3-1950", "1950-03-05"),
        ("05.03.1950", "1950-03-05"),
        ("05.03.1950.", "1950-03-05"),
        ("5 / 3 / 1950", "1950-03-05"),
        ("05 03 1950", "1950-03-05"),
        ("15/8-1950", "1950-08-15"),
        ("15–8–1950", "1950-08-15"),
        ("--/--/1950", "1950"),
        ("-/-/1950", "1950"),
        ("00/00/1950", "1950"),
        ("0/8/1950", "1950-08"),
        ("__/__/1950", "1950"),
        ("??/??/1950", "1950"),
        ("xx/xx/1950", "1950"),
        ("../../1950", "1950"),
        ("…/…/1950", "1950"),
        ("//1950", "1950"),
        ("--/05/1950", "1950-05"),
        ("--/1950", "1950"),
        ("sinh năm 1950", "1950"),
        ("Sinh năm: 1950", "1950"),
        ("năm sinh 1950", "1950"),
        ("Sinh ngày 15/8/1950", "1950-08-15"),
        ("ngày, tháng, năm sinh: 1950".replace(",", ""), "1950"),
        ("SN 1950", "1950"),
        ("sn1950", "1950"),
        ("s.n. 1950", "1950"),
        ("năm 1950", "1950"),
        ("tháng 8 năm 1950", "1950-08"),
        ("tháng 8/1950", "1950-08"),
        ("T8/1950", "1950-08"),
        ("ngày 15 tháng 8 năm 1950", "1950-08-15"),
        ("Ngày 05 tháng 01 năm 2024", "2024-01-05"),
        ("15 tháng 8, 1950", "1950-08-15"),
        ("mùng 5 tháng 3 năm 1950", "1950-03-05"),
        ("mồng 5 tháng 3 năm 1950", "1950-03-05"),
        ("ngày … tháng … năm 1950", "1950"),
        ("ngày    tháng   năm 1950", "1950"),
        ("1950-08-15", "1950-08-15"),
        ("1950-08", "1950-08"),
        ("1950/8", "1950-08"),
        ("1950/08/15", "1950-08-15"),
        ("1950-00-00", "1950"),
        ("1950-08-15 00:00:00", "1950-08-15"),
        ("1950-08-15T07:30:00.000Z", "1950-08-15"),
        ("15/08/1950 00:00", "1950-08-15"),
        ("15081950", "1950-08-15"),
        ("19500815", "1950-08-15"),
        ("20011950", "1950-01-20"),
        ("081950", "1950-08"),
        ("49", "1949"),
        ("5/3/49", "1949-03-05"),
        ("5/49", "1949-05"),
        ("--/12", "1912"),
        ("1/2/03", "1903-02-01"),
        ("29/2/1952", "1952-02-29"),
        ("sinh na\u0306m 1950", "1950"),
        ("１５０８１９５０", "1950-08-15"),
        ("\u200b1950\u00a0", "1950"),
    ],
)
def test_dates_are_read_at_the_precision_typed(typed: str, iso: str) -> None:
    assert parse_partial_date(typed).iso == iso


@pytest.mark.parametrize(
    ("typed", "part_of_message"),
    [
        ("", "Chưa có ngày"),
        ("\u200b ", "Chưa có ngày"),
        ("không rõ", "Không hiểu"),
        ("--", "Không hiểu"),
        ("00/00/0000", "Không hiểu"),
        ("ngày 5 tháng 3", "Không hiểu"),
        ("195", "Không hiểu"),
        ("1/2/00", "Không hiểu"),
        ("5", "Không hiểu"),
        ("5/3", "Không hiểu"),
        ("05/12", "Không hiểu"),
        ("1/2/3/1950", "Không hiểu"),
        ("5/123/1950", "Không hiểu"),
        ("1950/1951", "Không hiểu"),
        ("khoảng 1950", "Không hiểu"),
        ("1950?", "Không hiểu"),
        ("05/--/1950", "thiếu tháng"),
        ("31/2/1950", "Tháng 2 năm 1950 không có ngày 31"),
        ("29/2/1951", "Tháng 2 năm 1951 không có ngày 29"),
        ("5/15/1950", "Không có tháng 15"),
        ("13/1950", "Không có tháng 13"),
        ("1/1/1799", "1799"),
        ("2201", "2201"),
        ("." * 100_000, "…”"),
        ("1" * 100_000, "…”"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(typed: str, part_of_message: str) -> None:
    with pytest.raises(FieldError) as refused:
        parse_partial_date(typed, field="birth")
    assert refused.value.field == "birth"
    assert part_of_message in refused.value.message
    assert "\n" not in refused.value.message
    assert len(refused.value.message) < 200


@pytest.mark.parametrize(
    ("typed", "latest_year", "year"),
    [
        ("49", None, 1949),
        ("49", 2024, 1949),
        ("23", 2024, 2023),
        ("24", 2024, 2024),
        ("25", 2024, 1925),
    ],
)
def test_a_two_digit_year_is_the_latest_that_can_be(typed: str, latest_year: int | None, year: int) -> None:
    assert parse_partial_date(typed, latest_year=latest_year).year == year


@given(partial_dates())
def test_what_is_shown_and_what_is_stored_read_back_as_the_same_date(when: PartialDate) -> None:
    assert parse_partial_date(when.display()) == when
    assert parse_partial_date(when.iso) == when
    assert PartialDate.from_iso(when.iso) == when
    assert str(when) == when.display()


@given(st.text(max_size=70))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(FieldError):
        found = parse_partial_date(text)
        assert f"{found.year % 100:02}" in "".join(str(int(c)) if c.isdecimal() else c for c in text)


def test_a_year_is_never_padded() -> None:
    assert PartialDate(1950).display() == "1950"
    assert PartialDate(1950, 8).display() == "08/1950"
    assert PartialDate(1950, 8, 5).display() == "05/08/1950"
    assert "01" not in f"{PartialDate(1950)} {PartialDate(1950).iso}"


@pytest.mark.parametrize("text", ["", "1950-8", "950", "1950-08-1", "15/08/1950", "1950-08-15 ", "1950\n"])
def test_only_the_stored_form_is_iso(text: str) -> None:
    with pytest.raises(FieldError):
        PartialDate.from_iso(text)


def test_a_day_needs_its_month() -> None:
    with pytest.raises(FieldError, match="thiếu tháng"):
        PartialDate(1950, None, 5)


def test_bounds_are_the_first_and_last_day_it_can_be() -> None:
    assert (PartialDate(1950).earliest(), PartialDate(1950).latest()) == (
        date(1950, 1, 1),
        date(1950, 12, 31),
    )
    assert PartialDate(1952, 2).latest() == date(1952, 2, 29)
    assert PartialDate(1950, 8, 15).earliest() == PartialDate(1950, 8, 15).latest() == date(1950, 8, 15)


def test_only_a_full_date_is_a_calendar_day() -> None:
    assert PartialDate(1950, 8).to_date() is None
    assert not PartialDate(1950, 8).is_full
    assert PartialDate(1950, 8, 15).to_date() == date(1950, 8, 15)


@given(st.dates(date(1800, 1, 1), date(2200, 12, 31)))
def test_a_calendar_day_becomes_a_full_date_and_comes_back(day: date) -> None:
    assert PartialDate.from_date(day).to_date() == day


@pytest.mark.parametrize(
    ("one", "other", "result"),
    [
        ("1950", "1951", -1),
        ("1950", "1950-08-15", 0),
        ("1950-08", "1950-08-15", 0),
        ("1950-09", "1950-08-15", 1),
        ("1950-08-14", "1950-08-15", -1),
    ],
)
def test_dates_compare_at_the_precision_both_have(one: str, other: str, result: int) -> None:
    assert PartialDate.from_iso(one).compare(PartialDate.from_iso(other)) == result
    assert PartialDate.from_iso(other).compare(PartialDate.from_iso(one)) == -result


@given(st.lists(partial_dates(1949, 1951), max_size=8))
def test_sorting_puts_the_less_known_first_and_agrees_with_the_stored_text(dates: list[PartialDate]) -> None:
    assert [each.iso for each in sorted(dates)] == sorted(each.iso for each in dates)
    assert sorted(dates) == sorted(dates, key=lambda each: (each.year, each.month or 0, each.day or 0))


def test_dates_do_not_compare_with_other_things() -> None:
    with pytest.raises(TypeError):
        PartialDate(1950) < 1950  # noqa: B015
    assert PartialDate(1950) != PartialDate(1950, 1)


def test_mung_tho_counts_the_year_of_birth_only() -> None:
    assert PartialDate(1950).age_in_year(2025) == 75
    assert PartialDate(1950, 12, 31).age_in_year(2025) == 75


@pytest.mark.parametrize(
    ("serial", "epoch_1904", "iso"),
    [
        (1, False, "1900-01-01"),
        (59, False, "1900-02-28"),
        (61, False, "1900-03-01"),
        (18490, False, "1950-08-15"),
        (45296.75, False, "2024-01-05"),
        (0, True, "1904-01-01"),
        (17028, True, "1950-08-15"),
    ],
)
def test_spreadsheet_serials_become_days(serial: float, epoch_1904: bool, iso: str) -> None:
    assert from_excel_serial(serial, epoch_1904=epoch_1904).iso == iso


@pytest.mark.parametrize(
    ("serial", "epoch_1904"),
    [
        (0, False),
        (-1, False),
        (60, False),
        (60.5, False),
        (10**9, False),
        (-1, True),
        (10**9, True),
        (float("nan"), False),
    ],
)
def test_serials_that_are_no_day_are_refused(serial: float, epoch_1904: bool) -> None:
    with pytest.raises(FieldError):
        from_excel_serial(serial, epoch_1904=epoch_1904)


@given(st.integers(61, 100_000))
def test_later_serials_are_later_days(serial: int) -> None:
    today, tomorrow = from_excel_serial(serial).to_date(), from_excel_serial(serial + 1).to_date()
    assert today is not None
    assert tomorrow == today + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "phrase"),
    [
        (date(2024, 1, 5), "ngày 05 tháng 01 năm 2024"),
        (date(2021, 8, 2), "ngày 02 tháng 8 năm 2021"),
        (date(2018, 11, 18), "ngày 18 tháng 11 năm 2018"),
        (date(2024, 2, 10), "ngày 10 tháng 02 năm 2024"),
        (date(2020, 3, 9), "ngày 09 tháng 3 năm 2020"),
    ],
)
def test_papers_pad_days_below_ten_and_the_first_two_months(day: date, phrase: str) -> None:
    assert date_phrase(day) == phrase
    assert parse_partial_date(phrase).to_date() == day


def test_those_who_pad_every_month_may() -> None:
    assert date_phrase(date(2021, 8, 2), pad_every_month=True) == "ngày 02 tháng 08 năm 2021"
    assert dated_place("Bắc Kạn", date(2021, 8, 2), pad_every_month=True).endswith("tháng 08 năm 2021")


def test_the_dated_place_has_a_comma_and_without_place_a_capital() -> None:
    assert dated_place("Bắc Kạn", date(2024, 1, 5)) == "Bắc Kạn, ngày 05 tháng 01 năm 2024"
    assert dated_place("", date(2024, 1, 5)) == "Ngày 05 tháng 01 năm 2024"


def test_tables_show_day_month_year() -> None:
    assert short_date(date(2024, 1, 5)) == "05/01/2024"
