"""A bot killed in the middle of an announcement: nobody hears it twice, and only what was on its way may be missed."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.sending.courier import AT_ONCE, KEPT_SENDS
from sandbox import Person, Sandbox
from storage import jobs
from storage.engine import Database
from storage.tables import JobState, OutboxState
from tests.clock import MovableMoment
from tests.conftest import Store
from tests.kill.process import ROOT, Mortal

CROWD = 90
TEXT = "Pasar Baru ditutup besok."
PATIENCE = 60.0


@dataclass
class Town:
    """A bot that has an announcement to make, the people it is for, and its database."""

    server: Sandbox
    database: Database
    bot: Mortal
    people: list[Person]
    job: int

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for something at the local Telegram."""
        async with asyncio.timeout(PATIENCE):
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(0.005)

    def calls(self) -> int:
        """Return how many messages have reached the local Telegram, taken or not."""
        return sum(entry.method == "sendMessage" for entry in self.server.world.call_log.records)

    async def pending_in_doubt(self) -> int:
        """Return how many rows are on record as perhaps arrived."""
        async with self.database.reading() as reading:
            query = "SELECT count(*) FROM outbox WHERE state = :state AND attempted_at IS NOT NULL"
            found = await reading.session.scalar(sa.text(query), {"state": OutboxState.PENDING.value})
            return int(found or 0)

    async def told(self) -> list[int]:
        """Return how often each person has heard the announcement, once the job is over."""
        async with asyncio.timeout(PATIENCE):
            while True:
                async with self.database.reading() as reading:
                    job = await reading.jobs.get(self.job)
                assert job is not None
                if job.state is JobState.DONE:
                    break
                await asyncio.sleep(0.05)
        screens = [await person.screen() for person in self.people]
        return [sum(message.text == TEXT for message in screen.messages) for screen in screens]


@pytest.fixture
async def town(sqlite_store: Store, tmp_path: Path, moment: MovableMoment) -> AsyncIterator[Town]:
    async with _town(sqlite_store, tmp_path, moment) as opened:
        yield opened


@asynccontextmanager
async def _town(store: Store, folder: Path, moment: MovableMoment) -> AsyncIterator[Town]:
    async with Sandbox(strict=False) as server:
        people = [await server.client.person(f"Warga{number}", started=True) for number in range(CROWD)]
        database = Database(store.url)
        async with database.transaction(moment.now()) as transaction:
            for person in people:
                known = await transaction.people.wrote(person.id, person.name, None)
                await transaction.people.consent(known.id)
        async with database.transaction(moment.now()) as transaction:
            job = await transaction.jobs.announce("sendMessage", {"text": TEXT}, jobs.everyone(), by=1)
        config = folder / "config.toml"
        config.write_text((ROOT / "config.toml").read_text(encoding="utf-8"))
        bot = Mortal(
            config,
            {
                "TAPROSE_TELEGRAM__API_URL": server.url,
                "TAPROSE_TELEGRAM__TOKEN": server.token,
                "TAPROSE_TELEGRAM__LISTEN": "127.0.0.1:0",
                "TAPROSE_STORAGE__URL": store.url,
            },
        )
        try:
            yield Town(server, database, bot, people, job.id or 0)
        finally:
            await bot.stop()
            await database.close()


@pytest.mark.slow
async def test_what_telegram_refused_before_the_kill_goes_to_everybody_after_it(town: Town) -> None:
    refused = AT_ONCE - KEPT_SENDS
    await town.server.client.post(
        "faults", kind="error", status=429, retry_after=30, count=refused, methods=["sendMessage"]
    )
    await town.bot.start()
    await town.until(lambda: town.calls() >= refused)
    async with asyncio.timeout(PATIENCE):
        while await town.pending_in_doubt():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    town.bot.kill()
    await town.bot.dead()
    await town.server.client.request("DELETE", "faults")
    await town.bot.start()
    assert await town.told() == [1] * CROWD


@pytest.mark.slow
async def test_killed_in_the_middle_at_most_what_was_on_its_way_is_missed(town: Town) -> None:
    await town.server.client.post("faults", kind="latency", seconds=0.1, count=CROWD, methods=["sendMessage"])
    await town.bot.start()
    await town.until(lambda: town.calls() >= 20)
    town.bot.kill()
    await town.bot.dead()
    await town.server.client.request("DELETE", "faults")
    await town.bot.start()
    told = await town.told()
    assert max(told) == 1
    assert told.count(0) <= AT_ONCE - KEPT_SENDS
