"""Time moved in the local Telegram: what the real bot then says in every chat, minute by minute, and nothing besides."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from sandbox import Group, Person
from storage.tables import Reminder, ReminderState
from tests.acceptance.world import RUBBISH, World, button_on, file, open_world, prompt_for
from tests.conftest import Store

CODE = "DLHP"
JAKARTA = ZoneInfo("Asia/Jakarta")
_TABLE = Reminder.__table__  # type: ignore[attr-defined]

LEBARAN = """
03-25 07:30 OPD ☀️ Ringkasan DLHP, Rab 25 Mar 2026
03-26 07:30 OPD ☀️ Ringkasan DLHP, Kam 26 Mar 2026
03-26 11:45 OPD ⏳ T · Sampah belum ditanggapi; batasnya Jum 27 Mar 16.00.
03-27 07:30 OPD ☀️ Ringkasan DLHP, Jum 27 Mar 2026
03-27 16:00 OPD 🔴 T · Sampah melewati batas tanggapan (Jum 27 Mar 16.00).
03-30 07:30 OPD ☀️ Ringkasan DLHP, Sen 30 Mar 2026
03-30 07:30 koordinator 🔕 Tanpa tindakan petugas selama 3 hari kerja atau lebih:
03-31 07:30 OPD ☀️ Ringkasan DLHP, Sel 31 Mar 2026
03-31 07:30 koordinator 🔕 Tanpa tindakan petugas selama 3 hari kerja atau lebih:
03-31 16:00 koordinator 🚨 T belum ditanggapi DLHP selama 5 hari kerja.
03-31 16:00 koordinator 🆕 T · Sampah
04-01 07:30 OPD ☀️ Ringkasan DLHP, Rab 1 Apr 2026
04-01 07:30 koordinator 🔕 Tanpa tindakan petugas selama 3 hari kerja atau lebih:
04-02 07:30 OPD ☀️ Ringkasan DLHP, Kam 2 Apr 2026
04-02 07:30 koordinator 🔕 Tanpa tindakan petugas selama 3 hari kerja atau lebih:
04-02 16:00 pimpinan 🚨 T · Sampah belum ditanggapi DLHP selama 7 hari kerja.
"""

YEAR_END = """
12-23 07:30 OPD ☀️ Ringkasan DLHP, Rab 23 Des 2026
12-24 10:00 pelapor ⏰ DLHP masih menunggu jawaban Anda tentang T:
12-27 10:00 pelapor ⏰ DLHP masih menunggu jawaban Anda tentang T:
12-28 07:30 OPD ☀️ Ringkasan DLHP, Sen 28 Des 2026
12-29 07:30 OPD ☀️ Ringkasan DLHP, Sel 29 Des 2026
12-30 07:30 OPD ☀️ Ringkasan DLHP, Rab 30 Des 2026
12-31 07:30 OPD ☀️ Ringkasan DLHP, Kam 31 Des 2026
01-04 07:30 OPD ☀️ Ringkasan DLHP, Sen 4 Jan 2027
01-06 07:30 OPD ☀️ Ringkasan DLHP, Rab 6 Jan 2027
01-07 07:30 OPD ☀️ Ringkasan DLHP, Kam 7 Jan 2027
01-08 07:30 OPD ☀️ Ringkasan DLHP, Jum 8 Jan 2027
01-11 07:30 OPD ☀️ Ringkasan DLHP, Sen 11 Jan 2027
01-11 16:00 pelapor 🏁 T ditutup: tidak ada jawaban atas pertanyaan DLHP. Bila masih ada masalah, silakan lapor lagi.
"""


class Traveller:
    """Moves the local Telegram's clock, and keeps what the bot says meanwhile in each chat."""

    def __init__(self, world: World, citizen: Person) -> None:
        assert world.cast.coordination is not None
        assert world.cast.leadership is not None
        assert world.cast.coordinator is not None
        self.world = world
        self.coordinator = world.cast.coordinator
        self.chats: dict[str, tuple[Person, Group | None]] = {
            "pelapor": (citizen, None),
            "OPD": (world.officer(CODE), world.group(CODE)),
            "koordinator": (self.coordinator, world.cast.coordination),
            "pimpinan": (self.coordinator, world.cast.leadership),
        }
        self._seen: dict[str, int] = {}

    async def move(self, to: datetime | str) -> None:
        """Move the clock; the bot's tick is over when this returns, and everything it wrote has been sent."""
        moment = datetime.fromisoformat(to).replace(tzinfo=JAKARTA) if isinstance(to, str) else to
        await self.world.server.clock.move_to(moment)
        await self._all_is_sent()

    async def pass_to(self, end: str, ticket: str) -> list[str]:
        """Let time pass from one due moment to the next, and return every message said on the way."""
        await self._all_is_sent()
        for name in self.chats:
            await self._new(name)
        until, lines = datetime.fromisoformat(end).replace(tzinfo=JAKARTA), []
        while (due := await self._next_due()) is not None and due <= until:
            await self.move(due)
            for name in self.chats:
                lines += [f"{line}".replace(ticket, "T") for line in await self._new(name)]
        await self.move(until)
        return lines

    async def _new(self, name: str) -> list[str]:
        person, group = self.chats[name]
        screen = await self.world.server.client.screen(group.id if group else person.id, limit=200)
        fresh = [shown for shown in screen.messages if shown.by_bot and shown.id > self._seen.get(name, 0)]
        self._seen[name] = max([shown.id for shown in screen.messages], default=0)
        return [
            f"{datetime.fromtimestamp(shown.raw['date'], UTC).astimezone(JAKARTA):%m-%d %H:%M} {name} "
            + shown.text.split("\n", 1)[0]
            for shown in fresh
        ]

    async def _next_due(self) -> datetime | None:
        assert self.world.app is not None
        async with self.world.app.database.reading() as reading:
            query = sa.select(sa.func.min(_TABLE.c.due_at)).where(_TABLE.c.state == ReminderState.PENDING)
            found: datetime | None = (await reading.session.execute(query)).scalar_one()
        return found

    async def _all_is_sent(self) -> None:
        assert self.world.app is not None
        async with asyncio.timeout(10):
            while True:
                async with self.world.app.database.reading() as reading:
                    if not await reading.outbox.pending_after(0, 1):
                        return
                # Nothing tells that the courier has nothing left; its rows do.
                await asyncio.sleep(0.005)


