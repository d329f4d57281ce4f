"""Each rule that Telegram keeps, in Telegram's words, and as the exception that both libraries raise for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import aiogram
import pytest
import telegram
from aiogram import exceptions as aio_errors
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    ReplyParameters,
)
from telegram import error as ptb_errors

from sandbox import TINY_PNG, Group, Person, Sandbox

Send = Callable[[], Awaitable[Any]]


def raw(bot: aiogram.Bot, method: str, **fields: Any) -> Send:
    """A call by name, past the library's own checks."""
    model = getattr(aiogram.methods, method[0].upper() + method[1:])
    return lambda: bot(model.model_construct(**fields))


async def refused(send: Send, kind: type[Exception], words: str) -> None:
    with pytest.raises(kind) as caught:
        await send()
    assert words in str(caught.value).replace("Message is not", "message is not")


def keyboard(*data: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "x", "callback_data": d} for d in data]]}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag corresponding to start tag"),
        (
            {"text": "<x>y</x>", "parse_mode": "HTML"},
            'can\'t parse entities: Unsupported start tag "x" at byte offset 0',
        ),
        ({"text": "é</b>", "parse_mode": "HTML"}, "can't parse entities: Unexpected end tag at byte offset 2"),
        (
            {"text": "a.b", "parse_mode": "MarkdownV2"},
            "can't parse entities: Character '.' is reserved and must be escaped",
        ),
        (
            {"text": "é *x", "parse_mode": "MarkdownV2"},
            "can't parse entities: Can't find end of Bold entity at byte offset 3",
        ),
        (
            {"text": "_x", "parse_mode": "Markdown"},
            "can't parse entities: Can't find end of the entity starting at byte",
        ),
        ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        (
            {"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 9}]},
            "entity beginning at UTF-16 offset 0 ends after",
        ),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ({"text": "x", "reply_markup": keyboard("d" * 65)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": keyboard("é" * 33)}, "BUTTON_DATA_INVALID"),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x"}]]}},
            "Text buttons are unallowed in the inline keyboard",
        ),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "url": "no where"}]]}}, "Wrong HTTP URL"),
    ],
)
async def test_what_a_message_may_be(aio: aiogram.Bot, siti: Person, fields: dict[str, Any], words: str) -> None:
    await refused(raw(aio, "sendMessage", chat_id=siti.id, **fields), aio_errors.TelegramBadRequest, words)


async def test_lengths_count_after_parsing_in_utf16(aio: aiogram.Bot, siti: Person) -> None:
    sent = await aio.send_message(siti.id, f"<b>{'😀' * 2048}</b>", parse_mode="HTML")
    assert sent.entities is not None
    assert (sent.entities[0].offset, sent.entities[0].length) == (0, 4096)
    photo = BufferedInputFile(TINY_PNG, "a.png")
    assert (await aio.send_photo(siti.id, photo, caption="x" * 1024)).caption == "x" * 1024
    with pytest.raises(aio_errors.TelegramBadRequest, match="message caption is too long"):
        await aio.send_photo(siti.id, photo, caption="x" * 1025)


async def test_html_becomes_entities_around_trimmed_text(aio: aiogram.Bot, siti: Person) -> None:
    text = '  <b>Tebal <i>miring</i></b> <a href="https://tuban.test/a?b=1">taut</a> <code>&lt;x&gt;</code>\n\n'
    sent = await aio.send_message(siti.id, text, parse_mode="HTML")
    assert sent.text == "Tebal miring taut <x>"
    kinds = [(e.type, e.offset, e.length) for e in sent.entities or ()]
    assert kinds == [("bold", 0, 12), ("italic", 6, 6), ("text_link", 13, 4), ("code", 18, 3)]


async def test_buttons_beyond_the_limits_are_dropped_silently(aio: aiogram.Bot, siti: Person) -> None:
    button = InlineKeyboardButton(text="x", callback_data="x")
    wide = await aio.send_message(siti.id, "x", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button] * 13]))
    many = await aio.send_message(siti.id, "x", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button] * 8] * 40))
    assert wide.reply_markup is not None
    assert many.reply_markup is not None
    assert [len(row) for row in wide.reply_markup.inline_keyboard] == [12]
    assert sum(len(row) for row in many.reply_markup.inline_keyboard) == 300


