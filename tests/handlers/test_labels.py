"""Button labels are a contract: people, guides and acceptance runs find buttons by these words."""

import pytest

from handlers.texts import all_texts

CONTRACT = {
    "btn-agree": "Setuju dan lanjut",
    "btn-file": "Buat laporan",
    "btn-reports": "Laporan saya",
    "btn-language": "Bahasa",
    "btn-help": "Bantuan",
    "form-cancel": "Batal",
    "form-other-category": "Kategori lain",
    "form-back": "Kembali",
    "form-send-location": "Kirim lokasi saya",
    "form-pick-kecamatan": "Pilih kecamatan",
    "form-skip": "Lewati",
    "form-next": "Lanjut",
    "form-named": "Nama ditampilkan",
    "form-anonymous": "Anonim",
    "form-confidential": "Rahasia",
    "form-send": "Kirim",
    "form-edit": "Ubah",
    "form-continue": "Lanjutkan",
    "form-start-over": "Mulai baru",
    "btn-answer": "Jawab",
    "btn-answer-yes": "Ya, kirim",
    "btn-new-report": "Laporan baru",
    "btn-status": "Lihat status",
    "btn-share": "Bagikan",
    "btn-fixed": "Sudah beres",
    "btn-not-fixed": "Belum beres",
    "btn-add": "Tambah keterangan",
    "btn-withdraw": "Cabut laporan",
    "btn-accept": "Terima",
    "btn-ask": "Tanya pelapor",
    "btn-reroute": "Alihkan",
    "btn-cannot": "Tidak dapat",
    "btn-resolve": "Selesai",
    "btn-promise": "Janji tanggal",
    "btn-to-coordinators": "Kembalikan ke koordinator",
    "btn-send": "Kirim ke pelapor",
    "btn-note": "Catatan internal",
    "btn-dispose": "Disposisi",
    "btn-consent": "Setujui",
    "btn-refuse": "Kembalikan",
}


@pytest.mark.parametrize(("name", "label"), CONTRACT.items())
def test_a_label_is_the_contracts(name: str, label: str) -> None:
    assert all_texts().speech("id").plain_text(name) == label


@pytest.mark.parametrize("stars", range(1, 6))
def test_stars_are_numbers(stars: int) -> None:
    assert all_texts().speech("id").plain_text(f"btn-star-{stars}") == str(stars)
