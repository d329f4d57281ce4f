"""Holding: groups that take nothing for now, or no files. What waits for them stays in the outbox and is tried again.

Of what is held only the numbers are kept here. When a group is tried again the rows are read anew, for whichever chat
they are by then; the first text that arrives there shows that the group can be reached.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.support import Retry, TimeSource
from storage.engine import Database
from storage.outbox import Outgoing, makes_message
from storage.tables import Priority

TRY_AGAIN = Retry(first=60.0, longest=900.0)
"""While nobody in a group gives a sign of life. A refused call costs nobody anything."""

LEAST_PAUSE = 1.0
"""Seconds between two tries, however many signs of life come: in a group where the bot is muted people go on writing."""

ANSWER_LIFE = timedelta(minutes=10)
"""Whoever asked something has asked again by then, or knows."""

REMINDER_LIFE = timedelta(days=1)
"""What is due the next day is said again then."""

LONGEST = timedelta(days=30)
"""After so long the words are only before the coordinators, who were given them; open reports are put up anew."""


@dataclass(slots=True, eq=False)
class _Held:
    """What waits for one group: numbers of outbox rows, how often it was tried in vain, and when it is tried next."""

    ids: set[int] = field(default_factory=set)
    failures: int = 0
    tried_at: float = float("-inf")
    due: float = float("-inf")


class Holding:
    """Knows which groups are closed (they take nothing) and which withhold files, and when to try each again."""

    def __init__(self, database: Database, time_source: TimeSource) -> None:
        self._database = database
        self._time = time_source
        self._closed: dict[int, _Held] = {}
        self._on_trial: set[int] = set()
        self._files: dict[int, _Held] = {}
        self._known = False

    @property
    def count(self) -> int:
        """How many rows are held."""
        return sum(len(held.ids) for held in (*self._closed.values(), *self._files.values()))

    def close(self, chat_id: int, rows: Iterable[Outgoing]) -> bool:
        """Hold rows that a group refused, or that wait behind one; tell whether it was not known to be closed."""
        is_new = chat_id not in self._closed
        self._on_trial.discard(chat_id)
        self._put_off(self._closed.setdefault(chat_id, _Held()), rows)
        return is_new

    def withhold(self, chat_id: int, rows: Iterable[Outgoing]) -> None:
        """Hold files that a group does not take, while everything else goes on."""
        self._put_off(self._files.setdefault(chat_id, _Held()), rows)

    def _put_off(self, held: _Held, rows: Iterable[Outgoing]) -> None:
        held.ids |= set(numbers(rows))
        held.failures += 1
        held.tried_at = self._time.monotonic()
        held.due = held.tried_at + (TRY_AGAIN.pause(held.failures) or 0.0)

    def keeps(self, row: Outgoing) -> bool:
        """Hold a row that came in for a closed group; False when it may go."""
        if row.chat_id is None or row.chat_id not in self._closed or row.chat_id in self._on_trial:
            return False
        self._closed[row.chat_id].ids.add(row.id)
        if row.priority <= Priority.ANSWER and makes_message(row.method):
            self.try_soon(row.chat_id)  # somebody there is being answered
        return True

    def is_too_late(self, row: Outgoing) -> bool:
        """Tell whether a row for a group that could not be reached is no longer worth sending."""
        if row.chat_id not in self._closed or row.created_at is None:
            return False
        return self._time.now() - row.created_at > _life(row)

    def try_soon(self, chat_id: int, *, is_reachable: bool = False) -> None:
        """Have a group tried again: somebody there gave a sign of life.

        One that is on record as unreachable and was not known here to be closed is on trial from now on.
        """
        if chat_id not in self._closed and not is_reachable:
            self._closed[chat_id] = _Held()
            self._on_trial.add(chat_id)
        for held in (self._closed.get(chat_id), self._files.get(chat_id)):
            if held is not None:
                held.due = min(held.due, held.tried_at + LEAST_PAUSE)

    def arrived(self, row: Outgoing) -> bool:
        """Note that a message arrived; tell whether it shows that a closed group can be reached again.

        Only a text shows it: a restricted bot may still delete, react, or send what it is left with.
        """
        if row.chat_id is None:
            return False
        if row.withheld and row.chat_id in self._files and not self._files[row.chat_id].ids:
            del self._files[row.chat_id]
        if row.chat_id not in self._on_trial or row.method != "sendMessage":
            return False
        self._on_trial.discard(row.chat_id)
        del self._closed[row.chat_id]
        return True

    def withholds(self, chat_id: int | None, row_id: int) -> bool:
        """Tell whether a row waits for its group to take files again."""
        return chat_id in self._files and row_id in self._files[chat_id].ids

    def is_on_trial(self, chat_id: int) -> bool:
        """Tell whether it is being found out whether a group can be reached."""
        return chat_id in self._on_trial

    def next_in(self) -> float | None:
        """Return the seconds until a group is to be tried again; None when none waits for that."""
        waiting = [held.due for held in self._due(float("inf"))]
        return max(0.0, min(waiting) - self._time.monotonic()) if waiting else None

    async def rows(self) -> list[Outgoing]:
        """Return what is to be tried again now. Raises StorageError; it is due again then."""
        if not self._known:
            async with self._database.reading() as reading:
                for group in await reading.groups.unreachable():
                    self.try_soon(group.chat_id)
            self._known = True
        due = self._due(self._time.monotonic())
        ids = set[int]().union(*(held.ids for held in due))
        found: list[Outgoing] = []
        if ids:
            async with self._database.reading() as reading:
                found = await reading.waiting.several(ids)
        for held in due:
            held.ids -= ids
        self._on_trial |= {chat for chat, held in self._closed.items() if held in due}
        return found

    def _due(self, now: float) -> list[_Held]:
        closed = [held for chat, held in self._closed.items() if chat not in self._on_trial]
        return [held for held in (*closed, *(held for held in self._files.values() if held.ids)) if held.due <= now]


def numbers(rows: Iterable[Outgoing]) -> Iterable[int]:
    """Give the numbers of rows and of those they carry."""
    for row in rows:
        yield row.id
        yield from (carried.id for carried in row.absorbed)


def _life(row: Outgoing) -> timedelta:
    if row.priority <= Priority.ANSWER and not row.method.startswith(("edit", "delete")):
        return ANSWER_LIFE
    return LONGEST if row.priority < Priority.REMINDER else REMINDER_LIFE
