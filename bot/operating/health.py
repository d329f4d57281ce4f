"""Health: whether the programme does its work, in one line for whoever watches it."""

import asyncio
from collections.abc import Callable, Iterable

from bot.sending import Courier
from bot.support import TimeSource
from storage.engine import Database
from storage.errors import StorageError
from storage.tables import Priority

LONG_WAIT_SECONDS = 300.0
"""An answer waiting longer is not merely pacing: nobody who wrote would wait for it."""

PING_SECONDS = 5.0
"""A database that takes longer to answer the simplest question is not merely busy."""


class Health:
    """Looks at the database, at what waits, and at each part's heartbeat (`parts` gives what is wrong with them).

    Announcements and digests may wait as long as it takes.
    """

    def __init__(
        self, database: Database, courier: Courier, time_source: TimeSource, parts: Callable[[], Iterable[str]]
    ) -> None:
        self._database = database
        self._courier = courier
        self._time = time_source
        self._parts = parts

    async def look(self) -> str | None:
        """Return everything that is wrong, in one line, or None."""
        return "; ".join([*await self._of_database(), *self._parts(), *self._of_messages()]) or None

    async def _of_database(self) -> list[str]:
        try:
            async with asyncio.timeout(PING_SECONDS):
                await self._database.ping()
        except TimeoutError:
            return [f"database: no answer within {PING_SECONDS:.0f} seconds"]
        except StorageError as error:
            return [f"database: {error}"]
        return []

    def _of_messages(self) -> list[str]:
        waits = [
            (self._time.now() - row.created_at).total_seconds()
            for row in self._courier.waiting()
            if row.priority <= Priority.CARD and row.created_at is not None
        ]
        if not waits or max(waits) <= LONG_WAIT_SECONDS:
            return []
        return [f"courier: {len(waits)} messages wait, the oldest for {max(waits):.0f} seconds"]
