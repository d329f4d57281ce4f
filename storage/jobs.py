"""Jobs: announcements to many, kept as rows, so that a restart goes on where the last one stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.outbox import Letter
from storage.tables import (
    Job,
    JobKind,
    JobRecipient,
    JobState,
    OutboxMessage,
    OutboxState,
    Person,
    Priority,
    Report,
)

if TYPE_CHECKING:
    from storage.transaction import Transaction

_JOB = Job.__table__  # type: ignore[attr-defined]
_RECIPIENT = JobRecipient.__table__  # type: ignore[attr-defined]
_OUTBOX = OutboxMessage.__table__  # type: ignore[attr-defined]
_PERSON = Person.__table__  # type: ignore[attr-defined]
_REPORT = Report.__table__  # type: ignore[attr-defined]
_ACTIVE = sa.text("state IN ('running', 'stopping')")

LETTER = Letter(Priority.ANNOUNCEMENT, once=True)
"""Behind everything else, and never twice: an attempt is recorded before it is made."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a job is: recipients reached, not reached, and under way (handed out and not settled)."""

    sent: int
    failed: int
    pending: Sequence[int]
    """Numbers of the outbox rows that are not settled."""


def everyone() -> Any:
    """Return who can be told anything at all: people who agreed to the privacy notice and can be reached."""
    return sa.select(_PERSON.c.user_id).where(
        _PERSON.c.consented_at.is_not(None), _PERSON.c.unreachable_since.is_(None)
    )


def reporters_in(kecamatan: Sequence[str]) -> Any:
    """Return everyone who filed a report in one of these kecamatan (Kemendagri codes) and can be told."""
    filed = sa.select(_REPORT.c.reporter_id).where(_REPORT.c.kecamatan_code.in_(kecamatan))
    return everyone().where(_PERSON.c.user_id.in_(filed))


async def announce(
    transaction: "Transaction",
    method: str,
    payload: dict[str, Any],
    audience: Any,
    *,
    by: int | None = None,
    progress: tuple[int, int] | None = None,
) -> Job:
    """Begin telling an audience (`everyone`, `reporters_in`) something, and return the job.

    `payload` is the call without its chat. `progress` names the message that shows how far it is: its chat, and its id
    or minus its outbox row's number. Who is told is settled now; who comes later is not.
    """
    chat, message = progress or (None, None)
    job = Job(
        kind=JobKind.ANNOUNCEMENT,
        method=method,
        payload=payload,
        created_by=by,
        created_at=transaction.now,
        progress_chat=chat,
        progress_message=message,
    )
    transaction.session.add(job)
    await transaction.session.flush()
    told = audience.subquery()
    place = sa.func.row_number().over(order_by=told.c.user_id) - 1
    await transaction.session.execute(
        sa.insert(_RECIPIENT).from_select(
            ["job_id", "place", "chat_id"], sa.select(sa.literal(job.id), place, told.c.user_id)
        )
    )
    counted = sa.select(sa.func.count()).select_from(_RECIPIENT).where(_RECIPIENT.c.job_id == job.id)
    job.total = (await transaction.session.execute(counted)).scalar_one()
    return job


async def stop(transaction: "Transaction", job_id: int) -> bool:
    """Have a job stop; what was not yet tried is taken back. False when it had ended already."""
    job = await transaction.session.get(Job, job_id)
    if job is None or job.state is not JobState.RUNNING:
        return False
    job.state = JobState.STOPPING
    return True


async def get(session: AsyncSession, job_id: int) -> Job | None:
    """Return a job."""
    return await session.get(Job, job_id)


async def next_active(session: AsyncSession) -> Job | None:
    """Return the oldest job that is not over."""
    return (await session.execute(sa.select(Job).where(_ACTIVE).order_by(_JOB.c.id).limit(1))).scalar_one_or_none()


async def standing(session: AsyncSession, job: Job) -> Standing:
    """Return how far a job is, and count what is settled for good into it."""
    rows = (
        await session.execute(
            sa.select(_RECIPIENT.c.place, _RECIPIENT.c.outbox_id, _OUTBOX.c.state)
            .join(_OUTBOX, _OUTBOX.c.id == _RECIPIENT.c.outbox_id, isouter=True)
            .where(_RECIPIENT.c.job_id == job.id, _RECIPIENT.c.place >= job.tallied, _RECIPIENT.c.place < job.handed)
            .order_by(_RECIPIENT.c.place)
        )
    ).all()
    sent, failed = job.sent, job.failed
    pending: list[int] = []
    for row in rows:
        if row.state is OutboxState.PENDING:
            pending.append(row.outbox_id)
            continue
        arrived = row.state is OutboxState.SENT
        sent, failed = sent + arrived, failed + (not arrived)
        if not pending:
            job.tallied, job.sent, job.failed = row.place + 1, sent, failed
    return Standing(sent, failed, pending)


async def hand_out(transaction: "Transaction", job: Job, count: int) -> int:
    """Write the outbox rows of the next recipients and return how many there were."""
    session = transaction.session
    rows = (
        await session.execute(
            sa.select(_RECIPIENT.c.place, _RECIPIENT.c.chat_id)
            .where(_RECIPIENT.c.job_id == job.id, _RECIPIENT.c.place >= job.handed)
            .order_by(_RECIPIENT.c.place)
            .limit(count)
        )
    ).all()
    if not rows:
        return 0
    handed = [
        {
            "at": row.place,
            "row": await transaction.outbox.put(
                job.method, {"chat_id": row.chat_id, **job.payload}, row.chat_id, LETTER
            ),
        }
        for row in rows
    ]
    await session.execute(
        sa.update(_RECIPIENT)
        .where(_RECIPIENT.c.job_id == job.id, _RECIPIENT.c.place == sa.bindparam("at"))
        .values(outbox_id=sa.bindparam("row")),
        handed,
    )
    job.handed += len(rows)
    return len(rows)
