"""Sending files: one by one and as albums."""

from __future__ import annotations

from typing import Any

from sandbox.methods.registry import implements
from sandbox.methods.sending import caption_of, post, put, reply_of
from sandbox.parameters.calls import Call
from sandbox.support.errors import bad_request
from sandbox.support.events import Json
from sandbox.world import media, rules
from sandbox.world.chats import Message
from sandbox.world.world import World

_FIELDS = {
    "sendphoto": "photo",
    "sendvideo": "video",
    "sendanimation": "animation",
    "sendaudio": "audio",
    "sendvoice": "voice",
    "sendvideonote": "video_note",
    "senddocument": "document",
    "sendsticker": "sticker",
}
RIGHTS = {
    "photo": "can_send_photos",
    "video": "can_send_videos",
    "animation": "can_send_other_messages",
    "audio": "can_send_audios",
    "voice": "can_send_voice_notes",
    "video_note": "can_send_video_notes",
    "document": "can_send_documents",
    "sticker": "can_send_other_messages",
}


def right_for(message: Message) -> str:
    """What one must be allowed for a message like this one to be sent."""
    wire = message.wire
    kind = next((kind for kind in RIGHTS if kind in wire), "")
    if kind:
        return RIGHTS[kind]
    return "can_send_polls" if "poll" in wire else "can_send_other_messages" if "dice" in wire else "can_send_messages"


def shown(world: World, call: Call, kind: str, value: Any, options: Json) -> Json:
    """A file and its caption as a message shows them. Raises ApiError."""
    caption = caption_of(world, options) if kind not in ("sticker", "video_note") else {}
    file = media.resolve(world.files, call.files, kind, value, call.bot.id)
    content = {**media.wire(file, options), **caption}
    if options.get("has_spoiler"):
        content["has_media_spoiler"] = True
    return content


@implements(
    "sendPhoto", "sendVideo", "sendAnimation", "sendAudio", "sendVoice", "sendVideoNote", "sendDocument", "sendSticker"
)
def send_file(world: World, call: Call) -> Message:
    kind = _FIELDS[call.method.lower()]
    # Who may not be written to is refused before the file is looked at.
    chat = rules.writable_chat(world, call.bot, call.args["chat_id"])
    return post(world, call, shown(world, call, kind, call.args[kind], call.args), needs=RIGHTS[kind], chat=chat)


@implements("sendMediaGroup")
def send_media_group(world: World, call: Call) -> list[Message]:
    items: list[Json] = call.args["media"]
    chat = rules.writable_chat(world, call.bot, call.args["chat_id"])
    rules.checked_album(items)
    contents = []
    for item in items:
        rules.may_send(chat, call.bot, RIGHTS[item["type"]])
        caption = {"caption_entities": item["caption_entities"]} if item.get("caption_entities") else {}
        contents.append(shown(world, call, item["type"], item["media"], {**item, **caption}))
    reply = reply_of(world, call.bot, chat, call.args)
    if world.strict:
        world.rate_limits.count(call.bot.id, chat.id, len(items))
    group = str(13_000_000_000_000_000 + next(world.serial))
    return [put(world, call, chat, {"media_group_id": group, **reply, **content}) for content in contents]


@implements("getFile")
def get_file(world: World, call: Call) -> Json:
    file = world.files.by_id(call.args["file_id"])
    if file is None or call.bot.id not in file.known_to:
        raise bad_request("invalid file_id")
    if file.size > media.DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {**file.wire(), "file_path": file.path}
