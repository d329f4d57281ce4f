"""What a citizen is told when the rules refuse: how their report stands, and never which officer was first."""

import html
from typing import Any

from aiogram.methods import AnswerCallbackQuery
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers.explain import refusal
from handlers.middleware import Polite
from handlers.office import Office
from handlers.parts.names import status_name
from handlers.texts import Speech
from reports.errors import IllegalMove, NotAllowed, TaproseError
from storage.tables import Report, Status

OVER = frozenset({Status.CLOSED, Status.CANNOT_ACT, Status.REJECTED, Status.MERGED, Status.WITHDRAWN})
"""Where a report's life has ended: what is still wrong needs a new one."""

ALERT_CHARACTERS = 200
"""Of an answer to a tap; core.telegram.org/bots/api#answercallbackquery."""


def why(error: TaproseError, speech: Speech, office: Office, report: Report | None) -> str:
    """Return one plain line for a citizen. Officers have an office for them, and no name."""
    if isinstance(error, IllegalMove) and report is not None:
        status = status_name(report.status, speech).lower()
        return speech.plain("late-over" if report.status in OVER else "late-going", status=status)
    if isinstance(error, NotAllowed):
        return speech.plain("not-found")
    return refusal(error, speech, office)


class PoliteToCitizens(Polite):
    """Turns a refusal into an answer in a private chat."""

    async def _explain(self, error: TaproseError, event: TelegramObject, data: dict[str, Any]) -> None:
        number = getattr(data.get("callback_data"), "report", None) or getattr(data.get("link"), "report_id", None)
        report = None if number is None else await data["tx"].reports.get(number)
        words = why(error, data["speech"], data["office"], report)
        if isinstance(event, CallbackQuery):
            answer = AnswerCallbackQuery(callback_query_id=event.id, text=words[:ALERT_CHARACTERS], show_alert=True)
            await data["office"].bot(answer)
        elif isinstance(event, Message):
            await event.reply(html.escape(words, quote=False))
