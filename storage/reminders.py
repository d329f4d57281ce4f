"""Reminders: what comes next for each subject, what is due now, and what was done already.

Of everything that a running clock will do, only the next is a pending row; what was done stays as a row of its own, so
that nothing is done twice however often it is planned. The plans of a transaction are written together at its end.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Reminder, ReminderKind, ReminderState
from storage.upsert import Upsert

if TYPE_CHECKING:
    from storage.transaction import Transaction

Key = tuple[ReminderKind, int]
"""What makes a reminder of a subject the same one again: its kind and its number."""

COORDINATORS = "coordinators"
"""The subject of the coordinators' mornings."""

KEEP_DONE = timedelta(days=550)
"""How long what was done is kept. Clocks run for weeks, promises for a year at most: nothing older can come again."""

FORGET_PAGE = 2_000
"""Rows looked at in one tidying."""

_REMINDER = Reminder.__table__  # type: ignore[attr-defined]
_FIRST = Upsert(Reminder, ["subject", "kind", "number"], returning=["id"])
_PENDING = _REMINDER.c.state == sa.literal(ReminderState.PENDING, _REMINDER.c.state.type, literal_execute=True)
"""Written out in the statement: a planner that sees a parameter cannot know that the partial index holds these rows."""


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
    """Return the subject of an agency's mornings."""
    return f"agency:{code}"


def agency_in(subject: str) -> str | None:
    """Return the agency that a subject is about, or None for another kind of subject."""
    noun, _, code = subject.partition(":")
    return code if noun == "agency" else None


def report_in(subject: str) -> int | None:
    """Return the report that a subject is about, or None for another kind of subject."""
    noun, _, number = subject.partition(":")
    return int(number) if noun == "report" else None


class Agenda:
    """The plans of a transaction: taken one by one, the last for each subject, and written together."""

    def __init__(self, transaction: "Transaction") -> None:
        self._transaction = transaction
        self._plans: dict[str, Sequence[Planned]] = {}
        self._fresh: set[str] = set()
        self._done_rows: list[int] = []
        self._done: list[dict[str, object]] = []

    def settle(self, claimed: Due, keys: Collection[Key]) -> None:
        """Note that these things are done about the subject of a claimed row; the row counts if its own key does."""
        now = self._transaction.now
        if claimed.key in keys:
            self._done_rows.append(claimed.id)
        self._done += [
            _row(claimed.subject, Planned(*key, now), ReminderState.DONE, now)
            for key in sorted(keys)
            if key != claimed.key
        ]

    def plan(self, subject: str, planned: Sequence[Planned], *, fresh: bool = False) -> None:
        """Have the earliest of these that is not yet done come next, and nothing else.

        `fresh`: nothing was ever planned for the subject before this transaction, so that nothing need be read.
        """
        self._plans[subject] = planned
        if fresh:
            self._fresh.add(subject)

    async def flush(self) -> None:
        """Write what was done and what comes next: a handful of statements for all subjects together."""
        session, now = self._transaction.session, self._transaction.now
        if self._done_rows:
            ended = sa.update(_REMINDER).where(_REMINDER.c.id.in_(self._done_rows))
            await session.execute(ended.values(state=ReminderState.DONE, done_at=now))
        if self._done:
            await session.execute(sa.insert(_REMINDER), self._done)
        self._done_rows, self._done = [], []
        if self._plans:
            await self._write_plans(session)

    async def _write_plans(self, session: AsyncSession) -> None:
        rows: dict[str, list[tuple[int, Planned, ReminderState]]] = {subject: [] for subject in self._plans}
        if known := [subject for subject in self._plans if subject not in self._fresh]:
            found = await session.execute(_of(known))
            for row in found:
                rows[row.subject].append((row.id, Planned(row.kind, row.number, row.due_at), row.state))
        needless: list[int] = []
        coming: list[dict[str, object]] = []
        for subject, planned in self._plans.items():
            done = {item.key for _id, item, state in rows[subject] if state is ReminderState.DONE}
            following = min((item for item in planned if item.key not in done), key=lambda item: item.at, default=None)
            waiting = [(number, item) for number, item, state in rows[subject] if state is ReminderState.PENDING]
            needless += [number for number, item in waiting if item != following]
            if following is not None and all(item != following for _number, item in waiting):
                coming.append(_row(subject, following, ReminderState.PENDING, None))
        if needless:
            await session.execute(sa.delete(_REMINDER).where(_REMINDER.c.id.in_(needless)))
        if coming:
            await session.execute(sa.insert(_REMINDER), coming)
        self._plans, self._fresh = {}, set()


