"""Reminders: what comes next for each subject, what is due now, and what was done already.

Of everything that a running clock will do, only the next is a pending row; what was done stays as a row of its own, so
that nothing is done twice however often it is planned. The plans of a transaction are written together at its end.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.tables import REMINDERS, Reminder, ReminderKind, ReminderState, written_out
from storage.unit import Reads, Writes
from storage.upsert import Upsert

Key = tuple[ReminderKind, int]
"""What makes a reminder of a subject the same one again: its kind and its number."""

COORDINATORS = "coordinators"
"""The subject of the coordinators' morning messages."""

KEEP_DONE = timedelta(days=550)
"""How long what was done is kept. Clocks run for weeks, promises for a year at most: nothing older can come again."""

FORGET_PAGE = 2_000
"""Rows looked at in one tidying."""

_FIRST = Upsert(Reminder, ["subject", "kind", "number"], returning=["id"])
_PENDING = written_out(REMINDERS.c.state, ReminderState.PENDING)


@dataclass(frozen=True, slots=True)
class Planned:
    """One thing that a clock will do at an aware moment."""

    kind: ReminderKind
    number: int
    at: datetime

    @property
    def key(self) -> Key:
        """What makes it the same one again."""
        return self.kind, self.number


@dataclass(frozen=True, slots=True)
class Due:
    """A pending reminder as the tick finds it."""

    id: int
    subject: str
    kind: ReminderKind
    number: int
    due_at: datetime

    @property
    def key(self) -> Key:
        """What makes it the same one again."""
        return self.kind, self.number


def of_report(report_id: int) -> str:
    """Return the subject of everything that is due about a report."""
    return f"report:{report_id}"


def of_agency(code: str) -> str:
    """Return the subject of an agency's morning messages."""
    return f"agency:{code}"


def agency_in(subject: str) -> str | None:
    """Return the agency that a subject is about, or None for another kind of subject."""
    noun, _, code = subject.partition(":")
    return code if noun == "agency" else None


def report_in(subject: str) -> int | None:
    """Return the report that a subject is about, or None for another kind of subject."""
    noun, _, number = subject.partition(":")
    return int(number) if noun == "report" else None


class ReminderReads(Reads):
    """Looks up what is due and what was done."""

    async def due(self, now: datetime, limit: int) -> list[Due]:
        """Return up to `limit` reminders that are due, the longest due first."""
        return await self._pending(REMINDERS.c.due_at <= now, limit)

    async def coming(self, until: datetime) -> list[Due]:
        """Return everything pending up to a moment, in order; for whoever wants to know what is to come."""
        return await self._pending(REMINDERS.c.due_at <= until, None)

    async def done(self, subjects: Collection[str]) -> dict[str, set[Key]]:
        """Return what was done already about each subject."""
        keys: dict[str, set[Key]] = {subject: set() for subject in subjects}
        for row in await self._session.execute(rows_of(subjects).where(REMINDERS.c.state == ReminderState.DONE)):
            keys[row.subject].add((row.kind, row.number))
        return keys

    async def _pending(self, condition: sa.ColumnElement[bool], limit: int | None) -> list[Due]:
        columns = (REMINDERS.c[name] for name in ("id", "subject", "kind", "number", "due_at"))
        query = sa.select(*columns).where(_PENDING, condition).order_by(REMINDERS.c.due_at, REMINDERS.c.id)
        rows = await self._session.execute(query if limit is None else query.limit(limit))
        return [Due(*row) for row in rows]


class Reminders(ReminderReads, Writes):
    """The reminders of a transaction."""

    async def claim(self, ids: Sequence[int], now: datetime) -> list[Due]:
        """Return those of these reminders that are still due in this transaction."""
        return await self._pending(REMINDERS.c.id.in_(ids) & (REMINDERS.c.due_at <= now), len(ids))

    async def first_time(self, subject: str, key: Key) -> bool:
        """Note that something is done now, and tell whether it never was before."""
        row = row_of(subject, Planned(*key, self._unit.now), ReminderState.DONE, self._unit.now)
        return (await self._session.execute(self._unit.built(_FIRST), row)).first() is not None

    async def drop(self, ids: Sequence[int]) -> None:
        """Forget reminders that have become needless."""
        await self._session.execute(sa.delete(REMINDERS).where(REMINDERS.c.id.in_(ids)))

    async def postpone(self, ids: Sequence[int], until: datetime) -> None:
        """Have reminders wait until another moment."""
        await self._session.execute(sa.update(REMINDERS).where(REMINDERS.c.id.in_(ids), _PENDING).values(due_at=until))

    async def forget(self, before: datetime) -> None:
        """Delete what was done before a moment, from among the oldest rows: each look is short, and old rows are first."""
        oldest = sa.select(REMINDERS.c.id).order_by(REMINDERS.c.id).limit(FORGET_PAGE)
        is_old = (REMINDERS.c.state == ReminderState.DONE) & (REMINDERS.c.done_at < before)
        await self._session.execute(sa.delete(REMINDERS).where(REMINDERS.c.id.in_(oldest), is_old))


def rows_of(subjects: Collection[str]) -> sa.Select[tuple[int, str, ReminderKind, int, datetime, ReminderState]]:
    columns = (REMINDERS.c[name] for name in ("id", "subject", "kind", "number", "due_at", "state"))
    return sa.select(*columns).where(REMINDERS.c.subject.in_(subjects))


def row_of(subject: str, item: Planned, state: ReminderState, done_at: datetime | None) -> dict[str, object]:
    return {
        "subject": subject,
        "kind": item.kind,
        "number": item.number,
        "due_at": item.at,
        "state": state,
        "done_at": done_at,
    }
