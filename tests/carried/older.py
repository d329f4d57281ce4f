"""The older programme: its database as it left it, the people and groups of then, and the bot of today started on it.

`schema_0005.json` holds every table as the programme of schema 0005 left it on 24 November 2026, after people had played
with it over HTTP: reports in every state, drafts at every question, a prompt and a choice that wait in a group, a survey
half answered; and rows that it had not sent yet, one of them tried, an announcement, and an update not yet worked.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import sqlalchemy as sa

from bot.settings.loading import load
from bot.telegram import UNPACED
from bot.trying.cast import Cast
from bot.trying.playground import settings_for
from sandbox import DEFAULT_TOKEN, Client, Clock, Person, Sandbox
from storage.engine import Database
from tests.acceptance.world import ENVIRONMENT, ROADS, ROOT, World

OLD: dict[str, Any] = json.loads((Path(__file__).parent / "schema_0005.json").read_text(encoding="utf-8"))
ABOUT, TABLES = OLD["about"], OLD["tables"]
NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
"""09.00 WIB on Friday, three days later: reminders fell due meanwhile, and others are still to come."""

OFFICERS, COORDINATOR = 5_000_000_013, 5_000_000_017
PENDING = ("Belum terkirim 1", "Belum terkirim 2", "Di tengah jalan", "Kartu gabungan")


def fill(connection: sa.Connection) -> None:
    """Write the rows of the older programme."""
    found = sa.MetaData()
    found.reflect(connection)
    for table in found.sorted_tables:
        for row in TABLES.get(table.name, ()):
            connection.execute(sa.insert(table).values(**{name: stored(table.c[name], row[name]) for name in row}))
        if connection.dialect.name == "postgresql" and table.name in TABLES and "id" in table.c:
            sequence = "SELECT setval(pg_get_serial_sequence(:name, 'id'), (SELECT max(id) FROM {}))"
            if table.c.id.server_default is not None and TABLES[table.name]:
                connection.execute(sa.text(sequence.format(table.name)), {"name": table.name})


def stored(column: sa.Column[Any], value: Any) -> Any:
    """Return a value as the column's database takes it."""
    if isinstance(column.type, sa.DateTime):
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if column.type.timezone else moment
    if isinstance(column.type, sa.JSON):
        return json.loads(value)
    return bool(value) if isinstance(column.type, sa.Boolean) else value


async def count(database: Database, query: str) -> Any:
    async with database.reading() as reading:
        return (await reading.session.execute(sa.text(query))).scalar_one()


async def column(database: Database, query: str) -> list[Any]:
    async with database.reading() as reading:
        return list((await reading.session.execute(sa.text(query))).scalars())


class Replay:
    """The local Telegram with the people, groups and messages to which the rows refer."""

    def __init__(self, server: Sandbox, http: aiohttp.ClientSession) -> None:
        self._server = server
        self._http = http
        self._next: dict[int, int] = {}

    async def send(self, chat: int, text: str, markup: Any = None) -> int:
        """Have the bot send a message, as it once did."""
        body = {"chat_id": chat, "text": text, "parse_mode": "HTML"} | ({"reply_markup": markup} if markup else {})
        async with self._http.post(f"{self._server.url}/bot{DEFAULT_TOKEN}/sendMessage", json=body) as answer:
            told = await answer.json()
        assert told["ok"], told
        return int(told["result"]["message_id"])

    async def put_back(self) -> None:
        """Send the messages that are answered or tapped, under the ids they had."""
        for message in sorted(ABOUT["messages"].values(), key=lambda message: message["id"]):
            filler = message["chat"]
            while True:
                sent = await self.send(filler, "…")
                if sent >= message["id"] - 1:
                    break
            assert await self.send(message["chat"], message["text"], message["markup"]) == message["id"]


async def bring_in(client: Client) -> tuple[Cast, dict[int, Person]]:
    """Bring in the people and groups of then, each with the id they had."""
    people = {
        int(number): await client.person(name, id=int(number), started=True) for number, name in ABOUT["people"].items()
    }
    officers = [await client.person(f"Petugas {place}", id=OFFICERS + place) for place in range(4)]
    coordinator, leader = await client.person("Koordinator", id=COORDINATOR), await client.person("Pimpinan")
    cast = Cast(
        client,
        officers={ROADS: officers[:2], ENVIRONMENT: officers[2:]},
        agencies={
            ROADS: await client.group("Aduan PUPR PRKP", officers[:2], id=ABOUT["group"]),
            ENVIRONMENT: await client.group("Aduan DLHP", officers[2:], id=ABOUT["environment"]),
        },
        coordinator=coordinator,
        coordination=await client.group("Koordinasi Aduan", [coordinator], id=ABOUT["coordination"]),
        leadership=await client.group("Pimpinan Daerah", [leader], id=ABOUT["leadership"]),
    )
    return cast, people | {officer.id: officer for officer in officers}


@asynccontextmanager
async def upgraded(url: str) -> AsyncIterator[tuple[World, dict[int, Person], int]]:
    """Start the bot of today on the old database; yields the world, its people by id, and the calls made before."""
    async with Sandbox(strict=False, clock=Clock(NOW)) as server, aiohttp.ClientSession() as http:
        settings = load(ROOT / "config.toml", {})
        cast, people = await bring_in(server.client)
        await Replay(server, http).put_back()
        before = len(await server.client.calls())
        world = World(server, cast, settings_for(settings, server, cast, url), UNPACED)
        await world.start()
        try:
            yield world, people, before
        finally:
            await world.stop()
