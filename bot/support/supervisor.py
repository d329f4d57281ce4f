"""The supervisor: runs the parts of the programme side by side, and ends it when one ends that should go on."""

import asyncio
from collections.abc import Coroutine, Iterator
from types import TracebackType
from typing import Any, Self

from bot.support.heartbeat import Heartbeat
from bot.support.logs import logger


class PartEnded(RuntimeError):
    """A part of the programme returned although nothing had told it to stop."""


class Supervisor:
    """Use as an asynchronous context manager; leaving it cancels every part and waits for its end.

    When nothing else is being raised, leaving raises what a part ended with meanwhile.
    """

    def __init__(self) -> None:
        self._parts: dict[str, asyncio.Task[None]] = {}
        self._heartbeats: list[Heartbeat] = []
        self._log = logger("supervisor")

    async def __aenter__(self) -> Self:
        """Return itself; parts are started one by one."""
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, raised: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Cancel what still runs."""
        for task in self._parts.values():
            task.cancel()
        results = await asyncio.gather(*self._parts.values(), return_exceptions=True)
        faults = [result for result in results if isinstance(result, Exception)]
        if faults and raised is None:
            raise faults[0]

    def start(self, run: Coroutine[Any, Any, None], *heartbeats: Heartbeat) -> None:
        """Run a part named like its first heartbeat; `wrong` looks at all of them."""
        name = heartbeats[0].name
        self._parts[name] = asyncio.create_task(run, name=name)
        self._heartbeats += heartbeats

    async def until(self, stop: asyncio.Event) -> None:
        """Return once `stop` is set. Raises what a part ended with, PartEnded when it just returned."""
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({*self._parts.values(), stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
        for name, task in self._parts.items():
            if task.done():
                error = task.exception() or PartEnded(f"{name} ended by itself")
                self._log.error("a part of the programme ended", name=name, error=type(error).__name__)
                raise error

    async def end(self, name: str) -> None:
        """Cancel one part and wait for its end; what it ends with is raised on leaving."""
        self._parts[name].cancel()
        await asyncio.wait({self._parts[name]})

    async def ended(self, name: str, seconds: float) -> None:
        """Wait for a part that was told to stop, at most so long."""
        await asyncio.wait({self._parts[name]}, timeout=seconds)

    def wrong(self) -> Iterator[str]:
        """Yield what is wrong with each part that is not well."""
        for heartbeat in self._heartbeats:
            if (wrong := heartbeat.wrong()) is not None:
                yield wrong
