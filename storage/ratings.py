"""Ratings: the stars that reporters gave the closed reports of an agency, counted by the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Report

_REPORT = Report.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Given:
    """How many reports were rated, and how many stars they got together."""

    count: int
    stars: int


async def of_agencies(session: AsyncSession, since: datetime, until: datetime) -> Mapping[str, Given]:
    """Return what each agency was given for the reports that ended from one moment on and before another."""
    query = (
        sa.select(_REPORT.c.agency, sa.func.count(), sa.func.sum(_REPORT.c.stars))
        .where(
            _REPORT.c.stars.is_not(None),
            _REPORT.c.agency.is_not(None),
            _REPORT.c.ended_at >= since,
            _REPORT.c.ended_at < until,
        )
        .group_by(_REPORT.c.agency)
    )
    return {agency: Given(count, int(stars)) for agency, count, stars in await session.execute(query)}
