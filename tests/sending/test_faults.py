"""Every row of the table of outcomes: what a fault means for its message, and for what waits behind it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.telegram import TelegramRefusesBot
from storage.engine import Database
from storage.errors import AlreadyRunning
from storage.guard import Guard
from storage.outbox import Delivery
from storage.tables import OutboxState, Priority, Role
from tests.conftest import Store
from tests.sending.post import Post, open_post

ONCE = Delivery(Priority.ANNOUNCEMENT, once=True)
PUSH = Delivery(Priority.PUSH)


async def test_told_to_wait_the_same_message_goes_after_the_wait_and_others_of_its_chat_behind_it(post: Post) -> None:
    person = await post.person()
    await post.fault("error", status=429, retry_after=20, methods=["sendMessage"])
    await post.put("sendMessage", person.id, text="satu")
    await post.breathe()
    await post.put("sendMessage", person.id, text="dua")
    await post.pass_time(19)
    assert await post.texts(person) == []
    await post.pass_time(2)
    assert await post.texts(person) == ["satu", "dua"]


async def test_a_group_that_moved_is_followed_everywhere(post: Post) -> None:
    group = await post.group()
    await post.put("sendMessage", group.id, PUSH, text="sebelum")
    await post.until_idle()
    old = await group.upgrade()
    rows = [await post.put("sendMessage", old, PUSH, text=f"sesudah {number}") for number in range(3)]
    await post.until_idle()
    assert post.moves == [(old, group.id)]
    assert [text for text in await post.texts(group) if "sesudah" in text] == [f"sesudah {n}" for n in range(3)]
    kept = await post.rows()
    assert {kept[row].state for row in rows} == {OutboxState.SENT}


async def test_a_restart_after_a_move_sends_to_the_new_group(post: Post) -> None:
    group = await post.group()
    await post.stop()
    row = await post.put("sendMessage", group.id, text="sesudah")
    old = await group.upgrade()
    await post.write(lambda transaction: post._move(transaction, old, group.id))
    await post.start()
    await post.until_idle()
    assert (await post.states())[row] == "sent"
    assert len(post.moves) == 1


async def test_a_person_who_blocks_in_the_middle_loses_what_waited_and_is_reported_once(post: Post) -> None:
    person, other = await post.person(), await post.person("Siti")
    await person.block()
    rows = await post.put_all(
        [("sendMessage", {"chat_id": person.id, "text": str(number)}, person.id, PUSH) for number in range(4)]
    )
    await post.put("sendMessage", other.id, text="halo")
    await post.until_idle()
    assert [chat for chat, _ in post.lost] == [person.id]
    states = await post.states()
    assert {states[row] for row in rows} == {"dead"}
    assert await post.texts(other) == ["halo"]


async def test_a_group_that_banned_the_bot_is_reported_and_its_card_waits(post: Post) -> None:
    group = await post.group()
    await group.change("remove")
    row = await post.put("sendMessage", group.id, Delivery(Priority.CARD, 7, Role.CARD), text="kartu")
    await post.until_idle()
    assert [chat for chat, _ in post.lost] == [group.id]
    assert (await post.states())[row] == "pending"
    async with post.database.reading() as reading:
        card = await reading.links.newest(7, Role.CARD)
        assert card is not None
        assert card.message_id == -row


async def test_a_group_in_which_the_bot_may_not_write_is_lost_as_well(post: Post) -> None:
    group = await post.group()
    await post.fault(
        "error", status=400, description="Bad Request: not enough rights to send text messages to the chat"
    )
    await post.put("sendMessage", group.id, text="kartu")
    await post.until_idle()
    assert [chat for chat, _ in post.lost] == [group.id]


async def test_a_chat_that_vanished_is_lost(post: Post) -> None:
    await post.put("sendMessage", 4_242, text="halo")
    await post.until_idle()
    assert [chat for chat, _ in post.lost] == [4_242]


async def test_a_text_that_telegram_rejects_becomes_a_dead_letter_and_the_next_goes_on(post: Post) -> None:
    person = await post.person()
    bad = await post.put("sendMessage", person.id, text="<b>", parse_mode="HTML")
    await post.put("sendMessage", person.id, text="halo")
    await post.until_idle()
    kept = (await post.rows())[bad]
    assert kept.state is OutboxState.DEAD
    assert "parse" in (kept.error or "").lower()
    assert [row.id for row, _ in post.dead] == [bad]
    assert await post.texts(person) == ["halo"]


async def test_a_file_of_another_bot_is_a_dead_letter(post: Post) -> None:
    person = await post.person()
    bad = await post.put("sendPhoto", person.id, photo="AgACAgUAAxkBAAIB")
    await post.put("sendMessage", person.id, text="halo", reply_parameters={"message_id": -bad})
    await post.until_idle()
    assert [row.id for row, _ in post.dead] == [bad]
    assert await post.texts(person) == ["halo"]


async def test_an_edit_that_changes_nothing_counts_as_done(post: Post) -> None:
    person = await post.person()
    message = await post.put("sendMessage", person.id, text="sama")
    await post.until_idle()
    edit = await post.put("editMessageText", person.id, message_id=-message, text="sama")
    await post.until_idle()
    assert (await post.states())[edit] == "sent"


async def test_a_reply_to_nothing_goes_without_it(post: Post) -> None:
    person = await post.person()
    await post.put("sendMessage", person.id, text="balasan", reply_parameters={"message_id": 999})
    await post.until_idle()
    assert await post.texts(person) == ["balasan"]


async def test_an_edit_of_a_message_that_is_gone_becomes_a_new_one(post: Post) -> None:
    person = await post.person()
    await post.put("editMessageText", person.id, message_id=999, text="isi baru")
    gone = await post.put("editMessageReplyMarkup", person.id, message_id=998, reply_markup={"inline_keyboard": []})
    await post.until_idle()
    assert await post.texts(person) == ["isi baru"]
    assert (await post.states())[gone] == "expired"


async def test_what_is_deleted_already_or_too_old_to_be_is_no_dead_letter(post: Post) -> None:
    """A process that is killed while it deletes something deletes it again; nobody needs to look into that."""
    person = await post.person()
    sent = await post.put("sendMessage", person.id, text="tanya")
    await post.until_idle()
    number = (await post.rows())[sent].message_id
    first, second = [await post.put("deleteMessage", person.id, message_id=number) for _ in range(2)]
    old = await post.put("sendMessage", person.id, text="lama")
    await post.until_idle()
    await post.server.clock.advance(timedelta(hours=49))
    late = await post.put("deleteMessage", person.id, message_id=(await post.rows())[old].message_id)
    await post.until_idle()
    states = await post.states()
    assert (states[first], states[second], states[late]) == ("sent", "sent", "expired")
    assert post.dead == []


async def test_an_answer_to_a_dead_callback_expires(post: Post) -> None:
    row = await post.put("answerCallbackQuery", None, Delivery(Priority.INSTANT, once=True), callback_query_id="1")
    await post.until_idle()
    assert (await post.states())[row] == "expired"


@pytest.mark.parametrize("kind", ["drop_after", "error_after", "truncate", "malformed", "html"])
async def test_an_unknown_outcome_is_sent_again_and_an_announcement_is_not(post: Post, kind: str) -> None:
    person, other = await post.person(), await post.person("Siti")
    await post.fault(kind, status=502, methods=["sendMessage"], count=2)
    card = await post.put("sendMessage", person.id, PUSH, text="dorongan")
    await post.breathe()
    news = await post.put("sendMessage", other.id, ONCE, text="pengumuman")
    await post.until_idle()
    assert await post.texts(person) == ["dorongan", "dorongan"]
    assert await post.texts(other) == ["pengumuman"]
    states = await post.states()
    assert (states[card], states[news]) == ("sent", "dead")


async def test_an_unknown_outcome_ends(post: Post) -> None:
    person = await post.person()
    await post.fault("drop_after", count=3, methods=["sendMessage"])
    row = await post.put("sendMessage", person.id, PUSH, text="dorongan")
    behind = await post.put("sendMessage", person.id, PUSH, text="berikutnya")
    await post.pass_time(60, step=1)
    assert (await post.states())[row] == "dead"
    assert (await post.rows())[row].attempts == 3
    assert await post.texts(person) == ["dorongan"] * 3 + ["berikutnya"]
    assert (await post.states())[behind] == "sent"


async def test_while_telegram_answers_nothing_at_all_no_further_copy_is_risked(post: Post) -> None:
    person = await post.person()
    await post.fault("drop_after", count=1, methods=["sendMessage"])
    await post.fault("drop", count=None, methods=["getMe"])
    row = await post.put("sendMessage", person.id, PUSH, text="dorongan")
    await post.pass_time(1_800, step=5)
    assert await post.texts(person) == ["dorongan"]
    assert (await post.states())[row] == "pending"
    await post.server.client.request("DELETE", "faults")
    await post.until_idle()
    assert await post.texts(person) == ["dorongan"] * 2
    assert (await post.states())[row] == "sent"


async def test_reactions_and_answers_to_taps_that_fail_are_counted_and_told_nobody(post: Post) -> None:
    officer = await post.server.client.person("Petugas")
    group = await post.server.client.group("Aduan", [officer])
    message = await officer.send("siap", chat=group)
    await post.fault("error", status=400, count=25, methods=["setMessageReaction"])
    await post.fault("drop_after", count=25, methods=["answerCallbackQuery"])
    for _ in range(25):
        await post.put("setMessageReaction", group.id, message_id=message, reaction=[{"type": "emoji", "emoji": "👍"}])
        await post.put("answerCallbackQuery", None, Delivery(Priority.INSTANT, once=True), callback_query_id="1")
    await post.until_idle()
    assert post.dead == []
    assert post.courier.counts["dropped"] == 50
    assert set((await post.states()).values()) == {"expired"}


async def test_without_a_connection_it_is_tried_until_there_is_one_and_nothing_is_sent_twice(
    sqlite_store: Store,
) -> None:
    async with open_post(sqlite_store.url) as post:
        person = await post.person()
        client, post.server._client = post.server._client, None
        await post.server.stop()
        rows = [await post.put("sendMessage", person.id, ONCE, text=str(number)) for number in range(3)]
        await post.pass_time(300, step=5)
        assert set((await post.states()).values()) == {"pending"}
        post.server._client = client
        await post.server.start()
        await post.until_idle()
        assert await post.texts(person) == ["0", "1", "2"]
        states = await post.states()
        assert {states[row] for row in rows} == {"sent"}


async def test_a_clock_that_jumps_loses_nothing(post: Post) -> None:
    person = await post.person()
    await post.server.clock.advance(timedelta(days=-2))
    await post.put("sendMessage", person.id, text="kemarin dulu")
    await post.until_idle()
    await post.fault("drop", count=2)
    await post.put("sendMessage", person.id, text="nanti")
    await post.breathe()
    await post.server.clock.advance(timedelta(days=3))
    await post.until_idle()
    assert await post.texts(person) == ["kemarin dulu", "nanti"]


async def test_a_second_courier_on_the_same_database_cannot_start(store: Store) -> None:
    first, second = Database(store.url), Database(store.url)
    async with Guard(first):
        with pytest.raises(AlreadyRunning):
            async with Guard(second):
                pass
    await first.close()
    await second.close()


async def test_an_album_whose_reader_blocks_takes_nothing_with_it(post: Post) -> None:
    person = await post.person()
    file = await _file_of(post, person)
    await person.block()
    media = [{"type": "photo", "media": file} for _ in range(3)]
    delivery = Delivery(Priority.PUSH, 7, Role.PUSH)
    album, text = await post.put_all([
        ("sendMediaGroup", {"chat_id": person.id, "media": media}, person.id, delivery),
        ("sendMessage", {"chat_id": person.id, "text": "selesai"}, person.id, delivery),
    ])  # fmt: skip
    await post.until_idle()
    assert len(post.lost) == 1
    states = await post.states()
    assert (states[album], states[text]) == ("dead", "dead")


async def _file_of(post: Post, person: Any) -> str:
    await person.send(photo=True)
    updates = await post.bot.call("getUpdates", {"timeout": 0})
    photo = next(update["message"]["photo"] for update in updates if "photo" in update.get("message", {}))
    return str(photo[-1]["file_id"])


@pytest.mark.parametrize("status", [401, 404])
async def test_a_single_refusal_of_the_token_gives_up_that_message_alone(post: Post, status: int) -> None:
    person = await post.person()
    await post.fault("error", status=status, methods=["sendMessage"])
    refused = await post.put("sendMessage", person.id, text="satu")
    await post.put("sendMessage", person.id, text="dua")
    await post.until_idle()
    assert [row.id for row, _ in post.dead] == [refused]
    assert await post.texts(person) == ["dua"]


async def test_a_token_that_getme_refuses_as_well_ends_the_courier_and_the_message_waits(post: Post) -> None:
    person = await post.person()
    await post.fault("error", status=401, count=None)
    row = await post.put("sendMessage", person.id, text="halo")
    with pytest.raises(TelegramRefusesBot):
        async with asyncio.timeout(10):
            await post.ended()
    assert (await post.states())[row] == "pending"
    assert post.dead == []
