"""The SQLite file itself: which one it is, and the lock that keeps a second Taprose out."""

import fcntl
import os
from pathlib import Path


class SqliteFile:
    """Locks the database's own file, so that no other name of it and no missing lock file lets a second one in.

    The lock is flock(2)'s, which is none of SQLite's locks (those are fcntl's) and ends with the process. The file stays
    open after `unlock`: whoever closes a file loses all fcntl locks that the process has on it, SQLite's among them.
    """

    def __init__(self, path: str) -> None:
        self._path = Path(path)
        self._descriptor: int | None = None

    def lock(self) -> bool:
        """Take the lock, creating an empty file where there is none; False when another has it. Raises OSError."""
        while True:
            if self._descriptor is None:
                self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            if self.is_in_place():
                return True
            # Replaced between the two; what has been locked is not the database any more.
            self.close()

    def unlock(self) -> None:
        """Give the lock back."""
        if self._descriptor is not None:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def is_in_place(self) -> bool:
        """Tell whether the path still leads to the file that was locked; True when none was."""
        if self._descriptor is None:
            return True
        try:
            return os.path.samestat(self._path.stat(), os.fstat(self._descriptor))
        except OSError:
            return False

    def close(self) -> None:
        """Close the file, and with it the lock; only when nothing of the process uses the database any more."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
