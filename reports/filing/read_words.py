"""Words: a choice by its label or number, a control, or the answer itself."""

from dataclasses import replace

from reports.filing.actions import Action, control_in
from reports.filing.choices import typed
from reports.filing.context import FormContext
from reports.filing.draft import Draft
from reports.filing.effects import effect_of
from reports.filing.outcomes import Cancelled, Done, Effect, Problem, Reason
from reports.filing.steps import rules_at
from reports.filing.tapped import press


def read_words(draft: Draft, text: str, message: int | None, context: FormContext) -> Effect | Done | Cancelled:
    """Take words as what they name, or as the answer to the question that stands."""
    if choice := typed(draft, text, context):
        return press(draft, choice.action, choice.value, context, message)
    if control := control_in(text, context.labels):
        lifts = draft.overlay is not None and control is Action.BACK
        return press(draft, Action.CONTINUE if lifts else control, None, context)
    if draft.overlay:
        # Whoever simply answers the question beneath has decided to go on.
        beneath = read_words(replace(draft, overlay=None), text, message, context)
        refused = isinstance(beneath, Effect) and beneath.problem is not None
        return Effect(draft, problem=Problem(Reason.CHOOSE)) if refused else beneath
    read = rules_at(draft).read(draft, text, context)
    if isinstance(read, Problem):
        # The message is remembered: edited, it may yet become the answer.
        return Effect(replace(draft, refused_message=message) if message is not None else draft, problem=read)
    return effect_of(draft, read, message)
