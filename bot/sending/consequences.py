"""Consequences: what the outcome of a send means for its row, its lane and its chat."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from bot.cleaning import Cleaned
from bot.sending.downloads import METHOD as FILE
from bot.sending.holding import Holding
from bot.sending.lane import Lane
from bot.sending.lanes import Lanes
from bot.sending.ledger import Ledger
from bot.sending.losses import Losses
from bot.sending.outcomes import Outcome, Verdict
from bot.support import Retry, TimeSource, logger
from bot.telegram import TelegramRefusesBot
from storage.engine import Database
from storage.errors import StorageError
from storage.outbox import Outgoing
from storage.tables import OutboxState
from storage.transaction import Transaction
from storage.uploads import named

UNKNOWN_AGAIN = Retry(first=1.0, longest=60.0, tries=3)
"""For a message that may have arrived all the same: each try may be one more copy of it."""

NOT_SENT_AGAIN = Retry(first=1.0, longest=60.0, within=timedelta(hours=24).total_seconds())
"""For a message that surely did not arrive; Telegram keeps updates as long on its side."""

NOT_TRIED_PAUSE = 1.0
"""Seconds until a row is taken up again for which the database did not answer."""

LEAST_TRIES = 8
"""How often it is tried all the same: when a machine was suspended, the hours went by without a try."""

_PASSING = frozenset({"answerCallbackQuery", "setMessageReaction", "sendChatAction"})
"""What nobody misses a minute later and nobody can do anything about: counted, not told."""


class Consequences:
    """Ends rows, has them tried again, and writes down losses. `written` is called when that wrote new rows,
    `answered` when an answer was put into the inbox.

    `counts` counts how often a row ended in each state ("sent", "expired", "dead"), was put off ("retried"), was a trifle
    that could not be made ("dropped"), or a file that could not be cleaned ("unshown").
    """

    def __init__(
        self,
        database: Database,
        time_source: TimeSource,
        lanes: Lanes,
        ledger: Ledger,
        losses: Losses,
        holding: Holding,
        written: Callable[[], None],
        answered: Callable[[], None],
        counts: Counter[str],
    ) -> None:
        self._database = database
        self._time = time_source
        self._lanes = lanes
        self._ledger = ledger
        self._losses = losses
        self._holding = holding
        self._written = written
        self._answered = answered
        self._log = logger("courier")
        self.counts = counts

    def end(self, row: Outgoing, state: OutboxState, error: str | None, message_ids: tuple[int, ...] = ()) -> None:
        """Have the end of a row recorded and counted."""
        self.counts[state.value] += 1
        self._ledger.record_outcome(row, state, message_ids, error)

    def finish(
        self, lane: Lane, row: Outgoing, state: OutboxState, error: str | None, message_ids: tuple[int, ...] = ()
    ) -> None:
        """End the row in progress of a lane; the lane goes on with its next."""
        self.end(row, state, error, message_ids)
        lane.finished()
        self._lanes.queue(lane)

    async def follow(self, lane: Lane, row: Outgoing, outcome: Outcome) -> None:
        """Do what an outcome calls for. Raises TelegramRefusesBot when Telegram does not know the bot."""
        match outcome.verdict:
            case Verdict.SENT if row.then is not None:
                self._answer(lane, row, row.then, outcome.result)
            case Verdict.SENT:
                if self._holding.arrived(row) and row.chat_id is not None:
                    self._find_reached(row.chat_id)
                self.finish(lane, row, OutboxState.SENT, None, outcome.message_ids)
            case Verdict.CHANGED:
                self._again(lane, row, 0.0)
            case Verdict.NOT_TRIED:
                self._again(lane, row, NOT_TRIED_PAUSE)
            case Verdict.AGAIN if outcome.seconds:
                self._log.warning("Telegram asks to wait", chat=row.chat_id, seconds=outcome.seconds)
                self._again(lane, row, outcome.seconds)
            case Verdict.AGAIN:
                self._retry(lane, row, outcome, NOT_SENT_AGAIN, lane.retries + 1)
            case Verdict.UNKNOWN if row.once:
                self._give_up(lane, row, outcome, "it is unknown whether it arrived, and it must not twice")
            case Verdict.UNKNOWN:
                row.unknown += 1
                self._ledger.record_unknown(row)
                self._retry(lane, row, outcome, UNKNOWN_AGAIN, row.unknown)
            case Verdict.MOVED if outcome.chat_id is not None and lane.chat_id is not None:
                await self._move(lane, row, lane.chat_id, outcome.chat_id)
            case Verdict.UNREACHABLE if row.chat_id is not None and row.chat_id < 0:
                self._hold(lane, row, row.chat_id, outcome.reason or "")
            case Verdict.UNREACHABLE if row.chat_id is not None:
                self._lose(lane, row, row.chat_id, outcome.reason or "")
            case Verdict.WITHHELD if row.chat_id is not None:
                self._withhold(lane, row, row.chat_id, outcome.reason or "")
            case Verdict.EXPIRED:
                self.finish(lane, row, OutboxState.EXPIRED, outcome.reason)
            case Verdict.FATAL:
                raise TelegramRefusesBot
            case _:
                self._give_up(lane, row, outcome, "Telegram refused it")

    def _retry(self, lane: Lane, row: Outgoing, outcome: Outcome, retry: Retry, failures: int) -> None:
        if lane.retries == 0:
            lane.since = self._time.monotonic()
        lane.retries += 1
        elapsed = self._time.monotonic() - lane.since if lane.retries > LEAST_TRIES else 0.0
        pause = retry.pause(failures, elapsed)
        if pause is None:
            self._give_up(lane, row, outcome, "tried for too long")
            return
        self._log.warning("not sent", row=row.id, chat=row.chat_id, error=outcome.reason, pause=round(pause, 1))
        self._again(lane, row, pause)

    def _again(self, lane: Lane, row: Outgoing, seconds: float) -> None:
        self.counts["retried"] += 1
        if row.once:
            self._ledger.withdraw(row)
        lane.put_back(row)
        lane.not_before = self._time.monotonic() + seconds
        self._lanes.queue(lane)

    def _give_up(self, lane: Lane, row: Outgoing, outcome: Outcome, why: str) -> None:
        reason = f"{why}: {outcome.reason}"
        if row.then is not None:
            self._log.info("no answer", row=row.id, method=row.method, reason=reason)
            self._answer(lane, row, row.then, None)
            return
        if row.method in _PASSING:
            self._log.info("dropped", row=row.id, method=row.method, reason=reason)
            self.counts["dropped"] += 1
            self.finish(lane, row, OutboxState.EXPIRED, reason)
            return
        self._log.error("dead letter", row=row.id, method=row.method, chat=row.chat_id, reason=reason)

        async def write(transaction: Transaction) -> None:
            transaction.after_commit(self._written)
            await self._losses.given_up(transaction, row, reason)

        self._end_as_lost(lane, [row], reason, write)

    def _answer(self, lane: Lane, row: Outgoing, then: dict[str, Any], result: Any) -> None:
        """Put what Telegram answered (None: nothing) into the inbox, where it is worked like an update."""

        async def write(transaction: Transaction) -> None:
            transaction.after_commit(self._answered)
            answer = await _kept(transaction, then, result) if isinstance(result, Cleaned) else result
            # The row's number makes it the same answer however often it is recorded; Telegram's own are positive.
            await transaction.inbox.keep([{"update_id": -row.id, "telegram_answer": {**then, "result": answer}}])

        if row.method == FILE and result is None:
            self.counts["unshown"] += 1
        self.counts[OutboxState.SENT.value] += 1
        self._ledger.record_answer(row, write)
        lane.finished()
        self._lanes.queue(lane)

    def _hold(self, lane: Lane, row: Outgoing, chat_id: int, reason: str) -> None:
        """A group takes nothing for now: what waits for it is held until it does."""
        rows = [row, *lane.clear()]
        self._log.warning("a group is unreachable", chat=chat_id, held=len(rows), reason=reason)
        if self._holding.close(chat_id, rows):
            self._find(lambda transaction: self._losses.unreachable(transaction, chat_id, reason))
        self._set_aside(lane, rows)

    def _withhold(self, lane: Lane, row: Outgoing, chat_id: int, reason: str) -> None:
        """A group takes no such files: they wait, with those that it refused before, and everything else goes on."""
        rows = [row, *lane.drop([other.id for other in lane.rows() if other.withheld])]
        self._log.warning("a group takes no such files", chat=chat_id, held=len(rows), reason=reason)
        self._holding.withhold(chat_id, rows)
        if not row.withheld:
            self._find(lambda transaction: self._losses.withheld(transaction, row))
        self._set_aside(lane, rows)

    def _set_aside(self, lane: Lane, rows: Sequence[Outgoing]) -> None:
        """Go on without rows that wait in the outbox from now on; what was refused was surely not sent."""
        for row in rows:
            if not row.unknown and (row.attempts or row.announced):
                self._ledger.withdraw(row)
        lane.finished()
        self._lanes.queue(lane)

    def _find_reached(self, chat_id: int) -> None:
        self._log.info("a group is reachable again", chat=chat_id)
        self._find(lambda transaction: self._losses.reached(transaction, chat_id))
        self._written()

    def _find(self, write: Callable[[Transaction], Awaitable[None]]) -> None:
        """Have something written down that was found out."""

        async def found(transaction: Transaction) -> None:
            transaction.after_commit(self._written)
            await write(transaction)

        self._ledger.record_finding(found)

    def _lose(self, lane: Lane, row: Outgoing, chat_id: int, reason: str) -> None:
        """A person is not to be reached: nothing that waits for them can arrive, and nothing should queue behind it."""
        behind = lane.clear()
        self._log.warning("a person is unreachable", chat=lane.chat_id, waiting=len(behind), reason=reason)

        async def write(transaction: Transaction) -> None:
            transaction.after_commit(self._written)
            await self._losses.unreachable(transaction, chat_id, reason)

        self._end_as_lost(lane, [row, *behind], reason, write)

    def _end_as_lost(
        self, lane: Lane, rows: Sequence[Outgoing], reason: str, write: Callable[[Transaction], Awaitable[None]]
    ) -> None:
        self.counts[OutboxState.DEAD.value] += len(rows)
        self._ledger.record_loss(rows, reason, write)
        lane.finished()
        self._lanes.queue(lane)

    async def _move(self, lane: Lane, row: Outgoing, old: int, new: int) -> None:
        self._log.info("a group moved", chat=old, to=new)
        await self._write_down(lambda transaction: self._losses.moved(transaction, old, new))
        lane.put_back(row)
        self._lanes.move(lane, new)

    async def _write_down(self, write: Callable[[Transaction], Awaitable[None]]) -> None:
        try:
            async with self._database.transaction(self._time.now()) as transaction:
                await write(transaction)
        except StorageError as error:
            self._log.error("the outcome could not be written down", error=str(error))
        else:
            self._written()


async def _kept(transaction: Transaction, then: dict[str, Any], file: Cleaned) -> dict[str, int]:
    """Keep a cleaned file to be sent, and return what names it in a call."""
    return named(await transaction.uploads.keep(then["about"]["kind"], file.name, file.mime, file.content))
