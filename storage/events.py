"""Events: everything that ever happened to a report, and the files that came with it. Nothing of it is ever changed."""

from collections.abc import Sequence

import sqlalchemy as sa

from storage.reports import Reports
from storage.tables import ATTACHMENTS, EVENTS, EventKind, ReportAttachment, ReportEvent
from storage.unit import Reads, Unit, Writes

_FILES = sa.select(ReportAttachment).where(ATTACHMENTS.c.report_id == sa.bindparam("report")).order_by(ATTACHMENTS.c.id)
_FILED_FILES = _FILES.where(ATTACHMENTS.c.event_id.is_(None))
_EVENT_FILES = _FILES.where(ATTACHMENTS.c.event_id == sa.bindparam("event"))


class EventReads(Reads):
    """Looks up what happened."""

    async def history(self, report_id: int) -> list[ReportEvent]:
        """Return everything that happened to a report, oldest first."""
        query = sa.select(ReportEvent).where(EVENTS.c.report_id == report_id).order_by(EVENTS.c.id)
        return list((await self._session.execute(query)).scalars())

    async def newest(self, report_id: int) -> ReportEvent | None:
        """Return the last thing that happened to a report."""
        query = sa.select(ReportEvent).where(EVENTS.c.report_id == report_id).order_by(EVENTS.c.id.desc()).limit(1)
        return (await self._session.execute(query)).scalar_one_or_none()

    async def last(self, report_id: int, kind: EventKind) -> ReportEvent | None:
        """Return the newest event of a kind."""
        query = (
            sa.select(ReportEvent)
            .where(EVENTS.c.report_id == report_id, EVENTS.c.kind == kind)
            .order_by(EVENTS.c.id.desc())
            .limit(1)
        )
        return (await self._session.execute(query)).scalar_one_or_none()

    async def attachments(self, report_id: int, event_id: int | None = None) -> list[ReportAttachment]:
        """Return the files that came with an event, or with the filing when `event_id` is None."""
        query = _FILED_FILES if event_id is None else _EVENT_FILES
        return list((await self._session.execute(query, {"report": report_id, "event": event_id})).scalars())


class Events(EventReads, Writes):
    """The events of a transaction."""

    def __init__(self, unit: Unit, reports: Reports) -> None:
        super().__init__(unit)
        self._reports = reports

    async def put(self, event: ReportEvent, files: Sequence[ReportAttachment] = ()) -> None:
        """Store what happened, with the changes of its report that were not written yet; all but a filing get their number.

        `files` came with it; those of the filing are kept as the report's own, without an event.
        """
        self._session.add(event)
        if event.kind is not EventKind.FILED:
            await self._session.flush()
        # A filing's event is written with whatever is written next: its report has changed nothing since it was stored.
        for file in files:
            file.event_id = event.id
        self._session.add_all(files)
        self._reports.recorded(event.report_id)
