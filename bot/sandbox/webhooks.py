"""Delivery of updates to a bot's own address: one at a time and in order, again and again until it is taken."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.sandbox.clock import Clock
from bot.sandbox.events import Json

if TYPE_CHECKING:
    from bot.sandbox.people import Bot

# Telegram does not publish its delays. Here they double from half a second, so that a test sees several.
FIRST_DELAY_SECONDS = 0.5
LONGEST_DELAY_SECONDS = 60.0
# telegram-bot-api WebhookActor.cpp: how long an answer may take.
ANSWER_SECONDS = 60.0
_OK = range(200, 300)

PlayAnswer = Callable[["Bot", str, dict[str, Any]], Awaitable[object]]


@dataclass(slots=True)
class Webhook:
    """Where a bot wants its updates, and how the last deliveries went. Times are seconds since 1970."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    custom_certificate: bool = False
    last_error_at: int = 0
    last_error: str = ""

    def set(self, url: str, *, secret: str = "", max_connections: int = 40, certificate: bool = False) -> None:
        self.url = url
        self.secret = secret
        self.max_connections = max_connections
        self.custom_certificate = certificate
        self.last_error_at = 0
        self.last_error = ""


class Webhooks:
    """The deliveries under way, one task for each bot with a webhook."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._session: aiohttp.ClientSession | None = None
        # A method that a bot's answer asks for is played by whoever set this.
        self.play: PlayAnswer | None = None

    def watch(self, bot: Bot) -> None:
        """Begin to deliver to a bot's webhook, in place of an earlier one."""
        self.forget(bot)
        self._tasks[bot.id] = asyncio.get_running_loop().create_task(self._deliver(bot))

    def forget(self, bot: Bot) -> None:
        task = self._tasks.pop(bot.id, None)
        if task is not None:
            task.cancel()

    async def close(self) -> None:
        tasks = list(self._tasks.values())
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _deliver(self, bot: Bot) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS))
        delay = FIRST_DELAY_SECONDS
        while True:
            ready = bot.updates.peek(1)
            if not ready:
                await bot.updates.changed.wait(30.0)
                continue
            wait = await self._hand_over(self._session, bot, ready[0])
            if wait is None:
                delay = FIRST_DELAY_SECONDS
                continue
            await asyncio.sleep(wait or delay)
            delay = min(delay * 2, LONGEST_DELAY_SECONDS)

    async def _hand_over(self, session: aiohttp.ClientSession, bot: Bot, update: Json) -> float | None:
        """Deliver one update: None when it was taken, else the seconds that the bot asked to wait (0 for its silence)."""
        hook = bot.webhook
        headers = {"Content-Type": "application/json"}
        if hook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
        try:
            async with session.post(
                hook.url, data=json.dumps(update), headers=headers, ssl=not hook.custom_certificate
            ) as answer:
                body = await answer.read()
                if answer.status in _OK:
                    bot.updates.drop(update["update_id"])
                    await self._play(bot, answer.content_type, body)
                    return None
                self._failed(hook, f"Wrong response from the webhook: {answer.status} {answer.reason}")
                asked = answer.headers.get("Retry-After", "")
                return float(asked) if asked.isdigit() else 0.0
        except TimeoutError:
            self._failed(hook, "Read timeout expired")
        except aiohttp.ClientConnectorError:
            self._failed(hook, "Connection refused")
        except aiohttp.ClientError as error:
            self._failed(hook, f"Connection failed: {type(error).__name__}")
        return 0.0

    def _failed(self, hook: Webhook, text: str) -> None:
        hook.last_error = text
        hook.last_error_at = int(self._clock.timestamp())

    async def _play(self, bot: Bot, content_type: str, body: bytes) -> None:
        """Play the method that a bot gave as its answer: https://core.telegram.org/bots/api#making-requests-when-getting-updates."""
        if self.play is None or not body or content_type != "application/json":
            return
        try:
            asked = json.loads(body)
        except ValueError:
            return
        if isinstance(asked, dict) and isinstance(asked.get("method"), str):
            await self.play(bot, asked.pop("method"), asked)
