"""Whose a group is: linking, unlinking, and that no report is left in a group that is nobody's any more."""

import asyncio

from sandbox import Group, Person
from tests.acceptance.world import ENVIRONMENT, ROADS, World, agreed, button_on, card_of, file, open_world
from tests.conftest import Store


def _coordinator(world: World) -> tuple[Person, Group]:
    assert world.cast.coordinator is not None
    assert world.cast.coordination is not None
    return world.cast.coordinator, world.cast.coordination


async def _second_group(world: World) -> Group:
    coordinator, _ = _coordinator(world)
    group = await world.server.client.group("Aduan PUPR Baru", [coordinator])
    await coordinator.hears("belum terhubung", chat=group)
    return group


async def test_a_group_named_in_the_configuration_is_greeted_as_what_it_is(world: World) -> None:
    await world.officer().hears("Halo! Grup ini terhubung ke PUPR PRKP", chat=world.group())


async def test_linking_wants_a_code_and_a_group_that_is_nobodys(world: World) -> None:
    coordinator, coordination = _coordinator(world)
    await coordinator.send("/hubungkan", chat=coordination)
    assert "DLHP" in (await coordinator.hears("Tulis kodenya", chat=coordination)).text
    await coordinator.send("/hubungkan dlhp", chat=coordination)
    await coordinator.hears("terhubung ke Koordinator", chat=coordination)
    await coordinator.send("/hubungkan koordinator", chat=coordination)
    await coordinator.hears("memang sudah terhubung", chat=coordination)
    await coordinator.hears("dapat menulis", chat=coordination)


async def test_a_second_group_of_an_agency_takes_over_and_gives_back(world: World) -> None:
    coordinator, _ = _coordinator(world)
    officer, group = world.officer(), world.group()
    await card_of(world, first := await file(await world.citizen()))
    new = await _second_group(world)
    await coordinator.send("/hubungkan pupr prkp", chat=new)
    await coordinator.hears(first, chat=new)
    await officer.hears("sekarang masuk ke grup “Aduan PUPR Baru”", chat=group)
    second = await file(await world.citizen("Sutinah", "Sari"))
    await coordinator.hears(second, chat=new)
    await officer.tap("Terima", chat=group, message_id=(await officer.screen(group)).find(first).id)
    await coordinator.until(lambda seen: "Diterima" in seen.find(first).text, chat=new)
    await coordinator.send("/lepas", chat=new)
    await coordinator.hears("dilepas dari PUPR PRKP", chat=new)
    await officer.hears("kembali masuk ke grup ini", chat=group)
    await card_of(world, second)
    tap = await coordinator.tap("Terima", chat=new, message_id=(await coordinator.screen(new)).find(second).id)
    assert "tidak ditangani di sini" in (await tap.answer())["text"]


async def test_an_unlinked_agency_without_another_group_is_the_coordinators_matter(world: World) -> None:
    coordinator, coordination = _coordinator(world)
    await world.group(ENVIRONMENT).change("add", coordinator)
    await coordinator.send("/lepas", chat=world.group(ENVIRONMENT))
    alarm = await coordinator.hears("dilepas oleh koordinator", chat=coordination)
    assert "0 pesan" not in alarm.text
    assert "Laporan tidak sampai ke sana" in alarm.text
    assert "/hubungkan DLHP" in alarm.text


async def test_a_group_where_the_bot_may_not_write_is_told_to_the_coordinators(world: World) -> None:
    coordinator, coordination = _coordinator(world)
    new = await _second_group(world)
    await world.server.client.post("permissions", chat_id=new.id, permissions={"can_send_messages": False})
    await coordinator.send(f"/hubungkan {ROADS}", chat=new)
    told = await coordinator.hears("tidak boleh menulis", chat=coordination)
    assert "Aduan PUPR Baru" in told.text


async def test_the_coordinators_group_stays_where_nobody_else_is_known_to_coordinate(sqlite_store: Store) -> None:
    async with open_world(sqlite_store.url) as world:
        coordinator, coordination = _coordinator(world)
        await world.stop()
        nobody = world.settings.coordinators.model_copy(update={"user_ids": ()})
        world.settings = world.settings.model_copy(update={"coordinators": nobody})
        await world.start()
        await coordinator.send("/lepas", chat=coordination)
        await coordinator.hears("tidak dapat dilepas", chat=coordination)


async def test_the_coordinators_group_can_move(world: World) -> None:
    coordinator, coordination = _coordinator(world)
    await coordinator.send("/lepas", chat=coordination)
    await coordinator.hears("tidak ada grup koordinator", chat=coordination)
    new = await _second_group(world)
    await coordinator.send("/hubungkan koordinator", chat=new)
    await coordinator.hears("sekarang terhubung ke Koordinator", chat=new)


async def test_a_group_that_becomes_a_supergroup_is_followed(world: World) -> None:
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    first = await file(citizen)
    await card_of(world, first)
    old = await group.upgrade()
    assert group.id != old
    second = await file(await world.citizen("Sutinah", "Sari"))
    card = await card_of(world, second)
    await officer.tap("Terima", chat=group, message_id=card.id)
    await officer.until(lambda seen: button_on(seen, "Selesai"), chat=group)
    await officer.send(f"/laporan {first}", chat=group)
    await officer.until(lambda seen: any(first in m.text and "Terima" in m.buttons for m in seen.messages), chat=group)


