"""Downloads: a file that somebody sent is fetched and cleaned, so that it can go to others."""

from telegram.error import BadRequest

from bot.cleaning import CannotBeCleaned, clean
from bot.sending.outcomes import Outcome, Verdict
from bot.support import logger
from bot.telegram import NotSent, TelegramBot
from storage.outbox import Outgoing

METHOD = "getFile"
"""The call by which a file is asked for."""


class Downloads:
    """Fetches and cleans files; that it is one at a time, their lane sees to (lanes.py)."""

    def __init__(self, bot: TelegramBot) -> None:
        self._bot = bot
        self._log = logger("downloads")

    async def fetch(self, row: Outgoing) -> Outcome:
        """Return the outcome whose result is the Cleaned file, None when it cannot be had or cleaned.

        Raises TelegramError as the client does, NotSent also when this machine has no place for the process that cleans:
        that passes.
        """
        about = (row.then or {})["about"]
        try:
            result = await clean(about["kind"], await self._bot.download(row.payload["file_id"]))
        except (CannotBeCleaned, BadRequest) as error:
            self._log.warning("a file is not shown", row=row.id, kind=about["kind"], reason=str(error))
            return Outcome(Verdict.SENT)
        except OSError as error:
            raise NotSent(f"cleaning cannot begin: {type(error).__name__}") from error
        return Outcome(Verdict.SENT, result=result)
