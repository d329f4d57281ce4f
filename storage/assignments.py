"""Assignments: who has a report, from when to when. The only place where a report's `lead` is written."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from storage.tables import ASSIGNMENTS, Assignment, AssignmentRole, Report
from storage.unit import Unit, Writes

_END = (
    sa.update(ASSIGNMENTS)
    .where(
        ASSIGNMENTS.c.report_id == sa.bindparam("report"),
        ASSIGNMENTS.c.ended_at.is_(None),
        (ASSIGNMENTS.c.role == AssignmentRole.LEAD) | (ASSIGNMENTS.c.agency == sa.bindparam("to")),
    )
    .values(ended_at=sa.bindparam("at"))
)


class Assignments(Writes):
    """The assignments of a transaction. Leads are written together at its end; no rule reads them but by the report."""

    def __init__(self, unit: Unit) -> None:
        super().__init__(unit)
        self._ended: list[dict[str, Any]] = []
        self._begun: list[tuple[Report, dict[str, Any]]] = []

    def lead(self, report: Report, agency: str | None, by: int | None) -> None:
        """Have an agency answer for a report from now on, and none before it any more; None: the coordinators have it.

        `by` is the person who decided it, None where its category did. The report may be one that is not stored yet.
        An agency that helped until now leads instead.
        """
        now = self._unit.now
        if report.id is not None:
            self._ended.append({"report": report.id, "to": agency or "", "at": now})
            set_committed_value(report, "supporting", [one for one in report.supporting if one.agency != agency])
        for other, row in self._begun:
            if other is report:
                row["ended_at"] = now
        report.lead = agency
        if agency is not None:
            row = {
                "agency": agency,
                "role": AssignmentRole.LEAD,
                "assigned_at": now,
                "assigned_by": by,
                "ended_at": None,
            }
            self._begun.append((report, row))

    async def support(self, report: Report, agency: str, by: int | None) -> None:
        """Have an agency help with a stored report from now on. One that does already, or leads it, goes on as it is."""
        if report.id is None or agency == report.lead or any(one.agency == agency for one in report.supporting):
            return
        await self.flush()
        row = Assignment(
            report_id=report.id, agency=agency, role=AssignmentRole.SUPPORT, assigned_at=self._unit.now, assigned_by=by
        )
        self._session.add(row)
        await self._session.flush()
        set_committed_value(report, "supporting", [*report.supporting, row])

    async def flush(self) -> None:
        """Write who has what now."""
        if self._ended:
            await self._session.execute(_END, self._ended)
            self._ended = []
        if self._begun:
            rows = [{"report_id": report.id, **row} for report, row in self._begun]
            await self._session.execute(sa.insert(ASSIGNMENTS), rows)
            self._begun = []
