"""The ledger: what is tried is on record before it is sent, what came of it soon after, and a sick database loses none."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from bot.sending.ledger import Ledger
from bot.support import Retry
from storage.engine import Database
from storage.errors import DatabaseUnreachable, StorageError
from storage.outbox import Delivery, Outgoing
from storage.tables import MessageLink, OutboxMessage, OutboxState, Priority, Role
from storage.transaction import Transaction
from tests.clock import MovableMoment
from tests.conftest import Store
from tests.postgres_proxy import proxied
from tests.processes import line, programme


@pytest.fixture
async def ledger(database: Database, moment: MovableMoment) -> AsyncIterator[Ledger]:
    """A ledger at work."""
    opened = Ledger(database, moment, retry=Retry(first=0.001, longest=0.001))
    running = asyncio.create_task(opened.run())
    yield opened
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def put(database: Database, moment: MovableMoment, count: int = 1) -> list[Outgoing]:
    async with database.transaction(moment.now()) as transaction:
        for number in range(count):
            await transaction.outbox.put("sendMessage", {"chat_id": number + 1}, number + 1)
    async with database.reading() as reading:
        return await reading.outbox.pending_after(0, 1_000)


async def stored(database: Database) -> list[tuple[OutboxState, int, int | None]]:
    async with database.reading() as reading:
        rows = (await reading.session.execute(sa.select(OutboxMessage).order_by(OutboxMessage.id))).scalars()  # type: ignore[arg-type]
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
        assert await transaction.counters.reserve("anything") == 1


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
    ledger = Ledger(database, moment, retry=Retry(first=0.001, longest=0.001))
    running = asyncio.create_task(ledger.run())
    try:
        async with other.transaction(moment.now()) as transaction:
            await transaction.counters.reserve("anything")
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


ALBUM = Delivery(Priority.CARD, 7, Role.ALBUM)
ITEMS = (501, 502, 503)


async def put_album(database: Database, moment: MovableMoment) -> Outgoing:
    async with database.transaction(moment.now()) as transaction:
        number = await transaction.outbox.put("sendMediaGroup", {"chat_id": -1, "media": []}, -1, ALBUM)
    async with database.reading() as reading:
        return next(row for row in await reading.outbox.pending_after(0, 1_000) if row.id == number)


async def linked(database: Database) -> list[tuple[int | None, int | None]]:
    async with database.reading() as reading:
        rows = (await reading.session.execute(sa.select(MessageLink).order_by(MessageLink.message_id))).scalars()  # type: ignore[arg-type]
        return [(row.message_id, row.report_id) for row in rows]


async def until_recorded(ledger: Ledger) -> None:
    async with asyncio.timeout(30):
        while ledger.busy:  # noqa: ASYNC110
            await asyncio.sleep(0.005)


@asynccontextmanager
async def at_work(database: Database, moment: MovableMoment) -> AsyncIterator[Ledger]:
    """A ledger that has written once."""
    opened = Ledger(database, moment, retry=Retry(first=0.01, longest=0.01))
    running = asyncio.create_task(opened.run())
    try:
        yield opened
        assert not running.done(), running
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@pytest.mark.postgres
async def test_an_album_is_recorded_though_the_answer_to_the_commit_is_lost(
    postgres_store: Store, moment: MovableMoment
) -> None:
    url = make_url(postgres_store.url)
    assert url.port is not None
    async with proxied(url.port) as proxy:
        database = Database(url.set(port=proxy.port).render_as_string(hide_password=False))
        try:
            row = await put_album(database, moment)
            async with at_work(database, moment) as ledger:
                proxy.lose_commit()
                ledger.record_outcome(row, OutboxState.SENT, ITEMS)
                await until_recorded(ledger)
                assert proxy.lost == 1
                assert ledger.writes
            assert await stored(database) == [(OutboxState.SENT, 0, 501)]
            assert await linked(database) == [(number, 7) for number in ITEMS]
        finally:
            await database.close()


def lose_one_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the next transaction be kept and fail all the same."""
    whole, answers = Database.transaction, iter([True])

    @asynccontextmanager
    async def transaction(database: Database, now: datetime) -> AsyncIterator[Transaction]:
        async with whole(database, now) as opened:
            yield opened
            lost = next(answers, False)
            if lost:
                opened._after.clear()  # what waits for the commit is not told of one that nobody knows of
        if lost:
            raise DatabaseUnreachable("the answer to the commit was lost")

    monkeypatch.setattr(Database, "transaction", transaction)


