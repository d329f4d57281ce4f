"""What all handlers share: the regency, its words and calendars, and who we are at Telegram."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handlers.texts import Speech, Texts
from reports.deadlines import WorkingTime
from reports.filing import FormContext
from reports.regency import Agency, Regency
from reports.regions import Regions
from reports.reminders import Rules
from storage.people import Known
from storage.tables import Report


@dataclass(frozen=True)
class Office:
    """Handed to every handler. Fixed at start."""

    regency: Regency
    texts: Texts
    regions: Regions
    form: Callable[[Speech], FormContext]
    calendar: Callable[[Agency | None], WorkingTime]
    guess: Callable[[str], Sequence[str]]
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
