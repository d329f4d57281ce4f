"""The outbox: rows written with the change they speak of, claimed and settled by the courier."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.jsontext import read, written
from storage.tables import MessageLink, OutboxMessage, OutboxState, Priority, Role

if TYPE_CHECKING:
    from storage.transaction import Transaction

_OUTBOX = OutboxMessage.__table__  # type: ignore[attr-defined]
_LINK = MessageLink.__table__  # type: ignore[attr-defined]
_COUNTER = "outbox"
_INSERT = sa.insert(_OUTBOX)

_PENDING = _OUTBOX.c.state == sa.literal(OutboxState.PENDING, _OUTBOX.c.state.type, literal_execute=True)
"""Written out in the statement: a planner that sees a parameter cannot know that the partial index holds these rows."""


@dataclass(frozen=True, slots=True)
class Letter:
    """How a call is to be sent and what its message will be to us; see OutboxMessage for the fields' meaning."""

    priority: Priority = Priority.ANSWER
    report_id: int | None = None
    role: Role | None = None
    purpose: dict[str, Any] | None = None
    once: bool = False
    expires_at: datetime | None = None


ANSWER = Letter()


@dataclass(slots=True)
class Outgoing:
    """One pending row as the courier works on it. `absorbed` are rows whose content this one carries as well.

    `unknown` counts the sends of which nobody knows whether they arrived. `in_doubt`: an attempt is on record of which nobody knows what it brought about.
    `written` is the payload as JSON until the row is stored. `announced`: it is on record as tried, ahead of its turn.
    """

    id: int
    chat_id: int | None
    method: str
    payload: dict[str, Any]
    priority: int
    once: bool
    report_id: int | None
    role: Role | None
    attempts: int
    expires_at: datetime | None
    created_at: datetime | None = field(default=None, compare=False)
    in_doubt: bool = field(default=False, compare=False)
    unknown: int = 0
    absorbed: "list[Outgoing]" = field(default_factory=list)
    written: str = field(default="", compare=False, repr=False)
    announced: bool = field(default=False, compare=False, repr=False)


class OutboxWriter:
    """Takes the calls of one transaction and writes them together at its end. `flushed` are those written so far."""

    def __init__(self, transaction: "Transaction") -> None:
        self._transaction = transaction
        self._calls: list[Outgoing] = []
        self._links: list[dict[str, Any]] = []
        self.flushed: list[Outgoing] = []

    async def put(self, method: str, payload: dict[str, Any], chat_id: int | None, letter: Letter = ANSWER) -> int:
        """Add one call and return its row's number; minus that number stands for the message it will produce.

        `payload` is the writer's from now on. Raises TypeError for what is no JSON.
        """
        number = await self._transaction.number(_COUNTER)
        now = self._transaction.now
        call = Outgoing(
            number, chat_id, method, payload, int(letter.priority), letter.once,
            letter.report_id, letter.role, 0, letter.expires_at, now,
        )  # fmt: skip
        call.written = written(payload)
        self._calls.append(call)
        if letter.role is not None and chat_id is not None and makes_message(method):
            self._links.append(
                {
                    "outbox_id": number,
                    "chat_id": chat_id,
                    "report_id": letter.report_id,
                    "role": letter.role,
                    "purpose": written(letter.purpose) if letter.purpose else None,
                    "created_at": now,
                }
            )
        return number

    def newest(self, chat_id: int) -> Outgoing | None:
        """Return the last new message for a chat among the calls that are not written yet."""
        return next((c for c in reversed(self._calls) if c.chat_id == chat_id and makes_message(c.method)), None)

    def amend(self, number: int, method: str, payload: dict[str, Any]) -> None:
        """Have another call go in place of one that `newest` returned."""
        call = next(call for call in self._calls if call.id == number)
        call.method, call.payload, call.written = method, payload, written(payload)

    def written(self, method: str) -> int:
        """Return how many calls of a method this transaction holds so far."""
        return sum(call.method == method for call in chain(self.flushed, self._calls))

    async def flush(self) -> None:
        """Write the rows and their links."""
        if not self._calls:
            return
        await self._transaction.session.execute(
            _INSERT,
            [
                {
                    "id": call.id,
                    "chat_id": call.chat_id,
                    "method": call.method,
                    "payload": call.written,
                    "priority": call.priority,
                    "once": call.once,
                    "report_id": call.report_id,
                    "role": call.role,
                    "state": OutboxState.PENDING,
                    "attempts": 0,
                    "created_at": call.created_at,
                    "expires_at": call.expires_at,
                }
                for call in self._calls
            ],
        )
        if self._links:
            await self._transaction.session.execute(sa.insert(_LINK), self._links)
        self.flushed += self._calls
        self._calls, self._links = [], []


def is_pending() -> Any:
    """Return the condition that a row waits, in the form that the partial index answers."""
    return _PENDING


