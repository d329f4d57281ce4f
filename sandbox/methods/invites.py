"""Invite links, and people who ask to be let in."""

from __future__ import annotations

from sandbox.methods.chats import group, user
from sandbox.methods.registry import implements
from sandbox.parameters.calls import Call
from sandbox.support.errors import bad_request
from sandbox.support.events import Json
from sandbox.world import members, rules
from sandbox.world.chats import Chat
from sandbox.world.world import World

# https://core.telegram.org/bots/api#createchatinvitelink
MEMBER_LIMIT_MAX = 100_000
NAME_MAX = 32


def _may_invite(world: World, call: Call) -> Chat:
    chat = group(world, call)
    rules.need_right(chat, call.bot, "can_invite_users", "not enough rights to manage chat invite link")
    return chat


def _wishes(call: Call) -> Json:
    """What a call says of a link. Raises ApiError 400."""
    args = call.args
    wishes: Json = {"creates_join_request": bool(args.get("creates_join_request"))}
    limit = min(max(args.get("member_limit") or 0, 0), MEMBER_LIMIT_MAX)
    if limit and wishes["creates_join_request"]:
        raise bad_request("member limit can't be specified for links requiring administrator approval")
    for name, value in (("name", args.get("name")), ("member_limit", limit), ("expire_date", args.get("expire_date"))):
        if value:
            wishes[name] = value[:NAME_MAX] if isinstance(value, str) else value
    return wishes


def _new(world: World, call: Call, chat: Chat, wishes: Json, *, primary: bool) -> Json:
    address = f"https://t.me/+{chat.id & 0xFFFFFFFF:08x}{next(world.serial):08d}"
    link = {"invite_link": address, "creator": call.bot.wire(), **wishes, "is_primary": primary, "is_revoked": False}
    world.invites[address] = (chat.id, link)
    return link


def _found(world: World, call: Call, chat: Chat) -> Json:
    chat_id, link = world.invites.get(call.args["invite_link"], (0, {}))
    if chat_id != chat.id or link["creator"]["id"] != call.bot.id:
        raise bad_request("INVITE_HASH_EXPIRED")
    return link


@implements("exportChatInviteLink")
def export_chat_invite_link(world: World, call: Call) -> str:
    chat = _may_invite(world, call)
    old = world.invites.get(chat.invite_link)
    if old is not None:
        old[1]["is_revoked"] = True
    link: str = _new(world, call, chat, {"creates_join_request": False}, primary=True)["invite_link"]
    chat.invite_link = link
    return link


@implements("createChatInviteLink")
def create_chat_invite_link(world: World, call: Call) -> Json:
    chat = _may_invite(world, call)
    return _new(world, call, chat, _wishes(call), primary=False)


@implements("editChatInviteLink")
def edit_chat_invite_link(world: World, call: Call) -> Json:
    chat = _may_invite(world, call)
    link = _found(world, call, chat)
    for name in ("name", "member_limit", "expire_date"):
        link.pop(name, None)
    link |= _wishes(call)
    return link


@implements("revokeChatInviteLink")
def revoke_chat_invite_link(world: World, call: Call) -> Json:
    chat = _may_invite(world, call)
    link = _found(world, call, chat)
    link["is_revoked"] = True
    return link


@implements("approveChatJoinRequest", "declineChatJoinRequest")
def answer_join_request(world: World, call: Call) -> bool:
    if call.args["user_id"] <= 0:
        raise bad_request("invalid user_id specified")
    chat = group(world, call)
    rules.need_right(chat, call.bot, "can_invite_users")
    whom = user(world, call)
    if chat.member(whom.id) is not None:
        raise bad_request("USER_ALREADY_PARTICIPANT")
    if whom.id not in chat.join_requests:
        raise bad_request("HIDE_REQUESTER_MISSING")
    link = chat.join_requests.pop(whom.id)
    world.changed(chat, "member", user_id=whom.id, status="left")
    if call.method == "approveChatJoinRequest":
        members.join(world, chat, whom, by=whom, invite_link=link, via_join_request=True)
    return True
