"""What morning messages count: what an agency has before it today, and which have fallen silent. The database counts it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from storage import clocks
from storage.tables import EVENTS, REPORTS, ActorKind, EventKind, Identity, Status, written_out
from storage.unit import Reads

_BY_OFFICER = written_out(EVENTS.c.actor, ActorKind.OFFICER)


class Section(StrEnum):
    """The parts of a digest, in their order; a report stands in the first that fits."""

    LATE = "late"
    TODAY = "today"
    NEW = "new"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Item:
    """One report of a digest: never its story. `due` is when its clock runs out, or would have if it stood not still."""

    id: int
    ticket: str
    category: str
    identity: Identity
    section: Section
    due: datetime


@dataclass(frozen=True, slots=True)
class WaitingReports:
    """An agency's open reports that wait for it: how many, and since when it has had the first of them."""

    agency: str
    count: int
    since: datetime


class DigestReads(Reads):
    """Counts what agencies have before them."""

    async def counts(self, agency: str, now: datetime, tonight: datetime) -> Mapping[Section, int]:
        """Return how many reports an agency has in each section; sections without any are left out."""
        section = _section(now, tonight)
        query = sa.select(section, sa.func.count()).where(
            REPORTS.c.lead == agency, clocks.IS_IN_HAND, section.is_not(None)
        )
        rows = (await self._session.execute(query.group_by(section))).all()
        found = {Section(str(name)): count for name, count in rows}
        return {section: found[section] for section in Section if section in found}

    async def items(self, agency: str, now: datetime, tonight: datetime, limit: int) -> Sequence[Item]:
        """Return the first reports of a digest: section by section, what is due first on top."""
        section = _section(now, tonight)
        rank = sa.case({name.value: place for place, name in enumerate(Section)}, value=section)
        columns = [REPORTS.c[name] for name in ("id", "ticket", "category", "identity")]
        query = (
            sa.select(
                *columns,
                section.label("section"),
                clocks.DUE.label("due"),
            )
            .where(REPORTS.c.lead == agency, clocks.IS_IN_HAND, section.is_not(None))
            .order_by(rank, clocks.DUE, REPORTS.c.id)
            .limit(limit)
        )
        return [
            Item(row.id, row.ticket, row.category, row.identity, Section(row.section), row.due)
            for row in await self._session.execute(query)
        ]

    async def waiting_reports(self) -> Sequence[WaitingReports]:
        """Return every agency that has reports to work on, with the moment since which it has had the first of them."""
        # What coordinators write under a report does not end its agency's silence; that it was handed on begins a new one.
        came = sa.case((REPORTS.c.last_act == EventKind.REROUTED.value, REPORTS.c.last_at), else_=REPORTS.c.filed_at)
        since = sa.type_coerce(sa.func.min(came), REPORTS.c.filed_at.type)
        query = (
            sa.select(REPORTS.c.lead, sa.func.count(), since)
            .where(REPORTS.c.lead.is_not(None), clocks.AWAITS_AGENCY)
            .group_by(REPORTS.c.lead)
            .order_by(REPORTS.c.lead)
        )
        return [WaitingReports(*row) for row in await self._session.execute(query)]

    async def last_act(self, agency: str) -> datetime | None:
        """Return when an officer of an agency last did anything; None if nobody ever did."""
        query = (
            sa.select(EVENTS.c.at).where(EVENTS.c.agency == agency, _BY_OFFICER).order_by(EVENTS.c.at.desc()).limit(1)
        )
        found: datetime | None = (await self._session.execute(query)).scalar_one_or_none()
        return found


def _section(now: datetime, tonight: datetime) -> sa.ColumnElement[str | None]:
    """Return the section a report stands in; NULL when it is neither pressing nor new, or others decide about it."""
    return sa.case(
        (REPORTS.c.status == Status.WAITING_REPORTER, Section.WAITING.value),
        (~clocks.AWAITS_AGENCY, sa.null()),
        (now > clocks.DUE, Section.LATE.value),
        (tonight >= clocks.DUE, Section.TODAY.value),
        (clocks.AWAITS_RESPONSE, Section.NEW.value),
        else_=sa.null(),
    )
