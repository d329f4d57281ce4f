"""The world: everyone in it, their chats, and what each bot hears of what happens there."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any

from sandbox.support.clock import Clock
from sandbox.support.errors import SimError
from sandbox.support.events import Events, Json
from sandbox.text.entities import utf16_slice
from sandbox.world.call_log import CallLog
from sandbox.world.chats import OWN_SERVICE, Chat, Message
from sandbox.world.deliveries import Deliveries
from sandbox.world.faults import Faults
from sandbox.world.files import Files
from sandbox.world.people import Bot, Member, Person
from sandbox.world.rate_limits import RateLimits

# Real ids are of this size: people and supergroups have long outgrown 32 bits.
FIRST_PERSON_ID = 5_000_000_001
FIRST_GROUP_ID = -4_000_000_001
FIRST_SUPERGROUP_ID = -1_002_000_000_001
FIRST_UPDATE_ID = 500_000_001


class World:
    """Everything that the local Telegram knows, in memory.

    `strict` keeps Telegram's rate limits; without it only they are lifted. `any_token` gives every well-formed
    token a bot of its own at its first call; otherwise only bots that were added may call.
    """

    def __init__(self, *, clock: Clock | None = None, strict: bool = True, any_token: bool = False) -> None:
        self.clock = clock or Clock()
        self.strict = strict
        self.any_token = any_token
        self.events = Events()
        self.call_log = CallLog()
        self.files = Files()
        self.rate_limits = RateLimits(self.clock)
        self.people: dict[int, Person] = {}
        self.bots: dict[str, Bot] = {}
        self.faults = Faults(self.events, self.bots)
        self.deliveries = Deliveries(self.clock)
        self.groups: dict[int, Chat] = {}
        self.private: dict[tuple[int, int], Chat] = {}
        self.queries: dict[str, Any] = {}
        self.polls: dict[str, Json] = {}
        self.invites: dict[str, tuple[int, Json]] = {}
        self._person_ids = itertools.count(FIRST_PERSON_ID)
        self._group_ids = itertools.count(FIRST_GROUP_ID, -1)
        self._supergroup_ids = itertools.count(FIRST_SUPERGROUP_ID, -1)
        self.serial = itertools.count(1)
        self.clock.listeners.append(self._moved)

    # -- who is there

    def add_bot(self, token: str, *, username: str = "", name: str = "", privacy: bool = True) -> Bot:
        """Add a bot; its id is the number that its token begins with."""
        bot_id = int(token.partition(":")[0])
        username = username or f"sandbox_{bot_id}_bot"
        bot = Bot(
            bot_id, token, username, name or "Bot", clock=self.clock, privacy=privacy, first_update=FIRST_UPDATE_ID
        )
        self.bots[token] = bot
        self.events.publish("bot", bot=bot.username)
        return bot

    def add_person(self, first_name: str, *, person_id: int | None = None, **fields: Any) -> Person:
        if person_id is None:
            person_id = next(i for i in self._person_ids if i not in self.people)
        elif person_id in self.people:
            raise SimError(f"there is already a person with the id {person_id}", 409)
        person = Person(person_id, first_name, **fields)
        self.people[person.id] = person
        self.events.publish("person", person_id=person.id)
        return person

    def add_group(self, title: str, *, chat_id: int | None = None, kind: str = "group", username: str = "") -> Chat:
        if chat_id is None:
            ids = self._supergroup_ids if kind == "supergroup" else self._group_ids
            chat_id = next(i for i in ids if i not in self.groups)
        elif chat_id in self.groups:
            raise SimError(f"there is already a group with the id {chat_id}", 409)
        chat = Chat(chat_id, kind, title=title, username=username)
        self.groups[chat.id] = chat
        self.events.publish("chat", chat_id=chat.id)
        return chat

    def default_bot(self) -> Bot:
        if not self.bots:
            raise SimError("there is no bot yet; POST /sim/bots first", 409)
        return next(iter(self.bots.values()))

    def bot(self, which: str | int | None) -> Bot:
        """The bot with this id or username; the first one for None."""
        if which is None or which is True:
            return self.default_bot()
        for bot in self.bots.values():
            if which in (bot.id, bot.username) or str(which).lstrip("@").lower() == bot.username.lower():
                return bot
        raise SimError(f"there is no bot {which!r}", 404)

    def person(self, person_id: Any) -> Person:
        found = self.people.get(person_id) if isinstance(person_id, int) else None
        if found is None:
            raise SimError(f"there is no person {person_id!r}", 404)
        return found

    def private_chat(self, bot: Bot, person: Person) -> Chat:
        key = (bot.id, person.id)
        chat = self.private.get(key)
        if chat is None:
            chat = self.private[key] = Chat(person.id, "private", person=person, bot=bot)
            self.events.publish("chat", chat_id=chat.id, bot=bot.username)
        return chat

    def chat(self, chat_id: Any, bot: Bot | None = None) -> Chat:
        """The chat that `/sim` means by this id: a group, or the person's chat with `bot` (the first one if None)."""
        if isinstance(chat_id, int):
            if chat_id in self.groups:
                return self.groups[chat_id]
            if chat_id in self.people:
                return self.private_chat(bot or self.default_bot(), self.people[chat_id])
        raise SimError(f"there is no chat {chat_id!r}", 404)

    # -- what happens

    def add_message(
        self, chat: Chat, sender: Person | Bot, content: Json, *, cause: int = 0, protected: bool = False
    ) -> Message:
        """Append a message to a chat and return it; `content` is everything but id, sender, chat and date."""
        wire: Json = {
            "message_id": chat.new_message_id(),
            "from": sender.wire(),
            "chat": chat.wire(),
            "date": int(self.clock.timestamp()),
            **content,
        }
        if protected:
            wire["has_protected_content"] = True
        message = Message(wire, sender.id, by_bot=isinstance(sender, Bot), cause=cause)
        chat.messages[message.id] = message
        if message.by_bot:
            chat.last_bot = sender.id
        self.changed(chat, "message", message)
        return message

    def remove_message(self, chat: Chat, message: Message) -> None:
        """Take a message out of a chat, for everyone."""
        del chat.messages[message.id]
        if message.id in chat.pinned:
            chat.pinned.remove(message.id)
        chat.keyboards = [k for k in chat.keyboards if k.message_id != message.id]
        self.changed(chat, "delete", message)

    def changed(self, chat: Chat, kind: str, message: Message | None = None, **data: Any) -> int:
        """Tell the watchers that something in a chat has changed."""
        data["chat_id"] = chat.id
        if message is not None:
            data["message_id"] = message.id
        if chat.bot is not None:
            data["bot"] = chat.bot.username
        seq = chat.seq = self.events.record(kind, data)
        if message is not None:
            message.seq = seq
        chat.changed.fire()
        return seq

    def deliver(self, chat: Chat, kind: str, message: Message) -> None:
        """Let every bot of the chat that may see it hear of a message."""
        for bot in chat.bots():
            if (message.sender != bot.id or message.service in OWN_SERVICE) and (
                chat.private or self.visible(chat, bot, message)
            ):
                self.put(bot, kind, message.wire)

    def put(self, bot: Bot, kind: str, content: Json) -> None:
        """Queue an update for a bot, as far as it asked for such and no fault holds it back."""
        update = bot.updates.put(kind, content)
        if update is not None:
            self.faults.disturb(bot, update)
            self.learn_files(bot, content)

    def learn_files(self, bot: Bot, content: Any) -> None:
        """A bot may use the file ids that it was given, and no others."""
        if isinstance(content, dict):
            if "file_id" in content:
                file = self.files.by_id(content["file_id"])
                if file is not None:
                    file.known_to.add(bot.id)
            for value in content.values():
                if isinstance(value, dict | list):
                    self.learn_files(bot, value)
        else:
            for item in content:
                if isinstance(item, dict | list):
                    self.learn_files(bot, item)

    def visible(self, chat: Chat, bot: Bot, message: Message) -> bool:
        """Whether a bot sees a group's message: https://core.telegram.org/bots/features#privacy-mode."""
        member = chat.members.get(bot.id)
        if not bot.privacy or (member is not None and member.leads) or message.service:
            return True
        wire = message.wire
        replied = wire.get("reply_to_message")
        if replied is not None and replied.get("from", {}).get("id") == bot.id:
            return True
        if wire.get("via_bot", {}).get("id") == bot.id:
            return True
        text: str = wire.get("text") or wire.get("caption") or ""
        for entity in wire.get("entities") or wire.get("caption_entities") or ():
            if entity["type"] != "bot_command":
                continue
            name = utf16_slice(text, entity["offset"], entity["length"]).partition("@")[2].lower()
            if name == bot.username.lower() or (not name and (chat.last_bot == bot.id or len(chat.bots()) == 1)):
                return True
        return False

    def member_of(self, chat: Chat, user: Person | Bot) -> Member:
        self.expire_restrictions(chat)
        return chat.members.get(user.id) or Member(user, "left")

    def expire_restrictions(self, chat: Chat) -> None:
        """End the bans and restrictions of a group whose time is up. As with Telegram, nobody is told."""
        now = self.clock.timestamp()
        for member in chat.members.values():
            if 0 < member.until <= now:
                member.status = "member" if member.status == "restricted" and member.present else "left"
                member.until = 0
                member.rights = {}

    def _moved(self, _: datetime) -> None:
        for chat in self.groups.values():
            self.expire_restrictions(chat)
