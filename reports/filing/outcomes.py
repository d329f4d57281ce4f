"""What advancing gives: the next screen with what must be said on it, the end of the form, or what to look up first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from reports.filing.draft import Draft, ScreenKey, StepKey


class Reason(StrEnum):
    """Why an answer was not taken. The comment names the arguments that the wording gets; `field` is a StepKey."""

    NO_WORDS = "no_words"  # field, minimum
    TOO_SHORT = "too_short"  # field, minimum, count
    TOO_LONG = "too_long"  # field, limit, count, over
    NOT_IN_LIST = "not_in_list"
    CHOOSE = "choose"  # words where a file or a button is expected
    OUTSIDE_REGENCY = "outside_regency"  # regency
    LOCATION_BY_BUTTON = "location_by_button"
    TOO_MANY_ATTACHMENTS = "too_many_attachments"  # limit
    FILE_NOT_ACCEPTED = "file_not_accepted"  # name
    MISFIT = "misfit"  # kind
    CANNOT_SKIP = "cannot_skip"
    FIRST_QUESTION = "first_question"
    NOT_HERE = "not_here"  # action
    STALE = "stale"
    EDIT_UNCLEAR = "edit_unclear"  # field


class Remark(StrEnum):
    """What was done with an answer beyond going on."""

    ATTACHMENT_KEPT = "attachment_kept"  # count, left
    ATTACHMENT_KNOWN = "attachment_known"  # count, left
    ATTACHMENTS_CLEARED = "attachments_cleared"  # count
    PLACE_KEPT = "place_kept"
    UPDATED = "updated"  # field


Arguments = Mapping[str, str | int]
_NONE: Arguments = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Problem:
    """An answer that was not taken; nothing kept was changed by it."""

    reason: Reason
    args: Arguments = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something done on the side, to be said in one line."""

    remark: Remark
    args: Arguments = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True)
class Screen:
    """One question. `number` is the place of its step in "Langkah n dari 6"; problem, notice and emergency go above it."""

    key: ScreenKey
    step: StepKey
    number: int
    problem: Problem | None = None
    notice: Notice | None = None
    emergency: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The form goes on. `quiet`: the answer was taken, and nothing needs to be said (again).

    `amends`: the answer continues one that was answered before, so the question that stands is said anew in its place.
    """

    draft: Draft
    screen: Screen
    quiet: bool = False
    amends: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """The person sent the report: every step of the draft that applies is answered."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The person threw the draft away; with `restart` to begin a new one at once."""

    draft: Draft
    restart: bool = False


Outcome = Asked | Done | Cancelled


@dataclass(frozen=True, slots=True)
class Effect:
    """What an answer did to the draft, before the form goes on, with what is to be said about it.

    `goes_on`: the question that stood is answered or passed. `quiet` and `amends` as in Asked.
    """

    draft: Draft
    goes_on: bool = False
    problem: Problem | None = None
    notice: Notice | None = None
    quiet: bool = False
    amends: bool = False


@dataclass(frozen=True, slots=True)
class Lookup:
    """What is asked of the world outside the form; each kind is a frozen value of its own, in the file of its step."""


@dataclass(frozen=True, slots=True)
class NeedsLookup:
    """An answer was taken, but the form goes on only when `lookup` was looked up: give `resume` what was found.

    `before` is the draft before the answer, `effect` what the answer did to it, `looked_up` the kinds of look-ups that
    this answer needed already; each is needed at most once.
    """

    lookup: Lookup
    before: Draft
    effect: Effect
    looked_up: tuple[type[Lookup], ...] = ()

    @property
    def draft(self) -> Draft:
        """The draft with the answer in it."""
        return self.effect.draft
