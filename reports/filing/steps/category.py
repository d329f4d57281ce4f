"""The category: one of the guesses from the story, or any from the whole list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.filing.actions import Action
from reports.filing.buttons import Choice, Rows, button, paged
from reports.filing.context import FormContext
from reports.filing.draft import Draft, Picker, ScreenKey, StepKey
from reports.filing.outcomes import Lookup, Problem, Reason
from reports.filing.steps.step import Acted, Answered, LookupRule, Read, ScreenRules, Stays, Step
from reports.regency import Category

MAX_GUESSES = 3
"""Guesses shown before the full list."""

CATEGORIES_A_PAGE = 8
"""A category has a line of its own."""


@dataclass(frozen=True, slots=True)
class GuessCategory(Lookup):
    """Which categories a story may be about: their codes, best first."""

    story: str


def _is_known(draft: Draft, context: FormContext) -> bool:
    return draft.category is not None and context.regency.has_category(draft.category)


def _choice(category: Category, number: int | None, context: FormContext) -> Choice:
    agency = context.regency.agency_of(category.code)
    label = f"{category.emoji} {category.name}".strip()
    return Choice(Action.CATEGORY, label, category.code, number, agency.short if agency else None)


def _guesses(draft: Draft, context: FormContext) -> Rows:
    guessed = [context.regency.category(code) for code in draft.guesses]
    rows = [[_choice(category, number, context)] for number, category in enumerate(guessed, 1)]
    return [*rows, [button(Action.OTHER_CATEGORY, context, number=len(rows) + 1)]]


def _not_guessed(draft: Draft, context: FormContext) -> list[Choice]:
    return [_choice(category, None, context) for category in context.regency.categories]


def _listed(draft: Draft, context: FormContext) -> list[Choice]:
    return [_choice(category, number, context) for number, category in enumerate(context.regency.categories, 1)]


def _page(draft: Draft, context: FormContext) -> Rows:
    return paged(_listed(draft, context), draft, context, size=CATEGORIES_A_PAGE, columns=1)


def _read(draft: Draft, text: str, context: FormContext) -> Read:
    return Problem(Reason.NOT_IN_LIST)


def _choose(draft: Draft, value: str, context: FormContext) -> Acted:
    return Answered(replace(draft, category=value))


def _show_list(draft: Draft, value: str, context: FormContext) -> Acted:
    return Stays(replace(draft, screen=ScreenKey.CATEGORY_LIST, picker=Picker()))


def _guess_wanted(before: Draft, after: Draft, context: FormContext) -> Lookup | None:
    return None if after.story is None or after.story == before.story else GuessCategory(after.story)


def _guessed(draft: Draft, ranked: Sequence[str] | None, context: FormContext) -> Draft:
    guesses = dict.fromkeys(filter(context.regency.has_category, ranked or ()))
    return replace(draft, guesses=tuple(guesses)[:MAX_GUESSES])


def _opens(draft: Draft) -> ScreenKey:
    return ScreenKey.CATEGORY if draft.guesses else ScreenKey.CATEGORY_LIST


def _repaired(draft: Draft, context: FormContext) -> Draft:
    """Drop categories that no longer exist; without guesses the list is shown."""
    is_known = context.regency.has_category
    if draft.category is not None and not is_known(draft.category):
        draft = replace(draft, category=None)
    if not all(map(is_known, draft.guesses)):
        draft = replace(draft, guesses=tuple(filter(is_known, draft.guesses)))
    if draft.screen is ScreenKey.CATEGORY and not draft.guesses:
        return replace(draft, screen=ScreenKey.CATEGORY_LIST, picker=Picker())
    return draft


CATEGORY = Step(
    StepKey.CATEGORY,
    opens=_opens,
    screens={
        ScreenKey.CATEGORY: ScreenRules(_guesses, typed=_not_guessed, read=_read),
        ScreenKey.CATEGORY_LIST: ScreenRules(_page, typed=_listed, read=_read),
    },
    filled=_is_known,
    acts={Action.CATEGORY: _choose, Action.OTHER_CATEGORY: _show_list},
    edit=Action.EDIT_CATEGORY,
    lookup=LookupRule(GuessCategory, _guess_wanted, _guessed),
    repaired=_repaired,
)
