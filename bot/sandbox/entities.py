"""Entities: the parts of a text that Telegram marks, with offsets in UTF-16 code units."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.events import Json

# What clients and servers find in plain text by themselves. A command counts only where a word could begin.
_FOUND = re.compile(
    r"(?P<url>(?:https?://|tg://)[^\s<>\"]+|(?<![\w@/.])(?:[a-z0-9-]+\.)+(?:com|org|net|id|me|io|dev|info|gov)\b(?:/[^\s<>\"]*)?)"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w@])@[A-Za-z0-9_]{3,32}\b)"
    r"|(?P<hashtag>(?<!\w)#\w{1,256})",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[/@#.:]")


def utf16_length(text: str) -> int:
    """The length of a text in UTF-16 code units, as Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of a text that starts at `offset` and is `length` UTF-16 code units long."""
    if text.isascii():
        return text[offset : offset + length]
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def found_in(text: str) -> list[Json]:
    """Commands, links, mentions, hashtags and e-mail addresses that Telegram marks by itself."""
    if not _MARKS.search(text):
        return []
    return [
        {
            "type": match.lastgroup,
            "offset": utf16_length(text[: match.start()]),
            "length": utf16_length(match.group()),
        }
        for match in _FOUND.finditer(text)
    ]


def merged(text: str, given: list[Json]) -> list[Json]:
    """Given entities together with those found in the text, where they do not lie inside a link or code."""
    closed = [
        (e["offset"], e["offset"] + e["length"])
        for e in given
        if e["type"] in ("text_link", "code", "pre", "text_mention")
    ]
    found = [e for e in found_in(text) if not any(a < e["offset"] + e["length"] and e["offset"] < b for a, b in closed)]
    return sorted([*given, *found], key=lambda e: (e["offset"], -e["length"]))


def formatted(text: str, parse_mode: str | None, entities: list[Json] | None) -> tuple[str, list[Json]]:
    """The text as people see it and its entities, from a call's text, `parse_mode` and entities.

    Raises ApiError 400 worded as Telegram words it.
    """
    if parse_mode:
        text, given = parse(text, parse_mode)
    else:
        given = [dict(e) for e in entities or ()]
    return text, merged(text, given)


def parse(text: str, parse_mode: str) -> tuple[str, list[Json]]:
    """Take the markup out of a text. Raises ApiError 400."""
    from bot.sandbox.html import parse_html

    mode = parse_mode.lower()
    if mode == "html":
        return parse_html(text)
    raise bad_request("unsupported parse_mode")


def mentioned(text: str, entities: list[Json]) -> set[Any]:
    """Usernames (without @, lower case) and ids of the people that a text mentions."""
    names: set[Any] = set()
    for entity in entities:
        if entity["type"] == "mention":
            names.add(utf16_slice(text, entity["offset"], entity["length"])[1:].lower())
        elif entity["type"] == "text_mention":
            names.add(entity["user"]["id"])
    return names
