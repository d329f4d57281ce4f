"""Telling of errors: where one came from and what it is, without the words of people that its message may quote.

Python's own messages name the value that was wrong (`KeyError: 'what somebody wrote'`), and so do those of libraries that
read what people send. Ours and those about a network, a system or a database do not (storage/driver_errors.py).
"""

import traceback
from types import TracebackType

_QUOTES_NOBODY = frozenset(
    {"bot", "handlers", "reports", "storage", "sqlalchemy", "asyncpg", "sqlite3", "telegram", "aiohttp"}
)
"""Packages whose errors have messages of their own, or messages about a connection."""

LONGEST_CHAIN = 10
"""Errors behind an error that are worth reading."""


def told(error: BaseException) -> str:
    """Return in one line what may be told of an error: its kind, and its message or else the place that raised it."""
    kind = type(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{kind.__name__}: {error.strerror}"
    if kind.__module__.partition(".")[0] in _QUOTES_NOBODY:
        return f"{kind.__name__}: {error}"
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return kind.__name__
    package, _, file = frames[-1].filename.rpartition("/")
    return f"{kind.__name__} at {package.rpartition('/')[2]}/{file}:{frames[-1].lineno} in {frames[-1].name}"


def trace(error: BaseException) -> str:
    """Return an error's traceback, with those that led to it, each as it may be told."""
    parts: list[str] = []
    behind: BaseException | None = error
    while behind is not None and len(parts) < LONGEST_CHAIN:
        parts.append(f"{_frames(behind.__traceback__)}{told(behind)}")
        behind = behind.__cause__ or (None if behind.__suppress_context__ else behind.__context__)
    return "\n\nwhich led to\n\n".join(reversed(parts))


def _frames(at: TracebackType | None) -> str:
    return "" if at is None else f"Traceback (most recent call last):\n{''.join(traceback.format_tb(at))}"
