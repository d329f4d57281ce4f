"""The clock of each report, as SQL: which one counts, when it is due, whether it runs. reports/clocks.py is the same rule.

Both are held together by tests/storage/test_clocks.py. Every query that sorts, counts or shows deadlines uses these
expressions and no column of its own.
"""

from enum import StrEnum

import sqlalchemy as sa

from storage.tables import IN_HAND, REPORTS, Status, written_out


class ClockKind(StrEnum):
    """What is due: the agency's first word, or the solution."""

    RESPONSE = "response"
    RESOLUTION = "resolution"


IS_IN_HAND = written_out(REPORTS.c.status, *IN_HAND)
RUNS = written_out(REPORTS.c.status, Status.SUBMITTED, Status.IN_PROGRESS)
"""The report's clocks run; in the hand of somebody, but not so: they stand still while its reporter is asked."""

AWAITS_RESPONSE = (
    (REPORTS.c.status == Status.SUBMITTED) & REPORTS.c.responded_at.is_(None) & REPORTS.c.proposal.is_(None)
)
AWAITS_AGENCY = RUNS & REPORTS.c.proposal.is_(None)
"""Its agency has the next step: neither its reporter nor the coordinators are asked."""

_RESPONSE_IS_NEARER = AWAITS_RESPONSE & (REPORTS.c.response_due < REPORTS.c.resolution_due)

KIND = sa.case(
    (~IS_IN_HAND, sa.null()),
    (AWAITS_RESPONSE, ClockKind.RESPONSE.value),
    else_=ClockKind.RESOLUTION.value,
)
"""A ClockKind's value; NULL where nothing is due any more."""

DUE = sa.type_coerce(
    sa.case((~IS_IN_HAND, sa.null()), (_RESPONSE_IS_NEARER, REPORTS.c.response_due), else_=REPORTS.c.resolution_due),
    REPORTS.c.resolution_due.type,
)
"""When it is due: a first word no later than the solution."""
