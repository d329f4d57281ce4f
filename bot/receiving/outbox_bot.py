"""The bot that handlers are given: what it is asked to send is written to the outbox of their transaction.

Most calls come as handlers/calls.py makes them and are taken as they are. What handlers say through aiogram
(`message.reply(...)`, `query.answer()`) comes through the session under the bot, which turns it into the same; calls
that only read pass through to Telegram.
"""

import html
import re
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from aiogram import Bot
from aiogram.client.default import Default, DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
from aiogram.types import Chat, InputFile, LinkPreviewOptions, Message, TelegramObject

from handlers.calls import Call
from storage.outbox import ANSWER, Delivery
from storage.tables import Priority
from storage.transaction import current

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
CALLBACK_ANSWER_LIMIT = 200
"""UTF-16 units after entity parsing; core.telegram.org/bots/api, sendMessage, sendPhoto, answerCallbackQuery."""

CALLBACK_LIFE = timedelta(seconds=150)
"""A callback query dies unanswered after about this long; answering it later is refused."""

_READS = frozenset(
    {"getMe", "getFile", "getChat", "getChatMember", "getChatAdministrators", "getMyCommands", "getWebhookInfo"}
)
_TAG = re.compile(r"</?[a-z-]+(?: [^<>]*)?>")


class UnsendableCall(Exception):
    """A handler asked for something Telegram would refuse; a programming mistake, found before it is stored."""


class OutboxBot(Bot):
    """The aiogram bot that handlers are given. `post` is for calls that need more than aiogram's signature says."""

    def __init__(self, token: str, reads: BaseSession) -> None:
        super().__init__(
            token,
            session=OutboxSession(reads),
            default=DefaultBotProperties(parse_mode="HTML", link_preview=LinkPreviewOptions(is_disabled=True)),
        )

    async def post(self, call: Call, delivery: Delivery) -> int:
        """Write a call to the outbox with its delivery and return the id that stands for its message (negative)."""
        parameters = call.parameters
        check(call.method, parameters)
        return -await current().outbox.put(call.method, parameters, parameters.get("chat_id"), delivery)

    def amend(self, number: int, call: Call) -> None:
        """Have a call go in place of one of this transaction's; see OutboxWriter.amend."""
        check(call.method, call.parameters)
        current().outbox.amend(number, call.method, call.parameters)


class OutboxSession(BaseSession):
    """Writes calls to the outbox of the current transaction and answers as Telegram would."""

    def __init__(self, reads: BaseSession) -> None:
        super().__init__()
        self._reads = reads

    async def __call__(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        """Store or pass on one call. Raises UnsendableCall, NoTransaction."""
        return await self.make_request(bot, method, timeout)

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        """Store or pass on one call. A stored send returns a message whose id stands for the one to come."""
        if method.__api_method__ in _READS:
            return await self._reads(bot, method, timeout=timeout)
        delivery = ANSWER
        if method.__api_method__ == "answerCallbackQuery":
            delivery = Delivery(priority=Priority.INSTANT, once=True, expires_at=current().now + CALLBACK_LIFE)
        number = await _write(bot, method, delivery)
        if not method.__api_method__.startswith(("send", "copy", "forward", "edit")):
            return True
        chat_id = getattr(method, "chat_id", None) or 0
        message = Message.model_construct(
            message_id=-number, date=current().now, chat=Chat.model_construct(id=chat_id, type="private")
        )
        return [message] if method.__api_method__ == "sendMediaGroup" else message.as_(bot)

    async def close(self) -> None:
        """Close the session that reads."""
        await self._reads.close()

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        """Download through the session that reads."""
        async for chunk in self._reads.stream_content(url, headers, timeout, chunk_size, raise_for_status):
            yield chunk


async def _write(bot: Bot, method: TelegramMethod[Any], delivery: Delivery) -> int:
    payload = {name: prepared for name, value in method.__dict__.items() if (prepared := plain(value, bot)) is not None}
    check(method.__api_method__, payload)
    return await current().outbox.put(method.__api_method__, payload, payload.get("chat_id"), delivery)


def plain(value: Any, bot: Bot) -> Any:
    """Return an aiogram value as JSON, with the bot's defaults filled in and everything unset left out."""
    if value is None or isinstance(value, (str, int, float)):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, Default):
        return plain(bot.default[value.name], bot)
    if isinstance(value, InputFile):
        raise UnsendableCall("files are sent by their file id; there is no upload in the outbox")
    if isinstance(value, TelegramObject):
        fields = {name: plain(item, bot) for name, item in value.__dict__.items()}
        return {name: item for name, item in fields.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [plain(item, bot) for item in value]
    if isinstance(value, dict):
        return {key: plain(item, bot) for key, item in value.items() if item is not None}
    if isinstance(value, datetime):
        return int(value.timestamp())
    raise UnsendableCall(f"{type(value).__name__} cannot be sent")


def check(method: str, payload: dict[str, Any]) -> None:
    """Refuse what Telegram would refuse for its length. Raises UnsendableCall."""
    limit = CALLBACK_ANSWER_LIMIT if method == "answerCallbackQuery" else TEXT_LIMIT
    text = payload.get("text")
    if text is not None:
        # Half as many characters fit in any case; nearly all texts are shorter than that.
        if 2 * len(text) > limit and (shown := _shown_length(text, payload)) > limit:
            raise UnsendableCall(f"{method}: text of {shown} units; {limit} are allowed")
        if not text.strip():
            raise UnsendableCall(f"{method}: empty text")
    if (caption := payload.get("caption")) and _shown_length(caption, payload) > CAPTION_LIMIT:
        raise UnsendableCall(f"{method}: caption over {CAPTION_LIMIT} units")


def _shown_length(text: str, payload: dict[str, Any]) -> int:
    if payload.get("parse_mode") == "HTML":
        text = html.unescape(_TAG.sub("", text))
    return len(text.encode("utf-16-le")) // 2
