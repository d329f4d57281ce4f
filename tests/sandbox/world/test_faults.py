"""Faults on demand, as bots of both libraries meet them."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import aiogram
import aiohttp
import pytest
import telegram
from aiogram import exceptions as aio_errors
from telegram import error as ptb_errors

from sandbox import Group, Person, Refused, Sandbox, attachment


async def fault(sandbox: Sandbox, **fields: Any) -> None:
    await sandbox.client.post("faults", **fields)


async def test_a_call_dropped_before_its_effect_has_none(sandbox: Sandbox, aio: aiogram.Bot, siti: Person) -> None:
    await fault(sandbox, kind="drop", count=1, methods=["sendMessage"])
    with pytest.raises(aio_errors.TelegramNetworkError):
        await aio.send_message(siti.id, "hilang")
    await aio.send_message(siti.id, "sampai")
    assert (await siti.screen()).texts == ["sampai"]


async def test_a_call_dropped_after_its_effect_has_it(sandbox: Sandbox, ptb: telegram.Bot, siti: Person) -> None:
    await fault(sandbox, kind="drop_after", count=1, methods=["send*"])
    with pytest.raises(ptb_errors.NetworkError):
        await ptb.send_message(siti.id, "sampai juga")
    assert (await siti.screen()).texts == ["sampai juga"]
    calls = await sandbox.client.get("log", method="sendMessage")
    assert [c["fault"] for c in calls["calls"]] == ["drop_after"]


@pytest.mark.parametrize("kind", ["truncate", "malformed", "html"])
async def test_answers_that_are_none(sandbox: Sandbox, aio: aiogram.Bot, siti: Person, kind: str) -> None:
    await fault(sandbox, kind=kind, count=1)
    with pytest.raises((aio_errors.TelegramNetworkError, aio_errors.ClientDecodeError, aio_errors.TelegramServerError)):
        await aio.send_message(siti.id, "x")
    assert (await siti.screen()).texts == ["x"], "the effect was there"
    assert (await aio.send_message(siti.id, "y")).text == "y"


async def test_refusals_on_demand(sandbox: Sandbox, aio: aiogram.Bot, ptb: telegram.Bot, siti: Person) -> None:
    await fault(sandbox, kind="error", status=429, retry_after=7, count=1)
    with pytest.raises(aio_errors.TelegramRetryAfter) as refusal:
        await aio.send_message(siti.id, "x")
    assert refusal.value.retry_after == 7
    for status, kind in ((500, ptb_errors.NetworkError), (403, ptb_errors.Forbidden), (400, ptb_errors.BadRequest)):
        await fault(sandbox, kind="error", status=status, count=1)
        with pytest.raises(kind):
            await ptb.send_message(siti.id, "x")
    assert (await siti.screen()).texts == []


async def test_latency_slows_a_call(sandbox: Sandbox, aio: aiogram.Bot) -> None:
    await fault(sandbox, kind="latency", seconds=0.2)
    began = time.monotonic()
    await aio.get_me()
    assert time.monotonic() - began >= 0.2


async def test_telegram_restarts(sandbox: Sandbox, aio: aiogram.Bot) -> None:
    poll = asyncio.create_task(aio.get_updates(timeout=20))
    while not sandbox.world.default_bot().polls:  # noqa: ASYNC110  the poll arrives within a turn of the loop
        await asyncio.sleep(0)
    await fault(sandbox, kind="down", seconds=30)
    with pytest.raises(aio_errors.TelegramNetworkError):
        await poll
    with pytest.raises(aio_errors.TelegramNetworkError):
        await aio.get_me()
    await sandbox.client.request("DELETE", "faults")
    assert (await aio.get_me()).is_bot


async def test_updates_doubled_reordered_and_late(sandbox: Sandbox, aio: aiogram.Bot, siti: Person) -> None:
    await fault(sandbox, kind="duplicate", count=1)
    await siti.send("dua kali")
    doubled = await aio.get_updates()
    assert len(doubled) == 2
    assert doubled[0].update_id == doubled[1].update_id
    await aio.get_updates(offset=doubled[0].update_id + 1)
    await siti.send("dulu")
    await fault(sandbox, kind="reorder", count=1)
    await siti.send("kemudian")
    assert [u.message.text for u in await aio.get_updates() if u.message] == ["kemudian", "dulu"]
    await aio.get_updates(offset=-1)
    await aio.get_updates(offset=doubled[0].update_id + 9)
    await fault(sandbox, kind="delay", seconds=0.2, count=1)
    await siti.send("terlambat")
    assert await aio.get_updates() == []
    late = await aio.get_updates(timeout=5)
    assert [u.message.text for u in late if u.message] == ["terlambat"]


async def test_a_preset_can_be_switched_on_and_off(sandbox: Sandbox, aio: aiogram.Bot, siti: Person) -> None:
    await fault(sandbox, preset="flood")
    with pytest.raises(aio_errors.TelegramRetryAfter):
        await aio.send_message(siti.id, "x")
    shown = await sandbox.client.get("faults")
    assert [f["hits"] for f in shown["faults"]] == [1]
    await sandbox.client.request("DELETE", "faults", id=shown["faults"][0]["id"])
    await aio.send_message(siti.id, "x")


async def test_faults_that_are_none_are_refused(sandbox: Sandbox) -> None:
    for wrong in (
        {"kind": "earthquake"},
        {"preset": "5g"},
        {},
        {"kind": "drop", "rat": 1},
        {"kind": "drop", "rate": "x"},
        {"kind": "drop", "chats": ["x"]},
        {"kind": "drop", "chats": 5},
        {"kind": "drop", "id": 5},
    ):
        with pytest.raises(Refused):
            await fault(sandbox, **wrong)


@pytest.mark.parametrize(("status", "refused"), [(401, "TelegramUnauthorizedError"), (404, "TelegramNotFound")])
async def test_a_method_refuses_n_times(
    sandbox: Sandbox, aio: aiogram.Bot, siti: Person, status: int, refused: str
) -> None:
    await sandbox.client.fault("error", status=status, count=2, methods=["sendMessage"])
    for _ in range(2):
        with pytest.raises(getattr(aio_errors, refused)):
            await aio.send_message(siti.id, "x")
        assert (await aio.get_me()).is_bot, "only that method"
    await aio.send_message(siti.id, "y")
    assert (await siti.screen()).texts == ["y"]
    calls = await sandbox.client.calls("sendMessage")
    assert [(call["status"], call["description"]) for call in calls[:2]] == [
        (status, {401: "Unauthorized", 404: "Not Found"}[status])
    ] * 2


async def test_a_flood_in_one_chat_leaves_the_others(
    sandbox: Sandbox, aio: aiogram.Bot, ptb: telegram.Bot, siti: Person, budi: Person, office: Group
) -> None:
    await sandbox.client.fault("error", status=429, retry_after=1800, chats=[office.id, budi.id])
    for chat_id in (office.id, budi.id):
        # One library sends the id as a number in a form, the other as JSON.
        with pytest.raises(aio_errors.TelegramRetryAfter) as refusal:
            await aio.send_message(chat_id, "x")
        assert refusal.value.retry_after == 1800
        with pytest.raises(ptb_errors.RetryAfter):
            await ptb.send_message(chat_id, "x")
    await aio.send_message(siti.id, "y")
    await aio.set_my_commands([])
    await sandbox.client.clear_faults()
    await aio.send_message(office.id, "z")
    assert (await siti.screen(office)).last.text == "z"


async def test_a_flood_of_one_method_leaves_the_others(sandbox: Sandbox, aio: aiogram.Bot, siti: Person) -> None:
    await sandbox.client.fault("error", status=429, retry_after=9, methods=["setMyCommands"])
    with pytest.raises(aio_errors.TelegramRetryAfter):
        await aio.set_my_commands([])
    assert await aio.get_updates() == []
    await aio.send_message(siti.id, "x")


async def test_answers_are_lost_n_times_after_their_effect(sandbox: Sandbox, aio: aiogram.Bot, siti: Person) -> None:
    sandbox.world.strict = False
    await sandbox.client.fault("drop_after", count=3, methods=["sendMessage"])
    for text in ("1", "2", "3"):
        with pytest.raises(aio_errors.TelegramNetworkError):
            await aio.send_message(siti.id, text)
    await aio.send_message(siti.id, "4")
    assert (await siti.screen()).texts == ["1", "2", "3", "4"]


async def test_an_answer_is_late_after_its_effect(sandbox: Sandbox, aio: aiogram.Bot, siti: Person) -> None:
    await sandbox.client.fault("latency_after", seconds=0.5, methods=["sendMessage"])
    began = time.monotonic()
    sending = asyncio.create_task(aio.send_message(siti.id, "x"))
    await siti.hears("x")
    assert not sending.done(), "the message is there, its answer is not"
    await sending
    assert time.monotonic() - began >= 0.5


async def test_one_method_is_slow(sandbox: Sandbox, aio: aiogram.Bot, siti: Person, office: Group) -> None:
    await sandbox.client.fault("latency", seconds=0.5, methods=["getChatMember"])
    began = time.monotonic()
    asking = asyncio.create_task(aio.get_chat_member(office.id, siti.id))
    await aio.send_message(siti.id, "x")
    assert not asking.done()
    assert (await asking).status == "creator"
    assert time.monotonic() - began >= 0.5


async def test_of_two_faults_that_break_a_call_one_strikes(sandbox: Sandbox, aio: aiogram.Bot, siti: Person) -> None:
    await sandbox.client.fault("error", status=401, count=1)
    await sandbox.client.fault("error", status=429, retry_after=5, count=1)
    with pytest.raises(aio_errors.TelegramUnauthorizedError):
        await aio.send_message(siti.id, "x")
    with pytest.raises(aio_errors.TelegramRetryAfter):
        await aio.send_message(siti.id, "x")
    await aio.send_message(siti.id, "x")


async def test_a_download_fails_and_succeeds(sandbox: Sandbox, aio: aiogram.Bot, siti: Person) -> None:
    await siti.send(document=attachment(b"isi", "berkas.txt"))
    (update,) = await aio.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    file = await aio.get_file(update.message.document.file_id)
    assert file.file_path is not None
    await sandbox.client.fault("error", status=404, count=1, methods=["file"])
    with pytest.raises(aiohttp.ClientResponseError):
        await aio.download_file(file.file_path)
    content = await aio.download_file(file.file_path)
    assert content is not None
    assert content.read() == b"isi"
