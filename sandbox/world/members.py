"""Membership: who joins, leaves, leads and is put out, and who hears of it."""

from __future__ import annotations

from typing import Any

from sandbox.support.events import Json
from sandbox.world.chats import DEFAULT_PERMISSIONS, Chat
from sandbox.world.people import Bot, Member, Person
from sandbox.world.world import World

ADMINISTRATOR_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
    "can_send_welcome_messages",
)
# What a client ticks by itself when somebody is made an administrator.
USUAL_RIGHTS = dict.fromkeys(ADMINISTRATOR_RIGHTS, True) | {"can_promote_members": False}


def wire(member: Member) -> Json:
    """A member as one of the Bot API's six ChatMember objects."""
    shown: Json = {"user": member.user.wire(), "status": member.status}
    if member.status == "creator":
        shown["is_anonymous"] = False
    elif member.status == "administrator":
        shown |= {"can_be_edited": False, "is_anonymous": bool(member.rights.get("is_anonymous"))}
        shown |= {right: bool(member.rights.get(right)) for right in ADMINISTRATOR_RIGHTS}
    elif member.status == "restricted":
        shown |= {"is_member": member.present, "until_date": member.until}
        shown |= {right: bool(member.rights.get(right)) for right in DEFAULT_PERMISSIONS}
    elif member.status == "kicked":
        shown["until_date"] = member.until
    if member.title:
        shown["custom_title"] = member.title
    return shown


def change(
    world: World,
    chat: Chat,
    user: Person | Bot,
    status: str,
    *,
    by: Person | Bot,
    rights: Json | None = None,
    until: int = 0,
    **more: Any,
) -> Member:
    """Give someone a new standing in a group and tell every bot that is to know."""
    old = chat.members.get(user.id) or Member(user, "left")
    fresh = Member(user, status, dict(rights or {}), until=until)
    chat.members[user.id] = fresh
    if isinstance(user, Person) and not fresh.present:
        chat.keyboards = [k for k in chat.keyboards if k.viewers is None or user.id not in k.viewers]
    if wire(old) == wire(fresh):
        return fresh
    world.changed(chat, "member", user_id=user.id, status=status)
    content: Json = {
        "chat": chat.wire(),
        "from": by.wire(),
        "date": int(world.clock.timestamp()),
        "old_chat_member": wire(old),
        "new_chat_member": wire(fresh),
        **more,
    }
    if isinstance(user, Bot):
        world.put(user, "my_chat_member", content)
    for bot in chat.bots():
        if bot is not user and chat.members[bot.id].leads:
            world.put(bot, "chat_member", content)
    return fresh


def announce(world: World, chat: Chat, by: Person | Bot, content: Json, *, cause: int = 0) -> None:
    """Put a service message into a chat and let its bots hear of it."""
    world.deliver(chat, "message", world.add_message(chat, by, content, cause=cause))


def join(
    world: World, chat: Chat, user: Person | Bot, *, by: Person | Bot, status: str = "member", **more: Any
) -> None:
    """Let someone into a group, as a member or at once as an administrator; `more` is told of the change."""
    rights = USUAL_RIGHTS if status == "administrator" else None
    change(world, chat, user, status, by=by, rights=rights, **more)
    # The two before are of old, and sent still: telegram-bot-api Client.cpp, JsonMessage.
    names = ("new_chat_participant", "new_chat_member")
    announce(world, chat, by, {**dict.fromkeys(names, user.wire()), "new_chat_members": [user.wire()]})


def leave(world: World, chat: Chat, user: Person | Bot, *, by: Person | Bot, banned: bool, until: int = 0) -> None:
    """Let someone go, or put them out for good. A bot is told of its own going as well."""
    was_present = chat.member(user.id) is not None
    change(world, chat, user, "kicked" if banned else "left", by=by, until=until)
    if not was_present:
        return
    message = world.add_message(chat, by, {"left_chat_participant": user.wire(), "left_chat_member": user.wire()})
    world.deliver(chat, "message", message)
    if isinstance(user, Bot):
        world.put(user, "message", message.wire)


def upgrade(world: World, chat: Chat, *, by: Person | Bot, new_id: int | None = None) -> Chat:
    """Turn a group into a supergroup with an id of its own; the old one takes no more messages."""
    fresh = world.add_group(chat.title, chat_id=new_id, kind="supergroup")
    fresh.members = {key: Member(m.user, m.status, dict(m.rights), m.title) for key, m in chat.members.items()}
    fresh.permissions = dict(chat.permissions)
    fresh.migrated_from = chat.id
    announce(world, chat, by, {"migrate_to_chat_id": fresh.id})
    chat.migrated_to = fresh.id
    announce(world, fresh, by, {"migrate_from_chat_id": chat.id})
    world.changed(chat, "upgrade", to=fresh.id)
    return fresh
