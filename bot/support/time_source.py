"""The one place that asks the machine what time it is."""

import time
from datetime import UTC, datetime
from typing import Protocol


class TimeSource(Protocol):
    """Tells the time. Tests and the local Telegram bring one that can be moved."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""

    def monotonic(self) -> float:
        """Return seconds that only ever grow, for measuring and waiting."""


class SystemTime:
    """The machine's own clocks."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that only ever grow."""
        return time.monotonic()
