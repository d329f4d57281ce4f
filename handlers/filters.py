"""Filters for routers. All are coroutines: aiogram runs plain functions in threads, which costs more than the handler."""

from typing import Any

from aiogram.enums import ChatType
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Chat, Message, TelegramObject

from storage import links
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

    async def __call__(self, message: Message, tx: Transaction) -> bool | dict[str, Any]:
        """Return the link of the message replied to, or False."""
        if message.reply_to_message is None:
            return False
        link = await links.by_message(tx.session, message.chat.id, message.reply_to_message.message_id)
        return False if link is None else {"link": link}


def chat_of(event: TelegramObject) -> Chat | None:
    """Return the chat in which something happened, or None for what has none."""
    if isinstance(event, Message):
        return event.chat
    if isinstance(event, CallbackQuery):
        return None if event.message is None else event.message.chat
    return getattr(event, "chat", None)
