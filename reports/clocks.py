"""The clock of a report: which of its two deadlines counts now, when it is due, and whether it runs.

The response clock starts when a report is filed or handed on and ends with the agency's first word; the resolution clock
goes on to the end. Both stand still while the reporter is asked, and end with the report. What must be solved before the
response is due must be answered by then as well, so that of the two deadlines the nearer one counts. While the coordinators decide on a proposed ending the resolution clock goes on,
but its agency is not chased. storage/clocks.py is the same rule as SQL.
"""

from dataclasses import dataclass
from datetime import datetime

from storage.clocks import ClockKind
from storage.tables.reports import IN_HAND, Report, Status


@dataclass(frozen=True, slots=True)
class Clock:
    """What is due next for a report, at an aware moment; one that does not run shows when it would have been due."""

    kind: ClockKind
    due: datetime
    runs: bool

    def is_late(self, now: datetime) -> bool:
        """Tell whether it ran out; one that stands still never does."""
        return self.runs and self.due < now


def clock(report: Report) -> Clock | None:
    """Return the clock of a report that somebody has in hand, running or not; None when nothing is due any more."""
    if report.status not in IN_HAND:
        return None
    runs = report.status is not Status.WAITING_REPORTER
    if awaits_response(report):
        return Clock(ClockKind.RESPONSE, min(report.response_due, report.resolution_due), runs)
    return Clock(ClockKind.RESOLUTION, report.resolution_due, runs)


def running(report: Report) -> Clock | None:
    """Return the clock that runs; None while the reporter is asked, and when the report is resolved or over."""
    found = clock(report)
    return found if found is not None and found.runs else None


def awaits_response(report: Report) -> bool:
    """Tell whether the agency has yet to say anything about a report."""
    return report.status is Status.SUBMITTED and report.responded_at is None and report.proposal is None


def awaits_agency(report: Report) -> bool:
    """Tell whether the agency has the next step: neither the reporter nor the coordinators are asked."""
    return running(report) is not None and report.proposal is None
