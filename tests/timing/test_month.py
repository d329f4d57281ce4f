"""A small month: every reminder and escalation at its working minute, nothing twice, nobody flooded.

benchmarks/month.py plays the full one (2,000 reports, 20 working days) and prints its table.
"""

import pytest

from tests.conftest import Store
from tests.timing.month import AGENCIES, Month, settings
from tests.timing.world import season


@pytest.mark.slow
async def test_in_a_month_of_many_habits_everything_is_said_at_its_minute_and_once(sqlite_store: Store) -> None:
    async with season(sqlite_store.url, "2026-11-02 05:00", morning_messages=True, settings=settings()) as opened:
        month = Month(opened, reports=150, days=12)
        await month.play()
        assert month.faults() == []
        assert len(month.table()) == AGENCIES
        kinds = {kind for _at, _chat, kind, _ticket in month.said()}
        assert kinds == {"half", "due", "escalated"}
        assert sum(month.said().values()) > 100
