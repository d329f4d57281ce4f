"""Drafts that were left, and reminders that somebody does not want."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.timing.reminding import Reminding
from handlers.due_work import DueWork
from storage.tables import OutboxMessage
from tests.handlers.conftest import ADI, Counter
from tests.timing.world import wib

STORY = "Jalan berlubang dalam di depan pasar, dua motor jatuh"


class Waits:
    """A counter at which time passes; each tick is made by a clock that may be a new one."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self.clock = self._new()

    def restart(self) -> None:
        self.clock = self._new()

    async def at(self, moment: str | datetime) -> list[dict[str, Any]]:
        """Return what a tick at that moment says."""
        self.counter.moment.move_to(wib(moment) if isinstance(moment, str) else moment)
        await self.clock.tick()
        table = OutboxMessage.__table__  # type: ignore[attr-defined]
        async with self.counter.database.engine.begin() as connection:
            rows = (await connection.execute(sa.select(table.c.payload).order_by(table.c.id))).scalars().all()
            await connection.execute(sa.delete(table))

        return [json.loads(row) for row in rows]

    def _new(self) -> Reminding:
        return Reminding(self.counter.database, self.counter.moment, DueWork(self.counter.office), lambda: None)


@pytest.fixture
async def waits(counter: Counter) -> Waits:
    await counter.send(text="/start")
    await counter.send(text="Setuju dan lanjut")
    await counter.send(text="/lapor")
    await counter.send(text=STORY)
    return Waits(counter)


def texts(calls: list[dict[str, Any]]) -> list[str]:
    return [call["text"] for call in calls]


async def test_a_draft_is_asked_about_after_an_hour_and_after_a_day_and_then_kept_in_silence(waits: Waits) -> None:
    assert await waits.at("2026-11-24 09:11") == []
    (call,) = await waits.at("2026-11-24 09:12")
    assert call["chat_id"] == ADI
    assert "belum terkirim" in call["text"]
    assert call["reply_markup"]["inline_keyboard"][0][0]["text"] == "Lanjutkan laporan"
    assert await waits.at("2026-11-24 09:13") == await waits.at("2026-11-25 08:11") == []
    assert ["kemarin" in text for text in texts(await waits.at("2026-11-25 08:12"))] == [True]
    assert await waits.at("2026-11-30 08:12") == []
    calls = await waits.counter.send(text="Lanjutkan laporan")
    assert "Langkah 2 dari 6" in calls[0]["text"]


async def test_the_button_goes_on_where_the_draft_was_left(waits: Waits) -> None:
    (call,) = await waits.at("2026-11-24 09:12")
    person = {"id": ADI, "is_bot": False, "first_name": "Adi"}
    chat = {"id": ADI, "type": "private", "first_name": "Adi"}
    message = {"message_id": 70, "date": 1, "chat": chat, "text": call["text"]}
    data = call["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    query = {"id": "7", "from": person, "chat_instance": "1", "message": message, "data": data}
    calls = await waits.counter.work({"update_id": 900, "callback_query": query})
    assert any("Langkah 2 dari 6" in said.get("text", "") for said in calls)


async def test_writing_on_starts_the_hour_anew(waits: Waits) -> None:
    waits.counter.moment.move(timedelta(minutes=50))
    await waits.counter.send(text="1")
    assert await waits.at("2026-11-24 09:12") == []
    assert len(await waits.at("2026-11-24 10:02")) == 1


async def test_a_restart_asks_nobody_twice(waits: Waits) -> None:
    assert len(await waits.at("2026-11-24 09:12")) == 1
    waits.restart()
    assert await waits.at("2026-11-24 09:20") == []


async def test_after_a_downtime_a_draft_is_asked_about_once_and_an_old_one_no_more(waits: Waits) -> None:
    waits.restart()
    assert ["kemarin" in text for text in texts(await waits.at("2026-11-25 09:00"))] == [True]
    waits.restart()
    assert await waits.at("2026-11-25 09:30") == []


async def test_nobody_is_asked_at_night(waits: Waits) -> None:
    waits.counter.moment.move_to(wib("2026-11-24 20:40"))
    await waits.counter.send(text="1")
    assert (
        await waits.at("2026-11-24 20:50") == await waits.at("2026-11-24 23:00") == await waits.at("2026-11-25 05:59")
    )
    assert len(await waits.at("2026-11-25 06:00")) == 1


async def test_an_empty_form_and_a_finished_one_are_left_alone(counter: Counter) -> None:
    await counter.send(text="/start")
    await counter.send(text="Setuju dan lanjut")
    await counter.send(text="/lapor")
    waits = Waits(counter)
    assert await waits.at("2026-11-24 09:12") == []


async def test_reminders_can_be_turned_off_and_on_by_tap_or_word(waits: Waits) -> None:
    calls = await waits.counter.send(text="/pengingat")
    assert calls[0]["text"].startswith("🔔")
    calls = await waits.counter.send(text="matikan pengingat")
    assert calls[0]["text"].startswith("🔕")
    assert calls[0]["reply_markup"]["inline_keyboard"][0][0]["text"] == "Nyalakan pengingat"
    assert await waits.at("2026-11-24 09:12") == []
    calls = await waits.counter.send(text="Nyalakan pengingat")
    assert calls[0]["text"].startswith("🔔")
    assert len(await waits.at("2026-11-25 08:12")) == 1


async def test_whoever_blocked_the_bot_is_not_asked(waits: Waits) -> None:
    async with waits.counter.database.transaction(waits.counter.moment.now()) as transaction:
        await transaction.people.unreachable(ADI)
    assert await waits.at("2026-11-24 09:12") == []
