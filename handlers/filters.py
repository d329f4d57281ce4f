"""Filters for routers. All are coroutines: aiogram runs plain functions in threads, which costs more than the handler."""

from typing import Any

from aiogram.enums import ChatType, MessageEntityType
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Chat, Message, TelegramObject

from handlers.office import Office
from handlers.visit import Visit
from reports import tickets
from storage.links import Link
from storage.tables import Role
from storage.transaction import Transaction

_GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})


class InGroup(Filter):
    """Something in a group."""

    async def __call__(self, event: TelegramObject) -> bool:
        """Tell whether it is."""
        chat = chat_of(event)
        return chat is not None and chat.type in _GROUPS


class RepliesToOurs(Filter):
    """A reply to a message of ours that belongs to something; hands it on as `link`."""

    async def __call__(self, message: Message, visit: Visit) -> bool | dict[str, Any]:
        """Return the link of the message replied to, or False."""
        if message.reply_to_message is None:
            return False
        link = await visit.tx.links.by_message(message.chat.id, message.reply_to_message.message_id)
        if link is None:
            link = await _by_ticket(message.reply_to_message, visit.tx, visit.office)
        return False if link is None else {"link": link}


class IsCommand(Filter):
    """A command to us, be there such a one or not; hands on its name as `word` and what follows it as `args`."""

    async def __call__(self, message: Message, visit: Visit) -> bool | dict[str, Any]:
        """Return the command's parts, or False; what names another bot is for that bot."""
        text = message.text
        if text is None or not text.startswith("/") or not text[1:2].isalpha():
            return False
        word, *rest = text.split(maxsplit=1)
        name, named, bot = word[1:].partition("@")
        if named and bot.lower() != visit.office.bot_username.lower():
            return False
        return {"word": name.lower(), "args": rest[0].strip() if rest else ""}


async def _by_ticket(ours: Message, tx: Transaction, office: Office) -> Link | None:
    """Return what a message of ours belongs to whose id we were never told: the one report that its text names.

    The answer to a send can be lost; the copy that arrived all the same names its report as every other does. Who may
    speak of that report is the desk's to decide.
    """
    if ours.from_user is None or ours.from_user.id != office.bot_id:
        return None
    named = tickets.find(ours.text or ours.caption or "")
    report = await tx.reports.by_ticket(named[0]) if len(named) == 1 else None
    if report is None:
        return None
    if _mentions_somebody(ours) and report.id is not None:
        prompt = await tx.links.newest(report.id, Role.PROMPT, ours.chat.id)
        if prompt is not None:
            return prompt
    if ours.chat.type == ChatType.PRIVATE:
        person = await tx.people.by_account(ours.chat.id)
        if person is None or person.id != report.reporter_id:
            return None
    return Link(ours.chat.id, ours.message_id, report.id, Role.NOTE, {})


def _mentions_somebody(ours: Message) -> bool:
    """Tell whether a message is a prompt: of all that we say in a group, only prompts mention whom they ask."""
    return any(entity.type == MessageEntityType.TEXT_MENTION for entity in ours.entities or ())


def chat_of(event: TelegramObject) -> Chat | None:
    """Return the chat in which something happened, or None for what has none."""
    if isinstance(event, Message):
        return event.chat
    if isinstance(event, CallbackQuery):
        return None if event.message is None else event.message.chat
    return getattr(event, "chat", None)
