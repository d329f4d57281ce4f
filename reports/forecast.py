"""The forecast: what the clocks will do up to a day if nobody does anything. Reads alone, and changes nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from reports import routing
from reports.assignments import lead_of
from reports.deadlines import WorkingTime
from reports.regency import Agency, Regency
from reports.reminders import (
    AUDIENCE,
    LAPSES,
    STILL_GOOD_AFTER,
    Audience,
    Rules,
    newest_for_each,
    planned,
    planned_morning_messages,
    told_at,
)
from reports.silent_agencies import waiting_agencies
from storage import reminders
from storage.digests import Section
from storage.reminders import Due, Key, Planned
from storage.tables.reminders import ReminderKind
from storage.tables.reports import Report
from storage.transaction import Reading

PAGE = 500
"""Reports read at once."""


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing to come: when, what, to whom (an agency's code where its group is meant), about which report.

    `counts` are the sections of a digest as they would be.
    """

    at: datetime
    kind: ReminderKind
    audience: Audience
    agency: str | None = None
    ticket: str | None = None
    counts: dict[Section, int] | None = None


class Forecast:
    """Looks ahead in one reading."""

    def __init__(
        self, reading: Reading, regency: Regency, calendar: Callable[[Agency | None], WorkingTime], now: datetime
    ) -> None:
        self._reading = reading
        self._regency = regency
        self._calendar = calendar
        self._now = now

    async def until(self, end: datetime) -> list[Coming]:
        """Return everything up to a moment, in order of time. Drafts are left out: who leaves one is not known yet."""
        rows = await self._reading.reminders.coming(end)
        about = {number: row for row in rows if (number := reminders.report_in(row.subject)) is not None}
        found: list[Coming] = []
        numbers = list(about)
        for start in range(0, len(numbers), PAGE):
            found += await self._about_reports({number: about[number] for number in numbers[start : start + PAGE]}, end)
        found += await self._digests(end)
        found += await self._silent_agencies(end)
        return sorted(found, key=lambda item: (item.at, item.agency or "", item.ticket or "", item.kind))

    async def _about_reports(self, about: dict[int, Due], end: datetime) -> list[Coming]:
        found = await self._reading.reports.several(list(about))
        done = await self._reading.reminders.done([row.subject for row in about.values()])
        reporters = {report.reporter_id for report in found if report.reporter_id is not None}
        in_peace = await self._reading.people.left_in_peace(reporters)
        coming: list[Coming] = []
        for report in found:
            row = about[report.id or 0]
            for item in self._about_report(report, row, done[row.subject], end):
                is_asked = item.audience is Audience.REPORTER and item.kind not in LAPSES
                if not (is_asked and (report.reporter_id is None or report.reporter_id in in_peace)):
                    coming.append(item)
        return coming

    def _about_report(self, report: Report, row: Due, done: set[Key], end: datetime) -> Iterator[Coming]:
        rules = Rules.of(report, self._regency, self._calendar)
        is_emergency = routing.emergency_in(self._regency, report.story) is not None
        plan = [item for item in planned(report, rules, self._now, row.key) if item.key not in done]
        late = newest_for_each(item for item in plan if item.at <= self._now)
        for item in sorted([*late.values(), *(item for item in plan if item.at > self._now)], key=lambda item: item.at):
            audience, at = AUDIENCE[item.kind], max(item.at, self._now)
            at = at if is_emergency else told_at(audience, at, rules)
            if at > end:
                continue
            yield Coming(at, item.kind, audience, lead_of(report), report.ticket)
            if item.kind is ReminderKind.CONFIRM_LAPSE:
                yield from self._looked_at_again(report, rules, at, end)

    def _looked_at_again(self, report: Report, rules: Rules, closed: datetime, end: datetime) -> Iterator[Coming]:
        if not rules.category.needs_proof:
            return
        at = told_at(Audience.REPORTER, closed + STILL_GOOD_AFTER, rules)
        if at <= end:
            yield Coming(at, ReminderKind.STILL_GOOD, Audience.REPORTER, lead_of(report), report.ticket)

    async def _digests(self, end: datetime) -> list[Coming]:
        found = []
        for agency in self._regency.agencies:
            for item in self._morning_messages(ReminderKind.DIGEST, agency, end):
                local = item.at.astimezone(self._regency.timezone)
                tonight = datetime.combine(local.date(), time.max, local.tzinfo)
                counts = await self._reading.digests.counts(agency.code, item.at, tonight)
                if counts:
                    found.append(Coming(item.at, item.kind, Audience.AGENCY, agency.code, counts=dict(counts)))
        return found

    async def _silent_agencies(self, end: datetime) -> list[Coming]:
        waiting = await waiting_agencies(self._reading, self._regency)
        return [
            Coming(item.at, item.kind, Audience.COORDINATION)
            for item in self._morning_messages(ReminderKind.SILENT_AGENCIES, None, end)
            if any(found.is_silent(self._calendar(found.agency), item.at) for found in waiting)
        ]

    def _morning_messages(self, kind: ReminderKind, agency: Agency | None, end: datetime) -> Iterator[Planned]:
        calendar, clocks, now = self._calendar(agency), self._regency.clocks, self._now
        while True:
            item = next(
                coming for coming in planned_morning_messages(kind, clocks, calendar, now) if coming.at > self._now
            )
            if item.at > end:
                return
            yield item
            now = max(calendar.closing(calendar.local_date(item.at)), item.at) + timedelta(seconds=1)
