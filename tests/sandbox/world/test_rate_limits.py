"""Telegram's rate limits: 30 a second overall, 20 a minute in a group, and a small burst to a person."""

from __future__ import annotations

from datetime import timedelta

import aiogram
import pytest
import telegram
from aiogram.exceptions import TelegramRetryAfter
from aiogram.types import BufferedInputFile, InputMediaPhoto
from telegram.error import RetryAfter

from sandbox import TINY_PNG, Group, Person, Sandbox


async def test_a_person_takes_three_at_once_then_one_a_second(sandbox: Sandbox, aio: aiogram.Bot, siti: Person) -> None:
    for _ in range(3):
        await aio.send_message(siti.id, "x")
    with pytest.raises(TelegramRetryAfter) as refusal:
        await aio.send_message(siti.id, "x")
    assert refusal.value.retry_after == 1
    await sandbox.clock.advance(timedelta(seconds=1))
    await aio.send_message(siti.id, "x")
    with pytest.raises(TelegramRetryAfter):
        await aio.send_message(siti.id, "x")


async def test_a_group_takes_twenty_a_minute_edits_included(
    sandbox: Sandbox, ptb: telegram.Bot, office: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    sent = await ptb.send_message(office.id, "0")
    for n in range(1, 20):
        await ptb.edit_message_text(str(n), office.id, sent.message_id)
    with pytest.raises(RetryAfter, match="Retry in 0:01:00"):
        await ptb.send_message(office.id, "x")
    await sandbox.clock.advance(timedelta(seconds=60))
    await ptb.send_message(office.id, "x")


async def test_edits_in_private_chats_and_answers_to_taps_are_free(aio: aiogram.Bot, siti: Person) -> None:
    sent = await aio.send_message(siti.id, "0")
    for n in range(1, 10):
        await aio.edit_message_text(str(n), chat_id=siti.id, message_id=sent.message_id)


async def test_thirty_a_second_overall(sandbox: Sandbox, aio: aiogram.Bot) -> None:
    people = [await sandbox.client.person(f"Warga {n}", started=True) for n in range(31)]
    for person in people[:30]:
        await aio.send_message(person.id, "x")
    with pytest.raises(TelegramRetryAfter):
        await aio.send_message(people[30].id, "x")
    await sandbox.clock.advance(timedelta(seconds=1))
    await aio.send_message(people[30].id, "x")


async def test_an_album_counts_its_items(aio: aiogram.Bot, office: Group) -> None:
    photo = (await aio.send_photo(office.id, BufferedInputFile(TINY_PNG, "a.png"))).photo
    assert photo is not None
    album = [InputMediaPhoto(media=photo[-1].file_id)] * 10
    await aio.send_media_group(office.id, album)
    with pytest.raises(TelegramRetryAfter):
        await aio.send_media_group(office.id, album)


async def test_a_refused_send_is_not_counted_and_has_no_effect(aio: aiogram.Bot, siti: Person) -> None:
    for _ in range(3):
        await aio.send_message(siti.id, "x")
    for _ in range(5):
        with pytest.raises(TelegramRetryAfter):
            await aio.send_message(siti.id, "lebih")
    assert (await siti.screen()).texts == ["x"] * 3


async def test_without_strictness_there_are_no_limits(sandbox: Sandbox, aio: aiogram.Bot, siti: Person) -> None:
    await sandbox.client.post("settings", strict=False)
    for _ in range(50):
        await aio.send_message(siti.id, "x")
