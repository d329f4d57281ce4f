"""Ratings: the stars that reporters gave the closed reports of an agency, counted by the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage.tables import REPORTS
from storage.unit import Reads


@dataclass(frozen=True, slots=True)
class StarsGiven:
    """How many reports were rated, and how many stars they got together."""

    count: int
    stars: int


class RatingReads(Reads):
    """Counts ratings."""

    async def of_agencies(self, since: datetime, until: datetime) -> Mapping[str, StarsGiven]:
        """Return what each agency was given for the reports that ended from one moment on and before another."""
        query = (
            sa.select(REPORTS.c.lead, sa.func.count(), sa.func.sum(REPORTS.c.stars))
            .where(
                REPORTS.c.stars.is_not(None),
                REPORTS.c.lead.is_not(None),
                REPORTS.c.ended_at >= since,
                REPORTS.c.ended_at < until,
            )
            .group_by(REPORTS.c.lead)
        )
        return {agency: StarsGiven(count, int(stars)) for agency, count, stars in await self._session.execute(query)}
