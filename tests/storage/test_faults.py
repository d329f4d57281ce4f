"""What happens when the database is busy, full, missing or killed: a named error, nothing kept, and life afterwards."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.driver_errors import translate
from storage.engine import Database
from storage.errors import (
    ChangedMeanwhile,
    DatabaseBusy,
    DatabaseFull,
    DatabaseUnreachable,
    NotStorable,
    StorageError,
)
from tests.clock import MovableMoment
from tests.conftest import Store
from tests.postgres import Postgres
from tests.processes import closed, line, output, programme

IMPATIENT_MS = 50

HOLD_WRITE_LOCK = """
    import sqlite3, sys
    connection = sqlite3.connect(sys.argv[1], isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    print("held", flush=True)
    sys.stdin.readline()
    connection.execute("COMMIT")
    print("released", flush=True)
"""


@pytest.fixture
async def impatient(sqlite_store: Store) -> AsyncIterator[Database]:
    """An SQLite database that waits for others only a moment."""
    database = Database(sqlite_store.url, busy_timeout_ms=IMPATIENT_MS)
    yield database
    await database.close()


async def keep(database: Database, moment: MovableMoment, number: int, text: str = "") -> None:
    async with database.transaction(moment.now()) as transaction:
        await transaction.inbox.keep([{"update_id": number, "text": text}])


async def kept(database: Database) -> list[int]:
    async with database.reading() as reading:
        return [arrived.update_id for arrived in await reading.inbox.pending(1_000)]


async def test_a_locked_database_is_busy_and_then_works_again(impatient: Database, moment: MovableMoment) -> None:
    await keep(impatient, moment, 1)
    path = str(impatient.url.database)
    async with programme(HOLD_WRITE_LOCK, path) as holder:
        assert await line(holder) == "held"
        with pytest.raises(DatabaseBusy):
            await keep(impatient, moment, 2)
        assert await kept(impatient) == [1]
        assert holder.stdin is not None
        holder.stdin.write(b"\n")
        assert await output(holder) == "released\n"
    await keep(impatient, moment, 2)
    assert await kept(impatient) == [1, 2]


async def test_a_lock_that_passes_is_waited_for(sqlite_store: Store, moment: MovableMoment) -> None:
    database = Database(sqlite_store.url)
    holder = sqlite3.connect(str(database.url.database), isolation_level=None)
    try:
        holder.execute("BEGIN IMMEDIATE")
        writing = asyncio.create_task(keep(database, moment, 1))
        done, _ = await asyncio.wait({writing}, timeout=0.05)
        assert not done
        holder.execute("COMMIT")
        await writing
        assert await kept(database) == [1]
    finally:
        holder.close()
        await database.close()


async def test_a_full_disk_is_named_and_loses_only_what_did_not_fit(impatient: Database, moment: MovableMoment) -> None:
    await keep(impatient, moment, 1)
    async with impatient.engine.connect() as connection:
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(DatabaseFull):
        await keep(impatient, moment, 2, "x" * 100_000)
    assert await kept(impatient) == [1]
    async with impatient.engine.connect() as connection:
        await connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    await keep(impatient, moment, 2, "x" * 100_000)
    assert await kept(impatient) == [1, 2]


async def test_a_missing_directory_is_unreachable(tmp_path: Path, moment: MovableMoment) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/nowhere/taprose.db")
    with pytest.raises(DatabaseUnreachable):
        await database.ping()
    with pytest.raises(DatabaseUnreachable):
        await keep(database, moment, 1)
    (tmp_path / "nowhere").mkdir()
    await database.ping()
    await closed(database)


async def test_a_directory_in_place_of_the_file_is_unreachable(tmp_path: Path) -> None:
    (tmp_path / "taprose.db").mkdir()
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/taprose.db")
    with pytest.raises(DatabaseUnreachable):
        await database.ping()
    await closed(database)


async def test_a_file_that_is_no_database_is_unreachable(tmp_path: Path) -> None:
    (tmp_path / "taprose.db").write_text("a letter, not a database\n" * 500)
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/taprose.db")
    with pytest.raises(DatabaseUnreachable):
        await database.ping()
    await closed(database)


async def test_a_database_that_is_not_there_is_unreachable(postgres: Postgres, moment: MovableMoment) -> None:
    for url in (postgres.url("nowhere"), "postgresql+asyncpg://postgres@127.0.0.1:1/taprose"):
        database = Database(url)
        with pytest.raises(DatabaseUnreachable):
            await database.ping()
        with pytest.raises(DatabaseUnreachable):
            await keep(database, moment, 1)
        await database.close()


async def test_a_connection_that_is_cut_in_a_transaction_keeps_nothing_and_the_next_one_works(
    postgres: Postgres, postgres_store: Store, moment: MovableMoment
) -> None:
    database = Database(postgres_store.url)
    await keep(database, moment, 1)

    async def cut() -> None:
        async with database.transaction(moment.now()) as transaction:
            await transaction.inbox.keep([{"update_id": 2}])
            pid = (await transaction.session.execute(sa.text("SELECT pg_backend_pid()"))).scalar_one()
            await postgres.run(f"SELECT pg_terminate_backend({pid})")
            for _ in range(100):
                await transaction.session.execute(sa.text("SELECT pg_sleep(0.05)"))

    with pytest.raises(DatabaseUnreachable):
        await cut()
    assert await kept(database) == [1]
    await keep(database, moment, 2)
    assert await kept(database) == [1, 2]
    await database.close()


async def test_a_server_that_dies_in_a_transaction_keeps_nothing_and_comes_back(
    postgres: Postgres, postgres_store: Store, moment: MovableMoment
) -> None:
    database = Database(postgres_store.url)
    await keep(database, moment, 1)

    async def crash() -> None:
        async with database.transaction(moment.now()) as transaction:
            await transaction.inbox.keep([{"update_id": 2}])
            await asyncio.to_thread(postgres.crash)

    try:
        with pytest.raises(StorageError):
            await crash()
        with pytest.raises(DatabaseUnreachable):
            await keep(database, moment, 2)
        with pytest.raises(DatabaseUnreachable):
            await database.ping()
    finally:
        await asyncio.to_thread(postgres.start)
    assert await kept(database) == [1]
    await keep(database, moment, 2)
    assert await kept(database) == [1, 2]
    await database.close()


async def test_a_deadlock_is_busy_and_one_of_the_two_goes_through(postgres_store: Store, moment: MovableMoment) -> None:
    one, other = Database(postgres_store.url), Database(postgres_store.url)
    await keep(one, moment, 0)
    met = asyncio.Barrier(2)

    async def take(database: Database, first: str, second: str) -> str:
        try:
            async with database.transaction(moment.now()) as transaction:
                await transaction.session.execute(sa.text("SET LOCAL deadlock_timeout = '20ms'"))
                await transaction.counters.reserve(first)
                await met.wait()
                await transaction.counters.reserve(second)
        except DatabaseBusy:
            return "busy"
        return "done"

    async with one.transaction(moment.now()) as transaction:
        await transaction.counters.reserve("a")
        await transaction.counters.reserve("b")
    found = await asyncio.gather(take(one, "a", "b"), take(other, "b", "a"))
    assert sorted(found) == ["busy", "done"]
    await one.close()
    await other.close()


@pytest.mark.parametrize("text", ["\0", "\ud800", "x" * 500])
async def test_content_that_cannot_be_stored_is_told_apart_from_a_database_that_does_not_work(
    postgres_store: Store, moment: MovableMoment, text: str
) -> None:
    """Or the worker would try the same update again for ever, and nobody behind it would be answered."""
    database = Database(postgres_store.url)
    with pytest.raises(NotStorable):
        async with database.transaction(moment.now()) as transaction:
            await transaction.people.wrote(1, text, None)
    await keep(database, moment, 1)
    await database.close()


async def test_numbers_beyond_64_bits_are_refused_as_content(postgres_store: Store, moment: MovableMoment) -> None:
    database = Database(postgres_store.url)
    with pytest.raises(NotStorable):
        async with database.transaction(moment.now()) as transaction:
            await transaction.people.wrote(2**63, "Siti", None)
    await database.close()


async def test_a_type_that_no_column_takes_is_refused_as_content(database: Database, moment: MovableMoment) -> None:
    with pytest.raises(NotStorable):
        async with database.transaction(moment.now()) as transaction:
            await transaction.people.wrote(1, {"not": "a name"}, None)  # type: ignore[arg-type]


async def test_a_mistake_in_the_use_of_the_library_is_not_blamed_on_the_database(
    database: Database, moment: MovableMoment
) -> None:
    with pytest.raises(NotStorable):
        async with database.transaction(moment.now()) as transaction:
            (await transaction.session.execute(sa.text("SELECT 1 WHERE 1 = 0"))).scalar_one()


async def test_a_missing_table_is_an_error_of_storage(database: Database, moment: MovableMoment) -> None:
    with pytest.raises(StorageError) as refused:
        async with database.transaction(moment.now()) as transaction:
            await transaction.session.execute(sa.text("SELECT * FROM nonsense"))
    assert not isinstance(refused.value, (ChangedMeanwhile, NotStorable))


async def test_errors_never_repeat_what_people_wrote(database: Database, moment: MovableMoment) -> None:
    secret = "Nomor KTP saya 3523"
    async with database.transaction(moment.now()) as transaction:
        await transaction.people.wrote(1, secret, None)
    with pytest.raises(StorageError) as refused:
        async with database.transaction(moment.now()) as transaction:
            await transaction.session.execute(
                sa.text("INSERT INTO person (user_id, name, created_at) SELECT 1, :name, created_at FROM person"),
                {"name": secret},
            )
    assert secret not in str(refused.value)


async def test_words_that_people_wrote_do_not_decide_what_an_error_means(
    database: Database, moment: MovableMoment
) -> None:
    with pytest.raises(StorageError) as refused:
        async with database.transaction(moment.now()) as transaction:
            await transaction.session.execute(
                sa.text("SELECT * FROM nonsense WHERE a = :text"), {"text": "database is locked, disk full"}
            )
    assert not isinstance(refused.value, (DatabaseBusy, DatabaseFull))


def test_an_error_of_ours_stays_what_it_is() -> None:
    busy = DatabaseBusy("held")
    assert translate(busy) is busy


async def test_a_copied_file_without_its_log_is_a_database(
    sqlite_store: Store, tmp_path: Path, moment: MovableMoment
) -> None:
    """Closing writes the log back into the file, so that a stopped programme's file can be copied alone."""
    database = Database(sqlite_store.url)
    await keep(database, moment, 1)
    await database.close()
    copy = tmp_path / "copy.db"
    shutil.copyfile(str(database.url.database), copy)
    copied = Database(f"sqlite+aiosqlite:///{copy}")
    assert await kept(copied) == [1]
    await copied.close()
