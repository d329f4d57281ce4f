"""Reminders on both databases: one comes next, nothing is done twice, and planning costs a handful of statements."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from storage import reminders
from storage.engine import Database
from storage.migrate import alembic_config, migrate
from storage.reminders import Planned
from storage.tables import EventKind, Reminder, ReminderKind, ReminderState
from tests.clock import MovableMoment
from tests.storage.samples import report

HOUR = timedelta(hours=1)
ONE, OTHER = reminders.of_report(1), reminders.of_report(2)


def planned(now: datetime, *hours: float, number: int = 7) -> list[Planned]:
    kinds = (ReminderKind.RESPONSE_HALF, ReminderKind.RESPONSE_DUE, ReminderKind.RESPONSE_ESCALATED)
    return [Planned(kind, number, now + HOUR * after) for kind, after in zip(kinds, hours, strict=False)]


async def stored(database: Database) -> list[tuple[str, str, int, str]]:
    table = Reminder.__table__  # type: ignore[attr-defined]
    async with database.reading() as reading:
        rows = await reading.session.execute(sa.select(table).order_by(table.c.subject, table.c.due_at, table.c.id))
        return [(row.subject, row.kind.value, row.number, row.state.value) for row in rows]


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements about reminders, while it is open."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "reminder" in statement:
            statements.append(statement.split(maxsplit=1)[0])

    sa.event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sa.event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def test_only_the_earliest_is_kept_and_the_next_comes_when_it_is_done(
    database: Database, moment: MovableMoment
) -> None:
    plan = planned(moment.now(), 1, 2, 3)
    async with database.transaction(moment.now()) as transaction:
        transaction.agenda.plan(ONE, plan, fresh=True)
    assert await stored(database) == [(ONE, "response_half", 7, "pending")]
    moment.move(HOUR)
    async with database.transaction(moment.now()) as transaction:
        (due,) = await transaction.reminders.due(transaction.now, 10)
        transaction.agenda.done(due, {due.key})
        transaction.agenda.plan(ONE, plan)
    assert await stored(database) == [(ONE, "response_half", 7, "done"), (ONE, "response_due", 7, "pending")]


async def test_a_clock_set_anew_replaces_what_was_to_come(database: Database, moment: MovableMoment) -> None:
    async with database.transaction(moment.now()) as transaction:
        transaction.agenda.plan(ONE, planned(moment.now(), 1, 2), fresh=True)
    async with database.transaction(moment.now()) as transaction:
        transaction.agenda.plan(ONE, planned(moment.now(), 5, 6, number=9))
    assert await stored(database) == [(ONE, "response_half", 9, "pending")]
    async with database.transaction(moment.now()) as transaction:
        transaction.agenda.plan(ONE, [])
    assert await stored(database) == []


async def test_what_was_done_is_never_planned_again(database: Database, moment: MovableMoment) -> None:
    plan = planned(moment.now(), 0, 2)
    async with database.transaction(moment.now()) as transaction:
        transaction.agenda.plan(ONE, plan, fresh=True)
    async with database.transaction(moment.now()) as transaction:
        (due,) = await transaction.reminders.due(transaction.now, 10)
        transaction.agenda.done(due, {item.key for item in plan})
    for _ in range(2):
        async with database.transaction(moment.now()) as transaction:
            transaction.agenda.plan(ONE, plan)
    assert [state for *_rest, state in await stored(database)] == ["done", "done"]


async def test_the_last_plan_of_a_transaction_counts(database: Database, moment: MovableMoment) -> None:
    async with database.transaction(moment.now()) as transaction:
        transaction.agenda.plan(ONE, planned(moment.now(), 1), fresh=True)
        transaction.agenda.plan(ONE, planned(moment.now(), 2, number=8))
    assert await stored(database) == [(ONE, "response_half", 8, "pending")]


async def test_many_filings_cost_one_statement_and_many_changes_three(
    database: Database, moment: MovableMoment
) -> None:
    subjects = [reminders.of_report(number) for number in range(1, 65)]
    with counted(database) as statements:
        async with database.transaction(moment.now()) as transaction:
            for subject in subjects:
                transaction.agenda.plan(subject, planned(moment.now(), 1, 2), fresh=True)
    assert statements == ["INSERT"]
    with counted(database) as statements:
        async with database.transaction(moment.now()) as transaction:
            for subject in subjects:
                transaction.agenda.plan(subject, planned(moment.now(), 3, number=8))
    assert statements == ["SELECT", "DELETE", "INSERT"]
    with counted(database) as statements:
        async with database.transaction(moment.now()) as transaction:
            for subject in subjects:
                transaction.agenda.plan(subject, planned(moment.now(), 3, number=8))
    assert statements == ["SELECT"]
    assert len(await stored(database)) == 64


async def test_an_unchanged_plan_writes_nothing(database: Database, moment: MovableMoment) -> None:
    plan = planned(moment.now(), 1, 2)
    async with database.transaction(moment.now()) as transaction:
        transaction.agenda.plan(ONE, plan, fresh=True)
    with counted(database) as statements:
        async with database.transaction(moment.now()) as transaction:
            transaction.agenda.plan(ONE, plan)
    assert statements == ["SELECT"]


async def test_due_are_the_longest_due_first_and_only_once_claimed(database: Database, moment: MovableMoment) -> None:
    async with database.transaction(moment.now()) as transaction:
        transaction.agenda.plan(ONE, planned(moment.now(), 2), fresh=True)
        transaction.agenda.plan(OTHER, planned(moment.now(), 1), fresh=True)
    moment.move(HOUR * 3)
    async with database.transaction(moment.now()) as transaction:
        found = await transaction.reminders.due(transaction.now, 10)
        assert [item.subject for item in found] == [OTHER, ONE]
        assert await transaction.reminders.due(transaction.now, 1) == found[:1]
        for item in found:
            transaction.agenda.done(item, {item.key})
    async with database.transaction(moment.now()) as transaction:
        assert await transaction.reminders.claim([item.id for item in found], transaction.now) == []
        assert await transaction.reminders.done([ONE]) == {ONE: {found[1].key}}


async def test_a_postponed_reminder_waits(database: Database, moment: MovableMoment) -> None:
    async with database.transaction(moment.now()) as transaction:
        transaction.agenda.plan(ONE, planned(moment.now(), 0), fresh=True)
    async with database.transaction(moment.now()) as transaction:
        (item,) = await transaction.reminders.due(transaction.now, 10)
        await transaction.reminders.postpone([item.id], transaction.now + HOUR)
        assert await transaction.reminders.due(transaction.now, 10) == []
        (coming,) = await transaction.reminders.coming(transaction.now + HOUR)
        assert coming.due_at == transaction.now + HOUR


async def test_something_is_done_for_the_first_time_only_once(database: Database, moment: MovableMoment) -> None:
    for expected in (True, False):
        async with database.transaction(moment.now()) as transaction:
            assert await transaction.reminders.first_time("draft:5", (ReminderKind.DRAFT, 3)) is expected


async def test_old_done_rows_are_forgotten_and_pending_ones_never(database: Database, moment: MovableMoment) -> None:
    async with database.transaction(moment.now()) as transaction:
        await transaction.reminders.first_time("draft:5", (ReminderKind.DRAFT, 3))
        transaction.agenda.plan(ONE, planned(moment.now(), 1), fresh=True)
    moment.move(reminders.KEEP_DONE + HOUR)
    async with database.transaction(moment.now()) as transaction:
        await transaction.reminders.first_time("draft:5", (ReminderKind.DRAFT, 4))
        await transaction.reminders.forget(transaction.now - reminders.KEEP_DONE)
    assert await stored(database) == [("draft:5", "draft", 4, "done"), (ONE, "response_half", 7, "pending")]


async def test_the_few_that_are_due_are_found_by_index_among_many(database: Database, moment: MovableMoment) -> None:
    """A tick costs what is due, not what is open: no query of it may go through all rows."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if "EXPLAIN" not in statement:
            asked.append((statement, parameters))

    kinds = (ReminderKind.RESPONSE_HALF, ReminderKind.RESPONSE_DUE, ReminderKind.RESPONSE_ESCALATED)
    rows = [
        {"subject": reminders.of_report(number), "kind": kind, "number": 7, "due_at": moment.now() + HOUR * (number - 3),
         "state": ReminderState.PENDING if place == 2 else ReminderState.DONE}
        for number in range(3_000) for place, kind in enumerate(kinds)
    ]  # fmt: skip
    async with database.transaction(moment.now()) as transaction:
        await transaction.session.execute(sa.insert(Reminder), rows)
        await transaction.session.execute(sa.text("ANALYZE"))
    async with database.transaction(moment.now()) as transaction:
        now = transaction.now
        engine = database.engine.sync_engine
        sa.event.listen(engine, "before_cursor_execute", note)
        due = await transaction.reminders.due(now, 200)
        await transaction.reminders.claim([row.id for row in due], now)
        await transaction.reminders.done([row.subject for row in due])
        await transaction.reminders.postpone([due[0].id], now)
        await transaction.conversations.untouched("filing", now - HOUR, now)
        await transaction.reports.leads([1, 2, 3])
        sa.event.remove(engine, "before_cursor_execute", note)
        assert len(due) == 4
        connection = await transaction.session.connection()
        explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
        plans = []
        for statement, parameters in asked:
            if "reminder" not in statement and not database.is_sqlite:
                # PostgreSQL reads an empty table through; whether it has an index to use is the question there.
                await transaction.session.execute(sa.text("SET LOCAL enable_seqscan = off"))
            found = await connection.exec_driver_sql(f"{explain} {statement}", parameters)
            plans.append("\n".join(str(row) for row in found))
    assert "ix_reminder_pending" in plans[0]
    assert len(plans) == 6
    for plan in plans:
        assert "Seq Scan" not in plan
        assert "SCAN" not in plan


