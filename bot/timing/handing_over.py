"""Handing over: what has waited long for a group that cannot be reached is put before the coordinators."""

from collections.abc import Awaitable, Callable

from bot.support import TimeSource
from handlers.reach import HAND_OVER_AFTER
from storage.engine import Database
from storage.transaction import Transaction


class HandingOver:
    """Looks for such groups at each tick, and has `hand_over` do it; `committed` is called when that wrote something."""

    def __init__(
        self,
        database: Database,
        time_source: TimeSource,
        hand_over: Callable[[Transaction], Awaitable[None]],
        committed: Callable[[], None],
    ) -> None:
        self._database = database
        self._time = time_source
        self._hand_over = hand_over
        self._committed = committed

    async def tick(self) -> None:
        """Hand over what is due. Raises StorageError."""
        async with self._database.reading() as reading:
            due = await reading.groups.long_unreachable(self._time.now() - HAND_OVER_AFTER)
        if due:
            async with self._database.transaction(self._time.now()) as transaction:
                await self._hand_over(transaction)
            self._committed()
