"""Uploads: bytes arrive as they were, once; after that Telegram's id goes, and memory holds two files at most."""

import asyncio
import hashlib
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa

from sandbox import TINY_PNG
from storage.outbox import Delivery
from storage.tables import Priority, Upload
from storage.transaction import Transaction
from storage.uploads import MOST_BYTES, MOST_PHOTO_BYTES, UploadTooLarge, named
from tests.sending.post import Post

PUSH = Delivery(Priority.PUSH)
CSV = b"No,Judul\n1,Jalan berlubang\n"


async def keep(post: Post, kind: str, name: str, mime: str, content: bytes) -> int:
    number: int = await post.write(lambda transaction: transaction.uploads.keep(kind, name, mime, content))
    return number


async def keep_csv(post: Post, content: bytes = CSV) -> int:
    return await keep(post, "document", "laporan.csv", "text/csv", content)


async def uploads(post: Post) -> list[Upload]:
    await post.recorded()
    async with post.database.reading() as reading:
        return list((await reading.session.execute(sa.select(Upload).order_by(Upload.id))).scalars())  # type: ignore[arg-type]


async def arrived(post: Post, file_id: str) -> bytes:
    """Return the bytes that the local Telegram has under an id."""
    path = (await post.bot.call("getFile", {"file_id": file_id}))["file_path"]
    url = f"{post.server.url}/file/bot{post.server.token}/{path}"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert response.status == 200
        return await response.read()


def sent(post: Post, method: str) -> list[dict[str, Any]]:
    return [entry.parameters for entry in post.server.world.call_log.records if entry.method == method]


async def test_the_bytes_arrive_as_they_were_and_the_second_time_their_id_goes(post: Post) -> None:
    first, second = await post.person(), await post.person("Siti")
    number = await keep_csv(post)
    await post.put("sendDocument", first.id, PUSH, document=named(number), caption="Laporan")
    await post.until_idle()
    (kept,) = await uploads(post)
    assert kept.file_id is not None
    assert kept.content is None, "the bytes are forgotten once Telegram has them"
    assert await arrived(post, kept.file_id) == CSV
    await post.stop()
    await post.start()
    await post.put("sendDocument", second.id, PUSH, document=named(number))
    await post.until_idle()
    assert sent(post, "sendDocument")[-1]["document"] == kept.file_id
    shown = (await second.screen()).messages[-1]
    assert shown.raw["document"]["file_name"] == "laporan.csv"
    assert shown.raw["document"]["mime_type"] == "text/csv"


async def test_the_same_bytes_under_the_same_name_are_kept_once(post: Post) -> None:
    assert await keep_csv(post) == await keep_csv(post)
    assert await keep_csv(post, b"other") != await keep_csv(post)


async def test_an_album_mixes_uploads_with_files_that_telegram_has(post: Post) -> None:
    person = await post.person()
    known = await keep(post, "photo", "a.png", "image/png", TINY_PNG)
    await post.put("sendPhoto", person.id, PUSH, photo=named(known))
    await post.until_idle()
    fresh = await keep(post, "photo", "b.png", "image/png", TINY_PNG)
    media = [{"type": "photo", "media": named(number)} for number in (known, fresh)]
    await post.put("sendMediaGroup", person.id, PUSH, media=media)
    await post.until_idle()
    first, second = await uploads(post)
    assert first.file_id != second.file_id
    assert second.file_id is not None
    assert await arrived(post, second.file_id) == TINY_PNG
    await post.put("sendMediaGroup", person.id, PUSH, media=media)
    await post.until_idle()
    assert [item["media"] for item in sent(post, "sendMediaGroup")[-1]["media"]] == [first.file_id, second.file_id]


async def test_a_file_on_disk_is_sent_from_there_and_one_that_is_gone_is_a_dead_letter(
    post: Post, tmp_path: Path
) -> None:
    person = await post.person()
    content = random.Random(1).randbytes(3_000_000)
    path = tmp_path / "buku.pdf"
    path.write_bytes(content)

    async def act(transaction: Transaction) -> int:
        return await transaction.uploads.keep_file("document", "buku.pdf", "application/pdf", path)

    number = await post.write(act)
    await post.put("sendDocument", person.id, PUSH, document=named(number))
    await post.until_idle()
    (kept,) = await uploads(post)
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert kept.file_id is not None
    assert await arrived(post, kept.file_id) == content
    path.write_bytes(b"another")
    gone = await post.write(act)
    path.unlink()
    row = await post.put("sendDocument", person.id, PUSH, document=named(gone))
    await post.until_idle()
    assert (await post.states())[row] == "dead"
    assert "buku.pdf cannot be read from disk" in post.dead[-1][1]


