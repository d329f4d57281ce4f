"""Faults on demand, as bots of both libraries meet them."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import aiogram
import pytest
import telegram
from aiogram import exceptions as aio_errors
from telegram import error as ptb_errors

from sandbox import Person, Sandbox
from sandbox.client import Refused


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
    ):
        with pytest.raises(Refused):
            await fault(sandbox, **wrong)
