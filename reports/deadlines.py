"""Deadlines: when an agency must have answered, counted in its working time.

Working time is made of whole working days (Monday to Friday, no holiday) and of the opening hours within them. Days
decide when something is due; exact time measures how long something took and moves deadlines by pauses. Moments go in
and come out aware; what comes out is in UTC. Everything raises NaiveDatetime for a moment without a time zone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Self
from zoneinfo import ZoneInfo

from reports.errors import NaiveDatetime
from reports.holiday_calendar import HolidayCalendar
from reports.regency import Agency, QuietHours, Regency, WorkHours

SATURDAY = 5
"""Python's number of the first day of the weekend."""

LONGEST_CLOSURE = 366
"""Days after which a calendar without a working day is a mistake, not a holiday."""

_DAY = timedelta(days=1)
_NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Pause:
    """A span in which the clocks stood still, because the reporter was asked; aware moments."""

    begins: datetime
    ends: datetime


class WorkingTime:
    """One agency's working hours over the years."""

    def __init__(
        self,
        zone: ZoneInfo,
        hours: WorkHours,
        holidays: HolidayCalendar,
        half_days: Iterable[tuple[date, WorkHours | None]] = (),
    ) -> None:
        self._zone = zone
        self._hours = hours
        self._holidays = holidays
        self._half_days = dict(half_days)
        self._spans: dict[date, tuple[datetime, datetime] | None] = {}

    @classmethod
    def of(cls, regency: Regency, holidays: HolidayCalendar, agency: Agency | None = None) -> Self:
        """Return the working time of an agency, or the regency's own."""
        clocks = regency.clocks
        own = agency.work_hours if agency is not None else None
        return cls(regency.timezone, own or clocks.work_hours, holidays, clocks.half_days)

    def hours_on(self, day: date) -> WorkHours | None:
        """Return the opening hours of a day, local time; None when it is not a working day.

        Half days replace the usual hours, also an agency's own; they never open a weekend or a holiday.
        """
        if day.weekday() >= SATURDAY or self._holidays.is_holiday(day):
            return None
        return self._half_days.get(day, self._hours)

    def is_working_day(self, day: date) -> bool:
        """Tell whether the agency works on that day at all."""
        return self.hours_on(day) is not None

    def is_open(self, moment: datetime) -> bool:
        """Tell whether the agency works at that moment; the closing minute is not open any more."""
        span = self._span(self.local_date(moment))
        return span is not None and span[0] <= moment < span[1]

    def next_open(self, moment: datetime) -> datetime:
        """Return the moment itself while open, else the next opening."""
        moment = _aware(moment)
        opens, _ = next(span for span in self._forward(moment) if span[1] > moment)
        return max(opens, moment)

    def local_date(self, moment: datetime) -> date:
        """Return the date on the regency's calendars at that moment."""
        return _aware(moment).astimezone(self._zone).date()

    def working_days_after(self, day: date, number: int) -> date:
        """Return the `number`-th working day after a day; for 0 the day itself, or the next if nobody works on it.

        Raises ValueError for a negative number.
        """
        if number < 0:
            raise ValueError(f"no deadline lies {-number} working days back")
        days = self._working_days(day, forward=True)
        first = next(days)
        left = number if first == day else number - 1
        if left <= 0:
            return first
        for later in days:
            left -= 1
            if left == 0:
                return later
        raise AssertionError("the days of the calendar do not end")

    def working_days_between(self, first: date, last: date) -> int:
        """Return how many working days lie after `first` up to and with `last`; negative when `last` is earlier."""
        if last < first:
            return -self.working_days_between(last, first)
        return sum(self.is_working_day(first + _DAY * number) for number in range(1, (last - first).days + 1))

    def closing(self, day: date) -> datetime:
        """Return when work ends on that day, or on the next working day if nobody works on it."""
        span = self._span(self.working_days_after(day, 0))
        assert span is not None  # noqa: S101 - a working day has hours
        return span[1]

    def due(self, start: datetime, days: int) -> datetime:
        """Return the closing time of the `days`-th working day after the day of `start`.

        The day of filing is day 0, up to its closing time: filed on Tuesday at 15.59, three days end on Friday at
        closing. What is filed after closing, on a weekend or on a holiday counts as filed on the next working day,
        so that nobody has less than `days` whole working days. Raises ValueError for negative days.
        """
        return self.closing(self.working_days_after(self.local_date(self.next_open(start)), days))

    def prolonged(self, due: datetime, pauses: Iterable[Pause]) -> datetime:
        """Return the due moment moved on by the working time of the pauses that began before it.

        Overlapping pauses count once; one that begins after the moved due moment came too late to move it.
        """
        due = _aware(due)
        for pause in _merged(pauses):
            if pause.begins >= due:
                break
            due = self.add(due, self.elapsed(pause.begins, pause.ends))
        return due

    def add(self, start: datetime, span: timedelta) -> datetime:
        """Return the first moment at which `span` of working time has passed since `start`.

        A negative span goes back: the last moment from which so much working time passes until `start`.
        """
        start = _aware(start)
        left = abs(span)
        if not left:
            return start
        if span > _NOTHING:
            for opens, closes in self._forward(start):
                begins = max(opens, start)
                if closes - begins >= left:
                    return begins + left
                left -= max(closes - begins, _NOTHING)
        for opens, closes in self._backward(start):
            ends = min(closes, start)
            if ends - opens >= left:
                return ends - left
            left -= max(ends - opens, _NOTHING)
        raise AssertionError("the days of the calendar do not end")

    def elapsed(self, start: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> timedelta:
        """Return the working time from `start` to `end` without the pauses; negative when `end` is earlier."""
        start, end = _aware(start), _aware(end)
        if end < start:
            return -self.elapsed(end, start, pauses)
        total = self._open_between(start, end)
        for pause in _merged(pauses):
            total -= self._open_between(max(pause.begins, start), min(pause.ends, end))
        return total

    def halfway(self, start: datetime, due: datetime) -> datetime:
        """Return the moment at which half the working time from `start` to `due` has passed."""
        return self.add(start, self.elapsed(start, due) / 2)

    def half_left(self, due: datetime, days: int) -> datetime:
        """Return the moment at which half of the last `days` working days before a due moment is left.

        They are counted from the close of the working day that lies `days` before, so that the moment follows from the
        due one alone. Raises ValueError for negative days.
        """
        if days < 0:
            raise ValueError(f"no time of {days} days has a half")
        earlier = islice(self._working_days(self.local_date(due), forward=False), days, None)
        return self.halfway(min(self.closing(next(earlier)), due), due)

    def in_quiet_hours(self, moment: datetime, quiet: QuietHours) -> bool:
        """Tell whether the moment lies in the quiet hours; the same time twice means that there are none."""
        now = _aware(moment).astimezone(self._zone).time()
        if quiet.begins <= quiet.ends:
            return quiet.begins <= now < quiet.ends
        return now >= quiet.begins or now < quiet.ends

    def after_quiet_hours(self, moment: datetime, quiet: QuietHours) -> datetime:
        """Return the moment itself, or the end of the quiet hours that it lies in."""
        moment = _aware(moment)
        if not self.in_quiet_hours(moment, quiet):
            return moment
        day = self.local_date(moment)
        ends = self.at(day, quiet.ends)
        return ends if ends > moment else self.at(day + _DAY, quiet.ends)

    def at(self, day: date, clock: time) -> datetime:
        """Return the moment of a local time on a day."""
        return datetime.combine(day, clock, self._zone).astimezone(UTC)

    def years_without_government_holidays(self, years: Iterable[int]) -> list[int]:
        """Return those of the years whose cuti bersama are not known: deadlines in them may come too early."""
        return [year for year in years if not self._holidays.has_government_holidays(year)]

    def _span(self, day: date) -> tuple[datetime, datetime] | None:
        if day not in self._spans:
            hours = self.hours_on(day)
            self._spans[day] = (self.at(day, hours.opens), self.at(day, hours.closes)) if hours else None
        return self._spans[day]

    def _working_days(self, day: date, *, forward: bool) -> Iterator[date]:
        """Yield the working days from that day on, it included if it is one."""
        step = _DAY if forward else -_DAY
        closed = 0
        while closed <= LONGEST_CLOSURE:
            if self._span(day) is None:
                closed += 1
            else:
                closed = 0
                yield day
            day += step
        raise ValueError(f"the calendar has no working day within {LONGEST_CLOSURE} days of {day}")

    def _forward(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        return filter(None, map(self._span, self._working_days(self.local_date(moment), forward=True)))

    def _backward(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        return filter(None, map(self._span, self._working_days(self.local_date(moment), forward=False)))

    def _open_between(self, start: datetime, end: datetime) -> timedelta:
        total = _NOTHING
        if start >= end:
            return total
        for opens, closes in self._forward(start):
            if opens >= end:
                break
            total += max(min(closes, end) - max(opens, start), _NOTHING)
        return total


class WorkingTimes:
    """The working time of every agency of a regency; agencies with the same hours share one and what it remembers."""

    def __init__(self, regency: Regency, holidays: HolidayCalendar) -> None:
        self._regency = regency
        self._holidays = holidays
        self._by_hours: dict[WorkHours | None, WorkingTime] = {}

    def __call__(self, agency: Agency | None = None) -> WorkingTime:
        """Return the working time of an agency, or the regency's own."""
        hours = agency.work_hours if agency is not None else None
        if hours not in self._by_hours:
            self._by_hours[hours] = WorkingTime.of(self._regency, self._holidays, agency)
        return self._by_hours[hours]


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise NaiveDatetime(f"{moment.isoformat()} has no time zone")
    return moment.astimezone(UTC)


def _merged(pauses: Iterable[Pause]) -> list[Pause]:
    """Return the pauses in order, overlapping ones as one."""
    merged: list[Pause] = []
    for pause in sorted((Pause(_aware(p.begins), _aware(p.ends)) for p in pauses), key=lambda p: p.begins):
        if merged and pause.begins <= merged[-1].ends:
            merged[-1] = Pause(merged[-1].begins, max(merged[-1].ends, pause.ends))
        else:
            merged.append(pause)
    return merged
