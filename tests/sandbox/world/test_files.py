"""Files keep their bytes, whichever way they go: from people to bots, from bots to people, and on from chat to chat."""

from __future__ import annotations

from typing import Any

import aiogram
import aiohttp
import pytest
import telegram
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto, InputMediaVideo

from sandbox import Group, Person, Sandbox, Shown, attachment

# A picture of 40 x 30 whose EXIF names its author.
EXIF = b"Exif\x00\x00II*\x00\x08\x00\x00\x00Siti Aminah; GPS -6.89, 112.06"
JPEG = (
    b"\xff\xd8"
    + b"\xff\xe1"
    + (len(EXIF) + 2).to_bytes(2, "big")
    + EXIF
    + b"\xff\xc0\x00\x0b\x08\x00\x1e\x00\x28\x01\x01\x11\x00"
    + b"\xff\xd9"
)
VIDEO = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 40


async def downloaded(bot: aiogram.Bot, file_id: str) -> bytes:
    file = await bot.get_file(file_id)
    assert file.file_path is not None
    content = await bot.download_file(file.file_path)
    assert content is not None
    return content.read()


@pytest.mark.parametrize(
    ("kind", "content", "name", "mime_type"),
    [
        ("photo", JPEG, "IMG_1.jpg", "image/jpeg"),
        ("document", JPEG, "KTP_Siti_Aminah.jpg", "image/jpeg"),
        ("video", VIDEO, "VID_20261124.mp4", "video/mp4"),
        ("document", b"%PDF-1.7 /Author (Siti)", "surat.pdf", "application/pdf"),
    ],
)
async def test_what_a_person_sends_is_what_a_bot_downloads(
    aio: aiogram.Bot, siti: Person, kind: str, content: bytes, name: str, mime_type: str
) -> None:
    fields: dict[str, Any] = {kind: attachment(content, name, mime_type)}
    await siti.send(**fields, caption="bukti")
    (update,) = await aio.get_updates()
    message = update.message
    assert message is not None
    assert message.caption == "bukti"
    given = message.photo[-1] if message.photo else message.document or message.video
    assert given is not None
    assert given.file_size == len(content)
    if not message.photo:
        assert (given.file_name, given.mime_type) == (name, mime_type)  # type: ignore[union-attr]
    else:
        assert (given.width, given.height) == (40, 30)  # type: ignore[union-attr]
    assert await downloaded(aio, given.file_id) == content


async def test_an_album_of_a_person_keeps_each_of_its_files(aio: aiogram.Bot, siti: Person) -> None:
    second = JPEG.replace(b"Siti Aminah", b"Budi Utomo!")
    await siti.send(album=[{"photo": attachment(JPEG)}, {"photo": attachment(second)}])
    found = [update.message for update in await aio.get_updates()]
    assert [await downloaded(aio, m.photo[-1].file_id) for m in found if m is not None and m.photo] == [JPEG, second]


@pytest.mark.parametrize("kind", ["photo", "document", "video"])
async def test_what_a_bot_uploads_is_what_people_get(
    sandbox: Sandbox, aio: aiogram.Bot, ptb: telegram.Bot, siti: Person, kind: str
) -> None:
    content = VIDEO if kind == "video" else JPEG
    await getattr(aio, f"send_{kind}")(siti.id, BufferedInputFile(content, "dari-aiogram.jpg"))
    await getattr(ptb, f"send_{kind}")(siti.id, content, filename="dari-ptb.jpg")
    for shown in (await siti.screen()).messages:
        assert shown.kind == kind
        assert await sandbox.client.content(shown) == content
        if kind == "document":
            assert shown.view["file"]["file_name"] in ("dari-aiogram.jpg", "dari-ptb.jpg")


async def test_albums_of_a_bot_keep_each_of_their_files(
    sandbox: Sandbox, aio: aiogram.Bot, ptb: telegram.Bot, siti: Person
) -> None:
    sandbox.world.strict = False
    await aio.send_media_group(
        siti.id,
        [
            InputMediaPhoto(media=BufferedInputFile(JPEG, "a.jpg")),
            InputMediaVideo(media=BufferedInputFile(VIDEO, "b.mp4")),
        ],
    )
    await aio.send_media_group(
        siti.id,
        [InputMediaDocument(media=BufferedInputFile(c, "x.bin")) for c in (b"\x00\xff", b"two")],
    )
    await ptb.send_media_group(siti.id, [telegram.InputMediaPhoto(JPEG), telegram.InputMediaVideo(VIDEO)])
    contents = [await sandbox.client.content(shown) for shown in (await siti.screen()).messages]
    assert contents == [JPEG, VIDEO, b"\x00\xff", b"two", JPEG, VIDEO]


async def test_a_bot_sends_on_what_it_was_given(
    sandbox: Sandbox, aio: aiogram.Bot, siti: Person, budi: Person, office: Group
) -> None:
    """By its file id unchanged; made anew as another file with other bytes."""
    await siti.send(document=attachment(JPEG, "KTP.jpg", "image/jpeg"))
    update = (await aio.get_updates())[-1]
    assert update.message is not None
    assert update.message.document is not None
    file_id = update.message.document.file_id
    await aio.send_document(budi.id, file_id)
    clean = (await downloaded(aio, file_id)).replace(EXIF, b"-" * len(EXIF))
    await aio.send_document(office.id, BufferedInputFile(clean, "bukti.jpg"))
    assert await sandbox.client.content((await budi.screen()).last) == JPEG
    assert await sandbox.client.content((await siti.screen(office)).last) == clean


async def test_a_message_without_a_file_has_no_content(sandbox: Sandbox, siti: Person) -> None:
    await siti.send("teks")
    last: Shown = (await siti.screen()).last
    with pytest.raises(LookupError):
        await sandbox.client.content(last)


async def test_a_file_sent_as_a_form_keeps_its_bytes(sandbox: Sandbox, aio: aiogram.Bot, siti: Person) -> None:
    form = aiohttp.FormData()
    form.add_field("json", f'{{"from": {siti.id}, "document": true}}')
    form.add_field("file", JPEG, filename="KTP.jpg", content_type="image/jpeg")
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{sandbox.url}/sim/messages", data=form) as response,
    ):
        assert response.status == 200
    (update,) = await aio.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    assert (update.message.document.file_name, update.message.document.mime_type) == ("KTP.jpg", "image/jpeg")
    assert await downloaded(aio, update.message.document.file_id) == JPEG
