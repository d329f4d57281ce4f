"""No group ever learns who reported, beyond what the reporter chose to show."""

import json

from tests.acceptance.world import World, button_on, card_of, file, prompt_for

NAMED, ANONYMOUS, CONFIDENTIAL = "Nama ditampilkan", "Anonim", "Rahasia"


async def test_nothing_a_group_receives_tells_who_reported(world: World) -> None:
    """A whole case for each identity; then everything any group ever received is searched."""
    people = {}
    for number, identity in enumerate((NAMED, ANONYMOUS, CONFIDENTIAL)):
        person = await world.citizen(
            f"Zubaidahxq{number}", f"Wirakramaqx{number}", username=f"rahasiaku_{number}", id=7_654_321_098 + number
        )
        people[identity] = person
        ticket = await file(person, identity=identity, photos=2)
        await _live_through(world, person, ticket)
    received = await _received_by_groups(world)
    assert POINT in received  # the search would see something
    for identity, person in people.items():
        number = person.id - 7_654_321_098
        assert str(person.id) not in received, identity
        assert f"rahasiaku_{number}" not in received, identity
        assert f"Wirakramaqx{number}" not in received, identity
        if identity == NAMED:
            assert f"Zubaidahxq{number} W." in received
        else:
            assert f"Zubaidahxq{number}" not in received, identity


POINT = "Jalan berlubang"


async def _live_through(world: World, person: object, ticket: str) -> None:
    """Everything that carries a reporter's content into the group: adding, answering, editing, reopening."""
    officer, group = world.officer(), world.group()
    citizen = person
    card = await card_of(world, ticket)
    tracker = (await citizen.screen()).find("Laporan terkirim")  # type: ignore[attr-defined]
    sent = await citizen.send("Tambahan keterangan", reply_to=tracker.id)  # type: ignore[attr-defined]
    await officer.hears("Tambahan keterangan", chat=group)
    await citizen.send("Tambahan yang diubah", edit=sent)  # type: ignore[attr-defined]
    await officer.hears("Tambahan yang diubah", chat=group)
    await citizen.send(photo=True, caption="Foto tambahan", reply_to=tracker.id, forwarded_from="Kerabat Pelapor")  # type: ignore[attr-defined]
    await officer.hears("Foto tambahan", chat=group)
    await officer.tap("Tanya pelapor", chat=group, message_id=card.id)
    await officer.send("Di mana?", chat=group, reply_to=await prompt_for(officer, group))
    question = await citizen.hears("Di mana?")  # type: ignore[attr-defined]
    await citizen.send("Di situ", reply_to=question.id)  # type: ignore[attr-defined]
    await officer.hears("Di situ", chat=group)
    await officer.until(lambda seen: button_on(seen, "Selesai"), chat=group)
    await officer.tap("Selesai", chat=group, message_id=card.id)
    prompt = await officer.until(lambda seen: seen.force_reply, chat=group)
    await officer.send(photo=True, caption="Sudah ya", chat=group, reply_to=prompt.force_reply)
    await citizen.hears("Sudah ya")  # type: ignore[attr-defined]
    await citizen.tap("Belum beres")  # type: ignore[attr-defined]
    await citizen.until(lambda seen: "Sudah ya" not in seen.last.text)  # type: ignore[attr-defined]
    await citizen.send("Masih rusak")  # type: ignore[attr-defined]
    await officer.hears("Masih rusak", chat=group)


async def _received_by_groups(world: World) -> str:
    """Return everything the bot ever sent towards a group, and everything the groups show, as one text."""
    parts = [
        json.dumps(call["parameters"], ensure_ascii=False)
        for call in await world.server.client.calls()
        if int(call["parameters"].get("chat_id") or 0) < 0
    ]
    for chat in (*world.cast.agencies.values(), world.cast.coordination, world.cast.leadership):
        assert chat is not None
        screen = await chat.screen()
        parts.extend(json.dumps(m.raw, ensure_ascii=False) for m in screen.messages if m.by_bot)
    return "\n".join(parts)
