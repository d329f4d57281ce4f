"""Downloads: a file that somebody sent is fetched and cleaned, so that it can go to others."""

import asyncio

from telegram.error import BadRequest

from bot.cleaning import CannotBeCleaned, clean
from bot.sending.outcomes import Outcome, Verdict
from bot.support import logger
from bot.telegram import TelegramBot
from storage.outbox import Outgoing

METHOD = "getFile"
"""The call by which a file is asked for."""


class Downloads:
    """Fetches and cleans one file at a time: each may take 20 MB here and far more while it is decoded."""

    def __init__(self, bot: TelegramBot) -> None:
        self._bot = bot
        self._turn = asyncio.Semaphore(1)
        self._log = logger("downloads")

    async def fetch(self, row: Outgoing) -> Outcome:
        """Return the outcome whose result is the Cleaned file, None when it cannot be had or cleaned.

        Raises TelegramError as the client does.
        """
        about = (row.then or {})["about"]
        async with self._turn:
            try:
                result = await clean(about["kind"], await self._bot.download(row.payload["file_id"]))
            except (CannotBeCleaned, BadRequest, OSError) as error:
                self._log.warning("a file is not shown", row=row.id, kind=about["kind"], reason=str(error))
                return Outcome(Verdict.SENT)
        return Outcome(Verdict.SENT, result=result)
