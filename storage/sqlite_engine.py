"""Engines for a SQLite file: write-ahead log, a full fsync at each commit, and transactions that begin when we say.

Each connection has a thread of its own, aiosqlite's, in which all its statements run: the event loop never waits for a
query or for the disk.
"""

import asyncio
import sqlite3
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

BUSY_TIMEOUT_MS = 5_000
"""How long SQLite waits for another process's lock; longer than any transaction of ours, shorter than patience."""

BEGIN_WRITING = "BEGIN IMMEDIATE"
"""Takes SQLite's lock at once: a transaction that reads first and writes later could find itself too late."""

WAL_TRIES = 5
"""How often a new file is changed to WAL while others do the same; the first to succeed has done it for all."""


@dataclass(frozen=True, slots=True)
class ConnectionUse:
    """What connections are for: how their transactions begin, and how many there are."""

    begin: str
    connections: int


WRITER = ConnectionUse(BEGIN_WRITING, 1)
READERS = ConnectionUse("BEGIN", 4)
"""Beside the writer: queries of pages and metrics never wait for a batch."""
SCANNERS = ConnectionUse("BEGIN", 2)
"""For long queries: however long they take, the readers stay free."""


def sqlite_engine(url: sa.URL, use: ConnectionUse, *, busy_ms: int = BUSY_TIMEOUT_MS) -> AsyncEngine:
    """Return an engine for a SQLite file; `busy_ms` is how long it waits for another process's lock."""
    engine = create_async_engine(
        url,
        pool_size=use.connections,
        max_overflow=0,
        # The driver's own transactions begin late and lose concurrent changes without an error; ours begin at once.
        connect_args={"isolation_level": None},
        hide_parameters=True,
    )

    @sa.event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        try:
            # Patience first: the change to WAL needs the file for itself for a moment.
            cursor.execute(f"PRAGMA busy_timeout={busy_ms}")
            _use_wal(cursor)
            for pragma in ("synchronous=FULL", "foreign_keys=ON"):
                cursor.execute(f"PRAGMA {pragma}")
        except BaseException:  # also when whoever asked was cancelled
            # The pool has not seen this connection yet; its thread would be left behind.
            connection.close()
            raise
        cursor.close()

    @sa.event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(use.begin)

    sa.event.listen(engine.sync_engine, "invalidate", _roll_back)
    if use is SCANNERS:
        sa.event.listen(engine.sync_engine, "handle_error", _interrupt)
    return engine


def _roll_back(connection: Any, _record: Any, _error: Any) -> None:
    """End the transaction of a connection that is given up because whoever used it was cancelled.

    SQLite keeps a closed connection, with its lock, while a statement of it has rows left and somebody holds its cursor:
    nothing else could be written until the garbage collector came by.
    """
    connection.rollback()


def _interrupt(context: sa.ExceptionContext) -> None:
    """End a query that nobody waits for any more: its thread would finish it before the connection is closed."""
    if isinstance(context.original_exception, asyncio.CancelledError) and context.connection is not None:
        connection: Any = context.connection.connection.dbapi_connection
        connection.run_async(lambda driver: driver.interrupt())


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
