"""Where a problem is: one value for a point on the map, a typed address, or a desa chosen from lists."""

import math
from dataclasses import asdict, dataclass
from typing import Any, Self

from reports.errors import Missing, OutsideRegency
from reports.regency import Regency
from reports.visible_text import one_line

SHORTEST_ADDRESS = 3
"""Letters and digits without which no landmark has a name."""

LONGEST_ADDRESS = 300
"""Characters; enough for a full address with a description of the way, short enough for a card."""

COORDINATE_DIGITS = 6
"""Decimals of a degree that are kept: 0.1 m, finer than any phone measures."""

KELURAHAN_MARK = "1"
"""First digit of the last part of a Kemendagri code: 1 for a kelurahan, 2 for a desa."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in any mix of its forms; at least one of point, address and kecamatan is set.

    `latitude`/`longitude` are WGS 84 degrees. Region codes are Kemendagri codes ("35.23.01", "35.23.01.2001").
    """

    latitude: float | None = None
    longitude: float | None = None
    address: str | None = None
    kecamatan_code: str | None = None
    kecamatan: str | None = None
    desa_code: str | None = None
    desa: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the set fields only, ready for a JSON column or a draft."""
        return {key: value for key, value in asdict(self).items() if value is not None}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Return the place that `to_json` wrote; unknown keys are ignored, so that older rows stay readable."""
        return cls(**{key: data[key] for key in cls.__dataclass_fields__ if key in data})


def inside(regency: Regency, latitude: float, longitude: float) -> bool:
    """Tell whether a point lies within the regency's outline; a regency without an outline takes every point.

    The outline is rough: this keeps out what is plainly elsewhere, it does not decide between neighbours.
    """
    within = not regency.outline
    corners = regency.outline
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
        # Every side that a ray to the east crosses changes from outside to inside or back.
        if (y1 > latitude) != (y2 > latitude) and longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1:
            within = not within
    return within


def at_point(regency: Regency, latitude: float, longitude: float) -> Place:
    """Return the place at a shared location. Raises OutsideRegency for a point that is not in the regency."""
    on_earth = math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180
    if not on_earth or not inside(regency, latitude, longitude):
        raise OutsideRegency(f"the point lies outside {regency.name}")
    return Place(latitude=round(latitude, COORDINATE_DIGITS), longitude=round(longitude, COORDINATE_DIGITS))


def typed_address(text: str) -> Place:
    """Return the place that somebody described in words, on one line and without invisible characters.

    Raises Missing("address") for a text that names nothing or is longer than LONGEST_ADDRESS.
    """
    address = one_line(text)
    if sum(map(str.isalnum, address)) < SHORTEST_ADDRESS or len(address) > LONGEST_ADDRESS:
        raise Missing("address")
    return Place(address=address)


def is_kelurahan(place: Place) -> bool:
    """Tell whether the desa of a place is a kelurahan, by its code; one without a code is taken for a desa."""
    return (place.desa_code or "").rpartition(".")[2].startswith(KELURAHAN_MARK)


def map_link(place: Place) -> str | None:
    """Return a web address that shows the point on a map of the reader's phone; None without a point.

    The form is that of Google's Maps URLs, which phones open in whatever map they have.
    """
    if place.latitude is None or place.longitude is None:
        return None
    return f"https://www.google.com/maps/search/?api=1&query={place.latitude:.6f},{place.longitude:.6f}"
