"""Mornings are counted by index: the reports an agency has in hand, and its officers' newest act."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from storage.digests import Section
from storage.engine import Database
from storage.tables import ActorKind, EventKind, ReportEvent, Status
from tests.clock import MovableMoment
from tests.conftest import Store
from tests.storage.samples import FILED, report

TONIGHT = FILED + timedelta(hours=12)


async def test_a_report_stands_in_the_first_section_that_fits(database: Database, moment: MovableMoment) -> None:
    day = timedelta(days=1)
    async with database.transaction(moment.now()) as transaction:
        transaction.session.add_all(
            [
                report(status=Status.WAITING_REPORTER, resolution_due=FILED - day),
                report(response_due=FILED - day),
                report(status=Status.IN_PROGRESS, response_due=FILED - day, resolution_due=FILED + timedelta(hours=1)),
                report(),
                report(status=Status.IN_PROGRESS),
                report(status=Status.CLOSED, resolution_due=FILED - day),
                report(lead="DLH", response_due=FILED - day),
            ]
        )
    async with database.reading() as reading:
        counts = await reading.digests.counts("PUPR", FILED, TONIGHT)
        assert counts == {Section.LATE: 1, Section.TODAY: 1, Section.NEW: 1, Section.WAITING: 1}
        items = await reading.digests.items("PUPR", FILED, TONIGHT, 3)
        assert [(item.id, item.section) for item in items] == [(2, "late"), (3, "today"), (4, "new")]
        assert [item.due for item in items][:2] == [FILED - day, FILED + timedelta(hours=1)]
        silent = await reading.digests.waiting_reports()
        assert [(silence.agency, silence.count, silence.since) for silence in silent] == [
            ("DLH", 1, FILED),
            ("PUPR", 4, FILED),
        ]


async def test_only_officers_acts_end_a_silence(database: Database, moment: MovableMoment) -> None:
    async with database.transaction(moment.now()) as transaction:
        transaction.session.add(report(id=1))
        await transaction.session.flush()
        for hours, actor in ((1, ActorKind.OFFICER), (2, ActorKind.OFFICER), (3, ActorKind.COORDINATOR)):
            at = FILED + timedelta(hours=hours)
            transaction.session.add(
                ReportEvent(report_id=1, kind=EventKind.NOTED, at=at, actor=actor, agency="PUPR")
            )  # fmt: skip
    async with database.reading() as reading:
        assert await reading.digests.last_act("PUPR") == FILED + timedelta(hours=2)
        assert await reading.digests.last_act("DLH") is None


async def test_they_are_found_by_index(sqlite_store: Store, moment: MovableMoment) -> None:
    database = Database(sqlite_store.url)
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    try:
        async with database.transaction(moment.now()) as transaction:
            sa.event.listen(database.engine.sync_engine, "before_cursor_execute", note)
            await transaction.digests.counts("PUPR", FILED, TONIGHT)
            await transaction.digests.items("PUPR", FILED, TONIGHT, 20)
            await transaction.digests.last_act("PUPR")
            sa.event.remove(database.engine.sync_engine, "before_cursor_execute", note)
            connection = await transaction.session.connection()
            for (statement, parameters), index in zip(
                asked, ("ix_report_queue", "ix_report_queue", "ix_report_event_officer"), strict=True
            ):
                plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                assert index in " ".join(str(row) for row in plan)
    finally:
        await database.close()
