"""The courier: drains the outbox through python-telegram-bot, in order within each chat, within Telegram's limits.

Rows are read once, in the order they were written, into a lane for each chat. A lane sends one message at a time; many
lanes send side by side. What was tried and what came of it is recorded by the ledger, many rows to a commit: after a
crash only what was in flight can be sent twice.
"""

import asyncio
import heapq
import random
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from telegram.error import TelegramError

from bot.ledger import Ledger
from bot.logs import logger
from bot.moment import Moment
from bot.outcomes import Outcome, Verdict, judge, renew, sent
from bot.pacing import Pacing
from bot.telegram_bot import TelegramBot
from storage.engine import Database
from storage.errors import StorageError
from storage.outbox import Outgoing, pending_after
from storage.tables import OutboxState
from storage.transaction import Transaction

IN_FLIGHT = 64
"""Sends under way at once; with an answer in 60 ms that is far more than Telegram's 30 a second needs."""

READ_AHEAD = 1_000
"""Rows read from the outbox at a time."""

UNKNOWN_TRIES = 8
"""How often a message whose outcome stays unknown is sent again before it is given up as a dead letter."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before a failed message is tried again; doubled each time, with jitter."""

KEEP_TRYING = timedelta(hours=24)
"""How long a message that never left this machine is kept trying; Telegram keeps updates as long on its side."""


@dataclass(slots=True)
class _Lane:
    """The waiting messages of one chat. `retries` counts how often its head has failed in a row."""

    chat_id: int | None
    rows: deque[Outgoing] = field(default_factory=deque)
    busy: bool = False
    retries: int = 0
    since: float = 0.0


class TelegramRefusesBot(Exception):
    """Telegram does not know this bot: the token is wrong or was revoked."""


