"""A local Telegram for each test, and this programme's connection to it."""

from collections.abc import AsyncIterator

import pytest

from bot.support import Retry
from bot.telegram import UNPACED, Pacing, TelegramBot
from sandbox import Person, Sandbox

DOUBT = Retry(first=0.001, longest=0.001, tries=3)
"""Telegram is asked three times, without a wait, before it is believed that it does not know the bot."""


@pytest.fixture
async def server() -> AsyncIterator[Sandbox]:
    async with Sandbox() as running:
        yield running


@pytest.fixture
async def bot(server: Sandbox) -> AsyncIterator[TelegramBot]:
    bot = TelegramBot(server.token, server.url, Pacing(UNPACED, server.clock.monotonic), doubt=DOUBT)
    await bot.open()
    yield bot
    await bot.close_connections()


@pytest.fixture
async def person(server: Sandbox) -> Person:
    return await server.client.person("Wagimin", started=True)
