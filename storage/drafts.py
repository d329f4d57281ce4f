"""Drafts that were left: who is in the middle of something in a private chat, and since when nothing came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Conversation

_TALK = Conversation.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Left:
    """One person's unfinished conversation, untouched since `at`."""

    user_id: int
    at: datetime


async def left(session: AsyncSession, state: str, after: datetime, until: datetime) -> Sequence[Left]:
    """Return the conversations in a state that were last touched after one moment and up to another, oldest first."""
    query = (
        sa.select(_TALK.c.user_id, _TALK.c.updated_at)
        .where(
            _TALK.c.state == state,
            _TALK.c.updated_at > after,
            _TALK.c.updated_at <= until,
            _TALK.c.chat_id == _TALK.c.user_id,
        )
        .order_by(_TALK.c.updated_at, _TALK.c.user_id)
    )
    return [Left(*row) for row in await session.execute(query)]
