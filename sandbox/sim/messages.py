"""What people do in chats: write, edit, delete, forward, react, read."""

from __future__ import annotations

from sandbox.methods.copying import content_of as carried
from sandbox.methods.copying import forwarded
from sandbox.methods.media import RIGHTS
from sandbox.methods.sending import origin_of, snapshot, thread_of
from sandbox.sim.content import caption_content, content_of, file_content, text_content
from sandbox.sim.fields import integer, mapping, string
from sandbox.sim.people import block
from sandbox.support.errors import SimError
from sandbox.support.events import Json
from sandbox.world import rules
from sandbox.world.chats import Chat, Message
from sandbox.world.people import Bot, Person
from sandbox.world.world import World


def place_of(world: World, body: Json) -> tuple[Person, Chat]:
    """Who acts and where: `from` (needless in a private chat) and `chat_id` (needless for one's own chat)."""
    bot = world.bot(body.get("bot"))
    who = body.get("from", body.get("chat_id"))
    person = world.person(who)
    chat = world.chat(body.get("chat_id", person.id), bot)
    if chat.private and chat.id != person.id:
        raise SimError("from: that is somebody else's private chat", 403)
    if not chat.private:
        if chat.migrated_to is not None:
            chat = world.groups[chat.migrated_to]
        member = chat.member(person.id)
        if member is None:
            raise SimError(f"from: {person.name} is not in that group", 403)
    return person, chat


def own_message(chat: Chat, person: Person, body: Json, field: str) -> Message:
    message_id = integer(body, field)
    message = chat.messages.get(message_id)
    if message is None:
        raise SimError(f"there is no message {message_id!r} in that chat", 404)
    if message.sender != person.id:
        raise SimError("that message is somebody else's", 403)
    return message


def _answered(chat: Chat, *messages: Message) -> Json:
    ids = [m.id for m in messages]
    return {"chat_id": chat.id, "message_id": ids[0], "message_ids": ids, "seq": chat.seq}


def _frame(world: World, chat: Chat, body: Json) -> Json:
    """What stands around a message's content: the reply and the origin."""
    frame: Json = {}
    if body.get("reply_to") is not None:
        target = chat.messages.get(integer(body, "reply_to"))
        if target is None:
            raise SimError("reply_to: there is no such message in that chat", 404)
        frame |= {"reply_to_message": snapshot(target), **thread_of(chat, target)}
        if body.get("quote"):
            frame["quote"] = {"text": string(body, "quote"), "position": 0, "is_manual": True}
    if body.get("forwarded_from"):
        hidden = {"type": "hidden_user", "sender_user_name": string(body, "forwarded_from")}
        frame |= forwarded({**hidden, "date": int(world.clock.timestamp())})
    return frame


def _send(world: World, person: Person, chat: Chat, content: Json) -> Message:
    message = world.add_message(chat, person, content)
    chat.read[person.id] = message.id
    world.deliver(chat, "message", message)
    return message


def start_bot(world: World, chat: Chat, person: Person) -> None:
    """A person who writes to a bot has started it, and no longer blocks it."""
    if isinstance(chat.bot, Bot):
        block(world, chat.bot, person, blocked=False)
        chat.bot.started_by.add(person.id)


def post_message(world: World, body: Json, upload: bytes | None = None) -> Json:
    """POST /sim/messages: see docs/sandbox.md for every field."""
    person, chat = place_of(world, body)
    if "edit" in body:
        return edit_message(world, person, chat, body, upload)
    if "delete" in body:
        message = own_message(chat, person, body, "delete")
        world.remove_message(chat, message)
        return _answered(chat, message)
    if not chat.private:
        check_allowed(chat, person, body)
    start_bot(world, chat, person)
    if "forward" in body:
        return forward_message(world, person, chat, body)
    frame = _frame(world, chat, body)
    if "album" in body:
        return post_album(world, person, chat, body, frame)
    content = content_of(world, person, body, upload)
    hide_keyboard(chat, person, content, frame)
    return _answered(chat, _send(world, person, chat, {**frame, **content}))


def check_allowed(chat: Chat, person: Person, body: Json) -> None:
    """A phone does not offer what a group does not let its members send."""
    kinds = [kind for kind in (*RIGHTS, "poll", "dice") if body.get(kind)]
    rights = RIGHTS | {"poll": "can_send_polls", "dice": "can_send_other_messages"}
    needs = rights[kinds[0]] if kinds else "can_send_photos" if "album" in body else "can_send_messages"
    if not rules.is_allowed(chat, person, needs):
        raise SimError(f"from: {person.name} may not send that there", 403)


