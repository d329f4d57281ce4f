"""What goes wrong: one trouble after another, in an order that a seed decides, each undone some troubles later."""

import asyncio
import collections
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sandbox import CallRecord, Group, Refused
from tests.chaos.supervised import Supervised
from tests.chaos.town import AGENCIES, MORNING, RETIRING, Town, configuration
from tests.postgres_proxy import Proxy

BETWEEN = 4.0
"""Seconds after which the next trouble comes even if Telegram has not been called often enough."""

UNDONE_AFTER = 3
"""Troubles after which a lasting one is undone."""

SILENT_SECONDS = 1.0
DAY = timedelta(hours=6)
"""How far from the morning the clock is moved: people are awake, and what is held for the night does not wait."""

SENDING = ["send*"]
MEDIA = ("can_send_photos", "can_send_videos", "can_send_documents", "can_send_audios", "can_send_voice_notes")
Undo = Callable[[], Awaitable[object]]


@dataclass
class Troubles:
    """Makes trouble for the bot. `struck` counts it by kind."""

    town: Town
    bot: Supervised
    config: Path
    proxy: Proxy | None
    chance: random.Random
    struck: "collections.Counter[str]" = field(default_factory=collections.Counter)
    _links: dict[str, int] = field(default_factory=dict)
    _undoing: list[tuple[int, Undo]] = field(default_factory=list)
    _at_odds: set[str] = field(default_factory=set)
    _calls: int = 0
    _called: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._links = {code: group.id for code, group in self.town.groups.items()}
        self.write_config()

    def write_config(self, without: str | None = None) -> None:
        """Write the configuration, with the ids that the groups had in the beginning."""
        self.config.write_text(configuration(self._links, without=without), encoding="utf-8")

    async def make(self, number: int, calls: tuple[int, int]) -> None:
        """Make so many troubles, each so many calls to Telegram after the one before. Cancel to end it early."""
        kinds: list[Callable[[], Awaitable[Undo | None]]] = []
        every = self._kinds()
        while len(kinds) < number:
            kinds += self.chance.sample(every, len(every))
        listeners = self.town.server.world.call_log.listeners
        listeners.append(self._count)
        try:
            for place, strike in enumerate(kinds[:number]):
                await self._let_pass(self.chance.randint(*calls))
                for due, undo in [one for one in self._undoing if one[0] <= place]:
                    self._undoing.remove((due, undo))
                    await undo()
                undo_later = await strike()
                if undo_later is not None:
                    self._undoing.append((place + UNDONE_AFTER, undo_later))
            while self._undoing:
                await self._let_pass(calls[0])
                await self._undoing.pop(0)[1]()
        finally:
            listeners.remove(self._count)

    async def undo_everything(self) -> None:
        """End whatever still goes on."""
        self.town.server.world.faults.clear()
        if self.proxy is not None:
            self.proxy.carry_new()
        for _, undo in self._undoing:
            await undo()
        self._undoing.clear()

    def _kinds(self) -> list[Callable[[], Awaitable[Undo | None]]]:
        return [
            self._kill, self._kill, self._kill_after_commit, self._lose_commit, self._go_silent,
            self._refuse_sending, self._refuse_for_long, self._lose_answers, self._break_answers, self._slow_down,
            self._disorder_updates, self._go_down, self._mute, self._forbid_media, self._remove, self._upgrade,
            self._block, self._jump, self._retire_agency,
        ]  # fmt: skip

    def _count(self, record: CallRecord) -> None:
        if record.method != "getUpdates":
            self._calls += 1
            self._called.set()

    async def _let_pass(self, calls: int) -> None:
        goal = self._calls + calls
        with suppress(TimeoutError):
            async with asyncio.timeout(BETWEEN):
                while self._calls < goal:
                    self._called.clear()
                    await self._called.wait()

    def _fault(self, kind: str, count: int, **fields: object) -> None:
        self.town.server.world.faults.add(kind, count=count, **fields)

    # -- the process and its database

    async def _kill(self) -> None:
        self.struck["kill"] += 1
        await self.bot.kill()

    async def _kill_after_commit(self) -> None:
        self.struck["kill after commit"] += 1
        await self.bot.kill_after_commit()

    async def _lose_commit(self) -> None:
        if self.proxy is None:
            await self._kill_after_commit()
            return
        self.struck["commit answer lost"] += 1
        self.proxy.lose_commit(ends_connection=self.chance.random() < 0.5)

    async def _go_silent(self) -> None:
        if self.proxy is None:
            await self._kill()
            return
        self.struck["connections silent"] += 1
        self.proxy.go_silent()
        asyncio.get_running_loop().call_later(SILENT_SECONDS, self.proxy.carry_new)

    async def _retire_agency(self) -> Undo | None:
        if RETIRING in self._at_odds:
            return None
        self._at_odds.add(RETIRING)
        self.struck["agency taken out"] += 1
        self.write_config(without=RETIRING)
        await self.bot.restart()

        async def put_back() -> None:
            self._at_odds.discard(RETIRING)
            self.write_config()
            await self.bot.restart()

        return put_back

    # -- Telegram

    async def _refuse_sending(self) -> None:
        self.struck["429"] += 1
        chat = self._group()[1].id
        self._fault("error", 2, status=429, retry_after=self.chance.randint(1, 4), methods=SENDING, chats=[chat])

    async def _refuse_for_long(self) -> None:
        """Refuse what nobody waits for: the bot's start must not wait for it, nor one group's words."""
        self.struck["429 for half an hour"] += 1
        self._fault("error", 1, status=429, retry_after=1800, methods=["setMyCommands", "pinChatMessage"])

    async def _lose_answers(self) -> None:
        self.struck["answer lost"] += 1
        self._fault("drop_after", self.chance.randint(1, 3), rate=0.5, methods=["send*", "edit*", "answer*"])

    async def _break_answers(self) -> None:
        self.struck["answer broken"] += 1
        self._fault(self.chance.choice(("error_after", "truncate", "html", "drop", "error")), 2, status=502, rate=0.5)

    async def _slow_down(self) -> None:
        self.struck["slow answers"] += 1
        self._fault("latency", 30, seconds=0.2, jitter=1.0)

    async def _disorder_updates(self) -> None:
        self.struck["updates disordered"] += 1
        self._fault("duplicate", 4)
        self._fault("delay", 2, seconds=0.5)
        self._fault("reorder", 2)

    async def _go_down(self) -> None:
        self.struck["Telegram away"] += 1
        self.town.server.world.faults.go_down(1.0)

    async def _jump(self) -> None:
        self.struck["clock jumps"] += 1
        clock = self.town.server.clock
        await clock.move_to(MORNING + DAY * self.chance.random())

    # -- groups and people

    async def _mute(self) -> Undo | None:
        return await self._restrict("muted", can_send_messages=False)

    async def _forbid_media(self) -> Undo | None:
        return await self._restrict("media forbidden", **dict.fromkeys(MEDIA, False))

    async def _restrict(self, name: str, **rights: bool) -> Undo | None:
        code, group = self._group()
        if code in self._at_odds:
            return None
        self._at_odds.add(code)
        self.struck[f"group {name}"] += 1
        await group.change("restrict", rights=rights)

        async def allow() -> None:
            self._at_odds.discard(code)
            await group.change("demote")

        return allow

    async def _remove(self) -> Undo | None:
        code, group = self._group()
        if code in self._at_odds:
            return None
        self._at_odds.add(code)
        self.struck["group without bot"] += 1
        by = self.town.officers[code][0].id
        await group.change("remove", by=by)

        async def put_back() -> None:
            self._at_odds.discard(code)
            await group.change("add", by=by)

        return put_back

    async def _upgrade(self) -> None:
        code, group = self._group()
        if code in self._at_odds or code in self.town.former:
            return
        self.struck["group upgraded"] += 1
        self.town.former[code] = [await group.upgrade()]

    async def _block(self) -> Undo:
        person = self.chance.choice(self.town.citizens)
        self.struck["person blocks"] += 1
        self.town.has_blocked.add(person.id)
        with suppress(Refused):
            await person.block()

        async def come_back() -> None:
            await person.block(blocked=False)

        return come_back

    def _group(self) -> tuple[str, Group]:
        code = self.chance.choice(AGENCIES)
        return code, self.town.groups[code]
