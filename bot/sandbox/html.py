"""HTML as `parse_mode` takes it: https://core.telegram.org/bots/api#html-style."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.sandbox.entities import utf16_length
from bot.sandbox.errors import bad_request
from bot.sandbox.events import Json

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(lt|gt|amp|quot));?")
_NAME = re.compile(r"[A-Za-z0-9-]+")
_ATTRIBUTE = re.compile(r"\s+([A-Za-z0-9-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9.-]+)))?")


@dataclass(slots=True)
class _Open:
    name: str
    start: int
    attributes: dict[str, str] = field(default_factory=dict)


def _decoded(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        hexadecimal, decimal, name = match.groups()
        if name:
            return _NAMED[name]
        code = int(hexadecimal, 16) if hexadecimal else int(decimal)
        valid = 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF
        return chr(code) if valid else match.group()

    return _REFERENCE.sub(character, text) if "&" in text else text


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Return the text without its tags, and the entities that the tags made.

    Raises ApiError 400 with Telegram's words and the byte offset of what is wrong.
    """
    if "<" not in source:
        return _decoded(source), []
    out: list[str] = []
    length = 0
    stack: list[_Open] = []
    entities: list[Json] = []
    place = 0
    while place < len(source):
        mark = source.find("<", place)
        if mark < 0:
            mark = len(source)
        piece = _decoded(source[place:mark])
        out.append(piece)
        length += utf16_length(piece)
        if mark == len(source):
            break
        if source.startswith("</", mark):
            place = _close(source, mark, stack, entities, length)
        else:
            opened, place = _opened(source, mark, length)
            stack.append(opened)
    if stack:
        raise _wrong(f'Can\'t find end tag corresponding to start tag "{stack[-1].name}"')
    entities.sort(key=lambda e: (e["offset"], -e["length"]))
    return "".join(out), entities


def _wrong(text: str) -> Exception:
    return bad_request(f"can't parse entities: {text}")


def _byte(source: str, place: int) -> int:
    return len(source[:place].encode())


def _opened(source: str, mark: int, length: int) -> tuple[_Open, int]:
    match = _NAME.match(source, mark + 1)
    name = match.group().lower() if match is not None else ""
    if match is None or name not in _TAGS:
        raise _wrong(f'Unsupported start tag "{name}" at byte offset {_byte(source, mark)}')
    place = match.end()
    attributes: dict[str, str] = {}
    while (attribute := _ATTRIBUTE.match(source, place)) is not None:
        value = next((group for group in attribute.groups()[1:] if group is not None), "")
        attributes[attribute.group(1).lower()] = _decoded(value)
        place = attribute.end()
    while source.startswith((" ", "\n", "\t"), place):
        place += 1
    if not source.startswith(">", place):
        if place >= len(source):
            raise _wrong(f'Unclosed start tag "{name}" at byte offset {_byte(source, mark)}')
        raise _wrong(f'Unexpected character in the start tag "{name}" at byte offset {_byte(source, place)}')
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise _wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {_byte(source, mark)}')
    return _Open(name, length, attributes), place + 1


def _close(source: str, mark: int, stack: list[_Open], entities: list[Json], length: int) -> int:
    end = source.find(">", mark)
    name = source[mark + 2 : end if end >= 0 else len(source)].strip().lower()
    offset = _byte(source, mark)
    if not stack:
        raise _wrong(f"Unexpected end tag at byte offset {offset}")
    if end < 0:
        raise _wrong(f"Unclosed end tag at byte offset {offset}")
    opened = stack.pop()
    # Telegram lets `</>` close whatever is open.
    if name and name != opened.name:
        raise _wrong(f'Unmatched end tag at byte offset {offset}, expected "</{opened.name}>", found "</{name}>"')
    entity = _entity(opened, length, nested=bool(stack) and stack[-1].name == "pre")
    if entity is not None and entity["length"] > 0:
        inner = entities[-1] if entities else None
        if opened.name == "pre" and inner is not None and inner.pop("in_pre", False):
            if (inner["offset"], inner["length"]) == (entity["offset"], entity["length"]) and "language" in inner:
                entity["language"] = inner["language"]
            entities.pop()
        entities.append(entity)
    return end + 1


def _entity(opened: _Open, length: int, *, nested: bool) -> Json | None:
    entity: Json = {"type": _TAGS[opened.name], "offset": opened.start, "length": length - opened.start}
    if opened.name == "a":
        url = opened.attributes.get("href", "")
        if not url:
            return None
        if url.startswith("tg://user?id=") and url[13:].isdigit():
            return {**entity, "type": "text_mention", "user": {"id": int(url[13:])}}
        entity["url"] = url if "://" in url or url.startswith(("mailto:", "tel:")) else f"http://{url}/"
    elif opened.name == "code" and nested:
        entity["in_pre"] = True
        if opened.attributes.get("class", "").startswith("language-"):
            entity["language"] = opened.attributes["class"][9:]
    elif opened.name == "tg-emoji":
        entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
    elif opened.name == "blockquote" and "expandable" in opened.attributes:
        entity["type"] = "expandable_blockquote"
    return entity
