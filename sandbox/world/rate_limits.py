"""Telegram's rate limits: how many messages a bot may send, and how long it must wait after too many.

Telegram publishes orders of magnitude (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this);
the numbers here are what a careful sender may rely on.
"""

from __future__ import annotations

import math
from collections import deque

from sandbox.support.clock import Clock
from sandbox.support.errors import ApiError

OVERALL_PER_SECOND = 30
GROUP_PER_MINUTE = 20
GROUP_WINDOW_SECONDS = 60.0
PERSON_BURST = 3
PERSON_PER_SECOND = 1.0


class _Window:
    """At most `size` messages in any `span` seconds."""

    __slots__ = ("_sent", "_size", "_span")

    def __init__(self, size: int, span: float) -> None:
        self._size = size
        self._span = span
        self._sent: deque[float] = deque()

    def wait(self, now: float, count: int) -> float:
        while self._sent and self._sent[0] <= now - self._span:
            self._sent.popleft()
        over = len(self._sent) + count - self._size
        if over <= 0:
            return 0.0
        # An album larger than the whole window still gets a finite answer: when the window is empty again.
        return self._sent[min(over, len(self._sent)) - 1] + self._span - now if self._sent else 0.0

    def add(self, now: float, count: int) -> None:
        self._sent.extend([now] * count)


class _Bucket:
    """A burst of messages, refilled at a steady rate."""

    __slots__ = ("_at", "_left")

    def __init__(self, now: float) -> None:
        self._left = float(PERSON_BURST)
        self._at = now

    def wait(self, now: float, count: int) -> float:
        self._left = min(float(PERSON_BURST), self._left + (now - self._at) * PERSON_PER_SECOND)
        self._at = now
        # An album of more than the burst passes from a full bucket and leaves it in debt.
        needed = min(count, PERSON_BURST)
        return 0.0 if self._left >= needed - 1e-9 else (needed - self._left) / PERSON_PER_SECOND

    def add(self, count: int) -> None:
        self._left -= count


class RateLimits:
    """What each bot has sent lately."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._overall: dict[int, _Window] = {}
        self._groups: dict[tuple[int, int], _Window] = {}
        self._people: dict[tuple[int, int], _Bucket] = {}
        self.refused = 0

    def count(self, bot_id: int, chat_id: int, messages: int = 1) -> None:
        """Count `messages` to a chat.

        Raises ApiError 429 with `retry_after` in whole seconds when that is too many; nothing is counted then.
        """
        now = self._clock.monotonic()
        overall = self._overall.get(bot_id)
        if overall is None:
            overall = self._overall[bot_id] = _Window(OVERALL_PER_SECOND, 1.0)
        key = (bot_id, chat_id)
        wait = overall.wait(now, messages)
        if chat_id < 0:
            group = self._groups.get(key)
            if group is None:
                group = self._groups[key] = _Window(GROUP_PER_MINUTE, GROUP_WINDOW_SECONDS)
            wait = max(wait, group.wait(now, messages))
            if wait <= 0:
                group.add(now, messages)
        else:
            bucket = self._people.get(key)
            if bucket is None:
                bucket = self._people[key] = _Bucket(now)
            wait = max(wait, bucket.wait(now, messages))
            if wait <= 0:
                bucket.add(messages)
        if wait > 0:
            self.refused += 1
            seconds = max(1, math.ceil(wait))
            raise ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        overall.add(now, messages)
