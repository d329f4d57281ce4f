"""Reminders: what a report's clocks will do, to whom and when, if nothing happens to it meanwhile.

Everything follows from the report as it stands: a clock that is set anew gives new numbers, an unchanged one the same.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from reports.assignments import lead_of
from reports.clocks import awaits_response
from reports.deadlines import WorkingTime
from reports.regency import MOST_REMINDERS, Agency, Category, Clocks, Regency
from storage.reminders import Key, Planned
from storage.tables.reminders import ReminderKind
from storage.tables.reports import Report, Status

STILL_GOOD_AFTER = timedelta(days=28)
"""How long after the end of a repair its reporter is asked once more."""


class Audience(StrEnum):
    """Who gets a reminder."""

    AGENCY = "agency"
    COORDINATION = "coordination"
    LEADERSHIP = "leadership"
    REPORTER = "reporter"


AUDIENCE = {
    ReminderKind.RESPONSE_HALF: Audience.AGENCY,
    ReminderKind.RESPONSE_DUE: Audience.AGENCY,
    ReminderKind.RESPONSE_ESCALATED: Audience.COORDINATION,
    ReminderKind.RESPONSE_LEADERSHIP: Audience.LEADERSHIP,
    ReminderKind.RESOLUTION_HALF: Audience.AGENCY,
    ReminderKind.RESOLUTION_DUE: Audience.AGENCY,
    ReminderKind.RESOLUTION_ESCALATED: Audience.COORDINATION,
    ReminderKind.QUESTION: Audience.REPORTER,
    ReminderKind.QUESTION_LAPSE: Audience.REPORTER,
    ReminderKind.CONFIRM: Audience.REPORTER,
    ReminderKind.CONFIRM_LAPSE: Audience.REPORTER,
    ReminderKind.STILL_GOOD: Audience.REPORTER,
}
"""Who gets each reminder about a report; drafts, digests and silent groups are no report's."""

LAPSES = frozenset({ReminderKind.QUESTION_LAPSE, ReminderKind.CONFIRM_LAPSE})
"""What closes a report; everything else only speaks of it."""

_HALVES = frozenset({ReminderKind.RESPONSE_HALF, ReminderKind.RESOLUTION_HALF})


@dataclass(frozen=True, slots=True)
class Rules:
    """What the clocks of one report follow: its category, the regency's clocks, its agency's working time."""

    category: Category
    clocks: Clocks
    calendar: WorkingTime

    @classmethod
    def of(cls, report: Report, regency: Regency, calendar: Callable[[Agency | None], WorkingTime]) -> Self:
        """Return what a report's clocks follow, also those of a retired agency or category."""
        code = lead_of(report)
        agency = None if code is None else regency.agency_of_report(code)
        return cls(regency.category_of_report(report.category), regency.clocks, calendar(agency))

    @property
    def response_days(self) -> int:
        """Working days until the agency must answer."""
        return self.category.response_days or self.clocks.response_days


def planned(report: Report, rules: Rules, now: datetime, claimed: Key | None = None) -> list[Planned]:
    """Return everything that will come, done or not.

    Half times that have passed by `now` are left out, unless it is the one whose turn has come (`claimed`).
    """
    match report.status:
        case Status.SUBMITTED | Status.IN_PROGRESS:
            found = [*_response(report, rules), *_resolution(report, rules)]
        case Status.WAITING_REPORTER if report.waiting_since is not None:
            found = [*_question(report.waiting_since, rules)]
        case Status.RESOLVED if report.resolved_at is not None:
            found = [*_confirmation(report.resolved_at, rules)]
        case Status.CLOSED if report.resolved_at is not None and report.ended_at is not None:
            asks = rules.category.needs_proof
            found = [Planned(ReminderKind.STILL_GOOD, 0, report.ended_at + STILL_GOOD_AFTER)] if asks else []
        case _:
            found = []
    return [item for item in found if item.kind not in _HALVES or item.at > now or item.key == claimed]


