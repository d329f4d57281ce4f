"""Delivery of updates to a bot's own address, in order within each chat, again and again until they are taken.

How it goes about it follows telegram-bot-api's WebhookActor.cpp.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from sandbox.support.clock import Clock
from sandbox.support.events import Json
from sandbox.world.people import Bot
from sandbox.world.webhook import LOCAL_HOSTS, Webhook

# The first retry comes at once, later ones after 2, 4, 8... of these, in real seconds.
DELAY_UNIT_SECONDS = 1.0
LONGEST_DELAY_SECONDS = 60.0
# The longest wait that a bot's Retry-After can ask for.
RETRY_AFTER_MAX_SECONDS = 3600
# How long a connection may stay without an answer.
ANSWER_SECONDS = 60.0

ReadAnswer = Callable[[aiohttp.ClientResponse], Awaitable[Any]]
CarryOut = Callable[[Bot, Any], Awaitable[object]]


def queue_of(update: Json) -> Hashable:
    """Which updates arrive in order: a person's taps have a queue of their own and may arrive before messages.

    The queues are those of Client.cpp, add_update and its callers.
    """
    kind = next((key for key in update if key != "update_id"), "")
    content: Json = update.get(kind, {})
    if kind in ("callback_query", "chat_join_request"):
        return kind, content["from"]["id"]
    if kind == "chat_member":
        return kind, content["new_chat_member"]["user"]["id"]
    return "message" if kind == "edited_message" else kind, content.get("chat", {}).get("id")


@dataclass(slots=True)
class _Delivery:
    """What is being delivered to one bot."""

    runner: asyncio.Task[None] | None = None
    claimed: set[int] = field(default_factory=set)
    queues: dict[Hashable, deque[tuple[int, Json]]] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def cancel(self) -> list[asyncio.Task[None]]:
        tasks = [*self.tasks, *([self.runner] if self.runner is not None else [])]
        for task in tasks:
            task.cancel()
        return tasks


class Deliveries:
    """The deliveries under way, one for each bot with a webhook."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._deliveries: dict[int, _Delivery] = {}
        self._session: aiohttp.ClientSession | None = None
        self.unit = DELAY_UNIT_SECONDS
        # Read the method that a bot's answer asks for, and carry it out; set by the Bot API, which stands above.
        self.read: ReadAnswer | None = None
        self.carry_out: CarryOut | None = None

    def watch(self, bot: Bot) -> None:
        """Begin to deliver to a bot's webhook, in place of an earlier one."""
        self.forget(bot)
        delivery = self._deliveries[bot.id] = _Delivery()
        delivery.runner = asyncio.get_running_loop().create_task(self._run(bot, delivery))

    def forget(self, bot: Bot) -> None:
        delivery = self._deliveries.pop(bot.id, None)
        if delivery is not None:
            delivery.cancel()

    async def close(self) -> None:
        tasks = [task for delivery in self._deliveries.values() for task in delivery.cancel()]
        self._deliveries.clear()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _run(self, bot: Bot, delivery: _Delivery) -> None:
        """Hand each fresh update to the task of its queue."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS), connector=aiohttp.TCPConnector(limit=0)
            )
        session = self._session
        connections = asyncio.Semaphore(bot.webhook.max_connections)
        while True:
            for number, update in bot.updates.unclaimed(delivery.claimed):
                delivery.claimed.add(number)
                key = queue_of(update)
                waiting = delivery.queues.get(key)
                if waiting is not None:
                    waiting.append((number, update))
                    continue
                delivery.queues[key] = deque([(number, update)])
                task = asyncio.get_running_loop().create_task(self._drain(session, bot, delivery, key, connections))
                delivery.tasks.add(task)
                task.add_done_callback(delivery.tasks.discard)
            await bot.updates.changed.wait(1.0)

    async def _drain(
        self,
        session: aiohttp.ClientSession,
        bot: Bot,
        delivery: _Delivery,
        key: Hashable,
        connections: asyncio.Semaphore,
    ) -> None:
        """Deliver what waits in one queue, the first update again until it is taken or too old."""
        waiting = delivery.queues[key]
        while waiting:
            number, update = waiting[0]
            failures = 0
            while bot.updates.waits(number):
                async with connections:
                    asked = await self._hand_over(session, bot, number, update)
                if asked is None:
                    break
                backoff = min(self.unit * 2**failures, LONGEST_DELAY_SECONDS) if failures else 0.0
                failures += 1
                await asyncio.sleep(asked or backoff)
            waiting.popleft()
            delivery.claimed.discard(number)
        del delivery.queues[key]

    async def _hand_over(self, session: aiohttp.ClientSession, bot: Bot, number: int, update: Json) -> float | None:
        """Deliver one update: None when it was taken, else the seconds that the bot asked to wait (0 if it did not)."""
        hook = bot.webhook
        headers = {"Content-Type": "application/json"}
        if hook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
        try:
            async with session.post(
                hook.address,
                data=json.dumps(update),
                headers=headers,
                ssl=not hook.custom_certificate,
                allow_redirects=False,
            ) as answer:
                if 200 <= answer.status <= 299:
                    asked_for = await self.read(answer) if self.read is not None else None
                    bot.updates.drop(number)
                    if asked_for is not None and self.carry_out is not None:
                        await self.carry_out(bot, asked_for)
                    return None
                await answer.read()
                self._failed(hook, f"Wrong response from the webhook: {answer.status} {answer.reason}")
                asked = answer.headers.get("Retry-After", "")
                return min(int(asked), RETRY_AFTER_MAX_SECONDS) * self.unit if asked.isdigit() else 0.0
        except TimeoutError:
            self._failed(hook, "Read timeout expired")
        except aiohttp.ClientSSLError:
            if urlsplit(hook.url).hostname in LOCAL_HOSTS and not hook.plain:
                # Many a bot says https and leaves the TLS to a proxy, which nobody has on a desk.
                hook.plain = True
                return 0.0
            self._failed(hook, "SSL error {certificate verify failed}")
        except aiohttp.ClientConnectorError:
            self._failed(hook, "Connection refused")
        except (aiohttp.ClientError, ValueError):
            self._failed(hook, "Webhook connection closed")
        return 0.0

    def _failed(self, hook: Webhook, text: str) -> None:
        hook.last_error = text
        hook.last_error_at = int(self._clock.timestamp())
