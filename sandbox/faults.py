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

from sandbox.errors import SimError
from sandbox.events import Events, Json
from sandbox.people import Bot

# What can happen to a call, in the order in which it happens.
CALL_KINDS = ("latency", "drop", "error", "drop_after", "error_after", "truncate", "malformed", "html")
UPDATE_KINDS = ("duplicate", "delay", "reorder")
WORLD_KINDS = ("down",)
_AFTER = frozenset({"drop_after", "error_after", "truncate", "malformed", "html"})

# The longest that Telegram can be told to be away, in seconds.
DOWN_MAX = 3600
# A village at the edge of the network: slow, uneven, and now and then gone, before or after the effect.
PRESETS: dict[str, list[Json]] = {
    "2g": [
        {"kind": "latency", "seconds": 0.7, "jitter": 0.8},
        {"kind": "drop", "rate": 0.03},
        {"kind": "drop_after", "rate": 0.03},
    ],
    "flood": [{"kind": "error", "status": 429, "retry_after": 3, "methods": ["send*", "edit*", "copy*", "forward*"]}],
    "outage": [{"kind": "error", "status": 502, "rate": 0.5}],
    "unruly": [
        {"kind": "duplicate", "rate": 0.2},
        {"kind": "delay", "rate": 0.3, "seconds": 1.0},
        {"kind": "reorder", "rate": 0.2},
    ],
}


class DroppedError(Exception):
    """The connection is closed without an answer."""


@dataclass(slots=True)
class Fault:
    """One fault: how often (`rate` 0-1), how many times (`count`, None: for ever), to which methods or bot."""

    id: int
    kind: str
    rate: float = 1.0
    count: int | None = None
    methods: list[str] = field(default_factory=list)
    bot: str = ""
    seconds: float = 0.0
    jitter: float = 0.0
    status: int = 500
    retry_after: int = 0
    description: str = ""
    hits: int = 0

    def as_json(self) -> Json:
        return {name: getattr(self, name) for name in self.__slots__}

    def fits(self, bot: Bot, method: str) -> bool:
        if self.count is not None and self.hits >= self.count:
            return False
        if self.bot and self.bot != bot.username:
            return False
        name = method.lower()
        return not self.methods or any(fnmatchcase(name, pattern.lower()) for pattern in self.methods)


class Faults:
    """The faults that are switched on. `seed` makes a run repeatable."""

    def __init__(self, events: Events, bots: Mapping[str, Bot]) -> None:
        self._events = events
        self._bots = bots
        self._faults: list[Fault] = []
        self._ids = itertools.count(1)
        # Dice, not secrets.
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

    def change(self, body: Json) -> None:
        """Switch faults on: one by its fields, or `{"preset": name}`, or `{"seed": n}`. Raises SimError."""
        if "seed" in body:
            if not isinstance(body["seed"], int | str):
                raise SimError("seed: a whole number or a text is needed")
            self._random.seed(body["seed"])
        if "preset" in body:
            if not isinstance(body["preset"], str) or body["preset"] not in PRESETS:
                raise SimError(f"preset: one of {', '.join(PRESETS)}")
            for wanted in PRESETS[body["preset"]]:
                self._add(wanted)
        elif body.get("kind") == "down":
            seconds = body.get("seconds", 3.0)
            if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= DOWN_MAX:
                raise SimError(f"seconds: a number from 0 to {DOWN_MAX} is needed")
            self._go_down(float(seconds))
        elif "kind" in body:
            self._add(body)
        elif "seed" not in body:
            raise SimError("kind, preset or seed is needed")
        self._events.publish("fault", active=self.active)

    def _add(self, wanted: Json) -> None:
        if wanted["kind"] not in (*CALL_KINDS, *UPDATE_KINDS):
            raise SimError(f"kind: one of {', '.join((*CALL_KINDS, *UPDATE_KINDS, *WORLD_KINDS))}")
        given = {key: value for key, value in wanted.items() if key not in ("seed", "preset")}
        unknown = given.keys() - set(Fault.__slots__) | given.keys() & {"id", "hits"}
        if unknown:
            raise SimError(f"a fault has no {', '.join(sorted(unknown))}")
        for name in ("rate", "seconds", "jitter", "status", "retry_after", "count"):
            value = given.get(name)
            if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0):
                raise SimError(f"{name}: a number from 0 up is needed")
        for name in ("status", "retry_after", "count"):
            if given.get(name) is not None and not isinstance(given[name], int):
                raise SimError(f"{name}: a whole number is needed")
        if not 100 <= given.get("status", 500) <= 599:
            raise SimError("status: one of HTTP is needed")
        for name in ("bot", "description"):
            if not isinstance(given.get(name, ""), str):
                raise SimError(f"{name}: a text is needed")
        methods = given.get("methods", [])
        if not isinstance(methods, list) or not all(isinstance(method, str) for method in methods):
            raise SimError("methods: a list of names is needed; send* stands for all that begin so")
        self._faults.append(Fault(next(self._ids), **given))

    def _go_down(self, seconds: float) -> None:
        """Telegram restarts: every connection breaks, and none is served for some (real) seconds."""
        self._down_until = time.monotonic() + seconds
        for bot in self._bots.values():
            bot.updates.changed.fire()

    def remove(self, fault_id: int) -> None:
        self._faults = [fault for fault in self._faults if fault.id != fault_id]
        self._events.publish("fault", active=self.active)

    def clear(self) -> None:
        """Switch everything off; what was held back arrives."""
        self._faults.clear()
        self._down_until = 0.0
        self._events.publish("fault", active=False)

    def close(self) -> None:
        for handle in self._later:
            handle.cancel()
        self._later.clear()

    def strikes(self, bot: Bot, method: str, kinds: tuple[str, ...] | None = None) -> list[Fault]:
        """The faults that hit this time, counted."""
        hit = []
        for fault in self._faults:
            if (kinds is None or fault.kind in kinds) and fault.fits(bot, method):
                if fault.rate < 1.0 and self._random.random() >= fault.rate:
                    continue
                fault.hits += 1
                hit.append(fault)
        return hit

    def for_call(self, bot: Bot, method: str) -> tuple[list[Fault], list[Fault]]:
        """What happens to a call before its effect, and after it. Raises DroppedError while Telegram is away."""
        if self.down:
            raise DroppedError
        hit = self.strikes(bot, method, CALL_KINDS)
        return [f for f in hit if f.kind not in _AFTER], [f for f in hit if f.kind in _AFTER]

    def delay_of(self, fault: Fault) -> float:
        """The seconds that a latency lasts this time."""
        return fault.seconds + self._random.uniform(0.0, fault.jitter)

    def disturb(self, bot: Bot, update: Json) -> None:
        """Do to a freshly queued update what the switched-on faults do."""
        if not self._faults:
            return
        for fault in self.strikes(bot, "", UPDATE_KINDS):
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
            "kinds": [*CALL_KINDS, *UPDATE_KINDS, *WORLD_KINDS],
            "presets": list(PRESETS),
        }
