"""Tidying: what was kept long enough is deleted, a page at a time, so that nobody waits for it."""

from bot.support import TimeSource
from storage import reminders
from storage.engine import Database

TIDY_SECONDS = 3600.0
"""How often the tables are tidied; what is kept for days need not be looked at more often."""


class Tidying:
    """Deletes old rows of the inbox, the outbox and the reminders, and bytes that nobody sends any more."""

    def __init__(self, database: Database, time_source: TimeSource) -> None:
        self._database = database
        self._time = time_source

    async def tidy(self) -> None:
        """Delete what is old. Raises StorageError; what was deleted before that stays so."""
        async with self._database.transaction(self._time.now()) as transaction:
            await transaction.inbox.forget(transaction.now)
            await transaction.uploads.forget()
            await transaction.reminders.forget(transaction.now - reminders.KEEP_DONE)
        reached: int | None = 0
        while reached is not None:
            async with self._database.transaction(self._time.now()) as transaction:
                reached = await transaction.outbox.forget(reached, transaction.now)
