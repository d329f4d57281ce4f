"""What people do with messages on the page: albums from the disk, editing, taking back, replying; a group moves on."""

import aiohttp
import pytest
from playwright.async_api import Page, expect

from sandbox import Sandbox
from tests.browser.actions import bubble, open_chat, pane, say, upload

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_pictures_from_the_disk_become_an_album_with_one_caption(telegram: Sandbox, page: Page) -> None:
    siti = await telegram.client.person("Siti")
    await page.goto(telegram.url)
    phone = await open_chat(page, "Siti")
    await phone.get_by_role("button", name="MULAI").click()
    await expect(phone.locator(".bubble", has_text="/start")).to_have_count(2)
    pictures = [await page.screenshot(clip={"x": 0, "y": 0, "width": 40, "height": size}) for size in (30, 40, 50)]
    await upload(page, phone, *pictures, caption="Depan pasar")
    await expect(phone.locator(".album img")).to_have_count(3)
    await expect(bubble(phone, "Depan pasar")).to_be_visible()
    sent = [m for m in (await siti.screen()).messages if m.kind == "photo"]
    assert len({m.view["album"] for m in sent}) == 1
    assert [(m.view["file"]["width"], m.view["file"]["height"]) for m in sent] == [(40, 30), (40, 40), (40, 50)]


async def test_ones_own_message_is_edited_taken_back_and_replied_to(telegram: Sandbox, page: Page) -> None:
    siti = await telegram.client.person("Siti")
    await siti.send("/start")
    await siti.hears("/start")
    await page.goto(telegram.url)
    phone = await open_chat(page, "Siti")
    await say(phone, "Jalan berlobang")
    own, bots = phone.locator(".line.mine"), phone.locator(".line:not(.mine)")
    await expect(bots).to_have_count(2)
    await phone.get_by_label("Tulis pesan").press("ArrowUp")
    await phone.get_by_label("Tulis pesan").fill("Jalan berlubang")
    await phone.get_by_label("Tulis pesan").press("Enter")
    await expect(own.last).to_contain_text("Jalan berlubang")
    await expect(own.last).to_contain_text("diubah")

    await bots.last.locator(".bubble").click(button="right")
    await page.get_by_role("menuitem", name="Balas").click()
    await say(phone, "Di depan pasar")
    await expect(own.last.locator(".quote")).to_contain_text("Jalan berlobang")

    await own.nth(1).locator(".bubble").click(button="right")
    await page.get_by_role("menuitem", name="Hapus").click()
    await expect(own).to_have_count(2)
    await expect(phone).not_to_contain_text("Jalan berlubang")
    await expect(own.last).to_contain_text("Di depan pasar")


async def test_what_is_written_quickly_arrives_in_order_and_an_edit_does_not_take_the_draft(
    telegram: Sandbox, page: Page
) -> None:
    siti = await telegram.client.person("Siti")
    await page.goto(telegram.url)
    phone = await open_chat(page, "Siti")
    await phone.get_by_role("button", name="MULAI").dblclick()
    await expect(phone.locator(".line.mine")).to_have_count(1)
    for number in range(8):
        await say(phone, str(number))
    await expect(phone.locator(".line.mine")).to_have_count(9)
    sent = [message.text for message in (await siti.screen()).messages if not message.by_bot]
    assert sent == ["/start", *(str(number) for number in range(8))]

    written = phone.get_by_label("Tulis pesan")
    await written.fill("Belum selesai")
    await phone.locator(".line.mine").last.click(button="right")
    await page.get_by_role("menuitem", name="Ubah").click()
    await expect(written).to_have_value("7")
    await written.fill("tujuh")
    await written.press("Enter")
    await expect(phone.locator(".line.mine").last).to_contain_text("tujuh")
    await expect(written).to_have_value("Belum selesai")
    await phone.locator(".line.mine").last.click(button="right")
    await page.get_by_role("menuitem", name="Ubah").click()
    await expect(written).to_have_value("tujuh")
    await written.press("Escape")
    await expect(written).to_have_value("Belum selesai")


async def test_a_forced_reply_elsewhere_does_not_take_the_keyboard_away(telegram: Sandbox, page: Page) -> None:
    siti = await telegram.client.person("Siti")
    await siti.send("/start")
    officer = await telegram.client.person("Petugas")
    group = await telegram.client.group("Aduan PUPR", [officer])
    await page.goto(telegram.url)
    await expect(page.locator(".pane")).to_have_count(2)
    phone, office = pane(page, "Siti"), pane(page, "Aduan PUPR")
    await phone.get_by_label("Tulis pesan").press("a")
    prompt = {"chat_id": group.id, "text": "Tulis alasan", "reply_markup": {"force_reply": True}}
    async with aiohttp.ClientSession() as http:
        await http.post(f"{telegram.url}/bot{telegram.token}/sendMessage", json=prompt)
    await expect(office.locator(".reply-bar")).to_contain_text("Tulis alasan")
    await expect(phone.get_by_label("Tulis pesan")).to_be_focused()
    await say(office, "Sudah ditangani")
    await expect(office.locator(".line.mine .quote")).to_contain_text("Tulis alasan")
    await expect(office.locator(".reply-bar")).to_be_hidden()


async def test_a_group_that_becomes_a_supergroup_stays_open(telegram: Sandbox, page: Page) -> None:
    officer = await telegram.client.person("Petugas")
    group = await telegram.client.group("Aduan PUPR", [officer], admin=True)
    await page.goto(telegram.url)
    office = await open_chat(page, "Aduan PUPR")
    await say(office, "Sebelum")
    await expect(office.locator(".bubble", has_text="Sebelum")).to_have_count(2)
    await office.get_by_role("button", name="Menu percakapan").click()
    await page.get_by_role("menuitem", name="Jadikan supergrup").click()
    await expect(office.locator(".notice").last).to_have_text("Grup ini menjadi supergrup")
    await say(office, "Sesudah")
    await expect(office.locator(".bubble", has_text="Sesudah")).to_have_count(2)
    await expect(page.locator(".chat-row", has_text="Aduan PUPR")).to_have_count(1)
    chats = (await telegram.client.get("chats"))["chats"]
    assert [chat["type"] for chat in chats if chat.get("migrated_to") is None and chat["id"] < 0] == ["supergroup"]
    assert group.id in [chat["id"] for chat in chats if chat.get("migrated_to")]
    await expect(pane(page, "Aduan PUPR")).to_have_count(1)
