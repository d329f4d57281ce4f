"""A small regency for acceptance tests: the real bot and the local Telegram, met only over HTTP."""

import asyncio
import base64
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.app import App
from bot.settings.loading import Settings, load
from bot.telegram import UNPACED, Limits
from bot.trying.cast import Cast, populate
from bot.trying.playground import settings_for
from sandbox import Group, Person, Sandbox, Screen, Shown

ROOT = Path(__file__).parents[2]
ROADS, ENVIRONMENT = "DPUPR-PRKP", "DLHP"
TOWN = {"latitude": -6.8976, "longitude": 112.0649}
POTHOLE = "Jalan berlubang dalam di depan pasar, tadi malam dua sepeda motor jatuh."
RUBBISH = "Sampah menumpuk di TPS belakang terminal, sudah seminggu tidak diangkut."


@dataclass
class World:
    """The people, the server, and the bot, which can be stopped and started again on the same database."""

    server: Sandbox
    cast: Cast
    settings: Settings
    limits: Limits
    app: App | None = None
    _running: "asyncio.Task[None] | None" = None

    async def start(self) -> None:
        """Start the bot and return once it receives. Raises whatever keeps it from starting."""
        self.app = App(self.settings, time_source=self.server.clock, limits=self.limits)
        self._running = asyncio.create_task(self.app.run())
        started = asyncio.create_task(self.app.started.wait())
        await asyncio.wait({self._running, started}, return_when=asyncio.FIRST_COMPLETED)
        started.cancel()
        if self._running.done():
            await self._running

    async def ended(self) -> None:
        """Wait until the bot ends by itself. Raises what ended it."""
        assert self._running is not None
        running, self._running = self._running, None
        await running

    async def stop(self) -> None:
        """Stop the bot as a signal does."""
        if self.app is not None and self._running is not None:
            self.app.stop()
            await self._running
        self.app = self._running = None

    def group(self, code: str = ROADS) -> Group:
        """Return an agency's group."""
        return self.cast.agencies[code]

    def officer(self, code: str = ROADS, number: int = 0) -> Person:
        """Return one of an agency's officers."""
        return self.cast.officers[code][number]

    async def citizen(self, first: str = "Wagimin", last: str = "Pranoto", **more: object) -> Person:
        """Return somebody new."""
        return await self.server.client.person(first, last_name=last, **more)

    async def reports(self) -> list[dict[str, object]]:
        """Return the table of reports as it stands."""
        import sqlalchemy as sa

        assert self.app is not None
        async with self.app.database.reading() as reading:
            return [
                dict(row)
                for row in (await reading.session.execute(sa.text("SELECT * FROM report ORDER BY id"))).mappings()
            ]


@asynccontextmanager
async def open_world(
    url: str,
    *,
    agencies: Sequence[str] = (ROADS, ENVIRONMENT),
    limits: Limits = UNPACED,
    strict: bool = False,
    changes: dict[str, object] | None = None,
) -> AsyncIterator[World]:
    """Start everything on a migrated database. Unpaced and lenient by default: people here type faster than people."""
    async with Sandbox(strict=strict) as server:
        settings = load(ROOT / "config.toml", {})
        cast = await populate(server.client, settings, only=agencies)
        settings = settings_for(settings, server, cast, url)
        if changes:
            settings = settings.model_copy(update=changes)
        world = World(server, cast, settings, limits)
        await world.start()
        try:
            yield world
        finally:
            await world.stop()


def button_on(screen: Screen, label: str) -> Shown | None:
    """Return the latest message with such a button."""
    return next(
        (message for message in reversed(screen.messages) if any(label in text for text in message.buttons)), None
    )


async def file(
    person: Person,
    story: str = POTHOLE,
    *,
    identity: str = "Anonim",
    place: dict[str, float] | None = None,
    photos: int = 0,
    document: dict[str, object] | None = None,
) -> str:
    """File a report by typing and return its ticket."""
    await person.send("/start")
    screen = await person.until(lambda seen: button_on(seen, "Setuju") or button_on(seen, "Buat laporan"))
    if button_on(screen, "Setuju") and not button_on(screen, "Buat laporan"):
        await person.tap("Setuju dan lanjut")
        await person.until(lambda seen: button_on(seen, "Buat laporan"))
    await person.asks("/lapor", "Langkah 1 dari 6")
    await person.asks(story, "Langkah 2 dari 6")
    await person.asks("1", "Langkah 3 dari 6")
    await person.send(location=place or TOWN)
    await person.hears("Langkah 4 dari 6")
    if document is not None:
        await person.send(document=document)
        await person.hears("Langkah 4 dari 6")
    elif photos == 1:
        await person.send(photo=True)
        await person.hears("Langkah 4 dari 6")
    elif photos:
        await person.send(album=[photo(number) for number in range(photos)])
        await person.hears("Langkah 4 dari 6")
    await person.asks("lanjut" if photos or document else "lewati", "Langkah 5 dari 6")
    await person.asks(identity, "Langkah 6 dari 6")
    receipt = await person.asks("kirim", "Laporan terkirim")
    return ticket_in(receipt.text)


def photo(number: int, caption: str | None = None) -> dict[str, object]:
    """Return a photo unlike any other number's: the same file sent twice is kept once."""
    content = base64.b64encode(f"photo {number}".encode()).decode()
    return {"photo": {"data": content}} | ({} if caption is None else {"caption": caption})


def ticket_in(text: str) -> str:
    """Return the first ticket in a text."""
    from reports import tickets

    return tickets.find(text)[0]


async def card_of(world: World, ticket: str, code: str = ROADS) -> Shown:
    """Wait for a report's card with its buttons in an agency's group."""

    def card(screen: Screen) -> Shown | None:
        return next(
            (message for message in reversed(screen.messages) if ticket in message.text and message.buttons), None
        )

    screen = await world.officer(code).until(card, chat=world.group(code))
    found = card(screen)
    assert found is not None
    return found


async def prompt_for(officer: Person, group: Group) -> int:
    """Wait until an officer is asked for words and return the prompt's id."""
    screen = await officer.until(lambda seen: seen.force_reply, chat=group)
    assert screen.force_reply is not None
    return screen.force_reply


async def agreed(world: World, **who: object) -> Person:
    """Return somebody who has agreed to the privacy notice."""
    person = await world.citizen(**who)
    await person.asks("/start", "Selamat datang")
    await person.tap("Setuju dan lanjut")
    await person.until(lambda seen: button_on(seen, "Buat laporan"))
    return person


async def resolved(world: World, person: Person) -> None:
    """Have a report of somebody filed, accepted and resolved, and return once they are asked whether it is fixed."""
    officer, group = world.officer(), world.group()
    await card_of(world, await file(person))
    await officer.tap("Terima", chat=group)
    await officer.until(lambda seen: button_on(seen, "Selesai"), chat=group)
    await officer.tap("Selesai", chat=group)
    prompt = await prompt_for(officer, group)
    await officer.send(photo=True, caption="Sudah ditambal", chat=group, reply_to=prompt)
    await person.hears("Apakah sudah beres?")
