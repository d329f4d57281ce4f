"""The ledger: records what the courier tries and what came of it, as many rows to a commit as there are."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress

from bot.support import TimeSource, logger
from storage import outbox
from storage.engine import Database
from storage.errors import StorageError
from storage.outbox import Outgoing, makes_message
from storage.settling import Settled, settle
from storage.tables import OutboxState
from storage.transaction import Transaction

REMEMBERED = 10_000
"""Results kept in memory for rows that refer to them; older ones are read from the outbox."""

LINGER = 0.02
"""Seconds that results wait for a transaction to go along with before they get one of their own."""

PAUSE = 1.0
"""Seconds to wait before what could not be recorded is tried again."""


class Ledger:
    """Collects attempts and outcomes while a commit is under way, and commits them together next."""

    def __init__(self, database: Database, time_source: TimeSource, *, pause: float = PAUSE) -> None:
        self._database = database
        self._time = time_source
        self._pause = pause
        self._log = logger("ledger")
        self._attempts: list[tuple[list[Outgoing], asyncio.Future[None]]] = []
        self._outcomes: list[Settled] = []
        self._unconfirmed: list[Settled] = []
        self._results: OrderedDict[int, int] = OrderedDict()
        self._dirty = asyncio.Event()
        self._urgent = asyncio.Event()
        self._writing = asyncio.Lock()
        self.writes = False
        """Whether the last write succeeded; none has at the start. Without it, a crash would send again what is sent now."""

    @property
    def busy(self) -> bool:
        """Whether an outcome is known that is not on record yet."""
        return bool(self._outcomes or self._unconfirmed) or self._writing.locked()

    async def attempt(self, row: Outgoing, ahead: Iterable[Outgoing] = ()) -> None:
        """Return once it is recorded that this row is being tried; for what must not be sent a second time unknowingly.

        `ahead` are rows that follow soon: recorded along, they need not wait for a commit of their own then.
        """
        announced, row.announced = row.announced, False
        if announced and self.writes:
            return
        recorded: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._attempts.append(([row, *ahead], recorded))
        self._urgent.set()
        self._dirty.set()
        await recorded

    def record_outcome(
        self, row: Outgoing, state: OutboxState, message_ids: tuple[int, ...] = (), error: str | None = None
    ) -> None:
        """Have the end of a row recorded soon."""
        self._remember(row.id, message_ids)
        self._outcomes.append(
            Settled(
                row.id,
                state,
                row.chat_id,
                message_ids,
                error,
                role=row.role if makes_message(row.method) else None,
                report_id=row.report_id,
                attempts=row.attempts,
            )
        )
        for extra in row.absorbed:
            if state is OutboxState.SENT and makes_message(extra.method):
                self._remember(extra.id, message_ids)
                self._outcomes.append(Settled(extra.id, state, row.chat_id, message_ids[:1], None))
            else:
                ended = OutboxState.EXPIRED if state is OutboxState.SENT else state
                self._outcomes.append(Settled(extra.id, ended, row.chat_id, (), error or f"carried by {row.id}"))
        self._dirty.set()

    def _remember(self, row: int, message_ids: tuple[int, ...]) -> None:
        if message_ids:
            self._results[row] = message_ids[0]
            if len(self._results) > REMEMBERED:
                self._results.popitem(last=False)

    async def message_of(self, row: int) -> int | None:
        """Return the message that an earlier row became, or None when it became none."""
        if row in self._results:
            return self._results[row]
        async with self._database.reading() as session:
            return await outbox.message_of(session, row)

    async def resolve(self, row: Outgoing) -> bool:
        """Put real message ids for those that stood for earlier rows; False when the call is about a message never sent."""
        target = row.payload.get("message_id")
        if isinstance(target, int) and target < 0:
            found = await self.message_of(-target)
            if found is None:
                return False
            row.payload["message_id"] = found
        reply = row.payload.get("reply_parameters")
        if isinstance(reply, dict) and reply.get("message_id", 0) < 0:
            found = await self.message_of(-reply["message_id"])
            if found is None:
                del row.payload["reply_parameters"]
            else:
                reply["message_id"] = found
        return True

    async def record(self, transaction: Transaction) -> None:
        """Record what has ended so far in a transaction that is open anyway; should it fail, the next one does.

        Whoever works updates begins with this: a reply to a message that was sent a moment ago finds what it was.
        While the ledger's own writes fail it stays out of others' transactions.
        """
        if not self.writes:
            return
        try:
            await self._record(transaction)
        except BaseException:
            self.writes = False
            self._dirty.set()
            raise

    async def _record(self, transaction: Transaction) -> None:
        if outcomes := self._due():
            transaction.after_commit(outcomes.clear)
            await settle(transaction.session, outcomes, transaction.now)

    def _due(self) -> list[Settled]:
        """Return what is to be recorded, with what an earlier transaction wrote and did not keep.

        Transactions are taken one at a time, so that whatever is still unconfirmed when one begins was not kept.
        """
        self._unconfirmed, self._outcomes = self._unconfirmed + self._outcomes, []
        return self._unconfirmed

    async def run(self) -> None:
        """Record until cancelled. What cannot be recorded now is kept and tried again."""
        while True:
            await self._dirty.wait()
            with suppress(TimeoutError):
                async with asyncio.timeout(LINGER):
                    await self._urgent.wait()
            self._dirty.clear()
            self._urgent.clear()
            try:
                await self._write()
            except StorageError as error:
                self._log.error("sends cannot be recorded", error=str(error), waiting=len(self._outcomes))
                await asyncio.sleep(self._pause)

    async def close(self) -> None:
        """Record what is left."""
        try:
            await self._write()
        except StorageError as error:
            self._log.error("the last sends could not be recorded", error=str(error), lost=len(self._outcomes))

    async def _write(self) -> None:
        async with self._writing:
            # A send that was called off before it began is no attempt: a row that goes only once may still go.
            attempts, self._attempts = [item for item in self._attempts if not item[1].cancelled()], []
            if not attempts and not self._outcomes and not self._unconfirmed:
                return
            try:
                async with self._database.transaction(self._time.now()) as transaction:
                    if attempts:
                        tried = sorted({row.id for rows, _ in attempts for row in rows})
                        await outbox.attempt(transaction.session, tried, transaction.now)
                    await self._record(transaction)
            except BaseException:
                self._attempts = attempts + self._attempts
                self.writes = False
                self._dirty.set()
                raise
            self.writes = True
            for (_row, *ahead), recorded in attempts:
                for row in ahead:
                    row.announced = True
                if not recorded.done():
                    recorded.set_result(None)
