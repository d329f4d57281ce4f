"""Working time: due moments and spans, exact over weekends, Lebaran, half days and year ends, in both directions."""

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.deadlines import Pause, WorkingTime, WorkingTimes
from reports.errors import NaiveDatetime
from reports.holiday_calendar import FixedHolidays, IndonesianHolidays
from reports.regency import Agency, Clocks, QuietHours, Regency, WorkHours

JAKARTA = ZoneInfo("Asia/Jakarta")
USUAL = WorkHours(time(7, 30), time(16, 0))
DAY = timedelta(hours=8, minutes=30)
INDONESIA = IndonesianHolidays()
"""Shared: it only remembers years."""

plain = WorkingTime(JAKARTA, USUAL, FixedHolidays())
indonesia = WorkingTime(
    JAKARTA,
    USUAL,
    INDONESIA,
    half_days=[
        (date(2025, 12, 31), WorkHours(time(7, 30), time(12))),
        (date(2026, 3, 17), WorkHours(time(8), time(11))),
        (date(2026, 11, 12), None),
    ],
)


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("filed", "days", "due"),
    [
        ("2026-11-24 08:12", 3, "2026-11-27 16:00"),  # Tuesday to Friday
        ("2026-11-24 15:59", 3, "2026-11-27 16:00"),
        ("2026-11-24 16:00", 3, "2026-11-30 16:00"),  # closed: counts as Wednesday
        ("2026-11-24 05:00", 3, "2026-11-27 16:00"),  # before opening: the same day
        ("2026-11-25 08:00", 3, "2026-11-30 16:00"),  # over a weekend
        ("2026-11-28 10:00", 3, "2026-12-03 16:00"),  # Saturday counts as Monday
        ("2026-11-24 08:12", 0, "2026-11-24 16:00"),
        ("2026-11-24 08:12", 1, "2026-11-25 16:00"),
        ("2026-03-17 10:59", 3, "2026-03-27 16:00"),  # the last working day before Lebaran: 18 to 24 March are closed
        ("2026-03-17 11:00", 3, "2026-03-30 16:00"),  # the half day had closed at 11
        ("2026-03-21 09:00", 1, "2026-03-26 16:00"),  # Lebaran itself
        ("2026-12-30 09:00", 3, "2027-01-06 16:00"),  # year end: 31, 4, 6 (1 and 5 January are holidays)
        ("2025-12-30 09:00", 1, "2025-12-31 12:00"),  # a half day closes early
        ("2026-11-11 09:00", 1, "2026-11-13 16:00"),  # a closed day of the regency's own
    ],
)
def test_due_is_the_closing_time_of_the_last_day(filed: str, days: int, due: str) -> None:
    assert indonesia.due(wib(filed), days) == wib(due)


def test_what_comes_out_is_utc() -> None:
    due = plain.due(datetime(2026, 11, 24, 1, 12, tzinfo=UTC), 3)
    assert due == datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
    assert due.tzinfo is UTC
    assert plain.add(wib("2026-11-24 08:00"), timedelta(0)).tzinfo is UTC
    assert plain.next_open(wib("2026-11-24 08:00")).tzinfo is UTC


def test_the_date_is_the_local_one() -> None:
    """23.30 UTC on Tuesday is Wednesday morning in Tuban."""
    assert plain.due(datetime(2026, 11, 24, 23, 30, tzinfo=UTC), 1) == wib("2026-11-26 16:00")


def test_a_moment_without_a_time_zone_is_refused() -> None:
    naive = datetime(2026, 11, 24, 8, 0)  # noqa: DTZ001 - the case under test
    aware = wib("2026-11-24 08:00")
    quiet = QuietHours(time(21), time(6))
    for call in (
        lambda: plain.due(naive, 3),
        lambda: plain.add(naive, DAY),
        lambda: plain.elapsed(naive, aware),
        lambda: plain.elapsed(aware, naive),
        lambda: plain.elapsed(aware, aware, [Pause(naive, aware)]),
        lambda: plain.prolonged(naive, []),
        lambda: plain.next_open(naive),
        lambda: plain.is_open(naive),
        lambda: plain.in_quiet_hours(naive, quiet),
        lambda: plain.after_quiet_hours(naive, quiet),
        lambda: plain.local_date(naive),
    ):
        with pytest.raises(NaiveDatetime):
            call()


