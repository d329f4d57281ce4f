"""Which report a message belongs to, and which message shows a report."""

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import MessageLink, Role

_LINK = MessageLink.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Link:
    """A message of ours. `message_id` is minus the outbox row's number while the message is not yet sent."""

    chat_id: int
    message_id: int
    report_id: int | None
    role: Role
    purpose: dict[str, Any]


async def by_message(session: AsyncSession, chat_id: int, message_id: int) -> Link | None:
    """Return what a message is to us, or None when it is none of ours."""
    row = (
        await session.execute(sa.select(_LINK).where(_LINK.c.chat_id == chat_id, _LINK.c.message_id == message_id))
    ).first()
    return None if row is None else _link(row)


async def newest(session: AsyncSession, report_id: int, role: Role, chat_id: int | None = None) -> Link | None:
    """Return the newest message with that role for a report (in one chat), or None."""
    query = sa.select(_LINK).where(_LINK.c.report_id == report_id, _LINK.c.role == role)
    if chat_id is not None:
        query = query.where(_LINK.c.chat_id == chat_id)
    row = (await session.execute(query.order_by(_LINK.c.id.desc()).limit(1))).first()
    return None if row is None else _link(row)


async def every(session: AsyncSession, report_id: int, role: Role) -> list[Link]:
    """Return the newest message with that role in each chat that has one."""
    rows = await session.execute(
        sa.select(_LINK).where(_LINK.c.report_id == report_id, _LINK.c.role == role).order_by(_LINK.c.id)
    )
    found = {row.chat_id: _link(row) for row in rows}
    return list(found.values())


async def keep_purpose(session: AsyncSession, link: Link, purpose: dict[str, Any] | None) -> None:
    """Change what a prompt or choice waits for; None when it was answered and must not act again."""
    same = _LINK.c.message_id == link.message_id if link.message_id > 0 else _LINK.c.outbox_id == -link.message_id
    await session.execute(
        sa.update(_LINK)
        .where(_LINK.c.chat_id == link.chat_id, same)
        .values(purpose=None if purpose is None else json.dumps(purpose, ensure_ascii=False))
    )


def _link(row: Any) -> Link:
    return Link(
        chat_id=row.chat_id,
        message_id=row.message_id if row.message_id is not None else -row.outbox_id,
        report_id=row.report_id,
        role=row.role,
        purpose=json.loads(row.purpose) if row.purpose else {},
    )
