"""The intake: what the courier has to send, handed over as it is committed, or read where nobody handed it over."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable

from bot.support import Heartbeat, logger
from storage.engine import Database
from storage.errors import StorageError
from storage.outbox import Outgoing

READ_AHEAD = 1_000
"""Rows read from the outbox at a time."""

PAUSE = 1.0
"""Seconds after which an outbox that could not be read is read again; what is there already goes out meanwhile."""


class Intake:
    """Gives each pending row once. Reads at the start and when told to; `arrived` is called when something may be there."""

    def __init__(self, database: Database, arrived: Callable[[], None], heartbeat: Heartbeat) -> None:
        self._database = database
        self._arrived = arrived
        self._heartbeat = heartbeat
        self._handed: list[Outgoing] = []
        self._unread = True
        self._last = 0
        self._given: set[int] = set()
        self._log = logger("intake")

    @property
    def empty(self) -> bool:
        """Whether nothing is there that `rows` has not given."""
        return not self._unread and not self._handed

    def look(self) -> None:
        """Have the outbox read: rows may have been written that nobody handed over."""
        self._unread = True
        self._arrived()

    def take(self, rows: Iterable[Outgoing]) -> None:
        """Take rows over that were just committed."""
        self._handed.extend(rows)
        self._arrived()

    async def rows(self) -> AsyncIterator[Outgoing]:
        """Give everything that is there, each stream in the order in which it was written."""
        while not self.empty:
            handed, self._handed = self._handed, []
            for row in handed:
                # Reading may have been quicker; what it has passed it has brought.
                if row.id > self._last and row.id not in self._given:
                    self._given.add(row.id)
                    yield row
            if self._unread:
                self._heartbeat.begin()
                try:
                    rows = await self._read()
                except StorageError as error:
                    self._log.error("the outbox cannot be read", error=str(error))
                    self._heartbeat.failed(type(error).__name__)
                    asyncio.get_running_loop().call_later(PAUSE, self.look)
                    return
                self._heartbeat.done()
                for row in rows:
                    yield row

    async def _read(self) -> list[Outgoing]:
        self._unread = False
        try:
            async with self._database.reading() as reading:
                rows = await reading.outbox.pending_after(self._last, READ_AHEAD)
        except StorageError:
            self._unread = True
            raise
        if rows:
            self._last = rows[-1].id
        new = [row for row in rows if row.id not in self._given]
        if len(rows) == READ_AHEAD:
            self._unread = True
        else:
            self._given = {number for number in self._given if number > self._last}
        return new
