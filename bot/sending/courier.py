"""The courier: drains the outbox through python-telegram-bot, in order within each chat, within Telegram's limits.

Rows are handed over as they are committed, and read once after a start, into a lane for each chat (lane.py). A lane
sends one message at a time; many lanes send side by side. What came of it is recorded by the ledger, many rows to a
commit: after a crash only what was being sent can be sent twice, and what must not be, or could not be recorded, is
recorded before it is sent.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from bot.sending.combining import CardCombiner, Combine
from bot.sending.consequences import Consequences
from bot.sending.holding import Holding
from bot.sending.intake import Intake
from bot.sending.lane import Lane
from bot.sending.lanes import Lanes
from bot.sending.ledger import Ledger
from bot.sending.losses import Losses
from bot.sending.places import kept_by
from bot.sending.sender import Sender
from bot.support import Heartbeat, TimeSource, logger
from bot.telegram import CallUnderWay, Pacing, TelegramBot, TelegramRefusesBot, cost_of
from storage.engine import Database
from storage.errors import StorageError
from storage.outbox import Outgoing
from storage.tables import OutboxState, Priority, Role
from storage.transaction import Transaction

AT_ONCE = 64
"""Sends in progress at once; with an answer in 60 ms that is far more than Telegram's 30 a second needs."""

KEPT_SENDS = 16
"""Of these, how many are left to what somebody waits for."""

LOOK_AGAIN = 1.0
"""Seconds after which the clock is looked at again at the latest: one that was moved tells nobody."""

READ_AGAIN = 1.0
"""Seconds after which what is held is read again when it could not be."""

TIDY_SECONDS = 300.0
"""How often what is over is forgotten, and the outbox read for rows that nobody handed over."""


