"""Rows to store in tests, with everything they need filled in."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from storage.tables import Identity, Report, Status

FILED = datetime(2026, 11, 24, 1, 12, tzinfo=UTC)
_numbers = count(1)


def report(**values: Any) -> Report:
    """Return a report of its own ticket, filed at FILED, due three days later."""
    given = {
        "ticket": f"TBN-26-{next(_numbers):06d}-X",
        "category": "jalan",
        "lead": "PUPR",
        "status": Status.SUBMITTED,
        "identity": Identity.NAMED,
        "reporter_id": 5_000_000_001,
        "story": "Jalan berlubang dalam di depan pasar",
        "filed_at": FILED,
        "response_due": FILED + timedelta(days=3),
        "resolution_due": FILED + timedelta(days=14),
    }
    return Report(**(given | values))
