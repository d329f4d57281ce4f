"""Places: points within the regency, typed addresses, and how each is shown."""

import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings.loading import load
from reports.errors import Missing, OutsideRegency
from reports.places import LONGEST_ADDRESS, Place, at_point, inside, map_link, typed_address
from reports.regency import Regency

ROOT = Path(__file__).resolve().parents[2]
BOUNDARIES = ROOT.parent / "shared" / "data" / "tuban_desa.topojson"
KM_PER_DEGREE = 111.3
TOLERANCE_KM = 1.5


@pytest.fixture(scope="module")
def tuban() -> Regency:
    return load(ROOT / "config.toml", {}).regency()


@pytest.fixture(scope="module")
def borders() -> dict[str, list[tuple[float, float]]]:
    """The corners of each desa, by code, from the boundaries that lie beside the checkout (never in the project)."""
    assert BOUNDARIES.is_file(), f"this test reads the desa boundaries from {BOUNDARIES}, which is not there"
    topology = json.loads(BOUNDARIES.read_text(encoding="utf-8"))
    (scale_x, scale_y), (x0, y0) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[tuple[float, float]]] = []
    for steps in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            points.append((x * scale_x + x0, y * scale_y + y0))
        arcs.append(points)

    def corners(numbers: list[Any]) -> list[tuple[float, float]]:
        found: list[tuple[float, float]] = []
        for number in numbers:
            found += corners(number) if isinstance(number, list) else arcs[number if number >= 0 else ~number]
        return found

    geometries = topology["objects"]["tuban_desa"]["geometries"]
    return {geometry["properties"]["kode"]: corners(geometry["arcs"]) for geometry in geometries}


def km_to_outline(regency: Regency, longitude: float, latitude: float) -> float:
    along = KM_PER_DEGREE * math.cos(math.radians(latitude))

    def km(start: tuple[float, float], end: tuple[float, float]) -> float:
        px, py = (longitude - start[0]) * along, (latitude - start[1]) * KM_PER_DEGREE
        bx, by = (end[0] - start[0]) * along, (end[1] - start[1]) * KM_PER_DEGREE
        share = max(0.0, min(1.0, (px * bx + py * by) / (bx * bx + by * by)))
        return math.hypot(px - share * bx, py - share * by)

    return min(km(start, end) for start, end in pairwise([*regency.outline, regency.outline[0]]))


def test_every_desa_lies_within_the_outline(tuban: Regency, borders: dict[str, list[tuple[float, float]]]) -> None:
    assert len(borders) == 328
    for code, corners in borders.items():
        for longitude, latitude in corners:
            assert inside(tuban, latitude, longitude) or km_to_outline(tuban, longitude, latitude) <= TOLERANCE_KM, (
                f"desa {code}: {latitude}, {longitude} is outside"
            )


def test_the_outline_is_not_much_wider_than_the_regency(
    tuban: Regency, borders: dict[str, list[tuple[float, float]]]
) -> None:
    corners = [corner for desa in borders.values() for corner in desa]
    for longitude, latitude in tuban.outline:
        along = KM_PER_DEGREE * math.cos(math.radians(latitude))
        nearest = min(math.hypot((x - longitude) * along, (y - latitude) * KM_PER_DEGREE) for x, y in corners)
        assert nearest < 4, f"the corner {longitude}, {latitude} is {nearest:.1f} km away from the nearest desa"


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        (-6.8976, 112.0649),  # Tuban, alun-alun
        (-6.8846, 111.6172),  # Jatirogo
        (-7.0647, 112.0100),  # Rengel
        (-7.0870, 111.8000),  # Parengan
        (-6.7760, 111.7270),  # Bancar
        (-6.9060, 112.1500),  # Palang
    ],
)
def test_places_of_tuban_are_inside(tuban: Regency, latitude: float, longitude: float) -> None:
    assert inside(tuban, latitude, longitude)
    place = at_point(tuban, latitude, longitude)
    assert (place.latitude, place.longitude) == (latitude, longitude)


