"""The buttons that a step offers: in rows, numbered where the number may be typed, and in pages where there are many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.filing.actions import Action
from reports.filing.context import FormContext
from reports.filing.draft import Draft


@dataclass(frozen=True, slots=True)
class Choice:
    """One button. `number` is what may be typed instead of it; `detail` is more to say in the text (an OPD's name)."""

    action: Action
    label: str
    value: str | None = None
    number: int | None = None
    detail: str | None = None


Rows = list[list[Choice]]


def button(action: Action, context: FormContext, *, value: str | None = None, number: int | None = None) -> Choice:
    """Return a button in the words of its action."""
    return Choice(action, context.label(action), value, number)


def numbered(actions: Iterable[Action], context: FormContext) -> Rows:
    """Return a row for each action, numbered from 1."""
    return [[button(action, context, number=number)] for number, action in enumerate(actions, 1)]


def paged(listed: Sequence[Choice], draft: Draft, context: FormContext, *, size: int, columns: int) -> Rows:
    """Return the page of a list that the draft is on, and the ways to the pages beside it. A page too far is the last."""
    last = max(0, (len(listed) - 1) // size)
    page = min(max(draft.picker.page, 0), last)
    shown = listed[page * size : (page + 1) * size]
    rows = [list(shown[at : at + columns]) for at in range(0, len(shown), columns)]
    beside = []
    if page > 0:
        beside.append(button(Action.PREVIOUS_PAGE, context, value=str(page - 1)))
    if page < last:
        beside.append(button(Action.NEXT_PAGE, context, value=str(page + 1)))
    return [*rows, beside] if beside else rows
