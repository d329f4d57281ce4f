"""The inbox: kept in order, once each; emptied when done; set aside when hopeless."""

import sqlalchemy as sa

from storage import inbox
from storage.engine import Database
from storage.tables import InboxState, InboxUpdate
from tests.clock import MovableMoment

LONG_AGO = "x" * 5_000


async def row_of(database: Database, update_id: int) -> InboxUpdate:
    async with database.reading() as reading:
        return (
            await reading.session.execute(sa.select(InboxUpdate).where(InboxUpdate.update_id == update_id))
        ).scalar_one()  # type: ignore[arg-type]


async def keep(database: Database, moment: MovableMoment, *numbers: int) -> int:
    async with database.transaction(moment.now()) as transaction:
        return await transaction.inbox.keep([{"update_id": number, "n": number} for number in numbers])


async def pending(database: Database, limit: int = 100) -> list[inbox.Arrived]:
    async with database.reading() as reading:
        return await reading.inbox.pending(limit)


async def test_updates_wait_in_the_order_of_arrival_whatever_their_numbers(
    database: Database, moment: MovableMoment
) -> None:
    assert await keep(database, moment, 700, 3, 2**40) == 3
    assert await keep(database, moment, 1) == 1
    waiting = await pending(database)
    assert [arrived.update_id for arrived in waiting] == [700, 3, 2**40, 1]
    assert [arrived.body["n"] for arrived in waiting] == [700, 3, 2**40, 1]
    assert waiting[0].received_at == moment.now()
    assert [arrived.update_id for arrived in await pending(database, 2)] == [700, 3]


async def test_an_update_that_comes_again_changes_nothing(database: Database, moment: MovableMoment) -> None:
    assert await keep(database, moment, 1, 2) == 2
    first = await pending(database)
    async with database.transaction(moment.now()) as transaction:
        await transaction.inbox.done([first[0].id], moment.now())
    assert await keep(database, moment, 2, 1, 3, 3) == 1
    assert [arrived.update_id for arrived in await pending(database)] == [2, 3]


async def test_nothing_new_is_nothing(database: Database, moment: MovableMoment) -> None:
    assert await keep(database, moment) == 0


async def test_a_done_update_forgets_what_it_said(database: Database, moment: MovableMoment) -> None:
    await keep(database, moment, 1, 2)
    ids = [arrived.id for arrived in await pending(database)]
    moment.move(seconds=5)
    async with database.transaction(moment.now()) as transaction:
        await transaction.inbox.done(ids, transaction.now)
    row = await row_of(database, 1)
    assert (row.state, row.body, row.finished_at) == (InboxState.DONE, "", moment.now())
    assert await pending(database) == []


async def test_a_failing_update_is_counted_and_at_last_set_aside_with_its_body(
    database: Database, moment: MovableMoment
) -> None:
    await keep(database, moment, 1, 2)
    first = (await pending(database))[0]
    async with database.transaction(moment.now()) as transaction:
        await transaction.inbox.failed(first.id, "ValueError: no", transaction.now, for_good=False)
    again = (await pending(database))[0]
    assert (again.update_id, again.attempts) == (1, 1)
    async with database.transaction(moment.now()) as transaction:
        await transaction.inbox.failed(first.id, LONG_AGO, transaction.now, for_good=True)
    assert [arrived.update_id for arrived in await pending(database)] == [2]
    row = await row_of(database, 1)
    assert (row.state, row.attempts, row.finished_at) == (InboxState.FAILED, 2, moment.now())
    assert row.body
    assert len(row.error or "") == 2_000


async def test_done_updates_are_forgotten_by_age_and_failed_ones_much_later(
    database: Database, moment: MovableMoment
) -> None:
    await keep(database, moment, 1, 2, 3)
    ids = [arrived.id for arrived in await pending(database)]
    async with database.transaction(moment.now()) as transaction:
        await transaction.inbox.done(ids[:1], transaction.now)
        await transaction.inbox.failed(ids[1], "no", transaction.now, for_good=True)
    moment.move(inbox.KEEP_DONE)
    async with database.transaction(moment.now()) as transaction:
        await transaction.inbox.forget(moment.now())
        left = sa.select(sa.func.count()).select_from(InboxUpdate)
        assert (await transaction.session.execute(left)).scalar_one() == 3
        moment.move(seconds=1)
        await transaction.inbox.forget(moment.now())
        assert (await transaction.session.execute(left)).scalar_one() == 2
    assert await keep(database, moment, 2) == 0
    moment.move(inbox.KEEP_FAILED)
    async with database.transaction(moment.now()) as transaction:
        await transaction.inbox.forget(moment.now())
        kept = (await transaction.session.execute(sa.select(InboxUpdate.update_id))).scalars()  # type: ignore[call-overload]
        assert list(kept) == [3]


async def test_half_a_surrogate_pair_and_a_nul_reach_the_inbox_unharmed(
    database: Database, moment: MovableMoment
) -> None:
    """A body that a database refuses would be sent by Telegram again and again, and nothing behind it would arrive."""
    hostile = {"update_id": 9, "message": {"text": "a\ud800b\0c 🚧"}}
    async with database.transaction(moment.now()) as transaction:
        await transaction.inbox.keep([hostile])
    assert (await pending(database))[0].body == hostile


async def test_an_error_that_quotes_hostile_text_can_be_written_down(database: Database, moment: MovableMoment) -> None:
    await keep(database, moment, 1)
    row = (await pending(database))[0].id
    async with database.transaction(moment.now()) as transaction:
        await transaction.inbox.failed(row, "ValueError: 'a\ud800b\0c'", transaction.now, for_good=True)
    assert (await row_of(database, 1)).error == r"ValueError: 'a\ud800b\0c'"
