"""Turns: what people of one chat are told, in the order in which it goes.

In a group the reports take turns, so that one of them, whatever is written about it, never keeps another waiting.
Within a report the order is kept, and what belongs together (a heading with its card, words with their files) goes
together. A person's chat keeps the order in which everything was written.
"""

from collections import deque
from collections.abc import Iterator

from storage.outbox import Outgoing
from storage.tables import Role


class Turns:
    """Waiting calls. With `fair`, a queue for each report, else one for all."""

    def __init__(self, *, fair: bool) -> None:
        self._fair = fair
        self._queues: dict[int | None, deque[Outgoing]] = {}
        self._order: deque[int | None] = deque()
        self._where: dict[int, int | None] = {}

    def __len__(self) -> int:
        return sum(len(queue) for queue in self._queues.values())

    def __bool__(self) -> bool:
        return bool(self._order)

    def __iter__(self) -> Iterator[Outgoing]:
        """Give the calls in the order in which they would go now."""
        queues = {key: deque(queue) for key, queue in self._queues.items()}
        order = deque(self._order)
        while order:
            yield _take(queues, order)

    def first(self) -> Outgoing:
        """Return the call whose turn it is. Raises IndexError when there is none."""
        return self._queues[self._order[0]][0]

    def before(self, row: Outgoing) -> Iterator[Outgoing]:
        """Give the calls that a new one would go behind for order's sake, the newest first."""
        return reversed(self._queues.get(self._key(row), ()))

    def append(self, row: Outgoing) -> None:
        """Put a call behind those it has to follow."""
        key = self._key(row)
        if key not in self._queues:
            self._queues[key] = deque()
            self._order.append(key)
        self._queues[key].append(row)
        self._where[row.id] = key

    def take(self) -> Outgoing:
        """Take out the call whose turn it is. Raises IndexError when there is none."""
        row = _take(self._queues, self._order)
        del self._where[row.id]
        return row

    def card_first(self) -> bool:
        """Give the turn to the next report whose card waits, where a note has it; tell whether that changed anything."""
        if not self._order or _is_card(self.first()):
            return False
        place = next((place for place, key in enumerate(self._order) if _is_card(self._queues[key][0])), None)
        if place is None:
            return False
        key = self._order[place]
        del self._order[place]
        self._order.appendleft(key)
        return True

    def drop(self, ids: set[int]) -> None:
        """Take out calls by their numbers."""
        for number in ids:
            self._where.pop(number, None)
        for key, queue in list(self._queues.items()):
            left = deque(row for row in queue if row.id not in ids)
            if left:
                self._queues[key] = left
            else:
                del self._queues[key]
                self._order.remove(key)

    def clear(self) -> None:
        """Take everything out."""
        self._queues.clear()
        self._order.clear()
        self._where.clear()

    def _key(self, row: Outgoing) -> int | None:
        if not self._fair:
            return None
        # What speaks of a call that waits stays behind that call, whatever report it is about.
        return self._where.get(-spoken_of(row), row.report_id)


def _take(queues: dict[int | None, deque[Outgoing]], order: deque[int | None]) -> Outgoing:
    queue = queues[order[0]]
    row = queue.popleft()
    if not queue:
        del queues[order.popleft()]
    elif not _goes_with(queue[0], row):
        order.rotate(-1)
    return row


def _goes_with(row: Outgoing, before: Outgoing) -> bool:
    """Tell whether a call must not be parted from the one before it, so that people see what belongs together."""
    if before.role is Role.ALBUM:
        return True
    if spoken_of(row) == -before.id:
        return True
    if before.role is not Role.NOTE:
        return False
    return row.role in {Role.ALBUM, Role.CARD} or (row.role is Role.NOTE and row.method != "sendMessage")


def spoken_of(row: Outgoing) -> int:
    """Return the message that a call changes or replies to; 0 for none."""
    reply = row.payload.get("reply_parameters")
    target = reply.get("message_id", 0) if isinstance(reply, dict) else row.payload.get("message_id", 0)
    return target if isinstance(target, int) else 0


def _is_card(row: Outgoing) -> bool:
    return row.role in {Role.CARD, Role.ALBUM}
