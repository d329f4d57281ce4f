"""What stands around every handler: what people are told when it cannot be, and no button that spins."""

import html
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers.explain import refusal
from handlers.visit import Visit
from reports.errors import TaproseError
from storage.tables import Report

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class AnswersRefusals(BaseMiddleware):
    """Turns a refusal by the rules into an answer, and answers every callback query.

    The desk changes nothing before it has checked everything, so a refused act leaves no trace to be undone; where it
    did all the same, the transaction is not committed (storage/reports.py).
    """

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Handle, and say something in any case."""
        visit: Visit = data["visit"]
        before = visit.voice.answered()
        result = None
        try:
            result = await handler(event, data)
        except TaproseError as error:
            words = self.why(error, visit, await _report(visit, data))
            if isinstance(event, CallbackQuery):
                await visit.voice.answer(event, words, alert=True)
            elif isinstance(event, Message):
                await visit.voice.reply(event, html.escape(words, quote=False))
        if isinstance(event, CallbackQuery) and visit.voice.answered() == before:
            await visit.voice.answer(event)
        return result

    def why(self, error: TaproseError, visit: Visit, report: Report | None) -> str:
        """Return one plain line that says why it cannot be."""
        return refusal(error, visit.speech, visit.office, report)


async def _report(visit: Visit, data: dict[str, Any]) -> Report | None:
    """Return the report that the button or the message answered to was about."""
    number = getattr(data.get("callback_data"), "report", None) or getattr(data.get("link"), "report_id", None)
    return None if number is None else await visit.tx.reports.get(number)