def test_a_negative_number_of_days_is_refused() -> None:
    with pytest.raises(ValueError, match="deadline"):
        plain.due(wib("2026-11-24 08:00"), -1)


@pytest.mark.parametrize(
    ("moment", "is_open", "next_open"),
    [
        ("2026-11-24 07:29", False, "2026-11-24 07:30"),
        ("2026-11-24 07:30", True, "2026-11-24 07:30"),
        ("2026-11-24 15:59", True, "2026-11-24 15:59"),
        ("2026-11-24 16:00", False, "2026-11-25 07:30"),
        ("2026-11-27 17:00", False, "2026-11-30 07:30"),
        ("2026-12-23 16:30", False, "2026-12-28 07:30"),  # cuti bersama, Christmas, weekend
        ("2026-11-12 09:00", False, "2026-11-13 07:30"),
    ],
)
def test_opening(moment: str, is_open: bool, next_open: str) -> None:
    assert indonesia.is_open(wib(moment)) is is_open
    assert indonesia.next_open(wib(moment)) == wib(next_open)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-24 08:00", "2026-11-24 10:30", 2.5),
        ("2026-11-24 15:00", "2026-11-25 08:30", 2),
        ("2026-11-27 15:00", "2026-11-30 08:30", 2),
        ("2026-11-27 18:00", "2026-11-29 18:00", 0),
        ("2026-03-17 10:00", "2026-03-25 08:30", 2),  # one hour of the half day, one after Lebaran
        ("2025-12-31 11:00", "2026-01-02 08:30", 2),
        ("2026-11-24 10:30", "2026-11-24 08:00", -2.5),
    ],
)
def test_elapsed_counts_open_hours_only(start: str, end: str, hours: float) -> None:
    assert indonesia.elapsed(wib(start), wib(end)) == timedelta(hours=hours)


moments = st.datetimes(datetime(2024, 12, 1), datetime(2028, 2, 1), timezones=st.just(UTC))  # noqa: DTZ001 - made aware
around_lebaran = st.datetimes(datetime(2026, 3, 10), datetime(2026, 4, 1), timezones=st.just(UTC))  # noqa: DTZ001
around_new_year = st.datetimes(datetime(2025, 12, 20), datetime(2026, 1, 8), timezones=st.just(UTC))  # noqa: DTZ001
any_moment = moments | around_lebaran | around_new_year
amounts = st.timedeltas(timedelta(0), timedelta(hours=300)) | st.integers(0, 30).map(lambda days: days * DAY)


@given(any_moment, amounts)
def test_adding_then_measuring_gives_back_the_same(start: datetime, amount: timedelta) -> None:
    end = indonesia.add(start, amount)
    assert end >= start
    assert indonesia.elapsed(start, end) == amount
    begin = indonesia.add(start, -amount)
    assert begin <= start
    assert indonesia.elapsed(begin, start) == amount


@given(any_moment, amounts)
def test_adding_gives_the_nearest_such_moment(start: datetime, amount: timedelta) -> None:
    tick = timedelta(microseconds=1)
    if amount:
        assert indonesia.elapsed(start, indonesia.add(start, amount) - tick) < amount
        assert indonesia.elapsed(indonesia.add(start, -amount) + tick, start) < amount


@given(any_moment, any_moment, any_moment)
def test_spans_add_up(first: datetime, second: datetime, third: datetime) -> None:
    assert indonesia.elapsed(first, second) + indonesia.elapsed(second, third) == indonesia.elapsed(first, third)


@given(any_moment, any_moment)
def test_measured_then_added_leaves_only_closed_time(first: datetime, second: datetime) -> None:
    start, end = sorted((first, second))
    reached = indonesia.add(start, indonesia.elapsed(start, end))
    assert reached <= end
    assert indonesia.elapsed(reached, end) == timedelta(0)


