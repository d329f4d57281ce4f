"""Words and phrases found in what people write: in small letters, without affixes, drawn-out letters and slang forms.

A lexicon knows the words and phrases it was made from; a text becomes a row of those words, and phrases are found in
the row. Nothing is learned: the same text always gives the same words.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from reports.visible_text import visible

LOOSE_REACH = 4
"""How many words may stand between the two of a phrase: "jalan di desa kami yang rusak"."""

REMEMBERED_WORDS = 8192
"""Different words whose stem a lexicon remembers; a few hundred kilobytes."""

SHORTEST_STEM = 3
"""Letters that must remain of a word without its affixes."""

_TOKEN = re.compile(r"[a-z0-9]+")
_DOUBLED = re.compile(r"([a-z]{3,})2")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_TAIL_DRAWN_OUT = re.compile(r"(?<=[a-z]{2})([a-z])\1+(?![a-z])")
_DROPPED_FIRST = {
    "meny": "s",
    "peny": "s",
    "ny": "s",
    "mem": "p",
    "pem": "p",
    "men": "t",
    "pen": "t",
    "meng": "k",
    "peng": "k",
}
_PREFIXES = (
    "meng",
    "meny",
    "mem",
    "men",
    "me",
    "peng",
    "peny",
    "pem",
    "pen",
    "pe",
    "ber",
    "ter",
    "di",
    "ke",
    "ng",
    "n",
)
_PARTICLES = ("nya", "lah", "kah", "pun", "ne", "e")
_SUFFIXES = ("kan", "an", "i", "ku", "mu")
_SHORT_FORMS: Mapping[str, str] = {
    "jln": "jalan", "jl": "jalan", "jlan": "jalan", "jalanan": "jalan", "dalanan": "dalan",
    "gak": "tidak", "ga": "tidak", "gk": "tidak", "g": "tidak", "ngga": "tidak", "nggak": "tidak", "enggak": "tidak",
    "ndak": "tidak", "tdk": "tidak", "tak": "tidak", "ora": "tidak", "ogak": "tidak", "gaiso": "tidak", "belum": "tidak",
    "blm": "tidak", "durung": "tidak", "dpt": "dapat", "entuk": "dapat", "oleh": "dapat", "iso": "bisa",
    "bs": "bisa", "rmh": "rumah", "omahe": "omah", "skolah": "sekolah", "lampue": "lampu", "aer": "air", "sgt": "sangat",
    "ijin": "izin", "perijinan": "perizinan", "antrean": "antrian", "ambulan": "ambulans", "ambulance": "ambulans",
    "nafas": "napas", "warkop": "warung", "metu": "keluar", "kecelakan": "kecelakaan", "pkmas": "puskesmas",
    "pkm": "puskesmas", "rusk": "rusak", "rsak": "rusak", "ilang": "hilang", "smpah": "sampah", "bnjir": "banjir",
}  # fmt: skip


def tokens(text: str) -> list[str]:
    """Return the words of a text in small plain letters; "lubang2" is said twice, "rusakkkk" once, "jln" is "jalan"."""
    plain = visible(text).casefold()
    if "2" in plain:
        plain = _DOUBLED.sub(r"\1 \1", plain)
    plain = _TAIL_DRAWN_OUT.sub(r"\1", _DRAWN_OUT.sub(r"\1", plain))
    return [_SHORT_FORMS.get(word, word) for word in _TOKEN.findall(plain)]


class Lexicon:
    """Words and phrases, each with a value, to be found in texts."""

    def __init__(self, phrases: Iterable[str], *, strip_affixes: bool = True) -> None:
        """Learn the phrases. Without `strip_affixes` only particles ("-nya", "-lah", Javanese "-e") are forgiven."""
        self._strip_affixes = strip_affixes
        rows = {tuple(tokens(phrase)) for phrase in phrases}
        rows.discard(())
        self._known = frozenset(word for row in rows for word in row)
        self._rows = frozenset(rows)
        self._longest = {first: max(len(row) for row in rows if row[0] == first) for first in {row[0] for row in rows}}
        self._partners: dict[str, frozenset[str]] = {
            first: frozenset(row[1] for row in rows if len(row) == 2 and row[0] == first)
            for first in {row[0] for row in rows if len(row) == 2}
        }
        self._stem = lru_cache(maxsize=REMEMBERED_WORDS)(self._find_stem)

    def row(self, text: str) -> list[str]:
        """Return the words of a text, each as the lexicon knows it, unknown ones as they are."""
        return [self._stem(word) for word in tokens(text)]

    def phrases_in(self, row: list[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield (position, phrase) from left to right; the longest at each place, none inside another."""
        place = 0
        while place < len(row):
            for length in range(min(self._longest.get(row[place], 0), len(row) - place), 0, -1):
                phrase = tuple(row[place : place + length])
                if phrase in self._rows:
                    yield place, phrase
                    place += length
                    break
            else:
                place += 1

    def loose_pairs_in(self, row: list[str]) -> Iterator[tuple[str, ...]]:
        """Yield phrases of two words that stand near each other, in either order but not side by side as written."""
        for place, word in enumerate(row):
            partners = self._partners.get(word)
            if partners is None:
                continue
            for other in range(max(0, place - LOOSE_REACH), min(len(row), place + LOOSE_REACH + 2)):
                if other not in (place, place + 1) and row[other] in partners:
                    yield word, row[other]

    def _find_stem(self, word: str) -> str:
        """Return the known word that this one is a form of, or the word itself."""
        if word in self._known:
            return word
        endings = [word, *(word.removesuffix(particle) for particle in _PARTICLES if word.endswith(particle))]
        if self._strip_affixes:
            endings += [
                end.removesuffix(suffix) for end in list(endings) for suffix in _SUFFIXES if end.endswith(suffix)
            ]
        for end in endings:
            if len(end) >= SHORTEST_STEM and end in self._known:
                return end
        if self._strip_affixes:
            for end in endings:
                for stem in _without_prefix(end):
                    if len(stem) >= SHORTEST_STEM and stem in self._known:
                        return stem
        return word


def _without_prefix(word: str) -> Iterator[str]:
    for prefix in _PREFIXES:
        if word.startswith(prefix):
            rest = word.removeprefix(prefix)
            yield rest
            if prefix in _DROPPED_FIRST:  # "menutup" is of "tutup", "memotong" of "potong"
                yield _DROPPED_FIRST[prefix] + rest
