"""The ledger: what is tried is on record before it is sent, what came of it soon after, and a sick database loses none."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from bot.sending.ledger import Ledger
from storage import outbox
from storage.engine import Database
from storage.errors import StorageError
from storage.outbox import Outgoing
from storage.tables import OutboxMessage, OutboxState
from tests.clock import MovableMoment
from tests.conftest import Store


@pytest.fixture
async def ledger(database: Database, moment: MovableMoment) -> AsyncIterator[Ledger]:
    """A ledger at work."""
    opened = Ledger(database, moment, pause=0.001)
    running = asyncio.create_task(opened.run())
    yield opened
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def put(database: Database, moment: MovableMoment, count: int = 1) -> list[Outgoing]:
    async with database.transaction(moment.now()) as transaction:
        for number in range(count):
            await transaction.outbox.put("sendMessage", {"chat_id": number + 1}, number + 1)
    async with database.reading() as session:
        return await outbox.pending_after(session, 0, 1_000)


async def stored(database: Database) -> list[tuple[OutboxState, int, int | None]]:
    async with database.reading() as session:
        rows = (await session.execute(sa.select(OutboxMessage).order_by(OutboxMessage.id))).scalars()  # type: ignore[arg-type]
        return [(row.state, row.attempts, row.message_id) for row in rows]


async def test_an_attempt_is_on_record_before_it_is_made(
    database: Database, moment: MovableMoment, ledger: Ledger
) -> None:
    (row,) = await put(database, moment)
    async with asyncio.timeout(10):
        await ledger.attempt(row)
    assert await stored(database) == [(OutboxState.PENDING, 1, None)]


async def test_many_attempts_share_commits(database: Database, moment: MovableMoment, ledger: Ledger) -> None:
    rows = await put(database, moment, 40)
    commits: list[object] = []
    sa.event.listen(database.engine.sync_engine, "commit", commits.append)
    async with asyncio.timeout(10):
        await asyncio.gather(*(ledger.attempt(row) for row in rows))
    assert len(commits) <= 2
    assert await stored(database) == [(OutboxState.PENDING, 1, None)] * 40


async def test_results_are_known_at_once_and_kept(database: Database, moment: MovableMoment, ledger: Ledger) -> None:
    rows = await put(database, moment, 2)
    ledger.record_outcome(rows[0], OutboxState.SENT, (501,))
    ledger.record_outcome(rows[1], OutboxState.DEAD, (), "refused")
    assert await ledger.message_ids.of(rows[0].id) == 501
    await ledger.close()
    assert await stored(database) == [(OutboxState.SENT, 0, 501), (OutboxState.DEAD, 0, None)]
    later = Ledger(database, moment)
    assert [await later.message_ids.of(row.id) for row in rows] == [501, None]


async def test_results_ride_in_a_transaction_of_somebody_else(database: Database, moment: MovableMoment) -> None:
    first, second, third = await put(database, moment, 3)
    ledger = Ledger(database, moment)
    ledger.record_outcome(first, OutboxState.SENT, (501,))
    await ledger.close()
    ledger.record_outcome(second, OutboxState.SENT, (502,))
    async with database.transaction(moment.now()) as transaction:
        await ledger.record(transaction)
    assert await stored(database) == [
        (OutboxState.SENT, 0, 501), (OutboxState.SENT, 0, 502), (OutboxState.PENDING, 0, None),
    ]  # fmt: skip
    ledger.record_outcome(third, OutboxState.SENT, (503,))
    with pytest.raises(LookupError):
        await _fail_after_recording(database, moment, ledger)
    assert (await stored(database))[2] == (OutboxState.PENDING, 0, None)
    async with database.transaction(moment.now()) as transaction:
        await ledger.record(transaction)
    assert (await stored(database))[2] == (OutboxState.SENT, 0, 503)


async def _fail_after_recording(database: Database, moment: MovableMoment, ledger: Ledger) -> None:
    async with database.transaction(moment.now()) as transaction:
        await ledger.record(transaction)
        raise LookupError("a handler's fault")


async def test_a_result_that_cannot_be_recorded_stops_nobody_else(database: Database, moment: MovableMoment) -> None:
    first, second = await put(database, moment, 2)
    ledger = Ledger(database, moment)
    ledger.record_outcome(first, OutboxState.SENT, (501,))
    await ledger.close()
    ledger.record_outcome(second, OutboxState.SENT, (2**80,))
    with pytest.raises((StorageError, OverflowError)):
        async with database.transaction(moment.now()) as transaction:
            await ledger.record(transaction)
    async with database.transaction(moment.now()) as transaction:
        await ledger.record(transaction)
        assert await transaction.number("anything") == 1


async def test_a_send_called_off_before_it_began_is_no_attempt(database: Database, moment: MovableMoment) -> None:
    """An announcement that was tried may not go again after a restart; one that never left must."""
    rows = await put(database, moment, 2)
    idle = Ledger(database, moment)
    called_off = asyncio.create_task(idle.attempt(rows[0]))
    await asyncio.sleep(0)
    called_off.cancel()
    await asyncio.gather(called_off, return_exceptions=True)
    idle.record_outcome(rows[1], OutboxState.SENT, (7,))
    await idle.close()
    assert await stored(database) == [(OutboxState.PENDING, 0, None), (OutboxState.SENT, 0, 7)]


async def test_what_cannot_be_recorded_now_is_recorded_later(sqlite_store: Store, moment: MovableMoment) -> None:
    database, other = Database(sqlite_store.url, busy_timeout_ms=1), Database(sqlite_store.url)
    (row,) = await put(database, moment)
    ledger = Ledger(database, moment, pause=0.001)
    running = asyncio.create_task(ledger.run())
    try:
        async with other.transaction(moment.now()) as transaction:
            await transaction.number("anything")
            attempt = asyncio.create_task(ledger.attempt(row))
            done, _ = await asyncio.wait({attempt}, timeout=0.05)
            assert not done
        async with asyncio.timeout(10):
            await attempt
        assert await stored(other) == [(OutboxState.PENDING, 1, None)]
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await database.close()
        await other.close()