class Courier:
    """Sends what the outbox holds. `losses` write down what a lost chat or message means.

    `combine` puts one combined card up for several that wait (combining.py); without it none are combined.
    """

    def __init__(
        self,
        bot: TelegramBot,
        database: Database,
        time_source: TimeSource,
        pacing: Pacing,
        *,
        losses: Losses,
        combine: Combine | None = None,
    ) -> None:
        self._time = time_source
        self._pacing = pacing
        self._log = logger("courier")
        self._awake = asyncio.Event()
        self._heartbeat = Heartbeat("courier", time_source.monotonic)
        reading = Heartbeat("outbox", time_source.monotonic)
        self._intake = Intake(database, self._awake.set, reading)
        self.counts: Counter[str] = Counter()
        """Since the start: "sent", "expired", "dead", "retried", "dropped", "combined", "unrecorded", "unshown"."""
        self._ledger = Ledger(database, time_source, counts=self.counts)
        self.heartbeats = (self._heartbeat, reading, self._ledger.heartbeat)
        """Of sending itself, of reading what there is to send, and of recording what came of it."""
        self._lanes = Lanes(time_source.monotonic)
        self._holding = Holding(database, time_source)
        self._combiner = None if combine is None else CardCombiner(database, time_source, pacing, combine)
        self._sender = Sender(bot, database, self._ledger)
        self._consequences = Consequences(
            database, time_source, self._lanes, self._ledger, losses, self._holding, self._on_finding, self._on_answer,
            self.counts,
        )  # fmt: skip
        self._sending: set[asyncio.Task[None]] = set()
        self.answered: Callable[[], None] = lambda: None
        """Told when Telegram's answer to a question was put into the inbox."""
        self._filling = False
        self._fatal: BaseException | None = None
        self._look = False
        self._tidy_at = 0.0

    def wake(self) -> None:
        """Say that rows may have been written that nobody handed over."""
        self._intake.look()

    def try_soon(self, chat_id: int, is_reachable: bool = False) -> None:
        """Have a group tried again where something could not be delivered: somebody there gave a sign of life."""
        self._holding.try_soon(chat_id, is_reachable=is_reachable)
        self._awake.set()

    @property
    def held(self) -> int:
        """How many messages wait for groups that cannot be reached, or take no files."""
        return self._holding.count

    def _on_finding(self) -> None:
        self._look = True  # a group that was on trial may have cards to combine
        self.wake()

    def _on_answer(self) -> None:
        self.answered()

    def take(self, rows: Iterable[Outgoing]) -> None:
        """Take rows over that were just committed, without reading them."""
        self._intake.take(rows)

    def waiting(self) -> Iterator[Outgoing]:
        """Return every row that is here and not yet sent."""
        return self._lanes.waiting()

    def recall(self, ids: Iterable[int], reason: str) -> None:
        """Take back what has not been tried yet."""
        for row in self._lanes.recall(ids):
            self._consequences.end(row, OutboxState.EXPIRED, reason)

    async def record(self, transaction: Transaction) -> None:
        """Record in an open transaction what came of the sends so far; see Ledger.record."""
        await self._ledger.record(transaction)

    @property
    def idle(self) -> bool:
        """Whether nothing is waiting or in progress."""
        nothing_is_due = self._holding.next_in() != 0.0
        return self._intake.empty and nothing_is_due and not (self._filling or self._lanes or self._sending)

    async def run(self) -> None:
        """Send until cancelled. Raises TelegramRefusesBot when the token is wrong; StorageError never leaves.

        A fault of its own code ends it as well, with the fault itself: nobody could say what it would leave unsent.
        """
        ledger = asyncio.create_task(self._ledger.run())
        ledger.add_done_callback(self._ended)
        try:
            while self._fatal is None:
                self._awake.clear()
                self._heartbeat.begin()
                self._filling = True
                await self._fill()
                await self._combine()
                self._filling = False
                delay = self._launch()
                self._heartbeat.done()
                # Not `wait_for`: in Python 3.11 it can swallow a cancellation that comes together with a wake-up.
                with suppress(TimeoutError):
                    async with asyncio.timeout(delay):
                        await self._awake.wait()
            raise self._fatal
        finally:
            for send in self._sending:
                send.cancel()
            await asyncio.gather(*self._sending, return_exceptions=True)
            await self._ledger.close()
            ledger.cancel()

    async def drain(self, seconds: float) -> bool:
        """Wait until everything is sent, at most so long; tell whether it is."""
        deadline = self._time.monotonic() + seconds
        while not self.idle and self._time.monotonic() < deadline:  # noqa: ASYNC110  only while shutting down
            await asyncio.sleep(0.02)
        return self.idle

    async def _fill(self) -> None:
        """Take in what there is to send: what is to be tried again goes before what came since."""
        try:
            for row in await self._holding.rows():
                self._take_in(row)
        except StorageError as error:
            self._log.error("what is held cannot be read", error=str(error))
            asyncio.get_running_loop().call_later(READ_AGAIN, self._awake.set)
        async for row in self._intake.rows():
            self._take_in(row)

    def _take_in(self, row: Outgoing) -> None:
        if row.once and row.in_doubt:
            self._consequences.end(row, OutboxState.EXPIRED, "tried before a restart; it must not arrive twice")
        elif self._holding.is_too_late(row):
            self._consequences.end(row, OutboxState.EXPIRED, "its group could not be reached in time")
        elif not self._holding.keeps(row):
            if row.chat_id is not None and "chat_id" in row.payload:
                # A group that moved while its rows waited.
                row.payload["chat_id"] = row.chat_id
            self._look = self._look or row.role is Role.CARD
            self._lanes.add(row)

    async def _combine(self) -> None:
        """Combine waiting cards of groups that have too many, when something came in or one grew old."""
        combiner = self._combiner
        if combiner is None:
            return
        if not self._look and (combiner.due_at is None or combiner.due_at > self._time.monotonic()):
            return
        self._look = False
        if combined := await combiner.look(self._lanes, self._holding):
            self.counts["combined"] += combined
            self.wake()

    def _launch(self) -> float | None:
        """Start every send that may go now; return the seconds until the next may, None for not before a wake."""
        if self._time.monotonic() >= self._tidy_at:
            self._tidy_at = self._time.monotonic() + TIDY_SECONDS
            self._intake.look()
            self._pacing.tidy()
        held = None
        while len(self._sending) < AT_ONCE and (lane := self._lanes.first()) is not None:
            row = lane.head()
            assert row is not None  # noqa: S101  the lane would have ended
            if row.expires_at is not None and row.expires_at <= self._time.now():
                self._lanes.take_first()
                lane.begin()
                self._consequences.finish(lane, row, OutboxState.EXPIRED, "too late to be of use")
                continue
            asked = row.priority <= Priority.ANSWER
            if not asked and len(self._sending) >= AT_ONCE - KEPT_SENDS:
                break
            keep = 0 if self._combiner is None else kept_by(row, self._time.now())
            if (seconds := self._pacing.chat_wait(row.method, row.payload, keep=keep)) > 0:
                if lane.card_first():
                    continue
                self._lanes.take_first()
                self._lanes.queue(lane, seconds)
                continue
            if (held := self._pacing.overall_wait(cost_of(row.method, row.payload), asked=asked)) > 0:
                break
            self._lanes.take_first()
            lane.begin()
            self._start(lane, row, self._pacing.begin(row.method, row.payload, asked=asked))
        waits = (held, self._lanes.next_in(), self._holding.next_in())
        delays = [delay for delay in waits if delay is not None and delay > 0]
        if self._combiner is not None and (due := self._combiner.due_at) is not None:
            delays.append(max(0.0, due - self._time.monotonic()))
        return min(LOOK_AGAIN, *delays) if delays else None

    def _start(self, lane: Lane, row: Outgoing, call: CallUnderWay) -> None:
        send = asyncio.create_task(self._send(lane, row, call))
        self._sending.add(send)
        send.add_done_callback(self._ended)

    async def _send(self, lane: Lane, row: Outgoing, call: CallUnderWay) -> None:
        try:
            outcome = await self._sender.send(lane, row)
        finally:
            self._pacing.finish(call)
        await self._consequences.follow(lane, row, outcome)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        self._awake.set()
        if task.cancelled() or (error := task.exception()) is None:
            return
        if not isinstance(error, TelegramRefusesBot):
            self._log.error("the courier's own code broke", exc_info=error)
        self._fatal = error
