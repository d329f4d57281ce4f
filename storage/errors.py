"""What can go wrong with the database, in the words of those who must act on it."""

import sqlite3

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError


class StorageError(Exception):
    """The database did not do what was asked; nothing of the transaction was kept."""


class DatabaseBusy(StorageError):
    """Another process holds the database; try again in a moment."""


class DatabaseFull(StorageError):
    """No space is left where the database lives; free some, nothing else helps."""


class DatabaseUnreachable(StorageError):
    """The database is missing, unreadable or does not answer; check storage.url."""


class ChangedMeanwhile(StorageError):
    """Somebody else changed the same row first; read again and decide anew."""


class NotStorable(StorageError):
    """The database works, but it cannot take this content or this statement; trying again brings the same."""


class AlreadyRunning(StorageError):
    """Another Taprose works on this database; two would answer everything twice."""


class NoTransaction(StorageError):
    """Something was to be stored outside a transaction; a programming mistake."""


_BUSY = ("database is locked", "database table is locked", "too many clients")
_FULL = ("database or disk is full", "disk i/o error", "no space left", "disk full")
_UNREADABLE = ("not a database", "malformed")

_STATES: dict[str, type[StorageError]] = {
    "08": DatabaseUnreachable,
    "22": NotStorable,
    "23": ChangedMeanwhile,
    "28": DatabaseUnreachable,
    "3D": DatabaseUnreachable,
    "40": DatabaseBusy,
    "53": DatabaseBusy,
    "53100": DatabaseFull,
    "55": DatabaseBusy,
    "57": DatabaseUnreachable,
    "57014": DatabaseBusy,
    "58": DatabaseUnreachable,
    "58030": DatabaseFull,
}
"""PostgreSQL's error codes and classes of codes (postgresql.org/docs/current/errcodes-appendix.html)."""


def translate(error: Exception) -> StorageError:
    """Return our error for one of SQLAlchemy's, the driver's or the system's."""
    if isinstance(error, StorageError):
        return error
    return _kind(error)(first_line(error))


def _kind(error: Exception) -> type[StorageError]:
    if isinstance(error, (StaleDataError, IntegrityError)):
        return ChangedMeanwhile
    original = getattr(error, "orig", None) or error
    # Only the database's own words are looked at: the statement's parameters hold what people wrote.
    words = first_line(error).lower()
    state = getattr(original, "sqlstate", None) or ""
    if (known := _STATES.get(state) or _STATES.get(state[:2])) is not None:
        return known
    if any(mark in words for mark in _BUSY):
        return DatabaseBusy
    if any(mark in words for mark in _FULL):
        return DatabaseFull
    if isinstance(error, DBAPIError) and not isinstance(original, SQLAlchemyError):
        return _of_driver(error, original, words)
    if isinstance(error, PoolTimeout):
        return DatabaseBusy
    if isinstance(error, SQLAlchemyError):
        return NotStorable
    return DatabaseUnreachable if isinstance(error, OSError) else StorageError


def _of_driver(error: DBAPIError, original: BaseException, words: str) -> type[StorageError]:
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return DatabaseUnreachable
    if any(mark in words for mark in _UNREADABLE):
        return DatabaseUnreachable
    if isinstance(original, (sqlite3.ProgrammingError, sqlite3.InterfaceError, sqlite3.DataError)):
        return NotStorable
    return StorageError


def first_line(error: BaseException) -> str:
    """Return the error's first line without its parameters, which may hold what people wrote."""
    original = getattr(error, "orig", None) or error
    lines = str(original).strip().splitlines()
    return lines[0][:200] if lines else type(original).__name__


def storable(text: str) -> str:
    """Return a text with escapes for what a database refuses: NUL and halves of surrogate pairs."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")
