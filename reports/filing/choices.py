"""What can be chosen on each screen, in rows and in the order shown, so that a typed number is the number seen."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reports.filing.context import FormContext
from reports.filing.draft import Draft, ScreenKey, StepKey
from reports.filing.labels import Action, label_words, typed_as
from reports.filing.steps import backward, step_at
from reports.filing.typed_text import normalised, number_in
from reports.regency import Category
from reports.regions import Region

# A category has a line of its own; longer lists of short names go in two columns.
CATEGORIES_A_PAGE = 8
REGIONS_A_PAGE = 20
REGION_COLUMNS = 2

_FIELDS = (
    Action.EDIT_STORY,
    Action.EDIT_CATEGORY,
    Action.EDIT_PLACE,
    Action.EDIT_ATTACHMENTS,
    Action.EDIT_IDENTITY,
)
_IDENTITIES = (Action.NAMED, Action.ANONYMOUS, Action.CONFIDENTIAL)


@dataclass(frozen=True, slots=True)
class Choice:
    """One button. `number` is what may be typed instead of it; `detail` is more to say in the text (an OPD's name)."""

    action: Action
    label: str
    value: str | None = None
    number: int | None = None
    detail: str | None = None


Rows = list[list[Choice]]


def choices(draft: Draft, context: FormContext) -> Rows:
    """Return the rows of the screen that the draft shows."""
    if draft.overlay is ScreenKey.CONFIRM_CANCEL:
        return [[_button(Action.CONFIRM_CANCEL, context), _button(Action.CONTINUE, context)]]
    if draft.overlay is ScreenKey.RESUME:
        return [[_button(Action.CONTINUE, context), _button(Action.START_OVER, context)]]
    return [*_body(draft, context), *_footer(draft, context)]


def asks_location(draft: Draft) -> bool:
    """Tell whether the screen wants a keyboard that can send the person's location (SEND_LOCATION)."""
    return draft.shown is ScreenKey.PLACE


def offers(draft: Draft, action: Action, value: str | None, context: FormContext) -> bool:
    """Tell whether a button belongs to the screen shown.

    Going on from the attachments is one act under two names, for a photo may arrive while the other is being tapped.
    """
    shown = {(choice.action, choice.value) for row in choices(draft, context) for choice in row}
    if draft.shown is ScreenKey.ATTACHMENTS and action in (Action.SKIP, Action.NEXT):
        return value is None
    return (action, value) in shown


def typed(draft: Draft, text: str, context: FormContext) -> Choice | None:
    """Return the choice that the text names by number or label, on any page of the list shown; None if it names none."""
    number = number_in(text)
    words = normalised(text)
    for choice in _within_reach(draft, context):
        if number is not None and choice.number == number:
            return choice
        if words and (words == label_words(choice.label) or words in typed_as(choice.action, context.labels)):
            return choice
    return None


def _within_reach(draft: Draft, context: FormContext) -> Iterator[Choice]:
    for row in choices(draft, context):
        yield from row
    yield from _listed(draft, context)
    if draft.screen is ScreenKey.CATEGORY:
        for category in context.regency.categories:
            yield _category(category, None, context)


def _body(draft: Draft, context: FormContext) -> Rows:
    body = _BODIES.get(draft.screen)
    return body(draft, context) if body else []


def _guesses(draft: Draft, context: FormContext) -> Rows:
    guessed = [context.regency.category(code) for code in draft.guesses]
    rows = [[_category(category, number, context)] for number, category in enumerate(guessed, 1)]
    return [*rows, [_button(Action.OTHER_CATEGORY, context, number=len(rows) + 1)]]


def _place(draft: Draft, context: FormContext) -> Rows:
    return [[_button(Action.SEND_LOCATION, context)], [_button(Action.PICK_KECAMATAN, context)]]


def _attachments(draft: Draft, context: FormContext) -> Rows:
    return [[_button(Action.CLEAR_ATTACHMENTS, context)]] if draft.attachments else []


def _identity(draft: Draft, context: FormContext) -> Rows:
    return [[_button(action, context, number=number)] for number, action in enumerate(_IDENTITIES, 1)]


def _summary(draft: Draft, context: FormContext) -> Rows:
    return [[_button(Action.SEND, context)], [_button(Action.EDIT, context), _button(Action.CANCEL, context)]]


def _edit_menu(draft: Draft, context: FormContext) -> Rows:
    return [[_button(action, context, number=number)] for number, action in enumerate(_FIELDS, 1)]


def _page(draft: Draft, context: FormContext) -> Rows:
    """The page of the list that the draft is on, and the ways to the pages beside it."""
    listed = _listed(draft, context)
    columns = 1 if draft.screen is ScreenKey.CATEGORY_LIST else REGION_COLUMNS
    size = CATEGORIES_A_PAGE if draft.screen is ScreenKey.CATEGORY_LIST else REGIONS_A_PAGE
    last = max(0, (len(listed) - 1) // size)
    page = min(max(draft.picker.page, 0), last)
    shown = listed[page * size : (page + 1) * size]
    rows = [shown[at : at + columns] for at in range(0, len(shown), columns)]
    leaf = []
    if page > 0:
        leaf.append(_button(Action.PREVIOUS_PAGE, context, value=str(page - 1)))
    if page < last:
        leaf.append(_button(Action.NEXT_PAGE, context, value=str(page + 1)))
    if leaf:
        rows.append(leaf)
    if draft.screen is ScreenKey.DESA_LIST:
        rows.append([_button(Action.ANY_DESA, context)])
    return rows


_BODIES: dict[ScreenKey, Callable[[Draft, FormContext], Rows]] = {
    ScreenKey.CATEGORY: _guesses,
    ScreenKey.CATEGORY_LIST: _page,
    ScreenKey.PLACE: _place,
    ScreenKey.KECAMATAN_LIST: _page,
    ScreenKey.DESA_LIST: _page,
    ScreenKey.ATTACHMENTS: _attachments,
    ScreenKey.IDENTITY: _identity,
    ScreenKey.SUMMARY: _summary,
    ScreenKey.EDIT_MENU: _edit_menu,
}


def _listed(draft: Draft, context: FormContext) -> list[Choice]:
    """The whole list of the screen, numbered through all its pages; empty where the screen has none."""
    if draft.screen is ScreenKey.CATEGORY_LIST:
        return [_category(item, number, context) for number, item in enumerate(context.regency.categories, 1)]
    if draft.screen is ScreenKey.KECAMATAN_LIST:
        return _regions(Action.KECAMATAN, context.regions.kecamatan())
    if draft.screen is ScreenKey.DESA_LIST and draft.picker.kecamatan_code:
        return _regions(Action.DESA, context.regions.desa(draft.picker.kecamatan_code))
    return []


def _footer(draft: Draft, context: FormContext) -> Rows:
    """The ways out: back, on, and away. The summary has its own."""
    if draft.screen is ScreenKey.SUMMARY:
        return []
    here = step_at(draft)
    row = []
    if backward(draft, context) is not None:
        row.append(_button(Action.BACK, context))
    if (way_on := _way_on(draft, context)) is not None:
        row.append(_button(way_on, context))
    if here.key is not StepKey.SUMMARY:
        row.append(_button(Action.CANCEL, context))
    return [row]


def _way_on(draft: Draft, context: FormContext) -> Action | None:
    """Going on without a new answer: `Lanjut` keeps what is there, `Lewati` leaves it out."""
    here = step_at(draft)
    if here.key is StepKey.ATTACHMENTS:
        return Action.NEXT if draft.attachments else Action.SKIP
    if here.filled(draft, context):
        return Action.NEXT if draft.editing is None else None
    return Action.SKIP if here.skippable(draft, context) else None


def _button(action: Action, context: FormContext, *, value: str | None = None, number: int | None = None) -> Choice:
    return Choice(action, context.label(action), value, number)


def _category(category: Category, number: int | None, context: FormContext) -> Choice:
    agency = context.regency.agency_of(category.code)
    label = f"{category.emoji} {category.name}".strip()
    return Choice(Action.CATEGORY, label, category.code, number, agency.short if agency else None)


def _regions(action: Action, regions: Sequence[Region]) -> list[Choice]:
    return [Choice(action, region.name, region.code, number) for number, region in enumerate(regions, 1)]
