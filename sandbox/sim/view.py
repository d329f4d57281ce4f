"""A chat as a person sees it on the phone: bubbles, buttons, and what stands where one types."""

from __future__ import annotations

from itertools import islice, takewhile
from typing import Any

from sandbox.methods.account import commands_for
from sandbox.support.events import Json
from sandbox.world.chats import Chat, Keyboard, Message
from sandbox.world.media import KINDS
from sandbox.world.people import Bot
from sandbox.world.world import World

# How many of the latest messages a screen holds unless more are asked for.
SCREEN_MESSAGES = 200
# A badge has no room for more.
UNREAD_MAX = 999
_PLAIN_KINDS = ("venue", "location", "contact", "poll", "dice")


def kind_of(wire: Json) -> str:
    """What a message is, in one word; "service" for what Telegram itself tells."""
    if "text" in wire:
        return "text"
    for kind in ("animation", *KINDS, *_PLAIN_KINDS):
        if kind in wire:
            return kind
    return "service"


def _name(user: Json) -> str:
    return f"{user['first_name']} {user.get('last_name', '')}".strip()


def _origin(origin: Json) -> str:
    """Who is named as the origin of a forwarded message, or of one that is replied to from another chat."""
    return origin.get("sender_user_name") or _name(origin["sender_user"])


def _who(user: Json) -> Json:
    return {"id": user["id"], "name": _name(user), "username": user.get("username", ""), "is_bot": user["is_bot"]}


def _file(world: World, wire: Json, kind: str) -> Json:
    shown = wire["photo"][-1] if kind == "photo" else wire[kind]
    file = world.files.by_id(shown["file_id"])
    details = {k: v for k, v in shown.items() if k not in ("file_id", "file_unique_id")}
    return {"id": shown["file_id"], "url": f"/sim/files/{file.path}" if file else "", **details}


def _button(button: Json) -> Json:
    shown: Json = {"text": button["text"]}
    if "callback_data" in button:
        shown |= {"kind": "callback", "data": button["callback_data"]}
    elif "url" in button:
        shown |= {"kind": "url", "url": button["url"]}
    else:
        shown["kind"] = next((key for key in button if key != "text"), "text")
    return shown


def service_text(wire: Json) -> str:
    """What a service message says, in English; the page words it in its own language."""
    actor = _name(wire["from"])
    if "new_chat_members" in wire:
        return f"{actor} added {', '.join(_name(user) for user in wire['new_chat_members'])}"
    if "left_chat_member" in wire:
        gone = wire["left_chat_member"]
        return f"{actor} left" if gone["id"] == wire["from"]["id"] else f"{actor} removed {_name(gone)}"
    if "new_chat_title" in wire:
        return f"{actor} renamed the group to {wire['new_chat_title']}"
    if "new_chat_photo" in wire or "delete_chat_photo" in wire:
        return f"{actor} {'changed' if 'new_chat_photo' in wire else 'removed'} the group's photo"
    if "pinned_message" in wire:
        return f"{actor} pinned a message"
    if "group_chat_created" in wire or "supergroup_chat_created" in wire:
        return f"{actor} created the group"
    if "migrate_to_chat_id" in wire or "migrate_from_chat_id" in wire:
        return "The group became a supergroup"
    return "Service message"


def message(world: World, chat: Chat, shown: Message, viewer: int | None) -> Json:
    """One message, as `GET /sim/chats/<id>` gives it."""
    wire = shown.wire
    kind = kind_of(wire)
    text = service_text(wire) if kind == "service" else wire.get("text") or wire.get("caption") or ""
    view: Json = {
        "message_id": shown.id,
        "seq": shown.seq,
        "date": wire["date"],
        "edited": shown.edited,
        "from": _who(wire["from"]),
        "mine": wire["from"]["id"] == viewer,
        "kind": kind,
        "text": text,
        "entities": wire.get("entities") or wire.get("caption_entities") or [],
        "buttons": [[_button(b) for b in row] for row in wire.get("reply_markup", {}).get("inline_keyboard", [])],
        "pinned": shown.id in chat.pinned,
        "protected": shown.protected,
        "cause": shown.cause,
        "raw": wire,
    }
    if kind == "service":
        view["service"] = shown.service
    if kind in KINDS:
        view["file"] = _file(world, wire, kind)
    for name in _PLAIN_KINDS:
        if name in wire:
            view[name] = wire[name]
    if "media_group_id" in wire:
        view["album"] = wire["media_group_id"]
    replied = wire.get("reply_to_message")
    if replied is not None:
        quoted = wire.get("quote", {}).get("text") or replied.get("text") or replied.get("caption") or ""
        view["reply_to"] = {
            "message_id": replied["message_id"],
            "name": _name(replied["from"]),
            "text": quoted,
            "kind": kind_of(replied),
        }
    elsewhere = wire.get("external_reply")
    if elsewhere is not None:
        quoted = wire.get("quote", {}).get("text", "")
        view["reply_to"] = {"message_id": 0, "name": _origin(elsewhere["origin"]), "text": quoted, "kind": "text"}
    if "forward_origin" in wire:
        view["forwarded_from"] = _origin(wire["forward_origin"])
    if shown.reactions:
        view["reactions"] = [
            {"by": by, "emoji": r.get("emoji", "")} for by, given in shown.reactions.items() for r in given
        ]
    return view


