"""What a person does on the page: open chats, write, tap, choose from menus."""

import re

from playwright.async_api import FilePayload, Locator, Page, expect

OFFICE = "Aduan PUPR PRKP"
"""The group that reports about roads go to."""


def pane(page: Page, title: str) -> Locator:
    """The open chat with this title."""
    return page.locator(f'.pane[aria-label="{title}"]')


def row(page: Page, title: str) -> Locator:
    """The chat's row in the list."""
    return page.locator(".chat-row").filter(has=page.get_by_role("button", name=re.compile(rf"^{re.escape(title)}\.")))


def bubble(chat: Locator, text: str) -> Locator:
    """What the latest message of an open chat says that contains `text`, without what it quotes."""
    return chat.locator(".bubble .words > .text", has_text=text).last


async def open_chat(page: Page, title: str) -> Locator:
    """Open a chat in place of the one that is looked at."""
    await row(page, title).locator(".open").click()
    opened = pane(page, title)
    await expect(opened).to_be_visible()
    return opened


async def open_beside(page: Page, title: str) -> Locator:
    """Open a chat next to those that are open."""
    await row(page, title).hover()
    await row(page, title).get_by_role("button", name="Buka di samping").click()
    opened = pane(page, title)
    await expect(opened).to_be_visible()
    return opened


async def say(chat: Locator, text: str) -> None:
    """Write a message and send it."""
    await chat.get_by_label("Tulis pesan").fill(text)
    await chat.get_by_label("Tulis pesan").press("Enter")


async def tap(chat: Locator, label: str) -> None:
    """Tap the latest inline button with this label, with or without an emoji before it."""
    await chat.locator(".inline-button", has_text=re.compile(rf"(^|\s){re.escape(label)}$")).last.click()


async def attach(page: Page, chat: Locator, what: str) -> None:
    """Choose something from the menu behind the paper clip."""
    await chat.get_by_role("button", name="Lampirkan").click()
    await page.get_by_role("menuitem", name=what, exact=True).click()


async def upload(page: Page, chat: Locator, *pictures: bytes, caption: str) -> None:
    """Choose pictures from the disk and send them with a caption."""
    async with page.expect_file_chooser() as choosing:
        await attach(page, chat, "Foto atau video")
    files: list[FilePayload] = [
        {"name": f"foto{number}.png", "mimeType": "image/png", "buffer": picture}
        for number, picture in enumerate(pictures, 1)
    ]
    await (await choosing.value).set_files(files)
    await page.get_by_label("Keterangan").fill(caption)
    await page.get_by_role("dialog").get_by_role("button", name="Kirim").click()


async def control(page: Page, label: str) -> None:
    """Press a button in the drawer of controls."""
    drawer = page.get_by_role("complementary", name="Kendali")
    if not await drawer.is_visible():
        await page.get_by_role("button", name="Kendali", exact=True).click()
    await drawer.get_by_role("button", name=label, exact=True).click()
