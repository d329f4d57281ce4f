"""A courier between a real database and the strict local Telegram, on one clock that a test can hurry along."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.sending.combining import Combine
from bot.sending.courier import Courier
from bot.sending.losses import Losses
from bot.support import Retry
from bot.telegram import Limits, Pacing, TelegramBot
from sandbox import Clock, Group, Person, Sandbox
from storage.engine import Database
from storage.outbox import Delivery, Outgoing
from storage.tables import OutboxMessage
from storage.transaction import Transaction

DOUBT = Retry(first=0.001, longest=0.001, tries=3)
"""Telegram is asked three times, without a wait, before it is believed that it does not know the bot."""

TICK = 0.25
"""Seconds of the shared clock that pass at once; Telegram's limits are whole seconds and minutes."""


@dataclass
class Post:
    """The courier and everything around it. `lost` and `moved` list what it reported."""

    server: Sandbox
    database: Database
    combine: Combine | None = None
    limits: Limits = field(default_factory=Limits)
    lost: list[tuple[int, str]] = field(default_factory=list)
    reached: list[int] = field(default_factory=list)
    withheld: list[int] = field(default_factory=list)
    dead: list[tuple[Outgoing, str]] = field(default_factory=list)
    moves: list[tuple[int, int]] = field(default_factory=list)
    _running: "asyncio.Task[None] | None" = None

    @property
    def clock(self) -> Clock:
        return self.server.clock

    async def start(self) -> None:
        """Make a courier, as after a start of the programme, and let it run."""
        self.pacing = Pacing(self.limits, self.clock.monotonic)
        self.bot = TelegramBot(self.server.token, self.server.url, self.pacing, doubt=DOUBT)
        await self.bot.open()
        self.courier = Courier(
            self.bot, self.database, self.clock, self.pacing,
            losses=Losses(self._lose, self._reach, self._withhold, self._give_up, self._move), combine=self.combine,
        )  # fmt: skip
        self._running = asyncio.create_task(self.courier.run())

    async def ended(self) -> None:
        """Wait until the courier ends of itself. Raises what ended it."""
        assert self._running is not None
        await self._running

    async def stop(self) -> None:
        """End the courier as a crash does, except that what it knows is still written down."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
            await self.bot.close_connections()
        self._running = None

    async def put(self, method: str, chat: int | None, delivery: Delivery = Delivery(), **payload: Any) -> int:  # noqa: B008
        """Write one call to the outbox and wake the courier."""
        given = payload if chat is None else {"chat_id": chat, **payload}
        return (await self.put_all([(method, given, chat, delivery)]))[0]

    async def put_all(self, calls: list[tuple[str, dict[str, Any], int | None, Delivery]]) -> list[int]:
        """Write several calls in one transaction and wake the courier."""
        async with self.database.transaction(self.clock.now()) as transaction:
            numbers = [
                await transaction.outbox.put(method, payload, chat, delivery)
                for method, payload, chat, delivery in calls
            ]
        self.courier.wake()
        return numbers

    async def fault(self, kind: str, **fields: Any) -> None:
        """Have the local Telegram do wrong once, or as often as `count` says."""
        await self.server.client.post("faults", kind=kind, **{"count": 1, **fields})

    async def write(self, act: Callable[[Transaction], Awaitable[Any]]) -> Any:
        """Do something in a transaction and wake the courier."""
        async with self.database.transaction(self.clock.now()) as transaction:
            result = await act(transaction)
        self.courier.wake()
        return result

    async def pass_time(
        self, seconds: float, *, step: float = TICK, each: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        """Let so many seconds pass on the shared clock, the courier working meanwhile."""
        left = seconds
        while left > 0:
            if each is not None:
                await each()
            await self.breathe()
            await self.clock.advance(timedelta(seconds=step))
            left -= step
            self.courier._awake.set()
        await self.breathe()

    async def breathe(self) -> None:
        """Return once nothing more happens before the clock moves."""
        quiet = 0
        while quiet < 3:
            before = (sum(self.courier.counts.values()), len(self.courier._sending), self.courier._intake.empty)
            await asyncio.sleep(0.002)
            after = (sum(self.courier.counts.values()), len(self.courier._sending), self.courier._intake.empty)
            reading = self.courier._filling and self._running is not None and not self._running.done()
            quiet = quiet + 1 if before == after and not self.courier._sending and not reading else 0

    async def until_idle(self, limit: float = 600.0) -> float:
        """Let time pass until everything is sent; return how many seconds that took. Raises AssertionError."""
        start = self.clock.monotonic()
        while not self.courier.idle:
            waited = self.clock.monotonic() - start
            assert waited < limit, f"not sent within {limit} s: {[row.id for row in self.courier.waiting()][:10]}"
            await self.pass_time(TICK)
        await self.recorded()
        return self.clock.monotonic() - start

    async def recorded(self) -> None:
        """Return once the ledger has written what it knows."""
        ledger = self.courier._ledger
        while ledger.busy:  # noqa: ASYNC110
            await asyncio.sleep(0.005)

    async def rows(self) -> dict[int, OutboxMessage]:
        """Return the outbox as it stands, once the ledger has written what it knows."""
        await self.recorded()
        async with self.database.reading() as reading:
            found = (await reading.session.execute(sa.select(OutboxMessage))).scalars()
            return {row.id: row for row in found}

    async def states(self) -> dict[int, str]:
        """Return the state of each row."""
        return {number: row.state.value for number, row in (await self.rows()).items()}

    async def texts(self, chat: Person | Group) -> list[str]:
        """Return what stands in a chat, oldest first."""
        return [message.text for message in (await chat.screen()).messages if message.by_bot]

    @property
    def refusals(self) -> int:
        """How often the local Telegram refused for the pace."""
        return self.server.world.rate_limits.refused

    async def person(self, name: str = "Wagimin") -> Person:
        """Return somebody who has started the bot."""
        return await self.server.client.person(name, started=True)

    async def group(self, title: str = "Aduan") -> Group:
        """Return a group with the bot in it."""
        owner = await self.server.client.person("Petugas")
        return await self.server.client.group(title, [owner])

    async def _lose(self, transaction: Transaction, chat_id: int, reason: str) -> None:
        self.lost.append((chat_id, reason))
        await transaction.groups.lost(chat_id)

    async def _reach(self, transaction: Transaction, chat_id: int) -> None:
        self.reached.append(chat_id)
        await transaction.groups.reached(chat_id)

    async def _withhold(self, transaction: Transaction, row: Outgoing) -> None:
        self.withheld.append(row.id)
        await transaction.waiting.withhold([row.id])

    async def _give_up(self, transaction: Transaction, row: Outgoing, reason: str) -> None:
        self.dead.append((row, reason))

    async def _move(self, transaction: Transaction, old: int, new: int) -> None:
        self.moves.append((old, new))
        await transaction.groups.moved(old, new)


@asynccontextmanager
async def open_post(
    url: str, *, combine: Combine | None = None, limits: Limits | None = None, strict: bool = True
) -> AsyncIterator[Post]:
    """Start everything on a migrated database; time stands still until it is let pass."""
    async with Sandbox(strict=strict, clock=Clock(frozen=True)) as server:
        database = Database(url)
        post = Post(server, database, combine, limits or Limits())
        await post.start()
        try:
            yield post
        finally:
            await post.stop()
            await database.close()
