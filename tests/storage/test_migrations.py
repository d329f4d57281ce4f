"""Migrations: from nothing to the newest schema and back, and always the same as the tables say."""

import ast
import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.engine import Database
from storage.errors import DatabaseUnreachable, StorageError
from storage.migrate import MIGRATIONS, alembic_config, current, migrate, newest, revisions
from storage.tables import Report
from tests.clock import MovableMoment
from tests.conftest import Store
from tests.postgres import Postgres
from tests.processes import closed, output, programme

MIGRATE = """
    import asyncio, sys
    from storage.engine import Database
    from storage.migrate import current, migrate

    async def main(url):
        database = Database(url)
        sys.stdin.readline()
        await migrate(database)
        print(await current(database))
        await database.close()

    asyncio.run(main(sys.argv[1]))
"""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A database in which nothing is yet."""
    if request.param == "sqlite":
        database = Database(f"sqlite+aiosqlite:///{tmp_path}/empty.db")
    else:
        server: Postgres = request.getfixturevalue("postgres")
        await server.run("DROP DATABASE IF EXISTS empty WITH (FORCE)", "CREATE DATABASE empty TEMPLATE template0")
        database = Database(server.url("empty"))
    yield database
    await database.close()


def imported(source: str) -> set[str]:
    """The packages that a file imports, at its top or within a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


async def tables(database: Database) -> set[str]:
    async with database.engine.connect() as connection:
        return set(await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names()))


async def alembic(database: Database, name: str, *arguments: Any) -> None:
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda sync: getattr(command, name)(alembic_config(sync), *arguments))


async def test_an_empty_database_comes_to_the_newest_schema(empty: Database) -> None:
    assert await current(empty) is None
    await migrate(empty)
    assert await current(empty) == newest()
    assert await tables(empty) == set(Report.metadata.tables) | {"alembic_version"}


async def test_migrating_again_changes_nothing(empty: Database, moment: MovableMoment) -> None:
    await migrate(empty)
    async with empty.transaction(moment.now()) as transaction:
        await transaction.counters.reserve("ticket", 7)
    await migrate(empty)
    async with empty.transaction(moment.now()) as transaction:
        assert await transaction.counters.reserve("ticket") == 8


async def test_tables_and_migrations_say_the_same(database: Database) -> None:
    def differences(connection: sa.Connection) -> list[Any]:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, Report.metadata))

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_every_check_of_the_tables_is_in_the_database(database: Database) -> None:
    """Alembic does not compare them."""
    declared = {
        (table.name, constraint.name)
        for table in Report.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, sa.CheckConstraint)
    }
    if not database.is_sqlite:  # which has true booleans
        declared -= {("outbox", "ck_outbox_once"), ("group_chat", "ck_group_chat_active")}

    def found(connection: sa.Connection) -> set[tuple[str, str | None]]:
        inspector = sa.inspect(connection)
        return {
            (table, check["name"])
            for table in Report.metadata.tables
            for check in inspector.get_check_constraints(table)
        }

    async with database.engine.connect() as connection:
        assert declared
        assert declared <= await connection.run_sync(found)


async def test_the_schema_goes_down_to_nothing_and_up_again(empty: Database) -> None:
    await migrate(empty)
    await alembic(empty, "downgrade", "base")
    assert await tables(empty) == {"alembic_version"}
    assert await current(empty) is None
    await migrate(empty)
    assert await current(empty) == newest()


async def test_each_step_can_be_taken_back(empty: Database) -> None:
    for revision in sorted(revisions()):
        await alembic(empty, "upgrade", revision)
        await alembic(empty, "downgrade", "-1")
        await alembic(empty, "upgrade", revision)
    assert await current(empty) == newest()


def test_the_newest_revision_is_the_only_head() -> None:
    script = ScriptDirectory.from_config(alembic_config())
    assert script.get_heads() == [newest()]
    assert {revision.revision for revision in script.walk_revisions()} == revisions()


def test_migrations_stand_alone() -> None:
    """What a migration did is settled; were it to use our code, every later change of that code would change it."""
    for path in (MIGRATIONS / "versions").glob("*.py"):
        live = imported(path.read_text()) - {"alembic", "collections", "contextlib", "json", "sqlalchemy", "typing"}
        assert not live, f"{path.name} imports {live}: write out in it what it needs"


async def test_a_generated_migration_stands_alone(empty: Database, tmp_path: Path) -> None:
    def generate(connection: sa.Connection) -> None:
        config = alembic_config(connection)
        config.set_main_option("path_separator", "os")
        config.set_main_option("version_locations", str(tmp_path / "versions"))
        (tmp_path / "versions").mkdir()
        command.revision(config, "Everything", autogenerate=True)

    async with empty.engine.connect() as connection:
        await connection.run_sync(generate)
    (path,) = (tmp_path / "versions").glob("*.py")
    written = path.read_text()
    assert imported(written) == {"alembic", "sqlalchemy"}
    assert "sa.DateTime(timezone=True)" in written
    assert not any(name in written for name in ("storage", "sqlmodel", "UTCDateTime"))


async def test_a_database_of_a_newer_programme_is_left_alone(database: Database, moment: MovableMoment) -> None:
    async with database.transaction(moment.now()) as transaction:
        await transaction.session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="newer"):
        await migrate(database)
    assert await current(database) == "9999"


async def test_two_processes_may_migrate_at_once(empty: Database) -> None:
    url = empty.url.render_as_string(hide_password=False)
    async with programme(MIGRATE, url) as one, programme(MIGRATE, url) as other:
        for process in (one, other):
            assert process.stdin is not None
            process.stdin.write(b"go\n")
        found = await asyncio.gather(output(one), output(other))
    assert [text.strip() for text in found] == [newest(), newest()]


async def test_a_failed_migration_leaves_nothing_behind(empty: Database) -> None:
    async with empty.engine.begin() as connection:
        await connection.execute(sa.text("CREATE TABLE report (id INTEGER)"))
    with pytest.raises(StorageError):
        await migrate(empty)
    assert await tables(empty) == {"report"}


async def test_a_missing_database_is_named_so(tmp_path: Path, postgres: Postgres) -> None:
    for url in (f"sqlite+aiosqlite:///{tmp_path}/nowhere/taprose.db", postgres.url("nowhere")):
        database = Database(url)
        for act in (migrate, current):
            with pytest.raises(DatabaseUnreachable):
                await act(database)
        await closed(database)


async def test_a_migrated_store_is_what_the_other_tests_are_given(store: Store, database: Database) -> None:
    assert database.is_sqlite is store.is_sqlite
    assert await current(database) == newest()
