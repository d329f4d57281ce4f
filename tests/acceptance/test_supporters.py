"""Whoever supports a report hears what becomes of it, each in their own language, beside its reporter."""

from bot.app import App
from sandbox import Person
from storage.tables import EventKind
from tests.acceptance.world import World, agreed, card_of, file

STORY = "Lampu jalan padam di tikungan dekat balai desa, sudah tiga malam gelap."


def app_of(world: World) -> App:
    assert world.app is not None
    return world.app


async def support(world: World, number: int, *people: Person) -> None:
    app = app_of(world)
    async with app.database.transaction(world.server.clock.now()) as transaction:
        for person in people:
            known = await transaction.people.by_account(person.id)
            assert known is not None
            await transaction.supporters.add(number, known.id)


async def filed(world: World, reporter: Person, *supporters: Person, identity: str = "Anonim") -> tuple[str, int]:
    """File a report that some people support; return its ticket and its number."""
    ticket = await file(reporter, identity=identity)
    await card_of(world, ticket)
    (row,) = await world.reports()
    number = int(str(row["id"]))
    await support(world, number, *supporters)
    return ticket, number


async def test_supporters_hear_what_the_reporter_hears_without_the_buttons(world: World) -> None:
    siti, budi = await world.citizen("Siti"), await agreed(world, first="Budi")
    ticket, _number = await filed(world, siti, budi)
    await world.officer().tap("Terima", chat=world.group())
    await siti.hears(f"{ticket} diterima oleh")
    push = await budi.hears(f"{ticket} diterima oleh")
    assert push.buttons == []
    assert push.reply_to is None


async def test_a_supporters_reply_is_understood_to_be_about_the_report_which_others_speak_for(world: World) -> None:
    siti, budi = await world.citizen("Siti"), await agreed(world, first="Budi")
    ticket, number = await filed(world, siti, budi)
    await world.officer().tap("Terima", chat=world.group())
    push = await budi.hears(f"{ticket} diterima oleh")
    await budi.asks("Di sini juga gelap", "Laporan itu tidak ditemukan", reply_to=push.id)
    async with app_of(world).database.reading() as reading:
        assert [event.kind for event in await reading.events.history(number)] == [EventKind.FILED, EventKind.ACCEPTED]


async def test_each_is_told_in_their_own_language(world: World) -> None:
    siti, budi = await world.citizen("Siti"), await agreed(world, first="Budi")
    app = app_of(world)
    async with app.database.transaction(world.server.clock.now()) as transaction:
        known = await transaction.people.by_account(budi.id)
        assert known is not None
        await transaction.people.speak(known.id, "jv")
    ticket, _number = await filed(world, siti, budi)
    await world.officer().tap("Terima", chat=world.group())
    told = await siti.hears(f"{ticket} diterima oleh")
    other = await budi.until(lambda seen: ticket in seen.texts[-1])
    assert other.texts[-1] != told.text


async def test_one_who_cannot_be_reached_does_not_stop_the_others(world: World) -> None:
    siti = await world.citizen("Siti")
    gone, budi = await agreed(world, first="Joko"), await agreed(world, first="Budi")
    ticket, _number = await filed(world, siti, gone, budi)
    await gone.block()
    await world.officer().tap("Terima", chat=world.group())
    await budi.hears(f"{ticket} diterima oleh")
    await siti.hears(f"{ticket} diterima oleh")


async def test_nobody_but_its_reporter_hears_of_a_confidential_report(world: World) -> None:
    siti, budi = await world.citizen("Siti"), await agreed(world, first="Budi")
    ticket, _number = await filed(world, siti, budi, identity="Rahasia")
    await world.officer().tap("Terima", chat=world.group())
    await siti.hears(f"{ticket} diterima oleh")
    assert not any(ticket in text for text in (await budi.screen()).texts)


async def test_a_card_says_how_many_support_its_report(world: World) -> None:
    siti, budi = await world.citizen("Siti"), await agreed(world, first="Budi")
    await filed(world, siti, budi, await agreed(world, first="Joko"))
    await world.officer().tap("Terima", chat=world.group())
    await world.officer().until(lambda seen: "👥 2 pendukung" in seen.texts[-1], chat=world.group())
