"""What can go wrong with the database, in the words of those who must act on it."""

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
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


class AlreadyRunning(StorageError):
    """Another Taprose works on this database; two would answer everything twice."""


class NoTransaction(StorageError):
    """Something was to be stored outside a transaction; a programming mistake."""


_BUSY = ("database is locked", "deadlock detected", "could not serialize", "lock timeout", "too many clients")
_FULL = ("database or disk is full", "disk i/o error", "no space left", "disk full")


def translate(error: Exception) -> StorageError:
    """Return our error for one of SQLAlchemy's, the driver's or the system's."""
    words = str(error).lower()
    if isinstance(error, (StaleDataError, IntegrityError)):
        return ChangedMeanwhile(first_line(error))
    if any(mark in words for mark in _BUSY):
        return DatabaseBusy(first_line(error))
    if any(mark in words for mark in _FULL):
        return DatabaseFull(first_line(error))
    if isinstance(error, (OperationalError, OSError)) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    ):
        return DatabaseUnreachable(first_line(error))
    return StorageError(first_line(error))


def first_line(error: BaseException) -> str:
    """Return the error's first line without its parameters, which may hold what people wrote."""
    original = getattr(error, "orig", None) or error
    lines = str(original).strip().splitlines()
    return lines[0][:200] if lines else type(original).__name__


LIBRARY_ERRORS = (SQLAlchemyError, OSError)
