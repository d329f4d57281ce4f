"""Health: whether the programme does its work, in one line for whoever watches it."""

from bot.sending import Courier
from bot.support import TimeSource
from storage.engine import Database
from storage.errors import StorageError
from storage.tables import Priority

LONG_WAIT_SECONDS = 300.0
"""An answer waiting longer is not merely pacing: nobody who wrote would wait for it."""

LONG_TROUBLE_SECONDS = 30.0
"""Nothing recorded for longer is not merely a database that was busy for a moment."""


class Health:
    """Looks at the database and at what waits. Announcements and digests may wait as long as it takes."""

    def __init__(self, database: Database, courier: Courier, time_source: TimeSource) -> None:
        self._database = database
        self._courier = courier
        self._time = time_source

    async def look(self) -> str | None:
        """Return what is wrong, or None."""
        try:
            await self._database.ping()
        except StorageError as error:
            return f"database: {error}"
        if (seconds := self._courier.unrecorded_for) > LONG_TROUBLE_SECONDS:
            return f"ledger: nothing that was sent could be recorded for {seconds:.0f} seconds"
        waits = [
            (self._time.now() - row.created_at).total_seconds()
            for row in self._courier.waiting()
            if row.priority <= Priority.CARD and row.created_at is not None
        ]
        if waits and max(waits) > LONG_WAIT_SECONDS:
            return f"courier: {len(waits)} messages wait, the oldest for {max(waits):.0f} seconds"
        return None
