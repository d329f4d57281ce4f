"""The clock: APScheduler only ticks; what is due is found in the database by whoever is ticked."""

from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.support import logger


class Ticker:
    """Calls what is registered again and again. A late tick comes once, and never beside an unfinished one."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._log = logger("clock")

    def every(self, seconds: float, name: str, tick: Callable[[], Awaitable[None]]) -> None:
        """Have `tick` awaited every so many seconds; what it raises is logged, and it is called again next time."""

        async def guarded() -> None:
            try:
                await tick()
            except Exception as error:
                self._log.error("a tick failed", tick=name, exc_info=error)

        self._scheduler.add_job(
            guarded, "interval", seconds=seconds, id=name, coalesce=True, max_instances=1, misfire_grace_time=None
        )

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
