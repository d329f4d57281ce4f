"""HTML as `parse_mode` takes it: https://core.telegram.org/bots/api#html-style.

What is refused, and in which words, follows tdlib's MessageEntity.cpp (parse_html).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sandbox.support.events import Json
from sandbox.text.entities import byte_offset, link_entity, unparsable, utf16_length

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "disturbance": "strikethrough",
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
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(lt|gt|amp|quot)(?![A-Za-z]));?")
_NAME_END = re.compile(r"[\s>]")
_SPACE = re.compile(r"\s*")
_ATTRIBUTE_END = re.compile(r"[\s=>]")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
# The one attribute that stands without a value.
_BARE = "expandable"


@dataclass(slots=True)
class _Open:
    """A tag that waits for its end; `start` in UTF-16 units, `piece` where its text begins among the pieces."""

    name: str
    start: int
    piece: int
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
    parser = _Parser(source)
    parser.run()
    for entity in parser.entities:
        entity.pop("in_code", None)
    parser.entities.sort(key=lambda e: (e["offset"], -e["length"]))
    return "".join(parser.pieces), parser.entities


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.entities: list[Json] = []
        self._length = 0
        self._stack: list[_Open] = []

    def run(self) -> None:
        source, place = self.source, 0
        while place < len(source):
            mark = source.find("<", place)
            if mark < 0:
                mark = len(source)
            piece = _decoded(source[place:mark])
            self.pieces.append(piece)
            self._length += utf16_length(piece)
            if mark < len(source):
                place = self._close(mark) if source.startswith("</", mark) else self._open(mark)
            else:
                place = mark
        if self._stack:
            raise unparsable(f'Can\'t find end tag corresponding to start tag "{self._stack[-1].name}"')

    def _at(self, place: int) -> int:
        return byte_offset(self.source, place)

    def _skip(self, place: int) -> int:
        found = _SPACE.match(self.source, place)
        return found.end() if found is not None else place

    def _open(self, mark: int) -> int:
        source = self.source
        end = _NAME_END.search(source, mark + 1)
        if end is None:
            raise unparsable(f"Unclosed start tag at byte offset {self._at(mark)}")
        name = source[mark + 1 : end.start()].lower()
        if name not in _TAGS:
            raise unparsable(f'Unsupported start tag "{name}" at byte offset {self._at(mark)}')
        opened = _Open(name, self._length, len(self.pieces))
        place = self._skip(end.start())
        while not source.startswith(">", place):
            if place >= len(source):
                raise unparsable(f"Unclosed start tag at byte offset {self._at(mark)}")
            place = self._attribute(opened, mark, place)
        if name == "span" and opened.attributes.get("class") != "tg-spoiler":
            raise unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {self._at(mark)}')
        self._stack.append(opened)
        return place + 1

    def _attribute(self, opened: _Open, mark: int, place: int) -> int:
        source = self.source
        end = _ATTRIBUTE_END.search(source, place)
        if end is None:
            raise unparsable(f"Unclosed start tag at byte offset {self._at(mark)}")
        name = source[place : end.start()].lower()
        if not name:
            raise unparsable(f'Empty attribute name in the tag "{opened.name}" at byte offset {self._at(mark)}')
        place = self._skip(end.start())
        if not source.startswith("=", place):
            if opened.name == "blockquote" and name == _BARE:
                opened.attributes[name] = ""
                return place
            raise unparsable(
                f'Expected equal sign in declaration of an attribute of the tag "{opened.name}"'
                f" at byte offset {self._at(mark)}"
            )
        place = self._skip(place + 1)
        quote = source[place : place + 1]
        if quote in ("'", '"'):
            close = source.find(quote, place + 1)
            if close < 0:
                raise unparsable(f"Unclosed start tag at byte offset {self._at(mark)}")
            opened.attributes[name] = _decoded(source[place + 1 : close])
            return self._skip(close + 1)
        token = _TOKEN.match(source, place)
        stop = token.end() if token is not None else place
        if stop >= len(source):
            raise unparsable(f'Unclosed start tag "{opened.name}" at byte offset {self._at(mark)}')
        if not (source[stop].isspace() or source[stop] == ">"):
            raise unparsable(f"Unexpected end of name token at byte offset {self._at(place)}")
        opened.attributes[name] = source[place:stop].lower()
        return self._skip(stop)

    def _close(self, mark: int) -> int:
        source, offset = self.source, self._at(mark)
        if not self._stack:
            raise unparsable(f"Unexpected end tag at byte offset {offset}")
        end = _NAME_END.search(source, mark + 2)
        place = self._skip(end.start()) if end is not None else len(source)
        if end is None or not source.startswith(">", place):
            raise unparsable(f"Unclosed end tag at byte offset {offset}")
        name = source[mark + 2 : end.start()].lower()
        opened = self._stack.pop()
        # An end tag without a name closes whatever is open.
        if name and name != opened.name:
            raise unparsable(
                f'Unmatched end tag at byte offset {offset}, expected "</{opened.name}>", found "</{name}>"'
            )
        length = self._length - opened.start
        if length > 0:
            self._add(opened, length)
        return place + 1

    def _add(self, opened: _Open, length: int) -> None:
        entity: Json = {"type": _TAGS[opened.name], "offset": opened.start, "length": length}
        inner = self.entities[-1] if self.entities else {}
        if opened.name == "a":
            link = link_entity(opened.attributes.get("href") or "".join(self.pieces[opened.piece :]))
            if link is None:
                return
            entity |= link
        elif opened.name == "tg-emoji":
            emoji_id = opened.attributes.get("emoji-id", "")
            if not emoji_id.isdigit() or int(emoji_id) == 0:
                raise unparsable("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = emoji_id
        elif opened.name == "blockquote" and _BARE in opened.attributes:
            entity["type"] = "expandable_blockquote"
        elif opened.name in ("pre", "code"):
            # A language is told by a <code class="language-..."> that fills its <pre>, whichever is the outer one.
            language = opened.attributes.get("class", "").removeprefix("language-") if opened.name == "code" else ""
            same = (inner.get("offset"), inner.get("length")) == (opened.start, length)
            if same and inner.get("type") in ("pre", "code") and inner["type"] != opened.name:
                self.entities.pop()
                entity["type"] = "pre"
                language = language or inner.pop("in_code", "")
                if language:
                    entity["language"] = language
            elif language:
                entity["in_code"] = language
        self.entities.append(entity)
