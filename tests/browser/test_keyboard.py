"""The page with the keyboard alone: Tab, arrows, Enter, Escape and letters; the focus is seen, and never lost."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from sandbox import Sandbox
from tests.acceptance.world import POTHOLE, World, ticket_in
from tests.browser.actions import OFFICE, bubble, open_beside, open_chat, pane

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SEEN = "element => element.matches(':focus-visible') && getComputedStyle(element).outlineStyle !== 'none'"


async def tab_to(page: Page, target: Locator, *, key: str = "Tab", most: int = 40) -> None:
    """Press Tab until the focus is on `target`, and see that it can be seen there."""
    for _ in range(most):
        await page.keyboard.press(key)
        if await target.evaluate("element => element === document.activeElement"):
            assert await target.evaluate(SEEN)
            return
    focused = await page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    pytest.fail(f"{target} is not reached in {most} steps; the focus is on {focused}")


async def answer(page: Page, chat: Locator, heard: str, label: str) -> None:
    """Wait for a message, go down to it from the one that was answered, and press a button of it."""
    await expect(bubble(chat, heard)).to_be_visible()
    for _ in range(6):
        await page.keyboard.press("ArrowDown")
    await tab_to(page, chat.locator(".inline-button", has_text=label).last, most=12)
    await page.keyboard.press("Enter")


async def test_a_report_is_filed_and_accepted_without_a_mouse(regency: World, page: Page) -> None:
    await page.goto(regency.server.url)
    await tab_to(page, page.locator(".guide-chip").first)
    await page.keyboard.press("Enter")
    phone = pane(page, "Siti Aminah")
    await expect(phone.get_by_role("button", name="MULAI")).to_be_focused()
    await page.keyboard.press("Enter")
    written = phone.get_by_label("Tulis pesan")
    await expect(written).to_be_focused()
    await expect(bubble(phone, "Selamat datang")).to_be_visible()
    await tab_to(page, phone.locator(".inline-button", has_text="Setuju dan lanjut"), key="Shift+Tab", most=3)
    await page.keyboard.press("Enter")
    await answer(page, phone, "Apa yang dapat kami bantu", "Buat laporan")
    await expect(bubble(phone, "Langkah 1 dari 6")).to_be_visible()
    await page.keyboard.type(POTHOLE)
    await expect(written).to_have_value(POTHOLE)
    await page.keyboard.press("Enter")
    await expect(bubble(phone, "Langkah 2 dari 6")).to_be_visible()
    await tab_to(page, phone.locator(".inline-button", has_text="Jalan dan jembatan").last, key="Shift+Tab", most=12)
    await page.keyboard.press("Enter")
    await expect(bubble(phone, "Langkah 3 dari 6")).to_be_visible()
    await tab_to(page, phone.get_by_role("button", name="Kirim lokasi saya"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("application")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(bubble(phone, "Langkah 4 dari 6")).to_be_visible()
    await tab_to(page, phone.get_by_role("button", name="Lampirkan"), key="Shift+Tab", most=12)
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(phone.get_by_role("button", name="Lampirkan")).to_be_focused()
    await expect(bubble(phone, "1 foto")).to_be_visible()
    await tab_to(page, phone.locator(".inline-button", has_text="Lanjut").last, key="Shift+Tab", most=3)
    await page.keyboard.press("Enter")
    await answer(page, phone, "Langkah 5 dari 6", "Anonim")
    await answer(page, phone, "Langkah 6 dari 6", "Kirim")
    receipt = bubble(phone, "Laporan terkirim")
    await expect(receipt).to_be_visible()
    ticket = ticket_in(await receipt.inner_text())

    office = pane(page, OFFICE)
    await expect(bubble(office, POTHOLE)).to_contain_text(ticket)
    await tab_to(page, office.locator(".inline-button", has_text="Terima").last, most=60)
    await page.keyboard.press("Enter")
    await expect(bubble(phone, "diterima oleh")).to_be_visible()
    held = await page.evaluate(
        "document.activeElement.closest('.entry')?.textContent ?? document.activeElement.tagName"
    )
    assert ticket in held
    await expect(office.locator(".inline-button", has_text="Selesai").last).to_be_visible()
    await tab_to(page, office.locator(".inline-button", has_text="Tanya pelapor").last, most=12)
    await page.keyboard.press("Enter")
    await expect(office.get_by_label("Tulis pesan")).to_be_focused()
    await page.keyboard.type("Di sisi mana?")
    await page.keyboard.press("Enter")
    await expect(bubble(phone, "Di sisi mana?")).to_be_visible()


async def test_escape_closes_what_was_opened_and_the_focus_returns(telegram: Sandbox, page: Page) -> None:
    siti = await telegram.client.person("Siti")
    await siti.send("/start")
    await siti.hears("/start")
    await page.goto(telegram.url)
    phone = await open_chat(page, "Siti")
    for opener in (
        page.get_by_role("button", name="Tambah warga atau grup"),
        phone.get_by_role("button", name="Menu percakapan"),
        phone.get_by_role("button", name="Lampirkan"),
    ):
        await opener.press("Enter")
        await expect(page.get_by_role("menu")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("menu")).to_have_count(0)
        await expect(opener).to_be_focused()
    drawer = page.get_by_role("button", name="Kendali", exact=True)
    await drawer.press("Enter")
    await expect(page.get_by_role("complementary")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("complementary")).to_be_hidden()
    await expect(drawer).to_be_focused()

    line = phone.locator(".line").last
    await phone.get_by_label("Tulis pesan").press("Shift+Tab")
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowDown")
    await expect(line).to_be_focused()
    await page.keyboard.press("Enter")
    await page.get_by_role("menuitem", name="Apa yang dilakukan bot").press("Enter")
    await expect(page.get_by_role("dialog")).to_contain_text("sendMessage")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(line).to_be_focused()
    await page.keyboard.press("Enter")
    await page.get_by_role("menuitem", name="Balas").press("Enter")
    await expect(phone.locator(".reply-bar")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(phone.locator(".reply-bar")).to_be_hidden()


async def test_the_list_is_one_stop_and_arrows_go_through_it(telegram: Sandbox, page: Page) -> None:
    people = [await telegram.client.person(f"Warga {number:02}") for number in range(30)]
    for person in people:
        await person.send("Halo")
        await person.hears("Halo")
    await page.goto(telegram.url)
    await expect(page.locator(".chat-row").first).to_be_visible()
    search = page.get_by_role("searchbox")
    await search.focus()
    await page.keyboard.press("ArrowDown")
    await expect(page.locator(".chat-row .open").first).to_be_focused()
    await page.keyboard.press("End")
    await expect(page.locator(".chat-row .open").last).to_be_focused()
    # The last two may have been heard in the same second: which is which does not matter here.
    end = int(re.search(r"Warga (\d\d)", await page.evaluate("document.activeElement.textContent"))[1])
    assert end < 2
    await people[end].send("Masih ada")
    await expect(page.locator(".chat-row", has_text="Masih ada").locator(".open")).to_be_focused()
    await page.keyboard.press("Home")
    await expect(page.locator(".chat-row .open").first).to_be_focused()
    assert people[end].name in await page.evaluate("document.activeElement.textContent")
    for _ in range(2):
        await page.keyboard.press("ArrowDown")
    assert "Warga 28" in await page.evaluate("document.activeElement.textContent")
    for _ in range(2):
        await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.closest('.chat-row')") is None
    await people[10].send("Masih di sini")
    await expect(page.locator(".chat-row", has_text="Masih di sini")).to_be_visible()
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    opened = pane(page, "Warga 28")
    await expect(opened.get_by_label("Tulis pesan")).to_be_focused()
    await open_beside(page, "Warga 29")
    await pane(page, "Warga 29").get_by_role("button", name="Tutup percakapan ini").press("Enter")
    await expect(opened.get_by_label("Tulis pesan")).to_be_focused()
