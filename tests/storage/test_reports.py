"""Reports: pages in the order people expect, numbers of any size, and indexes that are really used."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine import Database
from storage.errors import ChangedMeanwhile, NotStorable
from storage.tables import ActorKind, AttachmentKind, EventKind, Report, ReportAttachment, ReportEvent, Status
from storage.transaction import Transaction
from tests.clock import MovableMoment
from tests.conftest import Store
from tests.storage.samples import FILED, report

BIG = 2**62 + 1
SITI = 5_000_000_001
DAY = timedelta(days=1)


async def store(database: Database, moment: MovableMoment, *rows: Any) -> None:
    async with database.transaction(moment.now()) as transaction:
        for row in rows:
            transaction.session.add(row)
            await transaction.session.flush()


async def test_a_report_is_found_by_number_and_by_ticket_as_it_was_stored(
    database: Database, moment: MovableMoment
) -> None:
    place = {"text": "depan pasar", "kecamatan": "Tuban", "dusun": None}
    stored = report(
        reporter_id=BIG,
        holder_id=-BIG,
        place=place,
        latitude=-6.897629,
        longitude=112.064941,
        story="🚧 '\"; DROP TABLE--",
    )
    await store(database, moment, stored)
    async with database.reading() as reading:
        found = await reading.reports.get(stored.id or 0)
        assert found is not None
        assert (found.reporter_id, found.holder_id, found.place) == (BIG, -BIG, place)
        assert (found.latitude, found.longitude) == (-6.897629, 112.064941)
        assert (found.story, found.filed_at, found.version) == ("🚧 '\"; DROP TABLE--", FILED, 1)
        same = await reading.reports.by_ticket(stored.ticket)
        assert same is not None
        assert same.id == stored.id
        assert await reading.reports.by_ticket("TBN-26-999999-0") is None
        assert await reading.reports.get(999) is None


async def test_a_ticket_is_given_once(database: Database, moment: MovableMoment) -> None:
    await store(database, moment, report(ticket="TBN-26-000042-X"))
    with pytest.raises(ChangedMeanwhile):
        await store(database, moment, report(ticket="TBN-26-000042-X"))


async def test_a_persons_reports_come_newest_first_page_by_page(database: Database, moment: MovableMoment) -> None:
    own = [report() for _ in range(12)]
    await store(database, moment, report(reporter_id=2), *own, report(reporter_id=None))
    newest_first = [item.ticket for item in reversed(own)]
    async with database.reading() as reading:
        pages = [await reading.lists.of_reporter(SITI, number, 5) for number in range(3)]
        assert [item.ticket for page in pages for item in page.reports] == newest_first
        assert {(page.total, page.pages) for page in pages} == {(12, 3)}
        beyond = await reading.lists.of_reporter(SITI, 99, 5)
        assert (beyond.number, [item.ticket for item in beyond.reports]) == (2, newest_first[10:])
        before = await reading.lists.of_reporter(SITI, -3, 5)
        assert before.number == 0
        nobody = await reading.lists.of_reporter(404, 0, 5)
        assert (nobody.number, nobody.total, nobody.pages, list(nobody.reports)) == (0, 0, 1, [])


async def test_the_queue_shows_what_is_in_hand_by_the_clock_that_runs(
    database: Database, moment: MovableMoment
) -> None:
    soon = report(response_due=FILED + DAY)
    late = report(response_due=FILED - DAY, status=Status.SUBMITTED)
    working = report(status=Status.IN_PROGRESS, response_due=FILED - 9 * DAY, resolution_due=FILED + 2 * DAY)
    asked = report(status=Status.WAITING_REPORTER, resolution_due=FILED)
    elsewhere = report(lead="DLH")
    nobodys = report(lead=None)
    ended = [report(status=status) for status in Status if status not in {late.status, working.status, asked.status}]
    await store(database, moment, soon, late, working, asked, elsewhere, nobodys, *ended)
    async with database.reading() as reading:
        page = await reading.lists.queue("PUPR", 0, 10)
        assert [item.ticket for item in page.reports] == [item.ticket for item in (late, asked, soon, working)]
        assert page.total == 4
        coordinators = await reading.lists.queue(None, 0, 10)
        assert [item.ticket for item in coordinators.reports] == [nobodys.ticket]


async def test_an_officer_sees_what_they_hold(database: Database, moment: MovableMoment) -> None:
    later = report(holder_id=9, status=Status.IN_PROGRESS, resolution_due=FILED + 2 * DAY)
    first = report(holder_id=9, status=Status.WAITING_REPORTER, resolution_due=FILED + DAY)
    await store(database, moment, later, first, report(holder_id=8), report(holder_id=9, status=Status.RESOLVED))
    async with database.reading() as reading:
        page = await reading.lists.held_by(9, 0, 10)
        assert [item.ticket for item in page.reports] == [first.ticket, later.ticket]


async def test_history_and_files_come_in_the_order_they_were_written(database: Database, moment: MovableMoment) -> None:
    about = report()
    await store(database, moment, about)
    assert about.id is not None

    def event(kind: EventKind) -> ReportEvent:
        return ReportEvent(
            report_id=about.id or 0, kind=kind, at=FILED, actor=ActorKind.OFFICER, actor_id=BIG, data={"n": 1}
        )

    events = [event(kind) for kind in (EventKind.FILED, EventKind.NOTED, EventKind.ACCEPTED, EventKind.NOTED)]
    await store(database, moment, *events)
    files = [
        ReportAttachment(report_id=about.id, event_id=number, kind=AttachmentKind.PHOTO, file_id=f"f{number}{place}")
        for number in (None, events[1].id)
        for place in range(2)
    ]
    await store(database, moment, *files)
    async with database.reading() as reading:
        kinds = [item.kind for item in await reading.events.history(about.id)]
        assert kinds == [EventKind.FILED, EventKind.NOTED, EventKind.ACCEPTED, EventKind.NOTED]
        last = await reading.events.last(about.id, EventKind.NOTED)
        assert last is not None
        assert (last.id, last.actor_id, last.data) == (events[3].id, BIG, {"n": 1})
        assert await reading.events.last(about.id, EventKind.CLOSED) is None
        assert [item.file_id for item in await reading.events.attachments(about.id)] == ["fNone0", "fNone1"]
        of_note = await reading.events.attachments(about.id, events[1].id)
        assert [item.file_id for item in of_note] == [f"f{events[1].id}0", f"f{events[1].id}1"]


async def test_an_event_needs_its_report(database: Database, moment: MovableMoment) -> None:
    with pytest.raises(ChangedMeanwhile):
        await store(database, moment, ReportEvent(report_id=77, kind=EventKind.FILED, at=FILED, actor=ActorKind.SYSTEM))


async def test_a_change_of_an_outdated_report_is_refused(store: Store, moment: MovableMoment) -> None:
    one, other = Database(store.url), Database(store.url)
    try:
        about = report()
        async with one.transaction(moment.now()) as transaction:
            transaction.session.add(about)
        async with one.reading() as reading:
            outdated = await reading.reports.get(about.id or 0)
        async with other.transaction(moment.now()) as transaction:
            fresh = await transaction.reports.get(about.id or 0)
            assert fresh is not None
            fresh.story = "first"
        assert outdated is not None
        outdated.story = "second"
        with pytest.raises(ChangedMeanwhile):
            async with one.transaction(moment.now()) as transaction:
                transaction.session.add(outdated)
        async with other.reading() as reading:
            kept = await reading.reports.get(about.id or 0)
            assert kept is not None
            assert (kept.story, kept.version) == ("first", 2)
    finally:
        await one.close()
        await other.close()


@pytest.mark.parametrize("column", ["identity", "closing"])
async def test_the_database_itself_refuses_values_outside_an_enum_that_will_not_grow(
    database: Database, moment: MovableMoment, column: str
) -> None:
    await store(database, moment, report())
    with pytest.raises(ChangedMeanwhile):
        async with database.transaction(moment.now()) as transaction:
            await transaction.session.execute(sa.text(f"UPDATE report SET {column} = 'nonsense'"))  # noqa: S608  a column of the list above


async def test_the_library_refuses_values_outside_an_enum(database: Database, moment: MovableMoment) -> None:
    with pytest.raises(NotStorable):
        await store(database, moment, report(status="nonsense"))


QUERIES: dict[str, tuple[Callable[[Transaction], Awaitable[Any]], str]] = {
    "waiting updates": (lambda transaction: transaction.inbox.pending(64), "ix_inbox_pending"),
    "waiting messages": (lambda transaction: transaction.outbox.pending_after(0, 1_000), "ix_outbox_pending"),
    "how many messages wait": (lambda transaction: transaction.outbox.waiting(), "ix_outbox_pending"),
    "messages of a moved group": (lambda transaction: transaction.outbox.move_chat(-1, -2), "ix_outbox_pending"),
    "an agency's queue": (lambda transaction: transaction.lists.queue("A7", 0, 5), "ix_report_queue"),
    "what an officer holds": (lambda transaction: transaction.lists.held_by(7, 0, 5), "ix_report_holder"),
    "a person's reports": (lambda transaction: transaction.lists.of_reporter(7, 0, 5), "ix_report_reporter"),
    "a person's open questions": (lambda transaction: transaction.lists.waiting_for(7, 3), "ix_report_reporter"),
}


@pytest.mark.parametrize("name", QUERIES)
async def test_what_is_asked_often_is_answered_by_its_index(
    database: Database, moment: MovableMoment, name: str
) -> None:
    """A statement that hides the state in a parameter cannot use a partial index: it would read every row there is."""
    query, index = QUERIES[name]
    async with database.transaction(moment.now()) as transaction:
        await _fill(transaction.session, sqlite=database.is_sqlite)
    if not database.is_sqlite:
        async with database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(sa.text("ANALYZE"))
    asked: list[tuple[str, Any]] = []
    async with database.transaction(moment.now()) as transaction:
        connection = await transaction.session.connection()

        def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
            asked.append((statement, parameters))

        sa.event.listen(connection.sync_connection, "before_cursor_execute", note)
        await query(transaction)
        sa.event.remove(connection.sync_connection, "before_cursor_execute", note)
        assert asked
        for statement, parameters in asked:
            plan = await _plan(connection, statement, parameters, sqlite=database.is_sqlite)
            assert index in plan, plan
            assert not re.search(r"Seq Scan|SCAN (?!\w+ USING)", plan), plan


async def _plan(connection: Any, statement: str, parameters: Any, *, sqlite: bool) -> str:
    if sqlite:
        rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return "\n".join(row[3] for row in rows)
    await connection.execute(sa.text("SET LOCAL plan_cache_mode = force_generic_plan"))
    rows = await connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
    return "\n".join(row[0] for row in rows)


async def _fill(session: AsyncSession, *, sqlite: bool) -> None:
    """Ten thousand rows that are done, and a hundred that wait, in each table."""
    numbers = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 10100) SELECT {} FROM numbers"
    at = "'2026-11-24 01:12:00'" if sqlite else "now()"
    inserts = {
        "inbox (update_id, body, received_at, state, attempts)": f"n, '{{}}', {at}, CASE WHEN n > 10000 THEN 'pending' ELSE 'done' END, 0",
        "outbox (id, chat_id, method, payload, priority, once, state, attempts, created_at)": (
            f"n, n % 50, 'sendMessage', '{{}}', 10, {'0' if sqlite else 'false'}, "
            f"CASE WHEN n > 10000 THEN 'pending' ELSE 'sent' END, 1, {at}"
        ),
        "report (ticket, kind, category, lead, status, identity, reporter_id, story, filed_at, response_due, resolution_due,"
        " holder_id, bounces, reopenings, version)": (
            f"'T' || n, 'complaint', 'jalan', 'A' || (n % 20), CASE WHEN n > 10000 THEN 'submitted' ELSE 'closed' END, "
            f"'named', n % 3000, '', {at}, {at}, {at}, n % 300, 0, 0, 1"
        ),
    }
    for table, values in inserts.items():
        await session.execute(sa.text(f"INSERT INTO {table} {numbers.format(values)}"))


async def test_a_batch_of_conversations_is_read_by_its_key(database: Database, moment: MovableMoment) -> None:
    asked: list[tuple[str, Any]] = []
    async with database.transaction(moment.now()) as transaction:
        connection = await transaction.session.connection()
        sa.event.listen(
            connection.sync_connection,
            "before_cursor_execute",
            lambda _c, _k, text, values, _x, _m: asked.append((text, values)),
        )
        await transaction.conversations.prefetch([(7, 7), (-1, 9)])
        if not database.is_sqlite:
            await transaction.session.execute(sa.text("SET LOCAL enable_seqscan = off"))
        plan = await _plan(connection, *asked[0], sqlite=database.is_sqlite)
    assert re.search(r"SEARCH conversation USING INDEX|pk_conversation", plan), plan


async def test_reports_are_counted_by_their_own_key_forever(database: Database, moment: MovableMoment) -> None:
    """A number that was used is not given again, even when its row is gone: old buttons still name it."""
    first, second = report(), report()
    await store(database, moment, first, second)
    async with database.transaction(moment.now()) as transaction:
        gone = await transaction.session.get(Report, second.id)
        assert gone is not None
        await transaction.session.delete(gone)
    third = report()
    await store(database, moment, third)
    assert (third.id or 0) > (second.id or 0)
