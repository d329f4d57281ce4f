"""Counting for one limit: calls within a sliding window, or tokens that refill; and how a refusal slows it down.

A call reaches Telegram at some moment between leaving us and its answer. Only the answer's moment is known to be late
enough, so a call holds its place while it is under way and is counted from its answer on.
"""

from bisect import bisect_left, insort
from dataclasses import dataclass, field
from typing import ClassVar

HELD_SECONDS = 2.0
"""How long a call under way holds its place at most; Telegram counts a call when it comes, not when it answers."""


@dataclass(slots=True)
class Window:
    """At most `size` calls within any `seconds`."""

    size: int
    seconds: float
    moments: list[float] = field(default_factory=list)

    def wait(self, now: float, cost: int, size: int | None = None) -> float:
        """Return the seconds until `cost` more fit (into `size` instead of the whole window, if given)."""
        self._forget(now)
        size = self.size if size is None else max(1, size)
        # More than fits at once (an album of ten into a lowered window) goes when the window is empty.
        over = len(self.moments) + min(cost, size) - size
        return 0.0 if over <= 0 else max(0.0, self.moments[over - 1] + self.seconds - now)

    def begin(self, now: float, cost: int) -> None:
        """Hold places for a call that leaves now."""
        for _ in range(cost):
            insort(self.moments, now + HELD_SECONDS)

    def finish(self, now: float, begun: float, cost: int) -> None:
        """Count a call from its answer on, if it still holds its places."""
        held = begun + HELD_SECONDS
        if now >= held:
            return
        for _ in range(cost):
            place = bisect_left(self.moments, held)
            if place < len(self.moments) and self.moments[place] == held:
                del self.moments[place]
                insort(self.moments, now)

    def used(self, now: float) -> int:
        """Return how many places are taken now."""
        self._forget(now)
        return len(self.moments)

    def _forget(self, now: float) -> None:
        gone = 0
        for moment in self.moments:
            if moment > now - self.seconds:
                break
            gone += 1
        if gone:
            del self.moments[:gone]


@dataclass(slots=True)
class Bucket:
    """Tokens that refill steadily up to a small burst."""

    size: int
    rate: float
    tokens: float
    at: float

    def wait(self, now: float, cost: int, share: float = 1.0) -> float:
        """Return the seconds until there are `cost` tokens at a share of the rate; a whole burst is enough for any call."""
        self._refill(now)
        need = min(cost, self.size)
        # A thousandth short is rounding, and Telegram's own clock is not finer.
        return 0.0 if self.tokens >= need - 1e-9 else (need - self.tokens) / (self.rate * share)

    def begin(self, now: float, cost: int) -> None:
        """Take tokens for a call that leaves now."""
        self._refill(now)
        self.tokens -= cost

    def finish(self, now: float) -> None:
        """Start refilling at a call's answer: Telegram took its tokens no later."""
        self.at = max(self.at, now)

    def full(self, now: float) -> bool:
        """Tell whether nothing is counted any more."""
        self._refill(now)
        return self.tokens >= self.size

    def _refill(self, now: float) -> None:
        if now > self.at:
            self.tokens = min(float(self.size), self.tokens + (now - self.at) * self.rate)
            self.at = now


@dataclass(slots=True)
class SlowDown:
    """What a refusal teaches: a pace lowered at once, and given back little by little."""

    share: float = 1.0
    since: float = 0.0

    LOWERED: ClassVar[float] = 0.8
    LOWEST: ClassVar[float] = 0.5
    BACK_PER_SECOND: ClassVar[float] = 0.2 / 60
    """A refusal costs a fifth of the pace for about a minute; several in a row never more than half."""

    def now(self, moment: float) -> float:
        """Return the share of the pace that is used now, LOWEST to 1."""
        return min(1.0, self.share + max(0.0, moment - self.since) * self.BACK_PER_SECOND)

    def lower(self, moment: float) -> None:
        """Learn from a refusal."""
        self.share = max(self.LOWEST, self.now(moment) * self.LOWERED)
        self.since = moment
