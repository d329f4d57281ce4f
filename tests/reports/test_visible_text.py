"""Plain text: nothing unseen in it, one form of each letter and dash."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.visible_text import one_line, visible


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("a\u200bb\u200ec\u202ed\ufeffe\u2060f", "abcdef"),
        ("a\x00b\x1bc\x7fd", "abcd"),
        ("a\u3164b\u2800c\u115f", "abc"),
        ("a–b—c−d‑e\u00adf", "a-b-c-d-e-f"),
        ("ＴＢＮ－２６", "TBN-26"),
        ("baris\n\tdua", "baris\n\tdua"),
        ("jalan 😀 rusak", "jalan 😀 rusak"),
        ("\U0001fadf", "\U0001fadf"),  # an emoji newer than this Python's tables
        ("ꦢꦭꦤ꧀", "ꦢꦭꦤ꧀"),  # Javanese script
        ("", ""),
    ],
)
def test_only_what_is_seen_remains(typed: str, seen: str) -> None:
    assert visible(typed) == seen


@given(st.text())
def test_what_is_visible_stays_so(text: str) -> None:
    once = visible(text)
    assert visible(once) == once
    assert not any(unicodedata.category(sign) in {"Cf", "Cs"} for sign in once)


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    line = one_line(text)
    assert line == line.strip()
    assert len(line.splitlines()) <= 1
    assert "  " not in line
