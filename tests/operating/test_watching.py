"""Every part of the running bot is watched: what hangs, fails for ever or dies is told at /healthz or ends the process.

The clock moves by more than a minute at once; each part has a minute, and half a minute when all it tries fails.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.receiving import polling
from handlers.dispatch import Dispatch
from storage import jobs
from storage.errors import DatabaseFull
from storage.inbox import Inbox
from storage.jobs import JobReads
from storage.outbox import Outbox, OutboxReads
from storage.outcomes import Outcomes
from storage.reminders import ReminderReads
from tests.acceptance.world import World, open_world
from tests.conftest import Store
from tests.postgres import Postgres

PATIENCE = 20.0


async def health(world: World) -> tuple[int, str]:
    assert world.app is not None and world.app.http is not None  # noqa: PT018
    async with aiohttp.ClientSession() as session, session.get(f"{world.app.http.url}/healthz") as response:
        return response.status, (await response.text()).strip()


async def is_well(world: World) -> None:
    """Wait until nothing is wrong any more: a tick that the moved clock caught midway needs its real time to end."""
    async with asyncio.timeout(PATIENCE):
        while (found := await health(world)) != (200, "ok"):
            assert found[0] == 503
            await asyncio.sleep(0.01)


async def polls(world: World, more: int = 2) -> None:
    """Wait until the bot has asked for updates so many times more."""
    before = len(await world.server.client.calls("getUpdates"))
    async with asyncio.timeout(PATIENCE):
        while len(await world.server.client.calls("getUpdates")) < before + more:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@pytest.fixture
async def world(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    monkeypatch.setattr(polling, "POLL_SECONDS", 0.1)
    async with open_world(sqlite_store.url) as opened:
        yield opened


class Held:
    """Lets calls of something wait from `begin` on, and go on as usual once released."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self._released = asyncio.Event()
        self.waiting = asyncio.Event()

    def begin(self, owner: Any, name: str) -> None:
        """Hold the calls of a coroutine function."""
        original = getattr(owner, name)

        async def held(*arguments: Any, **named: Any) -> Any:
            await self.wait()
            return await original(*arguments, **named)

        self._monkeypatch.setattr(owner, name, held)

    async def wait(self) -> None:
        """Wait like a held call."""
        self.waiting.set()
        await self._released.wait()

    async def until_waiting(self) -> None:
        """Return once a call waits."""
        await asyncio.wait_for(self.waiting.wait(), PATIENCE)

    def release(self) -> None:
        """Let everything go on."""
        self._released.set()


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    made = Held(monkeypatch)
    yield made
    made.release()


async def test_an_idle_bot_stays_well(world: World) -> None:
    for _ in range(5):
        await polls(world)
        await is_well(world)
        await world.server.clock.advance(timedelta(seconds=40))


async def test_polls_that_never_succeed_are_no_fault_of_the_bot(world: World) -> None:
    await world.server.client.post("faults", kind="drop", count=100, methods=["getUpdates"])
    for _ in range(3):
        await polls(world, 1)
        await world.server.clock.advance(timedelta(seconds=40))
    await polls(world, 1)
    await is_well(world)


async def test_a_receiver_that_hangs_on_a_database_that_never_answers_is_told(world: World, held: Held) -> None:
    person = await world.citizen()
    held.begin(Inbox, "enter_worked")
    await person.send("/start")
    await held.until_waiting()
    await world.server.clock.advance(timedelta(seconds=61))
    assert "receiver: no progress for 6" in (await health(world))[1]
    held.release()
    await person.hears("Selamat datang")
    await polls(world)
    await is_well(world)


async def test_a_receiver_whose_database_refuses_for_ever_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise DatabaseFull("database or disk is full")

    person = await world.citizen()
    with monkeypatch.context() as patch:
        patch.setattr(Inbox, "enter_worked", full)
        await person.send("/start")
        await polls(world, 2)  # it asks again and again for what it could not keep
        await world.server.clock.advance(timedelta(seconds=31))
        assert "receiver: has failed for 3" in (await health(world))[1]
        assert "(DatabaseFull)" in (await health(world))[1]
    await person.hears("Selamat datang")
    await polls(world)
    await is_well(world)


