"""What nobody does: a report whose reporter stays silent comes to its end by itself."""

from reports.actors import SYSTEM
from reports.desk.case import Casework
from reports.lifecycle import Act
from storage.tables.reports import Closing, EventKind, Report


class ClockDesk(Casework):
    """Acts of the clock."""

    async def lapse(self, report_id: int) -> Report:
        """Close a report whose question or whose "is it fixed?" was not answered in time: as silent, never as satisfied.

        Raises IllegalMove when it waits for its reporter no longer.
        """
        report = await self.report_for(report_id, Act.LAPSE, SYSTEM)
        asked = report.status
        report.closing, report.ended_at, report.waiting_since = Closing.SILENT, self.now, None
        await self.record(report, Act.LAPSE, EventKind.CLOSED, SYSTEM, data={"from": asked.value})
        return report
