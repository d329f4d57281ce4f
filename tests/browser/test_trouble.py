"""Faults, blocks and lost rights as a person sees them: what is wrong is said, and one button takes it back."""

import pytest
from playwright.async_api import Page, expect

from sandbox import Sandbox
from tests.browser.actions import bubble, control, open_chat, say

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_fault_is_a_switch_and_a_bar_reminds_of_it_with_the_drawer_closed(
    telegram: Sandbox, page: Page
) -> None:
    await telegram.client.person("Siti")
    await page.goto(telegram.url)
    bar = page.locator(".reminder")
    await expect(bar).to_be_hidden()
    await control(page, "Jaringan 2G")
    drawer = page.get_by_role("complementary", name="Kendali")
    chip = drawer.get_by_role("button", name="Jaringan 2G")
    await expect(chip).to_have_attribute("aria-pressed", "true")
    await control(page, "Update ganda")
    await page.keyboard.press("Escape")
    await expect(bar).to_contain_text("Jaringan 2G, Update ganda")
    await page.reload()
    await expect(bar).to_contain_text("Jaringan 2G, Update ganda")
    await control(page, "Jaringan 2G")
    await expect(chip).to_have_attribute("aria-pressed", "false")
    assert [fault["kind"] for fault in (await telegram.client.get("faults"))["faults"]] == ["duplicate"]
    await bar.get_by_role("button", name="Pulihkan jaringan").click()
    await expect(bar).to_be_hidden()
    assert (await telegram.client.get("faults"))["faults"] == []


async def test_a_fault_that_wears_off_and_one_from_elsewhere_are_told_too(telegram: Sandbox, page: Page) -> None:
    siti = await telegram.client.person("Siti")
    await siti.send("/start")
    await siti.hears("/start")
    await page.goto(telegram.url)
    await telegram.client.post("faults", kind="error", status=500, count=1, methods=["sendMessage"])
    await expect(page.locator(".reminder")).to_contain_text("Galat 500")
    await siti.send("Halo")
    await expect(page.locator(".reminder")).to_be_hidden()
    await page.get_by_role("button", name="Kendali", exact=True).click()
    await expect(page.locator(".faults-on li")).to_contain_text("sudah habis")


async def test_telegram_restarts_and_the_page_says_when_it_is_back(telegram: Sandbox, page: Page) -> None:
    siti = await telegram.client.person("Siti")
    await siti.send("/start")
    await siti.hears("/start")
    await page.goto(telegram.url)
    phone = await open_chat(page, "Siti")
    await telegram.client.post("faults", kind="down", seconds=1)
    await expect(page.locator(".reminder")).to_contain_text("Mulai ulang Telegram")
    await say(phone, "Sampai juga")
    await expect(page.locator(".reminder")).to_be_hidden()
    await expect(phone.locator(".bubble", has_text="Sampai juga")).to_have_count(2, timeout=15_000)


async def test_a_person_blocks_the_bot_and_takes_it_back(telegram: Sandbox, page: Page) -> None:
    siti = await telegram.client.person("Siti")
    await siti.send("/start")
    await siti.hears("/start")
    await page.goto(telegram.url)
    phone = await open_chat(page, "Siti")
    await phone.get_by_role("button", name="Menu percakapan").click()
    await page.get_by_role("menuitem", name="Blokir bot", exact=True).click()
    banner = phone.locator(".banner")
    await expect(banner).to_contain_text("Siti memblokir")
    await expect(phone.get_by_label("Tulis pesan")).to_be_hidden()
    await phone.get_by_role("button", name="Menu percakapan").click()
    await expect(page.get_by_role("menuitem")).to_have_text(["Buka blokir bot"])
    await page.keyboard.press("Escape")
    await banner.get_by_role("button").click()
    await expect(banner).to_be_hidden()
    await say(phone, "Kembali")
    await expect(phone.locator(".bubble", has_text="Kembali")).to_have_count(2)


@pytest.mark.parametrize(
    ("deed", "said", "remedy"),
    [
        ("Larang bot menulis", "tidak boleh menulis di sini", "Izinkan bot menulis lagi"),
        ("Keluarkan bot", "tidak ada di grup ini", "Masukkan bot"),
    ],
)
async def test_the_bot_loses_its_rights_in_a_group_and_gets_them_back(
    telegram: Sandbox, page: Page, deed: str, said: str, remedy: str
) -> None:
    officer = await telegram.client.person("Petugas")
    await telegram.client.group("Aduan PUPR", [officer], admin=True)
    await page.goto(telegram.url)
    office = await open_chat(page, "Aduan PUPR")
    await expect(office).to_contain_text("bot admin")
    await office.get_by_role("button", name="Menu percakapan").click()
    await expect(page.get_by_role("menuitem", name="Jadikan bot admin")).to_have_count(0)
    await page.get_by_role("menuitem", name=deed).click()
    banner = office.locator(".banner")
    await expect(banner).to_contain_text(said)
    await banner.get_by_role("button", name=remedy).click()
    await expect(banner).to_be_hidden()
    await office.get_by_role("button", name="Menu percakapan").click()
    await page.get_by_role("menuitem", name="Jadikan bot admin").click()
    await expect(office).to_contain_text("bot admin")
    await say(office, "Sudah pulih")
    await expect(office.locator(".bubble", has_text="Sudah pulih")).to_have_count(2)


async def test_a_group_is_made_and_somebody_added_to_it(telegram: Sandbox, page: Page) -> None:
    for name in ("Petugas", "Siti"):
        await telegram.client.person(name)
    await page.goto(telegram.url)
    await page.get_by_role("button", name="Tambah warga atau grup").click()
    await page.get_by_role("menuitem", name="Grup baru").click()
    await page.get_by_label("Nama grup").fill("Aduan Baru")
    await page.get_by_label("Pemilik").select_option("Petugas")
    await page.get_by_role("button", name="Buat", exact=True).click()
    office = page.locator('.pane[aria-label="Aduan Baru"]')
    await expect(office.locator(".notice").last).to_contain_text("Petugas menambahkan")
    await office.get_by_role("button", name="Menu percakapan").click()
    await page.get_by_role("menuitem", name="Tambahkan orang").click()
    await page.get_by_role("dialog").get_by_label("Nama").select_option("Siti")
    await page.get_by_role("dialog").get_by_role("button", name="Tambahkan", exact=True).click()
    await expect(office.locator(".notice").last).to_have_text("Petugas menambahkan Siti")
    await office.get_by_label("Bertindak sebagai").select_option("Siti")
    await say(office, "Halo semua")
    await expect(bubble(office, "Halo semua").first).to_be_visible()


async def test_the_log_follows_the_bot_and_shows_what_was_refused(telegram: Sandbox, page: Page) -> None:
    siti = await telegram.client.person("Siti")
    await siti.send("/start")
    await siti.hears("/start")
    await page.goto(telegram.url)
    await page.get_by_role("button", name="Kendali", exact=True).click()
    log = page.locator(".log")
    await page.get_by_text("Panggilan terakhir dari bot").click()
    await expect(log.locator("summary").first).to_contain_text("Siti: /start")
    await siti.send("Halo")
    await expect(log.locator("summary").first).to_contain_text("Siti: Halo")
    await telegram.client.post("faults", kind="error", status=500, count=1, methods=["sendMessage"])
    await siti.send("Gagal")
    await expect(log.locator("summary.bad").first).to_contain_text("500")
    await page.get_by_label("Hanya yang gagal atau terganggu").check()
    await expect(log.locator("summary")).to_have_count(1)
    await log.locator("summary").click()
    await expect(log.locator("details[open]")).to_contain_text("chat_id")
