"""Long queries: nobody waits for one, not even the loop, and one that is given up ends at once."""

import asyncio
import threading
from contextlib import suppress

import pytest
import sqlalchemy as sa

from storage.engine import Database
from tests.clock import MovableMoment

# Half a billion numbers take SQLite half a minute and PostgreSQL two.
LONG = """
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :last) SELECT count(*) FROM n
"""
ENDLESS = {"last": 500_000_000}
PATIENCE = 10.0
TICK = 0.005


async def scan(database: Database, last: int, began: asyncio.Event | None = None) -> int:
    async with database.scanning() as reading:
        await reading.session.execute(sa.text("SELECT 1"))
        if began is not None:
            began.set()
        found = await reading.session.execute(sa.text(LONG), {"last": last})
        return int(found.scalar_one())


async def test_the_loop_goes_on_while_a_long_query_runs(database: Database, moment: MovableMoment) -> None:
    """Others read and write meanwhile, and nobody notices."""
    scanning = asyncio.create_task(scan(database, 3_000_000))
    loop = asyncio.get_running_loop()
    ticks, longest, began = 0, 0.0, loop.time()
    last = began
    while not scanning.done():
        await asyncio.sleep(TICK)
        longest, last, ticks = max(longest, loop.time() - last), loop.time(), ticks + 1
        if ticks == 10:
            async with database.transaction(moment.now()) as transaction:
                await transaction.counters.reserve("any")
            await database.ping()
            assert not scanning.done(), "the query is too short for this test"
    assert await scanning == 3_000_000
    assert ticks > 50
    # On the loop's thread the query would take all of it at once.
    assert longest < (loop.time() - began) / 3


async def test_a_long_query_can_be_given_up(database: Database) -> None:
    for _ in range(3):
        began = asyncio.Event()
        scanning = asyncio.create_task(scan(database, ENDLESS["last"], began))
        await began.wait()
        await asyncio.sleep(0.05)
        scanning.cancel()
        async with asyncio.timeout(PATIENCE):
            with suppress(asyncio.CancelledError):
                await scanning
    # Both connections are free again, and they work.
    async with asyncio.timeout(PATIENCE):
        assert await asyncio.gather(scan(database, 10), scan(database, 10)) == [10, 10]


async def test_a_deadline_ends_a_long_query(database: Database) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await scan(database, ENDLESS["last"])


async def test_closing_leaves_no_thread_of_a_query_that_was_given_up(database: Database) -> None:
    before = set(threading.enumerate())
    scanning = asyncio.create_task(scan(database, ENDLESS["last"]))
    await asyncio.sleep(0.1)
    scanning.cancel()
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(scanning, return_exceptions=True)
        await database.close()
        opened = set(threading.enumerate()) - before
        for thread in opened:
            await asyncio.to_thread(thread.join, PATIENCE)
    assert not any(thread.is_alive() for thread in opened)


async def test_two_scans_at_a_time_leave_readers_free(database: Database) -> None:
    scans = [asyncio.create_task(scan(database, ENDLESS["last"])) for _ in range(2)]
    await asyncio.sleep(0.1)
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(database.ping() for _ in range(8)))
    for task in scans:
        task.cancel()
    await asyncio.gather(*scans, return_exceptions=True)