@pytest.fixture
async def world(sqlite_store: Store) -> AsyncIterator[World]:
    async with open_world(sqlite_store.url, agencies=(CODE,)) as opened:
        opened.server.clock.listeners.append(lambda _now: opened.app.tick() if opened.app else None)
        yield opened


async def test_over_lebaran_a_silent_agency_is_chased_on_working_days_alone(world: World) -> None:
    await world.server.clock.move_to(datetime(2026, 3, 17, 15, 58, tzinfo=JAKARTA))
    citizen = await world.citizen()
    ticket = await file(citizen, RUBBISH)
    told = await Traveller(world, citizen).pass_to("2026-04-02 17:00", ticket)
    assert told == LEBARAN.strip().split("\n")


async def test_over_a_year_end_a_question_is_recalled_and_lapses(world: World) -> None:
    await world.server.clock.move_to(datetime(2026, 12, 22, 10, 0, tzinfo=JAKARTA))
    citizen = await world.citizen()
    ticket = await file(citizen, RUBBISH)
    officer, group = world.officer(CODE), world.group(CODE)
    await officer.until(lambda seen: button_on(seen, "Tanya pelapor"), chat=group)
    await officer.tap("Tanya pelapor", chat=group)
    await officer.send("Sebelah mana terminal?", chat=group, reply_to=await prompt_for(officer, group))
    await citizen.hears("Sebelah mana terminal?")
    told = await Traveller(world, citizen).pass_to("2027-01-31 12:00", ticket)
    assert told == YEAR_END.strip().split("\n")
    assert [(row["status"], row["closing"]) for row in await world.reports()] == [("closed", "silent")]


async def test_stopped_before_each_tick_and_started_after_it_the_same_is_said(world: World) -> None:
    await world.server.clock.move_to(datetime(2026, 3, 17, 15, 58, tzinfo=JAKARTA))
    citizen = await world.citizen()
    ticket = await file(citizen, RUBBISH)

    class Restarting(Traveller):
        async def move(self, to: datetime | str) -> None:
            await self.world.stop()
            moment = datetime.fromisoformat(to).replace(tzinfo=JAKARTA) if isinstance(to, str) else to
            await self.world.server.clock.move_to(moment)
            await self.world.start()
            await super().move(moment)

    told = await Restarting(world, citizen).pass_to("2026-04-02 17:00", ticket)
    assert told == LEBARAN.strip().split("\n")
