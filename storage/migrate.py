"""The schema: brought to its present form by Alembic, on either database, from the running programme or the shell."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from storage.engine import Database
from storage.errors import LIBRARY_ERRORS, translate

MIGRATIONS = Path(__file__).parent / "migrations"


async def migrate(database: Database) -> None:
    """Bring the database to the newest schema; nothing happens when it is there already. Raises StorageError."""
    try:
        async with database.engine.connect() as connection:
            if await connection.run_sync(_current) == newest():
                return
        async with database.engine.begin() as connection:
            await connection.run_sync(_upgrade)
    except LIBRARY_ERRORS as error:
        raise translate(error) from error


async def current(database: Database) -> str | None:
    """Return the revision the database is at; None for an empty one. Raises StorageError."""
    try:
        async with database.engine.connect() as connection:
            return await connection.run_sync(_current)
    except LIBRARY_ERRORS as error:
        raise translate(error) from error


def newest() -> str:
    """Return the newest revision there is: the last by file name, which begins with its number."""
    return max(path.stem for path in (MIGRATIONS / "versions").glob("[0-9]*.py")).split("_", 1)[0]


def _current(connection: sa.Connection) -> str | None:
    # Read directly: importing Alembic costs a third of a second at every start, and most starts change nothing.
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command

    command.upgrade(alembic_config(connection), "head")


def alembic_config(connection: sa.Connection | None = None) -> Any:
    """Return Alembic's configuration for our migrations, working on `connection`."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
