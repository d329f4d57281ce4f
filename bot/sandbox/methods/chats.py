"""Chats and their members, as a bot asks for them and changes them."""

from __future__ import annotations

from typing import Any

from bot.sandbox import members, rules
from bot.sandbox.calls import Call
from bot.sandbox.chats import DEFAULT_PERMISSIONS, Chat
from bot.sandbox.errors import bad_request
from bot.sandbox.events import Json
from bot.sandbox.methods.registry import plays
from bot.sandbox.methods.sending import snapshot
from bot.sandbox.people import Bot, Member, Person
from bot.sandbox.world import World


def _known(world: World, call: Call) -> Chat:
    chat = rules.find_chat(world, call.bot, call.args["chat_id"])
    if not chat.private:
        rules.present(chat, call.bot)
    return chat


def _group(world: World, call: Call) -> Chat:
    chat = _known(world, call)
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    return chat


def _user(world: World, call: Call) -> Person | Bot:
    user_id = call.args["user_id"]
    found = world.people.get(user_id) or next((b for b in world.bots.values() if b.id == user_id), None)
    if found is None:
        raise bad_request("invalid user_id specified")
    return found


@plays("getChat")
def get_chat(world: World, call: Call) -> Json:
    chat = rules.find_chat(world, call.bot, call.args["chat_id"])
    if chat.kind == "supergroup":
        # A group that the bot has left, or that moved on, can still be looked at; a supergroup cannot.
        rules.present(chat, call.bot)
    full: Json = {
        **chat.wire(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }
    if not chat.private:
        full["permissions"] = {key: bool(chat.permissions.get(key)) for key in DEFAULT_PERMISSIONS}
        if chat.description:
            full["description"] = chat.description
        if chat.invite_link:
            full["invite_link"] = chat.invite_link
    if chat.pinned:
        full["pinned_message"] = snapshot(chat.messages[chat.pinned[-1]])
    return full


@plays("getChatMember")
def get_chat_member(world: World, call: Call) -> Json:
    chat = _known(world, call)
    user = _user(world, call)
    if chat.private:
        return members.wire(Member(user))
    return members.wire(world.member_of(chat, user))


@plays("getChatAdministrators")
def get_chat_administrators(world: World, call: Call) -> list[Json]:
    chat = _group(world, call)
    return [
        members.wire(m)
        for m in chat.members.values()
        if m.leads and (not isinstance(m.user, Bot) or m.user is call.bot)
    ]


@plays("getChatMemberCount")
def get_chat_member_count(world: World, call: Call) -> int:
    chat = _known(world, call)
    return 2 if chat.private else sum(m.present for m in chat.members.values())


@plays("leaveChat")
def leave_chat(world: World, call: Call) -> bool:
    chat = _known(world, call)
    if chat.private:
        raise bad_request("chat not found")
    members.leave(world, chat, call.bot, by=call.bot, banned=False)
    return True


@plays("banChatMember")
def ban_chat_member(world: World, call: Call) -> bool:
    chat = _group(world, call)
    rules.need_right(chat, call.bot, "can_restrict_members", "not enough rights to restrict/unrestrict chat member")
    user = _user(world, call)
    if world.member_of(chat, user).leads:
        raise bad_request("user is an administrator of the chat")
    members.leave(world, chat, user, by=call.bot, banned=True, until=call.args.get("until_date") or 0)
    return True


@plays("unbanChatMember")
def unban_chat_member(world: World, call: Call) -> bool:
    chat = _group(world, call)
    rules.need_right(chat, call.bot, "can_restrict_members", "not enough rights to restrict/unrestrict chat member")
    user = _user(world, call)
    if world.member_of(chat, user).status == "kicked" or not call.args.get("only_if_banned"):
        members.change(world, chat, user, "left", by=call.bot)
    return True


@plays("restrictChatMember")
def restrict_chat_member(world: World, call: Call) -> bool:
    chat = _group(world, call)
    if chat.kind != "supergroup":
        raise bad_request("method is available only for supergroups")
    rules.need_right(chat, call.bot, "can_restrict_members", "not enough rights to restrict/unrestrict chat member")
    user = _user(world, call)
    if world.member_of(chat, user).leads:
        raise bad_request("user is an administrator of the chat")
    permissions: Json = call.args["permissions"]
    status = "member" if all(permissions.get(k) for k in DEFAULT_PERMISSIONS) else "restricted"
    until = call.args.get("until_date") or 0
    members.change(world, chat, user, status, by=call.bot, rights=permissions, until=until)
    return True


@plays("promoteChatMember")
def promote_chat_member(world: World, call: Call) -> bool:
    chat = _group(world, call)
    rules.need_right(chat, call.bot, "can_promote_members")
    user = _user(world, call)
    if chat.member(user.id) is None:
        raise bad_request("USER_NOT_PARTICIPANT")
    rights = {right: bool(call.args.get(right)) for right in members.ADMINISTRATOR_RIGHTS}
    status = "administrator" if any(rights.values()) else "member"
    members.change(world, chat, user, status, by=call.bot, rights=rights)
    return True


@plays("setChatAdministratorCustomTitle")
def set_custom_title(world: World, call: Call) -> bool:
    chat = _group(world, call)
    rules.need_right(chat, call.bot, "can_promote_members")
    member = chat.member(call.args["user_id"])
    if member is None or not member.leads:
        raise bad_request("user is not an administrator")
    member.title = call.args["custom_title"]
    return True


@plays("setChatPermissions")
def set_chat_permissions(world: World, call: Call) -> bool:
    chat = _group(world, call)
    rules.need_right(chat, call.bot, "can_restrict_members", "not enough rights to change chat permissions")
    chat.permissions = {key: bool(call.args["permissions"].get(key)) for key in DEFAULT_PERMISSIONS}
    world.changed(chat, "permissions")
    return True


@plays("setChatTitle")
def set_chat_title(world: World, call: Call) -> bool:
    chat = _group(world, call)
    rules.need_right(chat, call.bot, "can_change_info", "not enough rights to change chat title")
    title = call.args["title"].strip()
    if not 1 <= len(title) <= 128:
        raise bad_request("chat title is empty" if not title else "chat title is too long")
    chat.title = title
    chat.renamed()
    world.add_message(chat, call.bot, {"new_chat_title": title})
    return True


@plays("setChatDescription")
def set_chat_description(world: World, call: Call) -> bool:
    chat = _group(world, call)
    rules.need_right(chat, call.bot, "can_change_info", "not enough rights to set chat description")
    chat.description = (call.args.get("description") or "")[:255]
    world.changed(chat, "description")
    return True


def _may_pin(world: World, call: Call) -> Chat:
    chat = rules.writable_chat(world, call.bot, call.args["chat_id"])
    if not chat.private:
        refusal = "not enough rights to manage pinned messages in the chat"
        rules.need_right(chat, call.bot, "can_pin_messages", refusal)
    return chat


@plays("pinChatMessage")
def pin_chat_message(world: World, call: Call) -> bool:
    chat = _may_pin(world, call)
    message = rules.find_message(chat, call.args["message_id"], "pin")
    if message.service:
        raise bad_request("message can't be pinned")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        world.add_message(chat, call.bot, {"pinned_message": snapshot(message)}, cause=call.entry.id)
    return True


@plays("unpinChatMessage")
def unpin_chat_message(world: World, call: Call) -> bool:
    chat = _may_pin(world, call)
    wanted = call.args.get("message_id")
    if wanted is None and chat.pinned:
        chat.pinned.pop()
    elif wanted is not None and wanted in chat.pinned:
        chat.pinned.remove(wanted)
    elif wanted is not None:
        raise bad_request("message to unpin not found")
    world.changed(chat, "pins")
    return True


@plays("unpinAllChatMessages")
def unpin_all_chat_messages(world: World, call: Call) -> bool:
    chat = _may_pin(world, call)
    chat.pinned.clear()
    world.changed(chat, "pins")
    return True


def _link(world: World, call: Call, chat: Chat, *, primary: bool) -> Json:
    link: Json = {
        "invite_link": f"https://t.me/+{chat.id & 0xFFFFFFFF:08x}{next(world.serial):08d}",
        "creator": call.bot.wire(),
        "creates_join_request": bool(call.args.get("creates_join_request")),
        "is_primary": primary,
        "is_revoked": False,
    }
    for name in ("name", "member_limit"):
        if call.args.get(name):
            link[name] = call.args[name]
    world.invites[link["invite_link"]] = (chat.id, link)
    return link


def _may_invite(world: World, call: Call) -> Chat:
    chat = _group(world, call)
    rules.need_right(chat, call.bot, "can_invite_users", "not enough rights to manage chat invite link")
    return chat


@plays("exportChatInviteLink")
def export_chat_invite_link(world: World, call: Call) -> str:
    chat = _may_invite(world, call)
    link: str = _link(world, call, chat, primary=True)["invite_link"]
    chat.invite_link = link
    return link


@plays("createChatInviteLink")
def create_chat_invite_link(world: World, call: Call) -> Json:
    return _link(world, call, _may_invite(world, call), primary=False)


@plays("revokeChatInviteLink")
def revoke_chat_invite_link(world: World, call: Call) -> Json:
    chat = _may_invite(world, call)
    found: Any = world.invites.get(call.args["invite_link"])
    if found is None or found[0] != chat.id:
        raise bad_request("INVITE_HASH_EXPIRED")
    link: Json = found[1]
    link["is_revoked"] = True
    return link


@plays("getUserProfilePhotos")
def get_user_profile_photos(world: World, call: Call) -> Json:
    _user(world, call)
    return {"total_count": 0, "photos": []}
