"""A simulated month: citizens and agencies with habits of their own, played act by act on the real desk and clock.

Every act is noted with the clocks it left behind. From these notes, and from nothing the reminders themselves wrote, it
is worked out which reminder and escalation had to come at which working minute; `verdict` compares.
"""

import heapq
import itertools
import random
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.settings.loading import Settings, load
from bot.settings.sections import AgencySection, CategorySection
from reports.actors import Actor, coordinator, officer
from reports.desk import Desk
from storage.tables import Report, Status
from tests.timing.world import CONFIG, COORDINATION, JAKARTA, LEADERSHIP, PHOTO, REPORTER, Season

AGENCIES = 25
FIRST_DAY = date(2026, 11, 2)
"""A month without holidays; Lebaran and year ends are played in the whole cases."""

STORY = "Pelayanan perlu diperbaiki, warga sudah lama menunggu"
MARKS = {"🔴": "due", "⏳": "half", "🚨": "escalated"}

Act = Callable[[Desk], Awaitable[Report]]
ANI = coordinator(21, "Ani")

Expected = tuple[datetime, int, str, str]
"""A minute, a chat, a kind and a ticket."""


@dataclass(frozen=True)
class Habit:
    """How an agency works: working hours until it accepts and until it resolves (means), and its chances of other acts."""

    name: str
    accepts_after: float | None
    resolves_after: float
    asks: float = 0.1
    promises: float = 0.1


HABITS = (
    Habit("cepat", 3, 20),
    Habit("rajin", 10, 60, asks=0.3),
    Habit("lambat", 40, 90, promises=0.3),
    Habit("sangat lambat", 70, 200),
    Habit("diam", None, 0),
)


def settings() -> Settings:
    """Return Tuban's configuration with so many agencies, each with a category of its own for the month."""
    base = load(CONFIG, {})
    missing = range(AGENCIES - len(base.agency))
    extra = tuple(AgencySection(code=f"KEC-{n}", name=f"Kecamatan {n}", short=f"Kec. {n}") for n in missing)
    agencies = (*base.agency, *extra)
    categories = tuple(
        CategorySection(
            code=f"bulan_{place}", name=f"Layanan {place}", agency=agency.code, resolution_days=_days(place),
            needs_proof=place % 2 == 0, needs_place=False,
        )
        for place, agency in enumerate(agencies)
    )  # fmt: skip
    return base.model_copy(update={"agency": agencies, "category": (*base.category, *categories)})


def _days(place: int) -> int:
    return (14, 3, 1, 7)[place % 4]


@dataclass
class Standing:
    """One report between two acts: the clocks that ran, from when on."""

    at: datetime
    status: Status
    answered: bool
    response_due: datetime
    resolution_due: datetime


@dataclass
class Case:
    """One report with its agency and everything that was noted about it."""

    number: int
    ticket: str
    agency: str
    days: int
    standings: list[Standing] = field(default_factory=list)


