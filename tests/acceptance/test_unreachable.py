"""Groups that cannot be reached for a while: every word that was acknowledged arrives, and coordinators know meanwhile."""

from datetime import timedelta

from sandbox import Group, Person
from tests.acceptance.world import ROADS, World, agreed, button_on, card_of, file


def coordinators(world: World) -> tuple[Person, Group]:
    assert world.cast.coordinator is not None
    assert world.cast.coordination is not None
    return world.cast.coordinator, world.cast.coordination


async def tracked(world: World, person: Person) -> tuple[str, int]:
    """File a report, wait for its card, and return its ticket and the message of its tracker."""
    ticket = await file(person)
    await card_of(world, ticket)
    return ticket, (await person.screen()).find("Laporan terkirim").id


async def add(person: Person, tracker: int, text: str) -> None:
    await person.asks(text, "Diteruskan ke", reply_to=tracker)


async def second_group(world: World) -> Group:
    coordinator, _ = coordinators(world)
    group = await world.server.client.group("Aduan PUPR Baru", [coordinator])
    await coordinator.hears("belum terhubung", chat=group)
    return group


async def test_words_that_waited_while_the_bot_was_out_arrive_in_order_and_the_coordinators_had_them(
    world: World,
) -> None:
    person, officer, group = await agreed(world), world.officer(), world.group()
    coordinator, coordination = coordinators(world)
    ticket, tracker = await tracked(world, person)
    await world.server.client.fault(
        "error", status=429, retry_after=2, chats=[group.id], methods=["sendMessage"], count=1
    )
    for number in range(22):
        await person.send(f"tambahan {number}.", reply_to=tracker)
    await group.change("remove", by=officer.id)
    alarm = await coordinator.hears("tidak dapat dijangkau", chat=coordination)
    assert "menunggu" in alarm.text
    assert ticket in alarm.text
    for number in range(22, 40):
        await person.send(f"tambahan {number}.", reply_to=tracker)
    await coordinator.hears("tambahan 39.", chat=coordination)
    await group.change("add", by=officer.id)
    seen = await officer.until(lambda seen: "tambahan 39." in "\n".join(seen.texts), chat=group)
    text = "\n".join(shown.text for shown in seen.messages if shown.by_bot)
    places = [text.index(f"tambahan {number}.") for number in range(40)]
    assert places == sorted(places)
    card = next(shown.id for shown in seen.messages if ticket in shown.text and shown.buttons)
    assert {shown.reply_to for shown in seen.messages if shown.by_bot and "Tambahan" in shown.text} == {card}
    await coordinator.hears("dapat dijangkau lagi", chat=coordination)
    told = [text for text in (await coordinator.screen(coordination)).texts if "tidak dapat dijangkau (" in text]
    assert len(told) == 1


async def test_a_muted_group_gets_the_addition_when_it_may_be_written_to_and_somebody_links_it_again(
    world: World,
) -> None:
    person, officer, group = await agreed(world), world.officer(), world.group()
    coordinator, coordination = coordinators(world)
    await group.change("add", coordinator)
    _, tracker = await tracked(world, person)
    await group.permit(can_send_messages=False)
    await add(person, tracker, "Lubangnya bertambah")
    await coordinator.hears("tidak dapat dijangkau", chat=coordination)
    await group.permit(can_send_messages=True)
    await coordinator.send(f"/hubungkan {ROADS}", chat=group)
    await officer.hears("memang sudah terhubung", chat=group)
    await officer.hears("Lubangnya bertambah", chat=group)


async def test_a_tap_in_a_group_brings_what_waited(world: World) -> None:
    person, officer, group = await agreed(world), world.officer(), world.group()
    coordinator, coordination = coordinators(world)
    ticket, tracker = await tracked(world, person)
    await group.permit(can_send_messages=False)
    await add(person, tracker, "Lubangnya bertambah")
    await coordinator.hears("tidak dapat dijangkau", chat=coordination)
    await group.permit(can_send_messages=True)
    await officer.tap("Terima", chat=group, message_id=(await officer.screen(group)).find(ticket).id)
    await officer.hears("Lubangnya bertambah", chat=group)


