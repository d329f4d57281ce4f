"""The local Telegram's clock: real time that can be moved, or time that stands still until it is moved."""

from __future__ import annotations

import inspect
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

# How far a clock keeps from the end of the calendar, so that it can run on.
FARTHEST = timedelta(days=400)
Listener = Callable[[datetime], Awaitable[None] | None]


class Clock:
    """Tells the time to the local Telegram and to any bot that shares it.

    A clock runs with real time plus an offset. With `frozen=True` it stands still at `start` until it is moved,
    so that a test decides when a second passes. Listeners are told after each move, in the order they were added;
    a bot in the same process adds one to look at what has fallen due.
    """

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        if start is not None and start.tzinfo is None:
            raise ValueError("a clock starts at an aware datetime")
        self._frozen = frozen
        self._base = start.timestamp() if start is not None else time.time()
        self._mark = time.monotonic()
        self._forward = 0.0
        self.listeners: list[Listener] = []

    def _elapsed(self) -> float:
        return 0.0 if self._frozen else time.monotonic() - self._mark

    def timestamp(self) -> float:
        """Seconds since 1970 in UTC."""
        return self._base + self._elapsed()

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.fromtimestamp(self.timestamp(), UTC)

    def monotonic(self) -> float:
        """Seconds that never run backwards: they follow moves forward and ignore moves back."""
        return self._elapsed() + self._forward

    async def advance(self, by: timedelta) -> datetime:
        """Move by `by` (negative: back), tell the listeners, and return the new moment.

        Raises OverflowError for a moment that no calendar has; the clock stays where it was.
        """
        _ = self.now() + by + FARTHEST
        seconds = by.total_seconds()
        self._base += seconds
        self._forward += max(0.0, seconds)
        now = self.now()
        for listener in list(self.listeners):
            told = listener(now)
            if inspect.isawaitable(told):
                await told
        return now

    async def move_to(self, moment: datetime) -> datetime:
        """Move to an aware `moment`, tell the listeners, and return it.

        Raises ValueError if `moment` has no time zone.
        """
        if moment.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return await self.advance(moment - self.now())
