"""One citizen who writes very much: nothing of it is lost, and nobody else waits for it."""

import pytest

from tests.sending.desk import Desk

MANY = 200


def first(number: int) -> str:
    return f"TBN-26-{number:06d}-X"


async def seen_after(desk: Desk, ticket: str, limit: float = 90.0) -> float:
    """Let time pass until a report's card is before its group; return how many seconds that took."""
    start = desk.post.clock.monotonic()
    while not any(ticket in message.text and "Terima" in message.buttons for message in (await desk.screen()).messages):
        waited = desk.post.clock.monotonic() - start
        assert waited < limit, f"{ticket} is not there after {waited} s"
        await desk.post.pass_time(0.5)
    return desk.post.clock.monotonic() - start


@pytest.mark.parametrize("pause", [0.0, 1.0], ids=["at once", "one a second"])
async def test_two_hundred_additions_delay_nobody_elses_card_and_all_arrive(desk: Desk, pause: float) -> None:
    await desk.file(1)
    await desk.post.until_idle()
    for number in range(MANY):
        await desk.note(first(1), f"tambahan ke-{number}.")
        if pause:
            await desk.post.pass_time(pause, step=pause)
    await desk.file(2)
    waited = await seen_after(desk, first(2))
    print(f"\nthe next card after {waited:.1f} s")
    assert waited <= 60
    await desk.post.until_idle(1_800)
    text = "\n".join((await desk.screen()).texts)
    places = [text.index(f"tambahan ke-{number}.") for number in range(MANY)]
    assert places == sorted(places)
    assert len((await desk.screen()).messages) < MANY
    assert desk.post.refusals == 0
    assert desk.post.dead == []


async def test_a_hundred_additions_with_photos_become_albums_and_delay_nobody_elses_card(desk: Desk) -> None:
    photos = [await desk.photo() for _ in range(3)]
    await desk.file(1)
    await desk.post.until_idle()
    for number in range(100):
        await desk.note(first(1), f"foto ke-{number}.", photos[number % 3])
    await desk.file(2)
    assert await seen_after(desk, first(2)) <= 60
    await desk.post.until_idle(1_800)
    messages = (await desk.screen()).messages
    assert len([message for message in messages if message.kind == "photo"]) == 100
    assert len({message.view.get("album", message.id) for message in messages if message.kind == "photo"}) <= 12
    assert all(f"foto ke-{number}." in "\n".join(message.text for message in messages) for number in range(100))
    assert desk.post.refusals == 0


async def test_reports_take_turns_and_each_keeps_its_order(desk: Desk) -> None:
    for number in (1, 2):
        await desk.file(number)
    await desk.post.until_idle()
    await desk.post.stop()
    long = "panjang " * 450
    for number in range(4):
        await desk.note(first(1), f"satu-{number} {long}")
    for number in range(2):
        await desk.note(first(2), f"dua-{number} {long}")
    await desk.post.start()
    await desk.post.until_idle()
    said = [text[:6] for text in (await desk.screen()).texts if text.startswith(("satu", "dua"))]
    assert said == ["satu-0", "dua-0 ", "satu-1", "dua-1 ", "satu-2", "satu-3"]
