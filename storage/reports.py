"""Reports: read one, list many, with their history and attachments. Every query about reports is here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import make_transient_to_detached

from storage import clocks
from storage.tables import (
    EventKind,
    Identity,
    MessageLink,
    Report,
    ReportAttachment,
    ReportEvent,
    Role,
    Status,
)

_REPORT = Report.__table__  # type: ignore[attr-defined]
_EVENT = ReportEvent.__table__  # type: ignore[attr-defined]

_LINK = MessageLink.__table__  # type: ignore[attr-defined]
_FILE = ReportAttachment.__table__  # type: ignore[attr-defined]
_PUT = sa.insert(_REPORT).returning(_REPORT.c.id)
_PUT_EVENT = sa.insert(_EVENT).returning(_EVENT.c.id)
_JSON = frozenset(column.name for column in (*_REPORT.c, *_EVENT.c) if isinstance(column.type, sa.JSON))
"""Columns where None given is the JSON null, and none given is NULL."""

_FILES = sa.select(ReportAttachment).where(_FILE.c.report_id == sa.bindparam("report")).order_by(_FILE.c.id)
_FILED_FILES = _FILES.where(_FILE.c.event_id.is_(None))
_EVENT_FILES = _FILES.where(_FILE.c.event_id == sa.bindparam("event"))


async def put(session: AsyncSession, report: Report) -> None:
    """Store a new report and give it its number; changes to it from now on are written as to one that was read."""
    await _insert(session, _PUT, report)
    make_transient_to_detached(report)
    session.add(report)


async def put_event(session: AsyncSession, event: ReportEvent) -> None:
    """Store what happened and give it its number. Nothing that happened is ever changed."""
    await _insert(session, _PUT_EVENT, event)


async def _insert(session: AsyncSession, statement: Any, row: Report | ReportEvent) -> None:
    # Not through the session's unit of work, which takes three times as long to write a row it never saw before.
    values = {
        name: value
        for name, value in row.__dict__.items()
        if name in statement.table.c and name != "id" and not (value is None and name in _JSON)
    }
    row.id = (await session.execute(statement, values)).scalar_one()


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
class Listed:
    """What a list says of a report; a whole one would be read for a line. `place` as in Report, the rest its clock's."""

    id: int
    ticket: str
    category: str
    status: Status
    identity: Identity
    place: dict[str, Any] | None
    filed_at: datetime
    due: datetime | None
    runs: bool

    def is_late(self, now: datetime) -> bool:
        """Tell whether its clock ran out; one that stands still never does."""
        return self.runs and self.due is not None and self.due < now


_LISTED = (
    *(_REPORT.c[name] for name in ("id", "ticket", "category", "status", "identity", "place", "filed_at")),
    clocks.DUE,
    clocks.RUNS,
)


@dataclass(frozen=True, slots=True)
class Page:
    """Some reports of a longer list. `number` counts from 0; `total` is the number of reports in the whole list."""

    reports: Sequence[Listed]
    number: int
    total: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages the list has; at least one, be it empty."""
        return max(1, -(-self.total // self.size))


class _List:
    """The query of one list, built once. `:who` is whose list it is."""

    def __init__(self, condition: sa.ColumnElement[bool], *order: Any) -> None:
        total = sa.select(sa.func.count()).select_from(_REPORT).where(condition).correlate(None).scalar_subquery()
        self._total = sa.select(total)
        # The count comes along with the rows: one query for the page that most people look at.
        rows = sa.select(*_LISTED, total).where(condition).order_by(*order)
        self._rows = rows.limit(sa.bindparam("size")).offset(sa.bindparam("skip"))

    async def page(self, session: AsyncSession, number: int, size: int, who: Any = None) -> Page:
        """Return a page; the last one for a number beyond it."""
        number = max(0, number)
        about: dict[str, Any] = {} if who is None else {"who": who}
        found = (await session.execute(self._rows, {**about, "size": size, "skip": number * size})).all()
        if not found and number > 0:
            # The list has become shorter since; its last page is what is left of it.
            count = (await session.execute(self._total, about)).scalar_one()
            number = max(0, count - 1) // size
            found = (await session.execute(self._rows, {**about, "size": size, "skip": number * size})).all()
        return Page([Listed(*row[:-1]) for row in found], number, found[0][-1] if found else 0, size)


_OWN = _List(_REPORT.c.reporter_id == sa.bindparam("who"), _REPORT.c.id.desc())
_QUEUE = _List((_REPORT.c.agency == sa.bindparam("who")) & clocks.IS_IN_HAND, clocks.DUE, _REPORT.c.id)
_UNROUTED = _List(_REPORT.c.agency.is_(None) & clocks.IS_IN_HAND, clocks.DUE, _REPORT.c.id)
_HELD = _List((_REPORT.c.holder_id == sa.bindparam("who")) & clocks.IS_IN_HAND, clocks.DUE, _REPORT.c.id)


async def of_reporter(session: AsyncSession, user_id: int, number: int, size: int) -> Page:
    """Return a person's own reports, newest first."""
    return await _OWN.page(session, number, size, user_id)


async def queue(session: AsyncSession, agency: str | None, number: int, size: int) -> Page:
    """Return what an agency (None: the coordinators) has in hand, the latest due first to be seen."""
    return await (_UNROUTED if agency is None else _QUEUE).page(session, number, size, agency)


async def held_by(session: AsyncSession, user_id: int, number: int, size: int) -> Page:
    """Return what an officer has in hand."""
    return await _HELD.page(session, number, size, user_id)


async def without_card(session: AsyncSession, agency: str | None, chat_id: int) -> list[Report]:
    """Return what an agency has in hand that has no card in a chat yet, oldest first.

    For `agency` None (the coordinators) that is every report in hand without a card there; the caller decides whose.
    """
    card = sa.exists().where(_LINK.c.report_id == _REPORT.c.id, _LINK.c.role == Role.CARD, _LINK.c.chat_id == chat_id)
    condition = clocks.IS_IN_HAND & ~card
    if agency is not None:
        condition &= _REPORT.c.agency == agency
    rows = await session.execute(sa.select(Report).where(condition).order_by(_REPORT.c.id))
    return list(rows.scalars())
