"""The database of the older programme, on both kinds."""

from pathlib import Path

import pytest
from alembic import command

from storage.engine import Database
from storage.migrate import alembic_config
from tests.carried.older import fill
from tests.postgres import Postgres


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database as the older programme left it."""
    if request.param == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path}/old.db"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        await server.run("DROP DATABASE IF EXISTS carried WITH (FORCE)", "CREATE DATABASE carried TEMPLATE template0")
        url = server.url("carried")
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(alembic_config(sync), "0005"))
        await connection.run_sync(fill)
    await database.close()
    return url
