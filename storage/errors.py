"""What can go wrong with the database, in the words of those who must act on it."""


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


class ChangedWithoutEvent(Exception):
    """A report was changed and nothing says what happened to it: a mistake in an act; nothing of the transaction is kept."""


class DatabaseReplaced(StorageError):
    """The file was deleted or replaced while it was in use; what is written now would be lost."""


class AlreadyRunning(StorageError):
    """Another Taprose works on this database; two would answer everything twice."""


def storable(text: str) -> str:
    """Return a text with escapes for what a database refuses: NUL and halves of surrogate pairs."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")
