"""A PostgreSQL server that stops answering without a word: a named error in time, and life afterwards."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import sqlalchemy as sa

from storage.engine import Database
from storage.errors import AlreadyRunning, DatabaseBusy, DatabaseUnreachable
from storage.guard import Guard
from storage.postgres_engine import Timeouts
from tests.clock import MovableMoment
from tests.conftest import Store
from tests.postgres_proxy import Proxy, proxied

pytestmark = pytest.mark.postgres

QUICK = Timeouts(connect=1.0, ping=0.5, statement=0.5, answer=0.5)
"""As the real ones are to each other, and all well above what a busy machine takes."""

PATIENCE = 10.0
"""Seconds that none of these may take, however busy the machine; without timeouts they take minutes."""

RECOVERED = 30.0
"""Seconds after which the programme works again, or has ended, when its connections have gone silent."""


@asynccontextmanager
async def behind_proxy(store: Store, timeouts: Timeouts = QUICK) -> AsyncIterator[tuple[Proxy, Database]]:
    url = sa.make_url(store.url)
    assert url.port is not None
    async with proxied(url.port) as proxy:
        database = Database(url.set(port=proxy.port).render_as_string(hide_password=False), timeouts=timeouts)
        try:
            yield proxy, database
        finally:
            await database.close()


async def count(database: Database, moment: MovableMoment) -> int:
    async with database.transaction(moment.now()) as transaction:
        return await transaction.counters.reserve("any")


async def test_connections_that_went_silent_while_nobody_used_them_cost_no_transaction(
    postgres_store: Store, moment: MovableMoment
) -> None:
    async with behind_proxy(postgres_store) as (proxy, database), asyncio.timeout(PATIENCE):
        await asyncio.gather(*(database.ping() for _ in range(3)), count(database, moment))
        proxy.go_silent()
        proxy.carry_new()
        assert await count(database, moment) == 2
        await asyncio.gather(*(database.ping() for _ in range(4)))


async def test_a_silent_server_is_unreachable_and_works_when_it_answers_again(
    postgres_store: Store, moment: MovableMoment
) -> None:
    async with behind_proxy(postgres_store) as (proxy, database), asyncio.timeout(PATIENCE):
        assert await count(database, moment) == 1
        proxy.go_silent()
        with pytest.raises(DatabaseUnreachable):
            await count(database, moment)
        with pytest.raises(DatabaseUnreachable):
            await database.ping()
        proxy.carry_new()
        assert await count(database, moment) == 2


async def test_connections_that_went_silent_do_not_hold_up_the_end(
    postgres_store: Store, moment: MovableMoment
) -> None:
    async with behind_proxy(postgres_store) as (proxy, database), asyncio.timeout(PATIENCE):
        await count(database, moment)
        await asyncio.gather(*(database.ping() for _ in range(3)))
        async with database.scanning() as reading:
            await reading.session.execute(sa.text("SELECT 1"))
        proxy.go_silent()
        await database.close()


async def test_a_silence_within_a_transaction_keeps_nothing_of_it(postgres_store: Store, moment: MovableMoment) -> None:
    async with behind_proxy(postgres_store) as (proxy, database), asyncio.timeout(PATIENCE):

        async def interrupted() -> None:
            async with database.transaction(moment.now()) as transaction:
                await transaction.counters.reserve("any")
                await transaction.flush()
                proxy.go_silent()
                await transaction.session.execute(sa.text("SELECT 1"))

        with pytest.raises(DatabaseUnreachable):
            await interrupted()
        proxy.carry_new()
        # The server still holds the row for the session that went silent, until it finds it dead.
        async with database.reading() as reading:
            await reading.session.execute(
                sa.text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
                )
            )
        assert await count(database, moment) == 1


@pytest.mark.parametrize("ends_connection", [True, False])
async def test_a_commit_whose_answer_is_lost_is_found_out_in_time(
    postgres_store: Store, moment: MovableMoment, *, ends_connection: bool
) -> None:
    async with behind_proxy(postgres_store) as (proxy, database), asyncio.timeout(PATIENCE):
        assert await count(database, moment) == 1
        proxy.lose_commit(ends_connection=ends_connection)
        began = asyncio.get_running_loop().time()
        with pytest.raises(DatabaseUnreachable):
            await count(database, moment)
        took = asyncio.get_running_loop().time() - began
        assert took < QUICK.statement + QUICK.answer + 2
        assert proxy.lost == 1
        assert await count(database, moment) == 3


async def test_a_statement_that_takes_too_long_is_ended_by_the_server(
    postgres_store: Store, moment: MovableMoment
) -> None:
    database = Database(postgres_store.url, timeouts=QUICK)

    async def slow() -> None:
        async with database.transaction(moment.now()) as transaction:
            await transaction.session.execute(sa.text("SELECT pg_sleep(60)"))

    async with asyncio.timeout(PATIENCE):
        with pytest.raises(DatabaseBusy):
            await slow()
        assert await count(database, moment) == 1
        async with database.scanning() as reading:
            await reading.session.execute(sa.text("SELECT pg_sleep(1.5)"))
    await database.close()


async def test_the_server_is_told_to_drop_a_client_that_vanishes(postgres_store: Store) -> None:
    database = Database(postgres_store.url)
    async with database.reading() as reading:
        found = {
            name: await reading.session.scalar(sa.text(f"SHOW {name}"))
            for name in ("tcp_keepalives_idle", "tcp_user_timeout", "statement_timeout")
        }
    await database.close()
    assert found == {"tcp_keepalives_idle": "5", "tcp_user_timeout": "15000", "statement_timeout": "5s"}


async def test_a_lock_whose_connection_goes_silent_is_taken_again_in_time(
    postgres_store: Store, moment: MovableMoment
) -> None:
    """With the times of the real programme: the server ends the silent session, and nobody else gets in meanwhile."""
    lost, kept = asyncio.Event(), asyncio.Event()
    async with behind_proxy(postgres_store, Timeouts()) as (proxy, database), Guard(database) as guard:
        watching = asyncio.create_task(guard.watch(lost.set, kept.set))
        try:
            assert await count(database, moment) == 1
            began = asyncio.get_running_loop().time()
            proxy.go_silent()
            proxy.carry_new()
            async with asyncio.timeout(RECOVERED):
                await lost.wait()
                writing = asyncio.create_task(count(database, moment))
                await kept.wait()
                assert await writing == 2
            assert asyncio.get_running_loop().time() - began < RECOVERED
            rival = Database(postgres_store.url)
            with pytest.raises(AlreadyRunning):
                async with Guard(rival):
                    pytest.fail("two at once")
            await rival.close()
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
