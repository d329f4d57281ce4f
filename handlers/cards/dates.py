"""Days as officers type them: 27/11, 27-11-2026, 27 Nov, Jumat 27 November, besok, Senin depan, 3 hari kerja lagi."""

import re
from datetime import date, timedelta

from reports.desk import Calendar
from reports.errors import BadPromise, Missing

_MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
_ALSO = {"may": 5, "aug": 8, "agt": 8, "ags": 8, "oct": 10, "nop": 11, "dec": 12}
_WEEKDAYS = {
    "senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "jum'at": 4, "sabtu": 5, "minggu": 6, "ahad": 6,
}  # fmt: skip
_NEXT_WEEK = {"minggu depan", "pekan depan"}
"""Not a Sunday: "minggu" is a week as well, and offices promise no Sundays. "hari minggu depan" is one."""

_THIS_WEEK = {"minggu ini", "pekan ini"}
"""Names no day."""

_NEAR = {"hari ini": 0, "besok": 1, "lusa": 2}
_NUMBERS = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:\s*[/.\-]\s*(\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDS = re.compile(r"(\d{1,2})\s+([a-z]{3})[a-z]*\.?(?:\s+(\d{4}|\d{2}))?")
_SPAN = re.compile(r"(?:dalam )?(\d{1,3}|se)\s*(hari kerja|hari|minggu|pekan)(?: lagi)?")
_BEFORE = re.compile(r"^(?:tanggal|tgl\.?|hari (?!kerja|ini))\s*")
_TIME_OF_DAY = re.compile(r"\s+(?:pagi|siang|sore)$")
_WEEKDAY_BEFORE = re.compile(rf"^(?:{'|'.join(_WEEKDAYS)})[,.]?\s+(?=\d)")

LONGEST_SPAN = 366
"""Days or working days from now that are counted; what is further is no promise."""

JUST_PAST = timedelta(days=183)
"""A day without a year that is over for less than this is a slip of the finger, not a day of next year."""


def parse_day(text: str, today: date, calendar: Calendar) -> date:
    """Return the day meant. Raises Missing("day"), and BadPromise for one that is over or out of sight.

    A day without a year is the next such day. Working days are those of `calendar`.
    """
    words = " ".join(text.lower().replace("’", "'").split())
    if words in _NEXT_WEEK:
        return today + timedelta(days=7)
    if words in _THIS_WEEK:
        raise Missing("day")
    words = _TIME_OF_DAY.sub("", _BEFORE.sub("", words))
    if words in _NEAR:
        return today + timedelta(days=_NEAR[words])
    if (name := words.removesuffix(" depan").removesuffix(" ini")) in _WEEKDAYS:
        return today + timedelta(days=(_WEEKDAYS[name] - today.weekday() - 1) % 7 + 1)
    if found := _SPAN.fullmatch(words):
        return _after(1 if found[1] == "se" else int(found[1]), found[2], today, calendar)
    words = _WEEKDAY_BEFORE.sub("", words)
    if found := _ISO.fullmatch(words):
        return _day(int(found[3]), int(found[2]), found[1], today)
    if found := _NUMBERS.fullmatch(words):
        return _day(int(found[1]), int(found[2]), found[3], today)
    if (found := _WORDS.fullmatch(words)) and (month := _month(found[2])):
        return _day(int(found[1]), month, found[3], today)
    raise Missing("day")


def _after(number: int, unit: str, today: date, calendar: Calendar) -> date:
    if number > LONGEST_SPAN:
        raise BadPromise("far")
    if unit == "hari kerja":
        return calendar.working_days_after(today, number)
    return today + timedelta(days=number * (1 if unit == "hari" else 7))


def _month(word: str) -> int | None:
    return _MONTHS.index(word) + 1 if word in _MONTHS else _ALSO.get(word)


def _day(number: int, month: int, year: str | None, today: date) -> date:
    try:
        if year is not None:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, number)
        this_year = date(today.year, month, number)
        return this_year if today - this_year < JUST_PAST else date(today.year + 1, month, number)
    except ValueError:
        raise Missing("day") from None
