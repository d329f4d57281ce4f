"""What a bot that leads a group may do to its members.

The order of checks and their words follow telegram-bot-api's Client.cpp.
"""

from __future__ import annotations

from sandbox.methods.chats import group, user
from sandbox.methods.registry import implements
from sandbox.parameters.calls import Call
from sandbox.support.errors import bad_request
from sandbox.support.events import Json
from sandbox.world import members, rules
from sandbox.world.chats import DEFAULT_PERMISSIONS, MEDIA_PERMISSIONS, Chat
from sandbox.world.people import Bot, Person
from sandbox.world.world import World

_RESTRICTING = "not enough rights to restrict/unrestrict chat member"
# https://core.telegram.org/bots/api#setchatadministratorcustomtitle
CUSTOM_TITLE_MAX = 16
# https://core.telegram.org/bots/api#banchatmember: what is shorter or longer lasts for ever.
SHORTEST_SECONDS = 30
LONGEST_SECONDS = 366 * 86_400


def _subject(world: World, call: Call, *, only_in: str = "") -> tuple[Chat, Person | Bot]:
    """Whom a call is about and where; `only_in` says what kind of chat is needed, if only a supergroup will do."""
    if call.args["user_id"] <= 0:
        raise bad_request("invalid user_id specified")
    chat = group(world, call)
    if only_in and chat.kind != "supergroup":
        raise bad_request(f"method is available {only_in}")
    return chat, user(world, call)


def _until(world: World, call: Call) -> int:
    """When a ban or restriction ends, in seconds since 1970; 0 for never."""
    until: int = call.args.get("until_date", 0)
    return until if SHORTEST_SECONDS <= until - world.clock.timestamp() <= LONGEST_SECONDS else 0


def _spare_leaders(world: World, chat: Chat, whom: Person | Bot) -> None:
    status = world.member_of(chat, whom).status
    if status == "creator":
        raise bad_request("can't remove chat owner")
    if status == "administrator":
        raise bad_request("user is an administrator of the chat")


@implements("banChatMember")
def ban_chat_member(world: World, call: Call) -> bool:
    chat, whom = _subject(world, call)
    rules.need_right(chat, call.bot, "can_restrict_members", _RESTRICTING)
    if whom is call.bot:
        raise bad_request("can't restrict self")
    _spare_leaders(world, chat, whom)
    members.leave(world, chat, whom, by=call.bot, banned=True, until=_until(world, call))
    return True


@implements("unbanChatMember")
def unban_chat_member(world: World, call: Call) -> bool:
    chat, whom = _subject(world, call, only_in="for supergroup and channel chats only")
    rules.need_right(chat, call.bot, "can_restrict_members", _RESTRICTING)
    status = world.member_of(chat, whom).status
    if status != "kicked" and call.args.get("only_if_banned"):
        return True
    _spare_leaders(world, chat, whom)
    if status == "kicked":
        members.change(world, chat, whom, "left", by=call.bot)
    else:
        members.leave(world, chat, whom, by=call.bot, banned=False)
    return True


def permissions_of(args: Json) -> Json:
    """The permissions that a call gives, with those that follow from others: Client.cpp, get_chat_permissions."""
    given: Json = args.get("permissions") or {}
    granted = {name: bool(given.get(name)) for name in DEFAULT_PERMISSIONS}
    granted["can_manage_topics"] = bool(given.get("can_manage_topics", granted["can_pin_messages"]))
    # Newer than Client.cpp's list: what a call does not speak of stays allowed with plain messages.
    for name in ("can_react_to_messages", "can_edit_tag"):
        granted[name] = bool(given.get(name, granted["can_send_messages"]))
    if args.get("use_independent_chat_permissions"):
        return granted
    if granted["can_send_other_messages"] or granted["can_add_web_page_previews"]:
        granted |= dict.fromkeys((*MEDIA_PERMISSIONS, "can_send_messages"), True)
    if granted["can_send_polls"]:
        granted["can_send_messages"] = True
    return granted


@implements("restrictChatMember")
def restrict_chat_member(world: World, call: Call) -> bool:
    chat, whom = _subject(world, call, only_in="only for supergroups")
    rules.need_right(chat, call.bot, "can_restrict_members", _RESTRICTING)
    if whom is call.bot:
        raise bad_request("can't restrict self")
    _spare_leaders(world, chat, whom)
    permissions = permissions_of(call.args)
    present = chat.member(whom.id) is not None
    if all(permissions.values()):
        status = "member" if present else "left"
    else:
        status = "restricted"
        permissions["is_member"] = present
    members.change(world, chat, whom, status, by=call.bot, rights=permissions, until=_until(world, call))
    return True


@implements("promoteChatMember")
def promote_chat_member(world: World, call: Call) -> bool:
    chat, whom = _subject(world, call, only_in="for supergroup and channel chats only")
    rules.need_right(chat, call.bot, "can_promote_members")
    if whom is call.bot:
        raise bad_request("can't promote self")
    if world.member_of(chat, whom).status == "creator":
        raise bad_request("can't remove chat owner")
    if chat.member(whom.id) is None:
        raise bad_request("USER_NOT_PARTICIPANT")
    rights = {right: bool(call.args.get(right)) for right in members.ADMINISTRATOR_RIGHTS}
    rights["is_anonymous"] = bool(call.args.get("is_anonymous"))
    if any(not rules.has_right(chat, call.bot, right) for right, given in rights.items() if given):
        raise bad_request("RIGHT_FORBIDDEN")
    status = "administrator" if any(rights.values()) else "member"
    title = world.member_of(chat, whom).title if status == "administrator" else ""
    members.change(world, chat, whom, status, by=call.bot, rights=rights if status == "administrator" else {})
    chat.members[whom.id].title = title
    return True


@implements("setChatAdministratorCustomTitle")
def set_custom_title(world: World, call: Call) -> bool:
    chat, whom = _subject(world, call, only_in="only for supergroups")
    member = world.member_of(chat, whom)
    if member.status == "creator":
        raise bad_request("only creator can edit their custom title")
    if member.status != "administrator":
        raise bad_request("user is not an administrator")
    if not rules.has_right(chat, call.bot, "can_promote_members"):
        raise bad_request("not enough rights to change custom title of the user")
    title: str = call.args.get("custom_title", "").strip()
    if len(title) > CUSTOM_TITLE_MAX:
        raise bad_request("ADMIN_RANK_INVALID")
    member.title = title
    return True


@implements("setChatPermissions")
def set_chat_permissions(world: World, call: Call) -> bool:
    chat = group(world, call, "can't change private chat permissions")
    rules.need_right(chat, call.bot, "can_restrict_members", "not enough rights to change chat permissions")
    permissions = permissions_of(call.args)
    if permissions == chat.permissions:
        raise bad_request("CHAT_NOT_MODIFIED")
    chat.permissions = permissions
    chat.renamed()
    world.changed(chat, "permissions")
    return True
