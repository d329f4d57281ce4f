"""The clock of each report, as SQL: which one counts, when it is due, whether it runs. reports/clocks.py is the same rule.

Both are held together by tests/storage/test_clocks.py. Every query that sorts, counts or shows deadlines uses these
expressions and no column of its own.
"""

from enum import StrEnum

import sqlalchemy as sa

from storage.tables import IN_HAND, Report, Status

_REPORT = Report.__table__  # type: ignore[attr-defined]


class ClockKind(StrEnum):
    """What is due: the agency's first word, or the solution."""

    RESPONSE = "response"
    RESOLUTION = "resolution"


def in_status(*statuses: Status) -> sa.ColumnElement[bool]:
    """Return a condition with its statuses written out: a planner must see that the partial index holds these rows."""
    found: sa.ColumnElement[bool] = _REPORT.c.status.in_(
        sa.bindparam(None, statuses, expanding=True, literal_execute=True)
    )
    return found


IS_IN_HAND = in_status(*IN_HAND)
RUNS = in_status(Status.SUBMITTED, Status.IN_PROGRESS)
"""The report's clocks run; in the hand of somebody, but not so: they stand still while its reporter is asked."""

AWAITS_RESPONSE = (
    (_REPORT.c.status == Status.SUBMITTED) & _REPORT.c.responded_at.is_(None) & _REPORT.c.proposal.is_(None)
)
AWAITS_AGENCY = RUNS & _REPORT.c.proposal.is_(None)
"""Its agency has the next step: neither its reporter nor the coordinators are asked."""

_RESPONSE_IS_NEARER = AWAITS_RESPONSE & (_REPORT.c.response_due < _REPORT.c.resolution_due)

KIND = sa.case(
    (~IS_IN_HAND, sa.null()),
    (AWAITS_RESPONSE, ClockKind.RESPONSE.value),
    else_=ClockKind.RESOLUTION.value,
)
"""A ClockKind's value; NULL where nothing is due any more."""

DUE = sa.type_coerce(
    sa.case((~IS_IN_HAND, sa.null()), (_RESPONSE_IS_NEARER, _REPORT.c.response_due), else_=_REPORT.c.resolution_due),
    _REPORT.c.resolution_due.type,
)
"""When it is due: a first word no later than the solution."""
