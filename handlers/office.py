"""What all handlers share: the regency, its words and calendars, and the bot that writes to the outbox."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from aiogram.methods import TelegramMethod

from handlers.calls import Call
from handlers.texts import Speech, Texts
from reports.deadlines import WorkingTime
from reports.filing import FormContext
from reports.regency import Agency, Regency
from reports.regions import Regions
from reports.reminders import Rules
from storage.outbox import Delivery
from storage.people import Known
from storage.tables import Report


class OutgoingBot(Protocol):
    """The aiogram bot whose calls become outbox rows; `post` is for calls with a delivery (see storage/outbox.py)."""

    async def post(self, call: Call, delivery: Delivery) -> int:
        """Write a call to the outbox and return the (negative) id that stands for its message."""

    def amend(self, number: int, call: Call) -> None:
        """Have a call go in place of an outbox row that this transaction has not written yet."""

    async def __call__(self, method: TelegramMethod[Any], request_timeout: int | None = None) -> Any:
        """Make a call as aiogram does."""


@dataclass(frozen=True)
class Office:
    """Handed to every handler. Fixed at start."""

    regency: Regency
    texts: Texts
    regions: Regions
    form: Callable[[Speech], FormContext]
    calendar: Callable[[Agency | None], WorkingTime]
    guess: Callable[[str], Sequence[str]]
    bot: OutgoingBot
    bot_id: int
    bot_username: str
    coordinator_ids: frozenset[int]
    direct_replies: bool

    def speech_for(self, person: Known | None) -> Speech:
        """Return a person's language, or the regency's for someone who never chose."""
        return self.texts.speech((person and person.language) or self.regency.language)

    def rules(self, report: Report) -> Rules:
        """Return what the clocks of a report follow."""
        return Rules.of(report, self.regency, self.calendar)

    @property
    def group_speech(self) -> Speech:
        """The language of groups: officers work in the regency's."""
        return self.texts.speech(self.regency.language)
