"""Small talk: what people send with no form open, sentence by sentence, and what it must be taken for."""

import pytest

from reports.small_talk import LONGEST, Talk, kind_of, may_answer

T, G, A, M = Talk.THANKS, Talk.GREETING, Talk.ACKNOWLEDGEMENT, Talk.MY_REPORTS

SENTENCES: list[tuple[str, Talk | None]] = [
    # Indonesian
    ("terima kasih", T),
    ("Terima kasih banyak Pak, sudah dibantu 🙏", T),
    ("makasihhhh min", T),
    ("ok makasih", T),
    ("Trims infonya ya", T),
    ("siap, terimakasih atas responnya", T),
    ("Alhamdulillah sudah diperbaiki, terima kasih", T),
    ("terima kasih laporan saya sudah ditangani", T),
    ("halo", G),
    ("Halooo min", G),
    ("Assalamualaikum", G),
    ("Assalamu'alaikum Wr. Wb.", G),
    ("Selamat pagi bapak/ibu admin", G),
    ("p", G),
    ("P P P", G),
    ("permisi, mau tanya", G),
    ("siang pak", G),
    ("ok", A),
    ("Oke siap 👍", A),
    ("sip", A),
    ("👍👍👍", A),
    ("👍🏽", A),
    ("🙏🏻🙏🏻", T),
    ("iya pak, baik", A),
    ("sama-sama", A),
    ("laporan saya gimana?", M),
    ("Halo min, laporan saya gimana ya", M),
    ("laporanku sampai mana", M),
    ("status laporan", M),
    ("laporan saya yang kemarin kok belum ditanggapi", M),
    ("mohon info kelanjutan laporan saya", M),
    ("sudah sampai mana aduan saya pak", M),
    ("tolong cek laporan saya", M),
    ("laporan saya sudah ditangani?", M),
    # Javanese
    ("suwun", T),
    ("matur nuwun sanget nggih pak", T),
    ("Matursuwun mas, wis didandani", T),
    ("kulo nuwun", G),
    ("sugeng enjing", G),
    ("nuwun sewu badhe tanglet", G),
    ("nggih pak", A),
    ("yo wis", A),
    ("sami-sami", A),
    ("piye laporanku", M),
    ("laporanku piye to", M),
    ("laporan kula kados pundi nggih", M),
    ("wis tekan endi laporanku", M),
    ("laporan kula sampun dipunproses dereng", M),
    # English
    ("Thank you so much!", T),
    ("thanks for your help", T),
    ("good morning", G),
    ("hello, sir", G),
    ("okay, got it", A),
    ("How is my report?", M),
    ("any update on my report please", M),
    ("what happened to my complaint", M),
    # Stories that begin, or end, like small talk
    ("terima kasih jalannya sudah bagus tapi lampunya mati", None),
    ("Assalamualaikum, jalan depan masjid rusak parah", None),
    ("selamat pagi pak, sampah belum diangkut", None),
    ("Lampu di gang kami mati tiga hari, terima kasih", None),
    ("matur nuwun, nanging dalane isih growak", None),
    ("thanks but the bridge is still broken", None),
    ("ok tapi airnya masih keruh", None),
    ("laporan saya salah tempat, yang benar di Palang", None),
    ("laporan saya ditolak padahal jalannya ambles", None),
    ("terima kasih banyak sampah di sungai", None),
    # Idioms, words inside words, and what says nothing for sure
    ("kebakaran jenggot", None),
    ("pungli", None),
    ("pp", G),
    ("pju", None),
    ("paspor", None),
    ("okupasi lahan", None),
    ("hilang", None),
    ("kapan", None),
    ("gimana", None),
    ("laporan", None),
    ("sudah diperbaiki", None),
    ("banyak sekali", None),
    ("tolong pak", None),
    ("tidak", None),
    ("halo tolong", None),
    ("batalkan laporan saya", None),
    ("ok 2", None),
    ("3", None),
    ("ok 🔥", None),
    ("😭😭", None),
    # What is not there to be read, and other scripts
    ("", None),
    ("...", None),
    ("\u202eok\u202c", A),
    ("o\u200bk", A),
    ("ＯＫ", A),
    ("السلام عليكم", G),
    ("شكرا جزيلا", None),
    ("ok 水管坏了", None),
    ("\u202eko", None),
    ("оk", None),
]


@pytest.mark.parametrize(("text", "kind"), SENTENCES)
def test_a_sentence_is_taken_for_what_it_is(text: str, kind: Talk | None) -> None:
    assert kind_of(text) is kind


@pytest.mark.parametrize("text", ["iya pak", "ya", "nggih", "yes", "malam", "siang pak", "betul"])
def test_words_that_would_answer_a_question_are_told_apart(text: str) -> None:
    assert may_answer(text)


@pytest.mark.parametrize(
    "text", ["ok makasih", "halo", "👍", "selamat malam pak", "laporanku piye", "di depan pasar", ""]
)
def test_other_small_talk_answers_nothing(text: str) -> None:
    assert not may_answer(text)


def test_a_long_text_is_never_small_talk() -> None:
    assert kind_of("ok " * LONGEST) is None
