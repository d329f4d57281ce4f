"""Combined cards: in which chats they are, and what they show."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from storage import clocks
from storage.tables import COMBINED_REPORTS, REPORTS, Report
from storage.unit import Reads, Writes


@dataclass(frozen=True, slots=True)
class CombinedCard:
    """A combined card: the number of its outbox row, and the chat it is in."""

    outbox_id: int
    chat_id: int


class CombinedCardReads(Reads):
    """Looks up combined cards."""

    async def showing(self, report_id: int) -> list[CombinedCard]:
        """Return the combined cards on which a report stands, the newest of each chat."""
        rows = await self._session.execute(
            sa.select(COMBINED_REPORTS.c.outbox_id, COMBINED_REPORTS.c.chat_id)
            .where(COMBINED_REPORTS.c.report_id == report_id)
            .order_by(COMBINED_REPORTS.c.outbox_id)
        )
        newest = {row.chat_id: CombinedCard(row.outbox_id, row.chat_id) for row in rows}
        return list(newest.values())

    async def in_hand(self, chat_id: int) -> list[CombinedCard]:
        """Return the combined cards of a chat on which something is that somebody has in hand, the oldest first."""
        rows = await self._session.execute(
            sa.select(COMBINED_REPORTS.c.outbox_id)
            .join(REPORTS, COMBINED_REPORTS.c.report_id == REPORTS.c.id)
            .where(COMBINED_REPORTS.c.chat_id == chat_id, clocks.IS_IN_HAND)
            .distinct()
            .order_by(COMBINED_REPORTS.c.outbox_id)
        )
        return [CombinedCard(row.outbox_id, chat_id) for row in rows]

    async def reports_on(self, outbox_id: int) -> list[Report]:
        """Return the reports on a combined card, in their order."""
        rows = await self._session.execute(
            sa.select(Report)
            .join(COMBINED_REPORTS, COMBINED_REPORTS.c.report_id == REPORTS.c.id)
            .where(COMBINED_REPORTS.c.outbox_id == outbox_id)
            .order_by(COMBINED_REPORTS.c.place)
        )
        return list(rows.scalars())


class CombinedCards(CombinedCardReads, Writes):
    """The combined cards of a transaction."""

    async def put(self, card: CombinedCard, report_ids: Sequence[int]) -> None:
        """Note which reports a combined card shows, in their order."""
        await self._session.execute(
            sa.insert(COMBINED_REPORTS),
            [
                {"outbox_id": card.outbox_id, "chat_id": card.chat_id, "report_id": report, "place": place}
                for place, report in enumerate(report_ids)
            ],
        )
