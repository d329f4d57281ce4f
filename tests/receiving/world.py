"""The worker on a real database, its handlers played: what was worked, what was answered, how often it committed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
import sqlalchemy as sa

from bot.receiving.worker import Worker
from bot.support import Retry
from storage.engine import Database
from storage.inbox import Arrived
from storage.tables import InboxState, InboxUpdate
from storage.transaction import Transaction
from tests.clock import MovableMoment

Work = Callable[[Transaction, Arrived], Awaitable[None]]


class Desk:
    """What the worker does with an update in these tests: answers it, or fails as told."""

    def __init__(self) -> None:
        self.worked: list[int] = []
        self.sorry: list[tuple[int, str]] = []
        self.commits = 0
        self.heard = asyncio.Event()
        self.faults: dict[int, Callable[[Transaction], Awaitable[None]]] = {}

    async def work(self, transaction: Transaction, arrived: Arrived) -> None:
        self.worked.append(arrived.update_id)
        await transaction.outbox.put("sendMessage", {"n": arrived.update_id}, arrived.update_id)
        if fault := self.faults.get(arrived.update_id):
            await fault(transaction)

    async def apologise(self, transaction: Transaction, arrived: Arrived, reason: str) -> None:
        self.sorry.append((arrived.update_id, reason))
        await transaction.outbox.put("sendMessage", {"sorry": arrived.update_id}, arrived.update_id)

    async def begin(self, transaction: Transaction) -> None:
        transaction.after_commit(self.committed)

    def committed(self) -> None:
        self.commits += 1
        self.heard.set()

    async def until(self, commits: int) -> None:
        """Return once so many commits have been told of."""
        while self.commits < commits:
            self.heard.clear()
            await self.heard.wait()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def worker(database: Database, moment: MovableMoment, desk: Desk) -> Worker:
    return Worker(database, moment, desk.work, desk.apologise, before=desk.begin, retry=Retry(first=0.001, longest=0.1))


async def arrive(database: Database, moment: MovableMoment, *numbers: int) -> None:
    async with database.transaction(moment.now()) as transaction:
        await transaction.inbox.keep(
            [
                {"update_id": n, "message": {"from": {"id": n}, "chat": {"id": n, "type": "private"}, "text": "a"}}
                for n in numbers
            ],
        )


async def answers(database: Database) -> list[dict[str, int]]:
    async with database.reading() as reading:
        return [row.payload for row in await reading.outbox.pending_after(0, 1_000)]


async def states(database: Database) -> dict[int, InboxState]:
    async with database.reading() as reading:
        rows = (await reading.session.execute(sa.select(InboxUpdate))).scalars()
        return {row.update_id: row.state for row in rows}


def raising(error: Exception) -> Callable[[Transaction], Awaitable[None]]:
    async def fault(_transaction: Transaction) -> None:
        raise error

    return fault


@asynccontextmanager
async def running(worker: Worker) -> AsyncIterator[None]:
    task = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def commits_of(database: Database, act: Callable[[], Awaitable[object]]) -> int:
    count = 0

    def note(_connection: object) -> None:
        nonlocal count
        count += 1

    sa.event.listen(database.engine.sync_engine, "commit", note)
    await act()
    sa.event.remove(database.engine.sync_engine, "commit", note)
    return count