async def test_a_worker_that_hangs_in_a_handler_is_told(
    world: World, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Dispatch.work
    failed = False

    async def fails_then_hangs(self: Dispatch, *arguments: Any) -> None:
        nonlocal failed
        if not failed:
            failed = True
            raise RuntimeError("to the inbox with it")
        await held.wait()
        await work(self, *arguments)

    monkeypatch.setattr(Dispatch, "work", fails_then_hangs)
    person = await world.citizen()
    await person.send("/start")
    await held.until_waiting()
    await world.server.clock.advance(timedelta(seconds=61))
    assert "worker: no progress for 6" in (await health(world))[1]
    held.release()
    await person.hears("Selamat datang")


async def test_an_announcer_that_hangs_is_told(world: World, held: Held) -> None:
    await world.stop()
    held.begin(JobReads, "next_active")
    await world.start()
    await held.until_waiting()
    await world.server.clock.advance(timedelta(seconds=61))
    assert "announcer: no progress for 6" in (await health(world))[1]


@pytest.mark.parametrize(
    ("owner", "call", "part"),
    [(ReminderReads, "due", "reminders"), (Outbox, "forget", "tidying")],
    ids=["reminders", "tidying"],
)
async def test_a_clock_that_hangs_is_told(world: World, held: Held, owner: Any, call: str, part: str) -> None:
    await world.stop()
    held.begin(owner, call)
    await world.start()
    await held.until_waiting()
    await world.server.clock.advance(timedelta(seconds=61))
    assert f"{part}: no progress for 6" in (await health(world))[1]


async def test_a_courier_that_hangs_while_it_reads_the_outbox_is_told(world: World, held: Held) -> None:
    await world.stop()
    held.begin(OutboxReads, "pending_after")
    await world.start()
    await held.until_waiting()
    await world.server.clock.advance(timedelta(seconds=61))
    told = (await health(world))[1]
    assert "courier: no progress for 6" in told
    assert "outbox: no progress for 6" in told


async def test_a_ledger_that_hangs_is_told(world: World, held: Held) -> None:
    person = await world.citizen()
    held.begin(Outcomes, "record")
    await person.send("/start")
    await held.until_waiting()
    # Whoever works updates may have come to it first; the ledger hangs behind them when it comes to its own write.
    async with asyncio.timeout(PATIENCE):
        while "ledger: no progress for 6" not in (await health(world))[1]:
            await world.server.clock.advance(timedelta(seconds=61))
            await asyncio.sleep(0.01)


async def test_a_part_that_dies_ends_the_bot_with_its_fault(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(_session: object) -> None:
        raise RuntimeError("a fault nobody foresaw")

    monkeypatch.setattr(JobReads, "next_active", broken)
    assert world.app is not None
    async with world.app.database.transaction(world.server.clock.now()) as transaction:
        await transaction.jobs.announce("sendMessage", {"text": "Pasar ditutup"}, jobs.everyone())
    with pytest.raises(RuntimeError, match="a fault nobody foresaw"):
        await asyncio.wait_for(world.ended(), PATIENCE)


@pytest.mark.postgres
async def test_a_lock_that_stays_lost_is_told_of_the_guard(
    postgres: Postgres, postgres_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "POLL_SECONDS", 0.1)
    async with open_world(postgres_store.url) as world:
        await asyncio.to_thread(postgres.crash)
        try:
            async with asyncio.timeout(PATIENCE):
                while "guard" not in (await health(world))[1]:
                    await world.server.clock.advance(timedelta(seconds=10))
                    await asyncio.sleep(0.1)
            assert "guard: has failed for" in (await health(world))[1]
        finally:
            await asyncio.to_thread(postgres.start)
        await is_well(world)
