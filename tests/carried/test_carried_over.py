"""A database of an older programme goes on as if nothing had happened: nothing lost, said twice, or late.

`schema_0005.json` holds every table as the programme of schema 0005 left it on 24 November 2026, after people had played
with it over HTTP: reports in every state, drafts at every question, a prompt and a choice that wait in a group, a survey
half answered; and rows that it had not sent yet, one of them tried, an announcement, and an update not yet worked.
"""

import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa
from alembic import command

from bot.settings.loading import load
from bot.telegram import UNPACED
from bot.trying.cast import Cast
from bot.trying.playground import settings_for
from sandbox import DEFAULT_TOKEN, Client, Clock, Group, Person, Sandbox
from storage.engine import Database
from storage.migrate import alembic_config, current, migrate, newest
from tests.acceptance.world import ENVIRONMENT, ROADS, ROOT, World
from tests.postgres import Postgres

OLD: dict[str, Any] = json.loads((Path(__file__).parent / "schema_0005.json").read_text(encoding="utf-8"))
ABOUT, TABLES = OLD["about"], OLD["tables"]
NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
"""09.00 WIB on Friday, three days later: reminders fell due meanwhile, and others are still to come."""

OFFICERS, COORDINATOR = 5_000_000_013, 5_000_000_017
PENDING = ("Belum terkirim 1", "Belum terkirim 2", "Di tengah jalan", "Kartu gabungan")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database as the older programme left it."""
    if request.param == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path}/old.db"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        await server.run("DROP DATABASE IF EXISTS carried WITH (FORCE)", "CREATE DATABASE carried TEMPLATE template0")
        url = server.url("carried")
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(alembic_config(sync), "0005"))
        await connection.run_sync(fill)
    await database.close()
    return url


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


async def test_every_row_is_there_and_names_the_same_people(url: str) -> None:
    database = Database(url)
    await migrate(database)
    assert await current(database) == newest()
    for table, now in {"gathered_report": "combined_report", "person": "telegram_account"}.items():
        assert await count(database, f"SELECT count(*) FROM {now}") >= len(TABLES[table])  # noqa: S608
    for table in TABLES.keys() - {"gathered_report", "person", "counter"}:
        assert await count(database, f"SELECT count(*) FROM {table}") == len(TABLES[table])  # noqa: S608
    reporters = await column(
        database, "SELECT user_id FROM report JOIN telegram_account ON person_id = reporter_id ORDER BY report.id"
    )
    assert reporters == [row["reporter_id"] for row in TABLES["report"]]
    actors = await column(
        database, "SELECT user_id FROM report_event LEFT JOIN telegram_account ON person_id = actor_id ORDER BY id"
    )
    assert actors == [row.get("actor_id") for row in TABLES["report_event"]]
    holders = await column(
        database, "SELECT user_id FROM report LEFT JOIN telegram_account ON person_id = holder_id ORDER BY report.id"
    )
    assert holders == [row.get("holder_id") for row in TABLES["report"]]
    stars = await column(database, "SELECT stars FROM report ORDER BY id")
    assert stars == [row.get("stars") for row in TABLES["report"]]
    officers = await column(database, "SELECT name FROM person WHERE consented_at IS NULL ORDER BY name")
    assert officers == sorted(
        {row["actor_name"] for row in TABLES["report_event"] if row["actor"] in ("officer", "coordinator")}
    )
    async with database.transaction(NOW) as transaction:
        assert await transaction.counters.reserve("person") == len(TABLES["person"]) + len(officers) + 1
    await database.close()


async def test_who_had_a_report_is_told_by_its_events(url: str) -> None:
    database = Database(url)
    await migrate(database)
    async with database.reading() as reading:
        query = sa.text("SELECT report_id, agency, role, ended_at IS NULL AS is_open FROM assignment ORDER BY id")
        rows = (await reading.session.execute(query)).all()
    held: dict[int, list[tuple[str, bool]]] = {}
    for row in rows:
        assert row.role == "lead"
        held.setdefault(row.report_id, []).append((row.agency, bool(row.is_open)))
    numbers = ABOUT["numbers"]
    assert held[numbers["submitted"]] == [(ROADS, True)]
    assert held[numbers["rerouted"]] == [(ROADS, False), (ENVIRONMENT, True)]
    assert held[numbers["bounced"]] == [(ROADS, False), (ENVIRONMENT, False)]
    leads = {row["id"]: row.get("agency") for row in TABLES["report"]}
    assert {number: next((code for code, is_open in held[number] if is_open), None) for number in leads} == leads
    assert await column(database, "SELECT lead FROM report ORDER BY id") == list(leads.values())
    await database.close()


async def test_numbers_that_were_given_are_not_given_again(url: str) -> None:
    database = Database(url)
    last = max(row["id"] for row in TABLES["report"])
    async with database.engine.begin() as connection:
        for table in ("report_event", "report_attachment"):
            await connection.execute(sa.text(f"DELETE FROM {table} WHERE report_id = :last"), {"last": last})  # noqa: S608
        await connection.execute(sa.text("DELETE FROM report WHERE id = :last"), {"last": last})
    await migrate(database)
    async with database.engine.begin() as connection:
        copied = "ticket, kind, category, status, identity, story, filed_at, response_due, resolution_due, bounces, reopenings, version"
        await connection.execute(
            sa.text(f"INSERT INTO report ({copied}) SELECT 'T', {copied.partition(', ')[2]} FROM report LIMIT 1")  # noqa: S608
        )
    assert await count(database, "SELECT id FROM report WHERE ticket = 'T'") > last
    await database.close()


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


def said(calls: list[dict[str, Any]]) -> Counter[tuple[Any, str]]:
    """How often each text was sent to each chat."""
    sent = (call["parameters"] for call in calls if call["method"] == "sendMessage")
    return Counter((str(one["chat_id"]), str(one["text"])) for one in sent)


async def test_what_waited_is_said_once_and_people_go_on_where_they_were(url: str) -> None:
    async with upgraded(url) as (world, people, before):
        group = world.group()
        siti, budi, rukmini, slamet = (people[5_000_000_001 + place] for place in range(4))
        tickets = ABOUT["tickets"]

        # What was due while nobody was there, what had not been sent, what was being announced, what had come in.
        await budi.hears(f"masih menunggu jawaban Anda tentang {tickets['waiting']}")
        await rukmini.until(lambda seen: sum(tickets["resolved"] in text for text in seen.texts) >= 2)
        await siti.hears("Belum terkirim 1")
        await siti.until(lambda seen: any("/lapor" in text for text in seen.texts))
        await world.officer().until(
            lambda seen: any("Kartu gabungan" in text or "diubah" in text for text in seen.texts), chat=group
        )
        for person in people.values():
            if str(person.id) in ABOUT["people"]:
                await person.until(lambda seen: any("Pengumuman untuk semua" in text for text in seen.texts))

        # An old prompt, an old choice, an old button, an old question, a survey and drafts half way.
        messages = ABOUT["messages"]
        one, two = people[messages["prompt"]["by"]], people[messages["choice"]["by"]]
        await one.send(photo=True, caption="Sudah ditambal semua", chat=group, reply_to=messages["prompt"]["id"])
        await siti.hears(f"{tickets['in_progress']} dinyatakan selesai")
        await two.tap("Kirim ke pelapor", chat=group, message_id=messages["choice"]["id"])
        await siti.hears("Besok kami periksa lokasinya.")
        await two.tap("Terima", chat=group, message_id=messages["card"]["id"])
        await siti.hears(f"{tickets['submitted']} diterima oleh")
        await budi.asks("Di sebelah timur gapura", "", reply_to=messages["question"]["id"])
        await rukmini.tap("Sudah beres", message_id=messages["verdict"]["id"])
        await rukmini.hears("Seberapa puas Anda")
        await slamet.asks("3", "Survei 3 dari 9")
        drafts = ABOUT["drafts"]
        await people[drafts["step1"]].asks("Lampu jalan padam di tikungan balai desa", "Langkah 2 dari 6")
        await people[drafts["step2"]].asks("1", "Langkah 3 dari 6")
        await people[drafts["step4"]].asks("lewati", "Langkah 5 dari 6")
        await people[drafts["step5"]].asks("Anonim", "Langkah 6 dari 6")
        await people[drafts["step6"]].asks("kirim", "Laporan terkirim")

        rows = {row["id"]: row for row in await world.reports()}
        numbers = ABOUT["numbers"]
        assert rows[numbers["in_progress"]]["status"] == "resolved"
        assert rows[numbers["submitted"]]["status"] == "in_progress"
        assert rows[numbers["waiting"]]["status"] == "in_progress"
        assert rows[numbers["resolved"]]["status"] == "closed"
        assert len(rows) == len(TABLES["report"]) + 1

        await nothing_twice_or_late(world, before)


async def nothing_twice_or_late(world: World, before: int) -> None:
    """Look at all that was said since the start, and at what is still to be said."""
    calls = (await world.server.client.calls())[before:]
    texts = said(calls)
    for text in PENDING:
        assert sum(times for (_chat, sent), times in texts.items() if text in sent) == 1, text
    shown = (await world.officer().screen(world.group(), limit=1000)).texts
    assert [text for text in shown if "Belum terkirim 2" in text] == ["Belum terkirim 2, diubah"]
    announced = {chat: times for (chat, sent), times in texts.items() if sent == "Pengumuman untuk semua"}
    assert announced == dict.fromkeys(ABOUT["people"], 1)
    due = [key for key in texts if ABOUT["tickets"]["waiting"] in key[1] and "masih menunggu jawaban" in key[1]]
    assert [texts[key] for key in due] == [1]
    assert world.app is not None
    late = "SELECT count(*) FROM reminder WHERE state = 'pending' AND due_at <= '2026-11-27 02:00:00'"
    assert await count(world.app.database, late) == 0


async def test_groups_of_the_older_programme_are_the_groups_of_today(url: str) -> None:
    async with upgraded(url) as (world, people, _before):
        where: Group = world.group(ENVIRONMENT)
        assert where.id == ABOUT["environment"]
        officer = world.officer(ENVIRONMENT)
        assert officer.id in people
        await officer.asks("/antrean", ABOUT["tickets"]["rerouted"], chat=where)


def _files_by_their_id() -> list[dict[str, Any]]:
    """Return rows as the older programme wrote them for files: each names what somebody sent by its file id."""
    group, report = ABOUT["group"], ABOUT["numbers"]["submitted"]
    calls: tuple[tuple[str, dict[str, Any]], ...] = (
        ("sendDocument", {"document": "DOKUMEN-1", "protect_content": True}),
        ("sendVideo", {"video": "VIDEO-1"}),
        ("sendMediaGroup", {"media": [{"type": "document", "media": f"DOKUMEN-{n}"} for n in (2, 3)]}),
        ("sendMediaGroup", {"media": [{"type": "photo", "media": "FOTO-1"}, {"type": "video", "media": "VIDEO-2"}]}),
    )
    return [
        {
            "id": number, "chat_id": group, "method": method, "payload": json.dumps({"chat_id": group, **payload}),
            "priority": 30, "once": False, "report_id": report, "role": "note", "state": "pending", "attempts": 0,
            "created_at": NOW,
        }
        for number, (method, payload) in enumerate(calls, start=501)
    ]  # fmt: skip


async def _put_files(url: str) -> None:
    database = Database(url)
    async with database.engine.begin() as connection:
        for row in _files_by_their_id():
            names = ", ".join(row)
            values = {**row, "created_at": row["created_at"].replace(tzinfo=None)} if "sqlite" in url else row
            await connection.execute(
                sa.text(f"INSERT INTO outbox ({names}) VALUES (:{names.replace(', ', ', :')})"),  # noqa: S608
                values,
            )
        await connection.execute(sa.text("UPDATE counter SET value = 504 WHERE name = 'outbox'"))
    await database.close()


async def test_files_that_waited_go_to_nobody_as_they_came(url: str) -> None:
    await _put_files(url)
    async with upgraded(url) as (world, _people, before):
        ticket = ABOUT["tickets"]["submitted"]
        await world.officer().until(
            lambda seen: sum(text.count("1 berkas tidak dapat ditampilkan") for text in seen.texts) == 5,
            chat=world.group(),
        )
        screen = await world.officer().screen(world.group())
        shown = [message for message in screen.messages if "tidak dapat ditampilkan" in message.text]
        calls = (await world.server.client.calls())[before:]
    asked = {call["parameters"].get("file_id") for call in calls if call["method"] == "getFile"}
    assert asked == {"DOKUMEN-1", "DOKUMEN-2", "DOKUMEN-3", "VIDEO-1", "VIDEO-2"}
    sent = json.dumps([call for call in calls if call["method"].startswith("send")])
    assert [call["parameters"]["photo"] for call in calls if call["method"] == "sendPhoto"] == ["FOTO-1"]
    assert "DOKUMEN-" not in sent
    assert "VIDEO-" not in sent
    for message in shown:
        card = message.raw.get("reply_to_message") or {"text": message.text}
        assert ticket in card["text"]
