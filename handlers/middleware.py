"""What stands around every handler: what people are told when it cannot be, and no button that spins."""

import html
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.methods import AnswerCallbackQuery
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers.explain import refusal
from reports.errors import TaproseError
from storage.tables import Report
from storage.transaction import Transaction

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Polite(BaseMiddleware):
    """Turns a refusal by the rules into an answer, and answers every callback query.

    The desk changes nothing before it has checked everything, so a refused act leaves no trace to be undone.
    """

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Handle, and say something in any case."""
        tx: Transaction = data["tx"]
        tapped = isinstance(event, CallbackQuery)
        before = tx.outbox.written("answerCallbackQuery") if tapped else 0
        result = None
        try:
            result = await handler(event, data)
        except TaproseError as error:
            await self._explain(error, event, data)
        if isinstance(event, CallbackQuery) and tx.outbox.written("answerCallbackQuery") == before:
            await event.answer()
        return result

    async def _explain(self, error: TaproseError, event: TelegramObject, data: dict[str, Any]) -> None:
        office, speech, tx = data["office"], data["speech"], data["tx"]
        words = refusal(error, speech, office, await _report(tx, data))
        if isinstance(event, CallbackQuery):
            await office.bot(AnswerCallbackQuery(callback_query_id=event.id, text=words[:200], show_alert=True))
        elif isinstance(event, Message):
            await event.reply(html.escape(words, quote=False))


async def _report(tx: Transaction, data: dict[str, Any]) -> Report | None:
    """Return the report that the button or the message answered to was about."""
    number = getattr(data.get("callback_data"), "report", None) or getattr(data.get("link"), "report_id", None)
    return None if number is None else await tx.reports.get(number)
