"""Everything goes wrong at once: nothing acknowledged is lost, nothing leaks, and all is well when it is over."""

import asyncio
import collections
import random
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from sandbox import Clock, Person, Sandbox
from storage.engine import Database
from tests.chaos import checking
from tests.chaos.case import Plan, Regency
from tests.chaos.citizen import Citizen
from tests.chaos.conftest import Chaos
from tests.chaos.life import DIES_AFTER_COMMIT, ENDED_BY_ITSELF
from tests.chaos.promises import Kind, Promises
from tests.chaos.supervised import Supervised
from tests.chaos.town import MORNING, Town, free_port, settle_in, share_clock
from tests.chaos.troubles import Troubles
from tests.conftest import Store
from tests.postgres import Postgres
from tests.postgres_proxy import proxied

PEOPLE = 300
"""In a longer run each files several reports."""

AT_ONCE = 48
"""So many of them are at it side by side: what all want at once is more than Telegram's 30 messages a second carry, and whoever
hears nothing for a while asks again, so that three hundred who begin in one second would only be heard by each other."""

REPORTS_PER_TROUBLE = 4
FEWEST_TROUBLES = 19
"""One of every kind."""

CALLS = (10, 60)
"""Calls to Telegram between two troubles."""

QUIET = 120.0
"""Seconds after which everything has to be delivered once nothing goes wrong any more."""

GLANCE = 0.2

KILLED = (-signal.SIGKILL, -DIES_AFTER_COMMIT)
"""How a life ends that was killed; one that does not listen for orders yet dies of the second at once."""


