"""Formatted text: what people see of a call's text, from its markup or from the entities that it gives."""

from __future__ import annotations

from sandbox.support.errors import bad_request
from sandbox.support.events import Json
from sandbox.text.entities import SOURCE_LIMIT, checked, cleaned, merged
from sandbox.text.html import parse_html
from sandbox.text.markdown import parse_markdown, parse_markdown_v2

_PARSERS = {"html": parse_html, "markdownv2": parse_markdown_v2, "markdown": parse_markdown}


def formatted(text: str, parse_mode: str | None, entities: list[Json] | None) -> tuple[str, list[Json]]:
    """The text as people see it and its entities, from a call's text, `parse_mode` and entities.

    Raises ApiError 400 worded as Telegram words it.
    """
    if len(text) > SOURCE_LIMIT // 4 and len(text.encode()) > SOURCE_LIMIT:
        raise bad_request("text is too long")
    if parse_mode and parse_mode.lower() != "none" and text:
        text, given = parse(text, parse_mode)
    else:
        given = checked(text, entities) if entities else []
    text, given = cleaned(text, given)
    return text, merged(text, given)


def parse(text: str, parse_mode: str) -> tuple[str, list[Json]]:
    """Take the markup out of a text. Raises ApiError 400."""
    parser = _PARSERS.get(parse_mode.lower())
    if parser is None:
        raise bad_request("unsupported parse_mode")
    return parser(text)
