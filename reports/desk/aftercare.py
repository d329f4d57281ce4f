"""What comes after the end: weeks later, the reporter says whether the repair has held."""

from reports.actors import reporter
from reports.desk.case import Casework
from reports.errors import IllegalMove
from reports.lifecycle import Act
from storage.tables.reports import EventKind, Report


class AftercareDesk(Casework):
    """Acts on closed reports."""

    async def recheck(self, report_id: int, person: int, *, good: bool) -> Report:
        """Note once whether a repair has held. Raises IllegalMove when that was said before."""
        actor = reporter(person)
        report = await self.report_for(report_id, Act.RECHECK, actor)
        if await self.transaction.events.last(report_id, EventKind.RECHECKED) is not None:
            raise IllegalMove("this repair was looked at again already")
        await self.record(report, Act.RECHECK, EventKind.RECHECKED, actor, data={"good": good})
        return report
