"""The world of an acceptance test, on a database of its own."""

from collections.abc import AsyncIterator

import pytest

from tests.acceptance.world import World, open_world
from tests.conftest import Store


@pytest.fixture
async def world(sqlite_store: Store) -> AsyncIterator[World]:
    """A regency on SQLite."""
    async with open_world(sqlite_store.url) as opened:
        yield opened


@pytest.fixture
async def world_anywhere(store: Store) -> AsyncIterator[World]:
    """A regency on SQLite and on PostgreSQL in turn."""
    async with open_world(store.url) as opened:
        yield opened
