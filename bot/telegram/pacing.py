"""How fast we may speak: Telegram's limits, kept on our side so that it never has to refuse us.

Every limit is counted over its whole window. A refusal all the same closes the gate it names until the time it names,
whatever else happens, and lowers the pace for a while.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.telegram.windows import Bucket, Ease, Window

UNLIMITED = 1_000_000

KEPT_FOR_ASKED = 6
"""Of a group's places a minute, how many single cards leave to answers, edits and combined cards."""

CATCH_UP = 3
"""How many evenly spaced messages may go at once after a late wake-up."""


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


UNPACED = Limits(overall=UNLIMITED, group=UNLIMITED, burst=UNLIMITED, person_per_second=float(UNLIMITED))
"""No limits: for benchmarks against servers that have none."""

_UNCOUNTED = frozenset(
    {"answerCallbackQuery", "setMyCommands", "deleteMyCommands", "setWebhook", "deleteWebhook", "sendChatAction"}
)


@dataclass(frozen=True, slots=True)
class Departure:
    """A call under way: when it left, where to, and for how many messages it counts (0: for none)."""

    at: float
    chat_id: int | None
    cost: int


class Pacing(BaseRateLimiter[bool]):
    """Counts what is sent, overall and per chat, and tells how long the next call must wait."""

    def __init__(self, limits: Limits, monotonic: Callable[[], float]) -> None:
        self._limits = limits
        self._monotonic = monotonic
        self._counts = limits.overall < UNLIMITED
        self._overall = Window(limits.overall, 1.0)
        self._groups: dict[int, Window] = {}
        self._people: dict[int, Bucket] = {}
        self._ease: dict[int | None, Ease] = {}
        self._gates: dict[int, float] = {}
        self._gate = 0.0
        self._told_next = 0.0
        self.refused = 0
        """How often Telegram refused us for our pace."""

    def wait(self, endpoint: str, data: dict[str, Any]) -> float:
        """Return the seconds until this call may be made; 0 for now."""
        return max(self.chat_wait(endpoint, data), self.overall_wait(cost_of(endpoint, data)))

    def chat_wait(self, endpoint: str, data: dict[str, Any], *, keep: int = 0) -> float:
        """Return the seconds until a call's chat takes it. `keep` places of a group's window are left to others."""
        now = self._monotonic()
        chat_id = data.get("chat_id")
        if not isinstance(chat_id, int):
            return 0.0
        gate = self._gates.get(chat_id, 0.0) - now if self._gates else 0.0
        cost = cost_of(endpoint, data)
        if not self._counts or not cost or _spares_person(endpoint, chat_id):
            return max(0.0, gate)
        ease = self._eased(chat_id, now)
        if chat_id < 0:
            size = max(1, int(self._limits.group * ease) - keep)
            return max(0.0, gate, self._group(chat_id).wait(now, cost, size))
        return max(0.0, gate, self._person(chat_id, now).wait(now, cost, ease))

    def overall_wait(self, cost: int = 1, *, asked: bool = True) -> float:
        """Return the seconds until anything that counts for `cost` may be sent at all.

        What nobody waits for (not `asked`) is spaced evenly over the second: a place comes free every few
        milliseconds, and somebody who just wrote gets the next one.
        """
        now = self._monotonic()
        if not cost:
            return max(0.0, self._gate - now)
        if not self._counts:
            return max(0.0, self._gate - now)
        size = self._size(now)
        spaced = 0.0 if asked else self._told_next - now
        return max(0.0, self._gate - now, self._overall.wait(now, cost, size), spaced)

    def depart(self, endpoint: str, data: dict[str, Any], *, asked: bool = True) -> Departure:
        """Count a call that leaves now; `arrive` must follow when it is answered."""
        now = self._monotonic()
        chat_id = data.get("chat_id")
        cost = cost_of(endpoint, data) if self._counts else 0
        departure = Departure(now, chat_id if isinstance(chat_id, int) else None, cost)
        if not cost:
            return departure
        self._overall.depart(now, cost)
        if not asked:
            step = 1.0 / self._size(now)
            self._told_next = max(self._told_next, now - CATCH_UP * step) + cost * step
        if departure.chat_id is None or _spares_person(endpoint, departure.chat_id):
            return Departure(now, None, cost)
        if departure.chat_id < 0:
            self._group(departure.chat_id).depart(now, cost)
        else:
            self._person(departure.chat_id, now).count(now, cost)
        return departure

    def arrive(self, departure: Departure) -> None:
        """Count a call from its answer, or from its failure, on."""
        if not departure.cost:
            return
        now = self._monotonic()
        self._overall.arrive(now, departure.at, departure.cost)
        chat_id = departure.chat_id
        if chat_id is not None and chat_id < 0:
            self._group(chat_id).arrive(now, departure.at, departure.cost)
        elif chat_id is not None and (bucket := self._people.get(chat_id)) is not None:
            bucket.arrive(now)

    def take(self, endpoint: str, data: dict[str, Any]) -> None:
        """Count a call as made and answered now."""
        self.arrive(self.depart(endpoint, data))

    def hold(self, chat_id: int | None, seconds: float) -> None:
        """Close the gate of a chat (None: of everything) for so long; an earlier, longer closing stands."""
        until = self._monotonic() + seconds
        if chat_id is None:
            self._gate = max(self._gate, until)
        else:
            self._gates[chat_id] = max(self._gates.get(chat_id, 0.0), until)

    def learn(self, chat_id: int | None, seconds: float) -> None:
        """Take a refusal: its chat is held, and everything with it where the chat itself had hardly been spoken to."""
        now = self._monotonic()
        self.refused += 1
        others = any(until > now and chat != chat_id for chat, until in self._gates.items())
        if chat_id is not None:
            self._lower(chat_id, now)
            self.hold(chat_id, seconds)
        if chat_id is None or others or not self._busy(chat_id, now):
            self._lower(None, now)
            self.hold(None, seconds)

    @property
    def group_places(self) -> int:
        """How many messages a group takes in its window."""
        return self._limits.group

    def rate(self) -> float:
        """Return the messages a second that go at most now, after what refusals taught."""
        return float(self._size(self._monotonic()))

    def tidy(self) -> None:
        """Forget chats that have nothing counted any more."""
        now = self._monotonic()
        self._gates = {chat: until for chat, until in self._gates.items() if until > now}
        self._groups = {chat: lane for chat, lane in self._groups.items() if lane.used(now)}
        self._people = {chat: lane for chat, lane in self._people.items() if not lane.full(now)}
        self._ease = {chat: ease for chat, ease in self._ease.items() if ease.now(now) < 1.0}

    def _busy(self, chat_id: int, now: float) -> bool:
        """Tell whether a chat's own limit can be what was reached."""
        if chat_id < 0:
            return self._group(chat_id).used(now) >= self._limits.group // 2
        return self._person(chat_id, now).wait(now, 1) > 0

    def _lower(self, chat_id: int | None, now: float) -> None:
        self._ease.setdefault(chat_id, Ease()).lower(now)

    def _eased(self, chat_id: int | None, now: float) -> float:
        return self._ease[chat_id].now(now) if chat_id in self._ease else 1.0

    def _size(self, now: float) -> int:
        return max(1, int(self._limits.overall * self._eased(None, now)))

    def _group(self, chat_id: int) -> Window:
        if chat_id not in self._groups:
            self._groups[chat_id] = Window(self._limits.group, self._limits.group_seconds)
        return self._groups[chat_id]

    def _person(self, chat_id: int, now: float) -> Bucket:
        if chat_id not in self._people:
            burst = self._limits.burst
            self._people[chat_id] = Bucket(burst, self._limits.person_per_second, float(burst), now)
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
        """Make a call when it may be made. `rate_limit_args` True: the caller waits, departs and arrives itself."""
        departure = None
        if not rate_limit_args:
            while (seconds := self.wait(endpoint, data)) > 0:  # noqa: ASYNC110  time passes; no event says so
                await asyncio.sleep(seconds)
            departure = self.depart(endpoint, data)
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            chat_id = data.get("chat_id")
            self.learn(chat_id if isinstance(chat_id, int) else None, seconds_of(error))
            raise
        finally:
            if departure is not None:
                self.arrive(departure)


def _spares_person(endpoint: str, chat_id: int) -> bool:
    return chat_id > 0 and endpoint.startswith(("edit", "setMessageReaction", "delete", "pin", "unpin"))


def cost_of(endpoint: str, data: dict[str, Any]) -> int:
    """Return how many messages a call counts for: an album its items, what sends nothing 0."""
    if endpoint in _UNCOUNTED or endpoint.startswith("get"):
        return 0
    media = data.get("media")
    return len(media) if isinstance(media, list) else 1


def seconds_of(error: RetryAfter) -> float:
    """Return how long Telegram asked to wait, in seconds, whichever form the library gives it in."""
    after = error.retry_after
    return after.total_seconds() if hasattr(after, "total_seconds") else float(after)
