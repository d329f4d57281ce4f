"""The ticker: does something again and again. What is due is found in the database by whoever is ticked."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.support import Heartbeat, TimeSource, logger
from storage.errors import StorageError

RETRY_SECONDS = 60.0
"""A tick that failed is repeated after this time at the latest."""

FAILING_SECONDS = 3 * RETRY_SECONDS
"""Ticks that fail for so long failed several times."""


class Ticker:
    """Awaits `tick` at the start and then `seconds` after each end of it, so that none runs beside an unfinished one.

    The pauses follow the event loop's clock, which only ever grows: a machine's clock that is set back or forward delays
    no tick. A scheduler that plans its runs by the time of day would wait until that time comes again.
    """

    def __init__(self, name: str, seconds: float, tick: Callable[[], Awaitable[None]], time_source: TimeSource) -> None:
        self._name = name
        self._seconds = seconds
        self._tick = tick
        self._log = logger("clock")
        self.heartbeat = Heartbeat(name, time_source.monotonic, failing=FAILING_SECONDS)

    async def run(self) -> None:
        """Tick until cancelled; what a tick raises is logged, and it is repeated."""
        while True:
            self.heartbeat.begin()
            try:
                await self._tick()
            except Exception as error:
                if isinstance(error, StorageError):
                    # A database that is away is said in a sentence; where in our code it was missed helps nobody.
                    self._log.error("a tick failed", tick=self._name, error=str(error))
                else:
                    self._log.error("a tick failed", tick=self._name, exc_info=error)
                self.heartbeat.failed(type(error).__name__)
                await asyncio.sleep(min(self._seconds, RETRY_SECONDS))
            else:
                self.heartbeat.done()
                await asyncio.sleep(self._seconds)
