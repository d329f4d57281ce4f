"""Days as officers type them, on a Wednesday: 25 November 2026."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from handlers.cards.dates import parse_day
from reports.deadlines import WorkingTime
from reports.errors import BadPromise, Missing
from reports.holiday_calendar import FixedHolidays
from reports.regency import WorkHours

TODAY = date(2026, 11, 25)
CALENDAR = WorkingTime(ZoneInfo("Asia/Jakarta"), WorkHours(time(7, 30), time(16)), FixedHolidays())


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("27/11", (2026, 11, 27)),
        ("27-11-2026", (2026, 11, 27)),
        ("27.11.26", (2026, 11, 27)),
        ("2026-11-27", (2026, 11, 27)),
        ("27 Nov", (2026, 11, 27)),
        ("Tanggal 27 November", (2026, 11, 27)),
        ("tgl. 30 nopember 2026", (2026, 11, 30)),
        ("Jumat, 27 November", (2026, 11, 27)),
        ("Jum’at", (2026, 11, 27)),
        ("hari Senin", (2026, 11, 30)),
        ("senin depan", (2026, 11, 30)),
        ("rabu", (2026, 12, 2)),
        ("hari ini", (2026, 11, 25)),
        ("besok", (2026, 11, 26)),
        ("Besok sore", (2026, 11, 26)),
        ("lusa", (2026, 11, 27)),
        ("3 hari lagi", (2026, 11, 28)),
        ("3 hari kerja", (2026, 11, 30)),
        ("dalam 2 minggu", (2026, 12, 9)),
        ("seminggu lagi", (2026, 12, 2)),
        ("minggu depan", (2026, 12, 2)),
        ("Pekan depan", (2026, 12, 2)),
        ("hari minggu depan", (2026, 11, 29)),
        ("minggu", (2026, 11, 29)),
        ("5/1", (2027, 1, 5)),
        ("24/11", (2026, 11, 24)),
        ("1/1/2126", (2126, 1, 1)),
    ],
)
def test_a_day_is_read(typed: str, day: tuple[int, int, int]) -> None:
    assert parse_day(typed, TODAY, CALENDAR) == date(*day)


@pytest.mark.parametrize(
    "typed", ["", "31/2", "kapan-kapan", "minggu ini", "akhir bulan", "13/13", "0/0", "1/1/0000", "27", "²/³"]
)
def test_what_is_no_day_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(Missing):
        parse_day(typed, TODAY, CALENDAR)


def test_a_span_out_of_sight_is_refused() -> None:
    with pytest.raises(BadPromise):
        parse_day("999 hari kerja", TODAY, CALENDAR)
