"""Every method that is played gives a result that aiogram and python-telegram-bot both read."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from pydantic import BaseModel, TypeAdapter
from telegram import constants

from sandbox import TINY_PNG, Group, Person, Sandbox
from sandbox.methods import IMPLEMENTED
from sandbox.parameters.schemas import MODELS, method_schema
from sandbox.world.members import ADMINISTRATOR_RIGHTS

KEYBOARD = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}, {"text": "Situs", "url": "https://tuban.test"}]]}
# Fields of a Bot API newer than python-telegram-bot's; it keeps them aside.
NEWER = {"can_send_welcome_messages", "can_react_to_messages", "can_edit_tag"}
# Fields that Telegram sends still, for bots of old, though it no longer documents them.
OLDER = {
    "new_chat_participant",
    "new_chat_member",
    "left_chat_participant",
    "forward_from",
    "forward_sender_name",
    "forward_date",
    "all_members_are_administrators",
}
FILES = {
    "sendPhoto": "photo",
    "sendVideo": "video",
    "sendAnimation": "animation",
    "sendAudio": "audio",
    "sendVoice": "voice",
    "sendVideoNote": "video_note",
    "sendDocument": "document",
    "sendSticker": "sticker",
}


class Caller:
    """Calls methods raw, reads each result with both libraries, and remembers which methods it has called."""

    def __init__(self, sandbox: Sandbox, ptb: telegram.Bot) -> None:
        self.sandbox, self.ptb = sandbox, ptb
        self.called: set[str] = set()
        self.http = aiohttp.ClientSession()

    async def __call__(self, method: str, *, file: tuple[str, bytes] | None = None, **fields: Any) -> Any:
        self.called.add(method.lower())
        url = f"{self.sandbox.url}/bot{self.sandbox.token}/{method}"
        if file is None:
            sent = self.http.post(url, json=fields)
        else:
            form = aiohttp.FormData({k: v if isinstance(v, str) else json.dumps(v) for k, v in fields.items()})
            form.add_field(file[0], file[1], filename="berkas.png")
            sent = self.http.post(url, data=form)
        async with sent as response:
            body = await response.json()
            assert response.status == 200, (method, body)
        model = MODELS[method.lower()]
        returned = model.__returning__
        read = TypeAdapter(returned).validate_python(body["result"])
        for item in read if isinstance(read, list) else [read]:
            assert not isinstance(item, BaseModel) or not item.model_extra, (method, item.model_extra)
        self._read_with_ptb(body["result"], returned)
        return body["result"]

    def _read_with_ptb(self, result: Any, returned: Any) -> None:
        items = result if isinstance(result, list) else [result]
        for item in items:
            name = self._type_name(item, returned)
            if name is None:
                continue
            read = getattr(telegram, name).de_json(item, self.ptb)
            assert read is not None
            assert read.api_kwargs.keys() <= NEWER | OLDER, (name, read.api_kwargs)

    @staticmethod
    def _type_name(item: Any, returned: Any) -> str | None:
        if not isinstance(item, dict):
            return None
        if "message_id" in item:
            return "Message" if "chat" in item else "MessageId"
        if "status" in item and "user" in item:
            return "ChatMember"
        name = getattr(returned, "__name__", "")
        if name in ("list", "Union", "UnionType", ""):
            name = {"command": "BotCommand", "update_id": "Update", "type": "MenuButton"}[
                next(key for key in ("command", "update_id", "type") if key in item)
            ]
        return name


@pytest.fixture
async def call(sandbox: Sandbox, ptb: telegram.Bot) -> Any:
    sandbox.world.strict = False
    caller = Caller(sandbox, ptb)
    yield caller
    await caller.http.close()


async def play_account(call: Caller, chat: int) -> None:
    me = await call("getMe")
    assert me["is_bot"]
    scope = {"type": "chat", "chat_id": chat}
    await call("setMyCommands", commands=[{"command": "mulai", "description": "Mulai"}], scope=scope)
    assert (await call("getMyCommands", scope=scope))[0]["command"] == "mulai"
    await call("deleteMyCommands", scope=scope)
    assert await call("getMyCommands", scope=scope) == []
    for what in ("Name", "Description", "ShortDescription"):
        field = {"Name": "name", "Description": "description", "ShortDescription": "short_description"}[what]
        await call(f"setMy{what}", **{field: "Taprose"})
        assert (await call(f"getMy{what}"))[field] == "Taprose"
    await call("setChatMenuButton", menu_button={"type": "commands"})
    await call("getChatMenuButton")
    await call("setMyDefaultAdministratorRights")
    await call("getMyDefaultAdministratorRights")


async def play_sending(call: Caller, chat: int) -> dict[str, int]:
    sent = {
        "sendMessage": await call(
            "sendMessage", chat_id=chat, text="<b>Hai</b>", parse_mode="HTML", reply_markup=KEYBOARD
        )
    }
    for method, field in FILES.items():
        sent[method] = await call(method, chat_id=str(chat), file=(field, TINY_PNG))
    again = sent["sendPhoto"]["photo"][-1]["file_id"]
    await call("sendPhoto", chat_id=chat, photo=again, caption="lagi")
    sent["sendLocation"] = await call("sendLocation", chat_id=chat, latitude=-6.9, longitude=112.0, live_period=600)
    await call("sendVenue", chat_id=chat, latitude=-6.9, longitude=112.0, title="Pasar", address="Jl. Basuki")
    await call("sendContact", chat_id=chat, phone_number="+620", first_name="Siti")
    await call("sendDice", chat_id=chat)
    await call("sendChatAction", chat_id=chat, action="typing")
    media = [{"type": "photo", "media": again, "caption": "satu"}, {"type": "photo", "media": "attach://berkas"}]
    album = await call("sendMediaGroup", chat_id=chat, media=media, file=("berkas", TINY_PNG))
    assert len({item["media_group_id"] for item in album}) == 1
    found = await call("getFile", file_id=again)
    assert found["file_path"]
    return {method: message["message_id"] for method, message in sent.items()}


async def play_changing(call: Caller, chat: int, sent: dict[str, int]) -> None:
    text, photo = sent["sendMessage"], sent["sendPhoto"]
    await call("editMessageText", chat_id=chat, message_id=text, text="Hai lagi", reply_markup=KEYBOARD)
    await call("editMessageReplyMarkup", chat_id=chat, message_id=text)
    await call("editMessageCaption", chat_id=chat, message_id=photo, caption="baru")
    media = {"type": "photo", "media": "attach://x"}
    await call("editMessageMedia", chat_id=chat, message_id=photo, media=media, file=("x", TINY_PNG))
    place = {"chat_id": chat, "message_id": sent["sendLocation"]}
    await call("editMessageLiveLocation", **place, latitude=-7.0, longitude=112.1)
    await call("stopMessageLiveLocation", **place)
    await call("setMessageReaction", chat_id=chat, message_id=text, reaction=[{"type": "emoji", "emoji": "👍"}])
    await call("copyMessage", chat_id=chat, from_chat_id=chat, message_id=text)
    await call("forwardMessage", chat_id=chat, from_chat_id=chat, message_id=text)
    ids = [text, photo]
    await call("copyMessages", chat_id=chat, from_chat_id=chat, message_ids=ids)
    await call("forwardMessages", chat_id=chat, from_chat_id=chat, message_ids=ids)
    await call("pinChatMessage", chat_id=chat, message_id=text)
    await call("getChat", chat_id=chat)
    await call("unpinChatMessage", chat_id=chat, message_id=text)
    await call("unpinAllChatMessages", chat_id=chat)
    await call("deleteMessage", chat_id=chat, message_id=text)
    await call("deleteMessages", chat_id=chat, message_ids=[photo])


async def play_group(call: Caller, group: int, person: int) -> None:
    for _ in range(2):
        await call("getChatMember", chat_id=group, user_id=person)
        await call("restrictChatMember", chat_id=group, user_id=person, permissions={"can_send_messages": False})
    await call("getChatAdministrators", chat_id=group)
    assert await call("getChatMemberCount", chat_id=group) == 3
    await call("promoteChatMember", chat_id=group, user_id=person, can_pin_messages=True)
    await call("setChatAdministratorCustomTitle", chat_id=group, user_id=person, custom_title="Kabid")
    await call("getChatMember", chat_id=group, user_id=person)
    await call("promoteChatMember", chat_id=group, user_id=person)
    await call("setChatPermissions", chat_id=group, permissions={"can_send_messages": True})
    await call("setChatTitle", chat_id=group, title="Baru")
    await call("setChatDescription", chat_id=group, description="Untuk uji")
    await call("setChatPhoto", chat_id=group, photo="attach://potret", file=("potret", TINY_PNG))
    assert (await call("getChat", chat_id=group))["photo"]["big_file_id"]
    await call("deleteChatPhoto", chat_id=group)
    await call("exportChatInviteLink", chat_id=group)
    link = await call("createChatInviteLink", chat_id=group, name="tamu")
    await call("revokeChatInviteLink", chat_id=group, invite_link=link["invite_link"])
    asking = await call("createChatInviteLink", chat_id=group, creates_join_request=True)
    asking = await call("editChatInviteLink", chat_id=group, name="warga", **asking)
    for verdict in ("approve", "decline"):
        stranger = await call.sandbox.client.person(f"Rina {verdict}")
        where = {"chat_id": group, "person_id": stranger.id, "invite_link": asking["invite_link"]}
        await call.sandbox.client.post("members", action="join", **where)
        await call(f"{verdict}ChatJoinRequest", chat_id=group, user_id=stranger.id)
    await call("getChat", chat_id=group)
    await call("banChatMember", chat_id=group, user_id=person)
    await call("getChatMember", chat_id=group, user_id=person)
    await call("unbanChatMember", chat_id=group, user_id=person)
    await call("getUserProfilePhotos", user_id=person)
    await call("leaveChat", chat_id=group)


async def play_receiving(call: Caller, siti: Person) -> None:
    await siti.send("/start")
    await call("sendMessage", chat_id=siti.id, text="?", reply_markup=KEYBOARD)
    await siti.tap("Ya")
    updates = await call("getUpdates", allowed_updates=[])
    query = next(u["callback_query"] for u in updates if "callback_query" in u)
    await call("answerCallbackQuery", callback_query_id=query["id"], text="Siap", show_alert=True)
    await call("setWebhook", url="http://127.0.0.1:9/none", drop_pending_updates=True)
    await call("getWebhookInfo")
    await call("deleteWebhook")
    await call("close")
    await call("logOut")


async def test_every_played_method_is_read_by_both_libraries(
    call: Caller, siti: Person, budi: Person, led: Group
) -> None:
    await play_account(call, siti.id)
    await led.change("promote", rights=dict.fromkeys(ADMINISTRATOR_RIGHTS, True))
    for chat in (siti.id, led.id):
        await play_changing(call, chat, await play_sending(call, chat))
    await play_receiving(call, siti)
    await play_group(call, led.id, budi.id)
    assert call.called == set(IMPLEMENTED), "each method that is played has its turn here"


async def test_both_libraries_read_every_kind_of_update(
    sandbox: Sandbox, ptb: telegram.Bot, aio: Any, siti: Person, budi: Person
) -> None:
    kinds = ["message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction"]
    await aio.get_updates(allowed_updates=kinds)
    group = await sandbox.client.group("Dinas", [siti, budi], admin=True)
    contents: list[dict[str, Any]] = [{kind: True} for kind in FILES.values()]
    contents += [{"location": {"latitude": 1, "longitude": 2}}, {"poll": {}}, {"dice": {}}, {"contact": {}}]
    contents += [{"venue": {"latitude": 1, "longitude": 2, "title": "T", "address": "A"}}]
    contents += [{"album": [{"photo": True, "caption": "a"}, {"video": True}]}, {"text": "x", "forwarded_from": "Anon"}]
    for content in contents:
        await siti.send(**content)
    first = await siti.send("satu /perintah https://tuban.test #jalan @siti_a a@b.id")
    await siti.send("dua", edit=first)
    await siti.send("tiga", reply_to=first, quote="satu")
    await siti.send(forward={"chat_id": siti.id, "message_id": first})
    await sandbox.client.post("reactions", **{"from": siti.id}, message_id=first, emoji="👍")
    for action in ("leave", "add", "promote", "demote", "restrict", "remove"):
        await group.change(action, budi)
    await siti.block()
    await siti.block(blocked=False)
    for action in ("demote", "promote", "remove", "add"):
        await group.change(action)
    await group.upgrade()
    updates = await aio.get_updates()
    raw = sandbox.world.default_bot().updates.peek(100)
    assert {key for update in raw for key in update} >= {*kinds, "update_id"} - {"callback_query"}
    assert len(updates) == len(raw) > 30
    for update in raw:
        read = telegram.Update.de_json(update, ptb)
        assert read is not None
        assert not read.api_kwargs
        for part in (read.message, read.edited_message, read.chat_member, read.my_chat_member, read.message_reaction):
            assert part is None or part.api_kwargs.keys() <= NEWER | OLDER, part


async def test_what_it_accepts_aiogram_itself_would_accept(sandbox: Sandbox, aio: Any, siti: Person) -> None:
    """The shapes are read from aiogram's models; whatever they let through must validate with the model itself."""
    await aio.send_message(siti.id, "x", reply_markup=KEYBOARD)
    for entry in sandbox.world.call_log.records:
        shape = method_schema(entry.method)
        assert shape is not None
        MODELS[entry.method.lower()].model_validate(shape(entry.parameters, []))


