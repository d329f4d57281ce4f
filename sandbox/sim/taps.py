"""Taps on buttons: inline ones become callback queries, those of a reply keyboard become messages."""

from __future__ import annotations

from typing import Any

from sandbox.methods.callbacks import Tap
from sandbox.sim.fields import boolean, integer, number, string
from sandbox.sim.messages import place_of, post_message
from sandbox.support.errors import SimError
from sandbox.support.events import Json
from sandbox.world.chats import Chat, Message
from sandbox.world.people import Bot, Person
from sandbox.world.world import World

# The location that is sent when a test does not say which: the town square of Tuban.
DEFAULT_LOCATION = {"latitude": -6.8976, "longitude": 112.0649}
TAPS_KEPT = 10_000


def _matches(label: str, wanted: str) -> bool:
    """Labels are found by their words; an emoji before them may be left out."""
    return label == wanted or label.lstrip(" \t") == wanted or _bare(label) == _bare(wanted)


def _bare(label: str) -> str:
    start = next((n for n, c in enumerate(label) if c.isalnum()), 0)
    return label[start:].strip()


def _inline(message: Message, body: Json) -> Json | None:
    buttons = [b for row in message.wire.get("reply_markup", {}).get("inline_keyboard", []) for b in row]
    if "data" in body:
        return next((b for b in buttons if b.get("callback_data") == body["data"]), None)
    wanted = string(body, "text")
    exact = next((b for b in buttons if b["text"] == wanted), None)
    return exact or next((b for b in buttons if _matches(b["text"], wanted)), None)


def _found(chat: Chat, body: Json) -> tuple[Message, Json] | None:
    """The message and button that a tap means: on the named message, else the latest one that has it."""
    if "message_id" in body:
        message = chat.messages.get(integer(body, "message_id"))
        if message is None:
            raise SimError("message_id: there is no such message in that chat", 404)
        button = _inline(message, body)
        if button is None and "data" in body and boolean(body, "forged", default=False):
            button = {"text": "", "callback_data": string(body, "data")}
        return (message, button) if button is not None else None
    for message in reversed(chat.messages.values()):
        button = _inline(message, body) if message.has_buttons else None
        if button is not None:
            return message, button
    return None


def _typed(world: World, person: Person, chat: Chat, body: Json) -> Json | None:
    """A tap on a button of the reply keyboard."""
    keyboard = chat.keyboard_for(person.id)
    if keyboard is None or "text" not in body:
        return None
    for row in keyboard.markup.get("keyboard", []):
        for button in row:
            label = button if isinstance(button, str) else button["text"]
            if not _matches(label, body["text"]):
                continue
            message: Json = {"from": person.id, "chat_id": chat.id, "bot": body.get("bot")}
            if isinstance(button, dict) and button.get("request_location"):
                message |= {"location": body.get("location", DEFAULT_LOCATION), "reply_to": keyboard.message_id}
            elif isinstance(button, dict) and button.get("request_contact"):
                message |= {"contact": {}, "reply_to": keyboard.message_id}
            else:
                message["text"] = label
            return {"kind": "message", **post_message(world, message)}
    return None


def tap(world: World, body: Json) -> Json:
    """POST /sim/taps: {from, chat_id?, message_id?, text | data, forged?, location?}."""
    person, chat = place_of(world, body)
    if "text" not in body and "data" not in body:
        raise SimError("text or data: which button?")
    found = _found(chat, body)
    if found is None:
        sent = _typed(world, person, chat, body)
        if sent is None:
            raise SimError(f"there is no button {body.get('text', body.get('data'))!r} to tap", 404)
        return sent
    message, button = found
    if "url" in button:
        return {"kind": "url", "url": button["url"], "message_id": message.id}
    if "callback_data" not in button:
        return {"kind": "other", "button": button, "message_id": message.id}
    if not message.by_bot:
        raise SimError("only buttons of a bot can be tapped")
    return query(world, person, chat, message, button["callback_data"])


def query(world: World, person: Person, chat: Chat, message: Message, data: str) -> Json:
    """Send a callback query to the bot whose message it is."""
    bot: Bot = next(b for b in world.bots.values() if b.id == message.sender)
    number_ = next(world.serial)
    made = Tap(
        id=str(4_300_000_000_000_000_000 + number_),
        bot_id=bot.id,
        person_id=person.id,
        chat_id=chat.id,
        message_id=message.id,
        data=data,
        at=world.clock.timestamp(),
    )
    world.queries[made.id] = made
    while len(world.queries) > TAPS_KEPT:
        del world.queries[next(iter(world.queries))]
    world.events.publish("tap", **made.as_json())
    world.put(
        bot,
        "callback_query",
        {
            "id": made.id,
            "from": person.wire(),
            "message": message.wire,
            "chat_instance": str(chat.id * 7919 & 0x7FFFFFFFFFFFFFFF),
            "data": data,
        },
    )
    return {"kind": "callback", **made.as_json(), "seq": chat.seq}


async def look(world: World, tap_id: str, query_: dict[str, Any]) -> Json:
    """GET /sim/taps/<id>?timeout=: the tap and its answer, waiting up to `timeout` seconds for one."""
    made = world.queries.get(tap_id)
    if made is None:
        raise SimError("there is no such tap", 404)
    if not made.answered:
        await made.changed.wait(number(query_, "timeout", 0.0))
    shown: Json = made.as_json()
    return shown
