"""The courier: drains the outbox through python-telegram-bot, in order within each chat, within Telegram's limits.

Rows are handed over as they are committed, and read once after a start, into a lane for each chat (bot/sending/lanes.py). A lane sends one message at
a time; many lanes send side by side. What came of it is recorded by the ledger, many rows to a commit: after a crash
only what was in flight can be sent twice, and what must not be, or could not be recorded, is recorded before it flies.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import suppress
from datetime import timedelta

from telegram.error import TelegramError

from bot.sending.combining import Gather, Gathering
from bot.sending.intake import Supply
from bot.sending.lanes import Lane, Lanes
from bot.sending.ledger import Ledger
from bot.sending.outcomes import Outcome, Verdict, judge, renew, sent
from bot.support import TimeSource, logger
from bot.telegram import KEPT_FOR_ASKED, Departure, Pacing, TelegramBot, TelegramRefusesBot, cost_of
from storage.engine import Database
from storage.errors import StorageError
from storage.outbox import Outgoing
from storage.tables import OutboxState, Priority, Role
from storage.transaction import Transaction

IN_FLIGHT = 64
"""Sends under way at once; with an answer in 60 ms that is far more than Telegram's 30 a second needs."""

KEPT_FLIGHTS = 16
"""Of these, how many are left to what somebody waits for."""

AHEAD = 16
"""How many cards that wait behind one are recorded as tried with it: a full group takes as many in a minute."""

UNKNOWN_TRIES = 8
"""How often a message whose outcome stays unknown is sent again before it is given up as a dead letter."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before a failed message is tried again; doubled each time, with jitter."""

KEEP_TRYING = timedelta(hours=24)
"""How long a message that never left this machine is kept trying; Telegram keeps updates as long on its side."""

LOOK_AGAIN = 1.0
"""Seconds after which the clock is looked at again at the latest: one that was moved tells nobody."""

TIDY_SECONDS = 300.0
"""How often what is over is forgotten, and the outbox read for rows that nobody handed over."""


