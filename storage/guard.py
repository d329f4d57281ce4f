"""One Taprose per database: a lock that lives as long as the process and dies with it, even by SIGKILL."""

import asyncio
import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa

from storage.engine import Database
from storage.errors import AlreadyRunning, DatabaseUnreachable, first_line

ADVISORY_KEY = 0x7461_7072_6F73_65
"""The PostgreSQL advisory lock's number: "taprose" in ASCII."""


class Guard:
    """Holds the database for this process. Use as an asynchronous context manager around everything that works."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._file: IO[str] | None = None
        self._connection: Any = None

    async def __aenter__(self) -> "Guard":
        """Take the lock. Raises AlreadyRunning when another process holds it, DatabaseUnreachable when it cannot be."""
        try:
            taken = await (asyncio.to_thread(self._lock_file) if self._database.is_sqlite else self._lock_advisory())
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

    async def _release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._connection is not None:
            connection, self._connection = self._connection, None
            # Not back to the pool, which would go on holding the lock: it ends with its connection.
            with suppress(Exception):
                await connection.invalidate()
            await connection.close()

    def _lock_file(self) -> bool:
        self._file = Path(f"{self._database.url.database}.lock").open("a+")  # noqa: SIM115  held until released
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        self._file.truncate(0)
        self._file.write(f"{os.getpid()}\n")
        self._file.flush()
        return True

    async def _lock_advisory(self) -> bool:
        self._connection = await self._database.engine.connect()
        await self._connection.execution_options(isolation_level="AUTOCOMMIT")
        return bool(await self._connection.scalar(sa.select(sa.func.pg_try_advisory_lock(ADVISORY_KEY))))
