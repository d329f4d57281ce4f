"""The page and the world around it: a broken connection, two browsers at once, the back key of a phone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from sandbox import Sandbox
from sandbox.support.events import EVENTS_KEPT
from tests.browser.actions import bubble, open_chat, pane, row, say

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


class Cable:
    """Carries bytes to a server, until it is pulled: then every connection breaks, and none is taken until it is back."""

    def __init__(self, port: int) -> None:
        self._far = port
        self._ends: set[asyncio.StreamWriter] = set()
        self._carrying: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.port = 0

    async def plug(self) -> None:
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def pull(self) -> None:
        assert self._server is not None
        self._server.close()
        for end in self._ends:
            end.transport.abort()
        self._ends.clear()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._far)
        self._ends |= {writer, far_writer}
        for source, sink in ((reader, far_writer), (far_reader, writer)):
            task = asyncio.create_task(self._carry(source, sink))
            self._carrying.add(task)
            task.add_done_callback(self._carrying.discard)

    async def _carry(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(65_536):
                sink.write(data)
                await sink.drain()
        sink.close()


@pytest_asyncio.fixture(loop_scope="session")
async def cable(telegram: Sandbox) -> AsyncIterator[Cable]:
    """A way to the local Telegram that can be cut."""
    cable = Cable(int(telegram.url.rpartition(":")[2]))
    await cable.plug()
    yield cable
    await cable.pull()


@pytest.mark.parametrize("how", ["cut", "asleep"])
async def test_what_came_while_the_connection_was_away_is_shown_afterwards(
    telegram: Sandbox, browser: Browser, cable: Cable, how: str
) -> None:
    siti = await telegram.client.person("Siti")
    await siti.send("/start")
    await siti.hears("/start")
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(f"http://127.0.0.1:{cable.port}")
    phone = await open_chat(page, "Siti")
    alert = page.get_by_role("alert")
    if how == "cut":
        await cable.pull()
    else:
        await context.set_offline(offline=True)
    await expect(alert).to_contain_text("Terputus")
    await say(phone, "Tertahan")
    await expect(page.locator(".toast")).to_have_text("Tidak terkirim: sandbox tidak dapat dihubungi")
    await expect(phone.get_by_label("Tulis pesan")).to_have_value("Tertahan")
    await siti.send("Dari gawai lain")
    await siti.hears("Dari gawai lain")
    if how == "cut":
        await cable.plug()
    else:
        await context.set_offline(offline=False)
    await expect(phone.locator(".bubble", has_text="Dari gawai lain")).to_have_count(2)
    await expect(alert).to_be_hidden()
    await say(phone, "Sudah kembali")
    await expect(phone.locator(".bubble", has_text="Sudah kembali")).to_have_count(2)
    await context.close()


async def test_two_browsers_see_the_same_at_once(telegram: Sandbox, browser: Browser, page: Page) -> None:
    siti = await telegram.client.person("Siti", started=True)
    officer = await telegram.client.person("Petugas")
    await telegram.client.group("Aduan PUPR", [officer, siti], admin=True)
    other = await (await browser.new_context()).new_page()
    for window in (page, other):
        await window.goto(telegram.url)
    first, second = await open_chat(page, "Aduan PUPR"), await open_chat(other, "Aduan PUPR")
    await second.get_by_label("Bertindak sebagai").select_option("Siti")
    second = pane(other, "Aduan PUPR")
    await say(second, "Dari Siti")
    await expect(bubble(first, "Dari Siti").first).to_be_visible()
    await expect(first.locator(".line:not(.mine)", has_text="Siti").first).to_be_visible()
    await say(first, "Dari petugas")
    await expect(second.locator(".line.mine")).to_have_count(1)
    await expect(bubble(second, "Dari petugas")).to_be_visible()


async def test_the_back_key_of_a_phone_returns_to_the_list(telegram: Sandbox, page: Page) -> None:
    await telegram.client.person("Siti", started=True)
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(telegram.url)
    search = page.get_by_role("searchbox")
    await open_chat(page, "Siti")
    await expect(search).to_be_hidden()
    await page.go_back()
    await expect(search).to_be_visible()
    assert page.url.startswith(telegram.url)
    await page.get_by_role("button", name="Kendali", exact=True).click()
    drawer = page.get_by_role("complementary", name="Kendali")
    await expect(drawer).to_be_visible()
    await page.go_back()
    await expect(drawer).to_be_hidden()
    await open_chat(page, "Siti")
    await page.get_by_role("button", name="Kembali ke daftar").click()
    await expect(search).to_be_visible()


async def test_more_than_is_kept_happened_while_the_page_slept(telegram: Sandbox, browser: Browser) -> None:
    siti = await telegram.client.person("Siti")
    await siti.send("/start")
    await siti.hears("/start")
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(telegram.url)
    phone = await open_chat(page, "Siti")
    await expect(bubble(phone, "/start")).to_be_visible()
    await context.set_offline(offline=True)
    await expect(page.get_by_role("alert")).to_contain_text("Terputus")
    bot = next(iter(telegram.world.bots.values()))
    chat = telegram.world.private_chat(bot, telegram.world.people[siti.id])
    for number in range(EVENTS_KEPT + 10):
        telegram.world.add_message(chat, bot, {"text": f"Kabar {number}"})
    late = await telegram.client.person("Terlambat")
    await late.send("Baru datang")
    await context.set_offline(offline=False)
    await expect(bubble(phone, f"Kabar {EVENTS_KEPT + 9}")).to_be_visible()
    await expect(page.locator(".chat-row", has_text="Terlambat")).to_be_visible()
    await expect(page.get_by_role("alert")).to_be_hidden()
    await say(phone, "Masih di sini")
    await expect(phone.locator(".bubble", has_text="Masih di sini")).to_have_count(2)
    await context.close()


async def test_a_local_telegram_that_was_started_anew_is_shown_anew(browser: Browser) -> None:
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    async with Sandbox() as old:
        port = int(old.url.rpartition(":")[2])
        officer = await old.client.person("Dulu")
        group = await old.client.group("Aduan", [officer])
        for number in range(5):
            await officer.send(f"Pesan {number}", chat=group)
        await page.goto(old.url)
        office = await open_chat(page, "Aduan")
        await office.get_by_label("Tulis pesan").fill("Draf")
        await expect(row(page, "Aduan").locator(".count")).to_have_count(0)
        for chat in await page.get_by_role("button", name="Tutup percakapan ini").all():
            await chat.click()
        await page.get_by_role("button", name="English").click()
    await expect(page.get_by_role("alert")).to_contain_text("Disconnected")
    async with Sandbox(port=port) as fresh:
        await (await fresh.client.person("Kini")).send("Halo")
        officer = await fresh.client.person("Petugas")
        group = await fresh.client.group("Aduan", [officer])
        await expect(page.locator(".chat-row", has_text="Kini")).to_be_visible(timeout=15_000)
        await expect(page.locator(".chat-row", has_text="Dulu")).to_have_count(0)
        await expect(page.locator(".pane").first).to_be_visible()
        await expect(page.get_by_role("button", name="Bahasa Indonesia")).to_be_visible()
        await (await open_chat(page, "Aduan")).get_by_role("button", name="Close this chat").click()
        await officer.send("Baru", chat=group)
        await expect(row(page, "Aduan").locator(".count")).to_have_text("1")
        await page.goto("about:blank")
