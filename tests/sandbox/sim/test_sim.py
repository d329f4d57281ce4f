"""What people do and see: keyboards, forced replies, albums, edits, taps, and time."""

from __future__ import annotations

import asyncio
import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import aiogram
import aiohttp
import pytest
from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from sandbox import TINY_PNG, Group, Person, Refused, Sandbox

MENU = ReplyKeyboardMarkup(
    keyboard=[[KeyboardButton(text="📝 Buat laporan"), KeyboardButton(text="Kirim lokasi", request_location=True)]],
    one_time_keyboard=True,
)


async def test_a_reply_keyboard_is_tapped_by_its_words_and_goes_away(
    sandbox: Sandbox, aio: aiogram.Bot, siti: Person
) -> None:
    sandbox.world.strict = False
    await aio.send_message(siti.id, "Menu", reply_markup=MENU)
    assert (await siti.screen()).keyboard == ["📝 Buat laporan", "Kirim lokasi"]
    await siti.tap("Buat laporan")
    screen = await siti.screen()
    assert screen.last.text == "📝 Buat laporan"
    assert screen.keyboard == [], "one_time_keyboard"
    await aio.send_message(siti.id, "Menu", reply_markup=MENU)
    await siti.tap("Kirim lokasi")
    assert (await siti.screen()).last.kind == "location"
    await aio.send_message(siti.id, "Menu", reply_markup=MENU)
    await aio.send_message(siti.id, "Selesai", reply_markup=ReplyKeyboardRemove())
    assert (await siti.screen()).keyboard == []


async def test_a_forced_reply_is_for_whom_it_names(aio: aiogram.Bot, siti: Person, budi: Person, office: Group) -> None:
    asked = await siti.send("/tanya", chat=office)
    prompt = await aio.send_message(
        office.id, "Apa?", reply_markup=ForceReply(selective=True), reply_parameters=ReplyParameters(message_id=asked)
    )
    assert (await siti.screen(office)).force_reply == prompt.message_id
    assert (await budi.screen(office)).force_reply is None
    await siti.send("Ini", chat=office, reply_to=prompt.message_id)
    screen = await siti.screen(office)
    assert screen.force_reply is None
    assert screen.last.reply_to == prompt.message_id


async def test_a_tap_is_answered(aio: aiogram.Bot, siti: Person) -> None:
    rows = [
        [
            InlineKeyboardButton(text="✅ Ya", callback_data="y"),
            InlineKeyboardButton(text="Peta", url="https://tuban.test/"),
        ]
    ]
    shown = await aio.send_message(siti.id, "?", reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))
    assert (await siti.tap("Peta")).view["kind"] == "url"
    tap = await siti.tap("Ya", message_id=shown.message_id)
    query = (await aio.get_updates())[-1].callback_query
    assert query is not None
    waiting = asyncio.create_task(tap.answer())
    await query.answer("Baik", show_alert=True)
    answer = await waiting
    assert (answer["text"], answer["show_alert"]) == ("Baik", True)
    await siti.tap(data="palsu", message_id=shown.message_id, forged=True)
    forged = (await aio.get_updates())[-1].callback_query
    assert forged is not None
    assert forged.data == "palsu"
    with pytest.raises(Refused, match="there is no button"):
        await siti.tap("Tidak ada")


async def test_an_edit_is_marked_and_an_answered_keyboard_is_gone(aio: aiogram.Bot, siti: Person) -> None:
    rows = [[InlineKeyboardButton(text="Ya", callback_data="y")]]
    shown = await aio.send_message(siti.id, "?", reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))
    await shown.edit_reply_markup()
    assert (await siti.screen()).last.buttons == []
    assert not (await siti.screen()).last.edited, "buttons alone do not mark a message as edited"
    await shown.edit_text("!")
    assert (await siti.screen()).last.edited


async def test_an_uploaded_file_comes_back_byte_by_byte(sandbox: Sandbox, aio: aiogram.Bot, siti: Person) -> None:
    content = TINY_PNG + b"tail"
    await siti.send(document={"data": base64.b64encode(content).decode(), "file_name": "a.png"})
    form = aiohttp.FormData({"json": json.dumps({"from": siti.id, "photo": True, "caption": "dari halaman"})})
    form.add_field("file", content, filename="b.png", content_type="image/png")
    async with aiohttp.ClientSession() as http, http.post(f"{sandbox.url}/sim/messages", data=form) as response:
        assert response.status == 200
    first, second = [u.message for u in await aio.get_updates()][-2:]
    assert first is not None
    assert first.document is not None
    assert second is not None
    assert second.photo is not None
    for file_id in (first.document.file_id, second.photo[-1].file_id):
        got = await aio.download(file_id)
        assert got is not None
        assert got.read() == content
    assert second.caption == "dari halaman"


