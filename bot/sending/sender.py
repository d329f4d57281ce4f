"""The sender: makes one call to Telegram, recorded beforehand where a second one must not happen unknowingly."""

import asyncio

from telegram.error import TelegramError

from bot.sending.downloads import METHOD, Downloads
from bot.sending.lane import Lane
from bot.sending.ledger import Ledger
from bot.sending.outcomes import Outcome, Verdict, judge, renew, sent
from bot.sending.uploads import UploadGone, UploadsUnderWay
from bot.support import logger, told
from bot.telegram import TelegramBot
from storage.engine import Database
from storage.errors import StorageError
from storage.outbox import Outgoing
from storage.tables import Role

AHEAD = 16
"""How many cards that wait behind one are recorded as tried with it: a full group takes as many in a minute."""


class Sender:
    """Sends the call in progress of a lane and returns what became of it. No exception of a library or of storage leaves it."""

    def __init__(self, bot: TelegramBot, database: Database, ledger: Ledger) -> None:
        self._bot = bot
        self._ledger = ledger
        self._uploads = UploadsUnderWay(database)
        self._downloads = Downloads(bot)
        self._log = logger("sender")

    async def send(self, lane: Lane, row: Outgoing) -> Outcome:
        """Make one call. After an unknown outcome Telegram is asked for something harmless first.

        While it answers nothing at all, a further copy is not risked.
        """
        try:
            if row.unknown and (silence := await self._silence()) is not None:
                return silence
            if row.once or row.role is Role.CARD or not self._ledger.writes:
                # What goes only once, and cards, which could come back in another form, must be known for tried after a
                # crash. A second sending of anything else is the same message once more, and only of what is being
                # sent as long as the ledger can write.
                await self._attempt(lane, row)
            row.attempts += 1
            if not await self._ledger.message_ids.resolve(row) and not renew(row):
                return Outcome(Verdict.EXPIRED, reason="the message it was about was never sent")
            return await self._call(row)
        except UploadGone as error:
            return Outcome(Verdict.DEAD, reason=str(error))
        except TelegramError as error:
            return judge(error, row)
        except StorageError as error:
            self._log.error("an earlier message cannot be looked up", row=row.id, error=str(error))
            return Outcome(Verdict.NOT_TRIED, reason=str(error))
        except Exception as error:  # a row nobody foresaw must neither stop the others nor the next start
            self._log.error("a row cannot be sent", row=row.id, method=row.method, exc_info=error)
            return Outcome(Verdict.DEAD, reason=told(error))

    async def _call(self, row: Outgoing) -> Outcome:
        if row.method == METHOD:
            return await self._downloads.fetch(row)
        async with self._uploads.filled(row.payload) as parameters:
            result = await self._bot.call(row.method, parameters, paced=True)
            if parameters is not row.payload:
                for number, (file_id, unique_id) in self._uploads.learn(row.payload, result).items():
                    self._ledger.record_file(number, file_id, unique_id)
        return sent(result)

    async def _silence(self) -> Outcome | None:
        """Return the outcome of a call that is not made because Telegram does not answer; None when it does."""
        try:
            await self._bot.who()
        except TelegramError as error:
            return Outcome(Verdict.AGAIN, reason=f"Telegram does not answer: {type(error).__name__}")
        return None

    async def _attempt(self, lane: Lane, row: Outgoing) -> None:
        try:
            await self._ledger.attempt(row, lane.following(AHEAD))
        except asyncio.CancelledError:
            # The attempt may be on record by now, but the call was never made.
            self._ledger.withdraw(row)
            raise
