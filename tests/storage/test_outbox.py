"""The outbox: rows wait in order; what became of them is kept, and so is which message belongs to which report."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from storage import links
from storage.engine import Database
from storage.errors import ChangedMeanwhile
from storage.outbox import Delivery, Outgoing
from storage.outcomes import RowOutcome
from storage.tables import MessageLink, OutboxMessage, OutboxState, Priority, Role
from tests.clock import MovableMoment

GROUP = -1_001_234_567_890
CARD = Delivery(priority=Priority.CARD, report_id=7, role=Role.CARD)


async def put(
    database: Database,
    moment: MovableMoment,
    method: str = "sendMessage",
    chat: int | None = GROUP,
    delivery: Delivery = CARD,
) -> int:
    async with database.transaction(moment.now()) as transaction:
        return await transaction.outbox.put(method, {"chat_id": chat, "text": "📍 x"}, chat, delivery)


async def record(database: Database, moment: MovableMoment, *outcomes: RowOutcome) -> None:
    async with database.transaction(moment.now()) as transaction:
        await transaction.outcomes.record(outcomes, transaction.now)


def sent(
    row: int, *messages: int, chat: int = GROUP, role: Role | None = Role.CARD, report: int | None = 7
) -> RowOutcome:
    return RowOutcome(row, OutboxState.SENT, chat, messages, role=role, report_id=report)


async def link(database: Database, message: int, chat: int = GROUP) -> links.Link | None:
    async with database.reading() as reading:
        return await reading.links.by_message(chat, message)


async def linked(database: Database) -> list[tuple[int, int | None]]:
    async with database.reading() as reading:
        rows = await reading.session.execute(sa.select(MessageLink).order_by(MessageLink.id))  # type: ignore[arg-type]
        return [(row.outbox_id, row.message_id) for row in rows.scalars()]


async def pending(database: Database, after: int = 0, limit: int = 100) -> Sequence[Outgoing]:
    async with database.reading() as reading:
        return await reading.outbox.pending_after(after, limit)


async def row_of(database: Database, row: int) -> OutboxMessage:
    async with database.reading() as reading:
        found = await reading.session.get(OutboxMessage, row)
        assert found is not None
        return found


async def test_a_row_comes_back_as_it_was_put(database: Database, moment: MovableMoment) -> None:
    expires = moment.now() + timedelta(seconds=150)
    delivery = Delivery(Priority.PUSH, 2**40, Role.PROMPT, {"act": "ask", "by": 2**35}, once=True, expires_at=expires)
    row = await put(database, moment, delivery=delivery)
    assert await pending(database) == [
        Outgoing(
            row,
            GROUP,
            "sendMessage",
            {"chat_id": GROUP, "text": "📍 x"},
            Priority.PUSH,
            True,  # noqa: FBT003  in the order of its fields
            2**40,
            Role.PROMPT,
            0,
            expires,
        )
    ]
    async with database.reading() as reading:
        found = await reading.links.newest(2**40, Role.PROMPT)
    assert found == links.Link(GROUP, -row, 2**40, Role.PROMPT, {"act": "ask", "by": 2**35})


async def test_rows_are_read_in_order_a_page_at_a_time(database: Database, moment: MovableMoment) -> None:
    rows = [await put(database, moment, chat=chat) for chat in (1, -2, 1, None, 3)]
    assert [row.id for row in await pending(database, limit=3)] == rows[:3]
    assert [row.id for row in await pending(database, after=rows[2])] == rows[3:]


async def test_a_call_that_makes_no_message_gets_no_link(database: Database, moment: MovableMoment) -> None:
    await put(database, moment, "editMessageText")
    await put(database, moment, "sendMessage", delivery=Delivery(report_id=7))
    await put(database, moment, "answerCallbackQuery", chat=None)
    assert await linked(database) == []


async def test_attempts_are_counted(database: Database, moment: MovableMoment) -> None:
    one, other = await put(database, moment), await put(database, moment)
    for _ in range(2):
        moment.move(seconds=3)
        async with database.transaction(moment.now()) as transaction:
            await transaction.outbox.attempt([one], transaction.now)
    assert [row.attempts for row in await pending(database)] == [2, 0]
    assert (await row_of(database, one)).attempted_at == moment.now()
    assert (await row_of(database, other)).attempted_at is None


async def test_a_sent_row_is_done_and_its_message_leads_to_the_report(
    database: Database, moment: MovableMoment
) -> None:
    row = await put(database, moment)
    moment.move(seconds=1)
    await record(database, moment, sent(row, 2**33))
    assert await pending(database) == []
    kept = await row_of(database, row)
    assert (kept.state, kept.message_id, kept.finished_at, kept.error) == (OutboxState.SENT, 2**33, moment.now(), None)
    found = await link(database, 2**33)
    assert found is not None
    assert (found.report_id, found.role) == (7, Role.CARD)
    async with database.reading() as reading:
        assert await reading.outbox.message_of(row) == 2**33


async def test_dead_and_expired_rows_keep_their_reason_and_no_message(
    database: Database, moment: MovableMoment
) -> None:
    dead, late = await put(database, moment), await put(database, moment)
    await record(
        database,
        moment,
        RowOutcome(dead, OutboxState.DEAD, GROUP, (), "Bad Request: \ud800\0"),
        RowOutcome(late, OutboxState.EXPIRED, GROUP, (), "too late"),
    )
    assert await pending(database) == []
    assert (await row_of(database, dead)).error == r"Bad Request: \ud800\0"
    assert (await row_of(database, late)).state is OutboxState.EXPIRED
    async with database.reading() as reading:
        assert await reading.outbox.message_of(dead) is None
        assert await reading.outbox.message_of(999) is None


async def test_every_picture_of_an_album_leads_to_the_report(database: Database, moment: MovableMoment) -> None:
    row = await put(database, moment, "sendMediaGroup", delivery=Delivery(report_id=7, role=Role.ALBUM))
    await record(database, moment, sent(row, 11, 12, 13, role=Role.ALBUM))
    for message in (11, 12, 13):
        found = await link(database, message)
        assert found is not None
        assert (found.report_id, found.role) == (7, Role.ALBUM)
    async with database.reading() as reading:
        assert await reading.outbox.message_of(row) == 11


async def test_a_message_sent_twice_leads_to_the_report_from_both(database: Database, moment: MovableMoment) -> None:
    row = await put(database, moment)
    await record(database, moment, sent(row, 11))
    await record(database, moment, sent(row, 15))
    assert await linked(database) == [(row, 11), (row, 15)]
    assert (await link(database, 15)) is not None
    async with database.reading() as reading:
        newest = await reading.links.newest(7, Role.CARD)
    assert newest is not None
    assert newest.message_id == 15


async def test_recording_again_with_the_same_message_changes_nothing(database: Database, moment: MovableMoment) -> None:
    row = await put(database, moment)
    await record(database, moment, sent(row, 11))
    await record(database, moment, sent(row, 11))
    assert await linked(database) == [(row, 11)]


async def test_an_edit_that_became_a_new_message_gets_a_link(database: Database, moment: MovableMoment) -> None:
    row = await put(database, moment, "editMessageText")
    assert await linked(database) == []
    await record(database, moment, sent(row, 21))
    found = await link(database, 21)
    assert found == links.Link(GROUP, 21, 7, Role.CARD, {})


async def test_a_message_number_used_again_later_belongs_to_the_later_row(
    database: Database, moment: MovableMoment
) -> None:
    """Telegram counts anew when a group is made into a supergroup, or a chat's history is cleared."""
    first = await put(database, moment)
    await record(database, moment, sent(first, 11))
    second = await put(database, moment, delivery=Delivery(report_id=8, role=Role.NOTE))
    await record(database, moment, sent(second, 11, role=Role.NOTE, report=8))
    found = await link(database, 11)
    assert found is not None
    assert (found.report_id, found.role) == (8, Role.NOTE)
    assert await linked(database) == [(second, 11)]