async def test_albums_arrive_as_separate_updates_of_one_group(aio: aiogram.Bot, siti: Person) -> None:
    await siti.send(album=[{"photo": True, "caption": "a"}, {"photo": True}, {"video": True}])
    items = [u.message for u in await aio.get_updates() if u.message]
    assert len({m.media_group_id for m in items}) == 1
    assert [m.caption for m in items] == ["a", None, None]


async def test_time_moves_dates_and_tells_its_listeners(sandbox: Sandbox, aio: aiogram.Bot, siti: Person) -> None:
    heard: list[datetime] = []

    async def listen(now: datetime) -> None:
        heard.append(now)

    sandbox.clock.listeners.append(listen)
    await sandbox.client.post("time", to="2026-12-01T08:00:00+07:00")
    await sandbox.client.advance(3600)
    moment = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    assert heard == [moment - timedelta(hours=1), moment]
    assert (await aio.send_message(siti.id, "x")).date == moment
    for wrong in ({"to": "2026-12-01T08:00:00"}, {"to": "besok"}, {}):
        with pytest.raises(Refused):
            await sandbox.client.post("time", **wrong)


async def test_events_are_told_as_they_happen(sandbox: Sandbox, aio: aiogram.Bot, siti: Person) -> None:
    async with aiohttp.ClientSession() as http, http.get(f"{sandbox.url}/sim/events") as stream:
        await stream.content.readuntil(b"\n\n")
        await aio.send_message(siti.id, "halo")
        event = await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 5)
    data = json.loads(event.partition(b"data: ")[2])
    assert (data["type"], data["chat_id"]) == ("message", siti.id)


async def test_commands_are_shown_by_scope_and_language(
    aio: aiogram.Bot, siti: Person, budi: Person, office: Group
) -> None:
    command = aiogram.types.BotCommand
    await aio.set_my_commands([command(command="umum", description="Umum")])
    await aio.set_my_commands(
        [command(command="pimpin", description="P")],
        scope=aiogram.types.BotCommandScopeChatAdministrators(chat_id=office.id),
    )
    seen = [[c["command"] for c in (await who.screen(office)).view["commands"]] for who in (siti, budi)]
    assert seen == [["pimpin"], ["umum"]]


async def test_requests_that_cannot_be_played_say_why(sandbox: Sandbox, siti: Person, office: Group) -> None:
    stranger = await sandbox.client.person("Rina")
    wrong: list[tuple[str, dict[str, Any], str]] = [
        ("messages", {"from": 1, "text": "x"}, "there is no person 1"),
        ("messages", {"from": siti.id}, "a message needs text"),
        ("messages", {"from": siti.id, "text": " "}, "an empty message"),
        ("messages", {"from": siti.id, "text": "x" * 4097}, "longer than"),
        ("messages", {"from": stranger.id, "chat_id": office.id, "text": "x"}, "is not in that group"),
        ("messages", {"from": siti.id, "chat_id": stranger.id, "text": "x"}, "somebody else's private chat"),
        ("messages", {"from": siti.id, "text": "x", "reply_to": 99}, "there is no such message"),
        ("groups", {}, "title"),
        ("people", {}, "a person needs a name"),
        ("people", {"first_name": "x", "id": -1}, "a number above 0"),
        ("groups", {"title": "x", "id": 5}, "a number below 0"),
        ("bots", {"token": "²:x"}, "a token is a number"),
        ("bots", {"token": sandbox.token}, "there is already somebody"),
        ("members", {"chat_id": office.id, "bot": True, "action": "dance"}, "action"),
        ("upgrades", {"chat_id": siti.id}, "only a group"),
        ("nothing", {}, "there is no /sim/nothing"),
    ]
    for path, body, words in wrong:
        with pytest.raises(Refused, match=words):
            await sandbox.client.post(path, **body)


async def test_two_worlds_do_not_know_each_other(sandbox: Sandbox, siti: Person) -> None:
    async with Sandbox() as other:
        assert other.url != sandbox.url
        with pytest.raises(Refused):
            await other.client.screen(siti.id)
