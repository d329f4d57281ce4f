"""How places are written, in each language."""

import pytest

from handlers.parts.places import where
from handlers.texts import Texts
from reports.places import Place

TEXTS = Texts()
SIDOREJO = Place(kecamatan_code="35.23.16", kecamatan="Tuban", desa_code="35.23.16.1010", desa="Sidorejo")


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (Place(kecamatan_code="35.23.16", kecamatan="Tuban", desa_code="35.23.16.2002", desa="Sugiharjo"), "Desa Sugiharjo, Kec. Tuban"),
        (Place(kecamatan_code="35.23.16", kecamatan="Tuban", desa_code="35.23.16.1010", desa="Sidorejo"), "Kel. Sidorejo, Kec. Tuban"),
        (Place(kecamatan_code="35.23.16", kecamatan="Tuban"), "Kec. Tuban"),
        (Place(address="Depan Pasar Baru"), "Depan Pasar Baru"),
        (Place(address="Depan pasar", kecamatan="Soko", kecamatan_code="35.23.11"), "Depan pasar, Kec. Soko"),
        (Place(latitude=-6.9, longitude=112.05), "titik di peta"),
        (Place(latitude=-6.9, longitude=112.05, address="Alun-alun"), "Alun-alun"),
    ],
)  # fmt: skip
def test_a_place_is_described_in_one_line(place: Place, line: str) -> None:
    assert where(place, TEXTS.speech("id")) == line


@pytest.mark.parametrize(
    ("language", "line", "point"),
    [
        ("en", "Kelurahan Sidorejo, Kecamatan Tuban", "a point on the map"),
        ("jv", "Kel. Sidorejo, Kec. Tuban", "titik ing peta"),
    ],
)
def test_a_place_is_written_in_the_readers_language(language: str, line: str, point: str) -> None:
    speech = TEXTS.speech(language)
    assert where(SIDOREJO, speech) == line
    assert where(Place(latitude=-6.9, longitude=112.05), speech) == point


def test_what_somebody_typed_as_a_place_is_left_as_typed() -> None:
    assert where(Place(address="Gg. <Melati> & 'Mawar'"), TEXTS.speech("en")) == "Gg. <Melati> & 'Mawar'"
