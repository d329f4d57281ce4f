"""The intake: every pending row once, whether it was handed over or had to be read, and a sick database is waited for."""

import asyncio
from typing import Any

import pytest

from bot.sending import intake as supplying
from bot.sending.intake import Intake
from bot.support import Heartbeat
from storage.engine import Database
from storage.errors import DatabaseUnreachable
from tests.clock import MovableMoment

HEARTBEAT = Heartbeat("outbox", MovableMoment().monotonic)


async def write(database: Database, moment: MovableMoment, *chats: int) -> list[int]:
    async with database.transaction(moment.now()) as transaction:
        return [await transaction.outbox.put("sendMessage", {"chat_id": chat, "text": "a"}, chat) for chat in chats]


async def given(intake: Intake) -> list[int]:
    return [row.id async for row in intake.rows()]


async def test_what_waited_before_the_start_is_read(database: Database, moment: MovableMoment) -> None:
    before = await write(database, moment, 1, 2, 3)
    intake = Intake(database, lambda: None, HEARTBEAT)
    assert not intake.empty
    assert await given(intake) == before
    assert intake.empty
    assert await given(intake) == []


async def test_what_is_handed_over_is_neither_read_again_nor_given_twice(
    database: Database, moment: MovableMoment
) -> None:
    arrivals: list[None] = []
    intake = Intake(database, lambda: arrivals.append(None), HEARTBEAT)
    assert await given(intake) == []
    database.outgoing = intake.take
    first, second = await write(database, moment, 1), await write(database, moment, 2, 1)
    assert len(arrivals) == 2
    assert await given(intake) == first + second
    intake.look()
    assert await given(intake) == []


async def test_rows_that_nobody_handed_over_are_found_when_looked_for_and_no_other_is_repeated(
    database: Database, moment: MovableMoment
) -> None:
    intake = Intake(database, lambda: None, HEARTBEAT)
    await given(intake)
    alone = await write(database, moment, 1)
    database.outgoing = intake.take
    handed = await write(database, moment, 2)
    assert await given(intake) == handed
    intake.look()
    assert await given(intake) == alone


async def test_what_was_read_first_and_handed_over_then_comes_once(database: Database, moment: MovableMoment) -> None:
    intake = Intake(database, lambda: None, HEARTBEAT)
    late: list[Any] = []
    database.outgoing = late.extend
    numbers = await write(database, moment, 1, 2)
    assert await given(intake) == numbers
    intake.take(late)
    assert await given(intake) == []


async def test_a_long_outbox_is_read_page_by_page(
    database: Database, moment: MovableMoment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supplying, "READ_AHEAD", 3)
    numbers = await write(database, moment, *range(1, 11))
    assert await given(Intake(database, lambda: None, HEARTBEAT)) == numbers


async def test_an_outbox_that_cannot_be_read_holds_nothing_up_and_is_read_later(
    database: Database, moment: MovableMoment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supplying, "PAUSE", 0.001)
    arrived = asyncio.Event()
    intake = Intake(database, arrived.set, HEARTBEAT)
    waiting = await write(database, moment, 1)
    reading = database.reading

    def sick() -> Any:
        monkeypatch.setattr(database, "reading", reading)
        raise DatabaseUnreachable("the cable is out")

    monkeypatch.setattr(database, "reading", sick)
    database.outgoing = intake.take
    handed = await write(database, moment, 2)
    arrived.clear()
    assert await given(intake) == handed
    assert not intake.empty
    async with asyncio.timeout(10):
        await arrived.wait()
    assert await given(intake) == waiting
