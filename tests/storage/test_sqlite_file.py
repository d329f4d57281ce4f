"""The SQLite file under our feet: one Taprose on it by whatever name, and none on a file that is not there any more."""

import asyncio
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.engine import Database
from storage.errors import AlreadyRunning, DatabaseReplaced
from storage.guard import Guard
from tests.clock import MovableMoment
from tests.conftest import Store
from tests.processes import output, programme
from tests.storage.test_guard import HOLD

NOTICED = 1.0
"""Seconds within which the programme must end."""


def path_of(store: Store) -> Path:
    return Path(store.url.removeprefix("sqlite+aiosqlite:///"))


def symbolic_link(path: Path, other: Path) -> None:
    other.symlink_to(path)


def linked_directory(path: Path, other: Path) -> None:
    other.parent.rmdir()
    other.parent.symlink_to(path.parent)


def hard_link(path: Path, other: Path) -> None:
    other.hardlink_to(path)


@pytest.mark.parametrize("name_again", [symbolic_link, linked_directory, hard_link])
async def test_another_name_of_the_file_lets_nobody_in(
    sqlite_store: Store, tmp_path: Path, name_again: Callable[[Path, Path], None]
) -> None:
    path = path_of(sqlite_store)
    other = tmp_path / "elsewhere" / path.name
    other.parent.mkdir()
    name_again(path, other)
    database, second = Database(sqlite_store.url), Database(f"sqlite+aiosqlite:///{other}")
    async with Guard(database):
        with pytest.raises(AlreadyRunning):
            async with Guard(second):
                pytest.fail("two at once")
        async with programme(HOLD, f"sqlite+aiosqlite:///{other}") as process:
            assert "another Taprose is running" in await output(process)
    await second.close()
    await database.close()


async def test_there_is_no_lock_file_to_delete(sqlite_store: Store, moment: MovableMoment) -> None:
    database = Database(sqlite_store.url)
    async with Guard(database):
        await write(database, moment)
        path = path_of(sqlite_store)
        assert {found.name for found in path.parent.iterdir()} == {path.name, f"{path.name}-wal", f"{path.name}-shm"}
    await database.close()


async def test_a_guard_makes_a_file_that_is_not_there_yet(tmp_path: Path, moment: MovableMoment) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/new.db")
    async with Guard(database):
        await database.ping()
    await database.close()


def deleted(path: Path) -> None:
    for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        name.unlink(missing_ok=True)


def moved_away(path: Path) -> None:
    path.rename(path.with_name("away.db"))


def replaced(path: Path) -> None:
    copy = path.with_name("copy.db")
    shutil.copyfile(path, copy)
    os.replace(copy, path)


@pytest.mark.parametrize("take_away", [deleted, moved_away, replaced])
async def test_a_file_taken_away_ends_the_watch_and_every_transaction(
    sqlite_store: Store, moment: MovableMoment, take_away: Callable[[Path], None]
) -> None:
    database = Database(sqlite_store.url)
    async with Guard(database) as guard:
        watching = asyncio.create_task(guard.watch(lambda: None, lambda: None))
        await write(database, moment)
        take_away(path_of(sqlite_store))
        with pytest.raises(DatabaseReplaced):
            await write(database, moment)
        async with asyncio.timeout(NOTICED):
            with pytest.raises(DatabaseReplaced, match="deleted or replaced"):
                await watching
    await database.close()


async def test_the_watch_notices_a_deleted_file_although_nobody_writes(sqlite_store: Store) -> None:
    database = Database(sqlite_store.url)
    async with Guard(database) as guard:
        watching = asyncio.create_task(guard.watch(lambda: None, lambda: None))
        await asyncio.sleep(0)
        path_of(sqlite_store).unlink()
        async with asyncio.timeout(NOTICED):
            with pytest.raises(DatabaseReplaced):
                await watching
    await database.close()


async def test_what_was_written_into_a_deleted_file_is_told_to_nobody(
    sqlite_store: Store, moment: MovableMoment
) -> None:
    told: list[str] = []
    database = Database(sqlite_store.url)

    async def write_while_it_goes() -> None:
        async with database.transaction(moment.now()) as transaction:
            transaction.after_commit(lambda: told.append("committed"))
            await transaction.outbox.put("sendMessage", {"chat_id": 1, "text": "TBN-26-000001-A"}, 1)
            path_of(sqlite_store).unlink()

    database.outgoing = lambda rows: told.append(f"{len(rows)} messages")
    async with Guard(database):
        with pytest.raises(DatabaseReplaced):
            await write_while_it_goes()
    assert told == []
    await database.close()


TAKE_FOR_ITSELF = """
    import sqlite3, sys
    connection = sqlite3.connect(sys.argv[1], timeout=0)
    try:
        print(*connection.execute("PRAGMA journal_mode=DELETE").fetchone())
    except sqlite3.OperationalError as error:
        print(error)
"""


async def test_giving_the_lock_back_leaves_sqlites_own_locks_alone(sqlite_store: Store) -> None:
    """Closing any descriptor of the file would drop them, and another process could take the log away under us."""
    database = Database(sqlite_store.url)
    await database.ping()
    async with Guard(database):
        pass
    async with programme(TAKE_FOR_ITSELF, str(path_of(sqlite_store))) as process:
        assert await output(process) == "database is locked\n"
    await database.close()


async def write(database: Database, moment: MovableMoment) -> None:
    async with database.transaction(moment.now()) as transaction:
        await transaction.counters.reserve("any")