def _input(keyboard: Keyboard | None) -> tuple[Json | None, Json | None]:
    """The reply keyboard and the forced reply that stand where a person types."""
    if keyboard is None or keyboard.markup.get("remove_keyboard"):
        return None, None
    if keyboard.markup.get("force_reply"):
        placeholder = keyboard.markup.get("input_field_placeholder", "")
        return None, {"message_id": keyboard.message_id, "placeholder": placeholder}
    rows = [
        [{"text": b} if isinstance(b, str) else {k: v for k, v in b.items() if v is not None} for b in row]
        for row in keyboard.markup["keyboard"]
    ]
    return {
        "message_id": keyboard.message_id,
        "rows": rows,
        "one_time": bool(keyboard.markup.get("one_time_keyboard")),
        "placeholder": keyboard.markup.get("input_field_placeholder", ""),
    }, None


def unread(chat: Chat, viewer: int) -> int:
    """How many messages of others came after what `viewer` has read, of the latest UNREAD_MAX: chats grow long."""
    read = chat.read.get(viewer, 0)
    newer = takewhile(lambda m: m.id > read, reversed(chat.messages.values()))
    return sum(m.sender != viewer for m in islice(newer, UNREAD_MAX))


def screen(
    world: World, chat: Chat, viewer: int | None, *, limit: int = SCREEN_MESSAGES, changed_after: int | None = None
) -> dict[str, Any]:
    """A whole chat for one viewer (in a private chat always its person), the latest `limit` messages."""
    if chat.person is not None:
        viewer = chat.person.id
    keyboard, force_reply = _input(chat.keyboard_for(viewer))
    latest = list(islice(reversed(chat.messages.values()), max(0, limit)))
    latest.reverse()
    action = chat.action[0] if chat.action and chat.action[1] > world.clock.timestamp() else None
    return {
        "chat": chat.summary(),
        "seq": chat.seq,
        "viewer": viewer,
        "unread": unread(chat, viewer or 0),
        "messages": [message(world, chat, m, viewer) for m in latest if changed_after is None or m.seq > changed_after],
        "ids": [m.id for m in latest],
        "keyboard": keyboard,
        "force_reply": force_reply,
        "pinned": list(chat.pinned),
        "action": action,
        "blocked": chat.bot is not None and chat.id in chat.bot.blocked_by,
        "started": chat.bot is None or chat.id in chat.bot.started_by,
        "commands": _commands(world, chat, viewer),
    }


def _commands(world: World, chat: Chat, viewer: int | None) -> list[Json]:
    person = world.people.get(viewer or 0)
    member = chat.members.get(viewer or 0)
    found = []
    for bot in chat.bots():
        commands = commands_for(
            bot,
            chat.id,
            chat.kind,
            viewer or 0,
            leads=member is not None and member.leads,
            language=person.language_code if person else "",
        )
        found += [{**command, "bot": bot.username} for command in commands]
    return found


def overview(world: World) -> dict[str, Any]:
    """Everyone and every chat, in few words."""
    chats = [*world.groups.values(), *world.private.values()]
    return {
        "seq": world.events.last,
        "bots": [_bot(bot) for bot in world.bots.values()],
        "people": [
            {"id": p.id, "name": p.name, "username": p.username, "language_code": p.language_code}
            for p in world.people.values()
        ],
        "chats": [{**chat.summary(), **_latest(chat)} for chat in chats],
    }


def _latest(chat: Chat) -> Json:
    last = next(reversed(chat.messages.values()), None)
    if last is None:
        return {"last": None, "unread": 0}
    text = last.wire.get("text") or last.wire.get("caption") or ""
    return {
        "last": {"text": text, "kind": kind_of(last.wire), "date": last.wire["date"], "name": _name(last.wire["from"])},
        "unread": unread(chat, chat.person.id if chat.person else 0),
    }


def _bot(bot: Bot) -> Json:
    return {
        "id": bot.id,
        "username": bot.username,
        "name": bot.name,
        "privacy": bot.privacy,
        "webhook": bot.webhook.url,
        "updates": bot.updates.as_json(),
    }
