"""Days as officers type them: 27/11, 27-11-2026, 27 Nov, besok, lusa, senin."""

import re
from datetime import date, timedelta

from reports.errors import Missing

_MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
_ALSO = {"may": 5, "aug": 8, "agt": 8, "ags": 8, "oct": 10, "nop": 11, "dec": 12}
_WEEKDAYS = {
    "senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "jum'at": 4, "sabtu": 5, "minggu": 6, "ahad": 6,
}  # fmt: skip
_NEAR = {"hari ini": 0, "besok": 1, "lusa": 2}
_NUMBERS = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:\s*[/.\-]\s*(\d{2}|\d{4}))?")
_WORDS = re.compile(r"(\d{1,2})\s+([a-z]{3})[a-z]*\.?(?:\s+(\d{4}|\d{2}))?")


def parse_day(text: str, today: date) -> date:
    """Return the day meant. Without a year it is the next such day from today on. Raises Missing("day")."""
    words = " ".join(text.lower().split()).removeprefix("tanggal ").removeprefix("tgl ").removeprefix("hari ")
    if text.lower().strip() == "hari ini":
        return today
    if words in _NEAR:
        return today + timedelta(days=_NEAR[words])
    if words in _WEEKDAYS:
        return today + timedelta(days=(_WEEKDAYS[words] - today.weekday() - 1) % 7 + 1)
    if found := _NUMBERS.fullmatch(words):
        return _day(int(found[1]), int(found[2]), found[3], today)
    if (found := _WORDS.fullmatch(words)) and (month := _month(found[2])):
        return _day(int(found[1]), month, found[3], today)
    raise Missing("day")


def _month(word: str) -> int | None:
    return _MONTHS.index(word) + 1 if word in _MONTHS else _ALSO.get(word)


def _day(number: int, month: int, year: str | None, today: date) -> date:
    try:
        if year is not None:
            return date(int(year) % 100 + 2000, month, number)
        this_year = date(today.year, month, number)
        return this_year if this_year >= today else date(today.year + 1, month, number)
    except ValueError:
        raise Missing("day") from None
