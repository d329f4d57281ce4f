"""The worker: works updates in order, and commits what came of many of them at once.

What arrives while nothing waits is worked on arrival, in the transaction that keeps it; everything else goes through the
inbox: what a crash or a sick database left there, and groups in which an update failed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot.support import Heartbeat, Retry, TimeSource, logger, told
from storage.engine import Database
from storage.errors import ChangedMeanwhile, NotStorable, StorageError
from storage.inbox import Arrived
from storage.transaction import Transaction

GROUP = 64
"""Updates committed together: enough to share one fsync among many people, few enough to be quick to repeat."""

TRIES = 3
"""How often an update may fail before it is set aside; a fault that passes has passed by then."""

WORK_AGAIN = Retry(first=0.2, longest=10.0)
"""While the database does not work."""

_OWN_FAULTS = (ChangedMeanwhile, NotStorable)
"""What the database says of an update that it would say again; everything else is its own trouble, and passes."""


class Worker:
    """Runs `work` on each waiting update, in the order of arrival, in one transaction for a whole group.

    When an update of a group raises, nothing of the group is kept and each is run alone; one that fails TRIES times is
    set aside with its error, `apologise` tells its sender in a transaction of its own, and the rest goes on.
    `before` is called first in each transaction.
    """

    def __init__(
        self,
        database: Database,
        time_source: TimeSource,
        work: Callable[[Transaction, Arrived], Awaitable[None]],
        apologise: Callable[[Transaction, Arrived, str], Awaitable[None]],
        *,
        before: Callable[[Transaction], Awaitable[None]] | None = None,
        retry: Retry = WORK_AGAIN,
    ) -> None:
        self._database = database
        self._time = time_source
        self._work = work
        self._apologise = apologise
        self._before = before
        self._retry = retry
        self._log = logger("worker")
        self._awake = asyncio.Event()
        self._awake.set()
        self._stopping = False
        self.heartbeat = Heartbeat("worker", time_source.monotonic)

    def wake(self) -> None:
        """Say that something has arrived."""
        self._awake.set()

    def stop(self) -> None:
        """Have `run` return once everything that has arrived is worked."""
        self._stopping = True
        self._awake.set()

    async def run(self) -> None:
        """Work until stopped or cancelled."""
        pauses = self._retry.pauses()
        while True:
            await self._awake.wait()
            self._awake.clear()
            try:
                while await self.work_group():
                    pauses = self._retry.pauses()
                self.heartbeat.done()
                if self._stopping:
                    return
            except StorageError as error:
                self._log.error("the database does not work", error=str(error))
                self.heartbeat.failed(type(error).__name__)
                await asyncio.sleep(next(pauses))
                self._awake.set()

    async def arrive(self, updates: Sequence[dict[str, Any]]) -> None:
        """Work raw updates, or keep them to be worked; they may be acknowledged then. Raises StorageError."""
        for start in range(0, len(updates), GROUP):
            if not await self._work_at_once(updates[start : start + GROUP]):
                async with self._database.transaction(self._time.now()) as transaction:
                    await transaction.inbox.keep(updates[start:])
                self.wake()
                return

    async def _work_at_once(self, updates: Sequence[dict[str, Any]]) -> bool:
        """Work updates that nothing older waits before; False, and nothing kept, when that cannot be."""
        try:
            async with self._database.transaction(self._time.now()) as transaction:
                arrived = await transaction.inbox.enter_worked(updates)
                if arrived is None:
                    return False
                await self._work_all(transaction, arrived)
        except _OWN_FAULTS as error:
            self._log.info("updates kept for later", updates=len(updates), error=str(error))
        except StorageError:
            raise
        except Exception as error:  # any fault of any handler; it is found and named when its update runs alone
            self._log.warning("updates kept for later", updates=len(updates), error=type(error).__name__)
        else:
            return True
        return False

    async def drain(self) -> None:
        """Work what has arrived and return. Raises StorageError."""
        while await self.work_group():
            pass

    async def work_group(self) -> int:
        """Work one group and return how many updates it had. Raises StorageError when the database does not work."""
        waiting: Sequence[Arrived] = ()
        try:
            self.heartbeat.begin()
            async with self._database.transaction(self._time.now()) as transaction:
                waiting = await transaction.inbox.pending(GROUP)
                if not waiting:
                    return 0
                await self._work_all(transaction, waiting)
                await transaction.inbox.done([arrived.id for arrived in waiting], transaction.now)
        except _OWN_FAULTS as error:
            self._log.info("group repeated one by one", updates=len(waiting), error=str(error))
        except StorageError:
            raise
        except Exception as error:  # any fault of any handler; it is found and named when its update runs alone
            self._log.warning("group repeated one by one", updates=len(waiting), error=type(error).__name__)
        else:
            return len(waiting)
        for arrived in waiting:
            await self._work_alone(arrived)
        return len(waiting)

    async def _work_alone(self, arrived: Arrived) -> None:
        for attempt in range(arrived.attempts + 1, TRIES + 1):
            self.heartbeat.begin()
            try:
                async with self._database.transaction(self._time.now()) as transaction:
                    await self._prefetch(transaction, [arrived])
                    await self._work(transaction, arrived)
                    await transaction.inbox.done([arrived.id], transaction.now)
            except StorageError as error:
                if not isinstance(error, _OWN_FAULTS):
                    raise
                problem: Exception = error
            except Exception as error:
                problem = error
            else:
                return
            self._log.error("an update failed", update=arrived.update_id, attempt=attempt, exc_info=problem)
            await self._count(arrived, problem, for_good=attempt >= TRIES)

    async def _count(self, arrived: Arrived, problem: Exception, *, for_good: bool) -> None:
        reason = told(problem)
        async with self._database.transaction(self._time.now()) as transaction:
            if self._before is not None:
                await self._before(transaction)
            await transaction.inbox.failed(arrived.id, reason, transaction.now, for_good=for_good)
        if not for_good:
            return
        try:
            async with self._database.transaction(self._time.now()) as transaction:
                await self._apologise(transaction, arrived, reason)
        except Exception as error:
            self._log.error("nobody could be told of the failed update", update=arrived.update_id, exc_info=error)

    async def _work_all(self, transaction: Transaction, waiting: Sequence[Arrived]) -> None:
        await self._prefetch(transaction, waiting)
        for arrived in waiting:
            await self._work(transaction, arrived)

    async def _prefetch(self, transaction: Transaction, waiting: Sequence[Arrived]) -> None:
        if self._before is not None:
            await self._before(transaction)
        keys = set()
        for arrived in waiting:
            for content in arrived.body.values():
                if not isinstance(content, dict) or not isinstance(sender := content.get("from"), dict):
                    continue
                message = content.get("message") if "data" in content else content
                chat = (message or {}).get("chat") or sender
                keys.add((chat["id"], sender["id"]))
        await transaction.people.prefetch_accounts({user for _chat, user in keys})
        await transaction.conversations.prefetch(keys)