class Courier:
    """Sends what the outbox holds. `unreachable` and `given_up` write down what a lost chat or message means."""

    def __init__(
        self,
        bot: TelegramBot,
        database: Database,
        moment: Moment,
        pacing: Pacing,
        *,
        unreachable: Callable[[Transaction, int, str], Awaitable[None]],
        given_up: Callable[[Transaction, Outgoing, str], Awaitable[None]],
        moved: Callable[[Transaction, int, int], Awaitable[None]],
    ) -> None:
        self._bot = bot
        self._database = database
        self._moment = moment
        self._pacing = pacing
        self._unreachable = unreachable
        self._given_up = given_up
        self._moved = moved
        self._log = logger("courier")
        self._ledger = Ledger(database, moment)
        self._lanes: dict[int | tuple[str, int], _Lane] = {}
        self._ready: list[tuple[int, int, _Lane]] = []
        self._later: list[tuple[float, int, _Lane]] = []
        self._flights: set[asyncio.Task[None]] = set()
        self._awake = asyncio.Event()
        self._unread = True
        self._last = 0
        self._fatal: str | None = None

    def wake(self) -> None:
        """Say that rows were written."""
        self._unread = True
        self._awake.set()

    @property
    def idle(self) -> bool:
        """Whether nothing is waiting or under way."""
        return not self._unread and not self._lanes and not self._flights

    async def run(self) -> None:
        """Send until cancelled. Raises TelegramRefusesBot when the token is wrong; StorageError never leaves."""
        ledger = asyncio.create_task(self._ledger.run())
        try:
            while self._fatal is None:
                self._awake.clear()
                await self._read()
                delay = self._launch()
                try:
                    await asyncio.wait_for(self._awake.wait(), delay)
                except TimeoutError:
                    continue
            raise TelegramRefusesBot(self._fatal)
        finally:
            for flight in self._flights:
                flight.cancel()
            await asyncio.gather(*self._flights, return_exceptions=True)
            await self._ledger.close()
            ledger.cancel()

    async def settle(self, seconds: float) -> bool:
        """Wait until everything is sent, at most so long; tell whether it is."""
        deadline = self._moment.monotonic() + seconds
        while not self.idle and self._moment.monotonic() < deadline:  # noqa: ASYNC110  only while shutting down
            await asyncio.sleep(0.02)
        return self.idle

    async def _read(self) -> None:
        while self._unread:
            self._unread = False
            try:
                async with self._database.reading() as session:
                    rows = await pending_after(session, self._last, READ_AHEAD)
            except StorageError as error:
                self._log.error("the outbox cannot be read", error=str(error))
                self._unread = True
                await asyncio.sleep(FIRST_PAUSE)
                return
            for row in rows:
                self._last = max(self._last, row.id)
                if row.once and row.attempts:
                    self._ledger.settle(
                        row, OutboxState.EXPIRED, (), "tried before a restart; it must not arrive twice"
                    )
                else:
                    self._add(row)
            if len(rows) == READ_AHEAD:
                self._unread = True

    def _add(self, row: Outgoing) -> None:
        key = row.chat_id if row.chat_id is not None else ("call", row.id)
        lane = self._lanes.get(key)
        if lane is None:
            lane = self._lanes[key] = _Lane(row.chat_id)
        lane.rows.append(row)
        if not lane.busy and len(lane.rows) == 1:
            self._queue(lane)

    def _queue(self, lane: _Lane) -> None:
        head = lane.rows[0]
        heapq.heappush(self._ready, (head.priority, head.id, lane))

    def _launch(self) -> float | None:
        """Start every send that may go now; return the seconds until the next may, None for not before a wake."""
        now = self._moment.monotonic()
        while self._later and self._later[0][0] <= now:
            self._queue(heapq.heappop(self._later)[2])
        while self._ready and len(self._flights) < IN_FLIGHT:
            _priority, _id, lane = heapq.heappop(self._ready)
            head = lane.rows[0]
            if head.expires_at is not None and head.expires_at <= self._moment.now():
                self._finish(lane, head, OutboxState.EXPIRED, "too late to be of use")
                continue
            seconds = self._pacing.wait(head.method, head.payload)
            if seconds > 0:
                self._postpone(lane, seconds)
                if (overall := self._pacing.overall_wait()) > 0:
                    return overall
                continue
            self._pacing.take(head.method, head.payload)
            lane.busy = True
            flight = asyncio.create_task(self._fly(lane, head))
            self._flights.add(flight)
            flight.add_done_callback(self._landed)
        if not self._later:
            return None
        return max(0.0, self._later[0][0] - self._moment.monotonic())

    def _postpone(self, lane: _Lane, seconds: float) -> None:
        heapq.heappush(self._later, (self._moment.monotonic() + seconds, lane.rows[0].id, lane))

    def _landed(self, flight: asyncio.Task[None]) -> None:
        self._flights.discard(flight)
        self._awake.set()
        if not flight.cancelled() and (error := flight.exception()) is not None:
            self._log.error("a send broke the courier's own code", exc_info=error)
            self._fatal = f"{type(error).__name__}: {error}"

    async def _fly(self, lane: _Lane, row: Outgoing) -> None:
        await self._ledger.attempt(row)
        try:
            sensible = await self._resolve(row)
        except StorageError as error:
            self._log.error("an earlier message cannot be looked up", row=row.id, error=str(error))
            self._again(lane, FIRST_PAUSE)
            return
        if not sensible:
            self._finish(lane, row, OutboxState.EXPIRED, "the message it was about was never sent")
            return
        try:
            result = await self._bot.call(row.method, row.payload, taken=True)
        except TelegramError as error:
            outcome = judge(error, row)
        else:
            outcome = sent(result)
        await self._act(lane, row, outcome)

    async def _resolve(self, row: Outgoing) -> bool:
        """Put real message ids for those that stood for earlier rows. False when the call makes no sense without."""
        target = row.payload.get("message_id")
        if isinstance(target, int) and target < 0:
            found = await self._ledger.message_of(-target)
            if found is None:
                return renew(row)
            row.payload["message_id"] = found
        reply = row.payload.get("reply_parameters")
        if isinstance(reply, dict) and reply.get("message_id", 0) < 0:
            found = await self._ledger.message_of(-reply["message_id"])
            if found is None:
                del row.payload["reply_parameters"]
            else:
                reply["message_id"] = found
        return True

    async def _act(self, lane: _Lane, row: Outgoing, outcome: Outcome) -> None:
        match outcome.verdict:
            case Verdict.SENT:
                self._finish(lane, row, OutboxState.SENT, None, outcome.message_ids)
            case Verdict.CHANGED:
                self._again(lane, 0.0)
            case Verdict.AGAIN if outcome.seconds:
                self._log.warning("Telegram asks to wait", chat=row.chat_id, seconds=outcome.seconds)
                self._again(lane, outcome.seconds)
            case Verdict.AGAIN:
                await self._retry(lane, row, outcome, since_too_long=self._too_long(lane))
            case Verdict.UNKNOWN if row.once:
                await self._give_up(lane, row, outcome, "it is unknown whether it arrived, and it must not twice")
            case Verdict.UNKNOWN:
                await self._retry(lane, row, outcome, since_too_long=lane.retries + 1 >= UNKNOWN_TRIES)
            case Verdict.MOVED if outcome.chat_id is not None and lane.chat_id is not None:
                await self._follow(lane, outcome.chat_id)
            case Verdict.UNREACHABLE if row.chat_id is not None:
                await self._lose(lane, row, outcome.reason or "")
            case Verdict.EXPIRED:
                self._finish(lane, row, OutboxState.EXPIRED, outcome.reason)
            case Verdict.FATAL:
                self._fatal = outcome.reason
            case _:
                await self._give_up(lane, row, outcome, "Telegram refused it")

    def _too_long(self, lane: _Lane) -> bool:
        return lane.retries > 0 and self._moment.monotonic() - lane.since > KEEP_TRYING.total_seconds()

    async def _retry(self, lane: _Lane, row: Outgoing, outcome: Outcome, *, since_too_long: bool) -> None:
        if since_too_long:
            await self._give_up(lane, row, outcome, "tried for too long")
            return
        if lane.retries == 0:
            lane.since = self._moment.monotonic()
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2**lane.retries) * random.uniform(0.75, 1.25)
        lane.retries += 1
        self._log.warning("not sent", row=row.id, chat=row.chat_id, error=outcome.reason, pause=round(pause, 1))
        self._again(lane, pause)

    def _again(self, lane: _Lane, seconds: float) -> None:
        lane.busy = False
        if seconds > 0:
            self._postpone(lane, seconds)
        else:
            self._queue(lane)

    def _finish(
        self,
        lane: _Lane,
        row: Outgoing,
        state: OutboxState,
        error: str | None,
        message_ids: tuple[int, ...] = (),
    ) -> None:
        self._ledger.settle(row, state, message_ids, error)
        lane.rows.popleft()
        lane.busy = False
        lane.retries = 0
        if lane.rows:
            self._queue(lane)
        else:
            self._lanes.pop(lane.chat_id if lane.chat_id is not None else ("call", row.id), None)

    async def _give_up(self, lane: _Lane, row: Outgoing, outcome: Outcome, why: str) -> None:
        reason = f"{why}: {outcome.reason}"
        self._log.error("dead letter", row=row.id, method=row.method, chat=row.chat_id, reason=reason)
        self._finish(lane, row, OutboxState.DEAD, reason)
        await self._write_down(lambda transaction: self._given_up(transaction, row, reason))

    async def _lose(self, lane: _Lane, row: Outgoing, reason: str) -> None:
        """The chat is closed to us: nothing that waits for it can arrive, and nothing should queue behind it."""
        self._log.warning("a chat is unreachable", chat=lane.chat_id, waiting=len(lane.rows), reason=reason)
        while len(lane.rows) > 1:
            self._ledger.settle(lane.rows.pop(), OutboxState.DEAD, (), reason)
        self._finish(lane, row, OutboxState.DEAD, reason)
        chat_id = row.chat_id
        if chat_id is not None:
            await self._write_down(lambda transaction: self._unreachable(transaction, chat_id, reason))

    async def _follow(self, lane: _Lane, new: int) -> None:
        old = lane.chat_id
        assert old is not None  # noqa: S101  the caller matched on it; calls without a chat cannot move
        self._log.info("a group moved", chat=old, to=new)
        await self._write_down(lambda transaction: self._moved(transaction, old, new))
        self._lanes.pop(old, None)
        rows = list(lane.rows)
        for row in rows:
            row.chat_id = row.payload["chat_id"] = new
        target = self._lanes.get(new)
        if target is None:
            target = self._lanes[new] = _Lane(new)
        idle = not target.busy and not target.rows
        target.rows.extendleft(reversed(rows)) if idle else target.rows.extend(rows)
        if idle:
            self._queue(target)
        self._awake.set()

    async def _write_down(self, write: Callable[[Transaction], Awaitable[None]]) -> None:
        try:
            async with self._database.transaction(self._moment.now()) as transaction:
                await write(transaction)
        except StorageError as error:
            self._log.error("the outcome could not be written down", error=str(error))
        else:
            self.wake()
