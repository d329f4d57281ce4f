"""What people type, made safe to keep and easy to compare; otherwise kept to the letter."""

import re
import unicodedata

# Zero-width and direction characters (Cf), controls (Cc) and halves of a surrogate pair (Cs) are never seen, and break
# layout, searches or the database. Unassigned characters stay: they are the emoji of next year.
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
# Letters by their category, but blank on every screen: the usual way to send "nothing".
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_JOINER = "\u200d"
_LINE_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_EMPTY_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_NOT_A_WORD = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"(?:(?:no|nomor|nomer) )?(\d{1,4})")


def clean(text: str) -> str:
    """Return the text as it is kept: nothing unseen in it, line breaks kept (two in a row at most), ends trimmed.

    Markup stays as it was typed; showing it literally is the screen's part.
    """
    text = _LINE_BREAKS.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", " ")
    # Almost every text is all there to be seen, and Python tells so many times faster than sign by sign.
    if not text.replace("\n", "").isprintable() or not _BLANK_LETTERS.isdisjoint(text):
        text = "".join(sign for at, sign in enumerate(text) if _is_seen(sign) or _joins_emoji(text, at))
    return _EMPTY_LINES.sub("\n\n", text).strip()


def normalised(text: str) -> str:
    """Return the form in which words are compared: small letters and digits, single spaces, no emoji nor punctuation."""
    return _NOT_A_WORD.sub(" ", unicodedata.normalize("NFKC", clean(text)).casefold()).strip()


def number_in(text: str) -> int | None:
    """Return the number that the text is ("3", "3.", "no. 3", "3️⃣"), None if it is anything else."""
    found = _NUMBER.fullmatch(normalised(text))
    return int(found[1]) if found else None


def has_letters(text: str) -> bool:
    """Tell whether there is a letter of any script in the text."""
    return any(sign.isalpha() for sign in text)


def count_words(text: str) -> int:
    """Return how many words with a letter in them the text has."""
    return sum(has_letters(word) for word in text.split())


def _is_seen(sign: str) -> bool:
    return sign == "\n" or (unicodedata.category(sign) not in _UNSEEN and sign not in _BLANK_LETTERS)


def _joins_emoji(text: str, at: int) -> bool:
    """Tell whether this is the joiner inside a composed emoji, the one use of it that is seen."""
    if text[at] != _JOINER or not 0 < at < len(text) - 1:
        return False
    return _is_symbol(text[at - 1]) and _is_symbol(text[at + 1])


def _is_symbol(sign: str) -> bool:
    return sign == "\ufe0f" or unicodedata.category(sign) in {"So", "Sk"}
