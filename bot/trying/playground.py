"""The playground: the local Telegram and the real bot in one process, with a regency's people and groups to begin with."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import typer
from aiohttp import web
from pydantic import SecretStr

from bot.app import App
from bot.settings import Settings
from bot.support import SystemTime
from bot.telegram import UNPACED
from bot.trying import seed
from bot.trying.cast import Cast, populate
from bot.trying.demo import case
from reports.deadlines import WorkingTime
from reports.holiday_calendar import IndonesianHolidays
from reports.regency import Regency
from sandbox import DEFAULT_TOKEN, Client, Clock, Sandbox

STEP = 0.05
"""Seconds between two moves of the clock while the regency is being seeded.

A move must stay well below the three seconds after which a call that is still under way is no longer counted against
Telegram's limits (HELD_SECONDS in bot/telegram/windows.py): the local Telegram counts it when it arrives.
"""

CLOCK_SPEED = 30
"""How much faster the clock runs meanwhile."""


class Playground:
    """Everything lives as long as the process: the local Telegram in memory, the database in a folder of its own.

    `living` has people file and handle reports as soon as it is open; whoever comes may act beside them at once.
    `hurried` leaves out Telegram's limits on both sides: one case is then played, and all of it said, within seconds.
    """

    def __init__(self, settings: Settings, *, port: int, living: bool = False, hurried: bool = False) -> None:
        self._settings = settings
        self._living = living
        self._port = port
        self._hurried = hurried
        self._stop = asyncio.Event()
        self._cast: Cast | None = None
        self._demo: asyncio.Task[object] | None = None
        self._seeding: asyncio.Task[None] | None = None

    def stop(self) -> None:
        """Have `run` end."""
        self._stop.set()

    async def run(self) -> None:
        """Open the regency and keep it open until stopped."""
        async with self._open() as (cast, _app):
            typer.echo(f"Taprose sandbox: {cast.client.url}")
            typer.echo("Chat as a citizen, answer as an officer; stop with Ctrl+C. Nothing here leaves this machine.")
            if self._living:
                self._seeding = asyncio.create_task(self._seed(cast))
            await self._stop.wait()

    async def use(self, act: Callable[[Cast], Awaitable[None]]) -> None:
        """Open the regency, let `act` play in it, and close."""
        async with self._open() as (cast, _app):
            await act(cast)

    async def _seed(self, cast: Cast) -> None:
        typer.echo("People are filing and handling reports; for these seconds the regency's clock runs fast ...")
        fast_clock = asyncio.create_task(_run_clock_fast(cast.client))
        try:
            played = await seed.fill(cast, self._settings)
        finally:
            fast_clock.cancel()
        typer.echo(f"{played} reports are there, in every state from filed to closed.")

    async def _play(self, _request: web.Request) -> web.Response:
        """Begin the demo for the page, unless it is being played."""
        if self._cast is None:
            return web.json_response({"error": "the regency is not open yet"}, status=409)
        if self._demo is not None and not self._demo.done():
            return web.json_response({"error": "the demo is being played"}, status=409)
        self._demo = asyncio.create_task(case(self._cast))
        return web.json_response({})

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[tuple[Cast, App]]:
        with tempfile.TemporaryDirectory(prefix="taprose-") as folder:
            about = self._settings.about
            clock = _in_working_hours(self._settings.regency())
            server = Sandbox(
                tokens=(),
                clock=clock,
                port=self._port,
                strict=not self._hurried,
                outline=about.outline,
                place=about.name,
            )
            server.world.add_bot(DEFAULT_TOKEN, username="taprose_bot", name="Taprose")
            server.app.router.add_post("/sim/demo", self._play)
            async with server:
                cast = self._cast = await populate(server.client, self._settings)
                app = App(
                    settings_for(self._settings, server, cast, f"sqlite+aiosqlite:///{Path(folder) / 'taprose.db'}"),
                    time_source=server.clock,
                    limits=UNPACED if self._hurried else None,
                )
                running = asyncio.create_task(app.run())
                starting = asyncio.create_task(app.started.wait())
                await asyncio.wait({running, starting}, return_when=asyncio.FIRST_COMPLETED)
                if running.done():
                    starting.cancel()
                    await running
                server.clock.listeners.append(lambda _now: app.tick())
                try:
                    yield cast, app
                finally:
                    playing = [task for task in (self._demo, self._seeding) if task is not None]
                    for task in playing:
                        task.cancel()
                    await asyncio.gather(*playing, return_exceptions=True)
                    app.stop()
                    await running


async def _run_clock_fast(client: Client) -> None:
    """Move the clock forward until cancelled: Telegram's rate limits are kept, and nobody has to wait for them."""
    while True:
        await asyncio.sleep(STEP)
        await client.advance(STEP * CLOCK_SPEED)


def _in_working_hours(regency: Regency) -> Clock:
    """Return the present, or the next opening when the offices are closed now: at night nobody is told what can wait."""
    now = SystemTime().now()
    opening = WorkingTime.of(regency, IndonesianHolidays()).next_open(now)
    if opening > now:
        typer.echo(f"The offices are closed now; there it is {opening.astimezone(regency.timezone):%d %b, %H:%M}.")
    return Clock(opening)


def settings_for(settings: Settings, server: Sandbox, cast: Cast, database_url: str) -> Settings:
    """Return the settings for a bot that lives in the local Telegram: its address, token, groups, and database."""
    assert cast.coordination is not None and cast.leadership is not None and cast.coordinator is not None  # noqa: S101, PT018
    token = SecretStr(DEFAULT_TOKEN)
    return settings.model_copy(
        update={
            "telegram": settings.telegram.model_copy(
                update={"api_url": server.url, "token": token, "mode": "polling", "listen": "127.0.0.1:0"}
            ),
            "storage": settings.storage.model_copy(update={"url": database_url}),
            "groups": settings.groups.model_copy(
                update={"coordination": cast.coordination.id, "leadership": cast.leadership.id}
            ),
            "coordinators": settings.coordinators.model_copy(
                update={"user_ids": (*settings.coordinators.user_ids, cast.coordinator.id)}
            ),
            "agency": tuple(
                agency.model_copy(update={"chat_id": cast.agencies[agency.code].id})
                if agency.code in cast.agencies
                else agency
                for agency in settings.agency
            ),
        }
    )
