"""Holidays: the days on which no agency works, from a well-kept list or fixed by hand."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol


class HolidayCalendar(Protocol):
    """Tells which days are holidays."""

    def is_holiday(self, day: date) -> bool:
        """Tell whether offices are closed on that day for a holiday."""
        ...

    def has_government_holidays(self, year: int) -> bool:
        """Tell whether the government's own days of a year (cuti bersama) are known yet."""
        ...


class FixedHolidays:
    """Exactly the days given, all of them counted as the government's."""

    def __init__(self, days: Iterable[date] = ()) -> None:
        self._days = frozenset(days)

    def is_holiday(self, day: date) -> bool:
        """Tell whether the day is one of those given."""
        return day in self._days

    def has_government_holidays(self, year: int) -> bool:
        """Tell whether any of the days given is in that year."""
        return any(day.year == year for day in self._days)


class IndonesianHolidays:
    """National holidays and cuti bersama of Indonesia, as the `holidays` package knows them.

    A year is worked out when it is first asked for (about a millisecond), and the package is imported then: both
    would be felt at the start of the programme. Cuti bersama is decreed year by year: those of a coming year are
    unknown until the package has them.
    """

    def __init__(self) -> None:
        self._public: dict[int, frozenset[date]] = {}
        self._government: dict[int, frozenset[date]] = {}

    def is_holiday(self, day: date) -> bool:
        """Tell whether the day is a national holiday or cuti bersama."""
        self._learn(day.year)
        return day in self._public[day.year] or day in self._government[day.year]

    def has_government_holidays(self, year: int) -> bool:
        """Tell whether the cuti bersama of that year are known."""
        self._learn(year)
        return bool(self._government[year])

    def _learn(self, year: int) -> None:
        if year not in self._public:
            from holidays import country_holidays

            for category, years in (("public", self._public), ("government", self._government)):
                years[year] = frozenset(country_holidays("ID", categories=(category,), language="id", years=year))
