"""The guard: one Taprose per database, for as long as it lives and not a moment longer."""

import signal
from pathlib import Path

import pytest

from storage.engine import Database
from storage.errors import AlreadyRunning, DatabaseUnreachable
from storage.guard import Guard
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
