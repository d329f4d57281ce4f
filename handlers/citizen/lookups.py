"""Look-ups: what the form needs to know of the world outside it, found while an answer is taken."""

import traceback
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog

from handlers.citizen.visit import Visit
from reports import filing
from reports.filing import Answer, Draft, GuessCategory, Lookup, NeedsLookup, Outcome

_log = structlog.get_logger(part="form")


async def _guess_category(lookup: GuessCategory, visit: Visit) -> Sequence[str]:
    return visit.office.guess(lookup.story)


LOOKUPS: dict[type[Lookup], Callable[[Any, Visit], Awaitable[Any]]] = {GuessCategory: _guess_category}
"""How each kind of look-up is made. One that asks the database does so in a savepoint, so that it can fail alone."""


async def advance(visit: Visit, draft: Draft, answer: Answer) -> Outcome:
    """Return where an answer leads, with everything looked up that the form needs on the way.

    A look-up that fails is logged, and the form goes on as if nothing had been found: the answer is kept.
    """
    outcome = filing.advance(draft, answer, visit.form)
    while isinstance(outcome, NeedsLookup):  # at most once for each kind of look-up
        outcome = filing.resume(outcome, await _findings(outcome.lookup, visit), visit.form)
    return outcome


async def _findings(lookup: Lookup, visit: Visit) -> Any:
    try:
        return await LOOKUPS[type(lookup)](lookup, visit)
    except Exception as error:  # whatever it is, the answer is worth more
        # An error's own words may quote the story; where it was raised says enough.
        raised = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{raised.name}, line {raised.lineno}"
        _log.error("a look-up failed", lookup=type(lookup).__name__, error=type(error).__name__, raised_in=where)
        return None
