"""What is on record of a send, and when: what a crash or a full disk leaves goes again, and nothing twice that must not."""

import asyncio
from typing import Any

import pytest

from bot.support import Retry
from storage.engine import Database
from storage.errors import DatabaseFull
from storage.outbox import Delivery, Outbox
from storage.tables import OutboxState, Priority, Role
from tests.sending.post import Post

ONCE = Delivery(Priority.ANNOUNCEMENT, once=True)


async def test_a_sent_message_is_recorded_with_its_number(post: Post) -> None:
    person = await post.person()
    row = await post.put("sendMessage", person.id, Delivery(Priority.PUSH, 7, Role.PUSH), text="halo")
    await post.until_idle()
    kept = (await post.rows())[row]
    assert kept.state is OutboxState.SENT
    assert kept.attempts == 1
    async with post.database.reading() as reading:
        assert (link := await reading.links.by_message(person.id, kept.message_id or 0)) is not None
    assert link.report_id == 7


async def test_an_announcement_tried_before_a_restart_is_never_tried_again(post: Post) -> None:
    person = await post.person()
    await post.fault("latency", seconds=30.0)
    row = await post.put("sendMessage", person.id, ONCE, text="pengumuman")
    while not post.server.world.call_log.records:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await post.stop()
    await post.start()
    await post.until_idle()
    assert (await post.states())[row] == "expired"


async def test_with_a_full_disk_nothing_is_sent_rather_than_twice(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    person = await post.person()
    await post.stop()
    for number in range(3):
        await post.put("sendMessage", person.id, text=str(number))
    full = True
    whole = Database.transaction

    def refuse(database: Database, now: Any) -> Any:
        if full:
            raise DatabaseFull("database or disk is full")
        return whole(database, now)

    monkeypatch.setattr(Database, "transaction", refuse)
    monkeypatch.setattr("bot.sending.ledger.RECORD_AGAIN", Retry(first=0.02, longest=0.02))
    await post.start()
    while len(post.courier._sending) != 1:  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    await asyncio.sleep(0.1)
    assert await post.texts(person) == []
    full = False
    while set((await post.states()).values()) != {"sent"}:  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    assert await post.texts(person) == ["0", "1", "2"]


async def test_cards_that_wait_are_on_record_as_tried_in_one_commit_and_sent_after_a_crash(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = await post.group()
    recorded: list[list[int]] = []
    real = Outbox.attempt

    async def attempt(self: Outbox, ids: list[int], now: Any) -> None:
        recorded.append(list(ids))
        await real(self, ids, now)

    monkeypatch.setattr(Outbox, "attempt", attempt)
    # The first is refused for now; the courier dies before the others have flown.
    await post.fault("error", status=500, methods=["sendMessage"])
    card = Delivery(Priority.CARD, 7, Role.CARD)
    cards = await post.put_all(
        [("sendMessage", {"chat_id": group.id, "text": text}, group.id, card) for text in ("satu", "dua", "tiga")]
    )
    await post.breathe()
    assert recorded == [cards]
    assert await post.texts(group) == []
    await post.stop()
    assert {number: row.attempts for number, row in (await post.rows()).items()} == dict.fromkeys(cards, 1)
    await post.start()
    await post.until_idle()
    assert await post.texts(group) == ["satu", "dua", "tiga"]


async def test_a_card_on_record_ahead_waits_all_the_same_while_nothing_can_be_recorded(post: Post) -> None:
    group = await post.group()
    await post.fault("latency", seconds=30.0, methods=["sendMessage"])
    card = Delivery(Priority.CARD, 7, Role.CARD)
    await post.put_all(
        [("sendMessage", {"chat_id": group.id, "text": text}, group.id, card) for text in ("satu", "dua", "tiga")]
    )
    while not post.courier._sending:  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    await post.recorded()
    waiting = [row for row in post.courier.waiting() if row.announced]
    assert [row.payload["text"] for row in waiting] == ["dua", "tiga"]
    post.courier._ledger.writes = False
    attempt = asyncio.create_task(post.courier._ledger.attempt(waiting[0]))
    await asyncio.sleep(0)
    assert not attempt.done(), "a crash now would send it again, and nobody would know"
    await attempt


async def test_a_fault_of_the_couriers_own_code_ends_it_under_its_own_name(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await post.person()

    def broken(*_given: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(post.courier._consequences, "finish", broken)
    await post.put("sendMessage", person.id, text="halo")
    with pytest.raises(ZeroDivisionError, match="ours"):
        await post.ended()
