"""What people typed, made plain: without invisible characters, in one form of each letter and dash."""

import re
import unicodedata

# Keyboards, copied web pages and right-to-left text bring characters that nobody sees and that break comparisons.
_INVISIBLE = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})
_KEPT_CONTROLS = frozenset("\n\t")
_DASHES = re.compile(r"[\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d\u00ad]")
_SPACES = re.compile(r"\s+")


def visible(text: str) -> str:
    """Return the text without zero-width, direction-changing, control and unassigned characters.

    Line breaks and tabs stay; dashes of every kind become "-" (the soft hyphen too: a ticket broken over two lines).
    Compatibility forms (full-width letters, ligatures) become the ordinary letters.
    """
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    return "".join(
        character
        for character in text
        if character in _KEPT_CONTROLS or unicodedata.category(character) not in _INVISIBLE
    )


def one_line(text: str) -> str:
    """Return the visible text with every run of white space as one space, none at the ends."""
    return _SPACES.sub(" ", visible(text)).strip()
