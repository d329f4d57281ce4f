"""Counters: every number once, in order, and none lost with what was not kept."""

import pytest

from storage.engine import Database
from tests.clock import MovableMoment


async def test_numbers_ascend_within_a_transaction_and_from_one_to_the_next(
    database: Database, moment: MovableMoment
) -> None:
    async with database.transaction(moment.now()) as transaction:
        first = [await transaction.counters.reserve("ticket"), await transaction.counters.reserve("ticket", 7)]
        other = await transaction.counters.reserve("other")
        first.append(await transaction.counters.reserve("ticket"))
    async with database.transaction(moment.now()) as transaction:
        second = await transaction.counters.reserve("ticket")
        again = await transaction.counters.reserve("other")
    assert first == [1, 2, 9]
    assert second == 10
    assert (other, again) == (1, 2)


async def test_what_is_not_kept_gives_its_numbers_back(database: Database, moment: MovableMoment) -> None:
    async with database.transaction(moment.now()) as transaction:
        assert await transaction.counters.reserve("ticket", 3) == 1
    with pytest.raises(ZeroDivisionError):
        await _take_four_and_fail(database, moment)
    async with database.transaction(moment.now()) as transaction:
        assert await transaction.counters.reserve("ticket") == 4


async def _take_four_and_fail(database: Database, moment: MovableMoment) -> None:
    async with database.transaction(moment.now()) as transaction:
        assert [await transaction.counters.reserve("ticket") for _ in range(4)] == [4, 5, 6, 7]
        raise ZeroDivisionError
