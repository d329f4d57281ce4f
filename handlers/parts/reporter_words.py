"""What a reporter wrote, as a group reads it: of a confidential report always covered, so that no notification shows it."""

import html

from handlers.texts import Markup
from handlers.wording import cut, quoted, spoiler
from storage.tables import Identity, Report

PIECE_UNITS = 3_000
"""UTF-16 units of people's words in one message; with the line above them it stays under Telegram's 4,096."""


def as_quotation(report: Report, words: str) -> Markup:
    """Return a reporter's words as a quotation of their own."""
    return spoiler(words) if report.identity is Identity.CONFIDENTIAL else quoted(words)


def in_line(report: Report, words: str) -> Markup:
    """Return a reporter's words within a line of ours."""
    return spoiler(words) if report.identity is Identity.CONFIDENTIAL else Markup(html.escape(words, quote=False))


def pieces(words: str, units: int = PIECE_UNITS) -> list[str]:
    """Return words in as many pieces as messages are needed for them; at least one, be it empty."""
    first, rest = cut(words, units)
    found = [first]
    while rest:
        piece, rest = cut(rest, units)
        found.append(piece)
    return found