@given(any_moment, st.integers(0, 40))
def test_due_is_a_closing_time_after_so_many_whole_working_days(start: datetime, days: int) -> None:
    due = indonesia.due(start, days)
    day = indonesia.local_date(due)
    assert due > start
    assert due == indonesia.closing(day)
    first = indonesia.local_date(indonesia.next_open(start))
    assert indonesia.working_days_between(first, day) == days
    if days:
        assert indonesia.due(start, days - 1) < due


@given(any_moment, any_moment, st.integers(0, 20))
def test_who_files_later_is_not_due_earlier(first: datetime, second: datetime, days: int) -> None:
    start, later = sorted((first, second))
    assert indonesia.due(start, days) <= indonesia.due(later, days)


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.integers(1, 60))
def test_working_days_after_and_between_agree(day: date, number: int) -> None:
    later = indonesia.working_days_after(day, number)
    assert indonesia.is_working_day(later)
    assert indonesia.working_days_between(day, later) == number
    assert indonesia.working_days_between(later, day) == -number


def test_a_promise_on_a_holiday_ends_on_the_next_working_day() -> None:
    assert indonesia.closing(date(2026, 12, 25)) == wib("2026-12-28 16:00")
    assert indonesia.working_days_after(date(2026, 12, 25), 0) == date(2026, 12, 28)
    assert indonesia.working_days_after(date(2026, 12, 25), 1) == date(2026, 12, 28)
    assert indonesia.working_days_after(date(2026, 11, 24), 7) == date(2026, 12, 3)


def test_a_pause_moves_the_due_moment_by_its_working_time() -> None:
    due = plain.due(wib("2026-11-24 08:12"), 3)
    asked = Pause(wib("2026-11-25 10:00"), wib("2026-11-26 10:00"))
    assert plain.prolonged(due, [asked]) == wib("2026-11-30 16:00")
    assert plain.prolonged(due, []) == due
    assert plain.prolonged(due, [asked, asked]) == wib("2026-11-30 16:00"), "the same time counts once"
    overnight = Pause(wib("2026-11-25 17:00"), wib("2026-11-26 07:00"))
    assert plain.prolonged(due, [overnight]) == due, "closed time costs nothing"
    late = Pause(wib("2026-11-27 16:30"), wib("2026-12-04 10:00"))
    assert plain.prolonged(due, [late]) == due, "what is overdue already is not saved by a question"
    assert plain.prolonged(due, [late, asked]) == plain.prolonged(plain.prolonged(due, [asked]), [late])


def test_pauses_are_taken_out_of_what_elapsed() -> None:
    start, end = wib("2026-11-24 08:00"), wib("2026-11-26 08:00")
    pauses = [
        Pause(wib("2026-11-23 08:00"), wib("2026-11-24 09:00")),  # one hour of it after the start
        Pause(wib("2026-11-24 10:00"), wib("2026-11-24 12:00")),
        Pause(wib("2026-11-24 11:00"), wib("2026-11-24 13:00")),
        Pause(wib("2026-11-27 11:00"), wib("2026-11-27 13:00")),  # after the end
    ]
    assert plain.elapsed(start, end) == 2 * DAY
    assert plain.elapsed(start, end, pauses) == 2 * DAY - timedelta(hours=4)
    assert plain.elapsed(end, start, pauses) == -(2 * DAY - timedelta(hours=4))


@given(any_moment, st.integers(1, 10), st.lists(st.tuples(amounts, amounts), max_size=4))
def test_a_due_moment_moved_by_pauses_leaves_the_same_working_time(
    start: datetime, days: int, spans: list[tuple[timedelta, timedelta]]
) -> None:
    due = indonesia.due(start, days)
    pauses = [Pause(start + after, start + after + length) for after, length in spans]
    moved = indonesia.prolonged(due, pauses)
    before = [pause for pause in pauses if pause.begins < moved]
    assert indonesia.elapsed(start, moved, before) <= indonesia.elapsed(start, due)
    assert moved >= due
    if all(pause.ends <= moved for pause in before):
        assert indonesia.elapsed(start, moved, before) == indonesia.elapsed(start, due)


def test_halfway_is_half_the_working_time() -> None:
    assert plain.halfway(wib("2026-11-24 07:30"), wib("2026-11-27 16:00")) == wib("2026-11-25 16:00")


