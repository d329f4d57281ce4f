"""The config.toml that comes with Taprose: a real one for Kabupaten Tuban that starts without a change."""

import tomllib
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from bot.settings.loading import Settings, load
from reports.regency import Regency
from reports.tickets import make, parse

ROOT = Path(__file__).resolve().parents[2]

AGENCIES = {
    "DPUPR-PRKP", "DLHP", "SATPOLPP-DAMKAR", "BPBD", "DISKOMINFO-SP", "DISDUKCAPIL", "DINKES-P2KB", "DINSOS-P3A-PMD",
    "DKP2P", "DISDIK", "DISBUDPORAPAR", "DISNAKERIN", "DISKOPUMDAG", "DPMPTSP", "BPKPAD", "INSPEKTORAT", "RSUD-KOESMA",
    "RSUD-ALI-MANSHUR", "TIRTA-LESTARI",
}  # fmt: skip

CATEGORIES = {
    "jalan_rusak", "drainase_banjir", "pju", "pohon_taman", "sampah", "pencemaran", "air_bersih_pdam",
    "lalu_lintas_rambu", "parkir", "bansos", "bpjs_jaminan_kesehatan", "kependudukan",
    "layanan_desa_kelurahan_kecamatan", "kesehatan", "pendidikan", "pkl_ketertiban", "perumahan_rtlh",
    "bangunan_perizinan", "tenaga_kerja", "umkm_pasar", "aplikasi_digital", "pajak", "kepegawaian_pungli",
    "perempuan_anak_keluarga", "bencana_damkar_hewan",
}  # fmt: skip


@pytest.fixture(scope="module")
def regency() -> Regency:
    return load(ROOT / "config.toml", {}).regency()


def test_it_starts_without_a_change(regency: Regency) -> None:
    assert (regency.name, regency.code, regency.ticket_prefix) == ("Kabupaten Tuban", "35.23", "TBN")
    ticket = make(regency.ticket_prefix, 2026, 1)
    assert parse(ticket) == ticket


def test_all_confirmed_agencies_and_categories_are_there(regency: Regency) -> None:
    assert {agency.code for agency in regency.agencies} == AGENCIES
    assert {category.code for category in regency.categories} == CATEGORIES


def test_every_category_has_an_agency_words_and_an_emoji(regency: Regency) -> None:
    for category in regency.categories:
        assert regency.agency_of(category.code) is not None
        assert len(category.words) >= 15
        assert category.emoji


def test_button_labels_are_short_and_unlike(regency: Regency) -> None:
    names = [category.name.casefold() for category in regency.categories]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 24
    assert len({category.emoji for category in regency.categories}) == len(names)


def test_the_clocks_are_those_of_the_product(regency: Regency) -> None:
    assert regency.category("jalan_rusak").resolution_days == 1
    assert regency.category("pju").resolution_days == 3
    assert regency.category("bencana_damkar_hewan").resolution_days == 1
    assert regency.category("sampah").resolution_days == 14
    clocks = regency.clocks
    assert (clocks.response_days, clocks.escalate_days, clocks.leadership_days, clocks.confirm_days) == (3, 5, 7, 10)


def test_every_emergency_says_whom_to_call(regency: Regency) -> None:
    said = " ".join(emergency.say for emergency in regency.emergencies)
    assert {"112", "113", "110", "119"} <= set(said.replace(".", " ").split())
    words = {word for emergency in regency.emergencies for word in emergency.words}
    assert {"kebakaran", "tenggelam", "kecelakaan"} <= words
    assert len(words) == sum(len(emergency.words) for emergency in regency.emergencies), "each word says one thing"


def test_nothing_of_one_installation_is_in_it() -> None:
    data = tomllib.loads((ROOT / "config.toml").read_text(encoding="utf-8"))
    assert not data["groups"]
    assert data["coordinators"]["user_ids"] == []
    assert not any("chat_id" in agency for agency in data["agency"])
    assert data["storage"]["url"] == "sqlite+aiosqlite:///taprose.db"


def test_no_word_stands_twice_in_a_list() -> None:
    data = tomllib.loads((ROOT / "config.toml").read_text(encoding="utf-8"))
    for category in data["category"]:
        assert len(set(category["words"])) == len(category["words"]), category["code"]


def test_the_documentation_names_every_key() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        section = field.alias or name
        heading = f"## `[[{section}]]`" if section in ("agency", "category", "emergency") else f"## `[{section}]`"
        assert heading in text, section
        chapter = text.partition(heading)[2].partition("\n## ")[0]
        model = section_of(name)
        for key, key_field in model.model_fields.items():
            assert key_field.exclude or f"| `{key}` |" in chapter, f"{section}.{key}"
    for agency in AGENCIES:
        assert f"`{agency}`" in text


def section_of(name: str) -> type[BaseModel]:
    annotation = Settings.model_fields[name].annotation
    model = get_args(annotation)[0] if get_args(annotation) else annotation
    assert isinstance(model, type)
    assert issubclass(model, BaseModel)
    return model
