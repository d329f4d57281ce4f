"""Somebody opens the address for the first time: what they see leads them from a citizen's phone to the office and back."""

import asyncio
import re

import pytest
from playwright.async_api import Browser, Page, expect

from bot.settings.loading import load
from bot.trying.cast import Cast
from bot.trying.playground import Playground
from sandbox import Sandbox
from tests.acceptance.world import POTHOLE, ROOT, World, file, ticket_in
from tests.browser.actions import OFFICE, bubble, open_chat, pane, row, say, tap

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ANSWERS = (
    ("Langkah 1 dari 6", POTHOLE),
    ("Langkah 2 dari 6", "1"),
    ("Langkah 3 dari 6", "Jalan Basuki Rahmat, depan pasar"),
    ("Langkah 4 dari 6", "lewati"),
    ("Langkah 5 dari 6", "anonim"),
    ("Langkah 6 dari 6", "kirim"),
)


async def write_report(page: Page, name: str) -> None:
    """Greet the bot on somebody's phone and file a report there in words."""
    phone = pane(page, name)
    await phone.get_by_role("button", name="MULAI").click()
    await tap(phone, "Setuju dan lanjut")
    await tap(phone, "Buat laporan")
    for heard, answer in ANSWERS:
        await expect(bubble(phone, heard)).to_be_visible()
        await say(phone, answer)
    await expect(bubble(phone, "Laporan terkirim")).to_be_visible()


