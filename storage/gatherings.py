"""Combined cards: what they show, and the single cards that were taken back for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.outbox import is_pending
from storage.tables import GatheredReport, MessageLink, OutboxMessage, OutboxState, Report

if TYPE_CHECKING:
    from storage.transaction import Transaction

_ITEM = GatheredReport.__table__  # type: ignore[attr-defined]
_OUTBOX = OutboxMessage.__table__  # type: ignore[attr-defined]
_LINK = MessageLink.__table__  # type: ignore[attr-defined]
_REPORT = Report.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Gathered:
    """A combined card: the number of its outbox row, and the chat it is in."""

    outbox_id: int
    chat_id: int


async def put(transaction: "Transaction", card: Gathered, report_ids: Sequence[int]) -> None:
    """Note which reports a combined card shows, in their order."""
    await transaction.session.execute(
        sa.insert(_ITEM),
        [
            {"outbox_id": card.outbox_id, "chat_id": card.chat_id, "report_id": report, "place": place}
            for place, report in enumerate(report_ids)
        ],
    )


async def take_back(transaction: "Transaction", rows: Sequence[int], into: int) -> None:
    """End waiting single cards whose reports a combined card shows, and what was to lead from them to their reports."""
    session = transaction.session
    await session.execute(
        sa.update(_OUTBOX)
        .where(_OUTBOX.c.id.in_(rows), is_pending())
        .values(state=OutboxState.EXPIRED, error=f"gathered into {into}", finished_at=transaction.now)
    )
    await session.execute(sa.delete(_LINK).where(_LINK.c.outbox_id.in_(rows), _LINK.c.message_id.is_(None)))


async def showing(session: AsyncSession, report_id: int) -> list[Gathered]:
    """Return the combined cards on which a report stands, the newest of each chat."""
    rows = await session.execute(
        sa.select(_ITEM.c.outbox_id, _ITEM.c.chat_id).where(_ITEM.c.report_id == report_id).order_by(_ITEM.c.outbox_id)
    )
    newest = {row.chat_id: Gathered(row.outbox_id, row.chat_id) for row in rows}
    return list(newest.values())


async def reports_on(session: AsyncSession, outbox_id: int) -> list[Report]:
    """Return the reports on a combined card, in their order."""
    rows = await session.execute(
        sa.select(Report)
        .join(_ITEM, _ITEM.c.report_id == _REPORT.c.id)
        .where(_ITEM.c.outbox_id == outbox_id)
        .order_by(_ITEM.c.place)
    )
    return list(rows.scalars())
