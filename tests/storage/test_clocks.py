"""The rule in Python and the rule in SQL name the same clock for every report there can be, on both databases."""

import itertools
from datetime import datetime, timedelta

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.clocks import Clock, awaits_agency, awaits_response, clock, running
from storage import clocks
from storage.clocks import ClockKind
from storage.engine import Database
from storage.tables import IN_HAND, REPORTS, Proposal, Report, Status
from tests.clock import MovableMoment
from tests.storage.samples import FILED, report

_MINUTES = st.integers(min_value=-2, max_value=2).map(lambda minutes: FILED + timedelta(minutes=minutes))
GENERATED = st.builds(
    report,
    status=st.sampled_from(Status),
    response_due=_MINUTES,
    resolution_due=_MINUTES,
    responded_at=st.none() | _MINUTES,
    waiting_since=st.none() | _MINUTES,
    proposal=st.none() | st.sampled_from(Proposal),
)


def every_case() -> list[Report]:
    """Return a report of every status, answered or not, proposed or not, with either clock the nearer and both alike."""
    return [
        report(
            status=status,
            responded_at=responded_at,
            proposal=proposal,
            response_due=FILED + timedelta(days=days),
            resolution_due=FILED + timedelta(days=2),
        )
        for status, responded_at, proposal, days in itertools.product(
            Status, (None, FILED), (None, *Proposal), (1, 2, 3)
        )
    ]


def by_rule(one: Report) -> tuple[object, ...]:
    found = clock(one)
    counted = (None, None) if found is None else (found.kind, found.due)
    return (*counted, running(one) is not None, awaits_response(one), awaits_agency(one))


async def compare(database: Database, moment: MovableMoment, given_reports: list[Report]) -> None:
    expected = [by_rule(one) for one in given_reports]
    query = sa.select(clocks.KIND, clocks.DUE, clocks.RUNS, clocks.AWAITS_RESPONSE, clocks.AWAITS_AGENCY).order_by(
        REPORTS.c.id
    )
    async with database.transaction(moment.now()) as transaction:
        await transaction.session.execute(sa.delete(Report))
        transaction.session.add_all(given_reports)
        await transaction.session.flush()
        assert [tuple(row) for row in await transaction.session.execute(query)] == expected


async def test_every_case_is_the_same_in_both(database: Database, moment: MovableMoment) -> None:
    await compare(database, moment, every_case())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_reports=st.lists(GENERATED, min_size=1, max_size=20))
async def test_generated_reports_are_the_same_in_both(
    database: Database, moment: MovableMoment, given_reports: list[Report]
) -> None:
    await compare(database, moment, given_reports)


def test_which_clock_counts() -> None:
    early, late = FILED + timedelta(days=1), FILED + timedelta(days=3)
    unanswered = report(response_due=early, resolution_due=late)
    assert clock(unanswered) == Clock(ClockKind.RESPONSE, early, runs=True)
    answered = report(response_due=early, resolution_due=late, responded_at=FILED)
    assert clock(answered) == Clock(ClockKind.RESOLUTION, late, runs=True)
    urgent = report(response_due=late, resolution_due=early)
    assert clock(urgent) == Clock(ClockKind.RESPONSE, early, runs=True)
    asked = report(status=Status.WAITING_REPORTER, responded_at=FILED, resolution_due=early)
    assert clock(asked) == Clock(ClockKind.RESOLUTION, early, runs=False)
    assert running(asked) is None
    assert {status for status in Status if clock(report(status=status)) is not None} == set(IN_HAND)


def test_a_clock_that_stands_still_is_never_late() -> None:
    def late(status: Status, now: datetime) -> bool:
        found = clock(report(status=status, responded_at=FILED, resolution_due=FILED))
        assert found is not None
        return found.is_late(now)

    assert not late(Status.IN_PROGRESS, FILED)
    assert late(Status.IN_PROGRESS, FILED + timedelta(minutes=1))
    assert not late(Status.WAITING_REPORTER, FILED + timedelta(days=30))
