"""What a step of the form declares about itself, and the results that its functions give."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from reports.filing.actions import Action
from reports.filing.buttons import Choice, Rows
from reports.filing.context import FormContext
from reports.filing.draft import Draft, Picker, ScreenKey, StepKey
from reports.filing.outcomes import Cancelled, Done, Lookup, Notice, Problem, Reason


@dataclass(frozen=True, slots=True)
class Answered:
    """The draft holds an answer to the question that stood; the form goes on to what is still open."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Passed:
    """The question is left as it is: it keeps the answer it had, or may do without. The form goes on."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Stays:
    """Something changed without an answer to the question; the screen that the draft names is shown."""

    draft: Draft
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Opens:
    """Another step is to be answered anew; the form comes back to the summary from it."""

    key: StepKey


Read = Answered | Stays | Problem
Acted = Read | Passed | Opens | Done | Cancelled

Rule = Callable[[Draft, FormContext], bool]
Reader = Callable[[Draft, str, FormContext], Read]
Act = Callable[[Draft, str, FormContext], Acted]
"""What a button does, given its value ("" where it has none)."""


def refuse_words(draft: Draft, text: str, context: FormContext) -> Read:
    """Refuse words where only a button's label or a file would do."""
    return Problem(Reason.CHOOSE)


@dataclass(frozen=True, slots=True)
class ScreenRules:
    """One screen of a step.

    `rows` are its own buttons. Below them stand its `ways` back, on and out; BACK and NEXT only while they lead anywhere.
    `typed` are choices understood when typed although no button of the page shown stands for them; `read` reads all
    other words. `also_takes` are ways that may be tapped here although another button has come in their place
    meanwhile. `opened_from` is the list of the same step that led here. `asks_location`: a keyboard that can send the
    person's location belongs to it. `tells_files`: it says which files there are.
    """

    rows: Callable[[Draft, FormContext], Rows] = lambda draft, context: []
    typed: Callable[[Draft, FormContext], Iterable[Choice]] = lambda draft, context: ()
    read: Reader = refuse_words
    ways: frozenset[Action] = frozenset({Action.BACK, Action.NEXT, Action.CANCEL})
    also_takes: frozenset[Action] = frozenset()
    opened_from: ScreenKey | None = None
    asks_location: bool = False
    tells_files: bool = False


@dataclass(frozen=True, slots=True)
class LookupRule:
    """What a step must have looked up once an answer was read, before the form goes on.

    `wanted(before, after, context)` compares the draft before and after the answer, whichever step was answered and
    however (said, under a photo, by an edit). `found(draft, findings, context)` puts what was found into the draft;
    its findings are None when the look-up failed.
    """

    kind: type[Lookup]
    wanted: Callable[[Draft, Draft, FormContext], Lookup | None]
    found: Callable[[Draft, Any, FormContext], Draft]


@dataclass(frozen=True, slots=True)
class Step:
    """One question of the form; all that is particular to it is in its own file.

    `opens` names its first screen. `applies`: it exists at all for this draft. `filled`: it need not be asked.
    `skippable`: it may be passed without an answer; `way_on` is the button for going on without a new answer, where that
    is not `Lanjut` over an answer and `Lewati` without.

    `acts` are what its buttons do. `reads_captions`: the words under a file are an answer to it. `edit` is the button
    of the edit menu that opens it again. When a message that answered it is edited, the message is read as it was then,
    with the list open that `picker_then` returns, and `reread(then, read)` joins the new answer with the old.

    `repaired` fits a draft that was written under another configuration.
    """

    key: StepKey
    opens: Callable[[Draft], ScreenKey]
    screens: Mapping[ScreenKey, ScreenRules]
    filled: Rule
    skippable: Rule = lambda draft, context: False
    applies: Rule = lambda draft, context: True
    way_on: Callable[[Draft], Action] | None = None
    acts: Mapping[Action, Act] = field(default_factory=dict)
    reads_captions: bool = False
    edit: Action | None = None
    picker_then: Callable[[Draft, ScreenKey], Picker] = lambda draft, screen: Picker()
    reread: Callable[[Draft, Draft], Draft] = lambda then, read: read
    lookup: LookupRule | None = None
    repaired: Callable[[Draft, FormContext], Draft] | None = None


def noted(draft: Draft, screens: Mapping[ScreenKey, ScreenRules], screen: ScreenKey, message: int | None) -> Draft:
    """Remember which message answered a screen, instead of the one that answered its step before.

    `screens` are those of the step; None for an answer that no message holds (a tap, a point).
    """
    rest = {other: where for other, where in draft.answered.items() if where not in screens}
    answered = rest if message is None else {**rest, message: screen}
    return replace(draft, answered=MappingProxyType(answered), refused_message=None)
