"""What a raw call is refused with, word for word, as telegram-bot-api's Client.cpp and tdlib behind it word it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from sandbox import Group, Person, Sandbox

NOBODY = 77
KEYBOARD = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
OLD_QUERY = "query is too old and response timeout expired or query ID is invalid"
# "siti" stands for her id, "group" for a group's and "led" for that of a supergroup which the bot leads.
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {}, "message text is empty"),
    ("sendMessage", {"text": "x"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": "", "text": "x"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": NOBODY, "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": "abc", "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": "pimpinan_x", "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": "@nobody_here", "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": "siti", "text": "\u200b \u2800"}, "text must be non-empty"),
    ("sendMessage", {"chat_id": "siti", "text": "x" * 32_769}, "text is too long"),
    ("sendMessage", {"chat_id": "siti", "text": "x", "message_thread_id": 5}, "message thread not found"),
    (
        "sendMessage",
        {"chat_id": "siti", "text": "x", "reply_markup": "{"},
        "can't parse reply keyboard markup JSON object",
    ),
    ("sendMessage", {"chat_id": "siti", "text": "x", "reply_markup": []}, "object expected as reply markup"),
    (
        "sendMessage",
        {"chat_id": "siti", "text": "x", "reply_markup": {"inline_keyboard": 5}},
        'field "inline_keyboard" must be of type Array',
    ),
    (
        "sendMessage",
        {"chat_id": "siti", "text": "x", "reply_markup": {"inline_keyboard": [5]}},
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    (
        "sendMessage",
        {"chat_id": "siti", "text": "x", "reply_markup": {"inline_keyboard": [[5]]}},
        "can't parse inline keyboard button: InlineKeyboardButton must be an Object",
    ),
    (
        "sendMessage",
        {"chat_id": "siti", "text": "x", "reply_markup": {"inline_keyboard": [[{"callback_data": "x"}]]}},
        "can't parse inline keyboard button: Can't find field \"text\"",
    ),
    (
        "sendMessage",
        {"chat_id": "siti", "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": ""}]]}},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        "sendMessage",
        {"chat_id": "siti", "text": "x", "reply_markup": {"keyboard": [[5]]}},
        "can't parse keyboard button: KeyboardButton must be a String or an Object",
    ),
    (
        "sendMessage",
        {"chat_id": "siti", "text": "x", "reply_parameters": "{"},
        "can't parse reply parameters JSON object",
    ),
    ("sendMessage", {"chat_id": "siti", "text": "x", "reply_parameters": []}, "object expected as reply parameters"),
    ("sendMessage", {"chat_id": "siti", "text": "x", "entities": [5]}, "can't parse MessageEntity: expected an Object"),
    (
        "sendMessage",
        {"chat_id": "siti", "text": "x", "entities": [{"type": "bold"}]},
        "can't parse MessageEntity: Can't find field \"offset\"",
    ),
    (
        "sendMessage",
        {"chat_id": "siti", "text": "x", "entities": [{"type": "loud", "offset": 0, "length": 1}]},
        "can't parse MessageEntity: Unsupported type specified",
    ),
    ("sendPhoto", {"chat_id": "siti"}, "there is no photo in the request"),
    ("sendVideoNote", {}, "there is no video note in the request"),
    ("sendDocument", {"chat_id": "siti", "document": "https://tuban.test/a.pdf"}, "failed to get HTTP URL content"),
    ("sendMediaGroup", {"chat_id": "siti"}, 'parameter "media" is required'),
    ("sendMediaGroup", {"chat_id": "siti", "media": "["}, "can't parse media JSON object"),
    ("sendMediaGroup", {"chat_id": "siti", "media": {}}, "expected an Array of InputMedia"),
    ("sendMediaGroup", {"chat_id": "siti", "media": [5, 6]}, "can't parse InputMedia: expected an Object"),
    (
        "sendMediaGroup",
        {"chat_id": "siti", "media": [{"type": "song", "media": "x"}] * 2},
        'can\'t parse InputMedia: type "song" is unsupported',
    ),
    (
        "sendMediaGroup",
        {"chat_id": "siti", "media": [{"type": "photo"}] * 2},
        "can't parse InputMedia: media not found",
    ),
    (
        "sendMediaGroup",
        {"chat_id": "siti", "media": [{"type": "animation", "media": "x"}] * 2},
        "can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup",
    ),
    (
        "sendMediaGroup",
        {"chat_id": "siti", "media": [{"type": "photo", "media": "x"}, {"type": "document", "media": "x"}]},
        "document can't be mixed with other media types",
    ),
    ("sendMediaGroup", {"chat_id": NOBODY, "media": []}, "chat not found"),
    ("sendMediaGroup", {"chat_id": "siti", "media": []}, "there are no messages to send"),
    ("sendLocation", {"chat_id": "siti"}, "latitude is empty"),
    ("sendLocation", {"chat_id": "siti", "latitude": 1}, "longitude is empty"),
    ("sendLocation", {"chat_id": "siti", "latitude": 91, "longitude": 1}, "invalid location specified"),
    ("sendLocation", {"chat_id": "siti", "latitude": "utara", "longitude": 1}, "invalid location specified"),
    (
        "sendLocation",
        {"chat_id": "siti", "latitude": 1, "longitude": 1, "live_period": 5},
        "wrong live location period specified",
    ),
    (
        "sendLocation",
        {"chat_id": "siti", "latitude": 1, "longitude": 1, "live_period": 60, "heading": 361},
        "wrong live location heading specified",
    ),
    ("sendContact", {"chat_id": "siti"}, 'parameter "phone_number" is required'),
    ("sendContact", {"chat_id": "siti", "phone_number": "1"}, 'parameter "first_name" is required'),
    ("sendChatAction", {"chat_id": "siti"}, "wrong parameter action in request"),
    ("sendChatAction", {"chat_id": "siti", "action": "fly"}, "wrong parameter action in request"),
    ("copyMessage", {"chat_id": "siti"}, 'parameter "from_chat_id" is required'),
    ("copyMessage", {"chat_id": "siti", "from_chat_id": "siti"}, "message to copy not found"),
    ("forwardMessage", {"chat_id": "siti", "from_chat_id": "siti", "message_id": 999}, "message to forward not found"),
    ("copyMessages", {"chat_id": "siti", "from_chat_id": "siti"}, "message identifiers are not specified"),
    (
        "copyMessages",
        {"chat_id": "siti", "from_chat_id": "siti", "message_ids": [2, 1]},
        "message identifiers must be in a strictly increasing order",
    ),
    (
        "copyMessages",
        {"chat_id": "siti", "from_chat_id": "siti", "message_ids": [999]},
        "there are no messages to forward",
    ),
    (
        "forwardMessages",
        {"chat_id": "siti", "from_chat_id": "siti", "message_ids": [999]},
        "there are no messages to forward",
    ),
    ("deleteMessage", {}, "chat identifier is not specified"),
    ("deleteMessage", {"chat_id": "siti"}, "message identifier is not specified"),
    ("deleteMessage", {"chat_id": "siti", "message_id": 999}, "message to delete not found"),
    ("deleteMessages", {"chat_id": "siti", "message_ids": []}, "message identifiers are not specified"),
    ("deleteMessages", {"chat_id": "siti", "message_ids": [0]}, "invalid message identifier specified"),
    ("deleteMessages", {"chat_id": "siti", "message_ids": ["a"]}, "message identifier must be a Number"),
    ("deleteMessages", {"chat_id": "siti", "message_ids": 5}, "expected an Array of message identifiers"),
    (
        "deleteMessages",
        {"chat_id": "siti", "message_ids": list(range(1, 102))},
        "too many message identifiers specified",
    ),
    ("editMessageText", {"chat_id": "siti", "message_id": 1}, "message text is empty"),
    ("editMessageText", {"text": "x"}, "message identifier is not specified"),
    ("editMessageText", {"text": "x", "message_id": 1}, "chat_id is empty"),
    ("editMessageText", {"text": "x", "chat_id": "siti"}, "message to edit not found"),
    ("editMessageText", {"text": "x", "inline_message_id": "a"}, "MESSAGE_ID_INVALID"),
    (
        "editMessageReplyMarkup",
        {"chat_id": "siti", "message_id": 1, "reply_markup": {"keyboard": [["a"]]}},
        "inline keyboard expected",
    ),
    (
        "editMessageLiveLocation",
        {"chat_id": "siti", "message_id": 1, "latitude": 1, "longitude": 1},
        "there is no live location in the message to edit",
    ),
    ("editMessageMedia", {"chat_id": "siti", "message_id": 1, "media": "{"}, "can't parse input media JSON object"),
    ("setMessageReaction", {"chat_id": "siti"}, "message to react not found"),
    (
        "setMessageReaction",
        {"chat_id": "siti", "message_id": 1, "reaction": [{"type": "emoji", "emoji": "🚧"}]},
        "REACTION_INVALID",
    ),
    (
        "setMessageReaction",
        {"chat_id": "siti", "message_id": 1, "reaction": [{"type": "wink"}]},
        "can't parse ReactionType: invalid reaction type specified",
    ),
    (
        "setMessageReaction",
        {"chat_id": "siti", "message_id": 1, "reaction": "x"},
        "can't parse reaction types JSON object",
    ),
    ("pinChatMessage", {"chat_id": "siti"}, "message to pin not found"),
    ("unpinChatMessage", {"chat_id": "siti"}, "message to unpin not found"),
    ("unpinChatMessage", {"chat_id": "siti", "message_id": 999}, "message to unpin not found"),
    ("getFile", {}, "file_id not specified"),
    ("getFile", {"file_id": "x"}, "invalid file_id"),
    ("getChatMember", {"chat_id": "group"}, "invalid user_id specified"),
    ("getChatMember", {"chat_id": "group", "user_id": "abc"}, "invalid user_id specified"),
    ("getChatMember", {"chat_id": "group", "user_id": NOBODY}, "user not found"),
    ("getUserProfilePhotos", {"user_id": NOBODY}, "user not found"),
    ("getChatAdministrators", {"chat_id": "siti"}, "there are no administrators in the private chat"),
    ("restrictChatMember", {"chat_id": "group", "user_id": "siti"}, "method is available only for supergroups"),
    (
        "promoteChatMember",
        {"chat_id": "group", "user_id": "siti"},
        "method is available for supergroup and channel chats only",
    ),
    (
        "unbanChatMember",
        {"chat_id": "group", "user_id": "siti"},
        "method is available for supergroup and channel chats only",
    ),
    ("restrictChatMember", {"chat_id": "led", "user_id": "siti"}, "can't remove chat owner"),
    ("banChatMember", {"chat_id": "group", "user_id": "siti"}, "not enough rights to restrict/unrestrict chat member"),
    ("setChatTitle", {"chat_id": "group", "title": "x"}, "not enough rights to change chat title"),
    ("setChatTitle", {"chat_id": "led"}, "title must be non-empty"),
    ("setChatDescription", {"chat_id": "led"}, "chat description is not modified"),
    ("setChatPhoto", {"chat_id": "led", "photo": "AgAC"}, "photo must be uploaded as an InputFile"),
    ("exportChatInviteLink", {"chat_id": "group"}, "not enough rights to manage chat invite link"),
    ("revokeChatInviteLink", {"chat_id": "led", "invite_link": "https://t.me/+x"}, "INVITE_HASH_EXPIRED"),
    ("approveChatJoinRequest", {"chat_id": "led", "user_id": "siti"}, "USER_ALREADY_PARTICIPANT"),
    ("setMyCommands", {"commands": "x"}, "can't parse commands JSON object"),
    ("setMyCommands", {"commands": {}}, "expected an Array of BotCommand"),
    ("setMyCommands", {"commands": [{"command": "a"}]}, "can't parse BotCommand: Can't find field \"description\""),
    ("setMyCommands", {"commands": [{"command": "/", "description": "x"}]}, "command must be non-empty"),
    ("setMyCommands", {"commands": [{"command": "a", "description": " "}]}, "command description must be non-empty"),
    (
        "setMyCommands",
        {"commands": [{"command": "a", "description": "x" * 257}]},
        "command description length must not exceed 256",
    ),
    ("setMyCommands", {"commands": [], "language_code": "ind"}, "invalid language code specified"),
    ("setMyCommands", {"scope": {"type": "moon"}}, "can't parse BotCommandScope: Unsupported type specified"),
    ("setMyCommands", {"scope": {"type": "chat"}}, "can't parse BotCommandScope: Can't find field \"chat_id\""),
    (
        "setChatMenuButton",
        {"menu_button": {"type": "moon"}},
        "can't parse menu button: MenuButton has unsupported type",
    ),
    ("setChatMenuButton", {"chat_id": "group"}, "invalid chat_id specified"),
    ("answerCallbackQuery", {}, OLD_QUERY),
    ("answerCallbackQuery", {"callback_query_id": "1"}, OLD_QUERY),
]


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_refusals_word_for_word(
    sandbox: Sandbox, http: aiohttp.ClientSession, siti: Person, office: Group
) -> None:
    sandbox.world.strict = False
    led = await sandbox.client.group("Pimpinan", [siti], admin=True, supergroup=True, username="pimpinan_x")
    names = {"siti": siti.id, "group": office.id, "led": led.id}
    url = f"{sandbox.url}/bot{sandbox.token}"
    async with http.post(
        f"{url}/sendMessage", json={"chat_id": siti.id, "text": "1", "reply_markup": KEYBOARD}
    ) as sent:
        assert (await sent.json())["result"]["message_id"] == 1
    answers = []
    for method, given, _ in REFUSED:
        fields = {k: names.get(v, v) if isinstance(v, str) else v for k, v in given.items()}
        async with http.post(f"{url}/{method}", json=fields) as response:
            body = await response.json()
            assert (response.status, body["ok"], body.get("error_code")) == (400, False, 400), (method, given, body)
            answers.append((method, given, body["description"].removeprefix("Bad Request: ")))
    assert answers == REFUSED


async def test_what_says_nothing_is_forgiven(sandbox: Sandbox, http: aiohttp.ClientSession, siti: Person) -> None:
    sandbox.world.strict = False
    for fields in (
        {"reply_markup": {}},
        {"reply_markup": ""},
        {"reply_markup": {"inline_keyboard": []}},
        {"reply_markup": {"keyboard": []}},
        {"reply_markup": {"remove_keyboard": False}},
        {"reply_markup": {"keyboard": [["satu", {"text": "dua"}]]}},
        {"reply_parameters": {}},
        {"parse_mode": ""},
        {"parse_mode": "None"},
        {"entities": "{"},
        {"entities": {}},
        {"link_preview_options": {"is_disabled": False}},
        {"disable_notification": "maybe"},
        {"message_thread_id": "0"},
    ):
        url = f"{sandbox.url}/bot{sandbox.token}/sendMessage"
        async with http.post(url, json={"chat_id": str(siti.id), "text": 5, **fields}) as response:
            result = (await response.json())["result"]
            assert result.keys() == {"message_id", "from", "chat", "date", "text"}, fields
            assert result["text"] == "5"


async def test_addresses_that_are_none(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    for path in (
        "/bot",
        f"/bot{sandbox.token}",
        f"/bot{sandbox.token}/",
        "/file/x",
        f"/file/bot{sandbox.token}/a/b.jpg",
    ):
        async with http.get(sandbox.url + path) as response:
            body = await response.json()
            assert (response.status, body) == (404, {"ok": False, "error_code": 404, "description": "Not Found"}), path


async def test_names_of_old_and_any_case(sandbox: Sandbox, http: aiohttp.ClientSession, office: Group) -> None:
    for method in ("getChatMembersCount", "GETCHATMEMBERCOUNT"):
        async with http.get(f"{sandbox.url}/bot{sandbox.token}/{method}", params={"chat_id": office.id}) as response:
            assert (await response.json())["result"] == 3


async def test_methods_that_are_not_played_say_so_with_their_names(
    sandbox: Sandbox, http: aiohttp.ClientSession
) -> None:
    for method in ("sendPoll", "stopPoll", "sendInvoice", "answerInlineQuery", "createForumTopic"):
        async with http.post(f"{sandbox.url}/bot{sandbox.token}/{method}") as response:
            description = (await response.json())["description"]
            assert (response.status, description) == (
                501,
                f"Not Implemented: the local Telegram does not play {method}",
            )


async def test_bots_do_not_write_to_bots(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    me = sandbox.world.default_bot().id
    fields = {"chat_id": me, "text": "gema"}
    async with http.post(f"{sandbox.url}/bot{sandbox.token}/sendMessage", json=fields) as response:
        assert (response.status, (await response.json())["description"]) == (
            403,
            "Forbidden: bot can't send messages to bots",
        )
