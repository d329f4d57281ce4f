"""Chats and their members, as a bot asks for them and changes them."""

from __future__ import annotations

from sandbox.methods.registry import implements
from sandbox.methods.sending import snapshot
from sandbox.parameters.calls import Call
from sandbox.support.errors import bad_request
from sandbox.support.events import Json
from sandbox.world import media, members, rules
from sandbox.world.chats import DEFAULT_PERMISSIONS, Chat
from sandbox.world.people import Bot, Member, Person
from sandbox.world.world import World

# td DialogManager.cpp: a longer title or description is cut.
TITLE_MAX = 128
DESCRIPTION_MAX = 255


def known(world: World, call: Call) -> Chat:
    chat = rules.find_chat(world, call.bot, call.args["chat_id"])
    if not chat.private:
        rules.present(chat, call.bot)
    return chat


def group(world: World, call: Call, refusal: str = "chat not found") -> Chat:
    """The group that a call is about. Raises ApiError 400 with `refusal` for a private chat."""
    chat = known(world, call)
    if chat.private:
        raise bad_request(refusal)
    return chat


def user(world: World, call: Call, field: str = "user_id") -> Person | Bot:
    """Whom a call is about. Raises ApiError 400 for nobody: Client.cpp, get_user_id and check_user."""
    user_id = call.args[field]
    if not isinstance(user_id, int) or user_id <= 0:
        raise bad_request(f"invalid {field} specified")
    found = world.people.get(user_id) or next((b for b in world.bots.values() if b.id == user_id), None)
    if found is None:
        raise bad_request("user not found")
    return found


@implements("getChat")
def get_chat(world: World, call: Call) -> Json:
    chat = rules.find_chat(world, call.bot, call.args["chat_id"])
    if chat.kind == "supergroup":
        # A group that the bot has left, or that moved on, can still be looked at; a supergroup cannot.
        rules.present(chat, call.bot)
    names = {"active_usernames": [chat.wire()["username"]]} if "username" in chat.wire() else {}
    full: Json = {
        **chat.wire(),
        **names,
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
    if chat.photo is not None:
        full["photo"] = chat.photo
    if chat.pinned:
        full["pinned_message"] = snapshot(chat.messages[chat.pinned[-1]])
    return full


@implements("getChatMember")
def get_chat_member(world: World, call: Call) -> Json:
    found = user(world, call)
    chat = known(world, call)
    if not chat.private:
        return members.wire(world.member_of(chat, found))
    if found.id not in (chat.id, call.bot.id):
        raise bad_request("user not found")
    return members.wire(Member(found))


@implements("getChatAdministrators")
def get_chat_administrators(world: World, call: Call) -> list[Json]:
    chat = group(world, call, "there are no administrators in the private chat")
    return [
        members.wire(m)
        for m in chat.members.values()
        if m.leads and (not isinstance(m.user, Bot) or m.user is call.bot)
    ]


@implements("getChatMemberCount")
def get_chat_member_count(world: World, call: Call) -> int:
    chat = known(world, call)
    return 2 if chat.private else sum(m.present for m in chat.members.values())


@implements("leaveChat")
def leave_chat(world: World, call: Call) -> bool:
    chat = known(world, call)
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    members.leave(world, chat, call.bot, by=call.bot, banned=False)
    return True


@implements("setChatTitle")
def set_chat_title(world: World, call: Call) -> bool:
    chat = group(world, call)
    rules.need_right(chat, call.bot, "can_change_info", "not enough rights to change chat title")
    title = call.args.get("title", "").strip()[:TITLE_MAX].strip()
    if not title:
        raise bad_request("title must be non-empty")
    if title == chat.title:
        raise bad_request("chat title is not modified")
    chat.title = title
    chat.renamed()
    members.announce(world, chat, call.bot, {"new_chat_title": title})
    return True


@implements("setChatPhoto")
def set_chat_photo(world: World, call: Call) -> bool:
    given = call.args["photo"]
    if not str(given).startswith("attach://"):
        raise bad_request("photo must be uploaded as an InputFile")
    chat = group(world, call)
    rules.need_right(chat, call.bot, "can_change_info", "not enough rights to change chat photo")
    file = media.resolve(world.files, call.files, "photo", given, call.bot.id)
    chat.photo = dict.fromkeys(("small_file_id", "big_file_id"), file.id) | {
        "small_file_unique_id": f"{file.unique_id}s",
        "big_file_unique_id": file.unique_id,
    }
    members.announce(world, chat, call.bot, {"new_chat_photo": media.wire(file, {})["photo"]})
    return True


@implements("deleteChatPhoto")
def delete_chat_photo(world: World, call: Call) -> bool:
    chat = group(world, call)
    rules.need_right(chat, call.bot, "can_change_info", "not enough rights to change chat photo")
    if chat.photo is None:
        raise bad_request("CHAT_NOT_MODIFIED")
    chat.photo = None
    members.announce(world, chat, call.bot, {"delete_chat_photo": True})
    return True


@implements("setChatDescription")
def set_chat_description(world: World, call: Call) -> bool:
    chat = group(world, call)
    rules.need_right(chat, call.bot, "can_change_info", "not enough rights to set chat description")
    description = (call.args.get("description") or "").strip()[:DESCRIPTION_MAX]
    if description == chat.description:
        raise bad_request("chat description is not modified")
    chat.description = description
    world.changed(chat, "description")
    return True


def _may_pin(world: World, call: Call) -> Chat:
    chat = rules.writable_chat(world, call.bot, call.args["chat_id"])
    if not chat.private:
        refusal = "not enough rights to manage pinned messages in the chat"
        rules.need_right(chat, call.bot, "can_pin_messages", refusal)
    return chat


@implements("pinChatMessage")
def pin_chat_message(world: World, call: Call) -> bool:
    chat = _may_pin(world, call)
    message = rules.find_message(chat, call.args.get("message_id", 0), "pin")
    if message.service:
        raise bad_request("message can't be pinned")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        members.announce(world, chat, call.bot, {"pinned_message": snapshot(message)}, cause=call.record.id)
    return True


@implements("unpinChatMessage")
def unpin_chat_message(world: World, call: Call) -> bool:
    chat = _may_pin(world, call)
    wanted = call.args.get("message_id")
    if not wanted:
        if not chat.pinned:
            raise bad_request("message to unpin not found")
        chat.pinned.pop()
    else:
        rules.find_message(chat, wanted, "unpin")
        if wanted in chat.pinned:
            chat.pinned.remove(wanted)
    world.changed(chat, "pins")
    return True


@implements("unpinAllChatMessages")
def unpin_all_chat_messages(world: World, call: Call) -> bool:
    chat = _may_pin(world, call)
    chat.pinned.clear()
    world.changed(chat, "pins")
    return True


@implements("getUserProfilePhotos")
def get_user_profile_photos(world: World, call: Call) -> Json:
    user(world, call)
    return {"total_count": 0, "photos": []}
