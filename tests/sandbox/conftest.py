"""A local Telegram for each test, and a bot of each library that talks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiogram
import pytest
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from sandbox import Clock, Group, Person, Sandbox

START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    """Stands still until a test moves it."""
    return Clock(START, frozen=True)


@pytest.fixture
async def sandbox(clock: Clock) -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=clock) as running:
        yield running


@pytest.fixture
async def aio(sandbox: Sandbox) -> AsyncIterator[aiogram.Bot]:
    """aiogram's bot."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    bot = aiogram.Bot(sandbox.token, session=session)
    yield bot
    # The session's own close() sleeps for a quarter of a second after this.
    if session._session is not None:
        await session._session.close()


@pytest.fixture
async def ptb(sandbox: Sandbox) -> AsyncIterator[telegram.Bot]:
    """python-telegram-bot's bot."""
    bot = telegram.Bot(sandbox.token, base_url=f"{sandbox.url}/bot", base_file_url=f"{sandbox.url}/file/bot")
    async with bot:
        yield bot


@pytest.fixture
async def siti(sandbox: Sandbox) -> Person:
    """A person who has started the bot."""
    return await sandbox.client.person("Siti", last_name="Aminah", username="siti_a", started=True)


@pytest.fixture
async def budi(sandbox: Sandbox) -> Person:
    return await sandbox.client.person("Budi", started=True)


@pytest.fixture
async def office(sandbox: Sandbox, siti: Person, budi: Person) -> Group:
    """A group of two people and the bot, which is a plain member."""
    return await sandbox.client.group("Kantor", [siti, budi])


@pytest.fixture
async def led(sandbox: Sandbox, siti: Person, budi: Person) -> Group:
    """A supergroup that the bot leads."""
    return await sandbox.client.group("Pimpinan", [siti, budi], admin=True, supergroup=True)