async def test_editing(aio: aiogram.Bot, ptb: telegram.Bot, siti: Person) -> None:
    sent = await aio.send_message(siti.id, "satu")
    same = "message is not modified: specified new message content and reply markup are exactly the same"
    await refused(lambda: sent.edit_text("satu"), aio_errors.TelegramBadRequest, same)
    await refused(
        lambda: ptb.edit_message_text("satu", siti.id, sent.message_id),
        ptb_errors.BadRequest,
        "message is not modified",
    )
    own = await siti.send("punya saya")
    edits = {999: "message to edit not found", own: "message can't be edited"}
    for message_id, words in edits.items():
        await refused(
            lambda m=message_id: aio.edit_message_text("x", chat_id=siti.id, message_id=m),  # type: ignore[misc]
            aio_errors.TelegramBadRequest,
            words,
        )
    photo = await aio.send_photo(siti.id, BufferedInputFile(TINY_PNG, "a.png"))
    await refused(
        lambda: photo.edit_text("x"), aio_errors.TelegramBadRequest, "there is no text in the message to edit"
    )
    await refused(
        lambda: aio.edit_message_caption(chat_id=siti.id, message_id=sent.message_id, caption="x"),
        aio_errors.TelegramBadRequest,
        "there is no caption in the message to edit",
    )


async def test_deleting(sandbox: Sandbox, aio: aiogram.Bot, office: Group, siti: Person) -> None:
    await refused(
        lambda: aio.delete_message(siti.id, 999), aio_errors.TelegramBadRequest, "message to delete not found"
    )
    theirs = await siti.send("/x", chat=office)
    await refused(
        lambda: aio.delete_message(office.id, theirs), aio_errors.TelegramBadRequest, "message can't be deleted"
    )
    old = await aio.send_message(siti.id, "lama")
    await sandbox.clock.advance(timedelta(hours=49))
    await refused(old.delete, aio_errors.TelegramBadRequest, "message can't be deleted for everyone")


async def test_chats_that_cannot_be_written_to(
    sandbox: Sandbox, aio: aiogram.Bot, ptb: telegram.Bot, siti: Person, office: Group
) -> None:
    for chat_id in (1, -5, "@nobody"):
        with pytest.raises(aio_errors.TelegramBadRequest, match="chat not found"):
            await aio.send_message(chat_id, "x")
    stranger = await sandbox.client.person("Rina")
    with pytest.raises(aio_errors.TelegramBadRequest, match="chat not found"):
        await aio.send_message(stranger.id, "x")
    await office.change("add", stranger)
    with pytest.raises(aio_errors.TelegramForbiddenError, match="bot can't initiate conversation with a user"):
        await aio.send_message(stranger.id, "x")
    await siti.block()
    with pytest.raises(aio_errors.TelegramForbiddenError, match="Forbidden: bot was blocked by the user"):
        await aio.send_message(siti.id, "x")
    with pytest.raises(ptb_errors.Forbidden, match="bot was blocked by the user"):
        await ptb.send_message(siti.id, "x")
    await siti.send("/start")
    assert (await aio.send_message(siti.id, "kembali")).text == "kembali"
    await sandbox.client.post("accounts", person_id=siti.id, deactivated=True)
    with pytest.raises(aio_errors.TelegramForbiddenError, match="user is deactivated"):
        await aio.send_message(siti.id, "x")


async def test_groups_that_put_the_bot_out(aio: aiogram.Bot, ptb: telegram.Bot, office: Group, led: Group) -> None:
    await office.change("remove")
    with pytest.raises(aio_errors.TelegramForbiddenError, match="bot was kicked from the group chat"):
        await aio.send_message(office.id, "x")
    await aio.leave_chat(led.id)
    with pytest.raises(ptb_errors.Forbidden, match="bot is not a member of the supergroup chat"):
        await ptb.send_message(led.id, "x")


async def test_rights(sandbox: Sandbox, aio: aiogram.Bot, office: Group, siti: Person) -> None:
    message = await aio.send_message(office.id, "x")
    with pytest.raises(aio_errors.TelegramBadRequest, match="not enough rights to manage pinned messages in the chat"):
        await message.pin()
    await sandbox.client.post("permissions", chat_id=office.id, permissions={"can_send_messages": False})
    with pytest.raises(aio_errors.TelegramBadRequest, match="not enough rights to send text messages to the chat"):
        await aio.send_message(office.id, "x")


async def test_a_group_that_became_a_supergroup(aio: aiogram.Bot, ptb: telegram.Bot, office: Group) -> None:
    old = await office.upgrade()
    assert office.id < -(2**31)
    with pytest.raises(aio_errors.TelegramMigrateToChat) as moved:
        await aio.send_message(old, "x")
    assert moved.value.migrate_to_chat_id == office.id
    with pytest.raises(ptb_errors.ChatMigrated) as told:
        await ptb.send_message(old, "x")
    assert told.value.new_chat_id == office.id
    updates = await aio.get_updates()
    service = [u.message for u in updates if u.message is not None]
    assert [m.migrate_to_chat_id for m in service if m.migrate_to_chat_id] == [office.id]
    assert [m.migrate_from_chat_id for m in service if m.migrate_from_chat_id] == [old]
    assert (await aio.send_message(office.id, "x")).chat.type == "supergroup"


