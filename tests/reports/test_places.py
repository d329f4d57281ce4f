"""Places: points within the regency, typed addresses, and how each is shown."""

import json
import math
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings.loading import load
from reports.errors import Missing, OutsideRegency
from reports.places import LONGEST_ADDRESS, Place, at_point, inside, map_link, typed_address
from reports.regency import Regency
from tests.reports import invented_map

ROOT = Path(__file__).resolve().parents[2]
KM_PER_DEGREE = 111.3
TUBAN_KM2 = 1_840
"""The area of Kabupaten Tuban (BPS, Kabupaten Tuban Dalam Angka); the outline adds a kilometre on land, two at sea."""


@pytest.fixture(scope="module")
def tuban() -> Regency:
    return load(ROOT / "config.toml", {}).regency()


def test_every_corner_of_every_desa_lies_within_the_loose_outline() -> None:
    rekaan = invented_map.regency(invented_map.OUTLINE)
    for name, corners in invented_map.DESA.items():
        for longitude, latitude in corners:
            assert inside(rekaan, latitude, longitude), f"desa {name}: {latitude}, {longitude} is outside"


@pytest.mark.parametrize("where", invented_map.ELSEWHERE)
def test_bays_straits_and_neighbours_lie_outside_the_outline(where: str) -> None:
    longitude, latitude = invented_map.ELSEWHERE[where]
    assert not inside(invented_map.regency(invented_map.OUTLINE), latitude, longitude)


@given(st.integers(-2 * 64, 13 * 64), st.integers(-2 * 64, 9 * 64))
def test_shared_borders_leave_no_gap_and_no_point_to_two_desa(x: int, y: int) -> None:
    longitude, latitude = x / 64 + 1 / 1024, y / 64 + 1 / 2048  # on no border
    owners = [
        name
        for name, corners in {**invented_map.MAINLAND_DESA, "the town": invented_map.TOWN}.items()
        if inside(invented_map.regency(corners), latitude, longitude)
    ]
    assert len(owners) == inside(invented_map.regency(invented_map.MAINLAND), latitude, longitude), owners


def test_a_corner_where_desa_meet_belongs_to_one_of_them() -> None:
    desa = [*invented_map.MAINLAND_DESA.values(), invented_map.TOWN]
    for longitude, latitude in {*invented_map.TOWN, *invented_map.MAINLAND}:
        owners = sum(inside(invented_map.regency(corners), latitude, longitude) for corners in desa)
        assert owners == inside(invented_map.regency(invented_map.MAINLAND), latitude, longitude)


def test_tubans_outline_is_not_much_wider_than_the_regency(tuban: Regency) -> None:
    middle = math.radians(sum(latitude for _, latitude in tuban.outline) / len(tuban.outline))
    corners = [(x * KM_PER_DEGREE * math.cos(middle), y * KM_PER_DEGREE) for x, y in tuban.outline]
    doubled = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*corners, corners[0]]))
    assert TUBAN_KM2 < abs(doubled) / 2 < TUBAN_KM2 * 1.35


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
