"""MarkdownV2 and the legacy Markdown as `parse_mode` takes them: https://core.telegram.org/bots/api#markdownv2-style.

What is refused, and in which words, follows tdlib's MessageEntity.cpp (parse_markdown_v2 and parse_markdown).
"""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.support.events import Json
from sandbox.text.entities import byte_offset, link_entity, unparsable

_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
# How Telegram names an entity whose end it cannot find.
_NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
    "blockquote": "BlockQuote",
}
_MARKERS = {
    "*": "bold",
    "_": "italic",
    "__": "underline",
    "~": "strikethrough",
    "||": "spoiler",
    "`": "code",
    "```": "pre",
    "[": "text_link",
    "![": "custom_emoji",
}
_ENDS = {kind: marker for marker, kind in _MARKERS.items()} | {"text_link": "]", "custom_emoji": "]"}


@dataclass(slots=True)
class _Open:
    kind: str
    start: int
    begun_at: int
    piece: int
    language: str = ""


def _width(character: str) -> int:
    return 2 if ord(character) > 0xFFFF else 1


class _Parser:
    """Reads MarkdownV2 from left to right; offsets of entities are in UTF-16 code units."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.out: list[str] = []
        self.entities: list[Json] = []
        self._length = 0
        self._place = 0
        self._stack: list[_Open] = []
        self._quote: _Open | None = None

    def run(self) -> None:
        source = self.source
        while self._place < len(source):
            character = source[self._place]
            if character == "\\" and self._place + 1 < len(source) and 0 < ord(source[self._place + 1]) <= 126:
                self._put(source[self._place + 1])
                self._place += 2
            elif character == "\n":
                self._new_line()
            elif self._inside_code():
                self._code(character)
            elif character in _RESERVED:
                self._marker(character)
            else:
                self._put(character)
                self._place += 1
        self._finish()

    def _put(self, character: str) -> None:
        self.out.append(character)
        self._length += _width(character)

    def _inside_code(self) -> bool:
        return bool(self._stack) and self._stack[-1].kind in ("code", "pre")

    def _code(self, character: str) -> None:
        end = _ENDS[self._stack[-1].kind]
        if self.source.startswith(end, self._place):
            self._close(len(end))
        elif character == "`":
            raise self._reserved("`")
        else:
            self._put(character)
            self._place += 1

    def _reserved(self, character: str) -> Exception:
        return unparsable(f"Character '{character}' is reserved and must be escaped with the preceding '\\'")

    def _unended(self, opened: _Open) -> Exception:
        at = byte_offset(self.source, opened.begun_at)
        name = "PreCode" if opened.language else _NAMES[opened.kind]
        return unparsable(f"Can't find end of {name} entity at byte offset {at}")

    def _new_line(self) -> None:
        goes_on = self.source.startswith((">", "**>"), self._place + 1)
        if self._quote is not None and not goes_on:
            if self._stack:
                raise self._unended(self._stack[-1])
            self._end_quote()
        self._put("\n")
        self._place += 1

    def _marker(self, character: str) -> None:
        source, place = self.source, self._place
        if character == ">" or (self._line_begins() and source.startswith("**>", place)):
            self._begin_quote(character)
            return
        top = self._stack[-1] if self._stack else None
        if top is not None and self._ends(top, place):
            self._close(len(_ENDS[top.kind]))
            return
        if self._quote is not None and source.startswith("||", place) and source[place + 2 : place + 3] in ("", "\n"):
            self._quote.kind = "expandable_blockquote"
            self._place += 2
            return
        for marker in ("```", "__", "||", "![", character):
            if source.startswith(marker, place) and marker in _MARKERS:
                self._open(_MARKERS[marker], marker)
                return
        raise self._reserved(character)

    def _ends(self, top: _Open, place: int) -> bool:
        end = _ENDS[top.kind]
        if top.kind == "italic":
            return self.source.startswith("_", place) and not self.source.startswith("__", place)
        return self.source.startswith(end, place)

    def _line_begins(self) -> bool:
        return self._place == 0 or self.source[self._place - 1] == "\n"

    def _begin_quote(self, character: str) -> None:
        if not self._line_begins():
            raise self._reserved(character)
        fresh = self.source.startswith("**>", self._place)
        if fresh and self._quote is not None:
            self._end_quote()
        if self._quote is None:
            self._quote = _Open("blockquote", self._length, self._place, len(self.out))
        self._place += 3 if fresh else 1

    def _end_quote(self) -> None:
        quote, self._quote = self._quote, None
        if quote is not None and self._length > quote.start:
            self.entities.append({"type": quote.kind, "offset": quote.start, "length": self._length - quote.start})

    def _open(self, kind: str, marker: str) -> None:
        source = self.source
        opened = _Open(kind, self._length, self._place, len(self.out))
        self._place += len(marker)
        if kind == "pre":
            end = self._place
            while end < len(source) and not source[end].isspace() and source[end] != "`":
                end += 1
            if end > self._place and end < len(source) and source[end] != "`":
                opened.language = source[self._place : end]
                self._place = end
            # One line break after the opening mark belongs to the mark.
            if source.startswith(("\r\n", "\n\r"), self._place):
                self._place += 2
            elif source.startswith(("\n", "\r"), self._place):
                self._place += 1
        self._stack.append(opened)

    def _close(self, width: int) -> None:
        opened = self._stack.pop()
        self._place += width
        entity: Json = {"type": opened.kind, "offset": opened.start, "length": self._length - opened.start}
        if opened.kind == "text_link":
            address = self._address("a URL") if self.source.startswith("(", self._place) else None
            link = link_entity("".join(self.out[opened.piece :]) if address is None else address)
            if link is None:
                return
            entity |= link
        elif opened.kind == "custom_emoji":
            if not self.source.startswith("(", self._place):
                raise unparsable("Custom emoji entity must contain a tg://emoji URL")
            address = self._address("a custom emoji URL")
            emoji_id = address.removeprefix("tg://emoji?id=")
            if emoji_id == address or not emoji_id.isdigit():
                raise unparsable("Custom emoji URL must have scheme tg and an emoji identifier")
            entity["custom_emoji_id"] = emoji_id
        elif opened.language:
            entity["language"] = opened.language
        if entity["length"] > 0:
            self.entities.append(entity)

    def _address(self, what: str) -> str:
        source, begun = self.source, self._place + 1
        place, address = begun, ""
        while place < len(source) and source[place] != ")":
            if source[place] == "\\" and place + 1 < len(source) and 0 < ord(source[place + 1]) <= 126:
                place += 1
            address += source[place]
            place += 1
        if place >= len(source):
            raise unparsable(f"Can't find end of {what} at byte offset {byte_offset(source, begun)}")
        self._place = place + 1
        return address

    def _finish(self) -> None:
        if self._stack:
            raise self._unended(self._stack[-1])
        self._end_quote()
        self.entities.sort(key=lambda e: (e["offset"], -e["length"]))


def parse_markdown_v2(source: str) -> tuple[str, list[Json]]:
    """Return the text without its marks, and the entities that they made. Raises ApiError 400 in Telegram's words."""
    parser = _Parser(source)
    parser.run()
    return "".join(parser.out), parser.entities


