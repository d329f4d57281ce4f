"""The receiver: what arrives is acknowledged once it is kept, and no single refusal ends or delays it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.receiving import Receiver
from bot.support import Retry
from bot.telegram import UNPACED, Pacing, TelegramBot, TelegramRefusesBot
from sandbox import Sandbox
from storage.errors import DatabaseBusy

QUICK = Retry(first=0.001, longest=0.001)
DOUBT = Retry(first=0.001, longest=0.001, tries=3)


class Inbox:
    """Takes updates in; `refuse` times it cannot keep them."""

    def __init__(self, refuse: int = 0) -> None:
        self.refuse = refuse
        self.texts: list[str] = []
        self._came = asyncio.Event()

    async def arrived(self, updates: list[dict[str, Any]]) -> None:
        if self.refuse:
            self.refuse -= 1
            raise DatabaseBusy("terkunci")
        self.texts += [update["message"]["text"] for update in updates if "message" in update]
        self._came.set()

    async def hears(self, text: str) -> None:
        """Return once a text has come."""
        async with asyncio.timeout(10):
            while text not in self.texts:
                self._came.clear()
                await self._came.wait()


@asynccontextmanager
async def receiving(
    server: Sandbox, arrived: Callable[[list[dict[str, Any]]], Awaitable[None]]
) -> AsyncIterator[tuple[TelegramBot, "asyncio.Task[None]"]]:
    """Receive until the block ends; give the connection and the running receiver."""
    bot = TelegramBot(server.token, server.url, Pacing(UNPACED, server.clock.monotonic), doubt=DOUBT)
    await bot.open()
    running = asyncio.create_task(Receiver(bot, arrived, server.clock, retry=QUICK).run())
    try:
        yield bot, running
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await bot.close_connections()


@pytest.fixture
async def server() -> AsyncIterator[Sandbox]:
    async with Sandbox() as running:
        yield running


@pytest.mark.parametrize("status", [401, 404, 409, 429, 502])
async def test_a_refused_poll_is_made_again(server: Sandbox, status: int) -> None:
    inbox = Inbox()
    person = await server.client.person("Wagimin", started=True)
    await server.client.post(
        "faults", kind="error", status=status, retry_after=int(status == 429), count=2, methods=["getUpdates"]
    )
    async with receiving(server, inbox.arrived):
        await person.send("halo")
        await inbox.hears("halo")


async def test_a_bot_that_telegram_does_not_know_ends_it(server: Sandbox) -> None:
    await server.client.post("faults", kind="error", status=401)
    async with receiving(server, Inbox().arrived) as (_bot, running):
        with pytest.raises(TelegramRefusesBot):
            async with asyncio.timeout(10):
                await running


async def test_what_could_not_be_kept_comes_again(server: Sandbox) -> None:
    inbox = Inbox(refuse=3)
    person = await server.client.person("Wagimin", started=True)
    async with receiving(server, inbox.arrived):
        await person.send("halo")
        await inbox.hears("halo")
    assert inbox.texts.count("halo") == 1


async def test_a_webhook_left_over_is_removed(server: Sandbox) -> None:
    inbox = Inbox()
    person = await server.client.person("Wagimin", started=True)
    async with receiving(server, inbox.arrived) as (bot, _running):
        await bot.call("setWebhook", {"url": "http://127.0.0.1:9/"})
        await person.send("halo")
        await inbox.hears("halo")
        assert (await bot.call("getWebhookInfo", {}))["url"] == ""
