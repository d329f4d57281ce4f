"""A report has one deadline at a time, and every place that speaks of it names the same."""

import re
from collections.abc import AsyncIterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.acceptance.world import World, button_on, card_of, file, open_world
from tests.conftest import Store

TUESDAY, MONDAY = (datetime(2027, 11, day, 9, tzinfo=ZoneInfo("Asia/Jakarta")) for day in (9, 15))
DATE = re.compile(r"\w{3} \d{1,2} \w{3} \d\d\.\d\d")


@pytest.fixture
async def world(sqlite_store: Store) -> AsyncIterator[World]:
    async with open_world(sqlite_store.url) as opened:
        opened.server.clock.listeners.append(lambda _now: opened.app.tick() if opened.app else None)
        yield opened


def _due(text: str, before: str) -> str:
    """Return the date that follows some words."""
    found = DATE.search(text, text.index(before))
    assert found is not None, text
    return found[0]


async def test_a_report_answered_but_not_accepted_is_late_since_the_same_day_everywhere(world: World) -> None:
    await world.server.clock.move_to(TUESDAY)
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    ticket = await file(citizen)
    card = await card_of(world, ticket)
    due = _due(card.text, "Tanggapi sebelum")
    await officer.send("Tim kami berangkat besok pagi", chat=group, reply_to=card.id)
    await officer.until(lambda seen: button_on(seen, "Kirim ke pelapor"), chat=group)
    await officer.tap("Kirim ke pelapor", chat=group)
    await citizen.hears("berangkat besok pagi")
    await world.server.clock.move_to(MONDAY)
    digest = await officer.hears("Terlambat: 1", chat=group)
    assert _due(digest.text, ticket) == due
    queue = await officer.asks("/antrean", "terlambat sejak", chat=group)
    assert _due(queue.text, "terlambat sejak") == due
    await officer.send(f"/laporan {ticket}", chat=group)
    shown = await officer.until(lambda seen: "Selesaikan sebelum" in seen.last.text, chat=group)
    assert _due(shown.last.text, "Selesaikan sebelum") == due
    status = await citizen.asks(f"/status {ticket}", "Diselesaikan sebelum")
    assert _due(status.text, "Diselesaikan sebelum") == due


async def test_a_report_whose_reporter_is_asked_is_late_nowhere(world: World) -> None:
    await world.server.clock.move_to(TUESDAY)
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    ticket = await file(citizen)
    await card_of(world, ticket)
    await officer.tap("Tanya pelapor", chat=group)
    prompt = await officer.until(lambda seen: seen.force_reply, chat=group)
    await officer.send("Sebelah mana persisnya?", chat=group, reply_to=prompt.force_reply)
    await citizen.hears("Sebelah mana persisnya?")
    await world.server.clock.move_to(MONDAY)
    digest = await officer.hears("Menunggu pelapor: 1", chat=group)
    assert "Terlambat" not in digest.text
    queue = await officer.asks("/antrean", ticket, chat=group)
    assert "terlambat" not in queue.text
    assert _due(queue.text, ticket) == _due(digest.text, ticket)
