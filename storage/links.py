"""Which report a message belongs to, and which message shows a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.jsontext import read, written
from storage.tables import MESSAGE_LINKS, MessageLink, Role
from storage.unit import Reads, Writes
from storage.upsert import Upsert

WRITTEN_TO_US = 0
"""Stands for the outbox row of a message that somebody wrote to us: there is none."""

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


class LinkReads(Reads):
    """Looks up what messages are to us."""

    async def by_message(self, chat_id: int, message_id: int) -> Link | None:
        """Return what a message is to us, or None when it belongs to nothing."""
        row = (
            await self._session.execute(
                sa.select(MESSAGE_LINKS).where(
                    MESSAGE_LINKS.c.chat_id == chat_id, MESSAGE_LINKS.c.message_id == message_id
                )
            )
        ).first()
        return None if row is None else _link(row)

    async def newest(self, report_id: int, role: Role, chat_id: int | None = None) -> Link | None:
        """Return the newest message with that role for a report (in one chat), or None."""
        query = sa.select(MESSAGE_LINKS).where(MESSAGE_LINKS.c.report_id == report_id, MESSAGE_LINKS.c.role == role)
        if chat_id is not None:
            query = query.where(MESSAGE_LINKS.c.chat_id == chat_id)
        row = (await self._session.execute(query.order_by(MESSAGE_LINKS.c.id.desc()).limit(1))).first()
        return None if row is None else _link(row)

    async def every(self, report_id: int, role: Role) -> list[Link]:
        """Return the newest message with that role in each chat that has one."""
        rows = await self._session.execute(
            sa.select(MESSAGE_LINKS)
            .where(MESSAGE_LINKS.c.report_id == report_id, MESSAGE_LINKS.c.role == role)
            .order_by(MESSAGE_LINKS.c.id)
        )
        found = {row.chat_id: _link(row) for row in rows}
        return list(found.values())


class Links(LinkReads, Writes):
    """The links of a transaction."""

    async def keep_purpose(self, link: Link, purpose: dict[str, Any] | None) -> None:
        """Change what a prompt or choice waits for; None when it was answered and must not act again."""
        same = (
            MESSAGE_LINKS.c.message_id == link.message_id
            if link.message_id > 0
            else MESSAGE_LINKS.c.outbox_id == -link.message_id
        )
        await self._session.execute(
            sa.update(MESSAGE_LINKS)
            .where(MESSAGE_LINKS.c.chat_id == link.chat_id, same)
            .values(purpose=None if purpose is None else written(purpose))
        )

    async def remember(self, chat_id: int, message_ids: Sequence[int], report_id: int) -> None:
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
                "created_at": self._unit.now,
            }
            for number in message_ids
        ]
        await self._session.execute(self._unit.built(_REMEMBER), rows)


def _link(row: Any) -> Link:
    return Link(
        chat_id=row.chat_id,
        message_id=row.message_id if row.message_id is not None else -row.outbox_id,
        report_id=row.report_id,
        role=row.role,
        purpose=read(row.purpose) if row.purpose else {},
    )
