"""The schema: brought to its present form by Alembic, on either database, from the running programme or the shell."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from storage.driver_errors import translate
from storage.engine import Database
from storage.errors import StorageError

MIGRATIONS = Path(__file__).parent / "migrations"

ADVISORY_KEY = 0x7461_7072_6F73_66
"""The PostgreSQL advisory lock's number for migrating: the next after the guard's. SQLite's writer waits anyway."""


async def migrate(database: Database) -> None:
    """Bring the database to the newest schema; nothing happens when it is there already.

    Raises StorageError, also when the database is ahead of this programme.
    """
    try:
        async with database.engine.connect() as connection:
            found = await connection.run_sync(_current)
        if found == newest():
            return
        if found is None or found in revisions():
            async with database.patient_engine.begin() as connection:
                await connection.run_sync(_upgrade)
            return
    except Exception as error:  # SQLAlchemy's, Alembic's, the driver's and the system's own
        raise translate(error) from error
    raise StorageError(f"the database has the schema {found} of a newer Taprose; update this one")


def is_missing(database: Database) -> bool:
    """Tell whether a database is a file that does not exist yet in a folder that does; to open it would make it."""
    file = Path(database.url.database or "")
    return database.is_sqlite and file.parent.is_dir() and not file.exists()


async def current(database: Database) -> str | None:
    """Return the revision the database is at; None for an empty or missing one, which is not made. Raises StorageError."""
    if is_missing(database):
        return None
    try:
        async with database.engine.connect() as connection:
            return await connection.run_sync(_current)
    except Exception as error:  # SQLAlchemy's, Alembic's, the driver's and the system's own
        raise translate(error) from error


def newest() -> str:
    """Return the newest revision there is."""
    return max(revisions())


def revisions() -> set[str]:
    """Return every revision there is; a migration's file name begins with its number."""
    return {path.stem.split("_", 1)[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")}


def _current(connection: sa.Connection) -> str | None:
    # Read directly: importing Alembic costs a third of a second at every start, and most starts change nothing.
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command

    if connection.dialect.name == "postgresql":
        # Two that start at once: the second waits here, and then finds that nothing is left to do.
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(ADVISORY_KEY)))
    command.upgrade(alembic_config(connection), "head")


def alembic_config(connection: sa.Connection | None = None) -> Any:
    """Return Alembic's configuration for our migrations, working on `connection`."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