@pytest.mark.slow
@pytest.mark.timeout(7200)
async def test_whatever_goes_wrong_nothing_is_lost_and_nothing_leaks(
    chaos: Chaos, store: Store, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    started = time.monotonic()
    print(f"\nseed {chaos.seed}, {chaos.reports} reports, {store.kind}")
    async with (
        _before(store, request) as (url, proxy),
        Sandbox(strict=False, clock=Clock(MORNING)) as server,
    ):
        town = await settle_in(server, min(chaos.reports, PEOPLE))
        share_clock(server.clock, tmp_path / "clock")
        calls = checking.GroupCalls()
        server.world.call_log.listeners.append(calls)
        server.world.faults.seed(chaos.seed)
        port = free_port()
        assert town.coordination is not None
        assert town.leadership is not None
        bot = Supervised(
            tmp_path / "config.toml",
            tmp_path / "clock",
            tmp_path / "log",
            {
                "TAPROSE_TELEGRAM__API_URL": server.url,
                "TAPROSE_TELEGRAM__TOKEN": server.token,
                "TAPROSE_TELEGRAM__LISTEN": f"127.0.0.1:{port}",
                "TAPROSE_STORAGE__URL": url,
                "TAPROSE_OFFICERS__REPLY": "direct",
                "TAPROSE_GROUPS__COORDINATION": str(town.coordination.id),
                "TAPROSE_GROUPS__LEADERSHIP": str(town.leadership.id),
            },
        )
        troubles = Troubles(town, bot, tmp_path / "config.toml", proxy, random.Random(chaos.seed))
        promises = Promises()
        await bot.start()
        database = Database(store.url)
        try:
            await _live(chaos, town, promises, troubles)
            await _calm_down(town, bot, troubles, port)
            waiting = await _everything_is_sent(town, database)
            health = await _health(port)
            seen = await checking.Seen.everywhere(town)
            named = await checking.who_shows_their_name(database)
            lost = await checking.lost(town, seen, database, promises)
            wrong = await checking.inconsistent(town, seen, database)
        finally:
            await bot.stop()
            await database.close()
        leaked = checking.leaked(town, seen, calls, named)
        copies, too_often = checking.doubled(seen)
        spilled = checking.spilled(town, tmp_path / "log", server.token)
    _print_table(promises, troubles, bot, lost, leaked, copies, time.monotonic() - started)
    own_ends = set(bot.ends) - {0, *KILLED, -signal.SIGTERM}
    assert not lost, "\n".join(lost)
    assert not leaked, "\n".join(leaked)
    assert not waiting, waiting
    assert not wrong, "\n".join(wrong)
    assert not too_often, "\n".join(too_often)
    assert not spilled, "\n".join(spilled[:20])
    assert own_ends <= {ENDED_BY_ITSELF}
    assert health == (200, "ok\n")
    assert len(promises.given_up) <= chaos.reports // 4, "\n".join(promises.given_up)


async def _live(chaos: Chaos, town: Town, promises: Promises, troubles: Troubles) -> None:
    """Have everybody report while troubles strike."""
    regency = Regency(town, promises, {})
    plans = [Plan.drawn(random.Random(f"{chaos.seed} {number}"), number) for number in range(chaos.reports)]
    people = len(town.citizens)
    places = asyncio.Semaphore(AT_ONCE)

    async def live(person: Person, plans: list[Plan]) -> None:
        async with places:
            await regency.live(Citizen(person, town, promises), plans)

    lives = [asyncio.create_task(live(person, plans[number::people])) for number, person in enumerate(town.citizens)]
    number = max(FEWEST_TROUBLES, chaos.reports // REPORTS_PER_TROUBLE)
    storm = asyncio.create_task(troubles.make(number, CALLS))
    try:
        await asyncio.gather(*lives)
    finally:
        for task in (*lives, storm):
            task.cancel()
        await asyncio.gather(*lives, storm, return_exceptions=True)
    if not storm.cancelled():
        storm.result()


async def _calm_down(town: Town, bot: Supervised, troubles: Troubles, port: int) -> None:
    """End every trouble, start the bot anew, and have somebody write in each group."""
    await troubles.undo_everything()
    await bot.restart()
    while await _health(port) is None:  # noqa: ASYNC110  it is another process
        await asyncio.sleep(GLANCE)
    for code, group in town.groups.items():
        officer = town.officers[code][0]
        asked = await officer.send("/bantuan", chat=group)
        await officer.until(lambda seen, asked=asked: seen.last.id > asked, chat=group, timeout=QUIET)  # type: ignore[misc]


async def _everything_is_sent(town: Town, database: Database) -> list[str]:
    """Wait until nothing waits any more, at Telegram or with the bot; return what does so for too long."""
    ends = time.monotonic() + QUIET
    while True:
        waiting = await checking.rows(
            database,
            "SELECT 'outbox' AS kind, method, chat_id, error FROM outbox WHERE state = 'pending'"
            " UNION ALL SELECT 'inbox', '', 0, error FROM inbox WHERE state <> 'done'",
        )
        at_telegram = town.server.world.default_bot().updates.count
        if not (waiting or at_telegram) or time.monotonic() > ends:
            return [str(row) for row in waiting] + ["updates at Telegram"] * bool(at_telegram)
        await asyncio.sleep(GLANCE)


async def _health(port: int) -> tuple[int, str] | None:
    """Return what the bot says of itself, None while nobody answers."""
    try:
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/healthz") as answer:
            return answer.status, await answer.text()
    except aiohttp.ClientConnectionError:
        return None


@asynccontextmanager
async def _before(store: Store, request: pytest.FixtureRequest) -> AsyncIterator[tuple[str, object]]:
    """Put a proxy before PostgreSQL, and return the address to use."""
    if store.is_sqlite:
        yield store.url, None
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    async with proxied(postgres.port) as proxy:
        yield store.url.replace(f":{postgres.port}/", f":{proxy.port}/"), proxy


def _print_table(
    promises: Promises,
    troubles: Troubles,
    bot: Supervised,
    lost: list[str],
    leaked: list[str],
    copies: int,
    took: float,
) -> None:
    kinds = collections.Counter(word.kind for word in promises.words)
    lines = [
        ("reports", kinds.pop(Kind.REPORT, 0)),
        *((f"words: {kind}", count) for kind, count in sorted(kinds.items())),
        ("not said: nobody was heard in time", len(promises.given_up)),
        *((f"trouble: {kind}", count) for kind, count in sorted(troubles.struck.items())),
        ("troubles", troubles.struck.total()),
        ("kills", sum(code in KILLED for code in bot.ends)),
        ("ended with a sentence", bot.ends.count(ENDED_BY_ITSELF)),
        ("lost", len(lost)),
        ("leaked", len(leaked)),
        ("doubled", copies),
        ("seconds", round(took)),
    ]
    print("\n".join(f"{name:40}{count:>6}" for name, count in lines))
    print("\n".join(promises.given_up))
