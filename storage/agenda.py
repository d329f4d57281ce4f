"""The agenda: what comes next for each subject, planned in a transaction and written together at its end.

Of everything that a running clock will do, only the next is a pending row; what was done stays as a row of its own, so
that nothing is done twice however often it is planned.
"""

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from storage.reminders import Due, Key, Planned, row_of, rows_of
from storage.tables import REMINDERS, ReminderState
from storage.unit import Unit, Writes


class Agenda(Writes):
    """The plans of a transaction: taken one by one, the last for each subject, and written together."""

    def __init__(self, unit: Unit) -> None:
        super().__init__(unit)
        self._plans: dict[str, Sequence[Planned]] = {}
        self._fresh: set[str] = set()
        self._done_rows: list[int] = []
        self._done: list[dict[str, object]] = []

    def done(self, claimed: Due, keys: Collection[Key]) -> None:
        """Note that these things are done about the subject of a claimed row; the row counts if its own key does."""
        now = self._unit.now
        if claimed.key in keys:
            self._done_rows.append(claimed.id)
        self._done += [
            row_of(claimed.subject, Planned(*key, now), ReminderState.DONE, now)
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
        session, now = self._session, self._unit.now
        if self._done_rows:
            ended = sa.update(REMINDERS).where(REMINDERS.c.id.in_(self._done_rows))
            await session.execute(ended.values(state=ReminderState.DONE, done_at=now))
        if self._done:
            await session.execute(sa.insert(REMINDERS), self._done)
        self._done_rows, self._done = [], []
        if self._plans:
            await self._write_plans()

    async def _write_plans(self) -> None:
        rows: dict[str, list[tuple[int, Planned, ReminderState]]] = {subject: [] for subject in self._plans}
        if known := [subject for subject in self._plans if subject not in self._fresh]:
            found = await self._session.execute(rows_of(known))
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
                coming.append(row_of(subject, following, ReminderState.PENDING, None))
        if needless:
            await self._session.execute(sa.delete(REMINDERS).where(REMINDERS.c.id.in_(needless)))
        if coming:
            await self._session.execute(sa.insert(REMINDERS), coming)
        self._plans, self._fresh = {}, set()
