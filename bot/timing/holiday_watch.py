"""Holidays that are not known yet: deadlines that reach into such a year may come too early, and the operator hears it."""

from datetime import timedelta

from bot.support import TimeSource, logger
from reports.deadlines import WorkingTime

REACH = timedelta(days=60)
"""How far ahead deadlines are looked at: the longest of Tuban's own, over Lebaran, end within it."""


class HolidayWatch:
    """Warns once for each year whose cuti bersama the `holidays` package does not have yet."""

    def __init__(self, calendar: WorkingTime, time_source: TimeSource) -> None:
        self._calendar = calendar
        self._time = time_source
        self._looked_at: set[int] = set()
        self._log = logger("holidays")

    def look(self) -> None:
        """Look at the years that deadlines reach now; those looked at before are left alone."""
        now = self._time.now()
        years = {self._calendar.local_date(now).year, self._calendar.local_date(now + REACH).year} - self._looked_at
        for year in self._calendar.years_without_government_holidays(sorted(years)):
            self._log.warning("cuti bersama not known yet; deadlines may come too early", year=year)
        self._looked_at |= years
