"""Ratings on both databases: counted for the agency and the day their reports ended, by index."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from storage.engine import Database
from storage.ratings import StarsGiven
from tests.clock import MovableMoment
from tests.storage.samples import FILED, report

DAY = timedelta(days=1)


async def test_stars_are_counted_for_agency_and_day_by_index(database: Database, moment: MovableMoment) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        asked.append((statement, parameters))

    rated = [
        report(lead="PUPR", stars=5, ended_at=FILED),
        report(lead="PUPR", stars=2, ended_at=FILED + DAY),
        report(lead="DLH", stars=4, ended_at=FILED + DAY * 2),
        report(lead="DLH", stars=1, ended_at=FILED + DAY * 3),  # after the span
        report(lead="DLH", stars=1, ended_at=FILED - DAY),  # before it
        report(lead=None, stars=3, ended_at=FILED),  # nobody's
    ]
    async with database.transaction(moment.now()) as transaction:
        transaction.session.add_all([*rated, *(report(ended_at=FILED) for _ in range(500))])
        await transaction.session.flush()
        await transaction.session.execute(sa.text("ANALYZE"))
    async with database.transaction(moment.now()) as transaction:
        engine = database.engine.sync_engine
        sa.event.listen(engine, "before_cursor_execute", note)
        found = await transaction.ratings.of_agencies(FILED, FILED + DAY * 3)
        sa.event.remove(engine, "before_cursor_execute", note)
        assert found == {"PUPR": StarsGiven(2, 7), "DLH": StarsGiven(1, 4)}
        connection = await transaction.session.connection()
        explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
        ((statement, parameters),) = asked
        plan = await connection.exec_driver_sql(f"{explain} {statement}", parameters)
        assert "ix_report_rated" in " ".join(str(row) for row in plan)