async def due(session: AsyncSession, now: datetime, limit: int) -> list[Due]:
    """Return up to `limit` reminders that are due, the longest due first."""
    return await _pending(session, _REMINDER.c.due_at <= now, limit)


async def claim(session: AsyncSession, ids: Sequence[int], now: datetime) -> list[Due]:
    """Return those of these reminders that are still due in this transaction."""
    return await _pending(session, _REMINDER.c.id.in_(ids) & (_REMINDER.c.due_at <= now), len(ids))


async def coming(session: AsyncSession, until: datetime) -> list[Due]:
    """Return everything pending up to a moment, in order; for whoever wants to know what is to come."""
    return await _pending(session, _REMINDER.c.due_at <= until, None)


async def done(session: AsyncSession, subjects: Collection[str]) -> dict[str, set[Key]]:
    """Return what was done already about each subject."""
    keys: dict[str, set[Key]] = {subject: set() for subject in subjects}
    for row in await session.execute(_of(subjects).where(_REMINDER.c.state == ReminderState.DONE)):
        keys[row.subject].add((row.kind, row.number))
    return keys


async def first_time(transaction: "Transaction", subject: str, key: Key) -> bool:
    """Note that something is done now, and tell whether it never was before."""
    row = _row(subject, Planned(*key, transaction.now), ReminderState.DONE, transaction.now)
    return (await transaction.session.execute(_FIRST.on(transaction), row)).first() is not None


async def drop(session: AsyncSession, ids: Sequence[int]) -> None:
    """Forget reminders that have become needless."""
    await session.execute(sa.delete(_REMINDER).where(_REMINDER.c.id.in_(ids)))


async def postpone(session: AsyncSession, ids: Sequence[int], until: datetime) -> None:
    """Have reminders wait until another moment."""
    await session.execute(sa.update(_REMINDER).where(_REMINDER.c.id.in_(ids), _PENDING).values(due_at=until))


async def forget(session: AsyncSession, before: datetime) -> None:
    """Delete what was done before a moment, from among the oldest rows: each look is short, and old rows are first."""
    oldest = sa.select(_REMINDER.c.id).order_by(_REMINDER.c.id).limit(FORGET_PAGE)
    is_old = (_REMINDER.c.state == ReminderState.DONE) & (_REMINDER.c.done_at < before)
    await session.execute(sa.delete(_REMINDER).where(_REMINDER.c.id.in_(oldest), is_old))


def _of(subjects: Collection[str]) -> sa.Select[tuple[int, str, ReminderKind, int, datetime, ReminderState]]:
    columns = (_REMINDER.c[name] for name in ("id", "subject", "kind", "number", "due_at", "state"))
    return sa.select(*columns).where(_REMINDER.c.subject.in_(subjects))


async def _pending(session: AsyncSession, condition: sa.ColumnElement[bool], limit: int | None) -> list[Due]:
    columns = (_REMINDER.c[name] for name in ("id", "subject", "kind", "number", "due_at"))
    query = sa.select(*columns).where(_PENDING, condition).order_by(_REMINDER.c.due_at, _REMINDER.c.id)
    rows = await session.execute(query if limit is None else query.limit(limit))
    return [Due(*row) for row in rows]


def _row(subject: str, item: Planned, state: ReminderState, done_at: datetime | None) -> dict[str, object]:
    return {
        "subject": subject,
        "kind": item.kind,
        "number": item.number,
        "due_at": item.at,
        "state": state,
        "done_at": done_at,
    }
