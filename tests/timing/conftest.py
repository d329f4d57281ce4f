"""A season for every test: the desk and the clocks on a clock that can be moved, on both databases."""

from collections.abc import AsyncIterator

import pytest

from tests.conftest import Store
from tests.timing.world import Season, season


@pytest.fixture
async def opened(store: Store) -> AsyncIterator[Season]:
    """A regency without morning messages; tests about those open their own."""
    async with season(store.url) as made:
        yield made