async def test_what_telegram_would_refuse_for_its_size_is_not_kept(post: Post, tmp_path: Path) -> None:
    large = tmp_path / "besar.bin"
    with large.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(UploadTooLarge, match=r"foto\.png"):
        await keep(post, "photo", "foto.png", "image/png", bytes(MOST_PHOTO_BYTES + 1))
    with pytest.raises(UploadTooLarge, match=r"besar\.bin"):
        await post.write(lambda tx: tx.uploads.keep_file("document", "besar.bin", "application/octet-stream", large))
    assert await uploads(post) == []


async def test_a_crash_between_sending_and_recording_sends_it_again_without_harm(post: Post) -> None:
    person = await post.person()
    number = await keep_csv(post)
    await post.put("sendMessage", person.id, PUSH, text="halo")
    await post.until_idle()
    ledger = post.courier._ledger

    async def nothing() -> None:
        return

    async with ledger._writing:
        ledger._write = nothing  # type: ignore[method-assign]
    await post.put("sendDocument", person.id, PUSH, document=named(number))
    async with asyncio.timeout(10):
        while not post.courier.idle:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
    await post.stop()
    await post.start()
    await post.until_idle()
    messages = [message for message in (await person.screen()).messages if message.kind == "document"]
    assert len(messages) == 2
    (kept,) = await uploads(post)
    assert kept.file_id is not None
    assert await arrived(post, kept.file_id) == CSV


async def test_what_many_are_sent_is_uploaded_once(post: Post) -> None:
    people = [await post.person(f"Warga{number}") for number in range(20)]
    number = await keep_csv(post)
    await post.put_all(
        [("sendDocument", {"chat_id": person.id, "document": named(number)}, person.id, PUSH) for person in people]
    )
    await post.until_idle()
    ids = [call.get("document") for call in sent(post, "sendDocument")]
    (kept,) = await uploads(post)
    assert len(ids) == 20
    assert ids.count(kept.file_id) == 19


async def test_three_hundred_uploads_are_under_way_two_at_a_time(post: Post) -> None:
    post.limits = type(post.limits)(overall=1_000_000, person_per_second=1_000_000.0, burst=1_000_000)
    await post.stop()
    await post.start()
    people = [await post.person(f"Warga{number}") for number in range(30)]

    async def act(transaction: Transaction) -> None:
        for number in range(300):
            content = random.Random(number).randbytes(10_000)
            upload = await transaction.uploads.keep("document", f"{number}.bin", "application/octet-stream", content)
            person = people[number % 30]
            call = {"chat_id": person.id, "document": named(upload)}
            await transaction.outbox.put("sendDocument", call, person.id, PUSH)

    under_way = most = 0
    whole = post.bot.call

    async def call(*given: Any, **more: Any) -> Any:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        try:
            return await whole(*given, **more)
        finally:
            under_way -= 1

    post.bot.call = call  # type: ignore[method-assign]
    await post.write(act)
    await post.until_idle()
    assert most == 2
    assert len([kept for kept in await uploads(post) if kept.file_id and kept.content is None]) == 300


async def test_bytes_that_no_call_waits_for_are_forgotten(post: Post) -> None:
    person = await post.person()
    idle, wanted = await keep_csv(post), await keep_csv(post, b"wanted")
    await post.fault("error", status=429, retry_after=600, methods=["sendDocument"])
    await post.put("sendDocument", person.id, PUSH, document=named(wanted))
    await post.breathe()
    await post.write(lambda transaction: transaction.uploads.forget())
    contents = {kept.id: kept.content for kept in await uploads(post)}
    assert contents == {idle: None, wanted: b"wanted"}
    await post.clock.advance(timedelta(seconds=601))
    await post.until_idle()
    assert (await person.screen()).messages[-1].kind == "document"


async def test_unknown_outcomes_are_counted_across_a_restart(post: Post) -> None:
    person = await post.person()
    await post.fault("drop_after", count=3, methods=["sendMessage"])
    row = await post.put("sendMessage", person.id, PUSH, text="dorongan")
    await post.breathe()
    await post.recorded()
    assert (await post.rows())[row].unknown == 1
    await post.stop()
    await post.start()
    await post.pass_time(30, step=1)
    assert (await post.states())[row] == "dead"
    assert await post.texts(person) == ["dorongan"] * 3
