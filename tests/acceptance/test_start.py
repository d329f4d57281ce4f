"""What a start does to the process and at Telegram."""

import gc
from datetime import timedelta

import sqlalchemy as sa

from tests.acceptance.world import World, open_world
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


def command_lists(world: World) -> list[dict[str, object]]:
    """Return every setMyCommands that has come to Telegram."""
    return [entry.parameters for entry in world.server.world.call_log.records if entry.method == "setMyCommands"]


async def drained(world: World) -> None:
    """Return once everything is sent."""
    assert world.app is not None
    assert world.app._courier is not None
    assert await world.app._courier.drain(10)


async def test_a_start_publishes_the_commands_once_and_then_only_what_changed(world_anywhere: World) -> None:
    world = world_anywhere
    await drained(world)
    first = command_lists(world)
    assert [call["scope"] for call in first[:3]] == [
        {"type": "all_private_chats"},
        {"type": "all_group_chats"},
        {"type": "all_chat_administrators"},
    ]
    assert len(first) > 3
    await world.stop()
    await world.start()
    await drained(world)
    assert command_lists(world) == first
    assert world.app is not None
    async with world.app.database.transaction(world.server.clock.now()) as transaction:
        changed = "UPDATE publication SET fingerprint = 'of an older text' WHERE name = 'setMyCommands all_group_chats'"
        await transaction.session.execute(sa.text(changed))
    await world.stop()
    await world.start()
    await drained(world)
    assert command_lists(world)[len(first) :] == [first[1]]


async def test_commands_that_telegram_refuses_for_half_an_hour_keep_nobody_waiting(world: World) -> None:
    await drained(world)
    assert world.app is not None
    async with world.app.database.transaction(world.server.clock.now()) as transaction:
        await transaction.session.execute(sa.text("DELETE FROM publication"))
    await world.stop()
    before = len(command_lists(world))
    await world.server.client.post(
        "faults", kind="error", status=429, retry_after=1_800, count=before, methods=["setMyCommands"]
    )
    await world.start()
    person = await world.citizen()
    await person.asks("/start", "Selamat datang")
    assert len(command_lists(world)) == 2 * before
    await world.server.clock.advance(timedelta(seconds=1_800))
    await drained(world)
    assert len(command_lists(world)) == 3 * before
