"""Combining: when a group's waiting cards would take longer than a minute, they become combined cards.

Whether a lane is too long is decided here; what a combined card says is its composer's business (`Combine`), and it is
written in the same transaction in which the single cards are taken back.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence

from bot.sending.holding import Holding
from bot.sending.lane import Lane
from bot.sending.lanes import Lanes
from bot.sending.places import KEPT_FOR_ASKED
from bot.sending.turns import spoken_of
from bot.support import TimeSource, logger
from bot.telegram import Pacing, cost_of
from storage.engine import Database
from storage.errors import StorageError
from storage.outbox import Outgoing
from storage.tables import Role
from storage.transaction import Transaction

SOON = 60.0
"""Seconds within which every report shall be in front of its agency."""

AT_MOST = 20
"""Reports on one combined card: as many lines and buttons as a phone shows without getting lost."""

Combine = Callable[[Transaction, int, Sequence[int]], Awaitable[int]]
"""Puts up one combined card for the reports in a chat and returns the number of its outbox row."""


class CardCombiner:
    """Looks for lanes that are too long. `due_at` is the monotonic moment to look again; None when nothing ages."""

    def __init__(self, database: Database, time_source: TimeSource, pacing: Pacing, combine: Combine) -> None:
        self._database = database
        self._time = time_source
        self._pacing = pacing
        self._put_up = combine
        self._log = logger("combining")
        self.due_at: float | None = None

    async def look(self, lanes: Lanes, holding: Holding) -> int:
        """Combine where it is needed and return how many cards were. What cannot be written now waits as it was.

        Where it is not known whether a group can be reached, what waits there may wait longer.
        """
        self.due_at = None
        count = 0
        for lane in list(lanes):
            if lane.chat_id is not None and holding.is_on_trial(lane.chat_id):
                continue
            if lane.chat_id is None or lane.chat_id > 0 or len(lane.told) < 2:
                continue
            waiting = {row.id for row in lane.told}
            cards = [row for row in lane.told if _is_card(row) and not _has_files_there(row, waiting, holding)]
            if len(cards) < 2:
                continue
            late = self._late_by(lane, cards)
            if late < 0:
                due = self._time.monotonic() - late
                self.due_at = due if self.due_at is None else min(self.due_at, due)
                continue
            for start in range(0, len(cards), AT_MOST):
                part = cards[start : start + AT_MOST]
                if len(part) > 1 and await self._combine(lanes, lane, part):
                    count += len(part)
        return count

    def _late_by(self, lane: Lane, cards: Sequence[Outgoing]) -> float:
        """Return by how many seconds the last card would miss its time; negative while it will not."""
        cost = sum(cost_of(row.method, row.payload) for row in lane.told)
        if cost > self._pacing.group_places - KEPT_FOR_ASKED:
            return SOON
        last = cards[-1].payload
        wait = self._pacing.chat_wait("sendMessage", {**last, "media": [None] * cost}, keep=KEPT_FOR_ASKED)
        oldest = cards[0].created_at
        age = 0.0 if oldest is None else (self._time.now() - oldest).total_seconds()
        return age + wait - SOON if wait > 0 else -SOON

    async def _combine(self, lanes: Lanes, lane: Lane, cards: Sequence[Outgoing]) -> bool:
        reports = [row.report_id for row in cards if row.report_id is not None]
        taken = {row.id for row in cards}
        # Files that wait for a card taken back are shown with it when somebody opens it.
        taken |= {row.id for row in lane.told if row.role is Role.ALBUM and row.report_id in reports}
        for row in lane.told:
            if row.id in taken:
                taken |= {extra.id for extra in row.absorbed}
        chat_id = lane.chat_id
        assert chat_id is not None  # noqa: S101  the caller looks at groups alone
        try:
            async with self._database.transaction(self._time.now()) as transaction:
                number = await self._put_up(transaction, chat_id, list(dict.fromkeys(reports)))
                await transaction.waiting.end(taken, f"combined into {number}")
        except StorageError as error:
            self._log.error("waiting cards could not be combined", chat=chat_id, error=str(error))
            return False
        # Meanwhile the group may have moved: its rows are looked for wherever they are.
        lanes.recall(taken)
        self._log.info("cards combined", chat=chat_id, cards=len(cards), into=number)
        return True


def _has_files_there(row: Outgoing, waiting: Collection[int], holding: Holding) -> bool:
    """Tell whether a card replies to files that the group has already: without it nobody knows whose they are."""
    files = -spoken_of(row)
    return files != 0 and files not in waiting and not holding.withholds(row.chat_id, files)


def _is_card(row: Outgoing) -> bool:
    return row.role is Role.CARD and row.method == "sendMessage" and row.report_id is not None and not row.attempts
