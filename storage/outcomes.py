"""Outcomes: how the outbox's rows ended, and which messages they became."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.errors import storable
from storage.tables import MESSAGE_LINKS, OUTBOX, MessageLink, OutboxState, Role
from storage.unit import Writes
from storage.upsert import Upsert

_ADD = Upsert(
    MessageLink,
    ["chat_id", "message_id"],
    lambda new: {"outbox_id": new.outbox_id, "report_id": new.report_id, "role": new.role},
)


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """The end of one row: sent with its message ids, dead or expired with the reason, after so many attempts."""

    id: int
    state: OutboxState
    chat_id: int | None = None
    message_ids: tuple[int, ...] = ()
    error: str | None = None
    role: Role | None = None
    report_id: int | None = None
    attempts: int = 0


class Outcomes(Writes):
    """Records ends in a transaction."""

    async def record(self, outcomes: Sequence[RowOutcome], now: datetime) -> None:
        """Record how rows ended, and which messages they became."""
        await self._session.execute(
            sa.update(OUTBOX)
            .where(OUTBOX.c.id == sa.bindparam("row"))
            .values(
                state=sa.bindparam("new_state", type_=OUTBOX.c.state.type),
                message_id=sa.bindparam("first", type_=sa.BigInteger),
                error=sa.bindparam("why", type_=sa.Text),
                attempts=sa.bindparam("tries", type_=sa.Integer),
                finished_at=now,
            ),
            [
                {
                    "row": item.id,
                    "new_state": item.state,
                    "first": item.message_ids[0] if item.message_ids else None,
                    "why": None if item.error is None else storable(item.error),
                    "tries": item.attempts,
                }
                for item in outcomes
            ],
        )
        lost = [item.id for item in outcomes if item.state is not OutboxState.SENT and item.role is not None]
        if lost:
            # What never became a message leads nowhere, and must not pass for the card a report has in a group.
            await self._session.execute(
                sa.delete(MESSAGE_LINKS).where(
                    MESSAGE_LINKS.c.outbox_id.in_(lost), MESSAGE_LINKS.c.message_id.is_(None)
                )
            )
        linked = [item for item in outcomes if item.role is not None and item.message_ids]
        if linked:
            await self._link(linked, now)

    async def _link(self, outcomes: Sequence[RowOutcome], now: datetime) -> None:
        """Give links their message ids.

        A further message of the same row (an album's rest, a resend) gets a link of its own, and so does an edit that had
        to become a new message. What was linked under the same id before is another Telegram's and gone.
        """
        await self._session.execute(
            sa.delete(MESSAGE_LINKS).where(
                MESSAGE_LINKS.c.chat_id == sa.bindparam("chat"),
                MESSAGE_LINKS.c.message_id == sa.bindparam("message"),
                MESSAGE_LINKS.c.outbox_id != sa.bindparam("row"),
            ),
            [
                {"chat": item.chat_id, "message": number, "row": item.id}
                for item in outcomes
                for number in item.message_ids
            ],
        )
        rows = await self._session.execute(
            sa.select(MESSAGE_LINKS)
            .where(MESSAGE_LINKS.c.outbox_id.in_([item.id for item in outcomes]))
            .order_by(MESSAGE_LINKS.c.id)
        )
        first: dict[int, dict[str, Any]] = {}
        known: dict[int, set[int]] = {}
        for row in rows.mappings():
            first.setdefault(row["outbox_id"], dict(row))
            known.setdefault(row["outbox_id"], set()).add(row["message_id"])
        filled: list[dict[str, Any]] = []
        added: list[dict[str, Any]] = []
        for item in outcomes:
            link = first.get(item.id)
            number_of_link = None if link is None else link.pop("id")
            news = [number for number in item.message_ids if number not in known.get(item.id, ())]
            if link is not None and link["message_id"] is None and news:
                filled.append({"link": number_of_link, "message": news.pop(0), "chat": item.chat_id})
            template = link or {
                "outbox_id": item.id, "report_id": item.report_id, "role": item.role, "purpose": None, "created_at": now,
            }  # fmt: skip
            added.extend({**template, "chat_id": item.chat_id, "message_id": number} for number in news)
        if filled:
            await self._session.execute(
                sa.update(MESSAGE_LINKS)
                .where(MESSAGE_LINKS.c.id == sa.bindparam("link"))
                .values(message_id=sa.bindparam("message"), chat_id=sa.bindparam("chat")),
                filled,
            )
        if added:
            # One that is there already is the same: after a lost answer to a commit it is recorded again.
            await self._session.execute(self._unit.built(_ADD), added)
