"""What can be chosen on each screen, in rows and in the order shown, so that a typed number is the number seen."""

from collections.abc import Iterator

from reports.filing.actions import Action, label_words, typed_as
from reports.filing.buttons import Choice, Rows, button
from reports.filing.context import FormContext
from reports.filing.draft import Draft, ScreenKey
from reports.filing.steps import rules_at, step_at
from reports.filing.typed_text import normalised, number_in
from reports.filing.walk import backward

_OVERLAYS: dict[ScreenKey, tuple[Action, Action]] = {
    ScreenKey.CONFIRM_CANCEL: (Action.CONFIRM_CANCEL, Action.CONTINUE),
    ScreenKey.RESUME: (Action.CONTINUE, Action.START_OVER),
}


def choices(draft: Draft, context: FormContext) -> Rows:
    """Return the rows of the screen that the draft shows."""
    if draft.overlay is not None:
        return [[button(action, context) for action in _OVERLAYS[draft.overlay]]]
    rules = rules_at(draft)
    rows = rules.rows(draft, context)
    return [*rows, _ways(draft, rules.ways, context)] if rules.ways else rows


def asks_location(draft: Draft) -> bool:
    """Tell whether the screen wants a keyboard that can send the person's location (SEND_LOCATION)."""
    return draft.overlay is None and rules_at(draft).asks_location


def offers(draft: Draft, action: Action, value: str | None, context: FormContext) -> bool:
    """Tell whether a button belongs to the screen shown, or is taken there all the same."""
    if draft.overlay is None and action in rules_at(draft).also_takes:
        return value is None
    return any((choice.action, choice.value) == (action, value) for row in choices(draft, context) for choice in row)


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
    yield from rules_at(draft).typed(draft, context)


def _ways(draft: Draft, ways: frozenset[Action], context: FormContext) -> list[Choice]:
    """The ways out: back, on, and away, as far as they lead anywhere."""
    row = []
    if Action.BACK in ways and backward(draft, context) is not None:
        row.append(button(Action.BACK, context))
    if Action.NEXT in ways and (way_on := _way_on(draft, context)) is not None:
        row.append(button(way_on, context))
    if Action.CANCEL in ways:
        row.append(button(Action.CANCEL, context))
    return row


def _way_on(draft: Draft, context: FormContext) -> Action | None:
    """Going on without a new answer: `Lanjut` keeps what is there, `Lewati` leaves it out."""
    here = step_at(draft)
    if here.way_on is not None:
        return here.way_on(draft)
    if here.filled(draft, context):
        return Action.NEXT if draft.editing is None else None
    return Action.SKIP if here.skippable(draft, context) else None
