"""Telegram's rules, each with its source, worded in refusals as Telegram words them."""

from __future__ import annotations

from sandbox.support.errors import ApiError, bad_request, forbidden
from sandbox.support.events import Json
from sandbox.text.entities import utf16_length
from sandbox.world.chats import Chat, Message
from sandbox.world.people import Bot, Person
from sandbox.world.world import World

# https://core.telegram.org/bots/api#sendmessage and #sendphoto: after entities parsing, in UTF-16 code units.
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
# https://core.telegram.org/bots/api#answercallbackquery
CALLBACK_ANSWER_LIMIT = 200
# https://core.telegram.org/bots/api#sendmediagroup
ALBUM_MIN = 2
ALBUM_MAX = 10


# td misc.cpp, strip_empty_characters: a text of nothing but these shows nothing.
INVISIBLE = (
    " \n\u00a0\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e"
)
INVISIBLE += "\u200f\u202f\u205f\u2800\u3000\ufeff\ufffc"


def checked_text(text: str) -> None:
    if not text or not (text.isascii() or text.strip(INVISIBLE)):
        raise bad_request("text must be non-empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("message is too long")


def checked_caption(text: str) -> None:
    if utf16_length(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")


def find_chat(world: World, bot: Bot, chat_id: int | str) -> Chat:
    """The chat that a bot means by its id, or a supergroup by its @name, as far as the bot may know of it.

    Raises ApiError 400 for a chat it has never met or that has become a supergroup, 403 where it may not write.
    """
    if isinstance(chat_id, str):
        name = chat_id.lstrip("@").lower()
        named = (c for c in world.groups.values() if c.kind == "supergroup" and c.username.lower() == name)
        chat = next(named, None) if name else None
    else:
        chat = world.groups.get(chat_id)
    if chat is None:
        private = world.private.get((bot.id, chat_id)) if isinstance(chat_id, int) else None
        if private is not None and chat_id in bot.started_by:
            return private
        person = world.people.get(chat_id) if isinstance(chat_id, int) else None
        if person is not None and any(bot.id in c.members and person.id in c.members for c in world.groups.values()):
            return world.private_chat(bot, person)
        if any(other.id == chat_id for other in world.bots.values()):
            raise forbidden("bot can't send messages to bots")
        raise bad_request("chat not found")
    member = chat.members.get(bot.id)
    if member is None:
        raise bad_request("chat not found")
    return chat


def writable_chat(world: World, bot: Bot, chat_id: int | str) -> Chat:
    """The chat, if the bot may write there. Raises ApiError 400 or 403."""
    chat = find_chat(world, bot, chat_id)
    if chat.person is not None:
        if chat.person.deactivated:
            raise forbidden("user is deactivated")
        if chat.id in bot.blocked_by:
            raise forbidden("bot was blocked by the user")
        if chat.id not in bot.started_by:
            raise forbidden("bot can't initiate conversation with a user")
        return chat
    present(chat, bot)
    return chat


def present(chat: Chat, bot: Bot) -> None:
    """Raises ApiError unless the bot is in this group and the group has not moved on."""
    if chat.migrated_to is not None:
        raise ApiError(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=chat.migrated_to,
        )
    member = chat.members[bot.id]
    if not member.present:
        if member.status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.kind} chat")
        raise forbidden(f"bot is not a member of the {chat.kind} chat")


def find_message(chat: Chat, message_id: int, purpose: str) -> Message:
    """The message that a call names, or Telegram's refusal for that purpose ("edit", "delete", "pin"...)."""
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request(f"message to {purpose} not found")
    return message


def may_be_in_thread(args: Json) -> None:
    """Raises ApiError 400 for a message thread: no chat here has topics (Client.cpp, TdOnCheckMessageThreadCallback)."""
    if args.get("message_thread_id"):
        raise bad_request("message thread not found")


def is_allowed(chat: Chat, who: Bot | Person, needs: str) -> bool:
    """Whether a group lets its members, and this one, send such a message."""
    member = chat.members[who.id]
    if member.leads:
        return True
    # A restriction takes from what the group allows everybody and never adds to it.
    restricted = member.status == "restricted" and not member.rights.get(needs, True)
    return bool(chat.permissions.get(needs, True)) and not restricted


def may_send(chat: Chat, bot: Bot, needs: str) -> None:
    """Raises ApiError 400 when the group lets its members, or this bot, not send such a message."""
    if not chat.private and not is_allowed(chat, bot, needs):
        what = needs.removeprefix("can_send_").replace("_", " ").replace("other messages", "stickers and games")
        what = "text messages" if what == "messages" else what
        raise bad_request(f"not enough rights to send {what} to the chat")


def need_right(chat: Chat, bot: Bot, right: str, refusal: str = "not enough rights") -> None:
    """Raises ApiError 400 unless the bot is an administrator with this right."""
    if not has_right(chat, bot, right):
        raise bad_request(refusal)


def has_right(chat: Chat, bot: Bot, right: str) -> bool:
    """Whether the bot is an administrator with this right."""
    member = chat.members[bot.id]
    return member.status == "creator" or (member.leads and bool(member.rights.get(right)))


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """A text as Telegram keeps it: no white space around it, and entities moved along."""
    shorter = text.rstrip()
    lead = len(shorter) - len(shorter.lstrip())
    result = shorter[lead:]
    if not entities or (lead == 0 and len(shorter) == len(text)):
        return result, entities
    total = utf16_length(result)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        end = min(total, entity["offset"] + entity["length"] - lead)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return result, kept


def checked_album(items: list[Json]) -> None:
    """Raises ApiError 400 unless these items can be one album: https://core.telegram.org/bots/api#sendmediagroup."""
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > ALBUM_MAX:
        raise bad_request("too many messages to send as an album")
    if len(items) < ALBUM_MIN:
        raise bad_request("album must include 2-10 items")
    kinds = {item["type"] for item in items}
    alone = kinds & {"audio", "document"}
    if alone and len(kinds) > 1:
        raise bad_request(f"{min(alone)} can't be mixed with other media types")


NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current"
    " content and reply markup of the message"
)
# https://core.telegram.org/bots/api#deletemessage
DELETABLE_SECONDS = 48 * 3600
# https://core.telegram.org/bots/api#copymessages, #forwardmessages, #deletemessages
IDS_MAX = 100
# https://core.telegram.org/bots/api#reactiontypeemoji
REACTIONS = frozenset(
    [
        "❤",
        "👍",
        "👎",
        "🔥",
        "🥰",
        "👏",
        "😁",
        "🤔",
        "🤯",
        "😱",
        "🤬",
        "😢",
        "🎉",
        "🤩",
        "🤮",
        "💩",
        "🙏",
        "👌",
        "🕊",
        "🤡",
        "🥱",
        "🥴",
        "😍",
        "🐳",
        "❤\u200d🔥",
        "🌚",
        "🌭",
        "💯",
        "🤣",
        "⚡",
        "🍌",
        "🏆",
        "💔",
        "🤨",
        "😐",
        "🍓",
        "🍾",
        "💋",
        "🖕",
        "😈",
        "😴",
        "😭",
        "🤓",
        "👻",
        "👨\u200d💻",
        "👀",
        "🎃",
        "🙈",
        "😇",
        "😨",
        "🤝",
        "✍",
        "🤗",
        "🫡",
        "🎅",
        "🎄",
        "☃",
        "💅",
        "🤪",
        "🗿",
        "🆒",
        "💘",
        "🙉",
        "🦄",
        "😘",
        "💊",
        "🙊",
        "😎",
        "👾",
        "🤷\u200d♂",
        "🤷",
        "🤷\u200d♀",
        "😡",
    ]
)


def checked_ids(ids: list[int]) -> None:
    if len(ids) > IDS_MAX:
        raise bad_request("too many message identifiers specified")
    if any(i <= 0 for i in ids):
        raise bad_request("invalid message identifier specified")
    if not ids:
        raise bad_request("message identifiers are not specified")


def may_delete(world: World, chat: Chat, bot: Bot, message: Message) -> None:
    """Raises ApiError 400 when this bot may not delete that message."""
    if message.service in ("group_chat_created", "supergroup_chat_created", "migrate_to_chat_id"):
        raise bad_request("message can't be deleted")
    if world.clock.timestamp() - message.wire["date"] > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    if chat.private or message.sender == bot.id:
        return
    member = chat.members[bot.id]
    if not (member.status == "creator" or (member.leads and member.rights.get("can_delete_messages"))):
        raise bad_request("message can't be deleted")
