"""One transaction per entry: all of it is kept or nothing, and numbers are given out once."""

import asyncio
from contextlib import suppress

import pytest

from storage.engine import Database
from tests.clock import MovableMoment
from tests.conftest import Store
from tests.processes import output, programme
from tests.storage.samples import report

TAKE_NUMBERS = """
    import asyncio, sys
    from datetime import UTC, datetime
    from storage.engine import Database

    async def main(url, rounds):
        database = Database(url)
        for _ in range(rounds):
            async with database.transaction(datetime.now(UTC)) as transaction:
                print(await transaction.counters.reserve("outbox", 2))
        await database.close()

    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


class Interrupted(Exception):
    pass


async def write_everything(database: Database, moment: MovableMoment, *, fail: bool) -> list[str]:
    called: list[str] = []
    async with database.transaction(moment.now()) as transaction:
        transaction.after_commit(lambda: called.append("after"))
        transaction.session.add(report(ticket="TBN-26-000001-A"))
        await transaction.inbox.keep([{"update_id": 1}])
        await transaction.people.wrote(1, "Siti", None)
        transaction.conversations.put(1, 1, "story", {})
        await transaction.outbox.put("sendMessage", {"chat_id": 1, "text": "a"}, 1)
        await transaction.counters.reserve("ticket")
        await transaction.flush()
        if fail:
            raise Interrupted
        assert called == []
    return called


async def test_a_rollback_keeps_nothing(database: Database, moment: MovableMoment) -> None:
    with pytest.raises(Interrupted):
        await write_everything(database, moment, fail=True)
    async with database.transaction(moment.now()) as transaction:
        assert await transaction.inbox.pending(10) == []
        assert await transaction.outbox.pending_after(0, 10) == []
        assert await transaction.people.by_account(1) is None
        assert await transaction.conversations.get(1, 1) == (None, {})
        assert await transaction.counters.reserve("ticket") == 1
        assert await transaction.outbox.put("sendMessage", {}, 1) == 1


async def test_calls_left_for_after_the_commit_are_made_once_and_only_then(
    database: Database, moment: MovableMoment
) -> None:
    assert await write_everything(database, moment, fail=False) == ["after"]


async def test_calls_left_for_after_the_commit_are_not_made_after_a_rollback(
    database: Database, moment: MovableMoment
) -> None:
    called: list[str] = []

    async def interrupted() -> None:
        async with database.transaction(moment.now()) as transaction:
            transaction.after_commit(lambda: called.append("after"))
            raise Interrupted

    with pytest.raises(Interrupted):
        await interrupted()
    assert called == []


async def test_a_cancelled_transaction_keeps_nothing_and_frees_the_turn(
    database: Database, moment: MovableMoment
) -> None:
    inside = asyncio.Event()

    async def endless() -> None:
        async with database.transaction(moment.now()) as transaction:
            await transaction.counters.reserve("ticket")
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(endless())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(10), database.transaction(moment.now()) as transaction:
        assert await transaction.counters.reserve("ticket") == 1


async def test_numbers_follow_each_other(database: Database, moment: MovableMoment) -> None:
    async with database.transaction(moment.now()) as transaction:
        assert [
            await transaction.counters.reserve("a"),
            await transaction.counters.reserve("a", 5),
            await transaction.counters.reserve("a"),
        ] == [
            1,
            2,
            7,
        ]
        assert await transaction.counters.reserve("b") == 1
    async with database.transaction(moment.now()) as transaction:
        assert await transaction.counters.reserve("a") == 8


async def test_numbers_never_collide_between_connections(store: Store, moment: MovableMoment) -> None:
    databases = [Database(store.url) for _ in range(3)]

    async def take(database: Database) -> list[int]:
        taken = []
        for _ in range(20):
            async with database.transaction(moment.now()) as transaction:
                taken.append(await transaction.counters.reserve("ticket"))
        return taken

    try:
        found = await asyncio.gather(*map(take, databases))
    finally:
        for database in databases:
            await database.close()
    assert sorted(number for numbers in found for number in numbers) == list(range(1, 61))
    assert all(numbers == sorted(numbers) for numbers in found)


async def test_numbers_never_collide_between_processes(store: Store) -> None:
    async with programme(TAKE_NUMBERS, store.url, "60") as one, programme(TAKE_NUMBERS, store.url, "60") as other:
        written = await asyncio.gather(output(one), output(other))
    taken = [int(number) for text in written for number in text.split()]
    assert sorted(taken) == list(range(1, 240, 2))


async def test_outbox_numbers_ascend_over_transactions_and_rollbacks(database: Database, moment: MovableMoment) -> None:
    numbers = []
    for attempt in range(6):
        with suppress(Interrupted):
            async with database.transaction(moment.now()) as transaction:
                # The last ones need more numbers than are taken at once.
                many = range(attempt * 15 + 1)
                put = [await transaction.outbox.put("sendMessage", {"chat_id": 1}, 1) for _ in many]
                if attempt % 2:
                    raise Interrupted
                numbers += put
    assert numbers == sorted(set(numbers))
    async with database.reading() as reading:
        assert [row.id for row in await reading.outbox.pending_after(0, 1_000)] == numbers


async def test_a_mistake_in_the_body_is_not_blamed_on_the_database(database: Database, moment: MovableMoment) -> None:
    with pytest.raises(FileNotFoundError):
        async with database.transaction(moment.now()):
            raise FileNotFoundError("a template that is not there")
    with pytest.raises(TimeoutError):
        async with database.reading():
            raise TimeoutError


async def test_reading_goes_on_beside_a_transaction(database: Database, moment: MovableMoment) -> None:
    async with database.transaction(moment.now()) as transaction:
        await transaction.inbox.keep([{"update_id": 1}])
        async with asyncio.timeout(5), database.reading() as reading:
            assert await reading.inbox.pending(10) == []
