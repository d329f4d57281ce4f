"""The outbox: rows written with the change they speak of, sent and ended by the courier."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

import sqlalchemy as sa

from storage.counters import Counters
from storage.jsontext import read, written
from storage.tables import MESSAGE_LINKS, OUTBOX, OutboxState, Priority, Role, written_out
from storage.unit import Reads, Unit, Writes

_COUNTER = "outbox"
_INSERT = sa.insert(OUTBOX)

_PENDING = written_out(OUTBOX.c.state, OutboxState.PENDING)


KEEP_SENT = timedelta(days=30)
"""How long what was sent, or was not worth sending, is kept; a draft older than that starts anew."""

KEEP_DEAD = timedelta(days=90)
"""How long dead letters are kept for whoever looks into them."""

FORGET_PAGE = 2_000
"""Rows looked at in one transaction, so that nobody waits for the tidying."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a call is to be sent and what its message will be to us; see OutboxMessage for the fields' meaning."""

    priority: Priority = Priority.ANSWER
    report_id: int | None = None
    role: Role | None = None
    purpose: dict[str, Any] | None = None
    once: bool = False
    expires_at: datetime | None = None
    then: dict[str, Any] | None = None


ANSWER = Delivery()


@dataclass(slots=True)
class Outgoing:
    """One pending row as the courier works on it. `absorbed` are rows whose content this one carries as well.

    `unknown` counts the sends of which nobody knows whether they arrived; `in_doubt`: such an attempt is on record.
    `written` is the payload as JSON until the row is stored. `announced`: it is on record as tried, ahead of its turn.
    `withheld`: its chat did not take it, as it takes no such messages.
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
    then: dict[str, Any] | None = None
    unknown: int = 0
    absorbed: "list[Outgoing]" = field(default_factory=list)
    written: str = field(default="", compare=False, repr=False)
    announced: bool = field(default=False, compare=False, repr=False)
    withheld: bool = field(default=False, compare=False)


COLUMNS = tuple(
    OUTBOX.c[name]
    for name in (
        "id", "chat_id", "method", "payload", "priority", "once", "report_id", "role", "attempts", "expires_at", "created_at",
        "attempted_at", "unknown", "withheld_since", "then",
    )
)  # fmt: skip
"""What the courier reads of a row."""


def outgoing(row: Any) -> Outgoing:
    """Return a row of `COLUMNS` as the courier works on it."""
    return Outgoing(
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
        then=None if row.then is None else read(row.then),
        unknown=row.unknown,
        withheld=row.withheld_since is not None,
    )


def is_pending() -> Any:
    """Return the condition that a row waits, in the form that the partial index answers."""
    return _PENDING


def makes_message(method: str) -> bool:
    """Tell whether a method brings a new message into a chat, to be linked with its report."""
    return method.startswith(("send", "copy"))


class OutboxReads(Reads):
    """Looks up what waits to be sent, and what became of what was."""

    async def pending_after(self, last: int, limit: int) -> list[Outgoing]:
        """Return up to `limit` pending rows numbered above `last`, in order."""
        query = sa.select(*COLUMNS).where(_PENDING, OUTBOX.c.id > last).order_by(OUTBOX.c.id).limit(limit)
        return [outgoing(row) for row in await self._session.execute(query)]

    async def waits(self, outbox_id: int) -> bool:
        """Tell whether a row is still to be sent, as far as is on record."""
        found = await self._session.execute(sa.select(OUTBOX.c.id).where(OUTBOX.c.id == outbox_id, _PENDING))
        return found.first() is not None

    async def message_of(self, outbox_id: int) -> int | None:
        """Return the message id that a row became, or None when it never was sent."""
        found: int | None = (
            await self._session.execute(sa.select(OUTBOX.c.message_id).where(OUTBOX.c.id == outbox_id))
        ).scalar_one_or_none()
        return found

    async def is_gone(self, outbox_id: int) -> bool:
        """Tell whether a row ended without becoming a message."""
        query = sa.select(OUTBOX.c.id).where(
            OUTBOX.c.id == outbox_id, sa.or_(_PENDING, OUTBOX.c.message_id.is_not(None))
        )
        return (await self._session.execute(query)).first() is None

    async def waiting(self) -> tuple[int, datetime | None]:
        """Return how many rows wait, and since when the oldest does."""
        count, oldest = (
            await self._session.execute(sa.select(sa.func.count(), sa.func.min(OUTBOX.c.created_at)).where(_PENDING))
        ).one()
        return count, oldest

    async def dead_since(self, moment: datetime) -> int:
        """Return how many messages written since a moment were given up. For the doctor; reads the newest rows."""
        count = sa.select(sa.func.count()).where(OUTBOX.c.state == OutboxState.DEAD, OUTBOX.c.created_at >= moment)
        return int((await self._session.execute(count)).scalar_one())


class Outbox(OutboxReads, Writes):
    """Takes the calls of one transaction and writes them together at its end. `flushed` are those written so far."""

    def __init__(self, unit: Unit, counters: Counters) -> None:
        super().__init__(unit)
        self._counters = counters
        self._calls: list[Outgoing] = []
        self._links: list[dict[str, Any]] = []
        self.flushed: list[Outgoing] = []

    async def put(self, method: str, payload: dict[str, Any], chat_id: int | None, delivery: Delivery = ANSWER) -> int:
        """Add one call and return its row's number; minus that number stands for the message it will produce.

        `payload` is the writer's from now on. Raises TypeError for what is no JSON.
        """
        number = await self._counters.reserve(_COUNTER)
        now = self._unit.now
        call = Outgoing(
            number, chat_id, method, payload, int(delivery.priority), delivery.once,
            delivery.report_id, delivery.role, 0, delivery.expires_at, now, then=delivery.then,
        )  # fmt: skip
        call.written = written(payload)
        self._calls.append(call)
        if delivery.role is not None and chat_id is not None and makes_message(method):
            self._links.append(
                {
                    "outbox_id": number,
                    "chat_id": chat_id,
                    "report_id": delivery.report_id,
                    "role": delivery.role,
                    "purpose": written(delivery.purpose) if delivery.purpose else None,
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
        await self._session.execute(
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
                    "then": None if call.then is None else written(call.then),
                }
                for call in self._calls
            ],
        )
        if self._links:
            await self._session.execute(sa.insert(MESSAGE_LINKS), self._links)
        self.flushed += self._calls
        self._calls, self._links = [], []

    async def attempt(self, ids: Sequence[int], now: datetime) -> None:
        """Record, before they are sent, that these rows are being tried."""
        await self._session.execute(
            sa.update(OUTBOX).where(OUTBOX.c.id.in_(ids)).values(attempts=OUTBOX.c.attempts + 1, attempted_at=now)
        )

    async def count_unknown(self, outbox_id: int, unknown: int) -> None:
        """Record how many sends of a row ended without anybody knowing whether they arrived."""
        await self._session.execute(sa.update(OUTBOX).where(OUTBOX.c.id == outbox_id, _PENDING).values(unknown=unknown))

    async def withdraw(self, ids: Sequence[int]) -> None:
        """Record of rows that were being tried that the attempt surely brought nothing about."""
        untried = {"attempts": 0, "attempted_at": None}
        await self._session.execute(sa.update(OUTBOX).where(OUTBOX.c.id.in_(ids), _PENDING).values(**untried))

    async def move_chat(self, old: int, new: int) -> None:
        """Follow a group to its new id in every waiting row. Links keep the old id: old messages stay in the old chat."""
        await self._session.execute(sa.update(OUTBOX).where(OUTBOX.c.chat_id == old, _PENDING).values(chat_id=new))

    async def forget(self, after: int, now: datetime) -> int | None:
        """Delete old ended rows among the next page above number `after`; return where to go on, None when done.

        Numbers grow with time, so looking ends at the first page that is young: a tidy outbox costs one short look.
        """
        page = (
            await self._session.execute(
                sa.select(OUTBOX.c.id, OUTBOX.c.state, OUTBOX.c.created_at, OUTBOX.c.finished_at)
                .where(OUTBOX.c.id > after)
                .order_by(OUTBOX.c.id)
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
            await self._session.execute(sa.delete(OUTBOX).where(OUTBOX.c.id.in_(old)))
        if len(page) < FORGET_PAGE or page[-1].created_at > now - KEEP_SENT:
            return None
        last: int = page[-1].id
        return last
