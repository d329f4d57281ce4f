"""A late agency through the local Telegram's HTTP: time is moved, the clock acts at once, coordinators tap."""

from collections.abc import AsyncIterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from sandbox import Group, Person
from tests.acceptance.world import RUBBISH, World, button_on, file, open_world, prompt_for
from tests.conftest import Store

CODE = "DLHP"


@pytest.fixture
async def world(sqlite_store: Store) -> AsyncIterator[World]:
    async with open_world(sqlite_store.url, agencies=(CODE,)) as opened:
        opened.server.clock.listeners.append(lambda _now: opened.app.tick() if opened.app else None)
        await move(opened, "2026-11-24 08:12")
        yield opened


async def move(world: World, to: str) -> None:
    await world.server.clock.move_to(datetime.fromisoformat(to).replace(tzinfo=ZoneInfo("Asia/Jakarta")))


def coordinators(world: World) -> tuple[Person, Group]:
    assert world.cast.coordinator is not None
    assert world.cast.coordination is not None
    return world.cast.coordinator, world.cast.coordination


async def test_an_escalation_is_answered_by_a_nudge_and_by_more_time(world: World) -> None:
    citizen = await world.citizen()
    ticket = await file(citizen, RUBBISH)
    ani, coordination = coordinators(world)
    officer, group = world.officer(CODE), world.group(CODE)
    await officer.hears(ticket, chat=group)
    await move(world, "2026-11-27 16:00")
    reminder = await officer.hears("melewati batas tanggapan", chat=group)
    assert reminder.reply_to == next(m for m in (await officer.screen(group)).messages if "Terima" in m.buttons).id
    await move(world, "2026-12-01 16:00")
    await ani.hears("belum ditanggapi DLHP selama 5 hari kerja", chat=coordination)
    await ani.until(lambda seen: button_on(seen, "Tegur"), chat=coordination)
    tap = await ani.tap("Tegur", chat=coordination)
    assert "Teguran" in (await tap.answer())["text"]
    await officer.hears("Teguran ke-1 dari koordinator", chat=group)
    await ani.tap("Perpanjang", chat=coordination)
    await ani.until(lambda seen: button_on(seen, "+3 hari kerja"), chat=coordination)
    await ani.tap("+3 hari kerja", chat=coordination)
    prompt = await prompt_for(ani, coordination)
    await ani.send("Armada sedang diperbaiki", chat=coordination, reply_to=prompt)
    await citizen.hears("diperpanjang koordinator sampai Jum 4 Des 16.00: Armada sedang diperbaiki")
    await officer.hears("Armada sedang diperbaiki", chat=group)
    await ani.until(lambda seen: button_on(seen, "Tegur"), chat=coordination)


async def test_silence_closes_as_silence_and_a_week_old_button_says_so(world: World) -> None:
    citizen = await world.citizen()
    ticket = await file(citizen, RUBBISH)
    officer, group = world.officer(CODE), world.group(CODE)
    await officer.until(lambda seen: button_on(seen, "Terima"), chat=group)
    await officer.tap("Terima", chat=group)
    await officer.until(lambda seen: button_on(seen, "Selesai"), chat=group)
    await officer.tap("Selesai", chat=group)
    prompt = await prompt_for(officer, group)
    await officer.send(photo=True, caption="Sudah diangkut", chat=group, reply_to=prompt)
    await citizen.hears("Apakah sudah beres?")
    await move(world, "2026-11-27 09:00")
    again = await citizen.hears("dinyatakan selesai oleh DLHP. Apakah sudah beres?")
    await move(world, "2026-12-08 16:00")
    await citizen.hears(f"{ticket} ditutup: tidak ada jawaban apakah sudah beres")
    tap = await citizen.tap("Sudah beres", message_id=again.id)
    answer = await tap.answer()
    assert (answer["show_alert"], answer["text"]) == (
        True,
        "Laporan ini sudah ditutup. Bila masih ada masalah, buat laporan baru: /lapor.",
    )
    row = (await world.reports())[0]
    assert (row["status"], row["closing"], row["stars"]) == ("closed", "silent", None)
    await move(world, "2027-01-05 16:05")  # four weeks after the tick that closed it, a little later than 16.00
    await citizen.hears("Masih baik?")
    await citizen.tap("Rusak lagi")
    await officer.hears("rusak lagi", chat=group)
    await citizen.hears("Langkah 1 dari 6")


async def test_an_answer_after_the_question_lapsed_is_kept_from_nobody_and_says_so(world: World) -> None:
    citizen = await world.citizen()
    ticket = await file(citizen, RUBBISH)
    officer, group = world.officer(CODE), world.group(CODE)
    await officer.until(lambda seen: button_on(seen, "Tanya pelapor"), chat=group)
    await officer.tap("Tanya pelapor", chat=group)
    prompt = await prompt_for(officer, group)
    await officer.send("Di sebelah mana?", chat=group, reply_to=prompt)
    question = await citizen.hears("Di sebelah mana?")
    await move(world, "2026-12-08 16:00")
    closed = await citizen.hears(f"{ticket} ditutup: tidak ada jawaban atas pertanyaan")
    assert closed.buttons == ["Buat laporan"]
    heard = len((await officer.screen(group)).messages)
    await citizen.asks("Di sebelah utara", "sudah ditutup", reply_to=question.id)
    assert len((await officer.screen(group)).messages) == heard
    assert (await world.reports())[0]["closing"] == "silent"


async def test_a_week_old_digest_opens_what_the_report_has_become(world: World) -> None:
    citizen = await world.citizen()
    ticket = await file(citizen, RUBBISH)
    officer, group = world.officer(CODE), world.group(CODE)
    await officer.until(lambda seen: button_on(seen, "Terima"), chat=group)
    await move(world, "2026-11-25 07:30")
    digest = await officer.hears("Ringkasan DLHP", chat=group)
    await citizen.tap("Lihat status")
    await citizen.hears("Riwayat")
    await citizen.tap("Cabut laporan")
    await citizen.hears("OPD akan berhenti")
    await citizen.asks("ya", "Laporan dicabut")
    await move(world, "2026-12-02 09:00")
    await officer.tap(ticket, message_id=digest.id, chat=group)
    card = await officer.until(
        lambda seen: [m for m in seen.messages if m.id > digest.id and "Dicabut" in m.text], chat=group
    )
    assert not any(message.buttons for message in card.messages if message.id > digest.id and ticket in message.text)
