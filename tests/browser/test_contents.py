"""What a message may carry, and how the page shows it: every entity, media, albums, quotations, buttons, keyboards."""

import json
import struct
import zlib
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Page, expect

from sandbox import Sandbox
from tests.browser.actions import bubble, open_chat

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

FORMATTED = (
    "<b>tebal</b> <i>miring</i> <u>bergaris</u> <s>tercoret</s> <tg-spoiler>tersembunyi</tg-spoiler> <code>kode</code>\n"
    '<pre><code class="language-python">print("a")\nprint("b")</code></pre>\n'
    '<a href="https://example.org/x">tautan</a> https://tubankab.go.id @taprose_bot #aduan a@b.id /bantuan\n'
    "<blockquote>kutipan</blockquote>\n<blockquote expandable>satu\ndua\ntiga\nempat\nlima\nenam</blockquote>\n"
    '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji> &lt;script&gt; <b>tebal <i>dan miring</i></b>'
)


def picture(width: int, height: int) -> bytes:
    """A grey PNG of this size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress((b"\0" + b"\x90" * width) * height)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def call(telegram: Sandbox, method: str, **parameters: Any) -> Any:
    """Call the Bot API; what is bytes goes as a file of its name."""
    form = aiohttp.FormData()
    for name, value in parameters.items():
        if isinstance(value, bytes):
            form.add_field(name, value, filename=f"{name}.png", content_type="image/png")
        else:
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{telegram.url}/bot{telegram.token}/{method}", data=form) as answer,
    ):
        body = await answer.json()
    assert body["ok"], body
    return body["result"]


async def test_every_entity_is_shown_as_telegram_shows_it(telegram: Sandbox, page: Page) -> None:
    siti = await telegram.client.person("Siti", started=True)
    await call(telegram, "sendMessage", chat_id=siti.id, text=FORMATTED, parse_mode="HTML")
    await page.goto(telegram.url)
    phone = await open_chat(page, "Siti")
    text = phone.locator(".words > .text")
    for selector, words in {
        "strong >> nth=0": "tebal",
        "em >> nth=0": "miring",
        "u": "bergaris",
        "s": "tercoret",
        "code >> nth=0": "kode",
        "pre": 'print("a")',
        "pre small": "python",
        "a >> nth=0": "tautan",
        "a >> nth=1": "https://tubankab.go.id",
        ".mention >> nth=0": "@taprose_bot",
        ".mention >> nth=1": "#aduan",
        "blockquote >> nth=0": "kutipan",
        "strong em": "dan miring",
    }.items():
        await expect(text.locator(selector)).to_contain_text(words)
    await expect(text).to_contain_text("👍 <script>")
    assert "kutipan\n\n" not in await text.inner_text()

    spoiler = text.locator(".spoiler")
    await expect(spoiler.get_by_text("tersembunyi")).to_be_hidden()
    await spoiler.press(" ")
    await expect(spoiler.get_by_text("tersembunyi")).to_be_visible()

    whole = text.locator(".expandable")
    folded = await whole.evaluate("element => element.clientHeight")
    unfold = text.get_by_role("button", name="Tampilkan atau lipat kutipan")
    await unfold.click()
    await expect(unfold).to_have_attribute("aria-expanded", "true")
    assert await whole.evaluate("element => element.clientHeight") > folded

    await text.get_by_role("button", name="/bantuan").click()
    await expect(phone.locator(".line.mine")).to_contain_text("/bantuan")
    await text.locator("a").first.click()
    await expect(page.get_by_role("dialog")).to_contain_text("https://example.org/x")
    await expect(page.get_by_role("dialog").get_by_role("link")).to_have_attribute("rel", "noopener noreferrer")


async def test_media_albums_places_and_replies_are_shown(telegram: Sandbox, page: Page) -> None:
    siti = await telegram.client.person("Siti", started=True)
    chat = {"chat_id": siti.id}
    await call(telegram, "sendPhoto", **chat, photo=picture(64, 48), caption="Tertutup", has_spoiler=True)
    items = [{"type": "photo", "media": f"attach://p{n}"} for n in range(3)]
    await call(telegram, "sendMediaGroup", **chat, media=items, **{f"p{n}": picture(40, 30) for n in range(3)})
    await call(telegram, "sendVoice", **chat, voice=b"OggS", duration=7)
    await call(telegram, "sendDocument", **chat, document=b"%PDF-1.4", caption="Surat")
    await call(
        telegram, "sendVenue", **chat, latitude=-6.9, longitude=112.06, title="Pasar Baru", address="Jl. Gajah Mada"
    )
    await call(telegram, "sendContact", **chat, phone_number="+62811", first_name="Bu", last_name="Lurah")
    asked = await call(telegram, "sendMessage", **chat, text="jalan rusak di depan pasar")
    reply = {"message_id": asked["message_id"], "quote": "jalan rusak"}
    await call(telegram, "sendMessage", **chat, text="Yang mana?", reply_parameters=reply)
    await call(telegram, "editMessageText", **chat, message_id=asked["message_id"], text="jalan rusak di dekat pasar")
    await call(telegram, "pinChatMessage", **chat, message_id=asked["message_id"])
    await page.goto(telegram.url)
    phone = await open_chat(page, "Siti")
    covered = phone.get_by_role("button", name="Tampilkan foto tersembunyi")
    await covered.click()
    await expect(covered).to_have_count(0)
    await phone.locator(".photo").first.click()
    await expect(page.get_by_role("dialog", name="Tertutup").locator("img")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(phone.locator(".album .tile")).to_have_count(3)
    await expect(phone.locator(".sound")).to_contain_text("0:07")
    await expect(phone.locator(".paper").first).to_contain_text("document.png")
    await expect(phone.locator(".place")).to_contain_text("Pasar Baru")
    await expect(phone.locator(".place svg")).to_be_visible()
    await expect(phone.locator(".paper", has_text="+62811")).to_contain_text("Bu Lurah")
    await expect(phone.locator(".quote")).to_contain_text("jalan rusak")
    await expect(phone.locator(".line", has_text="di dekat pasar").last).to_contain_text("diubah")
    await expect(phone.locator(".pinned")).to_contain_text("di dekat pasar")
    await phone.locator(".pinned").click()
    await expect(phone.locator(".line.flash")).to_contain_text("di dekat pasar")


async def test_buttons_and_keyboards_do_what_they_say(telegram: Sandbox, page: Page) -> None:
    siti = await telegram.client.person("Siti", started=True)
    rows = [
        [{"text": "Tekan", "callback_data": "a"}, {"text": "Salin", "copy_text": {"text": "TBN-26-000001-N"}}],
        [{"text": "Situs", "url": "https://example.org"}],
    ]
    await call(telegram, "sendMessage", chat_id=siti.id, text="Pilih", reply_markup={"inline_keyboard": rows})
    below = [[{"text": "Bagikan nomor", "request_contact": True}], [{"text": "Batal"}]]
    keyboard = {"keyboard": below, "input_field_placeholder": "Ketik alamat", "one_time_keyboard": True}
    await call(telegram, "sendMessage", chat_id=siti.id, text="Di mana?", reply_markup=keyboard)
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.goto(telegram.url)
    phone = await open_chat(page, "Siti")
    await phone.get_by_role("button", name="Salin").click()
    await expect(page.locator(".toast")).to_have_text("Disalin.")
    assert await page.evaluate("navigator.clipboard.readText()") == "TBN-26-000001-N"
    await phone.get_by_role("button", name="Situs").click()
    await expect(page.get_by_role("dialog")).to_contain_text("https://example.org")
    await page.keyboard.press("Escape")
    await phone.get_by_role("button", name="Tekan").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Sudah ditekan")
    await page.keyboard.press("Escape")

    await expect(phone.get_by_placeholder("Ketik alamat")).to_be_visible()
    toggle = phone.get_by_role("button", name="Tampilkan atau sembunyikan papan tombol")
    await toggle.click()
    await expect(phone.get_by_role("button", name="Batal")).to_be_hidden()
    await toggle.click()
    await phone.get_by_role("button", name="Batal").click()
    await expect(phone.locator(".line.mine")).to_contain_text("Batal")
    await expect(phone.locator(".reply-keyboard")).to_be_hidden()


async def test_new_messages_of_others_are_told_to_those_who_listen(telegram: Sandbox, page: Page) -> None:
    siti = await telegram.client.person("Siti")
    await siti.send("Lama")
    await siti.hears("Lama")
    await page.goto(telegram.url)
    phone = await open_chat(page, "Siti")
    await expect(bubble(phone, "Lama")).to_be_visible()
    announcer = page.locator("#announcer")
    await expect(announcer).to_have_text("")
    await siti.send("Baru")
    await expect(announcer).to_contain_text(": Baru")
    await expect(announcer).not_to_contain_text("Siti")


async def test_what_the_bot_is_doing_stands_in_the_header_until_it_speaks(telegram: Sandbox, page: Page) -> None:
    siti = await telegram.client.person("Siti", started=True)
    await page.goto(telegram.url)
    phone = await open_chat(page, "Siti")
    about = phone.locator(".pane-about")
    await expect(about).to_contain_text("percakapan dengan")
    await call(telegram, "sendChatAction", chat_id=siti.id, action="typing")
    await expect(about).to_contain_text("sedang mengetik")
    await call(telegram, "sendMessage", chat_id=siti.id, text="Selesai")
    await expect(about).to_contain_text("percakapan dengan")


async def test_a_card_that_is_edited_keeps_its_place_and_shows_what_is_new(telegram: Sandbox, page: Page) -> None:
    siti = await telegram.client.person("Siti", started=True)
    sent = await call(telegram, "sendMessage", chat_id=siti.id, text="Terkirim")
    await call(telegram, "sendMessage", chat_id=siti.id, text="Sesudahnya")
    await page.goto(telegram.url)
    phone = await open_chat(page, "Siti")
    lines = phone.locator(".line")
    await expect(lines).to_have_count(2)
    await lines.last.focus()
    await call(telegram, "editMessageText", chat_id=siti.id, message_id=sent["message_id"], text="Ditangani")
    await expect(lines.first).to_contain_text("Ditangani")
    await expect(lines.first).to_contain_text("diubah")
    await expect(lines.last).to_be_focused()
    await lines.first.locator(".why").click()
    dialog = page.get_by_role("dialog", name="Apa yang dilakukan bot")
    await expect(dialog).to_contain_text("editMessageText")
    await expect(dialog).to_contain_text('"text": "Ditangani"')
    await expect(dialog).to_contain_text("ms")
    await page.keyboard.press("Escape")
    await call(telegram, "deleteMessage", chat_id=siti.id, message_id=sent["message_id"])
    await expect(lines).to_have_count(1)