def makes_message(method: str) -> bool:
    """Tell whether a method brings a new message into a chat, to be linked with its report."""
    return method.startswith(("send", "copy"))


async def pending_after(session: AsyncSession, last: int, limit: int) -> list[Outgoing]:
    """Return up to `limit` pending rows numbered above `last`, in order."""
    rows = await session.execute(
        sa.select(
            *(
                _OUTBOX.c[name]
                for name in (
                    "id", "chat_id", "method", "payload", "priority", "once",
                    "report_id", "role", "attempts", "expires_at", "created_at", "attempted_at",
                )
            )
        )
        .where(_PENDING, _OUTBOX.c.id > last)
        .order_by(_OUTBOX.c.id)
        .limit(limit)
    )  # fmt: skip
    return [
        Outgoing(
            id=row.id,
            chat_id=row.chat_id,
            method=row.method,
            payload=read(row.payload),
            priority=row.priority,
            once=row.once,
            report_id=row.report_id,
            role=row.role,
            attempts=row.attempts,
            expires_at=row.expires_at,
            created_at=row.created_at,
            in_doubt=row.attempted_at is not None,
        )
        for row in rows
    ]


async def attempt(session: AsyncSession, ids: Sequence[int], now: datetime) -> None:
    """Record, before they are sent, that these rows are being tried."""
    await session.execute(
        sa.update(_OUTBOX).where(_OUTBOX.c.id.in_(ids)).values(attempts=_OUTBOX.c.attempts + 1, attempted_at=now)
    )


async def withdraw(session: AsyncSession, ids: Sequence[int]) -> None:
    """Record of rows that were being tried that the attempt surely brought nothing about."""
    await session.execute(sa.update(_OUTBOX).where(_OUTBOX.c.id.in_(ids), _PENDING).values(attempted_at=None))


async def waits(session: AsyncSession, outbox_id: int) -> bool:
    """Tell whether a row is still to be sent, as far as is on record."""
    found = await session.execute(sa.select(_OUTBOX.c.id).where(_OUTBOX.c.id == outbox_id, _PENDING))
    return found.first() is not None


async def message_of(session: AsyncSession, outbox_id: int) -> int | None:
    """Return the message id that a row became, or None when it never was sent."""
    found: int | None = (
        await session.execute(sa.select(_OUTBOX.c.message_id).where(_OUTBOX.c.id == outbox_id))
    ).scalar_one_or_none()
    return found


async def move_chat(session: AsyncSession, old: int, new: int) -> None:
    """Follow a group to its new id in every waiting row. Links keep the old id: old messages stay in the old chat."""
    await session.execute(sa.update(_OUTBOX).where(_OUTBOX.c.chat_id == old, _PENDING).values(chat_id=new))


async def waiting(session: AsyncSession) -> tuple[int, datetime | None]:
    """Return how many rows wait, and since when the oldest does."""
    count, oldest = (
        await session.execute(sa.select(sa.func.count(), sa.func.min(_OUTBOX.c.created_at)).where(_PENDING))
    ).one()
    return count, oldest


KEEP_SENT = timedelta(days=30)
"""How long what was sent, or was not worth sending, is kept; a draft older than that starts anew."""

KEEP_DEAD = timedelta(days=90)
"""How long dead letters are kept for whoever looks into them."""

FORGET_PAGE = 2_000
"""Rows looked at in one transaction, so that nobody waits for the tidying."""


async def forget(session: AsyncSession, after: int, now: datetime) -> int | None:
    """Delete old ended rows among the next page above number `after`; return where to go on, None when done.

    Numbers grow with time, so looking ends at the first page that is young: a tidy outbox costs one short look.
    """
    page = (
        await session.execute(
            sa.select(_OUTBOX.c.id, _OUTBOX.c.state, _OUTBOX.c.created_at, _OUTBOX.c.finished_at)
            .where(_OUTBOX.c.id > after)
            .order_by(_OUTBOX.c.id)
            .limit(FORGET_PAGE)
        )
    ).all()
    keep = {OutboxState.SENT: KEEP_SENT, OutboxState.EXPIRED: KEEP_SENT, OutboxState.DEAD: KEEP_DEAD}
    old = [
        row.id
        for row in page
        if row.state in keep and row.finished_at is not None and row.finished_at < now - keep[row.state]
    ]
    if old:
        await session.execute(sa.delete(_OUTBOX).where(_OUTBOX.c.id.in_(old)))
    if len(page) < FORGET_PAGE or page[-1].created_at > now - KEEP_SENT:
        return None
    last: int = page[-1].id
    return last


async def dead_since(session: AsyncSession, moment: datetime) -> int:
    """Return how many messages written since a moment were given up. For the doctor; reads the newest rows."""
    count = sa.select(sa.func.count()).where(_OUTBOX.c.state == OutboxState.DEAD, _OUTBOX.c.created_at >= moment)
    return int((await session.execute(count)).scalar_one())
