"""People use the page: write, tap, look beside, and nothing that they write runs."""

from zoneinfo import ZoneInfo

import aiohttp
import pytest
from playwright.async_api import Page, expect

from sandbox import Sandbox
from tests.browser.actions import attach, open_chat, pane, row

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


async def test_time_is_moved_to_a_date_that_is_chosen(telegram: Sandbox, page: Page) -> None:
    await telegram.client.person("Siti")
    await page.goto(telegram.url)
    await page.get_by_role("button", name="Kendali", exact=True).click()
    await page.get_by_label("Ke tanggal").fill("2031-03-04T09:30")
    await telegram.client.advance(60)
    await page.get_by_role("button", name="Pindahkan").click()
    await expect(page.locator(".toast")).to_contain_text("4 Mar")
    await expect(page.locator(".clock")).to_have_text("Sel, 4 Mar, 09.30")
    await expect(page.locator(".today")).to_have_text("Sel, 4 Mar, 09.30")
    moment = telegram.clock.now().astimezone(ZoneInfo("Asia/Jakarta"))
    assert moment.strftime("%Y-%m-%d %H:%M") == "2031-03-04 09:30"
    await telegram.client.advance(86_400)
    await expect(page.get_by_label("Ke tanggal")).to_have_value("2031-03-05T09:30")
    await page.get_by_label("Ke tanggal").fill("2031-03-01T09:30")
    await page.get_by_role("button", name="Pindahkan").click()
    await expect(page.locator(".clock")).to_have_text("Sab, 1 Mar, 09.30")


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


async def test_a_page_without_a_bot_says_where_to_point_one_and_begins_when_one_comes(page: Page) -> None:
    async with Sandbox(tokens=(), any_token=True) as empty, aiohttp.ClientSession() as http:
        await page.goto(empty.url)
        await page.get_by_role("button", name="Warga baru").click()
        await page.get_by_label("Nama depan").fill("Ani")
        await page.keyboard.press("Enter")
        await expect(page.locator(".toast")).to_contain_text(empty.url)
        for number in (1, 2):
            await http.get(f"{empty.url}/bot{number}00000000:{'a' * 35}/setMyName", params={"name": f"Bot {number}"})
        await expect(page.locator(".chat-row b")).to_have_text("Ani · @sandbox_100000000_bot")
        await page.locator(".chat-row .open").click()
        await page.get_by_role("button", name="MULAI").click()
        await expect(page.locator(".line.mine")).to_have_count(1)
        await page.get_by_role("button", name="Menu percakapan").click()
        await page.get_by_role("menuitem", name="Buka percakapan dengan @sandbox_200000000_bot").click()
        await page.get_by_role("button", name="MULAI").click()
        await expect(page.locator(".pane-about")).to_contain_text("@sandbox_200000000_bot")
        await expect(page.locator(".line.mine")).to_have_count(1)
        chats = (await empty.client.get("chats"))["chats"]
        assert [chat["bot"] for chat in chats] == ["sandbox_100000000_bot", "sandbox_200000000_bot"]
        await page.goto("about:blank")


async def test_what_is_not_read_is_counted_until_the_chat_is_opened(telegram: Sandbox, page: Page) -> None:
    siti = await telegram.client.person("Siti")
    await siti.send("/start")
    officer = await telegram.client.person("Petugas")
    group = await telegram.client.group("Aduan PUPR", [officer, siti])
    await page.goto(telegram.url)
    await open_chat(page, "Aduan PUPR")
    await expect(row(page, "Aduan PUPR").locator(".count")).to_have_count(0)
    await open_chat(page, "Siti")
    if await pane(page, "Aduan PUPR").count():
        await pane(page, "Aduan PUPR").get_by_role("button", name="Tutup percakapan ini").click()
    await officer.send("Satu", chat=group)
    await officer.send("Dua", chat=group)
    await expect(row(page, "Aduan PUPR").locator(".count")).to_have_text("2")
    await page.reload()
    await expect(row(page, "Aduan PUPR").locator(".count")).to_have_text("2")
    await open_chat(page, "Aduan PUPR")
    await expect(row(page, "Aduan PUPR").locator(".count")).to_have_count(0)


async def test_a_voice_a_document_and_a_reaction_are_sent(telegram: Sandbox, page: Page) -> None:
    siti = await telegram.client.person("Siti")
    await siti.send("/start")
    await siti.hears("/start")
    await page.goto(telegram.url)
    phone = await open_chat(page, "Siti")
    await phone.get_by_role("button", name="Pesan suara").click()
    await expect(phone.locator(".sound")).to_be_visible()
    async with page.expect_file_chooser() as choosing:
        await attach(page, phone, "Dokumen")
    await (await choosing.value).set_files(
        [{"name": "surat.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}]
    )
    await expect(page.get_by_label("Keterangan")).to_be_focused()
    await page.get_by_label("Keterangan").fill("Surat RT")
    await page.keyboard.press("Enter")
    await expect(phone.locator(".paper")).to_contain_text("surat.pdf")
    await phone.locator(".line:not(.mine)").first.click(button="right")
    await page.get_by_role("button", name="Beri reaksi 🙏").click()
    await expect(phone.locator(".reactions")).to_have_text("🙏")
    sent = (await siti.screen()).messages
    assert [message.kind for message in sent if not message.by_bot] == ["text", "voice", "document"]
