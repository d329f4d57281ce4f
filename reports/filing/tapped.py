"""Buttons: what a tap does, and the same button named in a message."""

from dataclasses import replace

from reports.filing.actions import Action
from reports.filing.answers import Tapped
from reports.filing.choices import offers
from reports.filing.context import FormContext
from reports.filing.draft import Draft
from reports.filing.effects import effect_of
from reports.filing.outcomes import Cancelled, Done, Effect, Problem, Reason
from reports.filing.steps import step_at
from reports.filing.ways import WAYS


def tap(draft: Draft, answer: Tapped, context: FormContext) -> Effect | Done | Cancelled:
    """Do what a tapped button does, unless it belongs to a screen that is gone."""
    if answer.revision != draft.revision or not offers(draft, answer.action, answer.value, context):
        return Effect(draft, problem=Problem(Reason.STALE))
    return press(draft, answer.action, answer.value, context)


def press(
    draft: Draft, action: Action, value: str | None, context: FormContext, message: int | None = None
) -> Effect | Done | Cancelled:
    """Do what a button does. It lifts a short question that lay over the form; `value` is one that was offered."""
    act = step_at(draft).acts.get(action) or WAYS.get(action)
    if act is None:
        return Effect(draft, problem=Problem(Reason.NOT_HERE, {"action": action}))
    lifted = draft if draft.overlay is None else replace(draft, overlay=None)
    return effect_of(draft, act(lifted, value or "", context), message)