async def test_the_log_of_unknown_parameters_stays_empty_for_both_libraries(
    sandbox: Sandbox, aio: Any, ptb: telegram.Bot, siti: Person
) -> None:
    await aio.send_message(siti.id, "a", reply_markup=KEYBOARD, disable_notification=True)
    await ptb.send_message(siti.id, "b", reply_markup=telegram.ForceReply(), read_timeout=3)
    await ptb.send_photo(siti.id, TINY_PNG, caption="c", parse_mode=constants.ParseMode.HTML)
    assert (await sandbox.client.get("log"))["unknown"] == []


async def test_an_unknown_parameter_is_listed_at_any_depth(sandbox: Sandbox, siti: Person) -> None:
    async with aiohttp.ClientSession() as http:
        body = {
            "chat_id": siti.id,
            "text": "x",
            "txet": 1,
            "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "b", "colour": "red"}]]},
        }
        async with http.post(f"{sandbox.url}/bot{sandbox.token}/sendMessage", json=body) as response:
            assert response.status == 200
    unknown = {u["parameter"] for u in (await sandbox.client.get("log"))["unknown"]}
    assert unknown == {"txet", "reply_markup.inline_keyboard.colour"}


async def test_a_method_that_is_not_played_fails_loudly_with_its_name(sandbox: Sandbox, siti: Person) -> None:
    async with aiohttp.ClientSession() as http:
        async with http.post(f"{sandbox.url}/bot{sandbox.token}/sendinvoice", json={"chat_id": siti.id}) as response:
            assert response.status == 501
            assert "sendInvoice" in (await response.json())["description"]
        async with http.post(f"{sandbox.url}/bot{sandbox.token}/sendNothing") as response:
            assert response.status == 404
            assert (await response.json())["description"] == "Not Found: method not found"


async def test_wrong_tokens(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as http:
        for token, status in (("123456:AAaa_unknown", 401), ("nonsense", 404)):
            async with http.get(f"{sandbox.url}/bot{token}/getMe") as response:
                assert response.status == status
                assert (await response.json())["ok"] is False


async def test_with_any_token_the_first_secret_of_a_number_is_the_right_one() -> None:
    async with Sandbox(any_token=True) as open_to_all, aiohttp.ClientSession() as http:
        for token, status in (("123456:AAaa_first", 200), ("123456:AAaa_other", 401), ("123456:AAaa_first", 200)):
            async with http.get(f"{open_to_all.url}/bot{token}/getMe") as response:
                assert response.status == status


def test_aiogram_session_is_the_ordinary_one(aio: Any) -> None:
    assert type(aio.session) is AiohttpSession
