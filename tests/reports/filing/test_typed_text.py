"""Typed text: nothing unseen is kept, nothing seen is lost."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.filing.typed_text import clean, count_words, normalised, number_in


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  jalan\r\nrusak \n", "jalan\nrusak"),
        ("a\n\n \n\n\nb", "a\n\nb"),
        ("ja\u200blan\u2060 ru\ufeffsak", "jalan rusak"),
        ("aman \u202ekusar\u202c \u2066x\u2069", "aman kusar x"),
        ("nul\x00 bel\x07\tdan tab", "nul bel dan tab"),
        ("\ud83d putus", "putus"),
        ("\u3164\u115f\u2800", ""),
        ("<b>tebal</b> & *bintang* _garis_", "<b>tebal</b> & *bintang* _garis_"),
        ("keluarga 👨‍👩‍👧 pergi", "keluarga 👨‍👩‍👧 pergi"),
        ("½ m², ﬁ, １", "½ m², ﬁ, １"),
        ("ꦠꦸꦧꦤ꧀", "ꦠꦸꦧꦤ꧀"),
    ],
)
def test_clean_keeps_what_is_seen(text: str, kept: str) -> None:
    assert clean(text) == kept


@given(st.text(max_size=60))
def test_clean_leaves_nothing_unseen_and_nothing_more_to_clean(text: str) -> None:
    kept = clean(text)
    assert clean(kept) == kept
    unseen = [sign for sign in kept if unicodedata.category(sign) in {"Cc", "Cf", "Cs"} and sign not in "\n\u200d"]
    assert not unseen
    told = "".join(
        sign for sign in unicodedata.normalize("NFC", text) if sign.isalnum() and sign not in "\u3164\u115f\u1160\uffa0"
    )
    assert [sign for sign in told if sign not in kept] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("🚧 Jalan dan  jembatan!", "jalan dan jembatan"),
        ("‹ Sebelumnya", "sebelumnya"),
        ("/batal", "batal"),
        ("*KEMBALI*", "kembali"),
        ("_lewati_", "lewati"),
        ("👍", ""),
    ],
)
def test_plain_is_what_words_are_compared_by(text: str, words: str) -> None:
    assert normalised(text) == words


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        (" 3. ", 3),
        ("no. 12", 12),
        ("Nomor 4", 4),
        ("3️⃣", 3),
        ("７", 7),
        ("tiga", None),
        ("3 4", None),
        ("", None),
        ("12345", None),
        ("3a", None),
    ],
)
def test_number_in_text(text: str, number: int | None) -> None:
    assert number_in(text) == number


def test_words_are_counted_by_their_letters() -> None:
    assert count_words("jalan 123 🚧 rusak") == 2
