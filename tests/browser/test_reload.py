"""What survives a reload: open chats, who one is, drafts, the place where one read; and each tab has its own panes."""

import pytest
from playwright.async_api import Browser, Page, expect

from sandbox import Sandbox
from tests.browser.actions import open_beside, open_chat, pane

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

TOP_LINE = """() => {
  const top = document.querySelector('.scroller').getBoundingClientRect().top;
  const entry = [...document.querySelectorAll('.entry')].find((one) => one.getBoundingClientRect().bottom > top);
  return [entry.dataset.id, Math.round(entry.getBoundingClientRect().top - top)];
}"""


async def test_chats_drafts_viewer_and_the_place_of_reading_come_back(telegram: Sandbox, page: Page) -> None:
    siti = await telegram.client.person("Siti", started=True)
    officer = await telegram.client.person("Petugas")
    group = await telegram.client.group("Aduan PUPR", [officer, siti])
    for number in range(120):
        await siti.send(f"Pesan {number}" + "\nbaris lagi" * (number % 4))
    await officer.send("Selamat pagi", chat=group)
    await page.goto(telegram.url)
    phone = await open_chat(page, "Siti")
    for title in ("Aduan PUPR",):
        if not await pane(page, title).count():
            await open_beside(page, title)
    office = pane(page, "Aduan PUPR")
    await office.get_by_label("Bertindak sebagai").select_option("Siti")
    await office.get_by_label("Tulis pesan").fill("Setengah jadi")
    await phone.get_by_label("Tulis pesan").fill("Belum\nselesai")
    thread = phone.get_by_role("log")
    await thread.evaluate("element => { element.scrollTop = 0; }")
    await phone.get_by_role("button", name="Pesan sebelumnya").click()
    await expect(phone.locator(".line", has_text="Pesan 30")).to_have_count(2)
    await thread.evaluate("element => { element.scrollTop = element.scrollHeight / 2; }")
    down = phone.get_by_role("button", name="Ke pesan terbaru")
    await expect(down).to_be_visible()
    before = await page.evaluate(TOP_LINE)
    await page.reload()
    await expect(phone.get_by_label("Tulis pesan")).to_have_value("Belum\nselesai")
    await expect(office.get_by_label("Tulis pesan")).to_have_value("Setengah jadi")
    await expect(office.get_by_label("Bertindak sebagai").locator("option:checked")).to_have_text("Siti")
    await expect(phone.locator(".line").first).to_be_attached()
    await expect(down).to_be_visible()
    entry, from_top = await page.evaluate(TOP_LINE)
    assert entry == before[0]
    assert abs(from_top - before[1]) <= 2

    await siti.send("Dari gawai lain")
    await expect(phone.locator(".line", has_text="Dari gawai lain").first).to_be_attached()
    assert (await page.evaluate(TOP_LINE))[0] == before[0]
    await down.click()
    await expect(phone.locator(".line", has_text="Dari gawai lain").first).to_be_in_viewport()


async def test_on_a_phone_a_reload_stays_in_the_chat_and_the_back_key_still_leaves_it(
    telegram: Sandbox, page: Page
) -> None:
    for name in ("Siti", "Budi"):
        await telegram.client.person(name, started=True)
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(telegram.url)
    await open_chat(page, "Budi")
    await page.reload()
    await expect(pane(page, "Budi")).to_be_visible()
    await expect(page.get_by_role("searchbox")).to_be_hidden()
    await page.go_back()
    await expect(page.get_by_role("searchbox")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("searchbox")).to_be_visible()


async def test_each_tab_keeps_its_own_chats_and_none_takes_the_others_drafts(
    telegram: Sandbox, browser: Browser
) -> None:
    for name in ("Siti", "Budi"):
        person = await telegram.client.person(name)
        await person.send("Halo")
    context = await browser.new_context()
    page, other = await context.new_page(), await context.new_page()
    await page.goto(telegram.url)
    await (await open_chat(page, "Siti")).get_by_label("Tulis pesan").fill("Draf Siti")
    await other.goto(telegram.url)
    await (await open_chat(other, "Budi")).get_by_label("Tulis pesan").fill("Draf Budi")
    await page.bring_to_front()
    await page.get_by_role("button", name="Terang atau gelap").click()
    await page.reload()
    await expect(pane(page, "Siti").get_by_label("Tulis pesan")).to_have_value("Draf Siti")
    await expect(pane(page, "Budi")).to_have_count(0)
    await other.bring_to_front()
    await other.reload()
    await expect(pane(other, "Budi").get_by_label("Tulis pesan")).to_have_value("Draf Budi")


async def test_the_language_is_changed_where_one_is(telegram: Sandbox, page: Page) -> None:
    siti = await telegram.client.person("Siti")
    await siti.send("Halo")
    await siti.hears("Halo")
    await page.goto(telegram.url)
    await (await open_chat(page, "Siti")).get_by_label("Tulis pesan").fill("Draf")
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_role("button", name="Bahasa Indonesia")).to_be_focused()
    await expect(pane(page, "Siti").get_by_label("Write a message")).to_have_value("Draf")
    assert await page.evaluate("document.documentElement.lang") == "en"
    await page.reload()
    await expect(page.get_by_role("searchbox", name="Search people and groups")).to_be_visible()
    await expect(page.locator(".pane .line")).to_have_count(2)