async def test_albums_hold_two_to_ten(aio: aiogram.Bot, ptb: telegram.Bot, siti: Person) -> None:
    photo = (await aio.send_photo(siti.id, BufferedInputFile(TINY_PNG, "a.png"))).photo
    assert photo is not None
    item = InputMediaPhoto(media=photo[-1].file_id)
    for count, words in ((1, "album must include 2-10 items"), (11, "too many messages to send as an album")):
        with pytest.raises(aio_errors.TelegramBadRequest, match=words):
            await aio.send_media_group(siti.id, [item] * count)


async def test_files(sandbox: Sandbox, aio: aiogram.Bot, siti: Person) -> None:
    with pytest.raises(aio_errors.TelegramBadRequest, match="wrong file identifier/HTTP URL specified"):
        await aio.send_photo(siti.id, "AgACnobody")
    with pytest.raises(aio_errors.TelegramBadRequest, match="file must be non-empty"):
        await aio.send_document(siti.id, BufferedInputFile(b"", "kosong.txt"))
    with pytest.raises(aio_errors.TelegramBadRequest, match="too big for a photo"):
        await aio.send_photo(siti.id, BufferedInputFile(TINY_PNG + b"0" * 10 * 1024 * 1024, "besar.png"))
    with pytest.raises(aio_errors.TelegramEntityTooLarge):
        await aio.send_document(siti.id, BufferedInputFile(b"0" * (50 * 1024 * 1024 + 1), "besar.bin"))
    await siti.send(document={"file_name": "besar.pdf", "size": 21 * 1024 * 1024})
    document = (await aio.get_updates())[-1].message
    assert document is not None
    assert document.document is not None
    with pytest.raises(aio_errors.TelegramBadRequest, match="file is too big"):
        await aio.get_file(document.document.file_id)


async def test_a_file_id_is_only_good_for_the_bot_that_got_it(sandbox: Sandbox, aio: aiogram.Bot, siti: Person) -> None:
    await sandbox.client.post("bots", token="77:other-bot", username="lain_bot")
    await siti.send(photo=True)
    photo = (await aio.get_updates())[-1].message
    assert photo is not None
    assert photo.photo is not None
    async with telegram.Bot("77:other-bot", base_url=f"{sandbox.url}/bot") as other:
        with pytest.raises(ptb_errors.BadRequest, match=r"[Ii]nvalid file_id"):
            await other.get_file(photo.photo[-1].file_id)
    assert (await aio.get_file(photo.photo[-1].file_id)).file_path


async def test_a_tap_dies_after_150_seconds(
    sandbox: Sandbox, aio: aiogram.Bot, ptb: telegram.Bot, siti: Person
) -> None:
    await aio.send_message(
        siti.id,
        "?",
        reply_markup=InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Ya", callback_data="y")]]),
    )
    tap = await siti.tap("Ya")
    words = "query is too old and response timeout expired or query ID is invalid"
    with pytest.raises(aio_errors.TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await aio.answer_callback_query(tap.view["id"], text="x" * 201)
    await sandbox.clock.advance(timedelta(seconds=151))
    with pytest.raises(aio_errors.TelegramBadRequest, match=words):
        await aio.answer_callback_query(tap.view["id"])
    with pytest.raises(ptb_errors.BadRequest, match=r"[Qq]uery is too old"):
        await ptb.answer_callback_query(tap.view["id"])
    assert not [u for u in await aio.get_updates() if u.callback_query], "nor is it delivered any more"


async def test_a_reply_may_do_without_the_message_it_replies_to(aio: aiogram.Bot, siti: Person) -> None:
    asked = ReplyParameters(message_id=999, allow_sending_without_reply=True)
    assert (await aio.send_message(siti.id, "x", reply_parameters=asked)).reply_to_message is None


async def test_commands(aio: aiogram.Bot) -> None:
    for name, words in (("Besar", "BOT_COMMAND_INVALID"), ("x" * 33, "command length must not exceed 32")):
        commands = [aiogram.types.BotCommand(command=name, description="x")]
        with pytest.raises(aio_errors.TelegramBadRequest, match=words):
            await aio.set_my_commands(commands)


async def test_protected_content_is_neither_copied_nor_forwarded(aio: aiogram.Bot, siti: Person) -> None:
    message = await aio.send_message(siti.id, "x", protect_content=True)
    with pytest.raises(aio_errors.TelegramBadRequest, match="the message can't be copied"):
        await aio.copy_message(siti.id, siti.id, message.message_id)
    with pytest.raises(aio_errors.TelegramBadRequest, match="the message can't be forwarded"):
        await aio.forward_message(siti.id, siti.id, message.message_id)
