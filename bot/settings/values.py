"""The forms that values of config.toml may have. Each reader returns the typed value or says in Indonesian what is wrong.

What would be right instead is the description of the key in `bot/settings/sections.py`.
"""

import re
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from pydantic_core import PydanticCustomError

from reports.regency import MOST_REMINDERS, QuietHours, WorkHours
from reports.tickets import PREFIX_FORM

LONGEST_CODE = 32
"""Characters of a code: it travels in callback data, where Telegram allows 64 bytes for everything."""

LONGEST_LABEL = 60
"""Characters of a button label or short name; a small phone cuts what is longer."""

LONGEST_PERIOD = 365
"""Days: no deadline is longer than a year."""

LONGEST_EMOJI = 8
"""Code points: an emoji with its modifiers and joiners."""

LARGEST_ID = 2**52
"""Telegram promises that its ids have at most 52 significant bits."""

LONGEST_RANGE = timedelta(days=62)
"""Days that one range of half days may span; Ramadan is 30."""

REGION_CODE = re.compile(r"\d{2}\.\d{2}")
"""The form of Kemendagri's code of a regency or city."""

_CODE = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_.-]{{0,{LONGEST_CODE - 1}}}")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?")
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")


def refuse(wrong: str) -> PydanticCustomError:
    """Return the error that says what is wrong with a value."""
    # The text goes in as a value: a brace in it would otherwise be read as a placeholder.
    return PydanticCustomError("not_right", "{wrong}", {"wrong": wrong})


def text(value: Any) -> str:
    """Read a text that says something; white space is put in order."""
    if not isinstance(value, str):
        raise refuse(f"{value!r} bukan teks")
    plain = " ".join(value.split())
    if not plain:
        raise refuse("kosong")
    return plain


def label(value: Any) -> str:
    """Read a text that fits on a button."""
    name = text(value)
    if len(name) > LONGEST_LABEL:
        raise refuse(f"{name!r} berisi {len(name)} karakter, terlalu panjang untuk tombol")
    return name


def text_or_none(value: Any) -> str | None:
    """Read a text that may be left empty."""
    return None if value in (None, "") else text(value)


def code(value: Any) -> str:
    """Read the code of an agency or category."""
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise refuse(f"{value!r} bukan kode")
    return value


def whole_number(value: Any) -> int:
    """Read a whole number, also one written as text (as the environment has them)."""
    # True is a number to Python and "3" is one in the environment; a person means only the second.
    if isinstance(value, str) and re.fullmatch(r"\s*[+-]?\d+\s*", value):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise refuse(f"{value!r} bukan bilangan bulat")
    return value


def days(value: Any) -> int:
    """Read a number of working days."""
    number = whole_number(value)
    if not 1 <= number <= LONGEST_PERIOD:
        raise refuse(f"{number} tidak di antara 1 dan {LONGEST_PERIOD}")
    return number


def days_or_usual(value: Any) -> int | None:
    """Read a number of days that may be left out."""
    return None if value is None else days(value)


def reminder_days(value: Any) -> tuple[int, ...]:
    """Read the days after which somebody is asked again, rising; as text they are separated by commas or spaces."""
    if isinstance(value, str):
        value = [part for part in re.split(r"[,\s]+", value.strip(" []")) if part]
    if not isinstance(value, list | tuple) or len(value) > MOST_REMINDERS:
        raise refuse(f"{value!r} bukan daftar paling banyak {MOST_REMINDERS} hari")
    found = tuple(days(one) for one in value)
    if list(found) != sorted(set(found)):
        raise refuse(f"{value!r} tidak menaik")
    return found


def group_id(value: Any) -> int | None:
    """Read the Telegram id of a group; None or an empty text for none."""
    if value is None or value == "":
        return None
    chat = whole_number(value)
    if not -LARGEST_ID < chat < 0:
        raise refuse(f"{chat} bukan id grup")
    return chat


def person_ids(value: Any) -> tuple[int, ...]:
    """Read a list of Telegram ids of people; as text they are separated by commas or spaces."""
    if isinstance(value, str):
        value = [part for part in re.split(r"[,\s]+", value.strip(" []")) if part]
    if isinstance(value, int) and not isinstance(value, bool):
        value = [value]
    if not isinstance(value, list | tuple):
        raise refuse(f"{value!r} bukan daftar id")
    people = tuple(whole_number(one) for one in value)
    for person in people:
        if not 0 < person < LARGEST_ID:
            raise refuse(f"{person} bukan id orang")
    return people


