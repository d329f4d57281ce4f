"""A bot's queue of updates: what has happened to it and has not been confirmed."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Any

import aiogram.types

from sandbox.support.clock import Clock
from sandbox.support.events import Json, Signal

# https://core.telegram.org/bots/api#getting-updates: "will not be kept longer than 24 hours".
UPDATE_KEPT_SECONDS = 24 * 3600
# telegram-bot-api Client.cpp, add_update_callback_query: an unanswered tap is kept for 150 s.
CALLBACK_KEPT_SECONDS = 150
# https://core.telegram.org/bots/api#getupdates: the limit of one answer.
UPDATES_PER_ANSWER = 100
# https://core.telegram.org/bots/api#update: what is not sent unless it is asked for.
LEFT_OUT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
KINDS = frozenset(aiogram.types.Update.model_fields) - {"update_id"}


@dataclass(slots=True)
class Update:
    id: int
    kind: str
    wire: Json
    expires: float


class UpdateQueue:
    """Updates in order of their ids, forgotten when confirmed or too old."""

    def __init__(self, clock: Clock, first_id: int) -> None:
        self._clock = clock
        self._next = first_id
        # By a number of their own, in the order in which they are given out: two copies of one have the same id.
        self._pending: dict[int, Update] = {}
        self._keys = itertools.count()
        self.allowed: frozenset[str] | None = None
        self.changed = Signal()
        self._held: set[int] = set()
        # When the first of them will be too old; nothing need be looked through before.
        self._soonest = math.inf

    def wants(self, kind: str) -> bool:
        return kind not in LEFT_OUT_BY_DEFAULT if self.allowed is None else kind in self.allowed

    def allow(self, kinds: list[str] | None) -> None:
        """Set the kinds of updates to receive; None keeps what was set, a list of none that exist means the default."""
        if kinds is not None:
            asked = KINDS & {kind.lower() for kind in kinds}
            self.allowed = asked if asked and asked != KINDS - LEFT_OUT_BY_DEFAULT else None

    def put(self, kind: str, content: Json) -> Json | None:
        """Queue an update of `kind` and return it; None when the bot has not asked for that kind."""
        if not self.wants(kind):
            return None
        kept = CALLBACK_KEPT_SECONDS if kind == "callback_query" else UPDATE_KEPT_SECONDS
        wire: Json = {"update_id": self._next, kind: content}
        self._add(Update(self._next, kind, wire, self._clock.timestamp() + kept))
        self._next += 1
        return wire

    def put_again(self, wire: Json) -> None:
        """Queue a copy of an update under its old id, as a Telegram that doubles updates does."""
        self._add(Update(wire["update_id"], "again", wire, self._clock.timestamp() + UPDATE_KEPT_SECONDS))

    def _add(self, update: Update) -> None:
        self._pending[next(self._keys)] = update
        self._soonest = min(self._soonest, update.expires)
        self.changed.fire()

    def reverse(self) -> None:
        """Reverse the order of pending updates, as when a person's taps arrive before their messages."""
        self._pending = dict(reversed(self._pending.items()))

    def hold(self, update_id: int) -> None:
        """Keep an update back until it is released."""
        self._held.add(update_id)

    def release(self, update_id: int) -> None:
        self._held.discard(update_id)
        self.changed.fire()

    def _forget_old(self) -> None:
        now = self._clock.timestamp()
        if now >= self._soonest:
            self._pending = {key: update for key, update in self._pending.items() if update.expires > now}
            self._soonest = min((update.expires for update in self._pending.values()), default=math.inf)

    def confirm(self, offset: int) -> None:
        """Forget every update below `offset`; a negative offset keeps that many from the end."""
        if offset < 0:
            for key in list(self._pending)[:offset]:
                del self._pending[key]
        elif offset > 0 and self._pending:
            for key in [key for key, update in self._pending.items() if update.id < offset]:
                del self._pending[key]

    def peek(self, limit: int) -> list[Json]:
        """The first `limit` pending updates, as they go over the wire."""
        self._forget_old()
        ready = (update.wire for update in self._pending.values() if update.id not in self._held)
        return list(itertools.islice(ready, limit))

    def unclaimed(self, claimed: set[int]) -> list[tuple[int, Json]]:
        """Every pending update whose number is not among `claimed`, with that number."""
        self._forget_old()
        return [
            (key, update.wire)
            for key, update in self._pending.items()
            if key not in claimed and update.id not in self._held
        ]

    def drop(self, key: int) -> None:
        """Forget the update of a number that `unclaimed` gave."""
        self._pending.pop(key, None)

    def waits(self, key: int) -> bool:
        """Whether that update is still to be delivered."""
        self._forget_old()
        return key in self._pending

    def clear(self) -> None:
        self._pending.clear()

    @property
    def count(self) -> int:
        self._forget_old()
        return len(self._pending)

    def as_json(self) -> dict[str, Any]:
        return {"pending": self.count, "next_id": self._next, "allowed": sorted(self.allowed) if self.allowed else None}
