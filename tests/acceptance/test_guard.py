"""The programme when its lock on PostgreSQL is lost: it goes on, or it stops; two never work at once."""

import asyncio
from pathlib import Path

import asyncpg
import pytest
import sqlalchemy as sa

from bot.support import fatal
from storage.errors import AlreadyRunning, DatabaseReplaced
from storage.guard import ADVISORY_KEY, Guard
from tests.acceptance.world import card_of, file, open_world
from tests.conftest import Store
from tests.postgres import Postgres
from tests.postgres_proxy import proxied

CUT = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"


async def test_a_cut_guard_is_back_before_the_citizen_notices(postgres: Postgres, postgres_store: Store) -> None:
    async with open_world(postgres_store.url) as world:
        citizen = await world.citizen()
        await postgres.run(CUT)
        await card_of(world, await file(citizen))


async def test_a_bot_whose_place_was_taken_stops(
    postgres: Postgres, postgres_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Guard.__init__.__kwdefaults__ is not None
    monkeypatch.setitem(Guard.__init__.__kwdefaults__, "patience", 0.0)
    name = postgres_store.url.rpartition("/")[2]
    rival = await asyncpg.connect(host="127.0.0.1", port=postgres.port, user="postgres", database=name)
    try:
        async with open_world(postgres_store.url) as world:
            waiting = asyncio.create_task(rival.execute(f"SELECT pg_advisory_lock({ADVISORY_KEY})"))
            while not await rival_waits(postgres):
                pass
            await postgres.run(CUT)
            await waiting
            with pytest.raises(AlreadyRunning, match="this one stops"):
                await world.ended()
    finally:
        await rival.close()


async def test_connections_that_go_silent_cost_half_a_minute_and_no_report(postgres_store: Store) -> None:
    """A firewall that forgets connections says so to nobody."""
    url = sa.make_url(postgres_store.url)
    assert url.port is not None
    async with (
        proxied(url.port) as proxy,
        open_world(url.set(port=proxy.port).render_as_string(hide_password=False)) as world,
    ):
        citizen = await world.citizen()
        await card_of(world, await file(citizen))
        proxy.go_silent()
        proxy.carry_new()
        await citizen.send("/lapor")
        await citizen.hears("Langkah 1 dari 6", timeout=30)
        await card_of(world, await file(citizen))


async def test_a_deleted_database_ends_the_bot_at_once_and_nobody_gets_a_ticket(sqlite_store: Store) -> None:
    async with open_world(sqlite_store.url) as world:
        citizen = await world.citizen()
        await card_of(world, await file(citizen))
        delete(sqlite_store)
        before = len((await citizen.screen()).messages)
        await citizen.send("/lapor")
        async with asyncio.timeout(2):
            with pytest.raises(DatabaseReplaced) as ended:
                await world.ended()
        assert "dihapus atau diganti" in fatal(ended.value)
        # Their own words, and no answer.
        assert len((await citizen.screen()).messages) == before + 1


async def rival_waits(postgres: Postgres) -> bool:
    connection = await asyncpg.connect(host="127.0.0.1", port=postgres.port, user="postgres", database="postgres")
    try:
        return bool(
            await connection.fetchval("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        )
    finally:
        await connection.close()


def delete(store: Store) -> None:
    """Delete a SQLite database's file."""
    Path(store.url.removeprefix("sqlite+aiosqlite:///")).unlink()
