"""A local Telegram with a small bot, and a real Chromium that looks at its page.

Chromium is started once; it and all that talks to it live in one event loop, which is therefore the session's.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from playwright.async_api import Browser, Page, async_playwright

from sandbox import Sandbox
from tests.acceptance.world import World, open_world
from tests.conftest import Store

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


TUESDAY = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
"""Nine in the morning there, in a week without holidays."""


@pytest_asyncio.fixture(loop_scope="session")
async def regency(sqlite_store: Store) -> AsyncIterator[World]:
    """The real bot, two agencies, and a dozen citizens; when time is moved, the bot looks at what has fallen due."""
    async with open_world(sqlite_store.url) as world:
        assert world.app is not None
        app = world.app
        await world.server.clock.move_to(TUESDAY)
        world.server.clock.listeners.append(lambda _now: app.tick())
        yield world


@pytest_asyncio.fixture(loop_scope="session")
async def telegram() -> AsyncIterator[Sandbox]:
    """A local Telegram whose bot repeats what it hears below a button, and answers taps on it with an alert."""
    async with Sandbox(strict=False, outline=((111.6, -6.7), (112.2, -6.9), (111.9, -7.2)), place="Tuban") as server:
        session = AiohttpSession(api=TelegramAPIServer.from_base(server.url))
        bot = Bot(server.token, session=session)
        dispatcher = Dispatcher()

        @dispatcher.message(F.text)
        async def repeat(message: Message) -> None:
            button = InlineKeyboardButton(text="Tekan", callback_data="tekan")
            await message.answer(message.text or "", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]))

        @dispatcher.callback_query()
        async def tapped(query: CallbackQuery) -> None:
            await query.answer("Sudah ditekan", show_alert=True)

        polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
        yield server
        await dispatcher.stop_polling()
        await polling
        await session.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium, or the one that CHROMIUM names."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.fail("install the package 'chromium', or set CHROMIUM to its path", pytrace=False)
    async with async_playwright() as driver:
        opened = await driver.chromium.launch(executable_path=path, args=SWITCHES)
        yield opened
        await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def browser(chromium: Browser) -> AsyncIterator[Browser]:
    """Chromium, without any window when the test begins or ends."""
    yield chromium
    for context in chromium.contexts:
        await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A desktop window. What the page logs as an error, or throws, fails the test."""
    opened = await browser.new_page(viewport={"width": 1280, "height": 800})
    opened.set_default_timeout(8000)
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    yield opened
    assert wrong == []
