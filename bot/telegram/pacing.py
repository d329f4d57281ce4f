"""How fast we may send: Telegram's limits, kept on our side so that it never has to refuse us.

Every limit is counted over its whole window. What Telegram refuses all the same is held for as long as it asks
(bot/telegram/holds.py), and lowers the pace for a while.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.support import logger
from bot.telegram.holds import Holds, scope_of
from bot.telegram.limits import UNLIMITED, Limits, cost_of, counts_in_chat, seconds_of
from bot.telegram.windows import Bucket, SlowDown, Window

CATCH_UP = 3
"""How many evenly spaced messages may go at once after a late wake-up."""


@dataclass(frozen=True, slots=True)
class CallUnderWay:
    """A call from its start to its answer: when it began, its chat if it counts there, and for how many messages (0: none)."""

    began: float
    chat_id: int | None
    cost: int


class Pacing(BaseRateLimiter[bool]):
    """Counts what is sent, overall and per chat, and tells how long the next call must wait.

    It is python-telegram-bot's rate limiter as well; the library itself never asks it about getUpdates, so that receiving
    waits for nothing that holds sending.
    """

    def __init__(self, limits: Limits, monotonic: Callable[[], float]) -> None:
        self._limits = limits
        self._monotonic = monotonic
        self._counts = limits.overall < UNLIMITED
        self._overall = Window(limits.overall, 1.0)
        self._groups: dict[int, Window] = {}
        self._people: dict[int, Bucket] = {}
        self._slow_downs: dict[int | None, SlowDown] = {}
        self._holds = Holds(monotonic)
        self._next_unasked = 0.0
        self._log = logger("pacing")
        self.refusals = 0
        """How often Telegram refused us for our pace."""

    def wait(self, method: str, parameters: Mapping[str, Any]) -> float:
        """Return the seconds until this call may be made; 0 for now."""
        return max(self.chat_wait(method, parameters), self.overall_wait(cost_of(method, parameters)))

    def chat_wait(self, method: str, parameters: Mapping[str, Any], *, keep: int = 0) -> float:
        """Return the seconds until a call's chat takes it, or its method if it has none.

        `keep` places of a group's window are left to others.
        """
        held = self._holds.wait(scope_of(method, parameters))
        chat_id = parameters.get("chat_id")
        cost = cost_of(method, parameters)
        if not self._counts or not cost or not isinstance(chat_id, int) or not counts_in_chat(method, chat_id):
            return held
        now = self._monotonic()
        share = self._share(chat_id, now)
        if chat_id < 0:
            size = max(1, int(self._limits.group * share) - keep)
            return max(held, self._group(chat_id).wait(now, cost, size))
        return max(held, self._person(chat_id, now).wait(now, cost, share))

    def overall_wait(self, cost: int = 1, *, asked: bool = True) -> float:
        """Return the seconds until anything that counts for `cost` may be sent at all.

        What nobody waits for (not `asked`) is spaced evenly over the second: a place comes free every few
        milliseconds, and somebody who just wrote gets the next one.
        """
        held = self._holds.everything_wait()
        if not cost or not self._counts:
            return held
        now = self._monotonic()
        spaced = 0.0 if asked else self._next_unasked - now
        return max(held, self._overall.wait(now, cost, self._size(now)), spaced)

    def begin(self, method: str, parameters: Mapping[str, Any], *, asked: bool = True) -> CallUnderWay:
        """Count a call that leaves now; `finish` must follow when it is answered."""
        now = self._monotonic()
        cost = cost_of(method, parameters) if self._counts else 0
        if not cost:
            return CallUnderWay(now, None, 0)
        self._overall.begin(now, cost)
        if not asked:
            step = 1.0 / self._size(now)
            self._next_unasked = max(self._next_unasked, now - CATCH_UP * step) + cost * step
        chat_id = parameters.get("chat_id")
        if not isinstance(chat_id, int) or not counts_in_chat(method, chat_id):
            return CallUnderWay(now, None, cost)
        if chat_id < 0:
            self._group(chat_id).begin(now, cost)
        else:
            self._person(chat_id, now).begin(now, cost)
        return CallUnderWay(now, chat_id, cost)

    def finish(self, call: CallUnderWay) -> None:
        """Count a call from its answer, or from its failure, on."""
        if not call.cost:
            return
        now = self._monotonic()
        self._overall.finish(now, call.began, call.cost)
        chat_id = call.chat_id
        if chat_id is not None and chat_id < 0:
            self._group(chat_id).finish(now, call.began, call.cost)
        elif chat_id is not None and (bucket := self._people.get(chat_id)) is not None:
            bucket.finish(now)

    def note_refusal(self, method: str, parameters: Mapping[str, Any], seconds: float) -> None:
        """Hold what Telegram refused for so many seconds, and lower its pace; everything only on good evidence."""
        now = self._monotonic()
        self.refusals += 1
        scope = scope_of(method, parameters)
        explained = isinstance(scope, int) and self._may_be_full(scope, now)
        if isinstance(scope, int):
            self._slow_down(scope, now)
        if self._holds.refused(scope, seconds, explained=explained):
            self._slow_down(None, now)
            held = round(self._holds.everything_wait(), 1)
            self._log.warning("several chats are refused one after the other; everything waits", seconds=held)

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
        self._holds.tidy()
        self._groups = {chat: window for chat, window in self._groups.items() if window.used(now)}
        self._people = {chat: bucket for chat, bucket in self._people.items() if not bucket.full(now)}
        self._slow_downs = {chat: slow for chat, slow in self._slow_downs.items() if slow.now(now) < 1.0}

    def _may_be_full(self, chat_id: int, now: float) -> bool:
        """Tell whether a chat's own limit can be what was reached."""
        if chat_id < 0:
            return self._group(chat_id).used(now) >= self._limits.group // 2
        return self._person(chat_id, now).wait(now, 1) > 0

    def _slow_down(self, chat_id: int | None, now: float) -> None:
        self._slow_downs.setdefault(chat_id, SlowDown()).lower(now)

    def _share(self, chat_id: int | None, now: float) -> float:
        return self._slow_downs[chat_id].now(now) if chat_id in self._slow_downs else 1.0

    def _size(self, now: float) -> int:
        return max(1, int(self._limits.overall * self._share(None, now)))

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
        """Make a call when it may be made. `rate_limit_args` True: the caller waits, begins and finishes it itself."""
        call = None
        if not rate_limit_args:
            while (seconds := self.wait(endpoint, data)) > 0:  # noqa: ASYNC110  time passes; no event says so
                await asyncio.sleep(seconds)
            call = self.begin(endpoint, data)
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            self.note_refusal(endpoint, data, seconds_of(error))
            raise
        finally:
            if call is not None:
                self.finish(call)
