"""A SQLite connection whose statements run where they are asked for, and only its waits run in a thread.

aiosqlite hands every call to its connection's thread, four for a statement as SQLAlchemy makes them, and each costs two
switches between threads: more than the statement itself. A statement of a write transaction takes microseconds and
cannot wait for a lock, for `BEGIN IMMEDIATE` has taken it; a reader of a WAL database waits for nobody. What can wait is
given to the thread as before: opening, taking the lock, and the commit with its fsync. A query that takes long belongs
into a process or job of its own.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

import aiosqlite

_WAITS = ("BEGIN IMMEDIATE", "PRAGMA", "VACUUM")
_CHUNK = 64
"""Rows aiosqlite fetches at a time while iterating; its own default."""


class InlineConnection(aiosqlite.Connection):
    """An aiosqlite connection for one user at a time: nobody else may call it while a call is under way."""

    writes = True
    _handed = _returned = 0

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        # A call whose caller was cancelled goes on in the thread, and SQLite's library takes one call at a time: until
        # it has returned, everything queues behind it there. Each number is written by one thread alone.
        alone = self._handed == self._returned and self._connection is not None and self._running
        if alone and not self._waits(fn, args):
            return fn(*args, **kwargs)

        def counted() -> Any:
            try:
                return fn(*args, **kwargs)
            finally:
                self._returned += 1

        if self._connection is not None and self._running:
            self._handed += 1
        return await super()._execute(counted)  # type: ignore[no-untyped-call]

    def _waits(self, fn: Callable[..., Any], args: tuple[Any, ...]) -> bool:
        if args and isinstance(args[0], str):
            return args[0].startswith(_WAITS)
        name = getattr(fn, "__name__", "")
        if name == "close":
            return bool(fn == self._conn.close)
        return self.writes and name in {"commit", "rollback"}


async def connect(path: str, *, writes: bool) -> aiosqlite.Connection:
    """Open a database file, for writing or only for reading."""

    def connector() -> sqlite3.Connection:
        return sqlite3.connect(path, check_same_thread=False)

    connection = InlineConnection(connector, _CHUNK)
    connection.writes = writes
    # The thread must not keep a process alive that has been told to end.
    connection._thread.daemon = True  # noqa: SLF001  SQLAlchemy sets the same on connections it opens itself
    return await connection
