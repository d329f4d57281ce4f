"""Updates worked on arrival: in the transaction that keeps them, unless something older waits or one of them fails."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.receiving.worker import GROUP, Worker
from storage.engine import Database
from storage.errors import DatabaseUnreachable
from storage.tables import InboxState, InboxUpdate
from tests.clock import MovableMoment
from tests.receiving.world import Desk, answers, commits_of, desk, raising, states, worker

__all__ = ["desk", "worker"]


def updates(*numbers: int) -> list[dict[str, Any]]:
    return [
        {"update_id": n, "message": {"from": {"id": n}, "chat": {"id": n, "type": "private"}, "text": "a"}}
        for n in numbers
    ]


async def test_what_arrives_while_nothing_waits_is_worked_and_kept_in_one_commit(
    database: Database, desk: Desk, worker: Worker
) -> None:
    numbers = [7, 3, *range(100, 120)]
    assert await commits_of(database, lambda: worker.arrive(updates(*numbers))) == 1
    assert desk.worked == numbers
    assert await answers(database) == [{"n": number} for number in numbers]
    assert await states(database) == dict.fromkeys(numbers, InboxState.DONE)
    assert desk.commits == 1


async def test_nothing_of_what_people_wrote_stays_behind(
    database: Database, moment: MovableMoment, worker: Worker
) -> None:
    await worker.arrive(updates(1))
    async with database.reading() as reading:
        (row,) = (await reading.session.execute(sa.select(InboxUpdate))).scalars()
    assert (row.body, row.attempts, row.error) == ("", 0, None)
    assert row.received_at == row.finished_at == moment.now()


async def test_a_repeated_update_is_worked_once(database: Database, desk: Desk, worker: Worker) -> None:
    await worker.arrive(updates(1, 2, 2))
    await worker.arrive(updates(2, 3, 1))
    assert desk.worked == [1, 2, 3]
    assert await answers(database) == [{"n": 1}, {"n": 2}, {"n": 3}]


async def test_what_waits_goes_first(database: Database, moment: MovableMoment, desk: Desk, worker: Worker) -> None:
    async with database.transaction(moment.now()) as transaction:
        await transaction.inbox.keep(updates(1))
    await worker.arrive(updates(2))
    assert desk.worked == []
    assert set((await states(database)).values()) == {InboxState.PENDING}
    await worker.drain()
    assert desk.worked == [1, 2]


async def test_one_that_fails_takes_nobody_along(database: Database, desk: Desk, worker: Worker) -> None:
    desk.faults[2] = raising(KeyError("story"))
    await worker.arrive(updates(1, 2, 3))
    await worker.drain()
    assert await states(database) == {1: InboxState.DONE, 2: InboxState.FAILED, 3: InboxState.DONE}
    assert await answers(database) == [{"n": 1}, {"sorry": 2}, {"n": 3}]


async def test_more_than_a_group_is_worked_group_by_group(database: Database, desk: Desk, worker: Worker) -> None:
    numbers = list(range(1, GROUP + 11))
    assert await commits_of(database, lambda: worker.arrive(updates(*numbers))) == 2
    assert desk.worked == numbers


async def test_the_groups_behind_one_that_failed_are_kept_in_order(
    database: Database, desk: Desk, worker: Worker
) -> None:
    desk.faults[1] = raising(KeyError("story"))
    await worker.arrive(updates(*range(1, 2 * GROUP + 1)))
    assert await answers(database) == []
    desk.faults.clear()
    desk.worked.clear()
    await worker.drain()
    assert desk.worked == list(range(1, 2 * GROUP + 1))


async def test_a_sick_database_is_named_and_nothing_is_acknowledged(
    database: Database, desk: Desk, worker: Worker
) -> None:
    desk.faults[2] = raising(DatabaseUnreachable("the cable is out"))
    with pytest.raises(DatabaseUnreachable):
        await worker.arrive(updates(1, 2, 3))
    assert await states(database) == {}
    desk.faults.clear()
    await worker.arrive(updates(1, 2, 3))
    assert await answers(database) == [{"n": 1}, {"n": 2}, {"n": 3}]