def hide_keyboard(chat: Chat, person: Person, content: Json, frame: Json) -> None:
    """A forced reply is over once something is sent; a one-time keyboard once its button is used."""
    keyboard = chat.keyboard_for(person.id)
    if keyboard is None:
        return
    forced = keyboard.markup.get("force_reply")
    used = keyboard.markup.get("one_time_keyboard") and any(
        (button if isinstance(button, str) else button.get("text")) == content.get("text")
        or (isinstance(button, dict) and button.get("request_location") and "location" in content)
        or (isinstance(button, dict) and button.get("request_contact") and "contact" in content)
        for row in keyboard.markup.get("keyboard", [])
        for button in row
    )
    if (forced and frame.get("reply_to_message", {}).get("message_id") == keyboard.message_id) or used:
        if keyboard.viewers is None and not chat.private:
            others = {m.user.id for m in chat.members.values() if m.present} - {person.id}
            keyboard.viewers = frozenset(others)
        elif keyboard.viewers is not None:
            keyboard.viewers -= {person.id}
        else:
            chat.keyboards.remove(keyboard)


def post_album(world: World, person: Person, chat: Chat, body: Json, frame: Json) -> Json:
    """Several photos, videos or documents in one go: separate messages with one `media_group_id`."""
    items = body["album"]
    if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
        raise SimError("album: a list of {photo|video|document|audio: ..., caption?} is needed")
    group = str(14_000_000_000_000_000 + next(world.serial))
    contents = []
    for item in items:
        kind = next((k for k in ("photo", "video", "document", "audio") if item.get(k)), None)
        if kind is None:
            raise SimError("album: each item needs photo, video, document or audio")
        contents.append({"media_group_id": group, **file_content(world, kind, item[kind]), **caption_content(item)})
    return _answered(chat, *[_send(world, person, chat, {**frame, **content}) for content in contents])


def edit_message(world: World, person: Person, chat: Chat, body: Json, upload: bytes | None) -> Json:
    """A person changes the text, caption, file or live location of a message of their own."""
    message = own_message(chat, person, body, "edit")
    fresh = message.wire
    if "text" in body:
        if "text" not in fresh:
            raise SimError("edit: that message has no text; give a caption", 409)
        fresh.pop("entities", None)
        fresh |= text_content(body)
    elif "caption" in body and not any(body.get(k) for k in ("photo", "video", "document")):
        for name in ("caption", "caption_entities"):
            fresh.pop(name, None)
        fresh |= caption_content(body)
    else:
        kept = {k: v for k, v in fresh.items() if k not in carried(message)}
        fresh = {**kept, **content_of(world, person, body, upload)}
    fresh["edit_date"] = int(world.clock.timestamp())
    message.change(fresh)
    message.edited = True
    world.changed(chat, "edit", message)
    world.deliver(chat, "edited_message", message)
    return _answered(chat, message)


def forward_message(world: World, person: Person, chat: Chat, body: Json) -> Json:
    """A person forwards a message from a chat they are in: {"forward": {"chat_id", "message_id"}}."""
    wanted = mapping(body, "forward")
    source_id, message_id = integer(wanted, "chat_id"), integer(wanted, "message_id")
    source = world.chat(source_id, world.bot(body.get("bot")))
    if source.private and source.id != person.id:
        raise SimError("forward.chat_id: that is somebody else's private chat", 403)
    message = source.messages.get(message_id)
    if message is None:
        raise SimError("forward.message_id: there is no such message in that chat", 404)
    if message.protected:
        raise SimError("forward: that message is protected", 403)
    sent = _send(world, person, chat, {**carried(message), **forwarded(origin_of(message))})
    return _answered(chat, sent)


def react(world: World, body: Json) -> Json:
    """POST /sim/reactions: {from, chat_id?, message_id, emoji?}: no emoji takes the reaction back."""
    person, chat = place_of(world, body)
    message = chat.messages.get(integer(body, "message_id"))
    if message is None:
        raise SimError("message_id: there is no such message in that chat", 404)
    emoji = string(body, "emoji", "")
    new = [{"type": "emoji", "emoji": emoji}] if emoji else []
    old = message.react(person.id, new)
    world.changed(chat, "reaction", message)
    for bot in chat.bots():
        if chat.private or chat.members[bot.id].leads:
            world.put(
                bot,
                "message_reaction",
                {
                    "chat": chat.wire(),
                    "message_id": message.id,
                    "user": person.wire(),
                    "date": int(world.clock.timestamp()),
                    "old_reaction": old,
                    "new_reaction": new,
                },
            )
    return _answered(chat, message)


def read(world: World, body: Json) -> Json:
    """POST /sim/reads: {from, chat_id?, message_id?}: everything up to there (or to the end) has been seen."""
    person, chat = place_of(world, body)
    last = next(reversed(chat.messages), 0)
    chat.read[person.id] = integer(body, "message_id", last)
    world.changed(chat, "read", person_id=person.id)
    return {"chat_id": chat.id, "read": chat.read[person.id]}
