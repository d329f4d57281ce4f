"""Reports: read one, read several, store a new one. Lists are in report_lists.py, what happened to one in events.py.

A report that was taken up for a change is written with an event that says what happened, or it must be as it was: half
of an act that was refused midway is never committed, whoever went on with the transaction.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from storage import clocks
from storage.errors import ChangedWithoutEvent
from storage.tables import COMBINED_REPORTS, EVENTS, MESSAGE_LINKS, REPORTS, Report, Role
from storage.unit import Reads, Unit, Writes

_COLUMNS = tuple(REPORTS.c.keys())


class ReportReads(Reads):
    """Looks up reports."""

    async def get(self, report_id: int) -> Report | None:
        """Return a report to look at."""
        return await self._session.get(Report, report_id)

    async def by_ticket(self, ticket: str) -> Report | None:
        """Return the report of a canonical ticket."""
        return (await self._session.execute(sa.select(Report).where(REPORTS.c.ticket == ticket))).scalar_one_or_none()

    async def several(self, report_ids: Collection[int]) -> list[Report]:
        """Return reports by their numbers, oldest first; what does not exist is left out."""
        query = sa.select(Report).where(REPORTS.c.id.in_(report_ids)).order_by(REPORTS.c.id)
        return list((await self._session.execute(query)).scalars())

    async def leads(self, report_ids: Sequence[int]) -> dict[int, str | None]:
        """Return which agency answers for each of these reports; None where the coordinators have it."""
        query = sa.select(REPORTS.c.id, REPORTS.c.lead).where(REPORTS.c.id.in_(report_ids))
        return {row.id: row.lead for row in await self._session.execute(query)}

    async def count_by_agency(self) -> dict[str, int]:
        """Return how many reports there are of each agency, by its code; those of the coordinators are left out."""
        return await self._count_by(REPORTS.c.lead)

    async def count_by_category(self) -> dict[str, int]:
        """Return how many reports there are of each category, by its code; those without one are left out."""
        return await self._count_by(REPORTS.c.category)

    async def _count_by(self, code: sa.Column[Any]) -> dict[str, int]:
        query = sa.select(code, sa.func.count()).where(code.is_not(None)).group_by(code).order_by(code)
        return {row[0]: row[1] for row in await self._session.execute(query)}

    async def changed_of(self, reporter_id: int, since: datetime) -> list[Report]:
        """Return a person's reports to which something happened since a moment, oldest first."""
        happened = sa.exists().where(EVENTS.c.report_id == REPORTS.c.id, EVENTS.c.at >= since)
        query = sa.select(Report).where(REPORTS.c.reporter_id == reporter_id, happened).order_by(REPORTS.c.id)
        return list((await self._session.execute(query)).scalars())

    async def without_card(self, agency: str | None, chat_id: int) -> list[Report]:
        """Return what an agency has in hand that has neither a card in a chat yet nor a line on a combined one, oldest first.

        For `agency` None (the coordinators) that is every report in hand without a card there; the caller decides whose.
        """
        return await self._in_hand(agency, ~_has_card(chat_id) & ~_is_combined(chat_id))

    async def with_card(self, agency: str | None, chat_id: int) -> list[Report]:
        """Return what an agency (None: anybody) has in hand that has a card in a chat, oldest first."""
        return await self._in_hand(agency, _has_card(chat_id))

    async def _in_hand(self, agency: str | None, condition: sa.ColumnElement[bool]) -> list[Report]:
        condition &= clocks.IS_IN_HAND
        if agency is not None:
            condition &= REPORTS.c.lead == agency
        rows = await self._session.execute(sa.select(Report).where(condition).order_by(REPORTS.c.id))
        return list(rows.scalars())


class Reports(ReportReads, Writes):
    """The reports of a transaction. What is changed of a report that was read or put is written before the commit."""

    def __init__(self, unit: Unit) -> None:
        super().__init__(unit)
        self._taken_up: dict[int, tuple[Report, dict[str, Any]]] = {}

    async def put(self, report: Report) -> None:
        """Store a new report and give it its number."""
        self._session.add(report)
        await self._session.flush()
        # Nothing need be read to know it: nobody can have been asked to help with what is only now stored.
        set_committed_value(report, "supporting", [])

    async def for_change(self, report_id: int) -> Report | None:
        """Return a report locked for this transaction, read anew, so that a rule decides on what is true now.

        Raises ChangedWithoutEvent when it was changed in this transaction and no event says so.
        """
        self._check(report_id)
        report = await self._session.get(Report, report_id, with_for_update=True, populate_existing=True)
        if report is not None:
            self._taken_up[report_id] = report, _state(report)
        return report

    def recorded(self, report_id: int) -> None:
        """Note that an event says what was changed of a report."""
        self._taken_up.pop(report_id, None)

    def check(self) -> None:
        """Raise ChangedWithoutEvent when a report that was taken up is no longer as it was, and no event says why."""
        for report_id in self._taken_up:
            self._check(report_id)

    def _check(self, report_id: int) -> None:
        if (taken := self._taken_up.get(report_id)) is not None and _state(taken[0]) != taken[1]:
            raise ChangedWithoutEvent(f"report {report_id} was changed by an act that was not carried out")


def _state(report: Report) -> dict[str, Any]:
    held = vars(report)
    return {name: held.get(name) for name in _COLUMNS}


def _has_card(chat_id: int) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        MESSAGE_LINKS.c.report_id == REPORTS.c.id,
        MESSAGE_LINKS.c.role == Role.CARD,
        MESSAGE_LINKS.c.chat_id == chat_id,
    )


def _is_combined(chat_id: int) -> sa.ColumnElement[bool]:
    return sa.exists().where(COMBINED_REPORTS.c.report_id == REPORTS.c.id, COMBINED_REPORTS.c.chat_id == chat_id)
