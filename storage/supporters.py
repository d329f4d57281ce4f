"""Supporters: who else hears of a report."""

from collections.abc import Sequence

import sqlalchemy as sa

from storage.tables import SUPPORTERS, Supporter
from storage.unit import Reads, Writes
from storage.upsert import Upsert

_ADD = Upsert(Supporter, ["report_id", "person_id"])


class SupporterReads(Reads):
    """Looks up supporters."""

    async def of_report(self, report_id: int) -> Sequence[int]:
        """Return the people who support a report, by our own numbers, the first to do so first."""
        query = sa.select(SUPPORTERS.c.person_id).where(SUPPORTERS.c.report_id == report_id)
        return list((await self._session.execute(query.order_by(SUPPORTERS.c.since, SUPPORTERS.c.person_id))).scalars())


class Supporters(SupporterReads, Writes):
    """The supporters of a transaction."""

    async def add(self, report_id: int, person_id: int) -> None:
        """Note that a person supports a report from now on; whoever does already goes on."""
        row = {"report_id": report_id, "person_id": person_id, "since": self._unit.now}
        await self._session.execute(self._unit.built(_ADD), row)
