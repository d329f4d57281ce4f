"""The reply keyboard for sending one's location goes when the question is answered, however late."""

from tests.acceptance.world import POTHOLE, World, agreed


async def test_the_location_keyboard_goes_also_when_its_message_is_too_old_to_be_deleted(world: World) -> None:
    person = await agreed(world)
    await person.asks("/lapor", "Langkah 1 dari 6")
    await person.asks(POTHOLE, "Langkah 2 dari 6")
    await person.asks("1", "Langkah 3 dari 6")
    assert (await person.screen()).keyboard == ["Kirim lokasi saya"]
    await world.server.client.advance(49 * 3600)
    await person.asks("Depan Pasar Baru Tuban", "Langkah 4 dari 6")
    await person.until(lambda seen: seen.keyboard == [])
    dead = [call for call in await world.server.client.calls("deleteMessage") if call["status"] != 200]
    assert not dead


async def test_the_location_keyboard_goes_with_its_message_soon_after(world: World) -> None:
    person = await agreed(world)
    await person.asks("/lapor", "Langkah 1 dari 6")
    await person.asks(POTHOLE, "Langkah 2 dari 6")
    await person.asks("1", "Langkah 3 dari 6")
    await person.asks("Depan Pasar Baru Tuban", "Langkah 4 dari 6")
    seen = await person.until(lambda seen: seen.keyboard == [])
    assert not [text for text in seen.texts if "Kirim lokasi saya" in text]
