"""The inbox: updates kept on arrival, worked in order, set aside when they cannot be."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.errors import storable
from storage.tables import INBOX, InboxState, InboxUpdate, written_out
from storage.unit import Reads, Writes
from storage.upsert import Upsert

_PENDING = written_out(INBOX.c.state, InboxState.PENDING)

_ENTER = Upsert(InboxUpdate, ["update_id"], returning=["update_id", "id"])
_WAITS = sa.select(INBOX.c.id).where(_PENDING).limit(1)

KEEP_DONE = timedelta(days=8)
"""How long done updates are remembered: Telegram repeats an unacknowledged update for 24 h; a week more is spare."""

KEEP_FAILED = timedelta(days=90)
"""How long an update that could not be worked keeps what somebody said: as long as a dead letter (storage/outbox.py)."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """One update waiting to be worked."""

    id: int
    update_id: int
    body: dict[str, Any]
    received_at: datetime
    attempts: int


class InboxReads(Reads):
    """Looks up what waits to be worked."""

    async def pending(self, limit: int) -> list[Arrived]:
        """Return the oldest waiting updates in order of arrival."""
        rows = await self._session.execute(
            sa.select(INBOX.c.id, INBOX.c.update_id, INBOX.c.body, INBOX.c.received_at, INBOX.c.attempts)
            .where(_PENDING)
            .order_by(INBOX.c.id)
            .limit(limit)
        )
        return [Arrived(row.id, row.update_id, json.loads(row.body), row.received_at, row.attempts) for row in rows]


class Inbox(InboxReads, Writes):
    """The inbox of a transaction."""

    async def keep(self, updates: Sequence[dict[str, Any]]) -> int:
        """Store raw updates in their order, to be worked, and return how many were new; one seen before changes nothing."""
        rows = [
            {
                "update_id": update["update_id"],
                "body": json.dumps(update, separators=(",", ":")),
                "received_at": self._unit.now,
                "state": InboxState.PENDING,
                "attempts": 0,
            }
            for update in updates
        ]
        return len(await self._insert(rows))

    async def enter_worked(self, updates: Sequence[dict[str, Any]]) -> list[Arrived] | None:
        """Note updates as worked by this very transaction and return the new ones, or None when older ones still wait."""
        if (await self._session.execute(_WAITS)).first() is not None:
            return None
        now = self._unit.now
        rows = [
            {
                "update_id": update["update_id"],
                "body": "",
                "received_at": now,
                "state": InboxState.DONE,
                "attempts": 0,
                "finished_at": now,
            }
            for update in updates
        ]
        new = await self._insert(rows)
        return [
            Arrived(number, update["update_id"], update, now, 0)
            for update in updates
            if (number := new.pop(update["update_id"], None)) is not None
        ]

    async def _insert(self, rows: list[dict[str, Any]]) -> dict[int, int]:
        """Insert what was never seen and return its row numbers by update id."""
        if not rows:
            return {}
        added = await self._session.execute(self._unit.built(_ENTER), rows)
        return {row.update_id: row.id for row in added}

    async def done(self, ids: Sequence[int], now: datetime) -> None:
        """Mark updates as worked and forget what they said."""
        await self._session.execute(
            sa.update(INBOX).where(INBOX.c.id.in_(ids)).values(state=InboxState.DONE, body="", finished_at=now)
        )

    async def failed(self, row: int, error: str, now: datetime, *, for_good: bool) -> None:
        """Count a failed try; `for_good` sets the update aside with its error, its body kept for whoever looks into it."""
        values: dict[str, Any] = {"attempts": INBOX.c.attempts + 1, "error": storable(error)[:2000]}
        if for_good:
            values |= {"state": InboxState.FAILED, "finished_at": now}
        await self._session.execute(sa.update(INBOX).where(INBOX.c.id == row).values(**values))

    async def forget(self, now: datetime) -> None:
        """Delete updates that finished long ago."""
        for state, kept in ((InboxState.DONE, KEEP_DONE), (InboxState.FAILED, KEEP_FAILED)):
            old = (INBOX.c.state == state) & (INBOX.c.finished_at < now - kept)
            await self._session.execute(sa.delete(INBOX).where(old))
