"""A courier for each test."""

from collections.abc import AsyncIterator

import pytest

from tests.conftest import Store
from tests.sending.desk import Desk, open_desk
from tests.sending.post import Post, open_post


@pytest.fixture
async def post(sqlite_store: Store) -> AsyncIterator[Post]:
    """A courier on SQLite, on a clock that stands still until it is let pass."""
    async with open_post(sqlite_store.url) as opened:
        yield opened


@pytest.fixture
async def desk(sqlite_store: Store) -> AsyncIterator[Desk]:
    """An agency's group and the courier before it."""
    async with open_desk(sqlite_store.url) as opened:
        yield opened
