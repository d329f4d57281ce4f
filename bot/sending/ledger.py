"""The ledger: records what the courier tries and what came of it, as many rows to a commit as there are.

Recording is idempotent: when nobody knows whether a commit was kept, it is made again. What the database refuses for its
content is set aside alone, and everything else goes on.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace

from bot.sending.attempts import Attempts
from bot.sending.losses import Loss
from bot.sending.message_ids import MessageIds
from bot.support import Heartbeat, Retry, TimeSource, logger
from storage.engine import Database
from storage.errors import ChangedMeanwhile, NotStorable, StorageError
from storage.outbox import Outgoing, makes_message
from storage.outcomes import RowOutcome
from storage.tables import OutboxState
from storage.transaction import Transaction

LINGER = 0.02
"""Seconds that attempts and outcomes wait for a transaction to go along with before they get one of their own."""

RECORD_AGAIN = Retry(first=1.0, longest=1.0)
"""While the database does not take what is to be recorded: the sends under way wait for it."""

Note = Callable[[Transaction], Awaitable[None]]
"""Writes something that may be written twice."""

_ABOUT_CONTENT = (ChangedMeanwhile, NotStorable)
"""What the database says of a row that it would say again; everything else is its own trouble, and passes."""


class Ledger:
    """Collects attempts and outcomes while a commit is under way, and commits them together next.

    `counts["unrecorded"]`: outcomes set aside since the start because the database refused them.
    """

    def __init__(
        self,
        database: Database,
        time_source: TimeSource,
        *,
        counts: Counter[str] | None = None,
        retry: Retry | None = None,
    ) -> None:
        self._database = database
        self._time = time_source
        self._retry = retry or RECORD_AGAIN
        self._log = logger("ledger")
        self._attempts = Attempts()
        self._withdrawn: set[int] = set()
        self._notes: dict[tuple[str, int], Note] = {}
        self._outcomes: list[RowOutcome] = []
        self._unconfirmed: list[RowOutcome] = []
        self._losses: list[Loss] = []
        self._dirty = asyncio.Event()
        self._writing = asyncio.Lock()
        self.message_ids = MessageIds(database)
        self.counts: Counter[str] = Counter() if counts is None else counts
        self.writes = False
        """Whether the last write succeeded; none has at the start. Without it, a crash would send again what is sent now."""
        self.heartbeat = Heartbeat("ledger", time_source.monotonic)

    @property
    def busy(self) -> bool:
        """Whether something is known that is not on record yet."""
        known = self._attempts or self._outcomes or self._unconfirmed or self._losses or self._withdrawn or self._notes
        return bool(known) or self._writing.locked()

    async def attempt(self, row: Outgoing, ahead: Iterable[Outgoing] = ()) -> None:
        """Return once it is recorded that this row is being tried; for what must not be sent a second time unknowingly.

        `ahead` are rows that follow soon: recorded along, they need not wait for a commit of their own then.
        """
        announced, row.announced = row.announced, False
        if announced and self.writes:
            return
        self._dirty.set()
        await self._attempts.recorded(row, ahead)

    def withdraw(self, row: Outgoing) -> None:
        """Have it recorded that the attempt on record for a row surely brought nothing about: it may be made again."""
        self._withdrawn.add(row.id)
        self._dirty.set()

    def record_unknown(self, row: Outgoing) -> None:
        """Have it recorded how many sends of a row ended without anybody knowing whether they arrived."""
        number, unknown = row.id, row.unknown
        self._notes["unknown", number] = lambda transaction: transaction.outbox.count_unknown(number, unknown)
        self._dirty.set()

    def record_file(self, upload: int, file_id: str, unique_id: str) -> None:
        """Have it recorded what Telegram calls an upload."""
        self._notes["file", upload] = lambda transaction: transaction.uploads.sent(upload, file_id, unique_id)
        self._dirty.set()

    def record_outcome(
        self, row: Outgoing, state: OutboxState, message_ids: tuple[int, ...] = (), error: str | None = None
    ) -> None:
        """Have the end of a row recorded soon."""
        self._outcomes += self._ended(row, state, message_ids, error)
        self._dirty.set()

    def record_loss(
        self, rows: Sequence[Outgoing], error: str, write: Callable[[Transaction], Awaitable[None]]
    ) -> None:
        """Have the end of rows that are given up recorded, in one transaction with `write`: both or neither."""
        outcomes = [item for row in rows for item in self._ended(row, OutboxState.DEAD, (), error)]
        self._losses.append(Loss(outcomes, write))
        self._dirty.set()

    def record_finding(self, write: Callable[[Transaction], Awaitable[None]]) -> None:
        """Have something written that was found out and ends no row; it may be written twice."""
        self._losses.append(Loss([], write))
        self._dirty.set()

    def record_answer(self, row: Outgoing, write: Callable[[Transaction], Awaitable[None]]) -> None:
        """Have the end of a call that asked something recorded, in one transaction with `write`: both or neither."""
        self._losses.append(Loss(list(self._ended(row, OutboxState.SENT, (), None)), write))
        self._dirty.set()

    def _ended(
        self, row: Outgoing, state: OutboxState, message_ids: tuple[int, ...], error: str | None
    ) -> Iterable[RowOutcome]:
        """Return the end of a row and of those it carries."""
        self._withdrawn.discard(row.id)
        self.message_ids.remember(row.id, message_ids)
        role = row.role if makes_message(row.method) else None
        yield RowOutcome(
            row.id, state, row.chat_id, message_ids, error, role=role, report_id=row.report_id, attempts=row.attempts
        )
        for extra in row.absorbed:
            if state is OutboxState.SENT and makes_message(extra.method):
                self.message_ids.remember(extra.id, message_ids)
                yield RowOutcome(extra.id, state, row.chat_id, message_ids[:1], None)
            else:
                ended = OutboxState.EXPIRED if state is OutboxState.SENT else state
                yield RowOutcome(extra.id, ended, row.chat_id, (), error or f"carried by {row.id}")

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
        # An attempt that was taken back goes on record before the next one of the same row; only `_write_together` does that.
        if not self._withdrawn and (tried := self._attempts.due()):
            transaction.after_commit(self._attempts.confirm)
            await transaction.outbox.attempt(tried, transaction.now)
        if outcomes := self._due():
            transaction.after_commit(outcomes.clear)
            await transaction.outcomes.record(outcomes, transaction.now)

    def _due(self) -> list[RowOutcome]:
        """Return what is to be recorded, with what an earlier transaction wrote and did not keep.

        Transactions are taken one at a time, so that whatever is still unconfirmed when one begins was not kept, or
        nobody knows whether it was.
        """
        self._unconfirmed, self._outcomes = self._unconfirmed + self._outcomes, []
        return self._unconfirmed

    async def run(self) -> None:
        """Record until cancelled. What cannot be recorded now is kept and tried again."""
        pauses = self._retry.pauses()
        while True:
            await self._dirty.wait()
            await asyncio.sleep(LINGER)
            self._dirty.clear()
            self.heartbeat.begin()
            try:
                await self._write()
                self.heartbeat.done()
                pauses = self._retry.pauses()
            except StorageError as error:
                self.heartbeat.failed(type(error).__name__)
                self._dirty.set()
                self._log.error("sends cannot be recorded", error=str(error), waiting=len(self._unconfirmed))
                await asyncio.sleep(next(pauses))

    async def close(self) -> None:
        """Record what is left."""
        try:
            await self._write()
        except StorageError as error:
            self._log.error("the last sends could not be recorded", error=str(error), lost=len(self._unconfirmed))

    async def _write(self) -> None:
        """Write everything that is known. Raises StorageError for a trouble of the database's own; all is kept then."""
        async with self._writing:
            try:
                await self._write_together()
            except Exception as error:
                if _passes(error):
                    raise
                self._log.warning("sends are recorded one by one", error=type(error).__name__)
                await self._write_apart()
            while self._losses:
                await self._write_loss(self._losses[0])
                del self._losses[0]

    async def _write_together(self) -> None:
        if not (self._attempts or self._withdrawn or self._notes or self._outcomes or self._unconfirmed):
            return
        withdrawn: set[int] = set()
        notes: dict[tuple[str, int], Note] = {}
        try:
            async with self._database.transaction(self._time.now()) as transaction:
                # Taken only now: until this transaction's turn has come, another one may write attempts.
                withdrawn, self._withdrawn = self._withdrawn, set()
                notes, self._notes = self._notes, {}
                if withdrawn:
                    await transaction.outbox.withdraw(sorted(withdrawn))
                for note in notes.values():
                    await note(transaction)
                await self._record(transaction)
        except BaseException:
            self._notes = {**notes, **self._notes}
            self._withdrawn |= withdrawn
            self.writes = False
            raise
        self.writes = True

    async def _write_apart(self) -> None:
        """Write each outcome alone, set aside those that the database refuses, and then the attempts."""
        due = self._due()
        while due:
            try:
                await self._write_one(due[0])
            except Exception as error:
                if _passes(error):
                    raise
                await self._set_aside(due[0], error)
            del due[0]
        await self._write_together()
        self.writes = True

    async def _write_one(self, outcome: RowOutcome) -> None:
        async with self._database.transaction(self._time.now()) as transaction:
            await transaction.outcomes.record([outcome], transaction.now)

    async def _set_aside(self, outcome: RowOutcome, error: Exception) -> None:
        """Record of an outcome no more than that it is over, so that the row is not sent again after a restart."""
        self.counts["unrecorded"] += 1
        self._log.error("the outcome of a row cannot be recorded", row=outcome.id, error=type(error).__name__)
        least = replace(outcome, message_ids=(), role=None, error="its outcome could not be recorded")
        try:
            await self._write_one(least)
        except Exception as again:
            if _passes(again):
                raise
            self._log.error("a row cannot be ended", row=outcome.id, error=type(again).__name__)

    async def _write_loss(self, loss: Loss) -> None:
        try:
            async with self._database.transaction(self._time.now()) as transaction:
                # When the answer to an earlier commit was lost, all of it may be there already.
                if loss.about is None or await transaction.outbox.waits(loss.about):
                    if loss.outcomes:
                        await transaction.outcomes.record(loss.outcomes, transaction.now)
                    await loss.write(transaction)
        except Exception as error:
            if _passes(error):
                raise
            self._log.error("what a loss means cannot be written down", row=loss.about, exc_info=error)
            self._outcomes += loss.outcomes
            self._dirty.set()


def _passes(error: Exception) -> bool:
    """Tell whether an error is a trouble of the database that has nothing to do with what was written."""
    return isinstance(error, StorageError) and not isinstance(error, _ABOUT_CONTENT)