def time_of_day(value: Any) -> time:
    """Read a time of day to the minute."""
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0, tzinfo=None)
    found = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise refuse(f"{value!r} bukan jam")
    return time(int(found[1]), int(found[2]))


def _span(value: Any) -> tuple[time, time]:
    parts = re.split(r"\s*[-–—]\s*", value.strip()) if isinstance(value, str) else []
    if len(parts) != 2:
        raise refuse(f"{value!r} bukan rentang dua jam")
    return time_of_day(parts[0]), time_of_day(parts[1])


def work_hours(value: Any) -> WorkHours:
    """Read the hours of one working day."""
    opens, closes = _span(value)
    if opens >= closes:
        raise refuse(f"{value!r} tutup sebelum buka (jam kerja tidak dapat melewati tengah malam)")
    return WorkHours(opens, closes)


def work_hours_or_usual(value: Any) -> WorkHours | None:
    """Read working hours that may be left out."""
    return None if value in (None, "") else work_hours(value)


def quiet_hours(value: Any) -> QuietHours:
    """Read quiet hours; they may run over midnight."""
    return QuietHours(*_span(value))


def half_days(value: Any) -> tuple[tuple[date, WorkHours | None], ...]:
    """Read dates and ranges of dates with their hours, in the order of the calendar."""
    if not isinstance(value, dict):
        raise refuse(f"{value!r} bukan tabel tanggal dengan jam")
    days: dict[date, WorkHours | None] = {}
    for key, hours in value.items():
        first, _, last = str(key).partition("..")
        try:
            begin = date.fromisoformat(first.strip())
            end = date.fromisoformat(last.strip()) if last else begin
        except ValueError:
            raise refuse(f"{key!r} bukan tanggal") from None
        if not timedelta(0) <= end - begin <= LONGEST_RANGE:
            raise refuse(f"{key!r} bukan rentang paling banyak {LONGEST_RANGE.days} hari")
        these = None if hours == "closed" else work_hours(hours)
        for number in range((end - begin).days + 1):
            days[begin + timedelta(days=number)] = these
    return tuple(sorted(days.items(), key=lambda day: day[0]))


def words(value: Any) -> tuple[str, ...]:
    """Read a list of words and phrases, each once."""
    if not isinstance(value, list | tuple):
        raise refuse(f"{value!r} bukan daftar kata")
    for number, word in enumerate(value, start=1):
        if not isinstance(word, str) or not any(letter.isalnum() for letter in word):
            raise refuse(f"kata ke-{number} dalam daftar kosong ({word!r})")
    return tuple(dict.fromkeys(" ".join(word.split()) for word in value))


def some_words(value: Any) -> tuple[str, ...]:
    """Read a list with at least one word."""
    some = words(value)
    if not some:
        raise refuse("daftar katanya kosong")
    return some


def time_zone(value: Any) -> ZoneInfo:
    """Read the name of a time zone."""
    try:
        return ZoneInfo(value)
    except (ValueError, TypeError, OSError, LookupError):
        raise refuse(f"tidak ada zona waktu {value!r}") from None


def outline(value: Any) -> tuple[tuple[float, float], ...]:
    """Read a border as pairs of longitude and latitude."""
    points: list[tuple[float, float]] = []
    for number, point in enumerate(value if isinstance(value, list | tuple) else [value], start=1):
        try:
            longitude, latitude = (float(degrees) for degrees in point)
        except (TypeError, ValueError):
            raise refuse(f"titik ke-{number} bukan pasangan bilangan") from None
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            raise refuse(f"titik ke-{number} tidak ada di bumi (bujur ditulis dulu)")
        points.append((longitude, latitude))
    if 0 < len(points) < 3:
        raise refuse("garis batas berisi paling sedikit tiga titik")
    return tuple(points)


def ticket_prefix(value: Any) -> str:
    """Read the prefix of the tickets."""
    if not isinstance(value, str) or not PREFIX_FORM.fullmatch(value):
        raise refuse(f"{value!r} bukan awalan nomor laporan")
    return value


def region_code(value: Any) -> str:
    """Read the Kemendagri code of a regency."""
    if not isinstance(value, str) or not REGION_CODE.fullmatch(value):
        raise refuse(f"{value!r} bukan kode kabupaten")
    return value


def bot_token(value: Any) -> str:
    """Read a bot token. What is wrong never repeats it."""
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    if not isinstance(text, str) or not _TOKEN.fullmatch(text.strip()):
        raise refuse("bentuknya bukan token bot")
    return text.strip()
