"""Errors of the databases and their drivers: what they mean to us, and what may be told of them.

PostgreSQL quotes the row (`DETAIL: Failing row contains ...`) and the value (`invalid input syntax for type integer`),
asyncpg the argument, SQLite the text it could not parse, SQLAlchemy all parameters: what people wrote. Messages are
replaced where the error comes into being, so that neither a log's traceback nor a stored error nor a sentence for an
operator can hold them.
"""

import sqlite3

from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError

from storage.errors import (
    ChangedMeanwhile,
    DatabaseBusy,
    DatabaseFull,
    DatabaseUnreachable,
    NotStorable,
    StorageError,
)

LONGEST = 200
"""Characters of an error that are worth a line in a log."""

_SQLITE_QUOTES = {
    sqlite3.SQLITE_ERROR,  # its parsers: of SQL, of JSON, of full-text queries
    sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_TOOBIG,
    sqlite3.SQLITE_RANGE,
}
"""SQLite's codes (sqlite.org/rescode.html) whose messages may quote values; the others name files and constraints."""

_POSTGRES_TELLS = ("08", "28", "3D", "40", "42P01", "53", "55", "57", "58")
"""PostgreSQL's codes whose first line is about the server: connections, logins, locks, resources, missing tables."""

_POSTGRES_NAMES = ("table_name", "column_name", "constraint_name", "data_type_name")
"""Names of the schema that PostgreSQL reports beside its message."""

_CODES: dict[int, type[StorageError]] = {
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_FULL: DatabaseFull,
    sqlite3.SQLITE_IOERR: DatabaseFull,
    sqlite3.SQLITE_TOOBIG: NotStorable,
    sqlite3.SQLITE_MISMATCH: NotStorable,
    sqlite3.SQLITE_ERROR: StorageError,
}
"""SQLite's primary result codes (sqlite.org/rescode.html); any other means that the file cannot be worked on."""

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
    """Return our error for one of SQLAlchemy's, the driver's or the system's, without a word that people wrote."""
    if isinstance(error, StorageError):
        return error
    return _kind(error)(describe(error) if isinstance(error, SQLAlchemyError) else first_line(error))


def _kind(error: Exception) -> type[StorageError]:
    if isinstance(error, (StaleDataError, IntegrityError)):
        return ChangedMeanwhile
    original = getattr(error, "orig", None) or error
    state = getattr(original, "sqlstate", None) or ""
    if (known := _STATES.get(state) or _STATES.get(state[:2])) is not None:
        return known
    if (code := getattr(original, "sqlite_errorcode", None)) is not None:
        return _CODES.get(code & 0xFF, DatabaseUnreachable)
    if isinstance(error, DBAPIError) and not isinstance(original, SQLAlchemyError):
        return _of_driver(error, original)
    if isinstance(error, PoolTimeout):
        return DatabaseBusy
    if isinstance(error, SQLAlchemyError):
        return NotStorable
    return DatabaseUnreachable if isinstance(error, OSError) else StorageError


def _of_driver(error: DBAPIError, original: BaseException) -> type[StorageError]:
    if error.connection_invalidated:
        return DatabaseUnreachable
    if isinstance(original, (sqlite3.ProgrammingError, sqlite3.InterfaceError, sqlite3.DataError)):
        return NotStorable
    return StorageError


def hide_values(context: ExceptionContext) -> None:
    """Replace the messages of an error and of the driver's behind it; an engine's listener for `handle_error`."""
    error = context.original_exception
    if isinstance(error, OSError) or not isinstance(error, Exception):
        return
    told = first_line(error) if context.is_disconnect else describe(error)
    driver = getattr(error, "driver_exception", error)
    error.args = driver.args = (told,)
    for quoting in ("detail", "hint", "context", "internal_query"):
        if getattr(driver, quoting, None) is not None:
            setattr(driver, quoting, None)
    # What lies behind the driver's error is a conversion that failed, and says of which value.
    driver.__cause__ = driver.__context__ = None
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (told,)


def describe(error: BaseException) -> str:
    """Return in one line what may be told of a database's or driver's error: its message, or only its kind."""
    original = getattr(error, "orig", None) or error
    original = getattr(original, "driver_exception", None) or original
    name = type(original).__name__
    if (state := getattr(original, "sqlstate", None)) is not None:
        if state.startswith(_POSTGRES_TELLS):
            return first_line(original)
        places = [place for label in _POSTGRES_NAMES if (place := getattr(original, label, None))]
        return " ".join([name, state, *places])
    if (code := getattr(original, "sqlite_errorcode", None)) is not None:
        tells = code & 0xFF not in _SQLITE_QUOTES or str(original).startswith("no such table: ")
        return first_line(original) if tells else f"{name} {getattr(original, 'sqlite_errorname', code)}"
    if isinstance(original, (OSError, StorageError, StaleDataError, PoolTimeout)):
        return first_line(original)
    return name


def first_line(error: BaseException) -> str:
    """Return the error's first line, or its kind when it says nothing."""
    lines = str(error).strip().splitlines()
    return lines[0][:LONGEST] if lines else type(error).__name__
