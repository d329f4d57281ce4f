"""How fast we may speak: Telegram's limits, kept on our side so that it never has to refuse us.

A minimal and safe pacing: every limit is counted over its whole window, and a refusal by Telegram all the same closes
the gate it names until the time it names.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram's limits as the field knows them (core.telegram.org/bots/faq, "My bot is hitting limits").

    `overall` messages in any second; `group` in any minute to one group, edits included; a person gets `burst` at once
    and one a second after that. An album counts its items; answers to callback queries are not counted.
    """

    overall: int = 30
    group: int = 20
    group_seconds: float = 60.0
    burst: int = 3
    person_per_second: float = 1.0


UNPACED = Limits(overall=1_000_000, group=1_000_000, burst=1_000_000, person_per_second=1_000_000.0)
"""No limits: for benchmarks against servers that have none."""

_UNCOUNTED = frozenset(
    {
        "answerCallbackQuery",
        "getMe",
        "getFile",
        "getChat",
        "getChatMember",
        "setMyCommands",
        "deleteMyCommands",
        "deleteWebhook",
    }
)


@dataclass(slots=True)
class _Window:
    """The moments of the last calls within a sliding window."""

    size: int
    seconds: float
    moments: deque[float] = field(default_factory=deque)

    def wait(self, now: float, cost: int) -> float:
        while self.moments and self.moments[0] <= now - self.seconds:
            self.moments.popleft()
        # More than fits at once (an album of ten) goes when the window is empty.
        free = self.size - len(self.moments)
        if free >= min(cost, self.size):
            return 0.0
        return self.moments[min(cost, self.size) - free - 1] + self.seconds - now

    def take(self, now: float, cost: int) -> None:
        self.moments.extend([now] * cost)


@dataclass(slots=True)
class _Bucket:
    """Tokens that refill steadily up to a small burst."""

    size: int
    rate: float
    tokens: float
    at: float

    def wait(self, now: float, cost: int) -> float:
        self.tokens = min(float(self.size), self.tokens + (now - self.at) * self.rate)
        self.at = now
        need = min(cost, self.size)
        return 0.0 if self.tokens >= need else (need - self.tokens) / self.rate

    def take(self, now: float, cost: int) -> None:
        self.wait(now, cost)
        self.tokens -= cost


class Pacing(BaseRateLimiter[bool]):
    """Counts what is sent, overall and per chat, and tells how long the next call must wait."""

    def __init__(self, limits: Limits, monotonic: Callable[[], float]) -> None:
        self._limits = limits
        self._monotonic = monotonic
        self._overall = _Window(limits.overall, 1.0)
        self._groups: dict[int, _Window] = {}
        self._people: dict[int, _Bucket] = {}
        self._gates: dict[int, float] = {}
        self._gate = 0.0

    def wait(self, endpoint: str, data: dict[str, Any]) -> float:
        """Return the seconds until this call may be made; 0 for now."""
        now = self._monotonic()
        chat_id = data.get("chat_id")
        waits = [self._gate - now, self._gates.get(chat_id, 0.0) - now if isinstance(chat_id, int) else 0.0]
        if endpoint not in _UNCOUNTED:
            cost = cost_of(data)
            waits.append(self._overall.wait(now, cost))
            if isinstance(chat_id, int) and not _spares_person(endpoint, chat_id):
                waits.append(self._lane(chat_id, now).wait(now, cost))
        return max(0.0, *waits)

    def overall_wait(self) -> float:
        """Return the seconds until anything that counts may be sent at all."""
        now = self._monotonic()
        return max(0.0, self._gate - now, self._overall.wait(now, 1))

    def take(self, endpoint: str, data: dict[str, Any]) -> None:
        """Count a call as made now."""
        if endpoint in _UNCOUNTED:
            return
        now = self._monotonic()
        cost = cost_of(data)
        self._overall.take(now, cost)
        if isinstance(chat_id := data.get("chat_id"), int) and not _spares_person(endpoint, chat_id):
            self._lane(chat_id, now).take(now, cost)

    def hold(self, chat_id: int | None, seconds: float) -> None:
        """Close the gate of a chat (None: of everything) for so long; an earlier, longer closing stands."""
        until = self._monotonic() + seconds
        if chat_id is None:
            self._gate = max(self._gate, until)
        else:
            self._gates[chat_id] = max(self._gates.get(chat_id, 0.0), until)

    def tidy(self) -> None:
        """Forget chats that have nothing counted any more."""
        now = self._monotonic()
        self._gates = {chat: until for chat, until in self._gates.items() if until > now}
        self._groups = {chat: lane for chat, lane in self._groups.items() if lane.wait(now, 1) or lane.moments}
        self._people = {chat: lane for chat, lane in self._people.items() if lane.wait(now, lane.size) > 0.0}

    def _lane(self, chat_id: int, now: float) -> _Window | _Bucket:
        if chat_id < 0:
            if chat_id not in self._groups:
                self._groups[chat_id] = _Window(self._limits.group, self._limits.group_seconds)
            return self._groups[chat_id]
        if chat_id not in self._people:
            burst = self._limits.burst
            self._people[chat_id] = _Bucket(burst, self._limits.person_per_second, float(burst), now)
        return self._people[chat_id]

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: bool | None,
    ) -> Any:
        """Make a call when it may be made. `rate_limit_args` True: the caller has waited and taken already."""
        if not rate_limit_args:
            while (seconds := self.wait(endpoint, data)) > 0:  # noqa: ASYNC110  time passes; no event says so
                await asyncio.sleep(seconds)
            self.take(endpoint, data)
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            chat_id = data.get("chat_id")
            self.hold(chat_id if isinstance(chat_id, int) else None, seconds_of(error))
            raise


def _spares_person(endpoint: str, chat_id: int) -> bool:
    return chat_id > 0 and endpoint.startswith(("edit", "setMessageReaction", "delete", "pin", "unpin"))


def cost_of(data: dict[str, Any]) -> int:
    """Return how many messages a call counts for: an album counts its items."""
    media = data.get("media")
    return len(media) if isinstance(media, list) else 1


def seconds_of(error: RetryAfter) -> float:
    """Return how long Telegram asked to wait, in seconds, whichever form the library gives it in."""
    after = error.retry_after
    return after.total_seconds() if hasattr(after, "total_seconds") else float(after)
