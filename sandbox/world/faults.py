"""Faults on demand: what a weak network and a bad day at Telegram do to a bot."""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from sandbox.support.events import Events, Json
from sandbox.world.people import Bot

# What can happen to a call: it takes longer, it has no effect, or its answer goes wrong after the effect.
WAITS = ("latency", "latency_after")
PREVENTING = ("drop", "error")
BREAKING_ANSWERS = ("drop_after", "error_after", "truncate", "malformed", "html")
CALL_KINDS = (*WAITS, *PREVENTING, *BREAKING_ANSWERS)
UPDATE_KINDS = ("duplicate", "delay", "reorder")


class DroppedError(Exception):
    """The connection is closed without an answer."""


@dataclass(slots=True)
class Fault:
    """One fault: how often (`rate` 0-1), how many times (`count`, None: for ever), to which methods, chats or bot."""

    id: int
    kind: str
    rate: float = 1.0
    count: int | None = None
    methods: list[str] = field(default_factory=list)
    chats: list[int] = field(default_factory=list)
    bot: str = ""
    seconds: float = 0.0
    jitter: float = 0.0
    status: int = 500
    retry_after: int = 0
    description: str = ""
    hits: int = 0

    def as_json(self) -> Json:
        return {name: getattr(self, name) for name in self.__slots__}

    def fits(self, bot: Bot, method: str, chat_id: int | None) -> bool:
        if self.count is not None and self.hits >= self.count:
            return False
        if self.bot and self.bot != bot.username:
            return False
        if self.chats and chat_id not in self.chats:
            return False
        name = method.lower()
        return not self.methods or any(fnmatchcase(name, pattern.lower()) for pattern in self.methods)


@dataclass(slots=True)
class Disturbance:
    """What happens to one call: seconds of waiting before and after its effect, and at most one thing that goes wrong."""

    before: float = 0.0
    after: float = 0.0
    fault: Fault | None = None

    @property
    def prevents(self) -> bool:
        """Whether the call has no effect."""
        return self.fault is not None and self.fault.kind in PREVENTING


class Faults:
    """The faults that are switched on. `seed` makes a run repeatable."""

    def __init__(self, events: Events, bots: Mapping[str, Bot]) -> None:
        self._events = events
        self._bots = bots
        self._faults: list[Fault] = []
        self._ids = itertools.count(1)
        # Chances need no cryptographic randomness.
        self._random = random.Random(0)
        self._down_until = 0.0
        self._later: set[asyncio.TimerHandle] = set()

    @property
    def active(self) -> bool:
        return bool(self._faults) or self.down

    @property
    def down(self) -> bool:
        """Whether Telegram is away just now."""
        return self._down_until > time.monotonic()

    def seed(self, seed: int | str) -> None:
        """Make the chances of what follows repeatable."""
        self._random.seed(seed)

    def add(self, kind: str, **fields: Any) -> None:
        """Switch a fault on; `fields` are those of `Fault`."""
        self._faults.append(Fault(next(self._ids), kind, **fields))
        self._events.publish("fault", active=True)

    def go_down(self, seconds: float) -> None:
        """Telegram restarts: every connection breaks, and none is served for some (real) seconds."""
        self._down_until = time.monotonic() + seconds
        for bot in self._bots.values():
            bot.updates.changed.fire()
        self._events.publish("fault", active=True)

    def remove(self, fault_id: int) -> None:
        self._faults = [fault for fault in self._faults if fault.id != fault_id]
        self._events.publish("fault", active=self.active)

    def clear(self) -> None:
        """Switch everything off. An update that is held back still comes when its time is over."""
        self._faults.clear()
        self._down_until = 0.0
        self._events.publish("fault", active=False)

    def close(self) -> None:
        for handle in self._later:
            handle.cancel()
        self._later.clear()

    def _hits(self, fault: Fault, bot: Bot, method: str, chat_id: int | None) -> bool:
        """Whether a fault strikes this time; it is counted then."""
        if not fault.fits(bot, method, chat_id) or (fault.rate < 1.0 and self._random.random() >= fault.rate):
            return False
        fault.hits += 1
        return True

    def for_call(self, bot: Bot, method: str, chat_id: int | None = None) -> Disturbance:
        """What happens to a call of `method` that is about a chat. Raises DroppedError while Telegram is away.

        Of several faults that would break one call only the first strikes, and only that one is counted.
        """
        if self.down:
            raise DroppedError
        disturbance = Disturbance()
        for fault in self._faults:
            if fault.kind in WAITS and self._hits(fault, bot, method, chat_id):
                seconds = fault.seconds + self._random.uniform(0.0, fault.jitter)
                disturbance.before += seconds / 2 if fault.kind == "latency" else 0.0
                disturbance.after += seconds / 2 if fault.kind == "latency" else seconds
        for kinds in (PREVENTING, BREAKING_ANSWERS):
            for fault in self._faults:
                if disturbance.fault is None and fault.kind in kinds and self._hits(fault, bot, method, chat_id):
                    disturbance.fault = fault
        return disturbance

    def disturb(self, bot: Bot, update: Json) -> None:
        """Do to a freshly queued update what the switched-on faults do."""
        for fault in self._faults:
            if fault.kind not in UPDATE_KINDS or not self._hits(fault, bot, "", None):
                continue
            if fault.kind == "duplicate":
                bot.updates.put_again(update)
            elif fault.kind == "reorder":
                bot.updates.reverse()
            else:
                bot.updates.hold(update["update_id"])
                self._release_later(bot, update["update_id"], fault.seconds)

    def _release_later(self, bot: Bot, update_id: int, seconds: float) -> None:
        def release() -> None:
            self._later.discard(handle)
            bot.updates.release(update_id)

        handle = asyncio.get_running_loop().call_later(seconds, release)
        self._later.add(handle)

    def as_json(self) -> dict[str, Any]:
        return {
            "faults": [fault.as_json() for fault in self._faults],
            "down": self.down,
        }
