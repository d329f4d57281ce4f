"""A database of an older programme (older.py) goes on as if nothing had happened: nothing lost, said twice, or late."""

from collections import Counter
from typing import Any

import sqlalchemy as sa

from sandbox import Group
from storage.engine import Database
from storage.migrate import current, migrate, newest
from tests.acceptance.world import ENVIRONMENT, ROADS, World
from tests.carried.older import (
    ABOUT,
    NOW,
    PENDING,
    TABLES,
    column,
    count,
    upgraded,
)


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
