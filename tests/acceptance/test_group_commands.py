"""Commands in groups: each kind of group is answered as what it is, and a command in the wrong chat leads on."""

from sandbox import Group, Person
from tests.acceptance.world import RUBBISH, World, agreed, card_of, file


async def _answer(who: Person, command: str, chat: Group) -> str:
    sent = await who.send(command, chat=chat)
    screen = await who.until(lambda seen: any(m.reply_to == sent and m.by_bot for m in seen.messages), chat=chat)
    return next(message.text for message in screen.messages if message.reply_to == sent)


async def test_lists_are_refused_where_no_reports_are_handled_and_it_is_said_why(world: World) -> None:
    leader = await world.citizen("Sekretaris", "Daerah")
    assert world.cast.leadership is not None
    await world.cast.leadership.change("add", leader)
    stranger = await world.citizen("Orang", "Lain")
    unlinked = await world.server.client.group("Arisan", [stranger])
    await stranger.hears("belum terhubung", chat=unlinked)
    for command in ("/antrean", "/saya", "/laporan", "/bantuan"):
        assert "Grup pimpinan" in await _answer(leader, command, world.cast.leadership)
        assert "/hubungkan" in await _answer(stranger, command, unlinked)
    assert "/hubungkan" in await _answer(stranger, "/kepuasan", unlinked)


async def test_commands_for_the_private_chat_and_unknown_ones_are_answered(world: World) -> None:
    officer, group = world.officer(), world.group()
    for command in ("/lapor", "/status", "/privasi", "/bahasa", "/pengingat"):
        assert "chat pribadi" in await _answer(officer, command, group)
    assert "membalasnya" in await _answer(officer, "/batal", group)
    for command in ("/antrian", "/antrian@sandbox_4200000001_bot"):
        assert "/bantuan" in await _answer(officer, command, group)
    await officer.send("/antrian@bot_lain", chat=group)
    assert "TBN-26-000042-X" in await _answer(officer, "/laporan", group)
    assert sum("tidak dikenal" in text for text in (await officer.screen(group)).texts) == 2


async def test_the_queue_has_pages_late_ones_first_and_says_where_each_is(world: World) -> None:
    officer, group = world.officer(), world.group()
    citizen = await world.citizen()
    tickets = [await file(citizen) for _ in range(9)]
    await card_of(world, tickets[-1])
    await world.server.client.advance(8 * 24 * 3600)
    fresh = await file(citizen)
    await officer.send("/antrean", chat=group)
    first = await officer.hears("10 laporan (hal. 1/2)", chat=group)
    assert first.text.count("terlambat sejak") == 8
    assert "titik di peta" in first.text
    assert first.buttons == [*tickets[:8], "Berikutnya »"]
    await officer.tap("Berikutnya »", chat=group, message_id=first.id)
    second = await officer.hears("hal. 2/2", chat=group)
    assert second.id == first.id
    assert second.buttons == [tickets[8], fresh, "« Sebelumnya"]
    await officer.tap(fresh, chat=group, message_id=first.id)
    await officer.until(lambda seen: fresh in seen.last.text and "Terima" in seen.last.buttons, chat=group)


async def test_forged_buttons_of_a_list_are_answered(world: World) -> None:
    officer, group = world.officer(), world.group()
    await card_of(world, await file(await world.citizen()))
    await officer.send("/antrean", chat=group)
    listed = await officer.hears("Antrean PUPR PRKP", chat=group)
    for data in ("l1:bogus:1", "l1:show:99999999999999999999", "l1:show:777"):
        tap = await officer.tap(data=data, chat=group, message_id=listed.id, forged=True)
        assert (await tap.answer())["text"], data
    for data in ("l1:queue:99999999999999999999", "l1:queue:-7"):
        tap = await officer.tap(data=data, chat=group, message_id=listed.id, forged=True)
        await tap.answer()
    assert "Antrean PUPR PRKP" in (await officer.screen(group)).find("Antrean").text


async def test_another_agencys_report_is_not_shown(world: World) -> None:
    citizen = await world.citizen()
    await card_of(world, ticket := await file(citizen))
    rubbish = await file(citizen, RUBBISH)
    assert "tidak ditangani di sini" in await _answer(world.officer(), f"/laporan {rubbish}", world.group())
    assert world.cast.coordinator is not None
    await world.cast.coordinator.send(f"/laporan {ticket}", chat=world.cast.coordination)
    shown = await world.cast.coordinator.hears(ticket, chat=world.cast.coordination)
    assert shown.buttons == ["Disposisi", "Tegur", "Perpanjang"]


async def test_only_commands_that_exist_are_said_to_work_in_groups(world: World) -> None:
    person = await agreed(world)
    await person.asks("/antrean", "hanya")
    for word in ("templat", "cari", "petugas", "kinerja", "umumkan", "gabung", "blokir", "bukablokir"):
        answer = await person.asks(f"/{word}")
        assert "grup OPD" not in answer.text, word
