"""Groups muted, removed, put back, without media and upgraded, in any order: no acknowledged word is missing."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from sandbox import Group, Person
from tests.acceptance.world import World, agreed, file, open_world, photo
from tests.conftest import Store

STEPS = 40
PATIENCE = 20.0


class Run:
    """One run: what was done to the groups, and every word that somebody was told is on its way."""

    def __init__(self, world: World, seed: int) -> None:
        assert world.cast.coordination is not None
        self.world = world
        self.chance = random.Random(seed)
        self.coordination: Group = world.cast.coordination
        self.agency = world.group()
        self.groups = [self.agency, self.coordination]
        self.trackers: list[tuple[Person, int]] = []
        self.tickets: list[str] = []
        self.words: list[str] = []
        self.photos = 0
        self.away: set[int] = set()

    async def begin(self) -> None:
        for name in ("Wagimin", "Sutinah"):
            await self._file(await agreed(self.world, first=name))

    async def _file(self, person: Person) -> None:
        self.tickets.append(await file(person))
        self.trackers.append((person, (await person.screen()).find(self.tickets[-1]).id))

    async def file(self) -> None:
        await self._file(await agreed(self.world))

    async def add(self) -> None:
        person, tracker = self.chance.choice(self.trackers)
        self.words.append(f"kata {len(self.words)}.")
        await person.send(self.words[-1], reply_to=tracker)

    async def add_photo(self) -> None:
        person, tracker = self.chance.choice(self.trackers)
        self.words.append(f"kata {len(self.words)}.")
        self.photos += 1
        await person.send(**photo(self.photos, self.words[-1]), reply_to=tracker)

    async def mute(self) -> None:
        await self.chance.choice(self.groups).permit(can_send_messages=False)

    async def unmute(self) -> None:
        await self.chance.choice(self.groups).permit(can_send_messages=True)

    async def no_media(self) -> None:
        await self.agency.permit(can_send_photos=False)

    async def media(self) -> None:
        await self.agency.permit(can_send_photos=True)

    async def remove(self) -> None:
        group = self.chance.choice(self.groups)
        if group.id not in self.away:
            self.away.add(group.id)
            await group.change("remove")

    async def put_back(self) -> None:
        for group in self.groups:
            if group.id in self.away:
                self.away.discard(group.id)
                await group.change("add")

    async def write_there(self) -> None:
        await self.world.officer().send("/bantuan", chat=self.agency)

    async def upgrade(self) -> None:
        if self.agency.id not in self.away and self.agency.id > -1_000_000_000_000:
            await self.agency.upgrade()

    async def pass_time(self) -> None:
        await self.world.server.clock.advance(timedelta(minutes=self.chance.choice((2, 20, 65))))
        assert self.world.app is not None
        await self.world.app.tick()

    async def finish(self) -> None:
        """Let every group take everything, and wait until nothing waits any more."""
        await self.put_back()
        for group in self.groups:
            await group.permit(can_send_messages=True, can_send_photos=True)
        await self.write_there()
        assert self.world.cast.coordinator is not None
        await self.world.cast.coordinator.send("/bantuan", chat=self.coordination)
        async with asyncio.timeout(PATIENCE):
            while await self._kept() < len(self.words) or await self._waiting():
                await self.world.server.clock.advance(timedelta(minutes=16))
                await asyncio.sleep(0.2)

    async def _kept(self) -> int:
        return await self._count("SELECT count(*) FROM report_event WHERE text LIKE 'kata %'")

    async def _waiting(self) -> int:
        query = """SELECT (SELECT count(*) FROM outbox WHERE state = 'pending')
            + (SELECT count(*) FROM inbox WHERE state = 'pending')"""
        return await self._count(query)

    async def _count(self, query: str) -> int:
        assert self.world.app is not None
        async with self.world.app.database.reading() as reading:
            return int(await reading.session.scalar(sa.text(query)) or 0)

    async def check(self) -> None:
        said = [shown for shown in (await self.agency.screen(limit=1000)).messages if shown.by_bot]
        if (before := self.world.server.world.groups[self.agency.id].migrated_from) is not None:
            old = await self.world.server.client.screen(before, limit=1000)
            said = [shown for shown in old.messages if shown.by_bot] + said
        text = "\n".join(shown.text for shown in said)
        assert [word for word in self.words if word not in text] == []
        assert [ticket for ticket in self.tickets if ticket not in text] == []
        assert sum(shown.kind == "photo" for shown in said) >= self.photos
        assert self.world.app is not None
        async with self.world.app.database.reading() as reading:
            dead = (
                await reading.session.execute(sa.text("SELECT method, error FROM outbox WHERE state = 'dead'"))
            ).all()
        assert dead == []


@pytest.mark.timeout(120)
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_whatever_happens_to_a_group_every_word_is_there_in_the_end(sqlite_store: Store, seed: int) -> None:
    async with open_world(sqlite_store.url) as world:
        run = Run(world, seed)
        await run.begin()
        acts: list[Callable[[], Awaitable[None]]] = [
            *[run.add] * 6, *[run.add_photo] * 2, run.file, run.mute, run.unmute, run.no_media, run.media, run.remove,
            run.put_back, run.write_there, run.upgrade, *[run.pass_time] * 2,
        ]  # fmt: skip
        for _ in range(STEPS):
            await run.chance.choice(acts)()
        await run.finish()
        await run.check()
