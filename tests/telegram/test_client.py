"""The connection to Telegram: what is called arrives as it was given, and what comes back is JSON or an error of one family."""

import io
import logging
from typing import Any

import aiohttp
import pytest
from telegram import InputFile
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.telegram import NotSent, RefusedCall, TelegramBot
from sandbox import TINY_PNG, Person, Sandbox


async def content(server: Sandbox, bot: TelegramBot, file_id: str) -> bytes:
    """Return what stands in a file that Telegram has."""
    path = (await bot.call("getFile", {"file_id": file_id}))["file_path"]
    url = f"{server.url}/file/bot{server.token}/{path}"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert response.status == 200
        return await response.read()


def last_call(server: Sandbox, method: str) -> dict[str, Any]:
    return next(entry.parameters for entry in reversed(server.world.call_log.records) if entry.method == method)


async def test_a_call_arrives_as_it_was_given_and_is_left_as_it_was(
    server: Sandbox, bot: TelegramBot, person: Person
) -> None:
    call = {
        "chat_id": person.id,
        "text": "Sampah 🗑️ di <b>pasar</b>",
        "parse_mode": "HTML",
        "reply_markup": {"inline_keyboard": [[{"text": "Ya", "callback_data": "y:1"}]]},
        "link_preview_options": {"is_disabled": True},
    }
    given = {**call}
    for paced in (True, False):
        message = await bot.call("sendMessage", call, paced=paced)
        assert message["text"] == "Sampah 🗑️ di pasar"
        assert last_call(server, "sendMessage") == given
        assert call == given


async def test_a_file_is_uploaded_with_its_name_and_its_words(
    server: Sandbox, bot: TelegramBot, person: Person
) -> None:
    upload = InputFile(io.BytesIO(b"No,Judul\n1,Jalan\n"), filename="laporan.csv")
    message = await bot.call(
        "sendDocument",
        {"chat_id": person.id, "document": upload, "caption": "Laporan <i>minggu</i> ini", "parse_mode": "HTML"},
    )
    assert message["document"]["file_name"] == "laporan.csv"
    assert message["caption"] == "Laporan minggu ini"
    assert await content(server, bot, message["document"]["file_id"]) == b"No,Judul\n1,Jalan\n"


async def test_an_album_mixes_files_that_telegram_has_with_new_ones(
    server: Sandbox, bot: TelegramBot, person: Person
) -> None:
    first = await bot.call("sendPhoto", {"chat_id": person.id, "photo": InputFile(TINY_PNG, filename="a.png")})
    known = first["photo"][-1]["file_id"]
    media = [
        {"type": "photo", "media": known, "caption": "<b>satu</b>", "parse_mode": "HTML", "has_spoiler": True},
        {"type": "photo", "media": InputFile(TINY_PNG, filename="b.png", attach=True)},
    ]
    messages = await bot.call("sendMediaGroup", {"chat_id": person.id, "media": media})
    assert [message.get("caption") for message in messages] == ["satu", None]
    assert messages[0]["has_media_spoiler"] is True
    assert messages[0]["photo"][-1]["file_id"] == known
    assert await content(server, bot, messages[1]["photo"][-1]["file_id"]) == TINY_PNG


async def test_an_album_of_known_files_goes_as_the_json_it_was(
    server: Sandbox, bot: TelegramBot, person: Person
) -> None:
    first = await bot.call("sendPhoto", {"chat_id": person.id, "photo": InputFile(TINY_PNG, filename="a.png")})
    item = {
        "type": "photo",
        "media": first["photo"][-1]["file_id"],
        "caption": "satu",
        "show_caption_above_media": True,
    }
    plain = {"type": "photo", "media": item["media"]}
    await bot.call("sendMediaGroup", {"chat_id": person.id, "media": [item, plain]})
    assert last_call(server, "sendMediaGroup")["media"] == [item, plain]


@pytest.mark.parametrize("kind", ["truncate", "malformed", "html"])
async def test_a_damaged_answer_is_an_error_and_is_not_logged(
    server: Sandbox, bot: TelegramBot, person: Person, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    await server.client.post("faults", kind=kind, count=1, methods=["sendMessage"])
    caplog.set_level(logging.INFO)
    with pytest.raises(TelegramError) as raised:
        await bot.call("sendMessage", {"chat_id": person.id, "text": "rahasia"})
    assert "rahasia" not in str(raised.value)
    assert "rahasia" not in caplog.text


async def test_what_cannot_be_written_is_refused_before_it_leaves(bot: TelegramBot, person: Person) -> None:
    with pytest.raises(BadRequest):
        await bot.call("sendMessage", {"chat_id": person.id, "text": "\ud800"})


async def test_errors_tell_what_never_left_from_what_may_have_arrived(
    server: Sandbox, bot: TelegramBot, person: Person
) -> None:
    await server.client.post("faults", kind="drop", count=1)
    with pytest.raises(NetworkError) as raised:
        await bot.call("getMe", {})
    assert not isinstance(raised.value, NotSent)
    with pytest.raises(RefusedCall):
        await bot.call("keinginan", {})
    await bot.close_connections()
    with pytest.raises(NotSent):
        await bot.call("sendMessage", {"chat_id": person.id, "text": "halo"})
