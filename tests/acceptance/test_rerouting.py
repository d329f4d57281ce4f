"""Whose a report is: handed on, handed back, given up, and what the coordinators decide."""

import pytest

from sandbox import Screen
from tests.acceptance.world import (
    ENVIRONMENT,
    ROADS,
    World,
    button_on,
    card_of,
    file,
    prompt_for,
)


async def test_rerouting_takes_a_reason_and_moves_the_card(world: World) -> None:
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    ticket = await file(citizen)
    await card_of(world, ticket)
    await officer.tap("Alihkan", chat=group)
    await officer.until(lambda seen: button_on(seen, "DLHP"), chat=group)
    await officer.tap("DLHP", chat=group)
    prompt = await prompt_for(officer, group)
    await officer.send("Ini urusan lampu jalan", chat=group, reply_to=prompt)
    there = await card_of(world, ticket, ENVIRONMENT)
    assert "Sudah 1 kali dialihkan" in there.text
    await world.officer(ENVIRONMENT).hears("Ini urusan lampu jalan", chat=world.group(ENVIRONMENT))
    old = await officer.until(lambda seen: "Sekarang pada: DLHP" in "".join(seen.texts), chat=group)
    assert old.find("Sekarang pada").buttons == []
    push = await citizen.hears("dialihkan ke DLHP")
    assert "Ini urusan lampu jalan" in push.text


async def test_a_promise_ends_with_the_agency_that_made_it(world: World) -> None:
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    ticket = await file(citizen)
    await card_of(world, ticket)
    await officer.tap("Terima", chat=group)
    await officer.until(lambda seen: button_on(seen, "Janji tanggal"), chat=group)
    await officer.tap("Janji tanggal", chat=group)
    await officer.until(lambda seen: button_on(seen, "+14 hari kerja"), chat=group)
    await officer.tap("+14 hari kerja", chat=group)
    await citizen.hears("berjanji menyelesaikan")
    await _reroute(world, ROADS, "DLHP", "Ini urusan lampu jalan")
    await citizen.hears("tidak berlaku lagi")
    assert "Dijanjikan" not in (await card_of(world, ticket, ENVIRONMENT)).text
    assert (await world.reports())[0]["promised_for"] is None


async def test_the_second_bounce_goes_to_the_coordinators_who_dispose(world: World) -> None:
    citizen = await world.citizen()
    ticket = await file(citizen)
    await card_of(world, ticket)
    await _reroute(world, ROADS, "DLHP", "bukan kami")
    await card_of(world, ticket, ENVIRONMENT)
    await _reroute(world, ENVIRONMENT, "PUPR PRKP", "bukan kami juga")
    coordinator, coordination = world.cast.coordinator, world.cast.coordination
    assert coordinator is not None
    assert coordination is not None
    card = await coordinator.hears("koordinator yang memutuskan", chat=coordination)
    assert card.buttons == ["Disposisi"]
    assert card.text.count("dialihkan") == 1
    await citizen.hears("koordinator")
    await coordinator.tap("Disposisi", chat=coordination)
    await coordinator.until(lambda seen: button_on(seen, "PUPR PRKP"), chat=coordination)
    await coordinator.tap("PUPR PRKP", chat=coordination)
    await world.officer().hears("didisposisikan", chat=world.group())
    await citizen.hears("diteruskan ke PUPR PRKP")
    assert (await world.reports())[0]["lead"] == ROADS


async def test_back_to_the_coordinators_at_once(world: World) -> None:
    ticket = await file(await world.citizen())
    await card_of(world, ticket)
    await _reroute(world, ROADS, "Kembalikan ke koordinator", "Tidak jelas ini urusan siapa")
    assert world.cast.coordinator is not None
    await world.cast.coordinator.hears(ticket, chat=world.cast.coordination)
    assert (await world.reports())[0]["lead"] is None


@pytest.mark.parametrize(
    ("reason", "status", "told"),
    [
        ("Jalan ini milik provinsi", "cannot_act", "tidak dapat ditindaklanjuti"),
        ("bukan laporan, hanya iseng", "rejected", "tidak dapat diterima"),
    ],
)
async def test_giving_up_needs_the_coordinators_consent(world: World, reason: str, status: str, told: str) -> None:
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    coordinator, coordination = world.cast.coordinator, world.cast.coordination
    assert coordinator is not None
    await card_of(world, await file(citizen))
    await officer.tap("Tidak dapat", chat=group)
    prompt = await prompt_for(officer, group)
    await officer.send(reason, chat=group, reply_to=prompt)
    await officer.until(lambda seen: "Menunggu persetujuan koordinator" in "".join(seen.texts), chat=group)
    await coordinator.until(lambda seen: button_on(seen, "Setujui"), chat=coordination)
    assert (await world.reports())[0]["status"] == "submitted"
    await coordinator.tap("Setujui", chat=coordination)
    push = await citizen.hears(told)
    assert reason in push.text
    assert (await world.reports())[0]["status"] == status


async def test_a_refused_ending_goes_back_to_work(world: World) -> None:
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    coordinator, coordination = world.cast.coordinator, world.cast.coordination
    assert coordinator is not None
    assert coordination is not None
    await card_of(world, await file(citizen))
    await officer.tap("Tidak dapat", chat=group)
    await officer.send("Tidak ada anggaran", chat=group, reply_to=await prompt_for(officer, group))
    await coordinator.until(lambda seen: button_on(seen, "Kembalikan"), chat=coordination)
    await coordinator.tap("Kembalikan", chat=coordination)
    prompt = await prompt_for(coordinator, coordination)
    await coordinator.send("Tambal darurat dulu", chat=coordination, reply_to=prompt)
    await officer.hears("Tambal darurat dulu", chat=group)
    await officer.until(lambda seen: button_on(seen, "Terima"), chat=group)


async def test_unrouted_because_the_group_is_missing_goes_to_the_coordinators_until_it_is_linked(world: World) -> None:
    citizen = await world.citizen()
    ticket = await file(citizen, "Air PDAM mati sudah lima hari, air tidak keluar sama sekali.")
    coordinator, coordination = world.cast.coordinator, world.cast.coordination
    assert coordinator is not None
    await coordinator.hears(ticket, chat=coordination)
    officer = await world.citizen("Petugas", "Air")
    group = await world.server.client.group("Aduan PDAM", [officer, coordinator])
    await officer.hears("belum terhubung", chat=group)
    await officer.send("/hubungkan TIRTA-LESTARI", chat=group)
    await officer.hears("Hanya koordinator", chat=group)
    await coordinator.send("/hubungkan SALAH", chat=group)
    await coordinator.hears("tidak dikenal", chat=group)
    await coordinator.send("/hubungkan tirta-lestari", chat=group)
    await coordinator.hears("sekarang terhubung ke PDAM", chat=group)
    await coordinator.hears("dapat menulis", chat=group)

    def card(screen: Screen) -> object:
        return next((m for m in screen.messages if ticket in m.text and "Terima" in m.buttons), None)

    await officer.until(card, chat=group)
    await coordinator.send("/lepas", chat=group)
    await coordinator.hears("dilepas dari PDAM", chat=group)


async def _reroute(world: World, code: str, to: str, reason: str) -> None:
    officer, group = world.officer(code), world.group(code)
    await officer.until(lambda seen: button_on(seen, "Alihkan"), chat=group)
    await officer.tap("Alihkan", chat=group)
    await officer.until(lambda seen: button_on(seen, to), chat=group)
    await officer.tap(to, chat=group)
    prompt = await prompt_for(officer, group)
    await officer.send(reason, chat=group, reply_to=prompt)
