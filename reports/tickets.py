"""Tickets: the numbers by which people name a report, and how a mistyped one is noticed.

A ticket is `TBN-26-000042-X`: the regency's prefix, the year, the running number of that year, and a check character
(ISO 7064 MOD 37,36 over all that stands before it, hyphens removed). The check catches every single wrong character.
Of neighbouring digits swapped it catches all but about 1 in 180: digits that differ by one, in 1 of 36 positions of
the sum (a property of the standard), so a ticket alone never opens what only its reporter may read.
"""

import re

from stdnum.iso7064 import mod_37_36

from reports.errors import NotATicket, WrongCheckCharacter
from reports.visible_text import visible

PREFIX_FORM = re.compile(r"[A-Z]{2,6}")
"""What a ticket prefix looks like; letters only, so that where the year begins is never in doubt."""

SEQUENCE_DIGITS = 6
"""A shorter running number is filled up with zeros; a longer one makes the ticket longer."""

MAX_SEQUENCE_DIGITS = 12
"""Far beyond any regency; it bounds what a search in free text has to look at."""

_COMPACT = re.compile(
    rf"({PREFIX_FORM.pattern})([0-9]{{2}})"
    rf"([0-9]{{{SEQUENCE_DIGITS}}}|[1-9][0-9]{{{SEQUENCE_DIGITS},{MAX_SEQUENCE_DIGITS - 1}}})([0-9A-Z])"
)
_SEPARATORS = re.compile(r"[\s._/-]+")
_WRAPPING = "#()[]{}<>\"'“”‘’«»:;,.!?*`"
_IN_TEXT = re.compile(
    rf"(?<![0-9A-Z])({PREFIX_FORM.pattern})[ ._/-]{{0,3}}([0-9]{{2}})[ ._/-]{{0,3}}"
    rf"([0-9]{{{SEQUENCE_DIGITS},{MAX_SEQUENCE_DIGITS}}})[ ._/-]{{0,3}}([0-9A-Z])(?![0-9A-Z])"
)


def make(prefix: str, year: int, sequence: int) -> str:
    """Return the ticket of the `sequence`-th report of a year (2026 or 26) in the regency of that prefix.

    Raises ValueError for a prefix, year or sequence that no ticket can carry.
    """
    if not PREFIX_FORM.fullmatch(prefix):
        raise ValueError(f"a ticket prefix is two to six capital letters, not {prefix!r}")
    if year < 0 or sequence < 1 or len(str(sequence)) > MAX_SEQUENCE_DIGITS:
        raise ValueError(f"no ticket has year {year} and running number {sequence}")
    year_part = f"{year % 100:02d}"
    sequence_part = f"{sequence:0{SEQUENCE_DIGITS}d}"
    check = mod_37_36.calc_check_digit(f"{prefix}{year_part}{sequence_part}")
    return f"{prefix}-{year_part}-{sequence_part}-{check}"


def parse(text: str) -> str:
    """Return the ticket that somebody typed, in its one proper form.

    Small letters, missing or other hyphens, spaces, brackets and invisible characters are forgiven.
    Raises NotATicket if it does not look like one, WrongCheckCharacter if it does but the check character is wrong.
    """
    found = _COMPACT.fullmatch(_SEPARATORS.sub("", visible(text).strip(_WRAPPING + " \n\t")).upper())
    if found is None:
        raise NotATicket(f"{text[:40]!r} does not look like a ticket")
    prefix, year, sequence, check = found.groups()
    if not mod_37_36.is_valid(prefix + year + sequence + check):
        raise WrongCheckCharacter(f"the check character of {prefix}-{year}-{sequence}-{check} does not fit")
    return f"{prefix}-{year}-{sequence}-{check}"


def find(text: str) -> list[str]:
    """Return the valid tickets in a free text, in their proper form, each once, in the order they stand."""
    tickets: list[str] = []
    for found in _IN_TEXT.finditer(visible(text).upper()):
        try:
            ticket = parse("".join(found.groups()))
        except (NotATicket, WrongCheckCharacter):
            continue
        if ticket not in tickets:
            tickets.append(ticket)
    return tickets
