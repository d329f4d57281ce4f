"""Places in words: in one line, with a link to the map, or in the few words of a list."""

from typing import Any

from handlers.texts import Markup, Speech
from handlers.wording import cut
from reports.places import Place, is_kelurahan, map_link
from storage.tables import Identity

Stored = dict[str, Any] | None
"""A report's place as its row keeps it."""

BRIEF_UNITS = 40
"""UTF-16 units of a typed address in a list."""


def where(place: Place, speech: Speech) -> str:
    """Return a place in one line: what was typed, the desa and kecamatan, or that it is a point on the map."""
    parts = [place.address] if place.address else []
    if place.desa:
        parts.append(speech.plain_text("place-kelurahan" if is_kelurahan(place) else "place-desa", name=place.desa))
    if place.kecamatan:
        parts.append(speech.plain_text("place-kecamatan", name=place.kecamatan))
    return ", ".join(parts) or speech.plain_text("place-point")


def place_of(stored: Stored) -> Place | None:
    """Return the place that a row keeps, or None where none was given."""
    return Place.from_json(stored) if stored else None


def in_line(place: Place | None, speech: Speech) -> str:
    """Return a place in one line, or that there is none."""
    return speech.plain_text("no-place") if place is None else where(place, speech)


def with_map(place: Place | None, speech: Speech) -> str | Markup:
    """Return a place in one line with a link to the map where there is a point."""
    link = None if place is None else map_link(place)
    line = in_line(place, speech)
    return line if link is None else speech("place-map", place=line, map=link)


def in_brief(place: Place | None, identity: Identity, speech: Speech) -> str:
    """Return a place in few words: its kecamatan, else what was typed, else that it is a point on the map.

    What the reporter of a confidential report typed is never said in passing, only that the card says it.
    """
    if place is None:
        return speech.plain_text("no-place")
    if identity is Identity.CONFIDENTIAL and place.kecamatan is None:
        return speech.plain_text("place-on-card")
    if place.kecamatan is not None:
        return _shortened(place.kecamatan)
    return _shortened(where(place, speech))


def _shortened(words: str) -> str:
    shown, rest = cut(words, BRIEF_UNITS)
    return f"{shown} …" if rest else shown
