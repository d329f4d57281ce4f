"""Cards over time: only one of a report is alive in a group, and refusals say what is true."""

import pytest

from tests.acceptance.world import ENVIRONMENT, World, agreed, button_on, card_of, file, prompt_for, resolved


async def test_a_card_that_was_put_up_again_leaves_a_line_in_its_old_place(world: World) -> None:
    officer, group = world.officer(), world.group()
    card = await card_of(world, ticket := await file(await world.citizen()))
    await officer.send(f"/laporan {ticket}", chat=group)
    new = await officer.hears("Tanggapi sebelum", chat=group)
    assert new.id != card.id
    seen = await officer.until(
        lambda seen: next(m for m in seen.messages if m.id == card.id).text.endswith("di bawah."), chat=group
    )
    assert next(m for m in seen.messages if m.id == card.id).buttons == []
    await officer.tap("Terima", chat=group)
    await officer.until(lambda seen: button_on(seen, "Selesai"), chat=group)


async def test_a_second_proposal_leaves_one_card_to_decide_on(world: World) -> None:
    officer, group = world.officer(), world.group()
    coordinator, coordination = world.cast.coordinator, world.cast.coordination
    assert coordinator is not None
    await card_of(world, ticket := await file(await world.citizen()))
    for number in (1, 2):
        await officer.tap("Tidak dapat", chat=group)
        prompt = await prompt_for(officer, group)
        await officer.send(f"Jalan provinsi, alasan {number}", chat=group, reply_to=prompt)
        await coordinator.hears(f"alasan {number}", chat=coordination)
        if number == 1:
            await coordinator.tap("Kembalikan", chat=coordination)
            assert coordination is not None
            answer = await prompt_for(coordinator, coordination)
            await coordinator.send("Coba dulu", chat=coordination, reply_to=answer)
            await officer.until(lambda seen: button_on(seen, "Tidak dapat"), chat=group)
    await coordinator.tap("Setujui", chat=coordination)
    await coordinator.hears("Disetujui", chat=coordination)
    screen = await coordinator.until(
        lambda seen: sum("di bawah" in m.text for m in seen.messages if ticket in m.text) == 1, chat=coordination
    )
    assert not [message for message in screen.messages if ticket in message.text and message.buttons]


async def test_the_coordinators_read_what_a_second_rerouting_wished_for(world: World) -> None:
    await card_of(world, ticket := await file(await world.citizen()))
    for code, to in (("DPUPR-PRKP", "DLHP"), (ENVIRONMENT, "PUPR PRKP")):
        officer, group = world.officer(code), world.group(code)
        await card_of(world, ticket, code)
        await officer.tap("Alihkan", chat=group)
        await officer.until(lambda seen, to=to: button_on(seen, to), chat=group)
        await officer.tap(to, chat=group)
        await officer.send("Bukan kami", chat=group, reply_to=await prompt_for(officer, group))
    assert world.cast.coordinator is not None
    await world.cast.coordinator.hears("dari DLHP (usulan: PUPR PRKP): Bukan kami", chat=world.cast.coordination)


async def test_a_tap_too_early_or_after_the_reporters_word_names_nobody(world: World) -> None:
    person, officer, group = await agreed(world), world.officer(), world.group()
    await resolved(world, person)
    await person.tap("Sudah beres")
    await officer.hears("sudah beres", chat=group)
    closed = (await officer.screen(group)).find("Ditutup")
    tap = await officer.tap(data="c1:accept:1:-", chat=group, message_id=closed.id, forged=True)
    assert (await tap.answer())["text"] == "Laporan ini sudah ditutup."
    fresh = await card_of(world, await file(person))
    tap = await officer.tap(data="c1:resolve:2:-", chat=group, message_id=fresh.id, forged=True)
    assert "Ketuk Terima dulu" in (await tap.answer())["text"]


@pytest.mark.parametrize("data", ["c1:accept:99999999999999999999:-", "l1:show:99999999999999999999", "a1:send:-1"])
async def test_numbers_no_database_takes_are_no_buttons_of_ours(world: World, data: str) -> None:
    officer, group = world.officer(), world.group()
    card = await card_of(world, await file(await world.citizen()))
    tap = await officer.tap(data=data, chat=group, message_id=card.id, forged=True)
    assert "tidak berlaku" in (await tap.answer())["text"]
    citizen = await agreed(world)
    tap = await citizen.tap(
        data="r1:show:99999999999999999999:-", message_id=(await citizen.screen()).last.id, forged=True
    )
    assert "tidak berlaku" in (await tap.answer())["text"]


async def test_what_the_coordinators_say_is_said_in_their_name(world: World) -> None:
    person = await agreed(world)
    await card_of(world, ticket := await file(person))
    coordinator, coordination = world.cast.coordinator, world.cast.coordination
    assert coordinator is not None
    await coordinator.send(f"/laporan {ticket}", chat=coordination)
    card = await coordinator.hears(ticket, chat=coordination)
    await coordinator.send("Mohon bersabar", chat=coordination, reply_to=card.id)
    await coordinator.until(lambda seen: button_on(seen, "Kirim ke pelapor"), chat=coordination)
    await coordinator.tap("Kirim ke pelapor", chat=coordination)
    await person.hears(f"Tanggapan Koordinator untuk {ticket}")
