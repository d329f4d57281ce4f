"""How the page looks and what it may load: legible in both themes, nothing from elsewhere, nothing that runs, both languages."""

import re

import pytest
from playwright.async_api import Browser, Page, Request, expect

from sandbox import Sandbox
from tests.acceptance.world import POTHOLE, World, card_of, file
from tests.browser.actions import OFFICE, open_chat, pane

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

LEGIBLE = 4.5
"""The least contrast of text and ground (WCAG 2.2, 1.4.3)."""

# Texts that stand out less from what lies behind them than they should; pictures and maps are left out.
PALE = """(least) => {
  const parse = (text) => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number); return [r, g, b, a]; };
  const over = (top, under) => [0, 1, 2].map((n) => top[n] * top[3] + under[n] * (1 - top[3])).concat(1);
  const light = (colour) => colour.slice(0, 3).map((part) => part / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, n) => sum + part * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0) layers.unshift(colour);
      if (colour[3] === 1) break;
    }
    return layers.reduce((under, top) => over(top, under), [255, 255, 255, 1]);
  };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (!/[\\p{L}\\p{N}]/u.test(text.data) || element.closest("svg, script, noscript, option")) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const behind = ground(element);
    const [more, less] = [light(behind), light(over(parse(getComputedStyle(element).color), behind))].sort((a, b) => b - a);
    const contrast = (more + 0.05) / (less + 0.05);
    if (contrast < least) found.push(`${element.className || element.tagName}: ${contrast.toFixed(2)} ${text.data.slice(0, 30)}`);
  }
  return found;
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_every_text_is_legible(regency: World, page: Page, theme: str) -> None:
    ticket = await file(await regency.citizen(), POTHOLE)
    await card_of(regency, ticket)
    await page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
    await page.goto(regency.server.url)
    assert await page.locator("html").get_attribute("data-theme") == theme
    await expect(pane(page, OFFICE)).to_contain_text(ticket)
    assert await page.evaluate(PALE, LEGIBLE) == []
    office = pane(page, OFFICE)
    await office.get_by_label("Tulis pesan").fill("/")
    await page.get_by_role("button", name="Kendali", exact=True).click()
    await page.get_by_role("button", name="Jaringan 2G").click()
    await expect(page.locator(".faults-on li")).to_have_count(3)
    await page.get_by_text("Panggilan terakhir dari bot").click()
    await expect(page.locator(".log summary").first).to_be_visible()
    assert await page.evaluate(PALE, LEGIBLE) == []
    await page.get_by_role("button", name="Hentikan semua").click()
    await page.set_viewport_size({"width": 390, "height": 844})
    assert await page.evaluate(PALE, LEGIBLE) == []


async def test_nothing_is_loaded_from_elsewhere_and_nothing_may_be(telegram: Sandbox, page: Page) -> None:
    siti = await telegram.client.person("Siti")
    await siti.send(photo=True, caption="Lihat https://example.org/gambar.png")
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    answer = await page.goto(telegram.url)
    assert answer is not None
    await open_chat(page, "Siti")
    await expect(page.locator(".photo").first).to_be_visible()
    await page.get_by_role("button", name="Kendali", exact=True).click()
    assert asked
    assert [url for url in asked if not url.startswith((telegram.url, "data:", "blob:"))] == []
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert not re.search(r"unsafe|\*|https?:", policy)
    assert "script-src 'self';" in policy


async def test_what_would_run_is_refused_by_the_policy(telegram: Sandbox, browser: Browser) -> None:
    page = await browser.new_page()
    await page.goto(telegram.url)
    refused = await page.evaluate(
        """() => new Promise((done) => {
            addEventListener('securitypolicyviolation', (event) => done(event.violatedDirective));
            const inline = document.createElement('div');
            inline.setAttribute('onclick', 'document.title = 1');
            inline.click();
            setTimeout(() => done('nothing'), 1000);
        })"""
    )
    assert refused.startswith("script-src")


async def test_no_name_button_or_alert_runs(telegram: Sandbox, page: Page) -> None:
    evil = "<img src=x onerror=\"document.title='caught'\">"
    siti = await telegram.client.person(evil, last_name=evil, started=True)
    group = await telegram.client.group(evil, [siti])
    await siti.send(evil, chat=group)
    await siti.send(document={"file_name": f"{evil}.pdf"})
    await siti.send(venue={"latitude": -6.9, "longitude": 112.0, "title": evil, "address": evil})
    await siti.send(contact={"phone_number": "1", "first_name": evil, "user_id": siti.id})
    await siti.send(poll={"question": evil, "options": [evil, "b"]})
    await page.goto(telegram.url)
    await expect(page.locator(".chat-row").first).to_be_visible()
    for number in range(await page.locator(".chat-row").count()):
        await page.locator(".chat-row .open").nth(number).click()
        await expect(page.locator(".pane.active .line").first).to_be_visible()
        await expect(page.locator(".pane.active")).to_contain_text("onerror")
    assert await page.title() == "Telegram lokal"
    assert await page.locator("img[src='x']").count() == 0


async def test_every_text_of_the_page_is_there_in_both_languages(telegram: Sandbox, page: Page) -> None:
    await telegram.client.person("Siti")
    await page.goto(telegram.url)
    missing = await page.evaluate(
        """async () => {
            const { TEXTS } = await import('/page/js/texts.js');
            return Object.entries(TEXTS).filter(([, pair]) => pair.length !== 2 || pair.some((text) => !text)).map(([name]) => name);
        }"""
    )
    assert missing == []
    unknown = await page.evaluate(
        """async () => {
            const { TEXTS } = await import('/page/js/texts.js');
            const files = performance.getEntriesByType('resource').map((one) => one.name).filter((name) => name.endsWith('.js'));
            const sources = await Promise.all(files.map(async (name) => (await fetch(name)).text()));
            const asked = sources.flatMap((text) => [...text.matchAll(/\\bt\\("([\\w-]+)"/g)].map((found) => found[1]));
            return asked.length > 100 ? asked.filter((name) => !(name in TEXTS)) : ['too few were found'];
        }"""
    )
    assert unknown == []


async def test_nothing_is_cut_off_at_any_width(regency: World, page: Page) -> None:
    await file(await regency.citizen(), POTHOLE)
    await page.goto(regency.server.url)
    await expect(pane(page, "Siti Aminah")).to_be_visible()
    for width in (1920, 1280, 1000, 721, 720, 390, 360):
        await page.set_viewport_size({"width": width, "height": 800})
        if width == 720:
            await open_chat(page, OFFICE)
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        for button in await page.locator(".pane.active button:visible, .pane.active textarea:visible").all():
            box = await button.bounding_box()
            assert box is not None
            assert box["x"] >= -1
            assert box["x"] + box["width"] <= width + 1


async def test_everything_that_can_be_used_has_a_name(regency: World, page: Page) -> None:
    ticket = await file(await regency.citizen(), POTHOLE, photos=3)
    await card_of(regency, ticket)
    await page.goto(regency.server.url)
    await expect(pane(page, OFFICE)).to_contain_text(ticket)
    await page.get_by_role("button", name="Kendali", exact=True).click()
    session = await page.context.new_cdp_session(page)
    tree = await session.send("Accessibility.getFullAXTree")
    usable = {
        "button",
        "textbox",
        "searchbox",
        "checkbox",
        "combobox",
        "link",
        "listbox",
        "menuitem",
        "DateTime",
        "log",
    }
    used = [
        (node["role"]["value"], node.get("name", {}).get("value", "").strip())
        for node in tree["nodes"]
        if not node.get("ignored") and node["role"]["value"] in usable
    ]
    assert len(used) > 50
    assert [role for role, name in used if not name] == []
    landmarks = {node["role"]["value"] for node in tree["nodes"] if not node.get("ignored")}
    assert {"main", "navigation", "complementary", "region", "log"} <= landmarks
