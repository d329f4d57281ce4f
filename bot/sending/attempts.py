"""Attempts: sends that may begin only once it is on record that they are tried, so that a crash leaves none unknown."""

import asyncio
from collections.abc import Iterable
from typing import NamedTuple

from storage.outbox import Outgoing


class _Attempt(NamedTuple):
    rows: list[Outgoing]
    """The row that is being tried, and those that follow soon and are recorded along."""
    recorded: asyncio.Future[None]


class Attempts:
    """Those that wait for a transaction, and those that one has written whose commit is not known yet."""

    def __init__(self) -> None:
        self._waiting: list[_Attempt] = []
        self._unconfirmed: list[_Attempt] = []

    def __bool__(self) -> bool:
        """Tell whether there is anything to record."""
        return bool(self._waiting or self._unconfirmed)

    async def recorded(self, row: Outgoing, ahead: Iterable[Outgoing]) -> None:
        """Return once it is on record that a row is being tried, and `ahead` along with it."""
        attempt = _Attempt([row, *ahead], asyncio.get_running_loop().create_future())
        self._waiting.append(attempt)
        await attempt.recorded

    def due(self) -> list[int]:
        """Return the numbers of the rows to be recorded, with what an earlier transaction wrote and did not keep.

        Transactions are taken one at a time, so that whatever is unconfirmed when one begins was not kept, or nobody knows
        whether it was.
        """
        waiting, self._waiting = self._unconfirmed + self._waiting, []
        # A send that was called off before it began is no attempt: a row that goes only once may still go.
        self._unconfirmed = [attempt for attempt in waiting if not attempt.recorded.cancelled()]
        return sorted({row.id for attempt in self._unconfirmed for row in attempt.rows})

    def confirm(self) -> None:
        """Let those send whose attempt is on record now."""
        confirmed, self._unconfirmed = self._unconfirmed, []
        for (_row, *ahead), recorded in confirmed:
            for row in ahead:
                row.announced = True
            if not recorded.done():
                recorded.set_result(None)