async def test_who_comes_back_by_a_later_command_gets_every_report(world: World) -> None:
    officer, group = world.officer(), world.group()
    coordinator, coordination = coordinators(world)
    await group.change("remove", by=officer.id)
    await coordinator.hears("tidak dapat dijangkau", chat=coordination)
    tickets = [await file(await world.citizen(name)) for name in ("Wagimin", "Sutinah")]
    for ticket in tickets:
        await coordinator.hears(ticket, chat=coordination)
    await world.server.client.fault("delay", seconds=600, count=2)  # the news that the bot is back comes late
    await group.change("add", by=officer.id)
    await world.server.client.clear_faults()
    await officer.send("/bantuan", chat=group)
    for ticket in tickets:
        await officer.until(
            lambda seen, ticket=ticket: any(ticket in m.text and "Terima" in m.buttons for m in seen.messages),  # type: ignore[misc]
            chat=group,
        )


async def test_a_group_without_media_has_its_card_at_once_and_the_photos_later(world: World) -> None:
    officer, group = world.officer(), world.group()
    coordinator, coordination = coordinators(world)
    await group.permit(can_send_photos=False, can_send_videos=False, can_send_documents=False)
    ticket = await file(await world.citizen(), photos=2)
    card = await card_of(world, ticket)
    await officer.tap("Terima", chat=group)
    seen = await officer.until(lambda seen: "tidak mengizinkan" in seen.last.text, chat=group)
    assert seen.find("tidak mengizinkan").reply_to == card.id
    assert ticket in (await coordinator.hears("tidak mengizinkan", chat=coordination)).text
    await group.permit(can_send_photos=True)
    await world.server.clock.advance(timedelta(minutes=2))
    seen = await officer.until(lambda seen: any(m.by_bot and m.kind == "photo" for m in seen.messages), chat=group)
    photos = [message for message in seen.messages if message.by_bot and message.kind == "photo"]
    assert photos[0].reply_to == card.id
    assert not any("tidak dapat dijangkau" in text for text in (await coordinator.screen(coordination)).texts)


async def test_after_an_hour_the_coordinators_get_the_words_and_a_card_that_works(world: World) -> None:
    person, group = await agreed(world), world.group()
    coordinator, coordination = coordinators(world)
    ticket, tracker = await tracked(world, person)
    await group.permit(can_send_messages=False)
    await add(person, tracker, "Ada korban luka")
    await coordinator.hears("tidak dapat dijangkau", chat=coordination)
    assert not any("korban luka" in text for text in (await coordinator.screen(coordination)).texts)
    await world.server.clock.advance(timedelta(minutes=61))
    assert world.app is not None
    await world.app.tick()
    told = await coordinator.hears("tidak dapat dijangkau sejak", chat=coordination)
    assert "1 pesan" in told.text
    note = await coordinator.hears("Ada korban luka", chat=coordination)
    screen = await coordinator.until(lambda seen: button_on(seen, "Disposisi"), chat=coordination)
    assert note.reply_to == next(shown.id for shown in screen.messages if ticket in shown.text and shown.buttons)
    before = len(screen.messages)
    await world.app.tick()
    await coordinator.tap("Disposisi", chat=coordination)
    await coordinator.until(lambda seen: button_on(seen, "DLHP"), chat=coordination)
    await coordinator.tap("DLHP", chat=coordination)
    await card_of(world, ticket, "DLHP")
    assert len((await coordinator.screen(coordination)).messages) <= before + 1
    # What waited for the group goes where the report is now.
    await world.officer("DLHP").hears("Ada korban luka", chat=world.group("DLHP"))


