"""Groups that take nothing for a while, or no files: what waits for them arrives in order when they do again."""

from datetime import timedelta
from typing import Any

from sandbox import Group
from storage.outbox import Delivery
from storage.tables import Priority, Role
from tests.sending.desk import Desk
from tests.sending.post import Post

CARD = Delivery(Priority.CARD, 7, Role.CARD)
NOTE = Delivery(Priority.CARD, 7, Role.NOTE)
LONG_ENOUGH = 80.0
"""Seconds after which a group is tried again that gave no sign of life, the first time."""


async def notes(post: Post, group: Group, numbers: range, **more: Any) -> list[int]:
    """Have notes about one report wait that are too long to be joined."""
    return [await post.put("sendMessage", group.id, NOTE, text=f"catatan {number}", **more) for number in numbers]


async def settled(post: Post, seconds: float = 3.0) -> None:
    await post.pass_time(seconds)
    await post.recorded()


async def test_what_waits_for_a_banned_bot_arrives_in_order_after_a_sign_of_life(post: Post) -> None:
    group = await post.group()
    await group.change("remove")
    card = await post.put("sendMessage", group.id, CARD, text="kartu")
    await post.until_idle()
    assert (await post.states())[card] == "pending"
    assert [chat for chat, _ in post.lost] == [group.id]
    await notes(post, group, range(3))
    await settled(post)
    assert post.courier.held == 4
    await group.change("add")
    post.courier.try_soon(group.id)
    await settled(post)
    await post.until_idle()
    assert (await post.texts(group)) == ["kartu", "catatan 0\n\ncatatan 1\n\ncatatan 2"]
    assert set((await post.states()).values()) == {"sent"}
    assert post.reached == [group.id]
    assert len(post.lost) == 1, "it is told once"
    assert post.dead == []


async def test_without_a_sign_of_life_it_is_tried_again_now_and_then(post: Post) -> None:
    group = await post.group()
    await group.change("remove")
    await post.put("sendMessage", group.id, CARD, text="kartu")
    await settled(post)
    await post.pass_time(3_600, step=30)
    tries = len(await post.server.client.calls("sendMessage"))
    assert 4 <= tries <= 10, "growing pauses, of a quarter of an hour at most"
    await group.change("add")
    await post.pass_time(1_200, step=30)
    assert await post.texts(group) == ["kartu"]
    assert len(post.lost) == 1
    assert post.reached == [group.id]


async def test_a_muted_group_is_held_and_tried_at_most_once_a_second_however_much_is_written_there(post: Post) -> None:
    group = await post.group()
    await group.permit(can_send_messages=False)
    await post.put("sendMessage", group.id, CARD, text="kartu")
    await settled(post)
    before = len(await post.server.client.calls("sendMessage"))
    for _ in range(10):
        post.courier.try_soon(group.id)
        await post.pass_time(0.25)
    assert len(await post.server.client.calls("sendMessage")) - before <= 4
    assert len(post.lost) == 1
    await group.permit(can_send_messages=True)
    post.courier.try_soon(group.id)
    await settled(post)
    await post.until_idle()
    await settled(post)
    assert await post.texts(group) == ["kartu"]


async def test_a_restart_finds_what_is_held_and_goes_on_in_order(post: Post) -> None:
    group = await post.group()
    async with post.database.transaction(post.clock.now()) as transaction:
        await transaction.groups.seen(group.id, "Aduan")
    await group.change("remove")
    await post.put("sendMessage", group.id, CARD, text="kartu")
    await settled(post)
    await post.stop()
    await notes(post, group, range(2))
    await post.start()
    await settled(post)
    assert post.courier.held == 3
    assert len(post.lost) == 1, "that was known before the restart"
    await post.stop()
    await group.change("add")
    await post.start()
    await post.until_idle()
    assert await post.texts(group) == ["kartu", "catatan 0\n\ncatatan 1"]
    assert post.reached == [group.id]


