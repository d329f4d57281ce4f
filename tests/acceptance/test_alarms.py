"""What coordinators are told, and how often: what somebody must act on, once, and nothing that anybody wrote."""

from typing import Any

import pytest

from handlers.dispatch import Dispatch
from tests.acceptance.world import World, agreed, card_of, file

SECRET = "Rahasia sekali isi pesan ini"


async def test_the_same_alarm_is_one_message_that_counts(world: World) -> None:
    coordination = world.cast.coordination
    assert coordination is not None
    coordinator = world.cast.coordinator
    assert coordinator is not None
    citizen, officer, group = await agreed(world), world.officer(), world.group()
    tickets = [await file(citizen) for _ in range(3)]
    for ticket in tickets:
        await card_of(world, ticket)
    for count, ticket in enumerate(tickets, start=1):
        card = await card_of(world, ticket)
        await world.server.client.post("faults", kind="error", status=400, methods=["sendMessage"], count=1)
        await officer.tap("Terima", message_id=card.id, chat=group)
        sign = "gagal terkirim" if count == 1 else f"Sudah {count} kali sejak"
        seen = await coordinator.until(
            lambda seen, sign=sign: any(sign in text for text in seen.texts),  # type: ignore[misc]
            chat=coordination,
        )
    alarms = [text for text in seen.texts if "gagal terkirim" in text]
    assert len(alarms) == 1
    assert all(ticket in alarms[0] for ticket in tickets)


async def test_an_update_set_aside_is_told_to_the_coordinators_without_its_content(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordination = world.cast.coordination
    assert coordination is not None
    citizen = await agreed(world)
    ticket = await file(citizen)
    tracker = (await citizen.screen()).find("Laporan terkirim").id
    whole = Dispatch.work

    async def work(self: Dispatch, transaction: Any, body: dict[str, Any]) -> None:
        if SECRET in str(body):
            raise LookupError(SECRET)
        await whole(self, transaction, body)

    monkeypatch.setattr(Dispatch, "work", work)
    await citizen.asks(SECRET, "Petugas kami sudah diberi tahu", reply_to=tracker)
    assert world.cast.coordinator is not None
    alarm = await world.cast.coordinator.hears("tidak dapat diproses", chat=coordination)
    assert "pesan" in alarm.text
    assert ticket in alarm.text
    assert "Rahasia" not in alarm.text


async def test_nobody_is_said_to_know_where_there_is_nobody_to_tell(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordination = world.cast.coordination
    assert coordination is not None
    await coordination.change("remove")
    citizen = await agreed(world)

    async def work(self: Dispatch, transaction: Any, body: dict[str, Any]) -> None:
        raise LookupError("a fault of ours")

    monkeypatch.setattr(Dispatch, "work", work)
    answer = await citizen.asks("Halo", "ada gangguan pada sistem")
    assert "diberi tahu" not in answer.text
