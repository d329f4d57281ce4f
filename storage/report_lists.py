"""Lists of reports, a page at a time: a person's own, an agency's, an officer's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage import clocks
from storage.tables import REPORTS, Identity, Status
from storage.unit import Reads
from storage.visibility import Sight, on_lists_of


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
    *(REPORTS.c[name] for name in ("id", "ticket", "category", "status", "identity", "place", "filed_at")),
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

    def __init__(self, sight: Sight, condition: sa.ColumnElement[bool], *order: Any) -> None:
        condition &= on_lists_of(sight)
        total = sa.select(sa.func.count()).select_from(REPORTS).where(condition).correlate(None).scalar_subquery()
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


_OWN = _List(Sight.REPORTER, REPORTS.c.reporter_id == sa.bindparam("who"), REPORTS.c.id.desc())
_WAITING = _List(
    Sight.REPORTER,
    (REPORTS.c.reporter_id == sa.bindparam("who")) & (REPORTS.c.status == Status.WAITING_REPORTER),
    REPORTS.c.id.desc(),
)
_QUEUE = _List(Sight.HANDLERS, (REPORTS.c.lead == sa.bindparam("who")) & clocks.IS_IN_HAND, clocks.DUE, REPORTS.c.id)
_UNROUTED = _List(Sight.HANDLERS, REPORTS.c.lead.is_(None) & clocks.IS_IN_HAND, clocks.DUE, REPORTS.c.id)
_HELD = _List(
    Sight.HANDLERS, (REPORTS.c.holder_id == sa.bindparam("who")) & clocks.IS_IN_HAND, clocks.DUE, REPORTS.c.id
)


class ReportLists(Reads):
    """Reads lists of reports."""

    async def of_reporter(self, person_id: int, number: int, size: int) -> Page:
        """Return a person's own reports, newest first."""
        return await _OWN.page(self._session, number, size, person_id)

    async def waiting_for(self, person_id: int, size: int) -> Page:
        """Return a person's own reports that wait for their answer, newest first."""
        return await _WAITING.page(self._session, 0, size, person_id)

    async def queue(self, agency: str | None, number: int, size: int) -> Page:
        """Return what an agency (None: the coordinators) has in hand, the latest due first to be seen."""
        return await (_UNROUTED if agency is None else _QUEUE).page(self._session, number, size, agency)

    async def held_by(self, person_id: int, number: int, size: int) -> Page:
        """Return what an officer has in hand."""
        return await _HELD.page(self._session, number, size, person_id)