class Courier:
    """Sends what the outbox holds. `unreachable` and `given_up` write down what a lost chat or message means.

    `gather` puts one combined card up for several that wait (see bot/sending/combining.py); without it none are gathered.
    """

    def __init__(
        self,
        bot: TelegramBot,
        database: Database,
        time_source: TimeSource,
        pacing: Pacing,
        *,
        unreachable: Callable[[Transaction, int, str], Awaitable[None]],
        given_up: Callable[[Transaction, Outgoing, str], Awaitable[None]],
        moved: Callable[[Transaction, int, int], Awaitable[None]],
        gather: Gather | None = None,
    ) -> None:
        self._bot = bot
        self._database = database
        self._time = time_source
        self._pacing = pacing
        self._unreachable = unreachable
        self._given_up = given_up
        self._moved = moved
        self._log = logger("courier")
        self._ledger = Ledger(database, time_source)
        self._gathering = None if gather is None else Gathering(database, time_source, pacing, gather)
        self._lanes = Lanes(time_source.monotonic)
        self._flights: set[asyncio.Task[None]] = set()
        self._awake = asyncio.Event()
        self._supply = Supply(database, self._awake.set)
        self._filling = False
        self._fatal: BaseException | None = None
        self._look = False
        self._tidy_at = 0.0
        self.counts: Counter[str] = Counter()
        """Since the start: "sent", "expired", "dead", "retried", "gathered"."""

    def wake(self) -> None:
        """Say that rows may have been written that nobody handed over."""
        self._supply.look()

    def take(self, rows: Iterable[Outgoing]) -> None:
        """Take rows over that were just committed, without reading them."""
        self._supply.take(rows)

    def waiting(self) -> Iterator[Outgoing]:
        """Return every row that is here and not yet sent."""
        return self._lanes.waiting()

    def recall(self, ids: Iterable[int], reason: str) -> None:
        """Take back what has not been tried yet."""
        for row in self._lanes.recall(ids):
            self._settle(row, OutboxState.EXPIRED, reason)

    async def record(self, transaction: Transaction) -> None:
        """Record in an open transaction what came of the sends so far; see Ledger.record."""
        await self._ledger.record(transaction)

    @property
    def idle(self) -> bool:
        """Whether nothing is waiting or under way."""
        return self._supply.empty and not self._filling and not self._lanes and not self._flights

    async def run(self) -> None:
        """Send until cancelled. Raises TelegramRefusesBot when the token is wrong; StorageError never leaves.

        A fault of its own code ends it as well, with the fault itself: nobody could say what it would leave unsent.
        """
        ledger = asyncio.create_task(self._ledger.run())
        try:
            while self._fatal is None:
                self._awake.clear()
                self._filling = True
                await self._fill()
                await self._shorten()
                self._filling = False
                delay = self._launch()
                # Not `wait_for`: in Python 3.11 it can swallow a cancellation that comes together with a wake-up.
                with suppress(TimeoutError):
                    async with asyncio.timeout(delay):
                        await self._awake.wait()
            raise self._fatal
        finally:
            for flight in self._flights:
                flight.cancel()
            await asyncio.gather(*self._flights, return_exceptions=True)
            await self._ledger.close()
            ledger.cancel()

    async def settle(self, seconds: float) -> bool:
        """Wait until everything is sent, at most so long; tell whether it is."""
        deadline = self._time.monotonic() + seconds
        while not self.idle and self._time.monotonic() < deadline:  # noqa: ASYNC110  only while shutting down
            await asyncio.sleep(0.02)
        return self.idle

    async def _fill(self) -> None:
        async for row in self._supply.rows():
            if row.once and row.attempts:
                self._settle(row, OutboxState.EXPIRED, "tried before a restart; it must not arrive twice")
                continue
            if row.chat_id is not None and "chat_id" in row.payload:
                # A group that moved while its rows waited.
                row.payload["chat_id"] = row.chat_id
            self._look = self._look or row.role is Role.CARD
            self._lanes.add(row)

    async def _shorten(self) -> None:
        """Gather waiting cards of groups that have too many, when something came in or one grew old."""
        gathering = self._gathering
        if gathering is None:
            return
        if not self._look and (gathering.due_at is None or gathering.due_at > self._time.monotonic()):
            return
        self._look = False
        if gathered := await gathering.look(self._lanes):
            self.counts["gathered"] += gathered
            self.wake()

    def _launch(self) -> float | None:
        """Start every send that may go now; return the seconds until the next may, None for not before a wake."""
        if self._time.monotonic() >= self._tidy_at:
            self._tidy_at = self._time.monotonic() + TIDY_SECONDS
            self._supply.look()
            self._pacing.tidy()
        held = None
        while len(self._flights) < IN_FLIGHT and (lane := self._lanes.first()) is not None:
            row = lane.head()
            assert row is not None  # noqa: S101  the lane would have ended
            if row.expires_at is not None and row.expires_at <= self._time.now():
                self._lanes.pop()
                lane.take()
                self._finish(lane, row, OutboxState.EXPIRED, "too late to be of use")
                continue
            asked = row.priority <= Priority.ANSWER
            if not asked and len(self._flights) >= IN_FLIGHT - KEPT_FLIGHTS:
                break
            keep = KEPT_FOR_ASKED if self._gathering is not None and self._gathering.can_take(row) else 0
            if (seconds := self._pacing.chat_wait(row.method, row.payload, keep=keep)) > 0:
                self._lanes.pop()
                self._lanes.queue(lane, seconds)
                continue
            if (held := self._pacing.overall_wait(cost_of(row.method, row.payload), asked=asked)) > 0:
                break
            self._lanes.pop()
            lane.take()
            departure = self._pacing.depart(row.method, row.payload, asked=asked)
            flight = asyncio.create_task(self._fly(lane, row, departure))
            self._flights.add(flight)
            flight.add_done_callback(self._landed)
        delays = [delay for delay in (held, self._lanes.next_in()) if delay is not None and delay > 0]
        if self._gathering is not None and (due := self._gathering.due_at) is not None:
            delays.append(max(0.0, due - self._time.monotonic()))
        return min(LOOK_AGAIN, *delays) if delays else None

    def _landed(self, flight: asyncio.Task[None]) -> None:
        self._flights.discard(flight)
        self._awake.set()
        if not flight.cancelled() and (error := flight.exception()) is not None:
            self._log.error("a send broke the courier's own code", exc_info=error)
            self._fatal = error

    async def _fly(self, lane: Lane, row: Outgoing, departure: Departure) -> None:
        try:
            if row.once or row.role is Role.CARD or not self._ledger.writes:
                # What goes only once, and cards, which could come back in another form, must be known for tried after a
                # crash. A second sending of anything else is the same message once more, and only of what is in flight
                # as long as the ledger can write.
                await self._ledger.attempt(row, lane.following(AHEAD))
            row.attempts += 1
            sensible = await self._ledger.resolve(row) or renew(row)
            outcome = await self._call(row) if sensible else None
        except StorageError as error:
            self._log.error("an earlier message cannot be looked up", row=row.id, error=str(error))
            self._again(lane, row, FIRST_PAUSE)
            return
        except Exception as error:  # a row nobody foresaw must neither stop the others nor the next start
            self._log.error("a row cannot be sent", row=row.id, method=row.method, exc_info=error)
            outcome = Outcome(Verdict.DEAD, reason=f"{type(error).__name__}: {error}")
        finally:
            self._pacing.arrive(departure)
        if outcome is None:
            self._finish(lane, row, OutboxState.EXPIRED, "the message it was about was never sent")
        else:
            await self._act(lane, row, outcome)

    async def _call(self, row: Outgoing) -> Outcome:
        try:
            return sent(await self._bot.call(row.method, row.payload, taken=True))
        except TelegramError as error:
            return judge(error, row)

    async def _act(self, lane: Lane, row: Outgoing, outcome: Outcome) -> None:
        match outcome.verdict:
            case Verdict.SENT:
                self._finish(lane, row, OutboxState.SENT, None, outcome.message_ids)
            case Verdict.CHANGED:
                self._again(lane, row, 0.0)
            case Verdict.AGAIN if outcome.seconds:
                self._log.warning("Telegram asks to wait", chat=row.chat_id, seconds=outcome.seconds)
                self._again(lane, row, outcome.seconds)
            case Verdict.AGAIN:
                await self._retry(lane, row, outcome, since_too_long=self._too_long(lane))
            case Verdict.UNKNOWN if row.once:
                await self._give_up(lane, row, outcome, "it is unknown whether it arrived, and it must not twice")
            case Verdict.UNKNOWN:
                lane.unknown += 1
                await self._retry(lane, row, outcome, since_too_long=lane.unknown >= UNKNOWN_TRIES)
            case Verdict.MOVED if outcome.chat_id is not None and lane.chat_id is not None:
                await self._follow(lane, row, outcome.chat_id)
            case Verdict.UNREACHABLE if row.chat_id is not None:
                await self._lose(lane, row, outcome.reason or "")
            case Verdict.EXPIRED:
                self._finish(lane, row, OutboxState.EXPIRED, outcome.reason)
            case Verdict.FATAL:
                self._fatal = TelegramRefusesBot(outcome.reason)
            case _:
                await self._give_up(lane, row, outcome, "Telegram refused it")

    def _too_long(self, lane: Lane) -> bool:
        return lane.retries > 0 and self._time.monotonic() - lane.since > KEEP_TRYING.total_seconds()

    async def _retry(self, lane: Lane, row: Outgoing, outcome: Outcome, *, since_too_long: bool) -> None:
        if since_too_long:
            await self._give_up(lane, row, outcome, "tried for too long")
            return
        if lane.retries == 0:
            lane.since = self._time.monotonic()
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(lane.retries, 10)) * random.uniform(0.75, 1.25)
        lane.retries += 1
        self._log.warning("not sent", row=row.id, chat=row.chat_id, error=outcome.reason, pause=round(pause, 1))
        self._again(lane, row, pause)

    def _again(self, lane: Lane, row: Outgoing, seconds: float) -> None:
        self.counts["retried"] += 1
        lane.put_back(row)
        lane.not_before = self._time.monotonic() + seconds
        self._lanes.queue(lane)

    def _settle(self, row: Outgoing, state: OutboxState, error: str | None, message_ids: tuple[int, ...] = ()) -> None:
        self.counts[state.value] += 1
        self._ledger.settle(row, state, message_ids, error)

    def _finish(
        self, lane: Lane, row: Outgoing, state: OutboxState, error: str | None, message_ids: tuple[int, ...] = ()
    ) -> None:
        self._settle(row, state, error, message_ids)
        lane.landed()
        self._lanes.queue(lane)

    async def _give_up(self, lane: Lane, row: Outgoing, outcome: Outcome, why: str) -> None:
        reason = f"{why}: {outcome.reason}"
        self._log.error("dead letter", row=row.id, method=row.method, chat=row.chat_id, reason=reason)
        self._finish(lane, row, OutboxState.DEAD, reason)
        await self._write_down(lambda transaction: self._given_up(transaction, row, reason))

    async def _lose(self, lane: Lane, row: Outgoing, reason: str) -> None:
        """The chat is closed to us: nothing that waits for it can arrive, and nothing should queue behind it."""
        behind = lane.clear()
        self._log.warning("a chat is unreachable", chat=lane.chat_id, waiting=len(behind), reason=reason)
        for other in behind:
            self._settle(other, OutboxState.DEAD, reason)
        self._finish(lane, row, OutboxState.DEAD, reason)
        chat_id = row.chat_id
        if chat_id is not None:
            await self._write_down(lambda transaction: self._unreachable(transaction, chat_id, reason))

    async def _follow(self, lane: Lane, row: Outgoing, new: int) -> None:
        old = lane.chat_id
        assert old is not None  # noqa: S101  the caller matched on it; calls without a chat cannot move
        self._log.info("a group moved", chat=old, to=new)
        await self._write_down(lambda transaction: self._moved(transaction, old, new))
        lane.put_back(row)
        self._lanes.move(lane, new)
        self._awake.set()

    async def _write_down(self, write: Callable[[Transaction], Awaitable[None]]) -> None:
        try:
            async with self._database.transaction(self._time.now()) as transaction:
                await write(transaction)
        except StorageError as error:
            self._log.error("the outcome could not be written down", error=str(error))
        else:
            self.wake()