def planned_morning_messages(kind: ReminderKind, clocks: Clocks, calendar: WorkingTime, now: datetime) -> list[Planned]:
    """Return this working day's morning message, as long as the day lasts, and the next one; a day is its own number."""
    today = calendar.local_date(now)
    days = [today] if calendar.is_working_day(today) and now < calendar.closing(today) else []
    days.append(calendar.working_days_after(today, 1))
    return [Planned(kind, day.toordinal(), calendar.at(day, clocks.digest_at)) for day in days]


def newest_for_each(items: Iterable[Planned]) -> dict[Audience, Planned]:
    """Return the last of these for each audience: who is told late is told once."""
    return {AUDIENCE[item.kind]: item for item in sorted(items, key=lambda item: item.at)}


def told_at(audience: Audience, moment: datetime, rules: Rules) -> datetime:
    """Return when an audience may be told: at once, after the quiet hours, or when its offices open again."""
    calendar = rules.calendar
    until = calendar.after_quiet_hours(moment, rules.clocks.quiet_hours)
    if audience is not Audience.REPORTER and not calendar.is_working_day(calendar.local_date(until)):
        until = calendar.next_open(until)
    return until


def _response(report: Report, rules: Rules) -> Iterator[Planned]:
    if not awaits_response(report):
        return
    due, number = report.response_due, _number(report.response_due)
    clocks = rules.clocks
    if due <= report.resolution_due:
        yield Planned(ReminderKind.RESPONSE_HALF, number, rules.calendar.half_left(due, rules.response_days))
    yield Planned(ReminderKind.RESPONSE_DUE, number, due)
    escalated = _later(due, clocks.escalate_days - clocks.response_days, rules.calendar)
    yield Planned(ReminderKind.RESPONSE_ESCALATED, number, escalated)
    leadership = _later(due, clocks.leadership_days - clocks.response_days, rules.calendar)
    yield Planned(ReminderKind.RESPONSE_LEADERSHIP, number, leadership)


def _resolution(report: Report, rules: Rules) -> Iterator[Planned]:
    due, number = report.resolution_due, _number(report.resolution_due)
    if report.proposal is None:
        # Of two clocks that run side by side only the nearer one says when half of it is gone.
        is_nearer = not awaits_response(report) or due < report.response_due
        if is_nearer:
            half = rules.calendar.half_left(due, rules.category.resolution_days)
            yield Planned(ReminderKind.RESOLUTION_HALF, number, half)
        yield Planned(ReminderKind.RESOLUTION_DUE, number, due)
    escalated = _later(due, rules.clocks.escalate_days - rules.clocks.response_days, rules.calendar)
    yield Planned(ReminderKind.RESOLUTION_ESCALATED, number, escalated)


def _question(since: datetime, rules: Rules) -> Iterator[Planned]:
    ends = rules.calendar.due(since, rules.clocks.waiting_days)
    yield from _asked_again(ReminderKind.QUESTION, since, rules.clocks.question_reminders, ends)
    yield Planned(ReminderKind.QUESTION_LAPSE, _number(since), ends)


def _confirmation(since: datetime, rules: Rules) -> Iterator[Planned]:
    ends = rules.calendar.due(since, rules.clocks.confirm_days)
    yield from _asked_again(ReminderKind.CONFIRM, since, rules.clocks.confirm_reminders, ends)
    yield Planned(ReminderKind.CONFIRM_LAPSE, _number(since), ends)


def _asked_again(kind: ReminderKind, since: datetime, days: Iterable[int], ends: datetime) -> Iterator[Planned]:
    for place, after in enumerate(days):
        if (at := since + timedelta(days=after)) < ends:
            yield Planned(kind, _number(since, place), at)


def _later(due: datetime, days: int, calendar: WorkingTime) -> datetime:
    """Return the close of the working day that is `days` working days after a due moment; no earlier than that."""
    day = calendar.working_days_after(calendar.local_date(due), max(0, days))
    return max(due, calendar.closing(day))


def _number(base: datetime, place: int = 0) -> int:
    """Return the number of a reminder: the clock's own moment in minutes, and its place among repetitions."""
    return int(base.timestamp()) // 60 * MOST_REMINDERS + place
