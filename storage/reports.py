"""Reports: read one, list many, with their history and attachments. Every query about reports is here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import IN_HAND, EventKind, MessageLink, Report, ReportAttachment, ReportEvent, Role, Status

_REPORT = Report.__table__  # type: ignore[attr-defined]
_EVENT = ReportEvent.__table__  # type: ignore[attr-defined]

_IN_HAND = _REPORT.c.status.in_(sa.bindparam("in_hand", IN_HAND, expanding=True, literal_execute=True))
"""Written out in the statement: a planner that sees parameters cannot know that the partial indexes hold these rows."""
_LINK = MessageLink.__table__  # type: ignore[attr-defined]
_FILE = ReportAttachment.__table__  # type: ignore[attr-defined]
_FILES = sa.select(ReportAttachment).where(_FILE.c.report_id == sa.bindparam("report")).order_by(_FILE.c.id)
_FILED_FILES = _FILES.where(_FILE.c.event_id.is_(None))
_EVENT_FILES = _FILES.where(_FILE.c.event_id == sa.bindparam("event"))


async def for_change(session: AsyncSession, report_id: int) -> Report | None:
    """Return a report locked for this transaction, read anew, so that a rule decides on what is true now."""
    return await session.get(Report, report_id, with_for_update=True, populate_existing=True)


async def get(session: AsyncSession, report_id: int) -> Report | None:
    """Return a report to look at."""
    return await session.get(Report, report_id)


async def by_ticket(session: AsyncSession, ticket: str) -> Report | None:
    """Return the report of a canonical ticket."""
    return (await session.execute(sa.select(Report).where(_REPORT.c.ticket == ticket))).scalar_one_or_none()


async def several(session: AsyncSession, report_ids: Sequence[int]) -> list[Report]:
    """Return reports by their numbers, oldest first; what does not exist is left out."""
    query = sa.select(Report).where(_REPORT.c.id.in_(report_ids)).order_by(_REPORT.c.id)
    return list((await session.execute(query)).scalars())


async def agencies(session: AsyncSession, report_ids: Sequence[int]) -> dict[int, str | None]:
    """Return which agency each of these reports lies with; None where the coordinators have it."""
    rows = await session.execute(sa.select(_REPORT.c.id, _REPORT.c.agency).where(_REPORT.c.id.in_(report_ids)))
    return {row.id: row.agency for row in rows}


async def attachments(session: AsyncSession, report_id: int, event_id: int | None = None) -> list[ReportAttachment]:
    """Return the files that came with an event, or with the filing when `event_id` is None."""
    query = _FILED_FILES if event_id is None else _EVENT_FILES
    return list((await session.execute(query, {"report": report_id, "event": event_id})).scalars())


async def history(session: AsyncSession, report_id: int) -> list[ReportEvent]:
    """Return everything that happened to a report, oldest first."""
    query = sa.select(ReportEvent).where(_EVENT.c.report_id == report_id).order_by(_EVENT.c.id)
    return list((await session.execute(query)).scalars())


async def newest_event(session: AsyncSession, report_id: int) -> ReportEvent | None:
    """Return the last thing that happened to a report."""
    query = sa.select(ReportEvent).where(_EVENT.c.report_id == report_id).order_by(_EVENT.c.id.desc()).limit(1)
    return (await session.execute(query)).scalar_one_or_none()


async def last_event(session: AsyncSession, report_id: int, kind: EventKind) -> ReportEvent | None:
    """Return the newest event of a kind."""
    query = (
        sa.select(ReportEvent)
        .where(_EVENT.c.report_id == report_id, _EVENT.c.kind == kind)
        .order_by(_EVENT.c.id.desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


@dataclass(frozen=True, slots=True)
class Page:
    """Some reports of a longer list. `number` counts from 0; `total` is the number of reports in the whole list."""

    reports: Sequence[Report]
    number: int
    total: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages the list has; at least one, be it empty."""
        return max(1, -(-self.total // self.size))


async def _page(session: AsyncSession, condition: Any, order: Sequence[Any], number: int, size: int) -> Page:
    number = max(0, number)
    total = sa.select(sa.func.count()).select_from(_REPORT).where(condition).correlate(None).scalar_subquery()
    # The count comes along with the rows: one query for the page that most people look at.
    query = sa.select(Report, total).where(condition).order_by(*order).limit(size)
    found = (await session.execute(query.offset(number * size))).all()
    if not found and number > 0:
        # The list has become shorter since; its last page is what is left of it.
        count = (await session.execute(sa.select(total))).scalar_one()
        number = max(0, count - 1) // size
        found = (await session.execute(query.offset(number * size))).all()
    return Page([row[0] for row in found], number, found[0][1] if found else 0, size)


async def of_reporter(session: AsyncSession, user_id: int, number: int, size: int) -> Page:
    """Return a person's own reports, newest first."""
    return await _page(session, _REPORT.c.reporter_id == user_id, [_REPORT.c.id.desc()], number, size)


async def queue(session: AsyncSession, agency: str | None, number: int, size: int) -> Page:
    """Return what an agency (None: the coordinators) has in hand, the latest due first to be seen."""
    owner = _REPORT.c.agency.is_(None) if agency is None else _REPORT.c.agency == agency
    due = sa.case((_REPORT.c.status == Status.SUBMITTED, _REPORT.c.response_due), else_=_REPORT.c.resolution_due)
    return await _page(session, owner & _IN_HAND, [due, _REPORT.c.id], number, size)


async def held_by(session: AsyncSession, user_id: int, number: int, size: int) -> Page:
    """Return what an officer has in hand."""
    return await _page(
        session,
        (_REPORT.c.holder_id == user_id) & _IN_HAND,
        [_REPORT.c.resolution_due, _REPORT.c.id],
        number,
        size,
    )


async def without_card(session: AsyncSession, agency: str | None, chat_id: int) -> list[Report]:
    """Return what an agency has in hand that has no card in a chat yet, oldest first.

    For `agency` None (the coordinators) that is every report in hand without a card there; the caller decides whose.
    """
    card = sa.exists().where(_LINK.c.report_id == _REPORT.c.id, _LINK.c.role == Role.CARD, _LINK.c.chat_id == chat_id)
    condition = _IN_HAND & ~card
    if agency is not None:
        condition &= _REPORT.c.agency == agency
    rows = await session.execute(sa.select(Report).where(condition).order_by(_REPORT.c.id))
    return list(rows.scalars())
