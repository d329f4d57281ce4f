"""What waits for chats that take nothing, or no files, for now: it stays in the outbox and is looked up here."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from storage.jsontext import written
from storage.outbox import COLUMNS, Outgoing, is_pending, outgoing
from storage.tables import MESSAGE_LINKS, OUTBOX, OutboxState
from storage.unit import Reads, Writes

PORTION = 1_000
"""Rows named in one statement; SQLite and PostgreSQL take 32,000 values."""


class WaitingReads(Reads):
    """Looks up rows that wait."""

    async def several(self, ids: Collection[int]) -> list[Outgoing]:
        """Return those of these rows that still wait, in order, as they are now and for whichever chat that is now."""
        found: list[Outgoing] = []
        for portion in _portions(ids):
            found += await self._found(OUTBOX.c.id.in_(portion))
        return found

    async def in_chat(self, chat_id: int) -> list[Outgoing]:
        """Return everything that waits for a chat, in order."""
        return await self._found(OUTBOX.c.chat_id == chat_id)

    async def _found(self, condition: sa.ColumnElement[bool]) -> list[Outgoing]:
        rows = await self._session.execute(sa.select(*COLUMNS).where(is_pending(), condition).order_by(OUTBOX.c.id))
        return [outgoing(row) for row in rows]


class Waiting(WaitingReads, Writes):
    """Changes rows that wait."""

    async def withhold(self, ids: Sequence[int]) -> None:
        """Note that the chat takes no such messages now; a row that waits since earlier keeps its moment."""
        await self._session.execute(
            sa.update(OUTBOX)
            .where(OUTBOX.c.id.in_(ids), is_pending(), OUTBOX.c.withheld_since.is_(None))
            .values(withheld_since=self._unit.now)
        )

    async def rewrite(self, outbox_id: int, payload: dict[str, Any]) -> None:
        """Give a row that waits other parameters."""
        await self._session.execute(
            sa.update(OUTBOX).where(OUTBOX.c.id == outbox_id, is_pending()).values(payload=written(payload))
        )

    async def end(self, ids: Collection[int], why: str) -> None:
        """End rows that wait and are no longer worth sending, and what was to lead from them to their reports."""
        for portion in _portions(ids):
            await self._session.execute(
                sa.update(OUTBOX)
                .where(OUTBOX.c.id.in_(portion), is_pending())
                .values(state=OutboxState.EXPIRED, error=why, finished_at=self._unit.now)
            )
            await self._session.execute(
                sa.delete(MESSAGE_LINKS).where(
                    MESSAGE_LINKS.c.outbox_id.in_(portion), MESSAGE_LINKS.c.message_id.is_(None)
                )
            )


def _portions(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + PORTION] for start in range(0, len(ordered), PORTION))
