"""Draining the outbox with no sent rows behind it, and with a million: the rate must not change.

Both databases are drained in turns in one run, by what the courier does to them for each row: it is read, its attempt is
recorded, its end is settled, sixty-four to a commit. Prints rows/s of both and the ratio.

    .venv/bin/python benchmarks/draining.py [--sent 1000000] [--rounds 5]
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from storage.engine import Database
from storage.migrate import migrate
from storage.outbox import Delivery
from storage.outcomes import RowOutcome
from storage.tables import OutboxState, Priority

WAITING = 4_096
GROUP = 64
NOW = datetime(2026, 11, 24, 1, 12, tzinfo=UTC)

_FILL = """
INSERT INTO outbox (id, chat_id, method, payload, priority, once, state, attempts, created_at, finished_at, message_id)
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :sent)
SELECT n, n % 50000, 'sendMessage', '{"text": "halo"}', 20, 0, 'sent', 1,
       '2026-11-01 00:00:00.000000', '2026-11-01 00:00:01.000000', n FROM numbers
"""


async def prepare(path: Path, sent: int) -> Database:
    """Return a database whose outbox has sent so many rows."""
    database = Database(f"sqlite+aiosqlite:///{path}")
    await migrate(database)
    async with database.transaction(NOW) as transaction:
        if sent:
            await transaction.session.execute(sa.text(_FILL), {"sent": sent})
            await transaction.counters.reserve("outbox", sent)
    return database


async def drain(database: Database) -> float:
    """Fill the outbox, drain it, and return the rows a second of the draining."""
    async with database.transaction(NOW) as transaction:
        for number in range(WAITING):
            payload = {"chat_id": number, "text": "halo"}
            await transaction.outbox.put("sendMessage", payload, number, Delivery(Priority.PUSH))
    began, last = time.perf_counter(), 0
    while True:
        async with database.reading() as reading:
            rows = await reading.outbox.pending_after(last, GROUP)
        if not rows:
            return WAITING / (time.perf_counter() - began)
        last = rows[-1].id
        async with database.transaction(NOW) as transaction:
            await transaction.outbox.attempt([row.id for row in rows], NOW)
            done = [RowOutcome(row.id, OutboxState.SENT, row.chat_id, (row.id,)) for row in rows]
            await transaction.outcomes.record(done, NOW)


async def main(sent: int, rounds: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        empty = await prepare(Path(folder) / "empty.db", 0)
        print(f"writing {sent:,} sent rows ...", flush=True)
        full = await prepare(Path(folder) / "full.db", sent)
        rates: dict[str, list[float]] = {"empty": [], "full": []}
        for _ in range(rounds):
            rates["empty"].append(await drain(empty))
            rates["full"].append(await drain(full))
        await empty.close()
        await full.close()
    small, large = statistics.median(rates["empty"]), statistics.median(rates["full"])
    print(f"no rows behind it: {small:,.0f} rows/s; {sent:,} sent rows: {large:,.0f} rows/s; ratio {large / small:.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Drain the outbox with and without a million sent rows.")
    parser.add_argument("--sent", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    asyncio.run(main(arguments.sent, arguments.rounds))
