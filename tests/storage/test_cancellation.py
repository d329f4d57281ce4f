"""Cancelled anywhere, a transaction is kept whole or not at all, and the next one finds a sound database."""

import asyncio
import random

import aiosqlite
import pytest
import sqlalchemy as sa

from storage.engine import Database
from tests.clock import MovableMoment
from tests.conftest import Store

ROUNDS = 400


async def test_transactions_cancelled_anywhere_leave_the_next_one_whole(
    sqlite_store: Store, moment: MovableMoment
) -> None:
    """Cancelled while it takes the lock, between statements, or in its commit; some close the database right after."""
    chance = random.Random(367)
    database = Database(sqlite_store.url)
    kept = 0

    async def write() -> None:
        nonlocal kept
        async with database.transaction(moment.now()) as transaction:
            await transaction.counters.reserve("cancelled")
            await asyncio.sleep(0)
            await transaction.counters.reserve("cancelled")
        kept += 1

    for number in range(ROUNDS):
        task = asyncio.create_task(write())
        for _ in range(chance.randrange(12)):
            await asyncio.sleep(0)
        task.cancel()
        if number % 5 == 0:
            await database.close()
        await asyncio.gather(task, return_exceptions=True)
    async with database.transaction(moment.now()) as transaction:
        last = await transaction.counters.reserve("cancelled")
    async with database.reading() as reading:
        assert await reading.session.scalar(sa.text("PRAGMA integrity_check")) == "ok"
    await database.close()
    # A cancelled commit may have been carried out: whole or not at all, never half.
    assert last % 2 == 1
    assert kept <= last // 2 <= ROUNDS


async def test_a_transaction_cancelled_with_rows_left_to_fetch_gives_the_lock_back(
    sqlite_store: Store, moment: MovableMoment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A traceback may hold its cursor for long; the lock must not wait for that."""
    held: list[aiosqlite.Cursor] = []
    fetching = asyncio.Event()

    async def fetchall(cursor: aiosqlite.Cursor) -> None:
        held.append(cursor)
        fetching.set()
        await asyncio.Event().wait()

    database = Database(sqlite_store.url, busy_timeout_ms=100)
    async with database.transaction(moment.now()) as transaction:
        await transaction.counters.reserve("first")

    async def write() -> None:
        async with database.transaction(moment.now()) as transaction:
            await transaction.counters.reserve("second")
            with monkeypatch.context() as patch:
                patch.setattr(aiosqlite.Cursor, "fetchall", fetchall)
                await transaction.session.execute(sa.text("SELECT name FROM counter"))

    task = asyncio.create_task(write())
    await asyncio.wait_for(fetching.wait(), 10)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert held
    async with database.transaction(moment.now()) as transaction:
        assert await transaction.counters.reserve("second") == 1
    await database.close()
