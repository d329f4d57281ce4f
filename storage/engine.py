"""The database: one door for writing, one for reading, the same on SQLite and PostgreSQL."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from storage import inline
from storage.driver_errors import first_line, hide_values, translate
from storage.errors import DatabaseUnreachable, NotStorable, StorageError
from storage.outbox import Outgoing
from storage.transaction import Reading, Transaction

BUSY_TIMEOUT_MS = 5_000
"""How long SQLite waits for another process's lock; longer than any transaction of ours, shorter than patience."""

BEGIN_WRITING = "BEGIN IMMEDIATE"
"""Takes SQLite's lock at once: a transaction that reads first and writes later could find itself too late."""

WAL_TRIES = 5
"""How often a new file is changed to WAL while others do the same; the first to succeed has done it for all."""

READERS = 4
"""Connections for reading beside the writer: queries of pages, metrics and exports never wait for a batch."""


class Database:
    """Opens transactions. Writes are taken one at a time within a process, in the order they were asked for.

    On SQLite that is what the file allows anyway, and waiting here is fair and cheap where SQLite's own waiting is
    neither; on PostgreSQL it keeps what one process commits in order.
    """

    def __init__(self, url: str, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._turn = asyncio.Lock()
        self.outgoing: Callable[[Sequence[Outgoing]], None] | None = None
        """Told of the outbox rows of every transaction, in the order in which they were committed."""
        self._writable = asyncio.Event()
        self._writable.set()
        self._forbidden: StorageError | None = None
        if self.is_sqlite:
            self._writer = _sqlite_engine(url, begin=BEGIN_WRITING, connections=1, busy_ms=busy_timeout_ms)
            self._reader = _sqlite_engine(url, begin="BEGIN", connections=READERS, busy_ms=busy_timeout_ms)
        else:
            self._writer = create_async_engine(
                url, pool_size=2, max_overflow=2, pool_pre_ping=True, hide_parameters=True
            )
            self._reader = self._writer
        for engine in {self._writer, self._reader}:
            sa.event.listen(engine.sync_engine, "handle_error", _name_error)

    @property
    def engine(self) -> AsyncEngine:
        """The engine that writes, for migrations and locks."""
        return self._writer

    def suspend(self) -> None:
        """Let no transaction begin until `resume`; those asked for meanwhile wait. Reading goes on."""
        self._writable.clear()

    def resume(self) -> None:
        """Let transactions begin again."""
        self._writable.set()

    def forbid(self, reason: StorageError) -> None:
        """Have every transaction from now on, also those that wait, raise this error instead."""
        self._forbidden = reason
        self._writable.set()

    @asynccontextmanager
    async def transaction(self, now: datetime) -> AsyncIterator[Transaction]:
        """Open the one transaction of an entry (a batch, a tick, a command) and commit it at the end.

        `now` is the aware moment everything in it happens at. Raises StorageError; nothing is kept then, and calls
        left with `after_commit` are not made. What else the body raises passes through, with nothing kept either.
        """
        async with self._turn:
            await self._writable.wait()
            if self._forbidden is not None:
                raise self._forbidden
            session = AsyncSession(self._writer, expire_on_commit=False)
            try:
                async with session.begin():
                    await _connect(session)
                    transaction = Transaction(session, now, sqlite=self.is_sqlite)
                    with transaction.current():
                        yield transaction
                        await transaction.flush()
            except SQLAlchemyError as error:
                raise translate(error) from error
            finally:
                await session.close()
        if transaction.outbox.flushed and self.outgoing is not None:
            self.outgoing(transaction.outbox.flushed)
        transaction.committed()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Reading]:
        """Open what only reads, beside whatever is being written. Raises StorageError."""
        session = AsyncSession(self._reader, expire_on_commit=False)
        try:
            async with session.begin():
                await _connect(session)
                yield Reading(session, sqlite=self.is_sqlite)
        except SQLAlchemyError as error:
            raise translate(error) from error
        finally:
            await session.close()

    async def ping(self) -> None:
        """Ask the database for nothing, to know that it answers. Raises StorageError."""
        async with self.reading() as reading:
            await reading.session.execute(sa.text("SELECT 1"))

    async def close(self) -> None:
        """Close every connection."""
        await self._writer.dispose()
        if self._reader is not self._writer:
            await self._reader.dispose()


async def _connect(session: AsyncSession) -> None:
    """Open the session's connection now, so that a failure to is told apart from the mistakes of what follows."""
    try:
        await session.connection()
    except Exception as error:  # a driver's own errors come through here unwrapped
        raise translate(error) from error


def _name_error(context: sa.ExceptionContext) -> StorageError | None:
    hide_values(context)
    original = context.original_exception
    # A connection that breaks can surface as the system's error, and content that a driver cannot write down as
    # Python's; both look like any other code's.
    if isinstance(original, OSError):
        return DatabaseUnreachable(first_line(original))
    return NotStorable(type(original).__name__) if isinstance(original, (UnicodeError, OverflowError)) else None


def _sqlite_engine(url: str, *, begin: str, connections: int, busy_ms: int) -> AsyncEngine:
    path = make_url(url).database or ""
    opening = partial(inline.connect, path, writes=begin == BEGIN_WRITING)
    engine = create_async_engine(
        url, pool_size=connections, max_overflow=0, async_creator=opening, hide_parameters=True
    )

    @sa.event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # The driver's own transactions begin late and lose concurrent changes without an error; ours begin at once.
        connection.isolation_level = None
        cursor = connection.cursor()
        try:
            # Patience first: the change to WAL needs the file for itself for a moment.
            cursor.execute(f"PRAGMA busy_timeout={busy_ms}")
            _use_wal(cursor)
            for pragma in ("synchronous=FULL", "foreign_keys=ON"):
                cursor.execute(f"PRAGMA {pragma}")
        except Exception:
            # The pool has not seen this connection yet; its thread would be left behind.
            connection.close()
            raise
        cursor.close()

    @sa.event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _use_wal(cursor: Any) -> None:
    """Change the file to WAL, once and for all who use it. Raises the driver's error when the lock is never free."""
    for left in reversed(range(WAL_TRIES)):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            # Two that open a new file at once can each hold what the other wants; SQLite then refuses one of them
            # without any patience. Taking the lock is what it waits for.
            if not left:
                raise
            cursor.execute(BEGIN_WRITING)
            cursor.execute("ROLLBACK")
        else:
            return


__all__ = ["Database", "StorageError"]
