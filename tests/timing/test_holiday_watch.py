"""A year whose cuti bersama nobody knows is named once, before deadlines reach it."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import structlog

from bot.settings.loading import load
from bot.timing.holiday_watch import REACH, HolidayWatch
from reports.deadlines import WorkingTime
from reports.holiday_calendar import FixedHolidays
from tests.clock import MovableMoment
from tests.timing.world import CONFIG, wib


@pytest.fixture
def warned() -> Iterator[list[int]]:
    years: list[int] = []

    def note(_logger: object, _name: str, event: dict[str, object]) -> dict[str, object]:
        if event.get("log_level", event.get("level")) == "warning" and isinstance(event.get("year"), int):
            years.append(int(str(event["year"])))
        raise structlog.DropEvent

    before = structlog.get_config()["processors"]
    structlog.configure(processors=[structlog.processors.add_log_level, note])
    yield years
    structlog.configure(processors=before)


def test_it_warns_when_deadlines_reach_the_year_and_only_once(warned: list[int]) -> None:
    known = FixedHolidays([date(2026, 3, 20), date(2028, 1, 1)])
    moment = MovableMoment(wib("2026-10-20 08:00"))
    watch = HolidayWatch(WorkingTime.of(load(CONFIG, {}).regency(), known), moment)
    watch.look()
    assert warned == []
    moment.move_to(wib("2026-12-31 08:00") - REACH + timedelta(days=1))
    for _ in range(3):
        watch.look()
    assert warned == [2027]
    moment.move_to(wib("2027-12-01 08:00"))
    watch.look()
    assert warned == [2027]
