"""Agencies and categories taken out of config.toml while reports are open: every act works, every text names them."""

import pytest

from tests.acceptance.world import (
    ENVIRONMENT,
    POTHOLE,
    ROADS,
    TOWN,
    World,
    agreed,
    button_on,
    card_of,
    file,
    prompt_for,
    resolved,
)


async def without_roads(world: World) -> None:
    """Start the bot again with a configuration from which the roads agency and its categories are gone."""
    await world.stop()
    gone = {"agency": tuple(agency for agency in world.settings.agency if agency.code != ROADS)}
    gone |= {"category": tuple(category for category in world.settings.category if category.agency != ROADS)}
    world.settings = world.settings.model_copy(update=gone)
    await world.start()


async def test_the_coordinators_get_the_reports_of_a_retired_agency_and_hand_them_on(world: World) -> None:
    citizen = await world.citizen()
    ticket = await file(citizen)
    await card_of(world, ticket)
    category = str((await world.reports())[0]["category"])
    await without_roads(world)
    coordinator, coordination = world.cast.coordinator, world.cast.coordination
    assert coordinator is not None
    assert coordination is not None
    card = await coordinator.hears(ticket, chat=coordination)
    assert "PUPR PRKP" in card.text
    assert category not in card.text
    await coordinator.tap("Disposisi", chat=coordination)
    await coordinator.until(lambda seen: button_on(seen, "DLHP"), chat=coordination)
    await coordinator.tap("DLHP", chat=coordination)
    await citizen.hears("DLHP")
    assert ticket in (await card_of(world, ticket, ENVIRONMENT)).text
    assert (await world.reports())[0]["lead"] == ENVIRONMENT


async def test_a_retired_agency_hands_its_reports_on(world: World) -> None:
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    ticket = await file(citizen)
    await card_of(world, ticket)
    await without_roads(world)
    await officer.tap("Alihkan", chat=group)
    await officer.until(lambda seen: button_on(seen, "DLHP"), chat=group)
    await officer.tap("DLHP", chat=group)
    await officer.send("Dinas kami digabung", chat=group, reply_to=await prompt_for(officer, group))
    await citizen.hears("Dinas kami digabung")
    assert ticket in (await card_of(world, ticket, ENVIRONMENT)).text


async def test_a_retired_agency_asks_and_resolves_and_its_reporter_answers(world: World) -> None:
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    await card_of(world, await file(citizen))
    await officer.tap("Tanya pelapor", chat=group)
    await officer.send("Sebelah mana?", chat=group, reply_to=await prompt_for(officer, group))
    question = await citizen.hears("Sebelah mana?")
    await without_roads(world)
    await citizen.send("Dekat masjid", reply_to=question.id)
    await officer.hears("Dekat masjid", chat=group)
    await officer.until(lambda seen: button_on(seen, "Selesai"), chat=group)
    await officer.tap("Selesai", chat=group)
    await officer.send(photo=True, caption="Sudah ditambal", chat=group, reply_to=await prompt_for(officer, group))
    asked = await citizen.hears("Apakah sudah beres?")
    assert "PUPR PRKP" in "".join((await citizen.screen()).texts)
    assert asked.buttons


async def test_what_is_not_fixed_goes_on_with_a_retired_agency_and_before_the_coordinators(world: World) -> None:
    citizen = await world.citizen()
    await resolved(world, citizen)
    await without_roads(world)
    await citizen.tap("Belum beres")
    await citizen.hears("belum beres")
    await citizen.send("Lubangnya terbuka lagi di sisi utara")
    await world.officer().hears("terbuka lagi di sisi utara", chat=world.group())
    coordinator, coordination = world.cast.coordinator, world.cast.coordination
    assert coordinator is not None
    await coordinator.hears("terbuka lagi di sisi utara", chat=coordination)
    assert (await world.reports())[0]["reopenings"] == 1


@pytest.mark.parametrize("at", ["place", "summary"])
async def test_a_draft_of_a_retired_category_asks_for_another_and_keeps_the_rest(world: World, at: str) -> None:
    citizen = await agreed(world)
    await citizen.asks("/lapor", "Langkah 1 dari 6")
    await citizen.asks(POTHOLE, "Langkah 2 dari 6")
    await citizen.asks("1", "Langkah 3 dari 6")
    if at == "summary":
        await citizen.send(location=TOWN)
        await citizen.hears("Langkah 4 dari 6")
        await citizen.send(photo=True)
        await citizen.hears("1 foto")
        await citizen.asks("lanjut", "Langkah 5 dari 6")
        await citizen.asks("Anonim", "Langkah 6 dari 6")
    await without_roads(world)
    if at == "summary":
        asked = await citizen.asks("kirim", "Langkah 2 dari 6")
    else:
        await citizen.send(location=TOWN)
        asked = await citizen.hears("Langkah 2 dari 6")
    assert "Jalan" not in "".join(asked.buttons)
    await citizen.asks("1", "Langkah 6 dari 6" if at == "summary" else "Langkah 4 dari 6")
    if at == "place":
        await citizen.asks("lewati", "Langkah 5 dari 6")
        await citizen.asks("Anonim", "Langkah 6 dari 6")
    await citizen.asks("kirim", "Laporan terkirim")
    (report,) = await world.reports()
    assert report["story"] == POTHOLE
    assert report["latitude"] == TOWN["latitude"]


async def test_the_group_of_a_retired_agency_asks_for_its_satisfaction(world: World) -> None:
    await without_roads(world)
    answer = await world.officer().asks("/kepuasan", "", chat=world.group())
    assert "PUPR PRKP" in answer.text
