"""A start puts the garbage collector off; a programme that stands has it back."""

import gc

from tests.acceptance.world import open_world
from tests.conftest import Store


async def test_a_programme_that_stands_collects_its_garbage(sqlite_store: Store) -> None:
    gc.disable()
    try:
        async with open_world(sqlite_store.url):
            assert gc.isenabled()
            assert gc.get_freeze_count() > 0
    finally:
        gc.enable()
        gc.unfreeze()
