"""One Taprose per database: a lock that lives as long as the process and dies with it, even by SIGKILL.

PostgreSQL's lock also dies with its connection. `watch` sees that happen, stops all writing, and takes the lock again
or gives up: two never write for longer than a broken connection takes to be noticed.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import sqlalchemy as sa

from storage.driver_errors import first_line
from storage.engine import Database
from storage.errors import AlreadyRunning, DatabaseUnreachable

ADVISORY_KEY = 0x7461_7072_6F73_65
"""The PostgreSQL advisory lock's number: "taprose" in ASCII."""

LOOK_SECONDS = 4.0
"""How often a silent connection is asked whether it still stands, and how long it may take to say so."""

PATIENCE_SECONDS = 20.0
"""How long the lock may stay taken after a loss: our own dead session holds it until the server ends it."""

PAUSE_SECONDS = 0.5
"""Between two tries to take a lost lock again, and between two looks at SQLite's file."""

_FORGOTTEN = sa.text(
    "SELECT set_config(name, '15s', false) FROM pg_settings WHERE name = 'idle_session_timeout'"  # PostgreSQL 14
)
"""Has the server end the lock's session when nothing has been asked on it for so long: its client has vanished, also
where a proxy between the two still answers for it."""


class Guard:
    """Holds the database for this process. Use as an asynchronous context manager around everything that works."""

    def __init__(self, database: Database, *, patience: float = PATIENCE_SECONDS) -> None:
        self._database = database
        self._file = database.file
        self._patience = patience
        self._gone = asyncio.Event()
        self._connection: Any = None

    async def __aenter__(self) -> "Guard":
        """Take the lock. Raises AlreadyRunning when another process holds it, DatabaseUnreachable when it cannot be."""
        try:
            taken = await (self._lock_advisory() if self._file is None else asyncio.to_thread(self._file.lock))
        except Exception as error:  # the driver's and the system's own errors
            await self._release()
            raise DatabaseUnreachable(first_line(error)) from error
        if not taken:
            await self._release()
            raise AlreadyRunning("another Taprose is running on this database; stop it first")
        return self

    async def __aexit__(self, *_: object) -> None:
        """Give the lock back."""
        await self._release()

    async def watch(self, lost: Callable[[], None], kept: Callable[[], None]) -> None:
        """Keep the lock for good; does not return.

        SQLite's dies with the process alone, but its file can be deleted or replaced: raises DatabaseReplaced then.
        Of PostgreSQL's:
        Nobody writes from the moment a loss is noticed (`lost` is called) until the lock is ours again (`kept`).
        While the database does not answer, it is waited for. Raises AlreadyRunning when another process holds the
        lock and does not let go of it; nothing can be written from then on.
        """
        while self._file is not None:
            self._database.raise_if_forbidden()
            await asyncio.sleep(PAUSE_SECONDS)
        while True:
            await self._loss()
            self._database.suspend()
            lost()
            try:
                await self._take_again()
            except BaseException:
                # Given up or stopped meanwhile: what still wants to write must end as well, not wait for ever.
                self._database.forbid(AlreadyRunning("nothing is written any more: the database's lock is not ours"))
                raise
            self._database.resume()
            kept()

    async def _loss(self) -> None:
        """Return once the lock's connection has ended or does not answer."""
        while not self._gone.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._gone.wait(), LOOK_SECONDS)
                return
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._connection.scalar(sa.text("SELECT 1"))
            except Exception:  # whatever it is, the connection cannot be relied on
                return

    async def _take_again(self) -> None:
        refused_at: float | None = None
        now = asyncio.get_running_loop().time
        while True:
            await self._release()
            try:
                taken = await self._lock_advisory()
            except Exception:  # the driver's and the system's own errors: nobody can write now, so nobody else does
                taken, refused_at = False, None
            else:
                refused_at = refused_at or now()
            if taken:
                return
            if refused_at is not None and now() - refused_at >= self._patience:
                await self._release()
                raise AlreadyRunning(
                    "the connection that kept other instances out was lost, and another Taprose has taken over; this one stops"
                )
            await asyncio.sleep(PAUSE_SECONDS)

    async def _release(self) -> None:
        if self._file is not None:
            self._file.unlock()
        if self._connection is not None:
            connection, self._connection = self._connection, None
            # Not back to the pool, which would go on holding the lock: it ends with its connection.
            with suppress(Exception):
                await connection.invalidate()
            await connection.close()

    async def _lock_advisory(self) -> bool:
        self._gone = gone = asyncio.Event()
        self._connection = await self._database.engine.connect()
        await self._connection.execution_options(isolation_level="AUTOCOMMIT")
        driver = (await self._connection.get_raw_connection()).driver_connection
        driver.add_termination_listener(lambda _connection: gone.set())
        await self._connection.execute(_FORGOTTEN)
        return bool(await self._connection.scalar(sa.select(sa.func.pg_try_advisory_lock(ADVISORY_KEY))))