async def test_a_new_group_of_the_agency_takes_over_what_waited_for_the_lost_one(world: World) -> None:
    person, officer, group = await agreed(world), world.officer(), world.group()
    coordinator, coordination = coordinators(world)
    ticket, tracker = await tracked(world, person)
    await group.permit(can_send_messages=False)
    await add(person, tracker, "Lubangnya bertambah")
    await coordinator.hears("tidak dapat dijangkau", chat=coordination)
    new = await second_group(world)
    await coordinator.send(f"/hubungkan {ROADS}", chat=new)
    note = await coordinator.hears("Lubangnya bertambah", chat=new)
    seen = await coordinator.until(lambda seen: button_on(seen, "Terima"), chat=new)
    shown = button_on(seen, "Terima")
    assert shown is not None
    assert ticket in shown.text
    assert note.reply_to == shown.id
    await group.permit(can_send_messages=True)
    await officer.send("/antrean", chat=group)
    await officer.hears(ticket, chat=group)
    assert not any("Lubangnya bertambah" in text for text in (await officer.screen(group)).texts)


async def test_an_agencys_other_group_stands_in_while_one_is_lost(world: World) -> None:
    person, officer, group = await agreed(world), world.officer(), world.group()
    coordinator, coordination = coordinators(world)
    new = await second_group(world)
    await coordinator.send(f"/hubungkan {ROADS}", chat=new)
    await coordinator.hears("sekarang terhubung", chat=new)
    ticket = await file(person)
    await coordinator.hears(ticket, chat=new)
    tracker = (await person.screen()).find("Laporan terkirim").id
    await new.permit(can_send_messages=False)
    await add(person, tracker, "Lubangnya bertambah")
    await officer.hears("Lubangnya bertambah", chat=group)
    await card_of(world, ticket)
    assert not any("tidak dapat dijangkau" in text for text in (await coordinator.screen(coordination)).texts)
    await add(person, tracker, "Sekarang ada dua")
    await officer.hears("Sekarang ada dua", chat=group)


async def test_a_proposal_waits_for_coordinators_who_cannot_be_reached_and_is_not_taken_for_agreed(
    world: World,
) -> None:
    officer, group = world.officer(), world.group()
    coordinator, coordination = coordinators(world)
    await coordination.change("remove", by=coordinator.id)
    ticket = await file(await world.citizen())
    await card_of(world, ticket)
    await officer.tap("Tidak dapat", chat=group)
    seen = await officer.until(lambda seen: seen.force_reply, chat=group)
    await officer.send("Bukan jalan kabupaten", chat=group, reply_to=seen.force_reply)
    await officer.until(lambda seen: any("Menunggu persetujuan" in text for text in seen.texts), chat=group)
    assert (await world.reports())[0]["status"] == "submitted"
    await coordination.change("add", by=coordinator.id)
    await coordinator.until(lambda seen: button_on(seen, "Setujui"), chat=coordination)


async def test_a_card_has_its_buttons_again_after_the_group_was_unlinked_and_linked(world: World) -> None:
    person, officer, group = await agreed(world), world.officer(), world.group()
    coordinator, coordination = coordinators(world)
    await group.change("add", coordinator)
    ticket, _ = await tracked(world, person)
    await coordinator.send("/lepas", chat=group)
    await coordinator.until(lambda seen: button_on(seen, "Disposisi"), chat=coordination)
    await coordinator.tap("Tegur", chat=coordination)
    await officer.until(lambda seen: "Sekarang pada" in seen.find(ticket).text, chat=group)
    assert not any(shown.buttons for shown in (await officer.screen(group)).messages)
    await coordinator.send(f"/hubungkan {ROADS}", chat=group)
    await card_of(world, ticket)
    await officer.tap("Terima", chat=group)
    await officer.until(lambda seen: button_on(seen, "Selesai"), chat=group)


async def test_somebody_who_blocks_the_bot_is_left_in_peace_and_finds_the_truth_on_the_tracker(world: World) -> None:
    person, officer, group = await agreed(world), world.officer(), world.group()
    _, tracker = await tracked(world, person)
    await person.block()
    await officer.tap("Terima", chat=group)
    await officer.until(lambda seen: button_on(seen, "Selesai"), chat=group)
    said = (await person.screen()).texts
    refused = [call for call in await world.server.client.calls("sendMessage") if call["status"] == 403]
    assert not refused, "nothing is sent to who has blocked the bot"
    await person.block(blocked=False)
    await person.until(lambda seen: "Ditangani" in next(m for m in seen.messages if m.id == tracker).text)
    assert len((await person.screen()).texts) == len(said), "what is past is not said again"
