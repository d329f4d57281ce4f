"""What has happened in the world, in order, for those who watch it: the page and the tests."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

Json = dict[str, Any]

# A page left open for a day only needs what it has not yet shown; older events are told by reloading the chat.
EVENTS_KEPT = 10_000


class Signal:
    """Wakes everyone who waits for the next change; costs nothing while nobody waits."""

    __slots__ = ("_waiting",)

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def fire(self) -> None:
        if self._waiting:
            for future in self._waiting:
                if not future.done():
                    future.set_result(None)
            self._waiting.clear()

    async def wait(self, timeout: float) -> bool:
        """Wait for the next change; False when `timeout` seconds (real ones) have passed without any."""
        if timeout <= 0:
            return False
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait_for(future, timeout)
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(future)
        return True


class Events:
    """The world's events, numbered from 1."""

    def __init__(self) -> None:
        self.last = 0
        self.changed = Signal()
        self._kept: deque[Json] = deque(maxlen=EVENTS_KEPT)

    def publish(self, kind: str, **data: Any) -> int:
        """Record an event of `kind` and return its number."""
        return self.record(kind, data)

    def record(self, kind: str, data: Json) -> int:
        """The same, taking `data` over as it is."""
        self.last += 1
        data["seq"] = self.last
        data["type"] = kind
        self._kept.append(data)
        self.changed.fire()
        return self.last

    def after(self, seq: int) -> list[Json]:
        """The events numbered above `seq`, oldest first, as far as they are kept."""
        missing = self.last - seq
        if missing <= 0:
            return []
        if missing >= len(self._kept):
            return list(self._kept)
        fresh: list[Json] = []
        for event in reversed(self._kept):
            if event["seq"] <= seq:
                break
            fresh.append(event)
        fresh.reverse()
        return fresh
