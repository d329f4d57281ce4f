"""The ways between the steps: on to what is still open, back, and back to sense after a change of the configuration."""

from dataclasses import replace

from reports.filing.context import FormContext
from reports.filing.draft import Draft, Picker, StepKey
from reports.filing.steps import STEPS, rules_at, step_at
from reports.filing.steps.step import Step

_REPAIRS = tuple(row.repaired for row in STEPS if row.repaired is not None)


def next_unfilled(draft: Draft, context: FormContext) -> Step:
    """Return the first step that still has to be asked; the summary when there is none."""
    return next(row for row in STEPS if row.applies(draft, context) and not row.filled(draft, context))


def opened(draft: Draft, row: Step) -> Draft:
    """Return the draft on the first screen of a step, its list at the beginning."""
    return replace(draft, screen=row.opens(draft), picker=Picker())


def onward(draft: Draft, context: FormContext) -> Draft:
    """Return the draft on what still has to be asked. An edit ends here: with nothing open, in the summary."""
    row = next_unfilled(draft, context)
    return replace(draft, editing=None, screen=row.opens(draft), picker=Picker())


def backward(draft: Draft, context: FormContext) -> Draft | None:
    """Return the draft one screen back: out of a list, out of an edit, to the step before; None at the very first."""
    here = step_at(draft)
    came_from = rules_at(draft).opened_from
    if came_from is not None:
        return replace(draft, screen=came_from, picker=Picker())
    if draft.screen is not here.opens(draft):
        return opened(draft, here)
    if draft.editing is not None:
        return onward(draft, context)
    before = [row for row in STEPS[: STEPS.index(here)] if row.applies(draft, context)]
    return opened(draft, before[-1]) if before else None


def repaired(draft: Draft, context: FormContext) -> Draft:
    """Return the draft fit for this configuration: it may have been written under another one.

    Each step drops what no longer exists and leaves screens that lived on it. No step stands that does not apply, and
    the summary only of a complete draft.
    """
    for repair in _REPAIRS:
        draft = repair(draft, context)
    here = step_at(draft)
    is_due = next_unfilled(draft, context) is here if here.key is StepKey.SUMMARY else here.applies(draft, context)
    return draft if is_due else onward(draft, context)
