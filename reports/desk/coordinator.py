"""What the coordinators decide: whose a report is, and whether it may end unsolved."""

from reports.actors import Actor
from reports.desk.case import wording
from reports.desk.officer import OfficerDesk
from reports.errors import Missing
from reports.lifecycle import Act
from storage.tables.reports import EventKind, Report


class CoordinatorDesk(OfficerDesk):
    """Disposition and consent."""

    async def dispose(self, report_id: int, actor: Actor, to: str) -> Report:
        """Hand a report to an agency; an ending somebody had proposed is off the table. Raises UnknownCode."""
        target = self.regency.agency(to)
        report = await self.take(report_id, Act.DISPOSE, actor)
        if report.agency == target.code:
            raise Missing("another_agency")
        before = report.agency
        self._place_with(report, target.code)
        report.proposal = report.proposal_reason = None
        await self.record(
            report, Act.DISPOSE, EventKind.REROUTED, actor, data={"from": before, "to": target.code, "wish": to}
        )
        return report

    async def consent(self, report_id: int, actor: Actor) -> Report:
        """Agree to the ending an agency proposed. Raises Missing when none is proposed any more."""
        report = await self._proposed(report_id, Act.CONSENT, actor)
        await self.end(report, actor)
        return report

    async def refuse(self, report_id: int, actor: Actor, reason: str) -> Report:
        """Send a report back to the agency that wanted to end it, saying why it must go on."""
        words = wording(reason, what="reason")
        report = await self._proposed(report_id, Act.REFUSE, actor)
        report.proposal = report.proposal_reason = None
        await self.record(report, Act.REFUSE, EventKind.REFUSED, actor, words)
        return report

    async def _proposed(self, report_id: int, act: Act, actor: Actor) -> Report:
        if act is Act.CONSENT:
            # `end` takes the act itself; here only to see that there is something to agree to.
            report = await self.take(report_id, Act.NOTE, actor)
        else:
            report = await self.take(report_id, act, actor)
        if report.proposal is None:
            raise Missing("proposal")
        return report
