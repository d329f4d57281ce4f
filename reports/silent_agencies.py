"""Silent agencies: those whose officers have done nothing for days, though reports wait for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from reports.deadlines import WorkingTime
from reports.regency import Agency, Regency
from storage.transaction import Reading, Transaction

SILENT_DAYS = 3
"""Whole working days without any act of an officer after which a group is named to the coordinators."""


@dataclass(frozen=True, slots=True)
class WaitingAgency:
    """An agency in whose hands reports wait: how many, since when, and when its officers last did anything (None: never)."""

    agency: Agency
    count: int
    since: datetime
    acted: datetime | None

    def is_silent(self, calendar: WorkingTime, now: datetime) -> bool:
        """Tell whether its officers have done nothing for SILENT_DAYS; today is not over, and does not count.

        Reports that came after the last act have not been left lying for as long as it is ago.
        """
        quiet = self.since if self.acted is None else max(self.acted, self.since)
        yesterday = calendar.local_date(now) - timedelta(days=1)
        return calendar.working_days_between(calendar.local_date(quiet), yesterday) >= SILENT_DAYS


async def waiting_agencies(reading: Reading | Transaction, regency: Regency) -> Sequence[WaitingAgency]:
    """Return every configured agency in whose hands reports wait, silent or not."""
    return [
        WaitingAgency(
            regency.agency(found.agency), found.count, found.since, await reading.digests.last_act(found.agency)
        )
        for found in await reading.digests.waiting_reports()
        if regency.has_agency(found.agency)
    ]


async def silent_agencies(
    reading: Reading | Transaction, regency: Regency, calendar: Callable[[Agency | None], WorkingTime], now: datetime
) -> Sequence[WaitingAgency]:
    """Return the agencies that are silent now."""
    waiting = await waiting_agencies(reading, regency)
    return [found for found in waiting if found.is_silent(calendar(found.agency), now)]
