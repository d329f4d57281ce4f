"""Routing: which category a text is about, and whether somebody is in danger now.

Guesses come from a scorer behind one small protocol, so that one that learns can take the place of the configured
words. A guess only orders what the citizen is shown first; the citizen decides.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from reports.lexicon import Lexicon
from reports.regency import Category, Emergency, Regency

GUESSES = 3
"""How many categories the citizen is offered first."""

LONGEST_TEXT = 3500
"""Characters of a text that are read; a report has no more."""

WORD_WEIGHT = 1.0
PHRASE_WEIGHTS = {1: WORD_WEIGHT, 2: 2.6, 3: 3.4}
"""A phrase says more than the words it is made of; longer ones than three count as three."""

LOOSE_WEIGHT = 1.3
"""The two words of a phrase, near each other but not side by side."""

REPEAT_WEIGHT = 0.3
"""What the same word counts when it is said again, up to MOST_REPEATS times."""

MOST_REPEATS = 2

NOT_NOW = frozenset({
    "rawan", "sering", "kerap", "rentan", "bahaya", "resiko", "risiko", "potensi", "berpotensi", "simulasi", "cegah",
    "mencegah", "antisipasi", "pernah", "takut", "khawatir", "titik", "agar", "supaya", "jangan", "asuransi",
})  # fmt: skip
"""Words before an emergency word that speak of danger in general: "rawan kecelakaan", "agar tidak terjadi kebakaran"."""

NOT_NOW_REACH = 3
"""How many words of the same sentence before an emergency word are looked at for one of NOT_NOW."""

_PART = r"(?:(?:rt|rw)[\s./]*\d+|(?:desa|ds|kelurahan|kel|kecamatan|kec|dusun|dsn)\b\.?\s+\w+)"
_ADDRESS = re.compile(rf"\b(?:(?:di|dari)\s+{_PART}|(?:rt|rw)[\s./]*\d+)(?:[\s,./]+{_PART})*", re.IGNORECASE)
"""Where something is: "di RT 3 RW 2 Kelurahan Latsari". It says nothing of what it is about."""

_PARTS_OF_NAME = re.compile(r"\s*(?:,|\bdan\b)\s*")

_SENTENCE_END = re.compile(r"[.,;!?\n]+")


@dataclass(frozen=True, slots=True)
class Guess:
    """A category that a text may be about. Scores are shares of 1 and comparable within one ranking only."""

    category: str
    score: float


class Scorer(Protocol):
    """Ranks the categories for a text."""

    def rank(self, text: str) -> list[Guess]:
        """Return every category with a score above zero, best first; always the same for the same text."""
        ...


class WordScorer:
    """Ranks by the words and phrases of the configuration."""

    def __init__(self, regency: Regency) -> None:
        self._order = {category.code: place for place, category in enumerate(regency.categories)}
        self._lexicon = Lexicon(word for category in regency.categories for word in category.words)
        self._weights: dict[tuple[str, ...], tuple[tuple[str, float], ...]] = {}
        for category in regency.categories:
            for phrase in {tuple(self._lexicon.row(word)) for word in category.words}:
                self._weights[phrase] = (*self._weights.get(phrase, ()), (category.code, 0.0))
        for phrase, categories in self._weights.items():
            # A word that several categories claim tells less about each of them.
            weight = PHRASE_WEIGHTS.get(len(phrase), PHRASE_WEIGHTS[max(PHRASE_WEIGHTS)]) / len(categories)
            self._weights[phrase] = tuple((code, weight) for code, _ in categories)

    def rank(self, text: str) -> list[Guess]:
        """Return the categories whose words the text has, best first; in the order of config.toml when equal.

        The words of an address count only where nothing else says what it is about.
        """
        shown = text[:LONGEST_TEXT]
        return self._rank(_ADDRESS.sub(" ", shown)) or self._rank(shown)

    def _rank(self, text: str) -> list[Guess]:
        row = self._lexicon.row(text)
        scores: dict[str, float] = {}
        found = Counter(phrase for _, phrase in self._lexicon.phrases_in(row))
        for phrase, times in found.items():
            factor = 1 + REPEAT_WEIGHT * min(times - 1, MOST_REPEATS)
            for code, weight in self._weights[phrase]:
                scores[code] = scores.get(code, 0.0) + weight * factor
        for pair in dict.fromkeys(self._lexicon.loose_pairs_in(row)):
            if pair not in found:
                categories = self._weights[pair]
                for code, _ in categories:
                    scores[code] = scores.get(code, 0.0) + LOOSE_WEIGHT / len(categories)
        total = sum(scores.values())
        ranked = sorted(scores.items(), key=lambda item: (-item[1], self._order[item[0]]))
        return [Guess(code, score / total) for code, score in ranked]


def guesses(scorer: Scorer, text: str, limit: int = GUESSES) -> list[Guess]:
    """Return the best guesses for a text, at most `limit`; none when nothing in it is known."""
    return scorer.rank(text)[:limit]


def named(regency: Regency, text: str) -> list[str]:
    """Return the categories that a text names and says nothing else: "pungli", "jalan", "lampu mati".

    A name in full is its category's alone; a part of one ("jalan" of "Jalan dan jembatan") or one of the configured
    words is that of every category that has it, in the order of config.toml.
    """
    lexicon, names, words = _category_lexicon(regency.categories)
    row = tuple(lexicon.row(text[:LONGEST_TEXT]))
    return [names[row]] if row in names else list(words.get(row, ()))


def emergency_in(regency: Regency, text: str) -> Emergency | None:
    """Return the first configured emergency whose words stand in the text, or None.

    Words count whole, with particles and drawn-out letters forgiven. Speaking of danger in general ("rawan
    kecelakaan") does not count. In doubt it counts: "pos pemadam kebakaran tutup" shows the numbers too, for showing
    them in vain costs one line, and hiding them from "tolong pemadam kebakaran" might cost a house.
    """
    lexicon, kinds = _emergency_lexicon(regency.emergencies)
    rows = map(lexicon.row, _SENTENCE_END.split(text[:LONGEST_TEXT]))
    meant = [kinds[phrase] for row in rows for place, phrase in lexicon.phrases_in(row) if not _in_general(row, place)]
    return regency.emergencies[min(meant)] if meant else None


def _in_general(row: list[str], place: int) -> bool:
    return not NOT_NOW.isdisjoint(row[max(0, place - NOT_NOW_REACH) : place])


@lru_cache(maxsize=8)
def _category_lexicon(
    categories: tuple[Category, ...],
) -> tuple[Lexicon, dict[tuple[str, ...], str], dict[tuple[str, ...], tuple[str, ...]]]:
    def said(category: Category) -> tuple[str, ...]:
        return (*_PARTS_OF_NAME.split(category.name), *category.words)

    lexicon = Lexicon(word for category in categories for word in (category.name, *said(category)))
    names = {tuple(lexicon.row(category.name)): category.code for category in categories}
    words: dict[tuple[str, ...], tuple[str, ...]] = {}
    for category in categories:
        for row in {tuple(lexicon.row(word)) for word in said(category)} - {()}:
            words[row] = (*words.get(row, ()), category.code)
    return lexicon, names, words


@lru_cache(maxsize=8)
def _emergency_lexicon(emergencies: tuple[Emergency, ...]) -> tuple[Lexicon, dict[tuple[str, ...], int]]:
    def words() -> Iterator[tuple[int, str]]:
        for kind, emergency in enumerate(emergencies):
            for word in emergency.words:
                yield kind, word

    lexicon = Lexicon((word for _, word in words()), strip_affixes=False)
    kinds: dict[tuple[str, ...], int] = {}
    for kind, word in words():
        kinds.setdefault(tuple(lexicon.row(word)), kind)
    return lexicon, kinds