@pytest.mark.parametrize(
    ("where", "latitude", "longitude"),
    [
        ("Lamongan", -7.1167, 112.4136),
        ("Paciran, Lamongan", -6.8770, 112.3740),
        ("Brondong, Lamongan", -6.8887, 112.2726),
        ("Bojonegoro", -7.1502, 111.8817),
        ("Rembang", -6.7046, 111.3420),
        ("Sarang, Rembang", -6.7331, 111.6400),
        ("Blora", -6.9698, 111.4186),
        ("Cepu, Blora", -7.1475, 111.5906),
        ("Surabaya", -7.2575, 112.7521),
        ("at sea off Tuban", -6.8500, 112.0900),
        ("at sea off Jenu", -6.7700, 112.0500),
        ("at sea off Tambakboyo", -6.7300, 111.8300),
        ("Null Island", 0.0, 0.0),
        ("latitude and longitude swapped", 112.0649, -6.8976),
        ("not a number", float("nan"), 112.0),
        ("infinite", -6.9, float("inf")),
    ],
)
def test_places_elsewhere_are_refused(tuban: Regency, where: str, latitude: float, longitude: float) -> None:
    with pytest.raises(OutsideRegency, match="Kabupaten Tuban"):
        at_point(tuban, latitude, longitude)
    assert not inside(tuban, latitude, longitude), where


def test_without_an_outline_every_point_on_earth_is_taken() -> None:
    regency = Regency("Kabupaten Mana", "99.99", "MN", ZoneInfo("Asia/Jakarta"), "id", (), ())
    assert at_point(regency, 51.5, -0.12) == Place(latitude=51.5, longitude=-0.12)
    for latitude, longitude in ((91.0, 0.0), (0.0, 181.0), (float("nan"), 0.0)):
        with pytest.raises(OutsideRegency):
            at_point(regency, latitude, longitude)


@given(st.floats(-0.99, 0.99), st.floats(-0.99, 0.99), st.floats(1.01, 50), st.integers(0, 3))
def test_ray_casting_on_a_square(x: float, y: float, away: float, side: int) -> None:
    square = ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0))
    regency = Regency("Kotak", "99.99", "KT", ZoneInfo("Asia/Jakarta"), "id", (), (), outline=square)
    assert inside(regency, y, x)
    outside = [(away, x), (-away, x), (y, away), (y, -away)][side]
    assert not inside(regency, *outside)


def test_an_address_becomes_one_visible_line() -> None:
    place = typed_address("  Depan\u200b Pasar Baru,\n  sebelah\tpom bensin  ")
    assert place == Place(address="Depan Pasar Baru, sebelah pom bensin")


@pytest.mark.parametrize(
    "text", ["", "   ", "\u200b\u200b\u200b", "😀😀😀😀", "..,,!!", "ab", "x" * (LONGEST_ADDRESS + 1)]
)
def test_a_text_that_names_no_place_is_refused(text: str) -> None:
    with pytest.raises(Missing) as caught:
        typed_address(text)
    assert caught.value.what == "address"


def test_the_longest_address_is_taken() -> None:
    assert typed_address("x" * LONGEST_ADDRESS).address == "x" * LONGEST_ADDRESS


def test_only_a_point_has_a_map_link() -> None:
    link = map_link(Place(latitude=-6.8976, longitude=112.0649))
    assert link == "https://www.google.com/maps/search/?api=1&query=-6.897600,112.064900"
    assert map_link(Place(address="Alun-alun")) is None


@given(
    st.builds(
        Place,
        latitude=st.none() | st.floats(-90, 90),
        longitude=st.none() | st.floats(-180, 180),
        address=st.none() | st.text(),
        kecamatan=st.none() | st.text(),
    )
)
def test_a_place_survives_json(place: Place) -> None:
    assert Place.from_json(json.loads(json.dumps(place.to_json()))) == place
