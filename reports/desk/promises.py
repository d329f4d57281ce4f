"""Promises: a date binds the agency that named it, and nobody else."""

from collections.abc import Sequence
from datetime import datetime

from reports.desk.case import Calendar, paused
from storage.tables.reports import EventKind, ReportEvent

_SET_ANEW = frozenset({EventKind.FILED, EventKind.REROUTED, EventKind.REOPENED, EventKind.EXTENDED})
"""What set the resolution clock without a promise; earlier promises have no part in it."""


def due_without(history: Sequence[ReportEvent], calendar: Calendar) -> datetime | None:
    """Return when a report would be due had its agency promised nothing, pauses for questions counted in.

    `history` is everything that happened to it, oldest first. None where the running clock follows no promise.
    """
    due: datetime | None = None
    asked: datetime | None = None
    for event in history:
        if event.kind in _SET_ANEW:
            due = None
        elif event.kind is EventKind.PROMISED and due is None:
            due = datetime.fromisoformat((event.data or {})["before"])
        elif event.kind is EventKind.ASKED:
            asked = event.at
        elif event.kind is EventKind.ANSWERED and asked is not None:
            if due is not None and due > asked:
                due = calendar.add(due, paused(calendar, asked, event.at))
            asked = None
    return due
