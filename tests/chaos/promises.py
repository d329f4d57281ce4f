"""What people were promised: every word that the bot acknowledged, found again by a mark of its own."""

import itertools
import string
from dataclasses import dataclass, field
from enum import StrEnum

from sandbox import Person


class Kind(StrEnum):
    """What a word was."""

    REPORT = "report"
    ADDITION = "addition"
    AMENDMENT = "amendment"
    ANSWER = "answer"
    REOPENING = "reopening"
    REPLY = "reply"
    QUESTION = "question"
    RESOLUTION = "resolution"
    REASON = "reason"


FOR_REPORTERS = frozenset({Kind.REPLY, Kind.QUESTION, Kind.RESOLUTION, Kind.REASON})
"""Words of officers, which go to a private chat; all others go to a group."""


@dataclass(frozen=True, slots=True)
class Word:
    """One acknowledged text: `reporter` is whose report it is about."""

    kind: Kind
    mark: str
    ticket: str
    reporter: Person


@dataclass(slots=True)
class Promises:
    """The words that were acknowledged, in order, and what nobody could be brought to do in time."""

    words: list[Word] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def mark(self) -> str:
        """Return a word that no other text contains."""
        number, letters = next(self._numbers), ""
        for _ in range(4):
            number, rest = divmod(number, len(string.ascii_lowercase))
            letters = string.ascii_lowercase[rest] + letters
        return f"kode{letters}zq"

    def keep(self, kind: Kind, mark: str, ticket: str, reporter: Person) -> None:
        """Take note that a text was acknowledged."""
        self.words.append(Word(kind, mark, ticket, reporter))
