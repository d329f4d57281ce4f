"""Publications: what Telegram was told last, and whether it is to be told again."""

import pytest
import sqlalchemy as sa

from storage.engine import Database
from storage.outcomes import RowOutcome
from storage.tables import OUTBOX, OutboxState
from tests.clock import MovableMoment

OF_ROW = sa.select(OUTBOX.c.state).where(OUTBOX.c.id == sa.bindparam("row"))
NAME = "setMyCommands all_private_chats"


async def publish(database: Database, moment: MovableMoment, fingerprint: str) -> int:
    """Publish something and return its outbox row."""
    async with database.transaction(moment.now()) as transaction:
        number = await transaction.outbox.put("setMyCommands", {}, None)
        await transaction.publications.note(NAME, fingerprint, number)
    return number


async def stands(database: Database, moment: MovableMoment, fingerprint: str) -> bool:
    async with database.transaction(moment.now()) as transaction:
        return await transaction.publications.stands(NAME, fingerprint)


async def end(database: Database, moment: MovableMoment, row: int, state: OutboxState) -> None:
    async with database.transaction(moment.now()) as transaction:
        await transaction.outcomes.record([RowOutcome(row, state, None, (), None)], transaction.now)


async def test_nothing_stands_before_the_first_time(database: Database, moment: MovableMoment) -> None:
    assert not await stands(database, moment, "a")


@pytest.mark.parametrize(
    ("state", "expected"),
    [(OutboxState.SENT, True), (OutboxState.DEAD, False), (OutboxState.EXPIRED, False)],
)
async def test_what_telegram_has_or_will_have_stands_and_what_it_refused_does_not(
    database: Database, moment: MovableMoment, state: OutboxState, *, expected: bool
) -> None:
    row = await publish(database, moment, "a")
    assert await stands(database, moment, "a")
    assert not await stands(database, moment, "b")
    await end(database, moment, row, state)
    assert await stands(database, moment, "a") is expected


async def test_what_still_waits_does_not_go_after_something_newer(database: Database, moment: MovableMoment) -> None:
    old = await publish(database, moment, "a")
    new = await publish(database, moment, "b")
    async with database.reading() as reading:
        assert [row.id for row in await reading.outbox.pending_after(0, 10)] == [new]
        assert not await reading.outbox.waits(old)
    assert await stands(database, moment, "b")
    assert not await stands(database, moment, "a")


async def test_what_was_sent_stays_so_when_something_newer_is_published(
    database: Database, moment: MovableMoment
) -> None:
    row = await publish(database, moment, "a")
    await end(database, moment, row, OutboxState.SENT)
    await publish(database, moment, "b")
    async with database.reading() as reading:
        found = await reading.session.execute(OF_ROW, {"row": row})
        assert found.scalar_one() is OutboxState.SENT
