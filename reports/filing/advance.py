"""Advancing: one answer taken, one screen given. The whole walk through the form is in these functions."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from reports.filing.answers import Answer, Edited, Misfit, Pointed, Said, Sent, Tapped
from reports.filing.context import FormContext
from reports.filing.draft import Draft, ScreenKey
from reports.filing.edited import edit
from reports.filing.effects import effect_of
from reports.filing.keep_file import keep_file
from reports.filing.outcomes import (
    Asked,
    Cancelled,
    Done,
    Effect,
    Lookup,
    NeedsLookup,
    Outcome,
    Problem,
    Reason,
    Screen,
)
from reports.filing.read_words import read_words
from reports.filing.steps import STEPS, number_of, step_at
from reports.filing.steps.place import pointed
from reports.filing.tapped import tap
from reports.filing.walk import onward, repaired

_LOOKUPS = {rule.kind: rule for row in STEPS if (rule := row.lookup) is not None}


def advance(draft: Draft, answer: Answer, context: FormContext) -> Outcome | NeedsLookup:
    """Return where an answer leads: the next question (or the same, with the reason), or the end of the form.

    Where something must be looked up first, that is returned, to be gone on with by `resume`. Never raises for anything
    a person can do. The draft given is not changed.
    """
    before = repaired(draft, context)
    return _concluded(before, _effect(before, answer, context), context, ())


def resume(needed: NeedsLookup, findings: Any, context: FormContext) -> Outcome | NeedsLookup:
    """Go on with what was found (None: the look-up failed). Another look-up may be needed, but none of the same kind."""
    kind = type(needed.lookup)
    effect = replace(needed.effect, draft=_LOOKUPS[kind].found(needed.draft, findings, context))
    return _concluded(needed.before, effect, context, (*needed.looked_up, kind))


def current(draft: Draft, context: FormContext) -> Asked:
    """Return the question that stands, to be shown (again)."""
    draft = repaired(draft, context)
    return Asked(draft, _screen(draft, Effect(draft)))


def interrupt(draft: Draft, context: FormContext) -> Asked:
    """Ask whether to go on with this draft or begin anew: its person came in by the front door again.

    A draft with nothing in it is simply shown.
    """
    before = repaired(draft, context)
    after = before if before.is_empty else replace(before, overlay=ScreenKey.RESUME)
    return current(_revised(before, after), context)


def _effect(draft: Draft, answer: Answer, context: FormContext) -> Effect | Done | Cancelled:
    match answer:
        case Said():
            return read_words(draft, answer.text, answer.message_id, context)
        case Tapped():
            return tap(draft, answer, context)
        case Sent():
            return keep_file(draft, answer, context)
        case Pointed():
            return effect_of(draft, pointed(draft, answer, context), None)
        case Edited():
            return edit(draft, answer.answer, context)
        case Misfit():
            return Effect(draft, problem=Problem(Reason.MISFIT, {"kind": answer.kind}))


def _concluded(
    before: Draft, effect: Effect | Done | Cancelled, context: FormContext, looked_up: tuple[type[Lookup], ...]
) -> Outcome | NeedsLookup:
    if not isinstance(effect, Effect):
        return effect
    if (lookup := _wanted(before, effect.draft, context, looked_up)) is not None:
        return NeedsLookup(lookup, before, effect, looked_up)
    after = effect.draft
    if effect.goes_on:
        after = onward(after, context)
    elif after is not before:
        after = repaired(after, context)
    after, emergency = _alarmed(before, after, context)
    after = _revised(before, after)
    said_already = emergency is None
    screen = _screen(after, effect, emergency)
    return Asked(after, screen, effect.quiet and said_already, effect.amends and said_already)


def _wanted(before: Draft, after: Draft, context: FormContext, looked_up: Collection[type[Lookup]]) -> Lookup | None:
    """Return what a step wants to have looked up; each kind is looked up once an answer, so their number is bounded."""
    for kind, rule in _LOOKUPS.items():
        if kind not in looked_up and (lookup := rule.wanted(before, after, context)) is not None:
            return lookup
    return None


def _screen(draft: Draft, effect: Effect, emergency: str | None = None) -> Screen:
    key = step_at(draft).key
    return Screen(draft.shown, key, number_of(key), effect.problem, effect.notice, emergency)


def _alarmed(before: Draft, after: Draft, context: FormContext) -> tuple[Draft, str | None]:
    """Recognise danger in a new story: whom to call is said once, before anything else is asked."""
    story = after.whole_story
    if not story or story == before.whole_story or after.emergency_shown:
        return after, None
    emergency = context.emergency(story)
    if emergency is None:
        return after, None
    return replace(after, emergency_shown=True), emergency.say


def _revised(before: Draft, after: Draft) -> Draft:
    """Let the revision grow when the buttons shown before may no longer mean what they say."""
    return replace(after, revision=before.revision + 1) if before.buttons_mean != after.buttons_mean else after