async def test_many_rows_are_recorded_together(database: Database, moment: MovableMoment) -> None:
    rows = [await put(database, moment, chat=100 + number) for number in range(40)]
    await record(database, moment, *(sent(row, 500 + row, chat=100 + place) for place, row in enumerate(rows)))
    assert await linked(database) == [(row, 500 + row) for row in rows]


async def test_waiting_rows_follow_a_group_to_its_new_number(database: Database, moment: MovableMoment) -> None:
    old, done, other = await put(database, moment), await put(database, moment), await put(database, moment, chat=5)
    await record(database, moment, sent(done, 3))
    async with database.transaction(moment.now()) as transaction:
        await transaction.outbox.move_chat(GROUP, -1_009)
    assert {row.id: row.chat_id for row in await pending(database)} == {old: -1_009, other: 5}
    assert (await link(database, 3)) is not None
    assert (await row_of(database, done)).chat_id == GROUP
    await record(database, moment, sent(old, 4, chat=-1_009))
    assert (await link(database, 4, chat=-1_009)) is not None


async def test_the_oldest_waiting_row_is_known(database: Database, moment: MovableMoment) -> None:
    async with database.reading() as reading:
        assert await reading.outbox.waiting() == (0, None)
    since = moment.now()
    await put(database, moment)
    moment.move(seconds=30)
    await put(database, moment)
    async with database.reading() as reading:
        assert await reading.outbox.waiting() == (2, since)


async def test_an_answered_prompt_waits_for_nothing_any_more(database: Database, moment: MovableMoment) -> None:
    row = await put(database, moment, delivery=Delivery(report_id=7, role=Role.PROMPT, purpose={"act": "ask"}))
    async with database.transaction(moment.now()) as transaction:
        unsent = await transaction.links.newest(7, Role.PROMPT)
        assert unsent is not None
        await transaction.links.keep_purpose(unsent, {"act": "ask", "text": "Di mana?"})
    await record(database, moment, sent(row, 31, role=Role.PROMPT))
    found = await link(database, 31)
    assert found == links.Link(GROUP, 31, 7, Role.PROMPT, {"act": "ask", "text": "Di mana?"})
    async with database.transaction(moment.now()) as transaction:
        await transaction.links.keep_purpose(found, None)
    assert await link(database, 31) == links.Link(GROUP, 31, 7, Role.PROMPT, {})


async def test_the_newest_message_of_each_chat_is_found(database: Database, moment: MovableMoment) -> None:
    rows = [await put(database, moment, chat=chat) for chat in (-1, -2, -1)]
    await record(
        database, moment, *(sent(row, 50 + row, chat=chat) for row, chat in zip(rows, (-1, -2, -1), strict=True))
    )
    async with database.reading() as reading:
        found = await reading.links.every(7, Role.CARD)
        in_one = await reading.links.newest(7, Role.CARD, chat_id=-2)
    assert {item.chat_id: item.message_id for item in found} == {-1: 50 + rows[2], -2: 50 + rows[1]}
    assert in_one is not None
    assert in_one.message_id == 50 + rows[1]


async def test_the_database_itself_refuses_an_unknown_state(database: Database, moment: MovableMoment) -> None:
    await put(database, moment)
    with pytest.raises(ChangedMeanwhile) as refused:
        async with database.transaction(moment.now()) as transaction:
            await transaction.session.execute(sa.text("UPDATE outbox SET state = 'nonsense'"))
    assert isinstance(refused.value.__cause__, IntegrityError)