class Month:
    """Plays and judges. All chance comes from the seed."""

    def __init__(self, opened: Season, *, reports: int, days: int, seed: int = 20261102) -> None:
        self.opened = opened
        self.chance = random.Random(seed)
        self.cases: dict[int, Case] = {}
        self._acts: list[tuple[datetime, int, str, int]] = []
        self._order = itertools.count()
        self._agencies = [agency.code for agency in opened.office.regency.agencies]
        self._habits = {code: HABITS[place % len(HABITS)] for place, code in enumerate(self._agencies)}
        calendar = opened.office.calendar(None)
        self._last_day = calendar.working_days_after(FIRST_DAY, days - 1)
        span = (self._last_day - FIRST_DAY).days + 1
        for _ in range(reports):
            minute = self.chance.randrange(6 * 60, 21 * 60)
            day = FIRST_DAY + timedelta(days=self.chance.randrange(span))
            at = datetime(day.year, day.month, day.day, tzinfo=JAKARTA) + timedelta(minutes=minute)
            self._plan(at, "file", self.chance.randrange(AGENCIES))

    async def play(self) -> None:
        """Do every act at its time, with a tick at each due moment between; end at the close of the last day."""
        end = self.opened.office.calendar(None).closing(self._last_day)
        while self._acts and self._acts[0][0] <= end:
            at, _order, act, number = heapq.heappop(self._acts)
            await self.opened.pass_to(at)
            await self._do(act, number)
        await self.opened.pass_to(end)

    async def _do(self, act: str, number: int) -> None:
        if act == "file":
            await self._file(number)
            return
        report = await self.opened.row(number)
        case, who = self.cases[number], self._officer(self.cases[number].agency)
        match act, report.status:
            case "accept", Status.SUBMITTED:
                await self._change(case, lambda desk: desk.accept(number, who))
                self._after_accepting(case)
            case "ask", Status.IN_PROGRESS:
                await self._change(case, lambda desk: desk.ask(number, who, "Sebelah mana?"))
                if self.chance.random() < 0.7:
                    self._plan(self._later(self.chance.expovariate(1 / 60)), "answer", number)
            case "answer", Status.WAITING_REPORTER:
                await self._change(case, lambda desk: desk.add(number, REPORTER, "Dekat gapura"))
                self._plan(self._worked(case.agency), "resolve", number)
            case "promise", Status.IN_PROGRESS:
                calendar = self.opened.office.calendar(None)
                day = calendar.working_days_after(calendar.local_date(self.opened.moment.now()), 2)
                await self._change(case, lambda desk: desk.promise(number, who, day))
            case "resolve", Status.IN_PROGRESS:
                await self._change(case, lambda desk: desk.resolve(number, who, "Sudah diperbaiki", [PHOTO]))
                judged = (
                    "confirm" if self.chance.random() < 0.5 else "reopen" if self.chance.random() < 0.3 else "silent"
                )
                self._plan(self._later(self.chance.expovariate(1 / 30)), judged, number)
            case "confirm", Status.RESOLVED:
                await self._change(case, lambda desk: desk.confirm(number, REPORTER))
            case "reopen", Status.RESOLVED:
                await self._change(case, lambda desk: desk.reopen(number, REPORTER, "Belum beres"))
                self._plan(self._worked(case.agency), "resolve", number)
            case "extend", Status.SUBMITTED | Status.IN_PROGRESS:
                await self._change(case, lambda desk: desk.extend(number, ANI, 3, "Menunggu bahan"))
            case _:
                pass  # the moment for it has passed

    async def _file(self, place: int) -> None:
        number = await self.opened.file(f"bulan_{place}", STORY)
        report = await self.opened.row(number)
        case = self.cases[number] = Case(number, report.ticket, self._agencies[place], _days(place))
        self._note(case, report)
        habit = self._habits[case.agency]
        if habit.accepts_after is not None:
            self._plan(self._worked(case.agency, self.chance.expovariate(1 / habit.accepts_after)), "accept", number)
        if self.chance.random() < 0.05:
            self._plan(self._worked(case.agency, 45), "extend", number)

    def _after_accepting(self, case: Case) -> None:
        habit = self._habits[case.agency]
        if self.chance.random() < habit.asks:
            self._plan(self._worked(case.agency, 2), "ask", case.number)
        elif self.chance.random() < habit.promises:
            self._plan(self._worked(case.agency, 2), "promise", case.number)
        self._plan(self._worked(case.agency), "resolve", case.number)

    async def _change(self, case: Case, act: Act) -> None:
        self._note(case, await self.opened.do(act))

    def _note(self, case: Case, report: Report) -> None:
        answered = report.status is not Status.SUBMITTED or report.responded_at is not None
        now = self.opened.moment.now()
        case.standings.append(Standing(now, report.status, answered, report.response_due, report.resolution_due))

    def _plan(self, at: datetime, act: str, number: int) -> None:
        heapq.heappush(self._acts, (at, next(self._order), act, number))

    def _later(self, hours: float) -> datetime:
        return self.opened.moment.now() + timedelta(hours=hours)

    def _worked(self, code: str, hours: float | None = None) -> datetime:
        """Return the moment after so many working hours of an agency; by its habit where none are given."""
        hours = self.chance.expovariate(1 / max(1.0, self._habits[code].resolves_after)) if hours is None else hours
        calendar = self.opened.office.calendar(None)
        return calendar.add(calendar.next_open(self.opened.moment.now()), timedelta(hours=max(hours, 0.1)))

    def _officer(self, code: str) -> Actor:
        return officer(1_000 + self._agencies.index(code), "Petugas", code)

    # What had to be said, and what was.

    def expected(self) -> Counter[Expected]:
        """Return every half, due moment and escalation that came while a clock ran, from the notes alone.

        One that passed while the reporter was asked comes when the clock runs on, half times excepted; each comes once.
        """
        found: Counter[Expected] = Counter()
        for case in self.cases.values():
            moments: set[Expected] = set()
            spoken: set[tuple[str, datetime]] = set()
            ends = [*(standing.at for standing in case.standings[1:]), self.opened.moment.now() + timedelta(seconds=1)]
            for standing, until in zip(case.standings, ends, strict=True):
                for clock, base, at, chat, kind in self._clocks(case, standing):
                    moment = self._held(max(at, standing.at))
                    is_past = kind == "half" and at <= standing.at
                    if (clock, base) not in spoken and moment < until and not is_past:
                        spoken.add((clock, base))
                        moments.add((moment, chat, kind, case.ticket))
            found.update(moments)
        return found

    def _clocks(self, case: Case, standing: Standing) -> Iterator[tuple[str, datetime, datetime, int, str]]:
        """Yield a name, the due moment it follows, its own moment, and what is said where."""
        if standing.status not in {Status.SUBMITTED, Status.IN_PROGRESS}:
            return
        calendar, group = self.opened.office.calendar(None), self.opened.group(case.agency)

        def after(due: datetime, days: int) -> datetime:
            return max(due, calendar.closing(calendar.working_days_after(calendar.local_date(due), days)))

        waits = standing.status is Status.SUBMITTED and not standing.answered
        if waits:
            due = standing.response_due
            if due <= standing.resolution_due:
                yield "half of response", due, calendar.half_left(due, 3), group, "half"
            yield "response", due, due, group, "due"
            yield "response to coordinators", due, after(due, 2), COORDINATION, "escalated"
            yield "response to leadership", due, after(due, 4), LEADERSHIP, "escalated"
        due = standing.resolution_due
        if not waits or due < standing.response_due:
            yield "half of resolution", due, calendar.half_left(due, case.days), group, "half"
        yield "resolution", due, due, group, "due"
        yield "resolution to coordinators", due, after(due, 2), COORDINATION, "escalated"

    def _held(self, moment: datetime) -> datetime:
        """Return when an office is told: after the night (21 to 6), and not on a day off."""
        calendar, local = self.opened.office.calendar(None), moment.astimezone(JAKARTA)
        if local.hour >= 21 or local.hour < 6:
            day = local.date() + timedelta(days=local.hour >= 21)
            local = datetime(day.year, day.month, day.day, 6, tzinfo=JAKARTA)
        return local if calendar.is_working_day(local.date()) else calendar.next_open(local)

    def said(self) -> Counter[Expected]:
        """Return every half, due moment and escalation that was spoken of, singly or in a list."""
        found: Counter[Expected] = Counter()
        for said in self.opened.said:
            if said.method != "sendMessage" or said.chat > 0:
                continue
            for line in said.text.split("\n"):
                kind = MARKS.get(line[:1])
                words = line.split()
                if kind is not None and len(words) > 1 and words[1].startswith("TBN-"):
                    found[said.at, said.chat, kind, words[1]] += 1
        return found

    def table(self) -> list[tuple[str, ...]]:
        """Return a line for each agency: habit, reports, digests, reminders, lists, most messages of the clock a day."""
        lines = []
        for code in self._agencies:
            chat = self.opened.group(code)
            ours = [said for said in self.opened.said if said.chat == chat and said.text[:1] in {"☀", "⏳", "🔴", "⏰"}]
            a_day = Counter(said.at.astimezone(JAKARTA).date() for said in ours)
            count = Counter(said.text[:1] for said in ours)
            filed = sum(case.agency == code for case in self.cases.values())
            most = max(a_day.values(), default=0)
            numbers = (filed, count["☀"], count["⏳"] + count["🔴"], count["⏰"], most)
            lines.append((code, self._habits[code].name, *(str(number) for number in numbers)))
        return lines

    def faults(self) -> list[str]:
        """Return everything that is not as it must be, one sentence each; none when all is well."""
        wanted, told = self.expected(), self.said()
        found = [f"not said: {_words(item)}" for item in wanted - told]
        found += [f"said, but not due: {_words(item)}" for item in told - wanted]
        digests = Counter((said.chat, said.at.date()) for said in self.opened.said if said.text.startswith("☀"))
        found += [f"{count} digests for {chat} on {day}" for (chat, day), count in digests.items() if count > 1]
        for said in self.opened.said:
            local = said.at.astimezone(JAKARTA)
            unasked = said.chat < 0 and said.text[:1] in {"☀", "⏳", "🔴", "⏰", "🚨"}
            if unasked and (local.weekday() > 4 or not 6 <= local.hour < 21):
                found.append(f"{said.minute}: at night or on a day off: {said.text[:40]}")
        at_once: dict[tuple[int, datetime], int] = defaultdict(int)
        for said in self.opened.said:
            if said.text[:1] in {"⏳", "🔴"}:
                at_once[said.chat, said.at] += 1
        found += [f"{count} single reminders at once for {chat}" for (chat, _at), count in at_once.items() if count > 2]
        return found


def _words(item: Expected) -> str:
    at, chat, kind, ticket = item
    return f"{at.astimezone(JAKARTA):%Y-%m-%d %H:%M} {kind} of {ticket} to {chat}"
