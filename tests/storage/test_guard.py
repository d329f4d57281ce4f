"""The guard: one Taprose per database, for as long as it lives and not a moment longer."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from storage.engine import Database
from storage.errors import AlreadyRunning, DatabaseUnreachable
from storage.guard import ADVISORY_KEY, Guard
from tests.clock import MovableMoment
from tests.conftest import Store
from tests.postgres import Postgres
from tests.processes import line, output, programme

HOLD = """
    import asyncio, sys
    from storage.engine import Database
    from storage.errors import AlreadyRunning
    from storage.guard import Guard

    async def main(url):
        database = Database(url)
        try:
            async with Guard(database):
                print("held", flush=True)
                await asyncio.to_thread(sys.stdin.readline)
        except AlreadyRunning as error:
            print(error, flush=True)
        await database.close()

    asyncio.run(main(sys.argv[1]))
"""


async def test_a_second_instance_is_refused_until_the_first_has_gone(store: Store, database: Database) -> None:
    other = Database(store.url)
    try:
        async with Guard(database):
            with pytest.raises(AlreadyRunning, match="stop it first"):
                async with Guard(other):
                    pytest.fail("two at once")
        async with Guard(other):
            pass
    finally:
        await other.close()


async def test_a_guard_can_be_taken_again(database: Database) -> None:
    guard = Guard(database)
    for _ in range(3):
        async with guard:
            pass


async def test_the_guard_is_given_back_after_an_error(store: Store, database: Database) -> None:
    with pytest.raises(ValueError, match="anything"):
        async with Guard(database):
            raise ValueError("anything")
    async with Guard(database):
        pass


async def test_a_second_process_is_refused(store: Store, database: Database) -> None:
    async with Guard(database), programme(HOLD, store.url) as second:
        assert "another Taprose is running" in await output(second)


async def test_the_lock_dies_with_a_killed_process(store: Store, database: Database) -> None:
    async with programme(HOLD, store.url) as first:
        assert await line(first) == "held"
        with pytest.raises(AlreadyRunning):
            async with Guard(database):
                pytest.fail("two at once")
        first.send_signal(signal.SIGKILL)
        await first.wait()
    for _ in range(50):
        try:
            async with Guard(database):
                break
        except AlreadyRunning:  # PostgreSQL needs a moment to see that its client is gone
            await database.ping()
    else:
        pytest.fail("the lock outlived its process")


async def test_each_database_has_its_own_guard(postgres: Postgres, postgres_store: Store, sqlite_store: Store) -> None:
    databases = [Database(url) for url in (postgres_store.url, sqlite_store.url, postgres.url("postgres"))]
    try:
        async with Guard(databases[0]), Guard(databases[1]), Guard(databases[2]):
            pass
    finally:
        for database in databases:
            await database.close()


async def test_a_guard_needs_a_place_for_its_lock(tmp_path: Path, postgres: Postgres) -> None:
    for url in (f"sqlite+aiosqlite:///{tmp_path}/nowhere/taprose.db", postgres.url("nowhere")):
        database = Database(url)
        with pytest.raises(DatabaseUnreachable):
            async with Guard(database):
                pytest.fail("no lock")
        await database.close()


CUT = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"


class Watched:
    """A guard that is watched, with what the watch says."""

    def __init__(self, guard: Guard) -> None:
        self.lost, self.kept = asyncio.Event(), asyncio.Event()
        self.watching = asyncio.create_task(guard.watch(self.lost.set, self.kept.set))


@asynccontextmanager
async def watched(database: Database, **options: float) -> AsyncIterator[Watched]:
    async with Guard(database, **options) as guard:
        opened = Watched(guard)
        try:
            yield opened
        finally:
            opened.watching.cancel()
            await asyncio.gather(opened.watching, return_exceptions=True)


async def test_a_lost_connection_is_noticed_and_the_lock_taken_again(
    postgres: Postgres, postgres_store: Store, moment: MovableMoment
) -> None:
    database, other = Database(postgres_store.url), Database(postgres_store.url)
    try:
        async with watched(database) as guard:
            await postgres.run(CUT, database=str(database.url.database))
            await guard.lost.wait()
            await guard.kept.wait()
            with pytest.raises(AlreadyRunning):
                async with Guard(other):
                    pytest.fail("two at once")
            async with database.transaction(moment.now()) as transaction:
                assert await transaction.counters.reserve("any") == 1
    finally:
        await database.close()
        await other.close()


async def test_one_that_finds_its_lock_taken_writes_no_more_and_stops(
    postgres: Postgres, postgres_store: Store, moment: MovableMoment
) -> None:
    database = Database(postgres_store.url)
    name = str(database.url.database)
    rival = await asyncpg.connect(host="127.0.0.1", port=postgres.port, user="postgres", database=name)
    try:
        async with watched(database, patience=0) as guard:
            # Queued before the loss: the rival has the lock the moment it is free.
            waiting = asyncio.create_task(rival.execute(f"SELECT pg_advisory_lock({ADVISORY_KEY})"))
            while not await _queued(postgres, name):
                pass
            await postgres.run(CUT, database=name)
            await waiting
            with pytest.raises(AlreadyRunning, match="another Taprose has taken over; this one stops"):
                await guard.watching
            assert guard.lost.is_set()
            assert not guard.kept.is_set()
            with pytest.raises(AlreadyRunning, match="nothing is written any more"):
                async with database.transaction(moment.now()):
                    pytest.fail("it wrote without the lock")
    finally:
        await rival.close()
        await database.close()


async def test_a_server_that_restarts_gives_the_lock_back(
    postgres: Postgres, postgres_store: Store, moment: MovableMoment
) -> None:
    database = Database(postgres_store.url)
    try:
        async with watched(database) as guard:
            await asyncio.to_thread(postgres.crash)
            await guard.lost.wait()
            writing = asyncio.create_task(_write(database, moment))
            await asyncio.to_thread(postgres.start)
            await guard.kept.wait()
            await writing
    finally:
        await database.close()


async def test_one_that_is_stopped_while_it_has_no_lock_lets_nobody_wait(
    postgres: Postgres, postgres_store: Store, moment: MovableMoment
) -> None:
    database = Database(postgres_store.url)
    try:
        async with watched(database) as guard:
            await asyncio.to_thread(postgres.crash)
            await guard.lost.wait()
            writing = asyncio.create_task(_write(database, moment))
            guard.watching.cancel()
            with pytest.raises(AlreadyRunning):
                await writing
    finally:
        await asyncio.to_thread(postgres.start)
        await database.close()


async def _write(database: Database, moment: MovableMoment) -> None:
    async with database.transaction(moment.now()) as transaction:
        assert await transaction.counters.reserve("any") == 1


async def _queued(postgres: Postgres, name: str) -> bool:
    connection = await asyncpg.connect(host="127.0.0.1", port=postgres.port, user="postgres", database=name)
    try:
        return bool(
            await connection.fetchval("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        )
    finally:
        await connection.close()
