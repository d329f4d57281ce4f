"""How dates, names and people's own words are written on a screen."""

import html
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from handlers.texts import Markup, Speech
from storage.tables import Identity

_LOCALES = {"id": "id", "jv": "jv", "en": "en_GB"}


def when(moment: datetime, zone: ZoneInfo, speech: Speech) -> str:
    """Return a moment as people there write it: "Jum 27 Nov 16.00"."""
    return _when(moment.astimezone(zone).replace(second=0, microsecond=0), speech.language)


@lru_cache(maxsize=4096)
def _when(local: datetime, language: str) -> str:
    # Much of what is sent in a minute speaks of the same few moments, and the library takes long over each.
    return format_datetime(local, "EEE d MMM HH.mm", locale=_LOCALES[language])


def day(value: date, speech: Speech) -> str:
    """Return a day as people write it: "Jum 27 Nov 2026"."""
    return format_date(value, "EEE d MMM y", locale=_LOCALES[speech.language])


def decimal(value: float, speech: Speech) -> str:
    """Return a number with two places as people write it: "78,20"."""
    return format_decimal(value, "0.00", locale=_LOCALES[speech.language])


def parse_moment(text: str) -> datetime:
    """Return a moment that an event keeps in its data (ISO 8601, with its zone)."""
    return datetime.fromisoformat(text).astimezone(UTC)


def shown_name(name: str, identity: Identity, speech: Speech) -> str:
    """Return who a group sees as reporter: first name and initial for a named report, never more."""
    if identity is Identity.ANONYMOUS:
        return speech.plain_text("identity-anonymous")
    if identity is Identity.CONFIDENTIAL:
        return speech.plain_text("identity-confidential")
    words = name.split()
    if not words:
        return speech.plain_text("identity-nameless")
    first = words[0][:24]
    return f"{first} {words[-1][0]}." if len(words) > 1 else first


def cut(text: str, units: int) -> tuple[str, str]:
    """Split a text after at most `units` UTF-16 units, at a space if one is near; return both parts."""
    if length(text) <= units:
        return text, ""
    head = text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore")
    space = max(head.rfind(" "), head.rfind("\n"))
    if space > len(head) - 80 and space > 0:
        head = head[:space]
    return head, text[len(head) :].lstrip()


def length(text: str) -> int:
    """Return a text's length as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def quoted(text: str) -> Markup:
    """Return people's own words as a Telegram quotation."""
    return Markup(f"<blockquote>{html.escape(text, quote=False)}</blockquote>")


def spoiler(text: str) -> Markup:
    """Return people's own words covered until tapped, so that no notification shows them."""
    return Markup(f"<tg-spoiler>{html.escape(text, quote=False)}</tg-spoiler>")


def joined_words(first: str | None, second: str | None) -> str | None:
    """Return words that came in two parts, one below the other; None where there are none."""
    return "\n".join(words for words in (first, second) if words) or None
