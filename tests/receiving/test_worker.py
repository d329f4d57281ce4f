"""The worker: updates in order, many to a commit, one that fails alone set aside, and nothing lost to a sick database."""

import asyncio
import os
from collections.abc import Awaitable, Callable

import pytest
import sqlalchemy as sa

from bot.receiving.worker import GROUP, TRIES, Worker
from bot.support import Retry
from storage.engine import Database
from storage.errors import DatabaseUnreachable
from storage.inbox import Arrived
from storage.tables import Group, InboxState, InboxUpdate
from storage.transaction import Transaction
from tests.clock import MovableMoment
from tests.conftest import Store
from tests.postgres import Postgres
from tests.receiving.world import Desk, answers, arrive, commits_of, desk, raising, running, states, worker

__all__ = ["desk", "worker"]


async def test_many_updates_share_one_commit_in_the_order_of_arrival(
    database: Database, moment: MovableMoment, desk: Desk, worker: Worker
) -> None:
    numbers = [5, 3, *range(100, 130)]
    await arrive(database, moment, *numbers)
    assert await commits_of(database, worker.work_group) == 1
    assert desk.worked == numbers
    assert await answers(database) == [{"n": number} for number in numbers]
    assert set((await states(database)).values()) == {InboxState.DONE}
    assert desk.commits == 1


async def test_a_longer_queue_goes_group_by_group(
    database: Database, moment: MovableMoment, desk: Desk, worker: Worker
) -> None:
    await arrive(database, moment, *range(1, GROUP + 11))
    assert [await worker.work_group() for _ in range(3)] == [GROUP, 10, 0]
    assert desk.worked == list(range(1, GROUP + 11))
    assert desk.commits == 2


async def test_nothing_to_do_commits_nothing(worker: Worker, desk: Desk) -> None:
    assert await worker.work_group() == 0
    assert desk.commits == 0


async def test_an_update_that_raises_is_set_aside_with_an_apology_and_the_others_are_kept(
    database: Database, moment: MovableMoment, desk: Desk, worker: Worker
) -> None:
    await arrive(database, moment, 1, 2, 3)
    desk.faults[2] = raising(KeyError("story"))
    await worker.drain()
    assert await states(database) == {1: InboxState.DONE, 2: InboxState.FAILED, 3: InboxState.DONE}
    assert await answers(database) == [{"n": 1}, {"sorry": 2}, {"n": 3}]
    ((number, reason),) = desk.sorry
    assert number == 2
    assert reason.startswith("KeyError at receiving/world.py:")
    assert desk.worked.count(2) == 1 + TRIES
    async with database.reading() as reading:
        row = (await reading.session.execute(sa.select(InboxUpdate).where(InboxUpdate.update_id == 2))).scalar_one()  # type: ignore[arg-type]
        assert (row.attempts, row.error) == (TRIES, reason)
        assert row.body


async def test_a_fault_that_passes_leaves_no_trace(
    database: Database, moment: MovableMoment, desk: Desk, worker: Worker
) -> None:
    left = [2]

    async def passing(_transaction: Transaction) -> None:
        if left[0]:
            left[0] -= 1
            raise ValueError("once more")

    await arrive(database, moment, 1, 2, 3)
    desk.faults[2] = passing
    await worker.drain()
    assert set((await states(database)).values()) == {InboxState.DONE}
    assert await answers(database) == [{"n": 1}, {"n": 2}, {"n": 3}]
    assert desk.sorry == []


