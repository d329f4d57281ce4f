"""Files that people sent are fetched and cleaned by the courier, and the clean one is kept with the answer."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.cleaning import process
from bot.sending.courier import AT_ONCE
from sandbox import attachment
from storage.inbox import Arrived
from storage.outbox import Delivery
from storage.tables import Priority
from tests import personal_files as personal
from tests.sending.post import Post

ABOUT = {"chat_id": -100, "kind": "document", "reply_to": None}


async def _file_id(post: Post, content: bytes) -> str:
    person = await post.person()
    await person.send(document=attachment(content, f"{personal.FILE_NAME}.jpg", "image/jpeg"))
    found: str = (await person.screen()).messages[-1].raw["document"]["file_id"]
    return found


async def _ask(post: Post, file_id: str) -> int:
    delivery = Delivery(Priority.ANSWER, then={"inquiry": "file", "about": ABOUT})
    return await post.put("getFile", None, delivery, file_id=file_id)


async def _answers(post: Post) -> list[dict[str, Any]]:
    await post.recorded()
    arrived: list[Arrived] = await post.write(lambda transaction: transaction.inbox.pending(10))
    return [update.body["telegram_answer"] for update in arrived]


async def test_a_file_asked_for_before_a_restart_is_cleaned_after_it_and_its_bytes_are_kept(post: Post) -> None:
    file_id = await _file_id(post, personal.picture())
    await post.stop()
    await _ask(post, file_id)
    await post.start()
    await post.until_idle()
    (answer,) = await _answers(post)
    number = answer["result"]["upload"]
    await post.write(lambda transaction: transaction.uploads.forget())
    async with post.database.reading() as reading:
        stored, content = await reading.uploads.get(number), await reading.uploads.content(number)
    assert stored is not None
    assert (stored.kind, stored.name, stored.mime) == ("document", "berkas.jpg", "image/jpeg")
    assert content is not None
    assert not [mark for mark in personal.MARKS if mark in content]


async def test_a_file_that_is_gone_is_answered_with_nothing_and_counted(post: Post) -> None:
    await _ask(post, "BQACAgUAAxkBAAIgone")
    await post.until_idle()
    (answer,) = await _answers(post)
    assert answer["result"] is None
    assert post.courier.counts["unshown"] == 1


async def test_very_many_slow_files_keep_nobody_else_waiting(post: Post) -> None:
    person = await post.person()
    await post.fault("latency", seconds=30.0, methods=["getFile"])
    for number in range(AT_ONCE + 10):
        await _ask(post, f"BQACAgUAAxkBAAI{number}")
    await post.put("sendMessage", person.id, Delivery(Priority.ANSWER), text="Laporan terkirim")
    await person.hears("Laporan terkirim", timeout=5.0)


async def test_a_file_is_cleaned_once_there_is_a_place_for_the_process_again(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_id = await _file_id(post, personal.picture())
    with monkeypatch.context() as without:
        without.setattr(process, "_ROOT", Path("/nowhere"))  # no process starts in a folder that is not there
        await _ask(post, file_id)
        async with asyncio.timeout(5.0):
            while not post.courier.counts["retried"]:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    await post.until_idle()
    (answer,) = await _answers(post)
    assert answer["result"] is not None
    assert post.courier.counts["unshown"] == 0
