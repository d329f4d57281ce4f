"""Deep links: what stands behind `?start=` in a link or a poster's code, written and read here alone."""

import re
from dataclasses import dataclass

from handlers.office import Office
from reports.errors import NotATicket, UnknownCode, WrongCheckCharacter
from reports.places import Place
from reports.tickets import parse as parse_ticket

LONGEST = 64
"""Characters of a payload, of `[A-Za-z0-9_-]`; core.telegram.org/bots/features, deep linking."""

FILE = "lapor"

_POSTER = re.compile(r"p_([A-Za-z0-9_-]*?)(?:-?(\d{6}|\d{10}))?")


@dataclass(frozen=True, slots=True)
class ToForm:
    """Straight to the form, with what the poster says already."""

    category: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class ToReport:
    """To a report, by its ticket."""

    ticket: str


def poster(category: str | None = None, region: str | None = None) -> str:
    """Return the payload of a poster: a category's code, a Kemendagri code of a kecamatan or desa, or both.

    Raises ValueError when it would be longer than Telegram takes.
    """
    payload = "p_" + "-".join(part for part in (category, (region or "").replace(".", "")) if part)
    if len(payload) > LONGEST:
        raise ValueError(f"the payload {payload!r} is longer than {LONGEST}")
    return payload


def read(payload: str, office: Office) -> ToForm | ToReport | None:
    """Return where a payload leads; None for one that means nothing. Codes that no longer exist are left out."""
    if payload == FILE:
        return ToForm()
    if payload.startswith("r_"):
        try:
            return ToReport(parse_ticket(payload.removeprefix("r_")))
        except (NotATicket, WrongCheckCharacter):
            return None
    found = _POSTER.fullmatch(payload)
    if found is None:
        return None
    return ToForm(_category(found[1], office), _place(found[2], office))


def _category(code: str, office: Office) -> str | None:
    return next((item.code for item in office.regency.categories if item.code == code), None)


def _place(digits: str | None, office: Office) -> Place | None:
    if not digits:
        return None
    parts = [digits[:2], digits[2:4], digits[4:6], digits[6:]]
    try:
        return office.regions.place(".".join(part for part in parts if part))
    except UnknownCode:
        return None
