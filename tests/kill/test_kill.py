"""Citizens file while the bot is killed again and again: nothing is lost, nothing is filed twice."""

import asyncio
import collections
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.sending.courier import AT_ONCE
from bot.settings.loading import load
from bot.trying.cast import populate
from reports import tickets
from sandbox import CallRecord, Person, Sandbox, Screen
from storage.engine import Database
from tests.acceptance.world import ENVIRONMENT, POTHOLE, ROADS, RUBBISH, button_on
from tests.conftest import Store
from tests.kill.process import ROOT, Mortal

CITIZENS = 64
DEATHS = 8
FEWEST_DEATHS = 6
"""Everybody may be done before the bot has died as often as it may; so often it dies in the middle of things."""

LONGEST_LIFE = 40
"""Calls to Telegram after which a life ends at the latest; a report takes seventeen."""

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
            await _kill_now_and_then(bot, server, filing, chance)
            receipts = dict(zip([person.id for person in people], await asyncio.gather(*filing), strict=True))
            await _everything_is_sent(store)
            assert await bot.stop() == 0
        finally:
            for task in filing:
                task.cancel()
            await bot.stop()
        assert FEWEST_DEATHS <= bot.deaths <= DEATHS
        await _check(store, server, bot.deaths, receipts, [group.id for group in cast.agencies.values()])


async def _kill_now_and_then(
    bot: Mortal, server: Sandbox, filing: list["asyncio.Task[str]"], chance: random.Random
) -> None:
    """Kill while people are in the middle of things: each life ends at, or soon after, a random call to Telegram."""
    over = asyncio.gather(*filing, return_exceptions=True)
    while bot.deaths < DEATHS:
        doom = _doom(bot, server, calls=chance.randint(1, LONGEST_LIFE), late=chance.choice((None, 0.005, 0.02)))
        async with doom as struck, asyncio.timeout(PATIENCE):
            await asyncio.wait({over, struck}, return_when=asyncio.FIRST_COMPLETED)
        if not struck.done():
            break
        await bot.dead()
        await bot.start()
    for task in filing:
        if task.done() and task.exception() is not None:
            await task


@asynccontextmanager
async def _doom(
    bot: Mortal, server: Sandbox, *, calls: int, late: float | None
) -> AsyncIterator["asyncio.Future[None]"]:
    """Kill the bot when so many more calls have reached Telegram, before the last is answered, or so much later.

    Gives what is done once it has been struck.
    """
    listeners, loop, left = server.world.call_log.listeners, asyncio.get_running_loop(), calls
    struck: asyncio.Future[None] = loop.create_future()
    falling: asyncio.TimerHandle | None = None

    def strike() -> None:
        bot.kill()
        struck.set_result(None)

    def count(record: CallRecord) -> None:
        nonlocal left, falling
        left -= record.method.startswith(("send", "edit", "delete"))
        if left == 0 and falling is None and not struck.done():
            if late is None:
                strike()
            else:
                falling = loop.call_later(late, strike)

    listeners.append(count)
    try:
        yield struck
    finally:
        listeners.remove(count)
        if falling is not None:
            falling.cancel()


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
                async with database.reading() as reading:
                    waiting = await reading.session.scalar(
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


async def _check(store: Store, server: Sandbox, deaths: int, receipts: dict[int, str], groups: list[int]) -> None:
    rows = await _rows(
        store, "SELECT ticket, user_id, story FROM report JOIN telegram_account ON person_id = reporter_id"
    )
    assert {row["user_id"]: row["ticket"] for row in rows} == receipts
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
    repeated = 0
    for person, ticket in receipts.items():
        said = [message.text for message in (await server.client.screen(person)).messages if message.by_bot]
        assert {found for text in said for found in tickets.find(text)} == {ticket}, (
            "whatever came twice has one ticket"
        )
        repeated += len(said) - len(set(said))
    links = await _rows(
        store, "SELECT message_id, chat_id, report_id FROM message_link WHERE role = 'card' AND message_id IS NOT NULL"
    )
    print(
        f"\n{len(rows)} reports, {deaths} kills, {repeated} messages to people and {sum(doubled.values()) - len(doubled)} cards sent again"
    )
    # In flight, or answered so short a time ago that it is not on record (bot/sending/ledger.py, LINGER).
    assert 0 < repeated <= deaths * 2 * AT_ONCE, "what was in flight is sent again, and nothing else"
    assert sum(doubled.values()) - len(doubled) <= deaths
    assert len(links) >= len(rows)


async def _rows(store: Store, query: str) -> list[dict[str, Any]]:
    database = Database(store.url)
    try:
        async with database.reading() as reading:
            return [dict(row) for row in (await reading.session.execute(sa.text(query))).mappings()]
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
