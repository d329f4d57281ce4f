"""What the buttons do that belong to no step: on, back, away, through the pages, and the two short questions."""

from dataclasses import replace

from reports.filing.actions import Action
from reports.filing.context import FormContext
from reports.filing.draft import Draft, ScreenKey
from reports.filing.outcomes import Cancelled, Problem, Reason
from reports.filing.steps import step_at
from reports.filing.steps.step import Act, Acted, Passed, Stays
from reports.filing.walk import backward


def _cancel(draft: Draft, value: str, context: FormContext) -> Acted:
    """Throw the draft away; once there is a story in it, only after asking."""
    return Stays(replace(draft, overlay=ScreenKey.CONFIRM_CANCEL)) if draft.story else Cancelled(draft)


def _back(draft: Draft, value: str, context: FormContext) -> Acted:
    before = backward(draft, context)
    return Problem(Reason.FIRST_QUESTION) if before is None else Stays(before)


def _go_on(draft: Draft, value: str, context: FormContext) -> Acted:
    """Keep what the question has already, or leave it out where that is allowed."""
    here = step_at(draft)
    if here.filled(draft, context):
        return Passed(draft)
    if here.skippable(draft, context):
        return Passed(replace(draft, passed=draft.passed | {here.key}))
    return Problem(Reason.CANNOT_SKIP)


def _turn_page(draft: Draft, value: str, context: FormContext) -> Acted:
    return Stays(replace(draft, picker=replace(draft.picker, page=int(value))))


WAYS: dict[Action, Act] = {
    Action.CANCEL: _cancel,
    Action.BACK: _back,
    Action.SKIP: _go_on,
    Action.NEXT: _go_on,
    Action.PREVIOUS_PAGE: _turn_page,
    Action.NEXT_PAGE: _turn_page,
    Action.CONFIRM_CANCEL: lambda draft, value, context: Cancelled(draft),
    Action.CONTINUE: lambda draft, value, context: Stays(draft),
    Action.START_OVER: lambda draft, value, context: Cancelled(draft, restart=True),
}
"""Where a step has an act of its own for one of these, that one is done."""
