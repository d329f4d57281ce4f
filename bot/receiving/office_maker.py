"""Makes the office, which all handlers share, of the settings and the bot's account."""

from collections.abc import Callable
from functools import partial

from bot.settings import Settings
from bot.telegram import Account
from handlers.office import Office
from handlers.texts import Speech, all_texts
from reports import places, routing
from reports.deadlines import WorkingTimes
from reports.filing import Action, FormContext
from reports.holiday_calendar import HolidayCalendar
from reports.regency import Regency
from reports.regions import Regions


def make_office(
    settings: Settings, account: Account, holidays: HolidayCalendar, regency: Regency | None = None
) -> Office:
    """Return the office of a regency; of the configured one alone where none is given."""
    regency = regency or settings.regency()
    texts = all_texts()
    regions = Regions(regency.code)
    scorer = routing.WordScorer(regency)

    def guess(text: str) -> list[str]:
        return [found.category for found in routing.guesses(scorer, text)]

    return Office(
        regency=regency,
        texts=texts,
        regions=regions,
        form=_forms(regency, regions),
        calendar=WorkingTimes(regency, holidays),
        guess=guess,
        bot_id=account.id,
        bot_username=account.username,
        coordinator_ids=frozenset(settings.coordinators.user_ids),
        direct_replies=settings.officers.reply == "direct",
    )


def _forms(regency: Regency, regions: Regions) -> Callable[[Speech], FormContext]:
    made: dict[str, FormContext] = {}

    def form(speech: Speech) -> FormContext:
        context = made.get(speech.language)
        if context is None:
            context = made[speech.language] = FormContext(
                regency=regency,
                emergency=partial(routing.emergency_in, regency),
                locate=partial(places.at_point, regency),
                regions=regions,
                labels={
                    action.value: speech.plain_text(f"form-{action.value.replace('_', '-')}") for action in _WORDED
                },
            )
        return context

    return form


_WORDED = [action for action in Action if action not in {Action.CATEGORY, Action.KECAMATAN, Action.DESA}]
"""Actions whose buttons have words of their own; the others are named by what they choose."""
