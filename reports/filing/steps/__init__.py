"""The steps of the form in their order. A step that only applies to some drafts is one more file and one more name here."""

from reports.filing.draft import Draft, ScreenKey, StepKey
from reports.filing.steps.attachments import ATTACHMENTS
from reports.filing.steps.category import CATEGORY
from reports.filing.steps.identity import IDENTITY
from reports.filing.steps.place import PLACE
from reports.filing.steps.step import ScreenRules, Step
from reports.filing.steps.story import STORY
from reports.filing.steps.summary import summary_of

QUESTIONS: tuple[Step, ...] = (STORY, CATEGORY, PLACE, ATTACHMENTS, IDENTITY)
STEPS: tuple[Step, ...] = (*QUESTIONS, summary_of(QUESTIONS))

LAST_NUMBER = len(STEPS)
"""The n of "Langkah 1 dari n"."""

_NUMBERS = {step.key: number for number, step in enumerate(STEPS, 1)}
_BY_KEY = {step.key: step for step in STEPS}
_BY_SCREEN = {screen: step for step in STEPS for screen in step.screens}


def step(key: StepKey) -> Step:
    """Return the step of that key."""
    return _BY_KEY[key]


def number_of(key: StepKey) -> int:
    """Return the place of a step in the order, from 1."""
    return _NUMBERS[key]


def step_of(screen: ScreenKey) -> Step:
    """Return the step that a screen belongs to."""
    return _BY_SCREEN[screen]


def step_at(draft: Draft) -> Step:
    """Return the step whose screen the draft stands on, whatever short question lies over it."""
    return _BY_SCREEN[draft.screen]


def rules_at(draft: Draft) -> ScreenRules:
    """Return the rules of the screen that the draft stands on, whatever short question lies over it."""
    return _BY_SCREEN[draft.screen].screens[draft.screen]