async def test_events_survive_the_new_kinds_and_may_be_of_them(database: Database) -> None:
    """SQLite copied the table for it; the schema before held only what its programme knew, today's holds any kind."""

    async def alembic(name: str, revision: str) -> None:
        async with database.engine.begin() as connection:
            await connection.run_sync(lambda sync: getattr(command, name)(alembic_config(sync), revision))

    async def write(kind: str) -> None:
        async with database.engine.begin() as connection:
            statement = "INSERT INTO report_event (report_id, kind, at, actor) VALUES (1, :kind, :at, 'system')"
            at = "2026-11-24 01:12:00" if database.is_sqlite else report().filed_at
            await connection.execute(sa.text(statement), {"kind": kind, "at": at})

    async with database.transaction(report().filed_at) as transaction:
        transaction.session.add(report(id=1))
    await write("nudged")
    await alembic("downgrade", "0003")
    await write("accepted")
    with pytest.raises(sa.exc.IntegrityError):
        await write("nudged")
    await migrate(database)
    await asyncio.gather(*(write(kind.value) for kind in (EventKind.EXTENDED, EventKind.RECHECKED)))
    async with database.engine.connect() as connection:
        kinds = (await connection.execute(sa.text("SELECT kind FROM report_event ORDER BY kind"))).scalars().all()
    assert kinds == ["accepted", "extended", "rechecked"]
