"""Files that are being fetched and cleaned while their group changes: they follow their report, and go nowhere else."""

from sandbox import Group, Person, Screen, Shown, attachment
from tests import personal_files as personal
from tests.acceptance.test_rerouting import _reroute
from tests.acceptance.test_unreachable import coordinators, second_group
from tests.acceptance.world import ROADS, World, agreed, card_of, file

LONG = 12.0
"""Seconds for a file that is held up, fetched and cleaned on a busy machine."""


def documents(screen: Screen) -> list[Shown]:
    return [message for message in screen.messages if message.by_bot and message.kind == "document"]


async def confidential(world: World, person: Person) -> tuple[str, int]:
    """File a confidential report, wait for its card, and return its ticket and the message of its tracker."""
    ticket = await file(person, identity="Rahasia")
    await card_of(world, ticket)
    return ticket, (await person.screen()).find("Laporan terkirim").id


async def add_letter(world: World, person: Person, tracker: int, where: Group, *, held_up: float = 0.0) -> None:
    """Add a document with words and wait until the words are in a group; the file is `held_up` for so many seconds."""
    if held_up:
        await world.server.client.fault("delay", seconds=held_up, methods=["getFile"], count=1)
    await person.send(
        document=attachment(personal.picture(), "KTP.jpg", "image/jpeg"), caption="Ini suratnya", reply_to=tracker
    )
    await world.officer().hears("Ini suratnya", chat=where)


async def test_a_file_follows_its_words_to_the_group_that_stands_in(world: World) -> None:
    person, officer, group = await agreed(world), world.officer(), world.group()
    coordinator, _ = coordinators(world)
    ticket, tracker = await confidential(world, person)
    new = await second_group(world)
    await coordinator.send(f"/hubungkan {ROADS}", chat=new)
    await coordinator.hears(ticket, chat=new)
    await new.permit(can_send_messages=False)
    await add_letter(world, person, tracker, group)
    await officer.until(documents, chat=group, timeout=LONG)


async def test_a_file_does_not_arrive_in_a_group_that_was_unlinked_meanwhile(world: World) -> None:
    person, officer, group = await agreed(world), world.officer(), world.group()
    coordinator, coordination = coordinators(world)
    await group.change("add", coordinator)
    ticket, tracker = await confidential(world, person)
    await add_letter(world, person, tracker, group, held_up=3.0)
    await coordinator.send("/lepas", chat=group)
    await coordinator.hears("dilepas dari", chat=group)
    seen = await coordinator.until(documents, chat=coordination, timeout=LONG)
    assert ticket in next(shown.text for shown in seen.messages if shown.id == documents(seen)[0].reply_to)
    assert not documents(await officer.screen(group))


async def test_a_file_follows_its_report_to_another_agency(world: World) -> None:
    person, officer, group = await agreed(world), world.officer(), world.group()
    ticket, tracker = await confidential(world, person)
    await add_letter(world, person, tracker, group, held_up=5.0)
    await _reroute(world, ROADS, "DLHP", "Bukan wewenang kami, tetapi DLHP.")
    await card_of(world, ticket, "DLHP")
    seen = await world.officer("DLHP").until(documents, chat=world.group("DLHP"), timeout=LONG)
    assert documents(seen)[0].raw.get("has_protected_content")
    assert not documents(await officer.screen(group))


async def test_a_file_reaches_a_group_that_became_a_supergroup_meanwhile(world: World) -> None:
    person, officer, group = await agreed(world), world.officer(), world.group()
    _, tracker = await confidential(world, person)
    await add_letter(world, person, tracker, group, held_up=3.0)
    await group.upgrade()
    await officer.until(documents, chat=group, timeout=LONG)


async def test_a_file_of_a_group_that_is_lost_meanwhile_comes_before_the_coordinators(world: World) -> None:
    person, group = await agreed(world), world.group()
    coordinator, coordination = coordinators(world)
    _, tracker = await confidential(world, person)
    await add_letter(world, person, tracker, group, held_up=3.0)
    await group.change("remove", by=world.officer().id)
    await coordinator.hears("tidak dapat dijangkau", chat=coordination)
    await coordinator.until(documents, chat=coordination, timeout=LONG)
    await group.change("add", by=world.officer().id)
    await world.officer().until(documents, chat=group, timeout=LONG)
