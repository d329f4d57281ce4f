"""Citizens file while the bot is killed again and again: nothing is lost, nothing is filed twice."""

import asyncio
import collections
import random
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.config import load
from bot.playground import populate
from bot.sandbox import Person, Sandbox, Screen
from reports import tickets
from storage.engine import Database
from tests.acceptance.world import ENVIRONMENT, POTHOLE, ROADS, RUBBISH, button_on
from tests.conftest import Store
from tests.kill.process import ROOT, Mortal

CITIZENS = 16
DEATHS = 6
PATIENCE = 60.0
TOWN = {"latitude": -6.8976, "longitude": 112.0649}


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_killed_at_random_moments_nothing_is_lost_and_nothing_filed_twice(store: Store, tmp_path: Path) -> None:
    chance = random.Random(20261124)
    async with Sandbox(strict=False) as server:
        settings = load(ROOT / "config.toml", {})
        cast = await populate(server.client, settings, only=(ROADS, ENVIRONMENT))
        assert cast.coordination is not None
        config = tmp_path / "config.toml"
        config.write_text(_with_groups({code: group.id for code, group in cast.agencies.items()}))
        bot = Mortal(
            config,
            {
                "TAPROSE_TELEGRAM__API_URL": server.url,
                "TAPROSE_TELEGRAM__TOKEN": server.token,
                "TAPROSE_TELEGRAM__LISTEN": "127.0.0.1:0",
                "TAPROSE_STORAGE__URL": store.url,
                "TAPROSE_GROUPS__COORDINATION": str(cast.coordination.id),
            },
        )
        await bot.start()
        people = [await server.client.person(f"Warga{number}", last_name="Uji") for number in range(CITIZENS)]
        filing = [asyncio.create_task(_file(person, number)) for number, person in enumerate(people)]
        try:
            await _kill_now_and_then(bot, filing, chance)
            receipts = dict(zip([person.id for person in people], await asyncio.gather(*filing), strict=True))
            await _everything_is_sent(store)
            assert await bot.stop() == 0
        finally:
            for task in filing:
                task.cancel()
            await bot.stop()
        assert bot.deaths == DEATHS
        await _check(store, server, receipts, [group.id for group in cast.agencies.values()])


async def _kill_now_and_then(bot: Mortal, filing: list["asyncio.Task[str]"], chance: random.Random) -> None:
    """Kill while people are in the middle of things, at moments drawn from a fixed seed."""
    for _ in range(DEATHS):
        # Random moments are the very thing under test; the seed fixes how long the bot may live each time.
        await asyncio.sleep(chance.uniform(1.2, 2.6))
        await bot.kill()
        await bot.start()
    for task in filing:
        if task.done() and task.exception() is not None:
            await task


async def _file(person: Person, number: int) -> str:
    """File one report, answering each question only once it has been asked. Return the ticket on the receipt."""
    story = f"{POTHOLE if number % 2 else RUBBISH} Nomor {number}."
    await person.send("/start")
    await person.until(lambda seen: button_on(seen, "Setuju"), timeout=PATIENCE)
    await person.send("Setuju dan lanjut")
    await person.until(lambda seen: button_on(seen, "Buat laporan"), timeout=PATIENCE)
    await person.send("/lapor")
    for step, answer in enumerate((story, "1", TOWN, "lewati", "anonim", "kirim"), start=1):
        await person.until(lambda seen, step=step: _asked(seen, step), timeout=PATIENCE)  # type: ignore[misc]
        if isinstance(answer, dict):
            await person.send(location=answer)
        else:
            await person.send(answer)
    screen = await person.until(lambda seen: _find(seen, "Laporan terkirim"), timeout=PATIENCE)
    return tickets.find(screen.find("Laporan terkirim").text)[0]


def _asked(screen: Screen, step: int) -> bool:
    return _find(screen, f"Langkah {step} dari 6")


def _find(screen: Screen, text: str) -> bool:
    return any(message.by_bot and text in message.text for message in screen.messages)


async def _everything_is_sent(store: Store) -> None:
    """Wait until neither inbox nor outbox holds anything that waits."""
    database = Database(store.url)
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                async with database.reading() as session:
                    waiting = await session.scalar(
                        sa.text(
                            "SELECT (SELECT count(*) FROM outbox WHERE state = 'pending')"
                            " + (SELECT count(*) FROM inbox WHERE state = 'pending')"
                        )
                    )
                if not waiting:
                    return
                await asyncio.sleep(0.1)
    finally:
        await database.close()


async def _check(store: Store, server: Sandbox, receipts: dict[int, str], groups: list[int]) -> None:
    rows = await _rows(store, "SELECT ticket, reporter_id, story FROM report")
    assert {row["reporter_id"]: row["ticket"] for row in rows} == receipts
    assert len(rows) == len(receipts), "every report exactly once"
    assert len({row["story"] for row in rows}) == len(rows)
    assert not await _rows(store, "SELECT * FROM inbox WHERE state <> 'done'")
    assert not await _rows(store, "SELECT * FROM outbox WHERE state = 'dead'")
    cards: collections.Counter[str] = collections.Counter()
    for group in groups:
        for message in (await server.client.screen(group)).messages:
            if message.by_bot and message.buttons and (found := tickets.find(message.text)):
                cards[found[0]] += 1
    assert set(cards) == set(receipts.values()), "every receipt has its card"
    doubled = {ticket: count for ticket, count in cards.items() if count > 1}
    links = await _rows(
        store, "SELECT message_id, chat_id, report_id FROM message_link WHERE role = 'card' AND message_id IS NOT NULL"
    )
    print(f"\n{len(rows)} reports, {DEATHS} kills, {sum(doubled.values()) - len(doubled)} cards sent again: {doubled}")
    assert sum(doubled.values()) <= DEATHS * 64
    assert len(links) >= len(rows)


async def _rows(store: Store, query: str) -> list[dict[str, Any]]:
    database = Database(store.url)
    try:
        async with database.reading() as session:
            return [dict(row) for row in (await session.execute(sa.text(query))).mappings()]
    finally:
        await database.close()


def _with_groups(groups: dict[str, int]) -> str:
    """Return the default configuration with groups for some agencies."""
    lines = []
    for line in (ROOT / "config.toml").read_text(encoding="utf-8").splitlines():
        lines.append(line)
        code = line.removeprefix('code = "').rstrip('"')
        if code in groups:
            lines.append(f"chat_id = {groups[code]}")
    return "\n".join(lines)
