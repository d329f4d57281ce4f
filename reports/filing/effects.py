"""What a step's result does to the draft that stood: which message answered, which question is asked next."""

from dataclasses import replace

from reports.filing.draft import Draft
from reports.filing.outcomes import Cancelled, Done, Effect, Problem
from reports.filing.steps import step, step_at
from reports.filing.steps.step import Acted, Answered, Opens, Passed, Stays, noted
from reports.filing.walk import opened


def effect_of(draft: Draft, result: Acted, message: int | None) -> Effect | Done | Cancelled:
    """Return the effect of a result on the draft for which it was given; `message` holds the answer, if one does."""
    match result:
        case Answered():
            return Effect(noted(result.draft, step_at(draft).screens, draft.screen, message), goes_on=True)
        case Passed():
            return Effect(result.draft, goes_on=True)
        case Opens():
            return Effect(opened(replace(draft, overlay=None, editing=result.key), step(result.key)))
        case Problem():
            return Effect(draft, problem=result)
        case Done() | Cancelled():
            return result
        case Stays():
            return Effect(result.draft, notice=result.notice)