def parse_markdown(source: str) -> tuple[str, list[Json]]:
    """The same for the legacy Markdown: no nesting, and only `_`, `*`, a backtick and `[` can be escaped."""
    out: list[str] = []
    entities: list[Json] = []
    length = place = 0
    while place < len(source):
        character = source[place]
        if character == "\\" and source[place + 1 : place + 2] in ("_", "*", "`", "["):
            out.append(source[place + 1])
            length += 1
            place += 2
            continue
        if character not in "_*`[":
            out.append(character)
            length += _width(character)
            place += 1
            continue
        begun = place
        marker = "```" if source.startswith("```", place) else character
        end = source.find("]" if marker == "[" else marker, place + len(marker))
        if end < 0:
            raise unparsable(f"Can't find end of the entity starting at byte offset {byte_offset(source, begun)}")
        inner = source[place + len(marker) : end]
        entity: Json | None = {"type": _MARKERS[marker]}
        place = end + len(marker)
        if marker == "[":
            address = inner
            if source.startswith("(", place):
                close = source.find(")", place)
                close = len(source) if close < 0 else close
                address, place = source[place + 1 : close], close + 1
            entity = link_entity(address)
        elif marker == "```":
            language, mark, rest = inner.partition("\n")
            if mark and language and not any(c.isspace() for c in language):
                entity, inner = {"type": "pre", "language": language}, rest
            else:
                inner = inner.removeprefix("\n")
        width = sum(map(_width, inner))
        if entity is not None and width:
            entities.append({**entity, "offset": length, "length": width})
        out.append(inner)
        length += width
    return "".join(out), entities