async def test_the_bot_is_removed_and_put_back(world: World) -> None:
    officer, group = world.officer(), world.group()
    coordinator = world.cast.coordinator
    assert coordinator is not None
    await group.change("remove", by=officer.id)
    await coordinator.hears("tidak dapat dijangkau", chat=world.cast.coordination)
    ticket = await file(await world.citizen())
    await coordinator.hears(ticket, chat=world.cast.coordination)
    await group.change("add", by=officer.id)
    await officer.hears("Halo! Grup ini terhubung ke PUPR PRKP", chat=group)
    await card_of(world, ticket)
    await group.change("promote", by=officer.id)
    await officer.send("/antrean", chat=group)
    await officer.hears(ticket, chat=group)


async def test_nobody_waits_while_telegram_is_asked_who_coordinates(world: World) -> None:
    """What only Telegram knows is asked outside every transaction: its answer takes as long as it takes."""
    stranger = await world.citizen("Sutinah", "Sari")
    group = await world.server.client.group("Rapat Warga", [stranger])
    await stranger.hears("belum terhubung", chat=group)
    await world.server.client.fault("latency", seconds=4, methods=["getChatMember"])
    for _ in range(4):
        await stranger.send("/hubungkan dlhp", chat=group)
    siti = await world.citizen("Siti", "Aminah")
    await siti.send("/bantuan")
    await siti.hears("/laporan")
    screen = await stranger.screen(group)
    assert not any("koordinator" in message.text for message in screen.messages[-1:])
    await stranger.until(
        lambda seen: sum("Hanya koordinator" in message.text for message in seen.messages) == 4, chat=group
    )


async def test_a_channel_is_no_group(world: World) -> None:
    server = world.server.world
    bot = next(iter(server.bots.values()))
    channel = {"id": -1_009_999, "type": "channel", "title": "Pengumuman"}
    member = {"user": bot.wire(), "status": "left"}
    server.put(
        bot,
        "my_chat_member",
        {
            "chat": channel, "from": {"id": 5, "is_bot": False, "first_name": "Admin"}, "date": 1,
            "old_chat_member": member, "new_chat_member": member | {"status": "member"},
        },
    )  # fmt: skip
    person = await agreed(world)
    await person.asks("/bantuan")
    assert world.app is not None
    async with world.app.database.reading() as reading:
        assert await reading.groups.get(-1_009_999) is None


async def _member_at_a_new_group(world: World) -> tuple[Person, Group]:
    """Return somebody who coordinates by being in the coordination group alone, and a group to link."""
    _, coordination = _coordinator(world)
    member = await world.citizen("Rahmat", "Hidayat")
    await coordination.change("add", member)
    group = await world.server.client.group("Aduan DLHP Baru", [member])
    await member.hears("belum terhubung", chat=group)
    return member, group


async def _called(world: World, method: str, times: int) -> None:
    """Return once the bot has called a method so often."""
    async with asyncio.timeout(10):
        while True:
            if len(await world.server.client.calls(method)) >= times:
                return
            await asyncio.sleep(0.02)


async def test_membership_of_a_group_that_coordinates_no_longer_gives_no_right(world: World) -> None:
    """The coordination group moves while Telegram is asked who is in the one before."""
    coordinator, _ = _coordinator(world)
    member, group = await _member_at_a_new_group(world)
    moved = await world.server.client.group("Koordinasi Baru", [coordinator])
    await coordinator.hears("belum terhubung", chat=moved)
    await world.server.client.fault("latency", seconds=2, methods=["getChatMember"])
    await member.send(f"/hubungkan {ENVIRONMENT}", chat=group)
    await coordinator.send("/hubungkan koordinator", chat=moved)
    await coordinator.hears("sekarang terhubung ke Koordinator", chat=moved)
    await member.until(lambda seen: "Hanya koordinator" in seen.texts[-1], chat=group, timeout=10)


async def test_a_coordinator_is_known_although_the_coordination_group_gets_another_id_meanwhile(world: World) -> None:
    _, coordination = _coordinator(world)
    member, group = await _member_at_a_new_group(world)
    before = len(await world.server.client.calls("getChatMember"))
    await world.server.client.fault("error", status=500, methods=["getChatMember"], count=1)
    await member.send(f"/hubungkan {ENVIRONMENT}", chat=group)
    await _called(world, "getChatMember", before + 1)
    await coordination.upgrade()
    await member.hears("sekarang terhubung ke DLHP", chat=group, timeout=10)


async def test_a_coordinator_is_told_when_telegram_cannot_say_who_coordinates(world: World) -> None:
    member, group = await _member_at_a_new_group(world)
    refused = {"status": 400, "description": "Bad Request: member list is inaccessible"}
    await world.server.client.fault("error", methods=["getChatMember"], count=1, **refused)
    await member.asks(f"/hubungkan {ENVIRONMENT}", "Coba lagi sebentar lagi", chat=group)
    await member.asks(f"/hubungkan {ENVIRONMENT}", "sekarang terhubung ke DLHP", chat=group)
