"""Reminding: looks for what has fallen due and has it worked, a portion at a time, each in a transaction of its own."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.support import TimeSource, logger
from storage import reminders
from storage.engine import Database
from storage.errors import ChangedMeanwhile, NotStorable, StorageError
from storage.transaction import Transaction

TICK_SECONDS = 20.0
"""How often the clock looks: what is due is said within the same working minute."""

PORTION = 200
"""Reminders worked in one transaction: few enough that nobody waits for the database."""

LOOK = 10 * PORTION
"""Reminders looked at together, so that what one group must hear at once comes in one portion, and makes one list."""

RETRY = timedelta(hours=1)
"""When a reminder that could not be worked is tried again, so that it keeps neither itself nor others from going on."""

LOOK_BACK = timedelta(days=1)
"""How far back drafts are looked for after a downtime: those left longer ago are not asked about any more."""

_OWN_FAULTS = (ChangedMeanwhile, NotStorable)
"""What the database says of a reminder that it would say again; everything else is its own trouble, and passes."""


class DueWork(Protocol):
    """Whoever does what is due; handlers/due_work.py."""

    async def prepare(self, transaction: Transaction) -> None:
        """Plan the next morning messages."""

    async def work(self, transaction: Transaction, ids: Sequence[int]) -> None:
        """Do what is still due of these reminders."""

    def may_ask(self, now: datetime) -> bool:
        """Tell whether people may be asked unasked at that moment."""

    async def ask_about_drafts(self, transaction: Transaction, since: datetime) -> None:
        """Ask everybody who left a draft whose time to be asked about came since a moment."""


class Reminding:
    """Ticks. Two ticks at once do no harm: what one has done the other no longer finds."""

    def __init__(
        self, database: Database, time_source: TimeSource, due_work: DueWork, committed: Callable[[], None]
    ) -> None:
        self._database = database
        self._time = time_source
        self._due_work = due_work
        self._committed = committed
        self._ticked_at: datetime | None = None
        self._looked_at: datetime | None = None
        self._log = logger("reminding")

    async def tick(self) -> None:
        """Do everything that is due now. Raises StorageError when the database does not work."""
        await self._prepare()
        seen: set[int] = set()
        while portions := await self._waiting():
            waiting = [number for portion in portions for number in portion]
            if stuck := [number for number in waiting if number in seen]:
                await self._postpone(stuck, "a reminder stayed due after it was worked")
                continue
            seen.update(waiting)
            for portion in portions:
                await self._work(portion)
                self._committed()
        await self._ask_about_drafts()

    async def _prepare(self) -> None:
        """Plan the morning messages at the first tick, and anew when the machine's clock was set back behind them."""
        now = self._time.now()
        if self._ticked_at is None or now < self._ticked_at:
            async with self._database.transaction(now) as transaction:
                await self._due_work.prepare(transaction)
        self._ticked_at = now

    async def _ask_about_drafts(self) -> None:
        """Look at the drafts whose times came since the last look; at night they wait for the morning."""
        now = self._time.now()
        if not self._due_work.may_ask(now):
            return
        since = now - LOOK_BACK
        if self._looked_at is not None and self._looked_at <= now:
            since = max(since, self._looked_at)
        async with self._database.transaction(now) as transaction:
            await self._due_work.ask_about_drafts(transaction, since)
        self._committed()
        self._looked_at = now

    async def _waiting(self) -> list[list[int]]:
        """Return what is due in portions; an agency's reminders are in one, unless they are more than a portion."""
        async with self._database.reading() as reading:
            rows = await reading.reminders.due(self._time.now(), LOOK)
            about = [number for row in rows if (number := reminders.report_in(row.subject)) is not None]
            leads = await reading.reports.leads(about)
        of_agencies: dict[str | None, list[int]] = {}
        for row in rows:
            agency = reminders.agency_in(row.subject) or leads.get(reminders.report_in(row.subject) or 0)
            of_agencies.setdefault(agency, []).append(row.id)
        portions: list[list[int]] = []
        for ids in of_agencies.values():
            if portions and len(portions[-1]) + len(ids) <= PORTION:
                portions[-1] += ids
            else:
                portions += [ids[start : start + PORTION] for start in range(0, len(ids), PORTION)]
        return portions

    async def _work(self, ids: Sequence[int]) -> None:
        try:
            async with self._database.transaction(self._time.now()) as transaction:
                await self._due_work.work(transaction, ids)
        except Exception as error:
            if isinstance(error, StorageError) and not isinstance(error, _OWN_FAULTS):
                raise
            if len(ids) > 1:
                self._log.warning("reminders repeated one by one", count=len(ids), error=type(error).__name__)
                for number in ids:
                    await self._work([number])
            else:
                self._log.error("a reminder failed", reminder=ids[0], exc_info=error)
                await self._postpone(ids, "a reminder is tried again later")

    async def _postpone(self, ids: Sequence[int], reason: str) -> None:
        self._log.warning(reason, reminders=len(ids), first=ids[0])
        async with self._database.transaction(self._time.now()) as transaction:
            await transaction.reminders.postpone(ids, transaction.now + RETRY)
