"""Lanes: what waits for each chat, and which chat's turn it is."""

import heapq
from collections.abc import Callable, Iterable, Iterator

from bot.sending.downloads import METHOD
from bot.sending.lane import Lane, LaneKey
from storage.outbox import Outgoing
from storage.tables import Role


class Lanes:
    """All lanes, and the order in which their heads may go: by priority, then by age."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lanes: dict[LaneKey, Lane] = {}
        self._ready: list[tuple[int, int, int, Lane]] = []
        self._later: list[tuple[float, int, Lane]] = []
        self._tickets = 0
        self._moved: dict[int, int] = {}

    def __bool__(self) -> bool:
        return bool(self._lanes)

    def __iter__(self) -> Iterator[Lane]:
        return iter(self._lanes.values())

    def waiting(self) -> Iterator[Outgoing]:
        """Return every call that waits or is being sent."""
        for lane in self._lanes.values():
            if lane.in_progress is not None:
                yield lane.in_progress
            yield from lane.rows()

    def recall(self, ids: Iterable[int]) -> list[Outgoing]:
        """Take out what has not been tried yet, wherever it waits; what is being sent stays."""
        wanted, out = set(ids), []
        for lane in list(self._lanes.values()):
            before = lane.head()
            out += lane.drop(wanted)
            if lane.head() is not before:
                self.queue(lane)
        return out

    def get(self, chat_id: int) -> Lane | None:
        """Return a chat's lane, if anything waits for it."""
        return self._lanes.get(chat_id)

    def add(self, row: Outgoing) -> Lane:
        """Put a call into its chat's lane. Calls without a chat have a lane each, but files that are fetched share one.

        Each of those may take 20 MB, far more while it is decoded, and a minute: side by side they would take every place
        among the sends in progress, and nobody would hear anything.
        """
        if row.chat_id in self._moved:
            _readdress(row, self._moved[row.chat_id])  # written just before the group was known to have moved
        key: LaneKey = row.chat_id or (("files", 0) if row.method == METHOD else ("call", row.id))
        lane = self._lanes.get(key)
        if lane is None:
            lane = self._lanes[key] = Lane(key, row.chat_id)
        before = lane.head()
        lane.add(row)
        # A card may go before the note whose turn it is, and sooner.
        if lane.in_progress is None and (lane.head() is not before or row.role is Role.CARD):
            self.queue(lane)
        return lane

    def queue(self, lane: Lane, seconds: float = 0.0) -> None:
        """Let a lane's head wait for its turn, or for a while before that. A lane that is empty ends."""
        head = lane.head()
        if lane.in_progress is not None:
            return
        if head is None:
            self._lanes.pop(lane.key, None)
            return
        self._tickets += 1
        lane.ticket = self._tickets
        now = self._monotonic()
        until = max(now + seconds, lane.not_before)
        if until > now:
            heapq.heappush(self._later, (until, lane.ticket, lane))
        else:
            heapq.heappush(self._ready, (head.priority, head.id, lane.ticket, lane))

    def first(self) -> Lane | None:
        """Return the lane whose turn it is, and leave it where it is."""
        now = self._monotonic()
        while self._later and self._later[0][0] <= now:
            _until, ticket, lane = heapq.heappop(self._later)
            if ticket == lane.ticket and (head := lane.head()) is not None and lane.in_progress is None:
                heapq.heappush(self._ready, (head.priority, head.id, ticket, lane))
        while self._ready:
            _priority, _id, ticket, lane = self._ready[0]
            if ticket == lane.ticket and lane.in_progress is None and not lane.empty:
                return lane
            heapq.heappop(self._ready)
        return None

    def take_first(self) -> None:
        """Take the first lane out of the order. The caller begins its next call, or queues the lane again."""
        lane = heapq.heappop(self._ready)[3]
        lane.ticket = 0

    def next_in(self) -> float | None:
        """Return the seconds until another lane may have its turn; None when none waits for time."""
        if not self._later:
            return None
        return max(0.0, self._later[0][0] - self._monotonic())

    def move(self, lane: Lane, new: int) -> None:
        """Carry a lane's calls over to a group's new id, before what waits there."""
        self._lanes.pop(lane.key, None)
        rows = lane.clear()
        target = self._lanes.get(new)
        behind = [] if target is None else target.clear()
        for row in rows:
            _readdress(row, new)
        if lane.chat_id is not None:
            self._moved[lane.chat_id] = new
        if target is None:
            target = self._lanes[new] = Lane(new, new)
        for row in [*rows, *behind]:
            target.add(row)
        self.queue(target)


def _readdress(row: Outgoing, chat_id: int) -> None:
    row.chat_id = chat_id
    if "chat_id" in row.payload:
        row.payload["chat_id"] = chat_id