async def test_an_album_is_recorded_once_though_the_commit_fails_after_it_was_kept(
    database: Database, moment: MovableMoment, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await put_album(database, moment)
    lose_one_answer(monkeypatch)
    async with at_work(database, moment) as ledger:
        ledger.record_outcome(row, OutboxState.SENT, ITEMS)
        await until_recorded(ledger)
        assert ledger.writes
    assert await stored(database) == [(OutboxState.SENT, 0, 501)]
    assert await linked(database) == [(number, 7) for number in ITEMS]


async def test_an_outcome_that_the_database_refuses_is_set_aside_alone(
    database: Database, moment: MovableMoment
) -> None:
    rows = await put(database, moment, 3)
    async with at_work(database, moment) as ledger:
        ledger.record_outcome(rows[0], OutboxState.SENT, (501,))
        ledger.record_outcome(rows[1], OutboxState.SENT, (2**80,))
        ledger.record_outcome(rows[2], OutboxState.SENT, (503,))
        await until_recorded(ledger)
        assert ledger.counts["unrecorded"] == 1
        assert ledger.writes
    assert await stored(database) == [
        (OutboxState.SENT, 0, 501), (OutboxState.SENT, 0, None), (OutboxState.SENT, 0, 503),
    ]  # fmt: skip


async def test_a_row_given_up_and_what_that_means_are_written_together_or_not_at_all(
    database: Database, moment: MovableMoment, monkeypatch: pytest.MonkeyPatch
) -> None:
    (row,) = await put(database, moment)
    written: list[int] = []

    async def write(transaction: Transaction) -> None:
        written.append(await transaction.outbox.put("sendMessage", {"chat_id": 9, "text": "hilang"}, 9))
        if len(written) == 1:
            raise DatabaseUnreachable("gone in between")

    async with at_work(database, moment) as ledger:
        ledger.record_loss([row], "refused", write)
        async with asyncio.timeout(10):
            while not written:  # noqa: ASYNC110
                await asyncio.sleep(0.001)
        assert await stored(database) == [(OutboxState.PENDING, 0, None)]
        lose_one_answer(monkeypatch)
        await until_recorded(ledger)
    assert len(written) == 2
    assert [state for state, _, _ in await stored(database)] == [OutboxState.DEAD, OutboxState.PENDING]


async def test_a_loss_whose_meaning_cannot_be_written_ends_its_row_all_the_same(
    database: Database, moment: MovableMoment
) -> None:
    (row,) = await put(database, moment)

    async def write(transaction: Transaction) -> Any:
        raise LookupError("a fault of ours")

    async with at_work(database, moment) as ledger:
        ledger.record_loss([row], "refused", write)
        await until_recorded(ledger)
    assert await stored(database) == [(OutboxState.DEAD, 0, None)]


DIE_BETWEEN = """
    import asyncio, datetime, os, signal, sys
    from bot.sending.ledger import Ledger
    from bot.support import SystemTime
    from storage import outbox
    from storage.engine import Database

    async def main():
        database = Database(sys.argv[1])
        async with database.transaction(SystemTime().now()) as transaction:
            await transaction.outbox.put("sendMessage", {"chat_id": 1}, 1)
        async with database.reading() as reading:
            (row,) = await reading.outbox.pending_after(0, 10)

        async def write(transaction):
            await transaction.outbox.put("sendMessage", {"chat_id": 9}, 9)
            await transaction.flush()
            print("between", flush=True)
            os.kill(os.getpid(), signal.SIGKILL)

        ledger = Ledger(database, SystemTime())
        ledger.record_loss([row], "refused", write)
        await ledger.close()

    asyncio.run(main())
"""


async def test_killed_between_a_dead_letter_and_its_alarm_neither_is_there(
    store: Store, database: Database, moment: MovableMoment
) -> None:
    async with programme(DIE_BETWEEN, store.url) as process:
        assert await line(process) == "between"
        async with asyncio.timeout(30):
            assert await process.wait() == -9
    assert await stored(database) == [(OutboxState.PENDING, 0, None)]
