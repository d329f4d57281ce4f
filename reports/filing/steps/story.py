"""The story: what is wrong, in the person's own words."""

from dataclasses import replace

from reports.filing.actions import Action
from reports.filing.context import FormContext
from reports.filing.draft import Draft, ScreenKey, StepKey
from reports.filing.steps.length import length_problem
from reports.filing.steps.step import Answered, Read, ScreenRules, Step
from reports.filing.typed_text import clean

MIN_STORY = 10
MAX_STORY = 3500
"""Characters of a story after cleaning: enough to say something, and one Telegram message with what stands around it."""

MIN_STORY_WORDS = 2
"""A story of one word says that something is wrong, never what."""


def _read(draft: Draft, text: str, context: FormContext) -> Read:
    """Keep the story. The text stays as typed but for what nobody can see."""
    story = clean(text)
    problem = length_problem(StepKey.STORY, story, minimum=MIN_STORY, limit=MAX_STORY, words=MIN_STORY_WORDS)
    return problem or Answered(replace(draft, story=story))


STORY = Step(
    StepKey.STORY,
    opens=lambda draft: ScreenKey.STORY,
    screens={ScreenKey.STORY: ScreenRules(read=_read)},
    filled=lambda draft, context: draft.story is not None,
    reads_captions=True,
    edit=Action.EDIT_STORY,
)
