"""Chats: who is in them, what was said, and what stands where a person would type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json, to_json

from sandbox.support.events import Json, Signal
from sandbox.world.people import Bot, Member, Person

DEFAULT_PERMISSIONS: Json = dict.fromkeys(
    (
        "can_send_messages",
        "can_send_audios",
        "can_send_documents",
        "can_send_photos",
        "can_send_videos",
        "can_send_video_notes",
        "can_send_voice_notes",
        "can_send_polls",
        "can_send_other_messages",
        "can_add_web_page_previews",
        "can_react_to_messages",
        "can_edit_tag",
        "can_change_info",
        "can_invite_users",
        "can_pin_messages",
        "can_manage_topics",
    ),
    True,
)


MEDIA_PERMISSIONS = (
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
)
# What a plain member of a group has to be allowed for the group to count as one without administrators.
_EVERYTHING = tuple(
    name for name in DEFAULT_PERMISSIONS if name not in ("can_react_to_messages", "can_edit_tag", "can_manage_topics")
)
# Service messages that a bot hears of even where it caused them: Client.cpp, need_skip_update_message.
OWN_SERVICE = frozenset(["new_chat_title", "new_chat_photo", "delete_chat_photo", "left_chat_member", "pinned_message"])
SERVICE_KEYS = (
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "new_chat_photo",
    "delete_chat_photo",
    "group_chat_created",
    "supergroup_chat_created",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "pinned_message",
)


class Message:
    """A message as it stands now; `cause` is the record that made it.

    It is kept as it goes over the wire: a tenth of the memory of objects, and nothing for the garbage collector to
    look at, so that a world with a million messages is as quick as an empty one.
    """

    __slots__ = (
        "by_bot",
        "cause",
        "edited",
        "fixed",
        "has_buttons",
        "id",
        "protected",
        "raw",
        "reactions",
        "sender",
        "seq",
        "service",
    )

    def __init__(self, wire: Json, sender: int, *, by_bot: bool, cause: int = 0) -> None:
        self.id: int = wire["message_id"]
        self.sender = sender
        self.by_bot = by_bot
        self.cause = cause
        self.seq = 0
        self.edited = False
        # Forwarded, or sent with something put where people type: td MessagesManager.cpp, can_edit_message.
        self.fixed = "forward_origin" in wire
        self.protected = "has_protected_content" in wire
        self.reactions: dict[int, list[Json]] | None = None
        # The kind of service message this is; empty for one that somebody wrote.
        self.service = "" if "text" in wire else next((key for key in SERVICE_KEYS if key in wire), "")
        self.change(wire)

    def change(self, wire: Json) -> None:
        """Give the message new content: the whole Message object of the Bot API."""
        self.raw = to_json(wire)
        self.has_buttons = "reply_markup" in wire

    @property
    def wire(self) -> Json:
        """The Bot API's Message object, made anew at each call: yours to change."""
        wire: Json = from_json(self.raw)
        return wire

    def react(self, user_id: int, reactions: list[Json]) -> list[Json]:
        """Set someone's reactions and return those they had."""
        given = self.reactions = self.reactions or {}
        old = given.pop(user_id, [])
        if reactions:
            given[user_id] = reactions
        return old


@dataclass(slots=True)
class Keyboard:
    """What a message put where the person types: a reply keyboard, or a forced reply to it."""

    message_id: int
    markup: Json
    viewers: frozenset[int] | None = None

    def shown_to(self, viewer: int | None) -> bool:
        return self.viewers is None or viewer in self.viewers


class Chat:
    """A private chat of one person with one bot, a group, or a supergroup."""

    def __init__(
        self,
        chat_id: int,
        kind: str,
        *,
        title: str = "",
        person: Person | None = None,
        bot: Bot | None = None,
        username: str = "",
    ) -> None:
        self.id = chat_id
        self.kind = kind
        self.title = title
        self.person = person
        self.bot = bot
        self.username = username
        self.description = ""
        self.photo: Json | None = None
        self.invite_link = ""
        self.permissions: Json = dict(DEFAULT_PERMISSIONS)
        self.members: dict[int, Member] = {}
        # Who asks to be let in, with the ChatInviteLink by which they came.
        self.join_requests: dict[int, Json] = {}
        self.messages: dict[int, Message] = {}
        self.deleted: dict[int, int] = {}
        self.pinned: list[int] = []
        self.keyboards: list[Keyboard] = []
        self.migrated_to: int | None = None
        self.migrated_from: int | None = None
        self.read: dict[int, int] = {}
        self.action: tuple[str, float] | None = None
        self.next_message_id = 1
        self.last_bot = 0
        self.seq = 0
        self.changed = Signal()
        self._wire: Json | None = None

    @property
    def private(self) -> bool:
        return self.kind == "private"

    def wire(self) -> Json:
        """The Chat object that messages carry; shared, so never to be changed in place."""
        if self._wire is None:
            if self.person is not None:
                chat: Json = {"id": self.id, "type": "private", "first_name": self.person.first_name}
                if self.person.last_name:
                    chat["last_name"] = self.person.last_name
                if self.person.username:
                    chat["username"] = self.person.username
            else:
                chat = {"id": self.id, "type": self.kind, "title": self.title}
                if self.kind == "group":
                    # Of old, and sent still: telegram-bot-api Client.cpp, JsonChat.
                    chat["all_members_are_administrators"] = all(self.permissions.get(p) for p in _EVERYTHING)
                if self.username:
                    chat["username"] = self.username
            self._wire = chat
        return self._wire

    def renamed(self) -> None:
        """Forget the cached Chat object after a change of its fields."""
        self._wire = None

    def new_message_id(self) -> int:
        """The next message id: one row of numbers per bot in private chats, one per group elsewhere."""
        if self.bot is not None:
            taken = self.bot.next_message_id
            self.bot.next_message_id += 1
            return taken
        taken = self.next_message_id
        self.next_message_id += 1
        return taken

    def member(self, user_id: int) -> Member | None:
        found = self.members.get(user_id)
        return found if found is not None and found.present else None

    def bots(self) -> list[Bot]:
        """The bots that are in this chat."""
        if self.bot is not None:
            return [self.bot]
        return [m.user for m in self.members.values() if m.present and isinstance(m.user, Bot)]

    def keyboard_for(self, viewer: int | None) -> Keyboard | None:
        return next((k for k in reversed(self.keyboards) if k.shown_to(viewer)), None)

    def set_keyboard(self, message: Message, markup: Json, viewers: frozenset[int] | None) -> None:
        """Put a reply keyboard or forced reply where the viewers type, or take it away."""
        if viewers is None:
            self.keyboards.clear()
        else:
            self.keyboards = [k for k in self.keyboards if k.viewers is None or not k.viewers <= viewers]
        self.keyboards.append(Keyboard(message.id, markup, viewers))

    def summary(self) -> dict[str, Any]:
        last = next(reversed(self.messages.values()), None)
        return {
            **self.wire(),
            "seq": self.seq,
            "bot": self.bot.username if self.bot else None,
            "migrated_to": self.migrated_to,
            "last_message_id": last.id if last else None,
            "members": [
                {"id": m.user.id, "name": m.user.name, "is_bot": isinstance(m.user, Bot), "status": m.status}
                for m in self.members.values()
            ],
        }
