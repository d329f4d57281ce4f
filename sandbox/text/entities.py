"""Entities: the parts of a text that Telegram marks, with offsets in UTF-16 code units."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Any

from sandbox.support.errors import ApiError, bad_request
from sandbox.support.events import Json

# What clients and servers find in plain text by themselves. A command counts only where a word could begin.
_FOUND = re.compile(
    r"(?P<url>(?:https?://|tg://)[^\s<>\"]+|(?<![\w@/.])(?:[a-z0-9-]+\.)+(?:com|org|net|id|me|io|dev|info|gov)\b(?:/[^\s<>\"]*)?)"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w@])@[A-Za-z0-9_]{3,32}\b)"
    r"|(?P<hashtag>(?<!\w)#\w{1,256})",
    re.IGNORECASE,
)
_USER_LINK = re.compile(r"tg://user\?id=(\d{1,15})\Z")
_GIVABLE = frozenset(
    [
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    ]
)
# Telegram finds these by itself: given ones are passed over.
_FOUND_TYPES = frozenset(
    ["mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"]
)
_DOTTED = re.compile(r"\w\.\w")


def utf16_length(text: str) -> int:
    """The length of a text in UTF-16 code units, as Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of a text that starts at `offset` and is `length` UTF-16 code units long."""
    if text.isascii():
        return text[offset : offset + length]
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


# td misc.cpp, clean_input_string: what is never part of a message, and what becomes a space.
_ODD = re.compile("[\x00-\x09\x0b-\x1f\u2028-\u202e\u0333\u033f\u030a]")
_DROPPED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
# telegram-bot-api Client.cpp, get_formatted_text, in bytes.
SOURCE_LIMIT = 1 << 15


def is_plain(args: Json) -> bool:
    """Whether a call's text surely has no entities, so that none need be looked for, and nothing to be cleaned."""
    text = args["text"]
    if "parse_mode" in args or "entities" in args or len(text) > SOURCE_LIMIT // 4:
        return False
    return not _marked(text) and ((text.isascii() and text.isprintable()) or _ODD.search(text) is None)


def cleaned(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """A text without what Telegram takes out of every text, and its entities moved along."""
    if _ODD.search(text) is None:
        return text, entities
    gone = [utf16_length(text[: match.start()]) for match in _DROPPED.finditer(text)]
    text = _ODD.sub(lambda match: "" if _DROPPED.match(match.group()) else " ", text)
    kept = []
    for entity in entities:
        start = entity["offset"] - bisect_left(gone, entity["offset"])
        end = entity["offset"] + entity["length"]
        end -= bisect_left(gone, end)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return text, kept


def _marked(text: str) -> bool:
    """Whether a text has anything that an entity found in it would need."""
    return "/" in text or "@" in text or "#" in text or ("." in text and _DOTTED.search(text) is not None)


def found_in(text: str) -> list[Json]:
    """Commands, links, mentions, hashtags and e-mail addresses that Telegram marks by itself."""
    if not _marked(text):
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


def unparsable(text: str) -> ApiError:
    return bad_request(f"can't parse entities: {text}")


def byte_offset(text: str, place: int) -> int:
    """Where a place lies in bytes of UTF-8, as Telegram counts in its refusals."""
    return len(text[:place].encode())


def link_entity(address: str) -> Json | None:
    """The type and target of an entity that links to `address`; None when Telegram makes no link of it."""
    address = address.strip()
    user = _USER_LINK.match(address)
    if user is not None:
        return {"type": "text_mention", "user": {"id": int(user.group(1)), "is_bot": False, "first_name": "?"}}
    scheme, mark, rest = address.partition("://")
    if mark and scheme.lower() not in ("http", "https", "tg", "ton", "tonsite"):
        return None
    host = re.split(r"[/?#]", rest if mark else address, maxsplit=1)[0]
    if not host or any(c.isspace() for c in host):
        return None
    if scheme.lower() not in ("tg", "ton") and "." not in host and not host.startswith("localhost"):
        return None
    bare = mark and not re.search(r"[/?#]", rest)
    full = address if mark else f"http://{address}"
    return {"type": "text_link", "url": f"{full}/" if bare or (not mark and host == address) else full}


def checked(text: str, entities: list[Json]) -> list[Json]:
    """Entities that a call gives itself, as far as they fit the text. Raises ApiError 400."""
    total = utf16_length(text)
    astral = not text.isascii()
    units = text.encode("utf-16-le") if astral else b""
    kept = []
    for entity in entities:
        if entity["type"] not in _GIVABLE and entity["type"] not in _FOUND_TYPES:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        offset, length = entity["offset"], entity["length"]
        if not 0 <= offset <= 1_000_000:
            raise bad_request(f"receive an entity with incorrect offset {offset}")
        if not 0 <= length <= 1_000_000:
            raise bad_request(f"receive an entity with incorrect length {length}")
        if offset + length > total:
            raise bad_request(
                f"entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {total}"
            )
        for where, place in (("begins", offset), ("ends", offset + length)):
            # The second half of a surrogate pair cannot begin anything.
            if astral and place < total and 0xDC <= units[2 * place + 1] <= 0xDF:
                raise bad_request(f"entity {where} in a middle of a UTF-16 symbol at UTF-16 offset {place}")
        # What Telegram finds by itself cannot be given, and an empty entity is none.
        if length > 0 and entity["type"] in _GIVABLE:
            kept.append({key: value for key, value in entity.items() if value is not None})
    return kept


def mentioned(text: str, entities: list[Json]) -> set[Any]:
    """Usernames (without @, lower case) and ids of the people that a text mentions."""
    names: set[Any] = set()
    for entity in entities:
        if entity["type"] == "mention":
            names.add(utf16_slice(text, entity["offset"], entity["length"])[1:].lower())
        elif entity["type"] == "text_mention":
            names.add(entity["user"]["id"])
    return names