async def test_a_group_that_becomes_a_supergroup_while_it_is_held_gets_everything_under_its_new_id(post: Post) -> None:
    group = await post.group()
    await group.permit(can_send_messages=False)
    await post.put("sendMessage", group.id, CARD, text="kartu")
    await notes(post, group, range(2))
    await settled(post)
    old = await group.upgrade()
    await post.write(lambda transaction: transaction.groups.moved(old, group.id))
    await group.permit(can_send_messages=True)
    post.courier.try_soon(old)
    await post.until_idle()
    assert await post.texts(group) == ["kartu", "catatan 0\n\ncatatan 1"]


async def test_a_hundred_notes_that_waited_are_few_messages_and_nothing_is_missing(desk: Desk) -> None:
    post, group = desk.post, desk.group
    await desk.file(1)
    await post.until_idle()
    await group.change("remove")
    for number in range(100):
        await desk.note("TBN-26-000001-X", f"tambahan ke-{number}.")
        if number == 20:
            await settled(post)
            await post.stop()
            await post.start()
    await settled(post)
    await group.change("add")
    post.courier.try_soon(group.id)
    await settled(post)
    await post.until_idle()
    text = "\n".join((await desk.screen()).texts)
    places = [text.index(f"tambahan ke-{number}.") for number in range(100)]
    assert places == sorted(places)
    assert len((await desk.screen()).messages) < 20
    assert post.dead == []


async def test_many_cards_that_waited_are_combined_once_the_group_is_there(desk: Desk) -> None:
    post, group = desk.post, desk.group
    await group.change("remove")
    for number in range(1, 61):
        await desk.file(number)
    await post.pass_time(600, step=5)
    assert post.courier.counts["combined"] == 0, "nobody knows what will be true when the group is there"
    await group.change("add")
    post.courier.try_soon(group.id)
    await settled(post)
    await post.until_idle()
    screen = await desk.screen()
    text = "\n".join(screen.texts)
    assert all(ticket in text for ticket in desk.filed)
    assert any("datang bersamaan" in shown.text for shown in screen.messages)
    assert len(screen.messages) < 30


async def test_changes_of_a_card_are_folded_and_answers_nobody_waits_for_any_more_are_dropped(post: Post) -> None:
    group = await post.group()
    sent = await post.put("sendMessage", group.id, CARD, text="kartu")
    await post.until_idle()
    number = (await post.rows())[sent].message_id
    await group.change("remove")
    for state in ("satu", "dua", "tiga"):
        await post.put("editMessageText", group.id, message_id=number, text=f"kartu {state}")
    answer = await post.put("sendMessage", group.id, text="daftar antrean")
    digest = await post.put(
        "sendMessage",
        group.id,
        Delivery(Priority.DIGEST, expires_at=post.clock.now() + timedelta(hours=9)),
        text="pagi",
    )
    await settled(post)
    await post.pass_time(12 * 3_600, step=120)
    await group.change("add")
    fresh = await post.put("sendMessage", group.id, text="selamat datang")
    post.courier.try_soon(group.id)
    await settled(post)
    await post.until_idle()
    assert await post.texts(group) == ["kartu tiga", "selamat datang"]
    states = await post.states()
    assert (states[answer], states[digest], states[fresh]) == ("expired", "expired", "sent")


async def test_a_group_without_media_gets_its_cards_and_the_photos_when_it_allows_them(desk: Desk) -> None:
    post, group = desk.post, desk.group
    photo = await desk.photo()
    await group.permit(can_send_photos=False)
    await desk.file(1)
    await post.until_idle()
    album = await post.put("sendPhoto", group.id, Delivery(Priority.CARD, 1, Role.ALBUM), photo=photo)
    await desk.note("TBN-26-000001-X", "tambahan.", photo)
    await settled(post)
    await post.until_idle()
    texts = await post.texts(group)
    assert "TBN-26-000001-X" in texts[0]
    assert "tambahan." in texts
    assert len(post.withheld) == 2
    assert post.lost == []
    assert (await post.states())[album] == "pending"
    await post.stop()
    await post.start()
    await settled(post)
    assert len(post.withheld) == 2, "it was said before the restart"
    await group.permit(can_send_photos=True)
    await post.pass_time(LONG_ENOUGH, step=1)
    await post.until_idle()
    assert len([message for message in (await desk.screen()).messages if message.kind == "photo"]) == 2
    assert post.courier.held == 0
