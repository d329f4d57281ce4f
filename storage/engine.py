"""The database: one door for writing, one for reading, the same on SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import InvalidRequestError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from storage.driver_errors import first_line, hide_values, translate
from storage.errors import DatabaseReplaced, DatabaseUnreachable, NotStorable, StorageError
from storage.outbox import Outgoing
from storage.postgres_engine import TIMEOUTS, Timeouts, postgres_engine
from storage.sqlite_engine import BUSY_TIMEOUT_MS, READERS, SCANNERS, WRITER, sqlite_engine
from storage.sqlite_file import SqliteFile
from storage.transaction import Reading, Transaction


class Database:
    """Opens transactions. Writes are taken one at a time within a process, in the order they were asked for.

    On SQLite that is what the file allows anyway, and waiting here is fair and cheap where SQLite's own waiting is
    neither; on PostgreSQL it keeps what one process commits in order.
    """

    def __init__(self, url: str, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS, timeouts: Timeouts = TIMEOUTS) -> None:
        self.url = sa.make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._turn = asyncio.Lock()
        self.outgoing: Callable[[Sequence[Outgoing]], None] | None = None
        """Told of the outbox rows of every transaction, in the order in which they were committed."""
        self.job_changed: Callable[[], None] | None = None
        """Told when a transaction that began a job, or has one stop, was committed."""
        self._writable = asyncio.Event()
        self._writable.set()
        self._forbidden: StorageError | None = None
        self.file = SqliteFile(self.url.database or "") if self.is_sqlite else None
        """SQLite's file, for the guard to lock; looked after from then on."""
        if self.is_sqlite:
            self._writer = sqlite_engine(self.url, WRITER, busy_ms=busy_timeout_ms)
            self._reader = sqlite_engine(self.url, READERS, busy_ms=busy_timeout_ms)
            self._scanner = sqlite_engine(self.url, SCANNERS, busy_ms=busy_timeout_ms)
        else:
            self._writer = self._reader = postgres_engine(
                self.url, connections=4, statement=timeouts.statement, timeouts=timeouts
            )
            self._scanner = postgres_engine(self.url, connections=2, statement=timeouts.scan, timeouts=timeouts)
        self._engines = {self._writer, self._reader, self._scanner}
        for engine in self._engines:
            sa.event.listen(engine.sync_engine, "handle_error", _name_error)

    @property
    def engine(self) -> AsyncEngine:
        """The engine that writes, for locks."""
        return self._writer

    @property
    def patient_engine(self) -> AsyncEngine:
        """The engine for migrations: it writes, and its statements may take long."""
        return self._writer if self.is_sqlite else self._scanner

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
            self.raise_if_forbidden()
            session = AsyncSession(self._writer, expire_on_commit=False)
            try:
                async with session.begin():
                    await _connect(session)
                    transaction = Transaction(session, now, sqlite=self.is_sqlite)
                    yield transaction
                    await transaction.flush()
            except SQLAlchemyError as error:
                raise translate(error) from error
            finally:
                await session.close()
            # What a file that was deleted meanwhile holds, nobody will ever read: nobody may hear that it was kept.
            self.raise_if_forbidden()
        if transaction.outbox.flushed and self.outgoing is not None:
            self.outgoing(transaction.outbox.flushed)
        if transaction.jobs.changed and self.job_changed is not None:
            self.job_changed()
        transaction.committed()

    def raise_if_forbidden(self) -> None:
        """Raise what forbids every transaction: what `forbid` was told, or DatabaseReplaced for SQLite's file."""
        if self.file is not None and not self.file.is_in_place():
            self.forbid(DatabaseReplaced("the database's file was deleted or replaced while it was in use"))
        if self._forbidden is not None:
            raise self._forbidden

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Reading]:
        """Open what only reads, shortly, beside whatever is being written. Raises StorageError."""
        async with self._reading_by(self._reader) as reading:
            yield reading

    @asynccontextmanager
    async def scanning(self) -> AsyncIterator[Reading]:
        """Open what reads for as long as it takes: exports, figures, forecasts. Raises StorageError.

        At most two at a time, on connections of their own, so that nothing else waits for them. Cancelling ends the
        query that is running.
        """
        async with self._reading_by(self._scanner) as reading:
            yield reading

    @asynccontextmanager
    async def _reading_by(self, engine: AsyncEngine) -> AsyncIterator[Reading]:
        session = AsyncSession(engine, expire_on_commit=False)
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
        for engine in self._engines:
            await engine.dispose()
        if self.file is not None:
            self.file.close()


async def _connect(session: AsyncSession) -> None:
    """Open the session's connection now, so that a failure to is told apart from the mistakes of what follows."""
    try:
        await session.connection()
    except InvalidRequestError as error:  # the pool has tried twice
        raise DatabaseUnreachable("the connection does not answer") from error
    except Exception as error:  # a driver's own errors come through here unwrapped
        raise translate(error) from error


def _name_error(context: sa.ExceptionContext) -> StorageError | None:
    hide_values(context)
    original = context.original_exception
    # A connection that breaks can surface as the system's error, and content that a driver cannot write down as
    # Python's; both look like any other code's.
    if isinstance(original, OSError):
        context.is_disconnect = True
        return DatabaseUnreachable(first_line(original))
    return NotStorable(type(original).__name__) if isinstance(original, (UnicodeError, OverflowError)) else None


__all__ = ["Database", "StorageError"]
