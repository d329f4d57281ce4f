"""Every word people read, in their language, from the `.ftl` files under locale/.

Indonesian is complete; a word another language lacks is said in Indonesian.
"""

import html
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

LOCALE = Path(__file__).parent / "locale"
REFERENCE = "id"

LONGEST_VALUE = 900
"""Characters of a value handed to Fluent, which refuses more than 2,500 (fluent.runtime, MAX_PART_LENGTH)."""

SHORT = 60
"""Characters of a value up to which a text is remembered: labels, titles, names and dates; longer words are people's own."""

REMEMBERED = 4_096
"""Texts remembered in each language; a form's screens are made of a few hundred."""

_MARK = re.compile("\ue000([0-9]+)\ue001")
LANGUAGES = ("id", "jv", "en")


class Markup(str):
    """A text that is HTML already and goes into another as it is."""

    __slots__ = ()


class UnknownText(Exception):
    """No language has a text of that name; a programming mistake."""


class Speech:
    """One language. Called with a text's name it gives HTML for Telegram; what people wrote is escaped on the way in."""

    def __init__(self, language: str, find: Callable[[str, Mapping[str, Any]], str]) -> None:
        self.language = language
        self._find = find
        # Typed: what is HTML already and what is yet to be escaped may be equal otherwise.
        self._remembered = lru_cache(maxsize=REMEMBERED, typed=True)(self._said)

    def __call__(self, name: str, /, **values: object) -> Markup:
        """Return a text with its values filled in. Raises UnknownText."""
        if not all(_is_small(value) for value in values.values()):
            return self._said(name, **values)
        return self._remembered(name, **values)

    def _said(self, name: str, /, **values: object) -> Markup:
        return Markup(self._find(name, {key: _escaped(value) for key, value in values.items()}))

    def plain_text(self, name: str, /, **values: object) -> str:
        """Return a text for where HTML is not read: buttons, alerts, commands."""
        return html.unescape(self(name, **values))


class Texts:
    """All languages of one folder."""

    def __init__(self, locale: Path = LOCALE) -> None:
        self._bundles = {language: _bundle(locale / language, language) for language in LANGUAGES}
        self._speech = {language: Speech(language, self._finder(language)) for language in LANGUAGES}

    def speech(self, language: str | None) -> Speech:
        """Return a language; Indonesian for one there is none of."""
        return self._speech.get(language or REFERENCE, self._speech[REFERENCE])

    def every(self, name: str) -> set[str]:
        """Return a text in all languages, plain: what somebody may type for one button."""
        return {speech.plain_text(name) for speech in self._speech.values()}

    def _finder(self, language: str) -> Callable[[str, Mapping[str, Any]], str]:
        order = [self._bundles[language], self._bundles[REFERENCE]]

        def find(name: str, values: Mapping[str, Any]) -> str:
            for bundle in order:
                if not bundle.has_message(name):
                    continue
                pattern = bundle.get_message(name).value
                if pattern is None:
                    continue
                given, long = _marked(values)
                text, errors = bundle.format_pattern(pattern, given)
                if errors:
                    raise UnknownText(f"{name}: {errors[0]}")
                return _filled(str(text), long) if long else str(text)
            raise UnknownText(name)

        return find


@cache
def all_texts() -> Texts:
    """Return the product's own texts; they are read once a process."""
    return Texts()


def _bundle(folder: Path, language: str) -> FluentBundle:
    # Isolation marks around every value would show as boxes on old phones.
    bundle = FluentBundle([language], use_isolating=False)
    for file in sorted(folder.glob("*.ftl")):
        bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle


def _marked(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values with a mark for each one that Fluent would not take for its length, and what the marks mean."""
    given, long = dict(values), {}
    for number, (name, value) in enumerate(values.items()):
        if isinstance(value, str) and len(value) > LONGEST_VALUE:
            given[name], long[str(number)] = f"\ue000{number}\ue001", value
    return given, long


def _filled(text: str, long: Mapping[str, str]) -> str:
    """Return a text with the long values in the places of their marks."""
    return _MARK.sub(lambda found: long.get(found[1], found[0]), text)


def _is_small(value: object) -> bool:
    """Tell whether a value is a number or a short text, of a type that says all there is in it."""
    return type(value) is int or (type(value) in (str, Markup) and len(str(value)) <= SHORT)


def _escaped(value: object) -> object:
    """Return a value as Fluent takes it; numbers go in as text, so that a year is not written 2.026."""
    if isinstance(value, Markup):
        return str(value)
    return html.escape(str(value), quote=False)
