"""Which report a message belongs to, and which message shows a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.jsontext import read, written
from storage.tables import MessageLink, Role
from storage.upsert import Upsert

if TYPE_CHECKING:
    from storage.transaction import Transaction

WRITTEN_TO_US = 0
"""Stands for the outbox row of a message that somebody wrote to us: there is none."""

_LINK = MessageLink.__table__  # type: ignore[attr-defined]
_REMEMBER = Upsert(MessageLink, ["chat_id", "message_id"])


@dataclass(frozen=True, slots=True)
class Link:
    """A message that belongs to a report: one of ours, or one by which its reporter told us of it.

    `message_id` is minus the outbox row's number while the message is not yet sent.
    """

    chat_id: int
    message_id: int
    report_id: int | None
    role: Role
    purpose: dict[str, Any]


async def by_message(session: AsyncSession, chat_id: int, message_id: int) -> Link | None:
    """Return what a message is to us, or None when it belongs to nothing."""
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
        .values(purpose=None if purpose is None else written(purpose))
    )


async def remember(transaction: "Transaction", chat_id: int, message_ids: Sequence[int], report_id: int) -> None:
    """Note that messages somebody wrote to us told of a report, so that editing one reaches it. Known ones stay."""
    if not message_ids:
        return
    rows = [
        {
            "outbox_id": WRITTEN_TO_US,
            "chat_id": chat_id,
            "message_id": number,
            "report_id": report_id,
            "role": Role.SCREEN,
            "created_at": transaction.now,
        }
        for number in message_ids
    ]
    await transaction.session.execute(_REMEMBER.on(transaction), rows)


def _link(row: Any) -> Link:
    return Link(
        chat_id=row.chat_id,
        message_id=row.message_id if row.message_id is not None else -row.outbox_id,
        report_id=row.report_id,
        role=row.role,
        purpose=read(row.purpose) if row.purpose else {},
    )
