"""Changing and taking back what was sent."""

from __future__ import annotations

from sandbox.methods.media import shown
from sandbox.methods.registry import implements
from sandbox.methods.sending import caption_of, location_of, preview_of, text_of
from sandbox.parameters.calls import Call
from sandbox.support.errors import bad_request
from sandbox.support.events import Json
from sandbox.world import rules
from sandbox.world.chats import Chat, Message
from sandbox.world.keyboards import inline_keyboard
from sandbox.world.media import KINDS
from sandbox.world.world import World

_TEXT = ("text", "entities", "link_preview_options")
_CAPTION = ("caption", "caption_entities", "show_caption_above_media")


def _editable(world: World, call: Call) -> tuple[Chat, Message]:
    if "chat_id" not in call.args and not call.args.get("message_id"):
        if not call.args.get("inline_message_id"):
            raise bad_request("message identifier is not specified")
        raise bad_request("MESSAGE_ID_INVALID")
    if "chat_id" not in call.args:
        raise bad_request("chat_id is empty")
    chat = rules.writable_chat(world, call.bot, call.args["chat_id"])
    message = rules.find_message(chat, call.args.get("message_id", 0), "edit")
    if message.sender != call.bot.id or message.service or message.fixed:
        raise bad_request("message can't be edited")
    return chat, message


def _apply(
    world: World, call: Call, chat: Chat, message: Message, drop: tuple[str, ...], content: Json
) -> Message | Json:
    """Replace the parts of a message named in `drop` by `content`, and its inline keyboard by the call's."""
    markup = call.args.get("reply_markup")
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    keyboard = inline_keyboard(markup)
    old = message.wire
    fresh = {key: value for key, value in old.items() if key not in (*drop, "reply_markup")}
    fresh |= content
    if keyboard is not None:
        fresh["reply_markup"] = keyboard
    if fresh == old:
        raise bad_request(rules.NOT_MODIFIED)
    if world.strict and not chat.private:
        world.rate_limits.count(call.bot.id, chat.id)
    fresh["edit_date"] = int(world.clock.timestamp())
    message.edited = message.edited or bool(drop)
    message.change(fresh)
    message.cause = call.record.id
    world.changed(chat, "edit", message)
    # The answer to an edit leaves out what was replied to: Client.cpp, TdOnEditMessageCallback.
    return message if fresh.pop("reply_to_message", None) is None else fresh


@implements("editMessageText")
def edit_text(world: World, call: Call) -> Message | Json:
    chat, message = _editable(world, call)
    if "text" not in message.wire:
        raise bad_request("there is no text in the message to edit")
    content = {**text_of(world, call.args), **preview_of(call.args)}
    return _apply(world, call, chat, message, _TEXT, content)


@implements("editMessageCaption")
def edit_caption(world: World, call: Call) -> Message | Json:
    chat, message = _editable(world, call)
    if not any(kind in message.wire for kind in KINDS if kind not in ("sticker", "video_note")):
        raise bad_request("there is no caption in the message to edit")
    return _apply(world, call, chat, message, _CAPTION, caption_of(world, call.args))


@implements("editMessageReplyMarkup")
def edit_markup(world: World, call: Call) -> Message | Json:
    chat, message = _editable(world, call)
    return _apply(world, call, chat, message, (), {})


@implements("editMessageMedia")
def edit_media(world: World, call: Call) -> Message | Json:
    chat, message = _editable(world, call)
    # A text gives way to a medium: https://core.telegram.org/bots/api#editmessagemedia
    if not any(kind in message.wire for kind in ("text", *KINDS) if kind not in ("sticker", "video_note", "voice")):
        raise bad_request("there is no media in the message to edit")
    item: Json = call.args["media"]
    content = shown(world, call, item["type"], item["media"], item)
    return _apply(world, call, chat, message, (*KINDS, *_CAPTION, *_TEXT, "has_media_spoiler"), content)


@implements("editMessageLiveLocation", "stopMessageLiveLocation")
def edit_live_location(world: World, call: Call) -> Message | Json:
    chat, message = _editable(world, call)
    if not message.wire.get("location", {}).get("live_period"):
        raise bad_request("there is no live location in the message to edit")
    location: Json = dict(message.wire["location"])
    if call.method.lower().startswith("stop"):
        for name in ("live_period", "heading", "proximity_alert_radius"):
            location.pop(name, None)
    else:
        location |= location_of(call.args, live=True)
    return _apply(world, call, chat, message, ("location",), {"location": location})


def _delete(world: World, call: Call, chat: Chat, message_id: int) -> None:
    message = rules.find_message(chat, message_id, "delete")
    rules.may_delete(world, chat, call.bot, message)
    world.remove_message(chat, message)


@implements("deleteMessage")
def delete_message(world: World, call: Call) -> bool:
    chat = rules.writable_chat(world, call.bot, call.args["chat_id"])
    _delete(world, call, chat, call.args.get("message_id", 0))
    return True


@implements("deleteMessages")
def delete_messages(world: World, call: Call) -> bool:
    chat = rules.writable_chat(world, call.bot, call.args["chat_id"])
    ids: list[int] = call.args["message_ids"]
    rules.checked_ids(ids)
    for message_id in ids:
        if message_id in chat.messages:
            _delete(world, call, chat, message_id)
    return True


@implements("setMessageReaction")
def set_reaction(world: World, call: Call) -> bool:
    chat = rules.writable_chat(world, call.bot, call.args["chat_id"])
    message = rules.find_message(chat, call.args.get("message_id", 0), "react")
    reactions: list[Json] = call.args.get("reaction") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(r["type"] == "emoji" and r["emoji"] not in rules.REACTIONS for r in reactions):
        raise bad_request("REACTION_INVALID")
    message.react(call.bot.id, reactions)
    world.changed(chat, "reaction", message)
    return True
