"""What people typed, made plain: without invisible characters, in one form of each letter and dash."""

import re
import unicodedata

# Keyboards, copied web pages and right-to-left text bring characters that nobody sees and that break comparisons.
# Unassigned characters (Cn) stay: they are the emoji of next year.
_INVISIBLE = frozenset({"Cf", "Cc", "Cs", "Co"})
# Letters by their category, but blank on every screen.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_REMEMBERED = 4096
"""Characters whose visibility is remembered; a page uses a few hundred."""


class _Visibility(dict[int, int | None]):
    """For `str.translate`: the character itself, or None for one that nobody sees."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        unseen = character in _BLANK or (unicodedata.category(character) in _INVISIBLE and character not in "\n\t")
        kept = None if unseen else code
        if len(self) < _REMEMBERED:
            self[code] = kept
        return kept


_VISIBILITY = _Visibility()
_DASHES = re.compile(r"[\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d\u00ad]")
_SPACES = re.compile(r"\s+")


def visible(text: str) -> str:
    """Return the text without zero-width, direction-changing, control and blank characters.

    Line breaks and tabs stay; dashes of every kind become "-" (the soft hyphen too: a ticket broken over two lines).
    Compatibility forms (full-width letters, ligatures) become the ordinary letters.
    """
    if not text.isascii():
        text = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    return text.translate(_VISIBILITY)


def one_line(text: str) -> str:
    """Return the visible text with every run of white space as one space, none at the ends."""
    return _SPACES.sub(" ", visible(text)).strip()
