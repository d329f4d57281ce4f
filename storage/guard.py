"""One Taprose per database: a lock that lives as long as the process and dies with it, even by SIGKILL."""

import asyncio
import fcntl
import os
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa

from storage.engine import Database
from storage.errors import LIBRARY_ERRORS, AlreadyRunning, DatabaseUnreachable, first_line

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
            if self._database.is_sqlite:
                await asyncio.to_thread(self._lock_file)
            else:
                await self._lock_advisory()
        except BlockingIOError:
            raise AlreadyRunning("another Taprose is running on this database; stop it first") from None
        except LIBRARY_ERRORS as error:
            raise DatabaseUnreachable(first_line(error)) from error
        return self

    async def __aexit__(self, *_: object) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._file.close()
        if self._connection is not None:
            await self._connection.close()

    def _lock_file(self) -> None:
        path = Path(f"{self._database.url.database}.lock")
        self._file = path.open("a+")
        fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._file.truncate(0)
        self._file.write(f"{os.getpid()}\n")
        self._file.flush()

    async def _lock_advisory(self) -> None:
        self._connection = await self._database.engine.connect()
        await self._connection.execution_options(isolation_level="AUTOCOMMIT")
        taken = await self._connection.scalar(sa.select(sa.func.pg_try_advisory_lock(ADVISORY_KEY)))
        if not taken:
            await self._connection.close()
            self._connection = None
            raise AlreadyRunning("another Taprose is running on this database; stop it first")