async def test_an_apology_that_fails_stops_nobody(
    database: Database, moment: MovableMoment, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def speechless(_transaction: Transaction, _arrived: Arrived, _reason: str) -> None:
        raise RuntimeError("no words")

    await arrive(database, moment, 1, 2)
    desk.faults[1] = raising(ValueError("no"))
    await Worker(database, moment, desk.work, speechless, before=desk.begin).drain()
    assert await states(database) == {1: InboxState.FAILED, 2: InboxState.DONE}


async def hostile_number(transaction: Transaction) -> None:
    await transaction.people.wrote(2**70, "Siti", None)
    await transaction.flush()


async def broken_rule(transaction: Transaction) -> None:
    await transaction.session.execute(sa.text("UPDATE inbox SET state = 'nonsense'"))


async def misuse(transaction: Transaction) -> None:
    (await transaction.session.execute(sa.text("SELECT 1 WHERE 1 = 0"))).scalar_one()


async def hostile_text(transaction: Transaction) -> None:
    transaction.session.add(Group(chat_id=-1, title="\ud800", role="unlinked"))
    await transaction.session.flush()


async def missing_file(_transaction: Transaction) -> None:
    os.stat("/nowhere/at/all")


@pytest.mark.parametrize("fault", [hostile_number, broken_rule, misuse, hostile_text, missing_file])
async def test_an_update_that_the_database_cannot_take_does_not_block_the_ones_behind_it(
    database: Database,
    moment: MovableMoment,
    desk: Desk,
    worker: Worker,
    fault: Callable[[Transaction], Awaitable[None]],
) -> None:
    await arrive(database, moment, 1, 2, 3)
    desk.faults[2] = fault
    async with asyncio.timeout(20):
        await worker.drain()
    assert await states(database) == {1: InboxState.DONE, 2: InboxState.FAILED, 3: InboxState.DONE}
    assert [number for number, _ in desk.sorry] == [2]


async def test_a_flush_that_fails_at_the_end_is_found_to_be_one_updates_fault(
    postgres_store: Store, moment: MovableMoment, desk: Desk
) -> None:
    """People are written together when the transaction ends, far from the update that brought the hostile name."""
    database = Database(postgres_store.url)

    async def hostile_name(transaction: Transaction) -> None:
        await transaction.people.wrote(2, "a\0b", None)

    await arrive(database, moment, 1, 2, 3)
    desk.faults[2] = hostile_name
    await Worker(database, moment, desk.work, desk.apologise, before=desk.begin).drain()
    assert await states(database) == {1: InboxState.DONE, 2: InboxState.FAILED, 3: InboxState.DONE}
    await database.close()


async def test_a_sick_database_sets_nothing_aside_and_loses_nothing(
    database: Database, moment: MovableMoment, desk: Desk, worker: Worker
) -> None:
    sick = [5]
    done = asyncio.Event()

    async def no_database(_transaction: Transaction) -> None:
        if sick[0]:
            sick[0] -= 1
            raise DatabaseUnreachable("the cable is out")
        done.set()

    await arrive(database, moment, 1, 2, 3)
    desk.faults[2] = no_database
    async with asyncio.timeout(20), running(worker):
        await done.wait()
        await desk.until(1)
    assert sick == [0]
    assert set((await states(database)).values()) == {InboxState.DONE}
    assert await answers(database) == [{"n": 1}, {"n": 2}, {"n": 3}]
    assert desk.sorry == []


async def test_a_server_that_dies_at_work_is_waited_for_and_nothing_is_lost(
    postgres: Postgres, postgres_store: Store, moment: MovableMoment, desk: Desk
) -> None:
    database = Database(postgres_store.url)
    worker = Worker(
        database, moment, desk.work, desk.apologise, before=desk.begin, retry=Retry(first=0.001, longest=0.1)
    )
    crashed = []

    async def crash(_transaction: Transaction) -> None:
        if not crashed:
            crashed.append(True)
            await asyncio.to_thread(postgres.crash)

    await arrive(database, moment, 1, 2, 3)
    desk.faults[2] = crash
    try:
        with pytest.raises(DatabaseUnreachable):
            await worker.drain()
    finally:
        await asyncio.to_thread(postgres.start)
    await worker.drain()
    assert set((await states(database)).values()) == {InboxState.DONE}
    assert await answers(database) == [{"n": 1}, {"n": 2}, {"n": 3}]
    assert desk.sorry == []
    await database.close()


async def test_answers_done_before_the_database_fell_sick_are_sent_at_once(
    database: Database, moment: MovableMoment, desk: Desk, worker: Worker
) -> None:
    """The group had been taken apart; what was committed of it one by one must not wait for the database to recover."""
    await arrive(database, moment, 1, 2, 3)
    desk.faults[3] = raising(ValueError("takes the group apart"))
    tries = [0]

    async def sick_when_alone(_transaction: Transaction) -> None:
        tries[0] += 1
        if tries[0] > 1:
            raise DatabaseUnreachable("the cable is out")

    desk.faults[2] = sick_when_alone
    with pytest.raises(DatabaseUnreachable):
        await worker.work_group()
    assert (await states(database))[1] is InboxState.DONE
    assert desk.commits == 1


async def test_stopping_finishes_what_has_arrived(
    database: Database, moment: MovableMoment, desk: Desk, worker: Worker
) -> None:
    await arrive(database, moment, *range(1, GROUP + 5))
    worker.stop()
    async with asyncio.timeout(20):
        await worker.run()
    assert len(desk.worked) == GROUP + 4


async def test_what_arrives_while_working_is_worked_without_being_told_twice(
    database: Database, moment: MovableMoment, desk: Desk, worker: Worker
) -> None:
    async with asyncio.timeout(20), running(worker):
        for number in range(1, 6):
            await arrive(database, moment, number)
            worker.wake()
            await desk.until(number)
    assert desk.worked == [1, 2, 3, 4, 5]


async def test_people_of_a_group_are_read_together(
    database: Database, moment: MovableMoment, worker: Worker, desk: Desk
) -> None:
    async with database.transaction(moment.now()) as transaction:
        for number in range(1, 21):
            await transaction.people.wrote(number, "Siti", None)
            transaction.conversations.put(number, number, "story", {})
    seen = []

    async def look(transaction: Transaction, arrived: Arrived) -> None:
        known = await transaction.people.by_account(arrived.update_id)
        state, _ = await transaction.conversations.get(arrived.update_id, arrived.update_id)
        assert known is not None
        seen.append((known.user_id, state))

    statements = []
    await arrive(database, moment, *range(1, 21))
    sa.event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    await Worker(database, moment, look, desk.apologise, before=desk.begin).work_group()
    assert seen == [(number, "story") for number in range(1, 21)]
    assert sum(" person" in text for text in statements) == 1
    assert sum(" conversation" in text for text in statements) == 1