@pytest.mark.parametrize(
    ("clock", "quiet", "until"),
    [
        ("20:59", False, "2026-11-24 20:59"),
        ("21:00", True, "2026-11-25 06:00"),
        ("23:59", True, "2026-11-25 06:00"),
        ("00:00", True, "2026-11-24 06:00"),
        ("05:59", True, "2026-11-24 06:00"),
        ("06:00", False, "2026-11-24 06:00"),
    ],
)
def test_quiet_hours_run_over_midnight(clock: str, quiet: bool, until: str) -> None:
    hours = QuietHours(time(21), time(6))
    moment = wib(f"2026-11-24 {clock}")
    assert plain.in_quiet_hours(moment, hours) is quiet
    assert plain.after_quiet_hours(moment, hours) == wib(until)


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    noon = QuietHours(time(12), time(13))
    assert plain.in_quiet_hours(wib("2026-11-24 12:30"), noon)
    assert not plain.in_quiet_hours(wib("2026-11-24 13:00"), noon)
    assert not plain.in_quiet_hours(wib("2026-11-24 12:30"), QuietHours(time(0), time(0)))


def test_an_agency_may_have_hours_of_its_own() -> None:
    long = WorkHours(time(6), time(20))
    half = WorkHours(time(7, 30), time(12))
    water = Agency("AIR", "Perumda Air", "PDAM", work_hours=long)
    regency = Regency(
        "Kabupaten Tuban",
        "35.23",
        "TBN",
        JAKARTA,
        "id",
        (water,),
        (),
        clocks=Clocks(half_days=((date(2026, 12, 23), half),)),
    )
    holidays = FixedHolidays([date(2026, 12, 24)])
    assert WorkingTime.of(regency, holidays, water).hours_on(date(2026, 12, 22)) == long
    assert WorkingTime.of(regency, holidays, water).hours_on(date(2026, 12, 23)) == half
    assert WorkingTime.of(regency, holidays).hours_on(date(2026, 12, 22)) == USUAL
    assert WorkingTime.of(regency, holidays).hours_on(date(2026, 12, 24)) is None
    times = WorkingTimes(regency, holidays)
    assert times(water).hours_on(date(2026, 12, 22)) == long
    assert times(water) is times(water)
    assert times().hours_on(date(2026, 12, 22)) == USUAL
    assert times() is times(Agency("LAIN", "Lain", "Lain"))


def test_daylight_saving_elsewhere_keeps_the_real_length_of_a_day() -> None:
    """Berlin, 29 March 2026: a Sunday; with hours over the lost hour on Saturday and Monday nothing is lost or won."""
    berlin = WorkingTime(ZoneInfo("Europe/Berlin"), WorkHours(time(9), time(17)), FixedHolidays())
    friday = datetime(2026, 3, 27, 16, 0, tzinfo=UTC)  # 17.00 in Berlin, closing
    assert berlin.add(friday - timedelta(hours=1), timedelta(hours=2)) == datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
    assert berlin.elapsed(friday - timedelta(hours=1), datetime(2026, 3, 30, 8, 0, tzinfo=UTC)) == timedelta(hours=2)


def test_years_without_known_cuti_bersama_are_named() -> None:
    assert indonesia.years_without_government_holidays([2025, 2026, 2027]) == []
    assert indonesia.years_without_government_holidays([2026, 2090]) == [2090]
    assert plain.years_without_government_holidays([2026]) == [2026]


def test_a_calendar_without_working_days_is_refused_instead_of_searched_for_ever() -> None:
    class Never(FixedHolidays):
        def is_holiday(self, day: date) -> bool:
            return True

    with pytest.raises(ValueError, match="no working day"):
        WorkingTime(JAKARTA, USUAL, Never()).due(wib("2026-11-24 08:00"), 1)


def test_the_holidays_package_is_not_imported_before_a_holiday_is_asked_for() -> None:
    code = "import sys, reports.deadlines; from reports.holiday_calendar import IndonesianHolidays; IndonesianHolidays(); print('holidays' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True, cwd=".").strip() == "False"
