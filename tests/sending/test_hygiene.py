"""The outbox stays small and quick, whatever it has sent."""

from datetime import timedelta

import sqlalchemy as sa

from storage.engine import Database
from storage.outbox import KEEP_DEAD, KEEP_SENT, Delivery
from storage.tables import OutboxMessage, OutboxState
from tests.clock import MovableMoment


async def fill(database: Database, moment: MovableMoment, count: int, state: OutboxState) -> None:
    async with database.transaction(moment.now()) as transaction:
        first = await transaction.counters.reserve("outbox", count)
        await transaction.session.execute(
            sa.insert(OutboxMessage),
            [
                {
                    "id": first + number, "chat_id": 5, "method": "sendMessage", "payload": "{}", "priority": 20,
                    "once": False, "state": state, "attempts": 1, "created_at": moment.now(),
                    "finished_at": moment.now(),
                }
                for number in range(count)
            ],
        )  # fmt: skip


async def tidy(database: Database, moment: MovableMoment) -> int:
    passes, reached = 0, 0
    while reached is not None:
        async with database.transaction(moment.now()) as transaction:
            reached = await transaction.outbox.forget(reached, transaction.now)
        passes += 1
    return passes


async def left(database: Database) -> dict[str, int]:
    async with database.reading() as reading:
        rows = await reading.session.execute(sa.text("SELECT state, count(*) FROM outbox GROUP BY state"))
        return {row[0]: row[1] for row in rows}


async def test_what_ended_is_forgotten_by_age_and_what_waits_never(database: Database, moment: MovableMoment) -> None:
    for state in (OutboxState.SENT, OutboxState.EXPIRED, OutboxState.DEAD):
        await fill(database, moment, 1_500, state)
    async with database.transaction(moment.now()) as transaction:
        await transaction.outbox.put("sendMessage", {}, 5, Delivery())
    moment.move(KEEP_SENT - timedelta(days=1))
    assert await tidy(database, moment) == 1
    assert (await left(database))["sent"] == 1_500
    await fill(database, moment, 10, OutboxState.SENT)
    moment.move(timedelta(days=2))
    await tidy(database, moment)
    assert await left(database) == {"sent": 10, "dead": 1_500, "pending": 1}
    moment.move(KEEP_DEAD)
    await tidy(database, moment)
    assert await left(database) == {"pending": 1}


async def test_waiting_rows_are_found_by_the_partial_index(database: Database, moment: MovableMoment) -> None:
    await fill(database, moment, 20_000, OutboxState.SENT)
    async with database.transaction(moment.now()) as transaction:
        await transaction.outbox.put("sendMessage", {}, 5, Delivery())
    async with database.transaction(moment.now()) as transaction:
        await transaction.session.execute(sa.text("ANALYZE outbox"))
    async with database.reading() as reading:
        query = "SELECT * FROM outbox WHERE state = 'pending' AND id > 0 ORDER BY id LIMIT 1000"
        plan = await reading.session.execute(
            sa.text(("EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN ") + query)
        )
        assert "ix_outbox_pending" in "\n".join(str(row) for row in plan)
        assert len(await reading.outbox.pending_after(0, 10)) == 1
