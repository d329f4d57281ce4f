"""The seeded regency: something of everything, played by people over HTTP, whatever the configuration."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.settings.loading import load
from bot.trying import seed
from sandbox import Client, Person
from storage.tables import Status
from tests.acceptance.world import ENVIRONMENT, ROADS, ROOT, open_world
from tests.conftest import Store

PATIENCE = 60.0


async def test_the_seed_ends_with_reports_in_every_state(sqlite_store: Store) -> None:
    settings = load(ROOT / "config.toml", {})
    async with open_world(sqlite_store.url, agencies=[agency.code for agency in settings.agency]) as world:
        assert await seed.fill(world.cast, world.settings) == len(seed.STORIES)
        rows = await world.reports()
    # Nothing merges reports yet.
    assert {row["status"] for row in rows} == {status.value for status in Status} - {Status.MERGED.value}
    assert {row["identity"] for row in rows} == {"named", "anonymous", "confidential"}
    assert [row["status"] for row in rows if row["lead"] is None] == ["submitted"]
    assert sum(row["promised_for"] is not None for row in rows) == 1
    assert [row["status"] for row in rows if row["reopenings"]] == ["in_progress"]
    [rerouted] = [row for row in rows if row["bounces"] and row["lead"]]
    assert (rerouted["category"], rerouted["lead"]) == ("drainase_banjir", ENVIRONMENT)


async def test_stories_fit_a_regency_with_other_categories(sqlite_store: Store) -> None:
    settings = load(ROOT / "config.toml", {})
    other = tuple(
        category.model_copy(update={"code": f"k_{category.code}"})
        for category in settings.category
        if category.agency in {ROADS, ENVIRONMENT}
    )
    async with open_world(sqlite_store.url, changes={"category": other}) as world:
        assert await seed.fill(world.cast, world.settings) == len(other)
        assert {str(row["category"]) for row in await world.reports()} == {category.code for category in other}


async def test_a_story_that_breaks_off_leaves_the_others_alone(sqlite_store: Store) -> None:
    async with open_world(sqlite_store.url) as world:
        await world.group(ROADS).change("remove", world.officer(ROADS, 1))
        played = await seed.fill(world.cast, world.settings)
        rows = await world.reports()
    left = [row["status"] for row in rows if row["lead"] == ROADS]
    assert left == ["submitted"] * len(left)
    # One of them ends with being filed.
    assert played == len(rows) - len(left) + 1


@pytest.mark.parametrize("options", [(), ("--empty",)])
async def test_the_sandbox_is_usable_at_once_and_lives_unless_told_not_to(options: tuple[str, ...]) -> None:
    async with _sandbox(*options) as (process, client):
        people = {person["name"]: person["id"] for person in (await client.get("chats"))["people"]}
        visitor, seeded = (Person(client, people[name], name) for name in ("Siti Aminah", "Rukmini"))
        await visitor.send("/start")
        await visitor.until(lambda screen: screen.offering("Setuju dan lanjut"), timeout=PATIENCE)
        told = b""
        if not options:
            assert process.stdout is not None
            while b"reports are there" not in told:
                told = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
                assert told, "it ended"
            assert told.startswith(f"{len(seed.STORIES)} ".encode())
            assert (await client.get("log", limit=1))["refused_for_pace"] == 0
        assert bool((await seeded.screen()).messages) is not bool(options)
        process.send_signal(signal.SIGINT)
        told, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0
    assert b"reports" not in told


@asynccontextmanager
async def _sandbox(*options: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, Client]]:
    """Run `taprose sandbox` on a free port, and yield it once it says where it is."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "sandbox", "--port", "0", *options,
        cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        address = b""
        while b"http://" not in address:
            address = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
            assert address, "it ended"
        async with Client(address.decode().split()[-1]) as client:
            yield process, client
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_the_demo_shows_a_whole_case_and_leaves_nothing_unsaid() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "sandbox", "--demo",
        cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    told, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0
    assert "Ponsel Siti" in told.decode()
    assert "stopped before everything was sent" not in told.decode()
