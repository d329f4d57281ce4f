"""What every test may ask for: a database of its own, migrated, on both kinds; a clock that moves when told to."""

import asyncio
import itertools
import logging
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
import structlog

from storage.engine import Database
from storage.migrate import migrate, newest
from storage.tables import Report
from tests.clock import MovableMoment
from tests.connections import connections_end
from tests.postgres import NoPostgres, Postgres

# python-telegram-bot reads it at each refusal and warns without it; warnings are errors here.
os.environ.setdefault("PTB_TIMEDELTA", "true")

TEMPLATE = "taprose_template"

OTHERS_OUT = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

# Plain lines: the library's own pretty tracebacks take a second each.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(key_order=["level", "event"]),
    ]
)

_numbers = itertools.count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the chaos run be made longer, and repeated."""
    parser.addoption("--chaos-reports", type=int, default=16, help="how many reports the chaos run files")
    parser.addoption(
        "--chaos-seed", type=int, default=20261124, help="the seed that decides what happens in the chaos run"
    )


@pytest.fixture(autouse=True)
def logs_as_they_were() -> Iterator[None]:
    """Give the next test its logs: a command that a test runs sends all to that test's standard error, closed since."""
    before, handlers = structlog.get_config(), logging.getLogger().handlers[:]
    yield
    structlog.configure(**before)
    logging.getLogger().handlers[:] = handlers


@dataclass(frozen=True)
class Store:
    """Where a test's database is: `url` may be opened any number of times, by any number of processes."""

    url: str
    kind: str

    @property
    def is_sqlite(self) -> bool:
        return self.kind == "sqlite"


class Pool:
    """Databases copied from a template. Emptying one that a test has used costs a fifth of copying anew."""

    def __init__(self, server: Postgres, template: str) -> None:
        self._server = server
        self._template = template
        self._free: list[str] = []

    def take(self) -> str:
        """Return the name of a database that holds the schema and nothing else."""
        if self._free:
            return self._free.pop()
        name = f"test_{next(_numbers)}"
        self._server.execute(f"CREATE DATABASE {name} TEMPLATE {self._template}")
        return name

    def give_back(self, name: str) -> None:
        """Empty a database, with whoever is still connected thrown out; one whose schema was touched is not used again."""
        tables = ", ".join(Report.metadata.tables)
        try:
            self._server.execute(
                OTHERS_OUT,
                f"SELECT 1 / (version_num = '{newest()}')::int FROM alembic_version",  # noqa: S608  a name of ours
                f"TRUNCATE {tables} RESTART IDENTITY",
                database=name,
            )
        except asyncpg.PostgresError:
            self._server.execute(f"DROP DATABASE {name} WITH (FORCE)")
        else:
            self._free.append(name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The tests' own PostgreSQL server, started when the first test needs it."""
    try:
        server = Postgres()
    except NoPostgres as error:
        pytest.fail(str(error), pytrace=False)
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "taprose.db"
    asyncio.run(_migrated(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """The name of a migrated PostgreSQL database to copy."""
    postgres.execute(f"CREATE DATABASE {TEMPLATE}")
    asyncio.run(_migrated(postgres.url(TEMPLATE)))
    return TEMPLATE


@pytest.fixture
async def sqlite_store(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[Store]:
    """A fresh migrated SQLite file."""
    path = tmp_path / "taprose.db"
    shutil.copyfile(sqlite_template, path)
    yield Store(f"sqlite+aiosqlite:///{path}", "sqlite")
    await connections_end()


@pytest.fixture(scope="session")
def postgres_pool(postgres: Postgres, postgres_template: str) -> "Pool":
    """Copies of the template that tests take and give back."""
    return Pool(postgres, postgres_template)


@pytest.fixture
def postgres_store(postgres: Postgres, postgres_pool: "Pool") -> Iterator[Store]:
    """A migrated PostgreSQL database as fresh as a new one."""
    name = postgres_pool.take()
    yield Store(postgres.url(name), "postgresql")
    postgres_pool.give_back(name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest) -> Store:
    """A fresh migrated database, on SQLite and on PostgreSQL in turn."""
    found: Store = request.getfixturevalue("sqlite_store" if request.param == "sqlite" else "postgres_store")
    return found


@pytest.fixture
async def database(store: Store) -> AsyncIterator[Database]:
    """The store, opened."""
    opened = Database(store.url)
    yield opened
    await opened.close()


@pytest.fixture
def moment() -> MovableMoment:
    """A clock that stands still at 08.12 WIB on Tuesday, 24 November 2026, until it is moved."""
    return MovableMoment()


async def _migrated(url: str) -> None:
    database = Database(url)
    try:
        await migrate(database)
    finally:
        await database.close()
