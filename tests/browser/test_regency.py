"""The real bot on the page: a report from a citizen's phone to the group beside it, through time and a broken network."""

import pytest
from playwright.async_api import Page, expect

from tests.acceptance.world import POTHOLE, World, card_of, file, ticket_in
from tests.browser.actions import OFFICE, attach, bubble, control, open_beside, open_chat, pane, say, tap, upload

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_report_is_filed_on_the_phone_and_handled_in_the_group_beside(regency: World, page: Page) -> None:
    await page.goto(regency.server.url)
    await page.get_by_role("button", name="Tambah warga atau grup").click()
    await page.get_by_role("menuitem", name="Warga baru").click()
    await page.get_by_label("Nama depan").fill("Wagimin")
    await page.get_by_role("button", name="Buat", exact=True).click()
    phone = pane(page, "Wagimin")
    await phone.get_by_role("button", name="MULAI").click()
    await tap(phone, "Setuju dan lanjut")
    await tap(phone, "Buat laporan")
    await expect(bubble(phone, "Langkah 1 dari 6")).to_be_visible()
    await say(phone, POTHOLE)
    await expect(bubble(phone, "Langkah 2 dari 6")).to_be_visible()
    await tap(phone, "Jalan dan jembatan")
    await phone.get_by_role("button", name="Kirim lokasi saya").click()
    await page.get_by_role("button", name="Kirim lokasi ini").click()
    await expect(bubble(phone, "Langkah 4 dari 6")).to_be_visible()
    await attach(page, phone, "Album contoh (3 foto)")
    await tap(phone, "Lanjut")
    await tap(phone, "Anonim")
    await expect(bubble(phone, "Langkah 6 dari 6")).to_be_visible()
    await tap(phone, "Kirim")
    receipt = bubble(phone, "Laporan terkirim")
    await expect(receipt).to_be_visible()
    ticket = ticket_in(await receipt.inner_text())

    office = await open_beside(page, OFFICE)
    card = bubble(office, POTHOLE)
    await expect(card).to_contain_text(ticket)
    await expect(card).to_contain_text("Anonim")
    await expect(office).not_to_contain_text("Wagimin")
    await tap(office, "Terima")
    await expect(bubble(phone, "diterima oleh")).to_be_visible()
    await tap(office, "Selesai")
    await expect(office.locator(".reply-bar")).to_be_visible()
    await upload(page, office, await page.screenshot(), caption="Sudah ditambal pagi ini.")
    await expect(bubble(phone, "Sudah ditambal pagi ini.")).to_be_visible()
    await expect(phone.locator(".photo img")).to_have_count(1)
    await tap(phone, "Sudah beres")
    await tap(phone, "5")
    await expect(card).to_contain_text("5 dari 5")
    await expect(receipt).to_contain_text("●●●●●")


async def test_time_is_moved_until_a_report_is_late_and_its_agency_is_reminded(regency: World, page: Page) -> None:
    ticket = await file(await regency.citizen())
    await card_of(regency, ticket)
    await page.goto(regency.server.url)
    office = await open_chat(page, OFFICE)
    await say(office, "/antrean")
    await expect(bubble(office, "Antrean PUPR PRKP")).not_to_contain_text("terlambat")
    for _ in range(4):
        before = await page.locator(".clock").all_inner_texts()
        await control(page, "Hari kerja berikutnya, 08.00")
        await expect(page.locator(".clock")).to_contain_text("08.00")
        await expect(page.locator(".clock")).not_to_have_text("".join(before) or "never")
    await expect(bubble(office, "melewati batas tanggapan")).to_contain_text(ticket)
    await say(office, "/antrean")
    await expect(bubble(office, "Antrean PUPR PRKP")).to_contain_text("terlambat sejak")


async def test_the_network_breaks_and_nothing_is_lost(regency: World, page: Page) -> None:
    await page.goto(regency.server.url)
    await page.get_by_role("button", name="Kendali", exact=True).click()
    phone = await open_chat(page, "Budi Santoso")
    await phone.get_by_role("button", name="MULAI").click()
    await tap(phone, "Setuju dan lanjut")
    await tap(phone, "Buat laporan")
    await expect(bubble(phone, "Langkah 1 dari 6")).to_be_visible()
    steps = (
        ("Putus sesudah sampai", lambda: say(phone, POTHOLE), "Langkah 2 dari 6"),
        ("Update ganda", lambda: tap(phone, "Jalan dan jembatan"), "Langkah 3 dari 6"),
        ("Update tertukar", lambda: say(phone, "Jalan Basuki Rahmat, depan pasar"), "Langkah 4 dari 6"),
        ("Jawaban terpotong", lambda: tap(phone, "Lewati"), "Langkah 5 dari 6"),
        ("Update terlambat", lambda: tap(phone, "Rahasia"), "Langkah 6 dari 6"),
        ("Putus sebelum sampai", lambda: tap(phone, "Kirim"), "Laporan terkirim"),
    )
    for number, (fault, act, heard) in enumerate(steps, 1):
        await control(page, fault)
        await expect(page.locator(".faults-on li")).to_have_count(number)
        await act()
        await expect(bubble(phone, heard)).to_be_visible(timeout=15_000)
    await control(page, "Hentikan semua")
    await expect(page.locator(".faults-on")).to_contain_text("Tidak ada gangguan")
    office = await open_beside(page, OFFICE)
    await expect(bubble(office, POTHOLE)).to_be_visible()
    assert [report["status"] for report in await regency.reports()] == ["submitted"]
    hit = {call["fault"] for call in await regency.server.client.calls() if call["fault"]}
    assert {"drop_after", "truncate", "drop"} <= hit
