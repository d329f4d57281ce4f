"""The inbox: updates kept on arrival, worked in order, set aside when they cannot be."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.errors import storable
from storage.tables import InboxState, InboxUpdate
from storage.upsert import Upsert

if TYPE_CHECKING:
    from storage.transaction import Transaction

_INBOX = InboxUpdate.__table__  # type: ignore[attr-defined]

_PENDING = _INBOX.c.state == sa.literal(InboxState.PENDING, _INBOX.c.state.type, literal_execute=True)
"""Written out in the statement: a planner that sees a parameter cannot know that the partial index holds these rows."""

_ENTER = Upsert(InboxUpdate, ["update_id"], returning=["update_id", "id"])
_WAITS = sa.select(_INBOX.c.id).where(_PENDING).limit(1)

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


async def keep(transaction: "Transaction", updates: Sequence[dict[str, Any]]) -> int:
    """Store raw updates in their order, to be worked, and return how many were new; one seen before changes nothing."""
    rows = [
        {
            "update_id": update["update_id"],
            "body": json.dumps(update, separators=(",", ":")),
            "received_at": transaction.now,
            "state": InboxState.PENDING,
            "attempts": 0,
        }
        for update in updates
    ]
    return len(await _insert(transaction, rows))


async def take(transaction: "Transaction", updates: Sequence[dict[str, Any]]) -> list[Arrived] | None:
    """Note updates as worked by this very transaction and return the new ones, or None when older ones still wait."""
    if (await transaction.session.execute(_WAITS)).first() is not None:
        return None
    now = transaction.now
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
    new = await _insert(transaction, rows)
    return [
        Arrived(number, update["update_id"], update, now, 0)
        for update in updates
        if (number := new.pop(update["update_id"], None)) is not None
    ]


async def _insert(transaction: "Transaction", rows: list[dict[str, Any]]) -> dict[int, int]:
    """Insert what was never seen and return its row numbers by update id."""
    if not rows:
        return {}
    added = await transaction.session.execute(_ENTER.on(transaction), rows)
    return {row.update_id: row.id for row in added}


async def pending(session: AsyncSession, limit: int) -> list[Arrived]:
    """Return the oldest waiting updates in order of arrival."""
    rows = await session.execute(
        sa.select(_INBOX.c.id, _INBOX.c.update_id, _INBOX.c.body, _INBOX.c.received_at, _INBOX.c.attempts)
        .where(_PENDING)
        .order_by(_INBOX.c.id)
        .limit(limit)
    )
    return [Arrived(row.id, row.update_id, json.loads(row.body), row.received_at, row.attempts) for row in rows]


async def done(session: AsyncSession, ids: Sequence[int], now: datetime) -> None:
    """Mark updates as worked and forget what they said."""
    await session.execute(
        sa.update(_INBOX).where(_INBOX.c.id.in_(ids)).values(state=InboxState.DONE, body="", finished_at=now)
    )


async def failed(session: AsyncSession, row: int, error: str, now: datetime, *, for_good: bool) -> None:
    """Count a failed try; `for_good` sets the update aside with its error, its body kept for whoever looks into it."""
    values: dict[str, Any] = {"attempts": _INBOX.c.attempts + 1, "error": storable(error)[:2000]}
    if for_good:
        values |= {"state": InboxState.FAILED, "finished_at": now}
    await session.execute(sa.update(_INBOX).where(_INBOX.c.id == row).values(**values))


async def forget(session: AsyncSession, now: datetime) -> None:
    """Delete updates that finished long ago."""
    for state, kept in ((InboxState.DONE, KEEP_DONE), (InboxState.FAILED, KEEP_FAILED)):
        old = (_INBOX.c.state == state) & (_INBOX.c.finished_at < now - kept)
        await session.execute(sa.delete(_INBOX).where(old))
