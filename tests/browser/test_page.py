"""People use the page: write, tap, look beside, and nothing that they write runs."""

import pytest
from playwright.async_api import Page, expect

from bot.sandbox import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

EVIL = "<img src=x onerror=\"document.title='caught'\"><script>document.title='caught'</script>"


async def test_a_citizen_writes_and_taps(telegram: Sandbox, page: Page) -> None:
    await telegram.client.person("Siti")
    await page.goto(telegram.url)
    await page.get_by_role("button", name="MULAI").click()
    await expect(page.locator(".bubble", has_text="/start")).to_have_count(2)
    await page.get_by_label("Tulis pesan").fill("Jalan berlubang")
    await page.keyboard.press("Enter")
    await expect(page.locator(".bubble", has_text="Jalan berlubang")).to_have_count(2)
    await page.get_by_role("button", name="Tekan").last.click()
    await expect(page.get_by_role("dialog")).to_contain_text("Sudah ditekan")
    await page.keyboard.press("Escape")
    await page.locator(".why").last.click()
    await expect(page.get_by_role("dialog")).to_contain_text("sendMessage")


async def test_what_people_write_is_shown_and_never_runs(telegram: Sandbox, page: Page) -> None:
    siti = await telegram.client.person(EVIL)
    await siti.send(EVIL)
    await siti.hears("onerror")
    await page.goto(telegram.url)
    await expect(page.locator(".bubble", has_text="<script>")).to_have_count(2)
    assert await page.title() == "Telegram lokal"
    assert await page.locator(".bubble img, .text script").count() == 0


async def test_a_group_stands_beside_and_both_survive_a_reload(telegram: Sandbox, page: Page) -> None:
    await telegram.client.person("Siti")
    officer = await telegram.client.person("Petugas")
    group = await telegram.client.group("Aduan PUPR", [officer])
    await page.goto(telegram.url)
    await expect(page.locator(".pane")).to_have_count(2)
    await officer.send("Selamat pagi", chat=group)
    await expect(page.locator(".pane").nth(1).locator(".bubble", has_text="Selamat pagi")).to_be_visible()
    await page.reload()
    await expect(page.locator(".pane")).to_have_count(2)
    await expect(page.locator(".pane").nth(1)).to_contain_text("Selamat pagi")


async def test_time_and_faults_are_at_hand(telegram: Sandbox, page: Page) -> None:
    await telegram.client.person("Siti")
    await page.goto(telegram.url)
    before = telegram.clock.timestamp()
    await page.get_by_role("button", name="Kendali", exact=True).click()
    await page.get_by_role("button", name="+1 hari").click()
    await page.get_by_role("button", name="Jaringan 2G").click()
    await expect(page.locator(".faults-on li")).to_have_count(3)
    await page.get_by_role("button", name="Hentikan semua").click()
    await expect(page.locator(".faults-on")).to_contain_text("Tidak ada gangguan")
    assert telegram.clock.timestamp() - before >= 86_400


async def test_a_place_is_chosen_on_a_phone(telegram: Sandbox, page: Page) -> None:
    siti = await telegram.client.person("Siti")
    await siti.send("Halo")
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(telegram.url)
    await page.get_by_role("button", name="Siti").click()
    await page.get_by_role("button", name="Lampirkan").click()
    await page.get_by_role("menuitem", name="Lokasi").click()
    await page.locator("dialog .map").click(position={"x": 120, "y": 120})
    await page.get_by_role("button", name="Kirim lokasi ini").click()
    await expect(page.locator(".pane .place")).to_be_visible()
    await page.get_by_role("button", name="Kembali ke daftar").click()
    await expect(page.get_by_role("searchbox")).to_be_visible()
