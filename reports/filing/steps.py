"""The form as a table: each question, where it opens, when it is answered, and the ways between them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from reports.filing.context import FormContext
from reports.filing.draft import Draft, Picker, ScreenKey, StepKey
from reports.filing.intake import read_address, read_choice, read_list, read_story
from reports.filing.screens import Problem

Reader = Callable[[Draft, str, FormContext], Draft | Problem]
Rule = Callable[[Draft, FormContext], bool]

LAST_NUMBER = 6


@dataclass(frozen=True, slots=True)
class Step:
    """One question of the form.

    `number` is what the person sees; several steps may share one. `opens` is its first screen; `readers` says for each
    of its screens how free text is read there. `filled`: it need not be asked. `skippable`: it may be passed
    without an answer. `applies`: it exists at all for this draft.
    """

    key: StepKey
    number: int
    opens: Callable[[Draft], ScreenKey]
    readers: dict[ScreenKey, Reader]
    filled: Rule
    skippable: Rule = lambda draft, context: False
    applies: Rule = lambda draft, context: True


def _has_category(draft: Draft, context: FormContext) -> bool:
    return any(category.code == draft.category for category in context.regency.categories)


def _may_lack_place(draft: Draft, context: FormContext) -> bool:
    return _has_category(draft, context) and not context.regency.category(draft.category or "").needs_place


def _has_place(draft: Draft, context: FormContext) -> bool:
    return draft.place is not None or (StepKey.PLACE in draft.settled and _may_lack_place(draft, context))


# A step that only applies to some drafts (similar reports near by, before the summary) is one more row here.
STEPS: tuple[Step, ...] = (
    Step(
        StepKey.STORY,
        1,
        opens=lambda draft: ScreenKey.STORY,
        readers={ScreenKey.STORY: read_story},
        filled=lambda draft, context: draft.story is not None,
    ),
    Step(
        StepKey.CATEGORY,
        2,
        opens=lambda draft: ScreenKey.CATEGORY if draft.guesses else ScreenKey.CATEGORY_LIST,
        readers={ScreenKey.CATEGORY: read_list, ScreenKey.CATEGORY_LIST: read_list},
        filled=_has_category,
    ),
    Step(
        StepKey.PLACE,
        3,
        opens=lambda draft: ScreenKey.PLACE,
        readers={
            ScreenKey.PLACE: read_address,
            ScreenKey.KECAMATAN_LIST: read_list,
            ScreenKey.DESA_LIST: read_list,
        },
        filled=_has_place,
        skippable=_may_lack_place,
    ),
    Step(
        StepKey.ATTACHMENTS,
        4,
        opens=lambda draft: ScreenKey.ATTACHMENTS,
        readers={ScreenKey.ATTACHMENTS: read_choice},
        filled=lambda draft, context: StepKey.ATTACHMENTS in draft.settled,
        skippable=lambda draft, context: True,
    ),
    Step(
        StepKey.IDENTITY,
        5,
        opens=lambda draft: ScreenKey.IDENTITY,
        readers={ScreenKey.IDENTITY: read_choice},
        filled=lambda draft, context: draft.identity is not None,
    ),
    Step(
        StepKey.SUMMARY,
        LAST_NUMBER,
        opens=lambda draft: ScreenKey.SUMMARY,
        readers={ScreenKey.SUMMARY: read_choice, ScreenKey.EDIT_MENU: read_choice},
        filled=lambda draft, context: False,
    ),
)

_BY_KEY = {step.key: step for step in STEPS}
_BY_SCREEN = {screen: step for step in STEPS for screen in step.readers}


def step(key: StepKey) -> Step:
    """Return the row of that key."""
    return _BY_KEY[key]


def step_of(screen: ScreenKey) -> Step:
    """Return the step that a screen belongs to."""
    return _BY_SCREEN[screen]


def step_at(draft: Draft) -> Step:
    """Return the step whose screen the draft stands on, whatever short question lies over it."""
    return step_of(draft.screen)


def next_unfilled(draft: Draft, context: FormContext) -> Step:
    """Return the first step that still has to be asked; the summary when there is none."""
    return next(row for row in STEPS if row.applies(draft, context) and not row.filled(draft, context))


def opened(draft: Draft, row: Step) -> Draft:
    """Return the draft on the first screen of a step, its list at the beginning."""
    return replace(draft, screen=row.opens(draft), picker=Picker())


def onward(draft: Draft, context: FormContext) -> Draft:
    """Return the draft on what still has to be asked. An edit ends here: with nothing open, in the summary."""
    return opened(replace(draft, editing=None), next_unfilled(draft, context))


def backward(draft: Draft, context: FormContext) -> Draft | None:
    """Return the draft one screen back: out of a list, out of an edit, to the step before; None at the very first."""
    here = step_at(draft)
    if draft.screen is ScreenKey.DESA_LIST:
        return replace(draft, screen=ScreenKey.KECAMATAN_LIST, picker=Picker())
    if draft.screen is not here.opens(draft):
        return opened(draft, here)
    if draft.editing is not None:
        return onward(draft, context)
    before = [row for row in STEPS[: STEPS.index(here)] if row.applies(draft, context)]
    return opened(draft, before[-1]) if before else None


def sound(draft: Draft, context: FormContext) -> Draft:
    """Return the draft fit for this configuration: it may have been written under another one.

    Categories and a chosen kecamatan that no longer exist are dropped, a screen that lives on them gives way, and the
    summary is only shown of a complete draft.
    """
    known = {category.code for category in context.regency.categories}
    guesses = tuple(code for code in draft.guesses if code in known)
    category = draft.category if draft.category in known else None
    if (guesses, category) != (draft.guesses, draft.category):
        draft = replace(draft, guesses=guesses, category=category)
    if step_at(draft).key is StepKey.SUMMARY and next_unfilled(draft, context).key is not StepKey.SUMMARY:
        return onward(draft, context)
    if draft.screen is ScreenKey.CATEGORY and not guesses:
        return opened(draft, step(StepKey.CATEGORY))
    if draft.screen is ScreenKey.DESA_LIST and all(
        region.code != draft.picker.kecamatan_code for region in context.regions.kecamatan()
    ):
        return replace(draft, screen=ScreenKey.KECAMATAN_LIST, picker=Picker())
    return draft
