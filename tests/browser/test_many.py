"""Thousands of chats, and a page that is left open while much happens: it stays as small and as quick as it was."""

import asyncio
import time

import pytest
from playwright.async_api import Page, expect

from sandbox import Sandbox
from tests.browser.actions import bubble, open_chat, pane, say

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CHATS = 3000
MESSAGES = 3000
PATIENT_SECONDS = 3.0
"""How long a person waits for the page to open, or for a search, on a machine that does other things besides."""


async def test_thousands_of_chats_open_scroll_and_are_searched_at_once(telegram: Sandbox, page: Page) -> None:
    for number in range(CHATS):
        telegram.world.add_person(f"Warga {number:04}")
    began = time.monotonic()
    await page.goto(telegram.url)
    await expect(page.locator(".chat-row").first).to_be_visible()
    assert time.monotonic() - began < PATIENT_SECONDS
    scroller = page.get_by_role("list", name="Percakapan")
    await scroller.evaluate("element => { element.scrollTop = element.scrollHeight; }")
    await expect(page.locator(".chat-row", has_text=f"Warga {CHATS - 1}")).to_be_visible()
    assert await page.locator(".chat-row").count() < 40
    began = time.monotonic()
    await page.get_by_role("searchbox").fill("warga 1234")
    await expect(page.locator(".chat-row")).to_have_count(1)
    assert time.monotonic() - began < PATIENT_SECONDS
    phone = await open_chat(page, "Warga 1234")
    await phone.get_by_role("button", name="MULAI").click()
    await expect(phone.locator(".bubble", has_text="/start")).to_have_count(2)


async def test_a_page_left_open_while_thousands_of_messages_come_stays_small(telegram: Sandbox, page: Page) -> None:
    siti = await telegram.client.person("Siti")
    await siti.send("/start")
    await siti.hears("/start")
    others = [await telegram.client.person(f"Warga {number}", started=True) for number in range(30)]
    await page.goto(telegram.url)
    phone = await open_chat(page, "Siti")
    await say(phone, "Awal")
    await expect(bubble(phone, "Awal").first).to_be_visible()
    session = await page.context.new_cdp_session(page)

    async def weight() -> tuple[int, float]:
        await session.send("HeapProfiler.collectGarbage")
        heap = await session.send("Runtime.getHeapUsage")
        return await page.evaluate("document.querySelectorAll('*').length"), heap["usedSize"] / 1e6

    async def much(rounds: range) -> None:
        bot = next(iter(telegram.world.bots.values()))
        for number in rounds:
            person = siti if number % 3 == 0 else others[number % len(others)]
            chat = telegram.world.private_chat(bot, telegram.world.people[person.id])
            telegram.world.add_message(chat, bot, {"text": f"Kabar {number}"})
            if number % 50 == 0:
                await asyncio.sleep(0)
        await siti.send(f"Putaran {rounds.stop}")
        await expect(bubble(phone, f"Putaran {rounds.stop}").first).to_be_visible(timeout=15_000)

    await much(range(600))
    elements, megabytes = await weight()
    await much(range(600, MESSAGES))
    later, heavier = await weight()
    assert later < elements * 1.2
    assert heavier < megabytes * 1.5 + 2
    await expect(pane(page, "Siti").locator(".line")).to_have_count(100)
    await expect(phone.locator(".line").last).to_be_in_viewport()
