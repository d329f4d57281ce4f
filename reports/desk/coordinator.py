"""What the coordinators decide: whose a report is, whether it may end unsolved, and how long it may take."""

from reports.actors import Actor
from reports.assignments import lead_of, leads
from reports.clocks import awaits_response, running
from reports.desk.case import required_text
from reports.desk.officer import LONGEST_PROMISE_DAYS, OfficerDesk
from reports.errors import BadPromise, Missing
from reports.lifecycle import Act
from storage.clocks import ClockKind
from storage.tables.reports import EventKind, Report


class CoordinatorDesk(OfficerDesk):
    """Disposition, consent, and what helps a late agency along."""

    async def dispose(self, report_id: int, actor: Actor, to: str) -> Report:
        """Hand a report to an agency; an ending somebody had proposed is off the table. Raises UnknownCode."""
        target = self.regency.agency(to)
        report = await self.report_for(report_id, Act.DISPOSE, actor)
        if leads(report, target.code):
            raise Missing("another_agency")
        before = lead_of(report)
        moved = await self._place_with(report, target.code, actor)
        report.proposal = report.proposal_reason = None
        data = {"from": before, "to": target.code, "wish": to, **moved}
        await self.record(report, Act.DISPOSE, EventKind.REROUTED, actor, data=data)
        return report

    async def consent(self, report_id: int, actor: Actor) -> Report:
        """Agree to the ending an agency proposed. Raises Missing when none is proposed any more."""
        report = await self._proposed(report_id, Act.CONSENT, actor)
        await self.end(report, actor)
        return report

    async def refuse(self, report_id: int, actor: Actor, reason: str) -> Report:
        """Send a report back to the agency that wanted to end it, saying why it must go on."""
        words = required_text(reason, what="reason")
        report = await self._proposed(report_id, Act.REFUSE, actor)
        report.proposal = report.proposal_reason = None
        await self.record(report, Act.REFUSE, EventKind.REFUSED, actor, words)
        return report

    async def nudge(self, report_id: int, actor: Actor) -> Report:
        """Admonish the agency that has a report; counted. Raises Missing("agency") while none has it."""
        report = await self.report_for(report_id, Act.NUDGE, actor)
        if lead_of(report) is None:
            raise Missing("agency")
        report.nudges += 1
        await self.record(report, Act.NUDGE, EventKind.NUDGED, actor, data={"number": report.nudges})
        return report

    async def extend(self, report_id: int, actor: Actor, days: int, reason: str) -> Report:
        """Give the agency more time, saying why: so many working days after today or after the day it had until.

        The clock that counts is moved (reports/clocks.py), and another that would run out before; a promised date gives
        way. Raises BadPromise("far") for more than a year.
        """
        words = required_text(reason, what="reason")
        if not 1 <= days <= LONGEST_PROMISE_DAYS:
            raise BadPromise("far")
        report = await self.report_for(report_id, Act.EXTEND, actor)
        if lead_of(report) is None:
            raise Missing("agency")
        counts = running(report)
        assert counts is not None  # noqa: S101  the life of a report allows this act only while its clocks run
        before = counts.due
        calendar = self.calendar_of(report)
        base = max(before, self.now).astimezone(self.regency.timezone).date()
        until = calendar.closing(calendar.working_days_after(base, days))
        if awaits_response(report) and report.response_due < until:
            report.response_due = until
        if report.resolution_due < until:
            report.resolution_due, report.promised_for = until, None
        is_response = counts.kind is ClockKind.RESPONSE
        data = {"until": until.isoformat(), "before": before.isoformat(), "response": is_response}
        await self.record(report, Act.EXTEND, EventKind.EXTENDED, actor, words, data)
        return report

    async def _proposed(self, report_id: int, act: Act, actor: Actor) -> Report:
        if act is Act.CONSENT:
            # `end` takes the act itself; here only to see that there is something to agree to.
            report = await self.report_for(report_id, Act.NOTE, actor)
        else:
            report = await self.report_for(report_id, act, actor)
        if report.proposal is None:
            raise Missing("proposal")
        return report
