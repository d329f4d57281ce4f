"""Broken TOML: each way to break a file has its own words, with the place; a new version of the parser keeps them."""

from pathlib import Path

import pytest

from tests.settings.sample import GOOD, mistakes

BROKEN = [
    ("abc\n", "tanda = belum ada sesudah kunci", "baris 1, kolom 4"),
    ("[regency\n", "kurung siku penutup belum ada", "baris 1, kolom 9"),
    ("a = 1 2", "ada tulisan sesudah nilai; satu baris memuat satu kunci", "baris 1, kolom 7"),
    ('x = """abc', "tanda kutip penutup belum ada", "akhir berkas"),
    (
        '[regency]\nname = "Tuban\n',
        "tanda kutip penutup belum ada, atau ada karakter yang tidak boleh",
        "baris 2, kolom 14",
    ),
    ('x = "C:\\Data"', "garis miring terbalik ditulis dua kali, atau pakai kutip tunggal", "baris 1, kolom 10"),
    ('x = "C:\\Users"', "garis miring terbalik ditulis dua kali, atau pakai kutip tunggal", "baris 1, kolom 10"),
    ("mode = polling\n", "nilainya tidak terbaca; teks ditulis di antara tanda kutip", "baris 1, kolom 8"),
    ("d = 2026-02-31", "tanggal atau jamnya tidak ada", "baris 1, kolom 5"),
    ("a = [1,\n2", "kurung siku penutup daftar belum ada", "akhir berkas"),
    ("a = {x = 1", "kurung kurawal penutup belum ada", "akhir berkas"),
    ("[a]\n[a]\n", "bagian ini sudah ada di atas", "baris 2, kolom 3"),
    ("a = 1\na = 2\n", "kunci ini sudah ada di atas", "baris 2, kolom 6"),
    ("a = { x = 1, x = 2 }\n", "kunci ini sudah ada di atas", "baris 1, kolom 19"),
    ("= 1\n", "baris ini bukan kunci dan bukan bagian", "baris 1, kolom 1"),
    ("a. = 1\n", "baris ini bukan kunci dan bukan bagian", "baris 1, kolom 4"),
]


@pytest.mark.parametrize(("text", "meaning", "place"), BROKEN)
def test_each_way_to_break_a_file_is_told_with_its_place(tmp_path: Path, text: str, meaning: str, place: str) -> None:
    (mistake,) = mistakes(tmp_path, text)
    assert (mistake.key, mistake.wrong) == (place, meaning), "tomli words this otherwise now; see bot/settings/toml.py"


def test_a_key_with_an_underscore_in_front_is_told_like_any_unknown_one(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path, f"_env_file = '/etc/passwd'\n{GOOD}")
    assert mistake.key == "_env_file"
    assert "tidak dikenal" in mistake.wrong
