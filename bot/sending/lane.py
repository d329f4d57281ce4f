"""A lane: what waits for one chat, in the order in which it goes.

A lane has two streams, each in its order: what somebody waits for (answers, edits of messages they see)
and what they are told (pushes, cards, reminders, announcements). The first goes before the second, but never keeps it
waiting for ever. A call that refers to a message still waiting stays behind that message. In a group the reports take
turns in what people are told (turns.py).
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from bot.sending.merging import fold_edit, fold_into_send, is_edit, join
from bot.sending.turns import Turns
from storage.outbox import Outgoing
from storage.tables import Priority, Role

ASKED_IN_A_ROW = 4
"""After so many answers and edits in one chat, one message of the other stream goes."""

LaneKey = int | tuple[str, int]


@dataclass(slots=True, eq=False)
class Lane:
    """The waiting calls of one chat. `in_progress` is being sent now.

    `retries` counts how often it has failed in a row.
    """

    key: LaneKey
    chat_id: int | None
    edits: dict[int, Outgoing] = field(default_factory=dict)
    queued_edits: dict[int, Outgoing] = field(default_factory=dict)
    asked: deque[Outgoing] = field(default_factory=deque)
    told: Turns = field(init=False)
    sends: dict[int, tuple[Outgoing, bool]] = field(default_factory=dict)
    in_progress: Outgoing | None = None
    again: Outgoing | None = None
    retries: int = 0
    since: float = 0.0
    not_before: float = 0.0
    in_a_row: int = 0
    ticket: int = 0

    def __post_init__(self) -> None:
        self.told = Turns(fair=self.is_group)

    @property
    def is_group(self) -> bool:
        """Whether many people read along: there, edits of what they see go before new messages."""
        return self.chat_id is not None and self.chat_id < 0

    @property
    def empty(self) -> bool:
        """Whether nothing waits or is being sent."""
        return self.in_progress is None and self.head() is None

    def head(self) -> Outgoing | None:
        """Return the call whose turn it is."""
        if self.again is not None:
            return self.again
        if self.told and self.in_a_row >= ASKED_IN_A_ROW:
            return self.told.first()
        if self.edits:
            return next(iter(self.edits.values()))
        if self.asked:
            return self.asked[0]
        return self.told.first() if self.told else None

    def add(self, row: Outgoing) -> None:
        """Take a call in, merging it into one that waits where both can be one."""
        if is_edit(row):
            self._add_edit(row)
            return
        told = row.priority > Priority.ANSWER or self._follows_told(row)
        if told and join(self.told.before(row), row):
            return
        (self.told if told else self.asked).append(row)
        self.sends[row.id] = (row, told)

    def _add_edit(self, row: Outgoing) -> None:
        target = row.payload["message_id"]
        waiting = self.edits.get(target) or self.queued_edits.get(target)
        if waiting is not None and fold_edit(waiting, row):
            return
        send = self.sends.get(-target)
        if send is not None and fold_into_send(send[0], row):
            return
        told = row.priority > Priority.ANSWER or (send is not None and send[1])
        if waiting is None and send is None and not told and self.is_group:
            self.edits[target] = row
        else:
            (self.told if told else self.asked).append(row)
            self.queued_edits[target] = row

    def _follows_told(self, row: Outgoing) -> bool:
        reply = row.payload.get("reply_parameters")
        target = reply.get("message_id", 0) if isinstance(reply, dict) else row.payload.get("message_id", 0)
        return isinstance(target, int) and target < 0 and self.sends.get(-target, (None, False))[1]

    def begin(self) -> Outgoing:
        """Take the head out; it is being sent from now on."""
        row = self.head()
        assert row is not None  # noqa: S101  the caller has looked
        if row is self.again:
            self.again = None
        elif self.told and row is self.told.first():
            self.told.take()
            self.in_a_row = 0
        elif self.asked and row is self.asked[0]:
            self.asked.popleft()
            self.in_a_row += bool(self.told)
        else:
            del self.edits[row.payload["message_id"]]
            self.in_a_row += bool(self.told)
        self.sends.pop(row.id, None)
        self._forget_edit(row)
        self.in_progress = row
        return row

    def card_first(self) -> bool:
        """Let a card go before the note whose turn it is; tell whether there was one to let go."""
        return bool(self.told) and self.head() is self.told.first() and self.told.card_first()

    def put_back(self, row: Outgoing) -> None:
        """Have the call in progress go again, before everything else; with a newer edit of the same message in it."""
        self.in_progress = None
        self.again = row
        newer = self.edits.get(row.payload["message_id"]) if is_edit(row) else None
        if newer is not None and fold_edit(row, newer):
            del self.edits[row.payload["message_id"]]

    def _forget_edit(self, row: Outgoing) -> None:
        if self.queued_edits and is_edit(row) and self.queued_edits.get(row.payload["message_id"]) is row:
            del self.queued_edits[row.payload["message_id"]]

    def finished(self) -> None:
        """Note that the call in progress is over."""
        self.in_progress = None
        self.retries = 0

    def rows(self) -> Iterator[Outgoing]:
        """Return everything that waits, in the order it would be sent."""
        first = () if self.again is None else (self.again,)
        return chain(first, self.edits.values(), self.asked, self.told)

    def following(self, count: int) -> list[Outgoing]:
        """Return the cards among the next `count` calls that people are told of, those not on record as tried."""
        return [row for row in islice(self.told, count) if _is_fresh_card(row)]

    def drop(self, ids: Iterable[int]) -> list[Outgoing]:
        """Take calls out that have not been tried and are not being sent, and return them."""
        gone = set(ids)
        out = [row for row in chain(self.asked, self.told) if row.id in gone]
        for row in out:
            self.sends.pop(row.id, None)
            self._forget_edit(row)
        self.asked = deque(row for row in self.asked if row.id not in gone)
        self.told.drop(gone)
        return out

    def clear(self) -> list[Outgoing]:
        """Take everything out that waits, and return it."""
        out = list(self.rows())
        self.again = None
        self.edits.clear()
        self.queued_edits.clear()
        self.asked.clear()
        self.told.clear()
        self.sends.clear()
        return out


def _is_fresh_card(row: Outgoing) -> bool:
    return row.role is Role.CARD and not (row.once or row.attempts or row.announced)
