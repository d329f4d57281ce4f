"""The regency as its rules see it: agencies, categories, emergencies and clocks, typed and fixed at start.

`bot/settings/loading.py` builds these values from config.toml; nothing below it reads a file or the environment.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from zoneinfo import ZoneInfo

from reports.errors import UnknownCode

MOST_REMINDERS = 10
"""How often one question may be asked again; also the room for it in a reminder's number."""


UNKNOWN_DAYS = 14
"""Working days for a report whose category nobody knows any more: those of most categories."""


@dataclass(frozen=True, slots=True)
class WorkHours:
    """A working day's opening and closing, local time; `opens` is before `closes` (no span over midnight)."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The span in which nothing unasked is sent, local time; it may run over midnight (21:00-06:00)."""

    begins: time
    ends: time


@dataclass(frozen=True, slots=True)
class Agency:
    """An organisation (OPD) that handles reports in its group chat.

    `chat_id` is the group named in config.toml; a group linked in the chat (`/hubungkan`) is kept in the database
    and goes before it. `work_hours` None means the regency's own.
    """

    code: str
    name: str
    short: str
    chat_id: int | None = None
    work_hours: WorkHours | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of problem and who answers for it. `agency` None sends its reports to the coordinators.

    Days are working days. `response_days` None means the regency's own clock.
    """

    code: str
    name: str
    emoji: str
    agency: str | None
    needs_place: bool
    needs_proof: bool
    resolution_days: int
    words: tuple[str, ...]
    response_days: int | None = None


@dataclass(frozen=True, slots=True)
class Emergency:
    """Words that mean danger now, and the line with the numbers to call, shown before anything else."""

    words: tuple[str, ...]
    say: str


@dataclass(frozen=True, slots=True)
class Clocks:
    """How long things may take. Days are working days, counted in `work_hours`.

    `question_reminders` and `confirm_reminders` are calendar days after which a silent reporter is asked again.

    `half_days` are dates whose hours differ from the usual ones for every agency; None closes that day. They never
    open a weekend or a holiday.
    """

    response_days: int = 3
    escalate_days: int = 5
    leadership_days: int = 7
    confirm_days: int = 10
    waiting_days: int = 10
    question_reminders: tuple[int, ...] = (2, 5)
    confirm_reminders: tuple[int, ...] = (3, 7)
    work_hours: WorkHours = WorkHours(time(7, 30), time(16, 0))
    digest_at: time = time(7, 30)
    quiet_hours: QuietHours = QuietHours(time(21, 0), time(6, 0))
    half_days: tuple[tuple[date, WorkHours | None], ...] = ()


@dataclass(frozen=True)
class Regency:
    """Everything about one Kabupaten that does not change while the programme runs.

    `code` is the Kemendagri code ("35.23"); `outline` a rough border as (longitude, latitude) pairs, empty for none. The retired agencies and
    categories are those that reports may still have and the configuration has no longer (reports/retired.py).
    """

    name: str
    code: str
    ticket_prefix: str
    timezone: ZoneInfo
    language: str
    agencies: tuple[Agency, ...]
    categories: tuple[Category, ...]
    emergencies: tuple[Emergency, ...] = ()
    clocks: Clocks = field(default_factory=Clocks)
    outline: tuple[tuple[float, float], ...] = ()
    retired_agencies: tuple[Agency, ...] = ()
    retired_categories: tuple[Category, ...] = ()

    @cached_property
    def _agencies(self) -> dict[str, Agency]:
        return {agency.code: agency for agency in self.agencies}

    @cached_property
    def _retired_agencies(self) -> dict[str, Agency]:
        return {agency.code: agency for agency in self.retired_agencies}

    @cached_property
    def _retired_categories(self) -> dict[str, Category]:
        return {category.code: category for category in self.retired_categories}

    @cached_property
    def _categories(self) -> dict[str, Category]:
        return {category.code: category for category in self.categories}

    def agency(self, code: str) -> Agency:
        """Return the configured agency of that code. Raises UnknownCode."""
        try:
            return self._agencies[code]
        except KeyError:
            raise UnknownCode("agency", code) from None

    def category(self, code: str) -> Category:
        """Return the configured category of that code. Raises UnknownCode."""
        try:
            return self._categories[code]
        except KeyError:
            raise UnknownCode("category", code) from None

    def agency_of_report(self, code: str) -> Agency:
        """Return the agency that a report names: configured, retired, or of no other name than its code."""
        return self._agencies.get(code) or self._retired_agencies.get(code) or Agency(code, code, code)

    def category_of_report(self, code: str) -> Category:
        """Return the category that a report names: configured, retired, or of no other name than its code."""
        return (
            self._categories.get(code)
            or self._retired_categories.get(code)
            or Category(code, code, "", None, False, False, UNKNOWN_DAYS, ())  # noqa: FBT003
        )

    def category_name(self, code: str) -> str:
        """Return a report's category in words."""
        return self.category_of_report(code).name

    def has_category(self, code: str) -> bool:
        """Tell whether a category of that code is configured."""
        return code in self._categories

    def agency_of(self, category: str) -> Agency | None:
        """Return who answers for a category; None when its reports go to the coordinators. Raises UnknownCode."""
        code = self.category(category).agency
        return None if code is None else self.agency(code)

    def has_agency(self, code: str) -> bool:
        """Tell whether an agency of that code is configured (letters' case matters)."""
        return code in self._agencies


def codes(items: Iterable[Agency | Category]) -> list[str]:
    """Return the codes of agencies or categories in their order, for messages that list what there is."""
    return [item.code for item in items]