async def test_on_a_phone_the_steps_and_notices_lead_to_the_office_and_back(regency: World, page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(regency.server.url)
    guide = page.get_by_role("region", name="Mulai di sini")
    await guide.get_by_role("button", name="Siti Aminah").click()
    await expect(pane(page, "Siti Aminah")).to_contain_text("Ini ponsel Siti Aminah.")
    await write_report(page, "Siti Aminah")

    news = page.locator(".news-open")
    await expect(news).to_contain_text(OFFICE)
    await news.click()
    office = pane(page, OFFICE)
    await expect(bubble(office, POTHOLE)).to_be_visible()
    await tap(office, "Terima")
    await expect(news).to_contain_text("Siti Aminah")
    await expect(news).to_contain_text("diterima")
    await news.click()
    await expect(bubble(pane(page, "Siti Aminah"), "diterima oleh")).to_be_visible()
    await page.get_by_role("button", name="Kembali ke daftar").click()
    await expect(guide.locator("li.done")).to_have_count(2)
    await guide.get_by_role("button", name="Buka kendali").click()
    await expect(page.get_by_role("complementary", name="Kendali")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(guide).to_be_hidden()


async def test_on_a_desk_the_report_comes_up_in_the_group_beside_and_nothing_there_stays_unread(
    regency: World, page: Page
) -> None:
    await page.goto(regency.server.url)
    await expect(page.locator(".pane")).to_have_count(2)
    await write_report(page, "Siti Aminah")
    office = pane(page, OFFICE)
    await expect(bubble(office, POTHOLE)).to_be_visible()
    ticket = ticket_in(await bubble(pane(page, "Siti Aminah"), "Laporan terkirim").inner_text())
    await expect(row(page, OFFICE)).to_contain_text(ticket)
    await expect(row(page, OFFICE).locator(".count")).to_have_count(0)
    await expect(row(page, "Siti Aminah").locator(".count")).to_have_count(0)
    await expect(page.locator(".news")).to_have_count(0)
    await office.get_by_role("button", name="Tutup percakapan ini").click()
    await say(pane(page, "Siti Aminah"), "/laporan")
    await expect(page.locator(".news")).to_have_count(0)


async def test_those_who_have_not_met_the_bot_stand_first_and_only_two_of_them(telegram: Sandbox, page: Page) -> None:
    for name in ("Ani", "Banu", "Citra"):
        await telegram.client.person(name)
    for number in range(20):
        await (await telegram.client.person(f"Warga {number}")).send("Halo")
    await page.goto(telegram.url)
    names = page.locator(".chat-row b")
    await expect(names.first).to_have_text("Ani")
    await expect(names.nth(1)).to_have_text("Banu")
    await expect(names.nth(2)).to_have_text(re.compile("Warga"))
    await expect(row(page, "Ani")).to_contain_text("Untuk Anda")
    await page.get_by_role("button", name="Tutup petunjuk ini").click()
    await page.reload()
    await expect(names.first).to_have_text("Ani")
    await expect(page.get_by_role("region", name="Mulai di sini")).to_be_hidden()
    phone = await open_chat(page, "Ani")
    await phone.get_by_role("button", name="MULAI").click()
    await expect(phone.locator(".bubble", has_text="/start")).to_have_count(2)
    await expect(names.first).to_have_text("Banu")
    await expect(names.nth(1)).to_have_text("Citra")
    await expect(names.nth(2)).to_have_text("Ani")


async def test_what_a_move_of_time_brings_is_no_news_of_ones_own(regency: World, page: Page) -> None:
    await page.goto(regency.server.url)
    await write_report(page, "Siti Aminah")
    office = pane(page, OFFICE)
    ticket = ticket_in(await bubble(pane(page, "Siti Aminah"), "Laporan terkirim").inner_text())
    await expect(row(page, OFFICE)).to_contain_text(ticket)
    await office.get_by_role("button", name="Tutup percakapan ini").click()
    before = (await regency.server.client.get("chats"))["seq"]
    await regency.server.client.advance(6 * 86_400)
    await expect(row(page, OFFICE).locator(".count")).to_be_visible()
    assert (await regency.server.client.get("chats"))["seq"] > before
    await expect(page.locator(".news")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 390])
async def test_the_demo_shows_its_citizen_and_its_group(page: Page, width: int) -> None:
    async def watch(cast: Cast) -> None:
        await page.set_viewport_size({"width": width, "height": 800})
        await page.goto(cast.client.url)
        await page.get_by_role("button", name="Kendali", exact=True).click()
        await page.get_by_role("complementary", name="Kendali").get_by_role("button", name="Putar demo").click()
        await expect(page.locator(".toast")).to_have_text("Demo dimulai.")
        await expect(bubble(pane(page, "Siti Handayani"), "Laporan terkirim")).to_be_visible()
        if width < 720:
            await expect(page.get_by_role("complementary", name="Kendali")).to_be_hidden()
            await page.locator(".news-open", has_text=OFFICE).click()
        await expect(bubble(pane(page, OFFICE), "5 dari 5")).to_be_visible()
        await expect(pane(page, OFFICE).locator(".reply-bar")).to_be_hidden()
        await page.goto("about:blank")

    await Playground(load(ROOT / "config.toml", {}), port=0, hurried=True).use(watch)


async def test_while_others_fill_the_world_only_ones_own_report_is_news(page: Page) -> None:
    async def watch(cast: Cast) -> None:
        async def others() -> None:
            for citizen in list(cast.citizens.values())[4:9]:
                await file(citizen, "Lampu jalan mati sepanjang gang, kalau malam gelap sekali.")

        async def time_flies() -> None:
            while True:
                await cast.client.advance(3)
                await asyncio.sleep(0.1)

        await page.set_viewport_size({"width": 390, "height": 844})
        await page.goto(cast.client.url)
        began = await page.locator(".today").inner_text()
        await page.locator(".chat-row .open", has_text="Siti Aminah").click()
        await page.evaluate(
            """() => {
                window.told = new Set();
                const note = () => document.querySelectorAll('.news-open b').forEach((one) => told.add(one.textContent));
                new MutationObserver(note).observe(document.getElementById('notices'), { childList: true });
            }"""
        )
        flying = asyncio.create_task(time_flies())
        await expect(page.locator(".today")).not_to_have_text(began)
        busy = asyncio.create_task(others())
        await write_report(page, "Siti Aminah")
        await expect(page.locator(".news-open")).to_contain_text(OFFICE)
        await busy
        flying.cancel()
        assert await page.evaluate("[...told]") == [OFFICE]
        await page.get_by_role("button", name="Kembali ke daftar").click()
        await expect(page.get_by_role("region", name="Mulai di sini")).to_contain_text(OFFICE)
        await page.goto("about:blank")

    await Playground(load(ROOT / "config.toml", {}), port=0, hurried=True).use(watch)


async def test_on_a_touch_screen_a_chat_is_read_before_the_keyboard_comes_up(
    telegram: Sandbox, browser: Browser
) -> None:
    siti = await telegram.client.person("Siti")
    await siti.send("/start")
    await siti.hears("/start")
    context = await browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = await context.new_page()
    await page.goto(telegram.url)
    await row(page, "Siti").locator(".open").tap()
    phone = pane(page, "Siti")
    await expect(bubble(phone, "/start")).to_be_visible()
    await expect(phone.get_by_label("Tulis pesan")).not_to_be_focused()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
    await phone.get_by_role("button", name="Tekan").last.tap()
    await expect(page.get_by_role("dialog")).to_contain_text("Sudah ditekan")
    await context.close()
