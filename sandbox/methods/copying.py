"""Copying and forwarding messages from one chat to another."""

from __future__ import annotations

from sandbox.methods.media import right_for
from sandbox.methods.registry import implements
from sandbox.methods.sending import caption_of, origin_of, put, reply_of
from sandbox.parameters.calls import Call
from sandbox.support.errors import ApiError, bad_request
from sandbox.support.events import Json
from sandbox.world import rules
from sandbox.world.chats import Chat, Message
from sandbox.world.keyboards import inline_keyboard, input_markup
from sandbox.world.world import World

# What belongs to the place of a message and not to its content.
_PLACE = frozenset(
    [
        "message_id",
        "from",
        "chat",
        "date",
        "edit_date",
        "reply_to_message",
        "message_thread_id",
        "quote",
        "reply_markup",
        "has_protected_content",
        "media_group_id",
        "forward_origin",
        "forward_from",
        "forward_sender_name",
        "forward_date",
        "external_reply",
        "effect_id",
        "via_bot",
    ]
)


def forwarded(origin: Json) -> Json:
    """What a forwarded message says of its origin; what comes after it is of old, and sent still (Client.cpp)."""
    sender = {"forward_from": origin["sender_user"]} if "sender_user" in origin else {}
    hidden = {"forward_sender_name": origin["sender_user_name"]} if "sender_user_name" in origin else {}
    return {"forward_origin": origin, **sender, **hidden, "forward_date": origin["date"]}


def content_of(message: Message) -> Json:
    return {key: value for key, value in message.wire.items() if key not in _PLACE}


def _source(world: World, call: Call) -> Chat:
    return rules.find_chat(world, call.bot, call.args["from_chat_id"])


def _transferable(message: Message, purpose: str) -> None:
    if message.protected or message.service:
        raise bad_request(f"the message can't be {purpose}")


def _copy_content(world: World, call: Call, message: Message) -> Json:
    content = content_of(message)
    if "poll" in content:
        raise ApiError(501, "Not Implemented: the local Telegram does not play polls of bots")
    if "caption" in call.args and "text" not in content:
        for name in ("caption", "caption_entities", "show_caption_above_media"):
            content.pop(name, None)
        content |= caption_of(world, call.args)
    return content


@implements("copyMessage")
def copy_message(world: World, call: Call) -> Json:
    chat = rules.writable_chat(world, call.bot, call.args["chat_id"])
    source = _source(world, call)
    message = rules.find_message(source, call.args.get("message_id", 0), "copy")
    _transferable(message, "copied")
    rules.may_send(chat, call.bot, right_for(message))
    rules.may_be_in_thread(call.args)
    content = {**_copy_content(world, call, message), **reply_of(world, call.bot, chat, call.args)}
    keyboard = inline_keyboard(call.args.get("reply_markup"))
    if keyboard is not None:
        content["reply_markup"] = keyboard
    if world.strict:
        world.rate_limits.count(call.bot.id, chat.id)
    made = put(world, call, chat, content)
    input_markup(chat, made, call.args.get("reply_markup"), call.bot)
    return {"message_id": made.id}


@implements("forwardMessage")
def forward_message(world: World, call: Call) -> Message:
    chat = rules.writable_chat(world, call.bot, call.args["chat_id"])
    message = rules.find_message(_source(world, call), call.args.get("message_id", 0), "forward")
    _transferable(message, "forwarded")
    rules.may_send(chat, call.bot, right_for(message))
    rules.may_be_in_thread(call.args)
    if world.strict:
        world.rate_limits.count(call.bot.id, chat.id)
    return put(world, call, chat, {**content_of(message), **forwarded(origin_of(message))})


@implements("copyMessages", "forwardMessages")
def transfer_messages(world: World, call: Call) -> list[Json]:
    forwarding = call.method.lower().startswith("forward")
    chat = rules.writable_chat(world, call.bot, call.args["chat_id"])
    source = _source(world, call)
    ids: list[int] = call.args["message_ids"]
    rules.checked_ids(ids)
    if sorted(set(ids)) != ids:
        raise bad_request("message identifiers must be in a strictly increasing order")
    found = [source.messages[i] for i in ids if i in source.messages]
    if not found:
        raise bad_request("there are no messages to forward")
    found = [m for m in found if not (m.protected or m.service)]
    if not found:
        raise bad_request("messages can't be forwarded")
    for message in found:
        rules.may_send(chat, call.bot, right_for(message))
    rules.may_be_in_thread(call.args)
    if world.strict:
        world.rate_limits.count(call.bot.id, chat.id, len(found))
    groups: dict[str, str] = {}
    made = []
    for message in found:
        content = content_of(message)
        if forwarding:
            content |= forwarded(origin_of(message))
        elif call.args.get("remove_caption"):
            for name in ("caption", "caption_entities"):
                content.pop(name, None)
        group = message.wire.get("media_group_id")
        if group is not None:
            content["media_group_id"] = groups.setdefault(group, str(13_000_000_000_000_000 + next(world.serial)))
        made.append({"message_id": put(world, call, chat, content).id})
    return made
