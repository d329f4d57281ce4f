"""Jobs: announcements to many, kept as rows, so that a restart goes on where the last one stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.outbox import Delivery, Outbox
from storage.tables import (
    JOB_RECIPIENTS,
    JOBS,
    OUTBOX,
    PEOPLE,
    REPORTS,
    TELEGRAM_ACCOUNTS,
    Job,
    JobKind,
    JobState,
    OutboxState,
    Priority,
)
from storage.unit import Reads, Unit, Writes

_ACTIVE = sa.text("state IN ('running', 'stopping')")

DELIVERY = Delivery(Priority.ANNOUNCEMENT, once=True)
"""Behind everything else, and never twice: an attempt is recorded before it is made."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a job is: recipients reached, not reached, and under way (handed out and not over)."""

    sent: int
    failed: int
    pending: Sequence[int]
    """Numbers of the outbox rows that are not over."""


def everyone() -> Any:
    """Return who can be told anything at all: people who agreed to the privacy notice and can be reached."""
    can_be_told = PEOPLE.c.consented_at.is_not(None) & PEOPLE.c.unreachable_since.is_(None)
    account = TELEGRAM_ACCOUNTS.c.person_id == PEOPLE.c.id
    return sa.select(TELEGRAM_ACCOUNTS.c.user_id).join(PEOPLE, account).where(can_be_told)


def reporters_in(kecamatan: Sequence[str]) -> Any:
    """Return everyone who filed a report in one of these kecamatan (Kemendagri codes) and can be told."""
    filed = sa.select(REPORTS.c.reporter_id).where(REPORTS.c.kecamatan_code.in_(kecamatan))
    return everyone().where(PEOPLE.c.id.in_(filed))


class JobReads(Reads):
    """What there is to do in the background."""

    async def get(self, job_id: int) -> Job | None:
        """Return a job."""
        return await self._session.get(Job, job_id)

    async def next_active(self) -> Job | None:
        """Return the oldest job that is not over."""
        return (
            await self._session.execute(sa.select(Job).where(_ACTIVE).order_by(JOBS.c.id).limit(1))
        ).scalar_one_or_none()


class Jobs(JobReads, Writes):
    """The jobs of a transaction."""

    def __init__(self, unit: Unit, outbox: Outbox) -> None:
        super().__init__(unit)
        self._outbox = outbox
        self.changed = False
        """Whether a job was begun or is to stop."""

    async def announce(
        self,
        method: str,
        payload: dict[str, Any],
        audience: Any,
        *,
        by: int | None = None,
        progress: tuple[int, int] | None = None,
    ) -> Job:
        """Begin telling an audience (`everyone`, `reporters_in`) something, and return the job.

        `payload` is the call without its chat. `progress` names the message that shows how far it is: its chat, and its id
        or minus its outbox row's number. Who is told is fixed now; who comes later is not.
        """
        chat, message = progress or (None, None)
        job = Job(
            kind=JobKind.ANNOUNCEMENT,
            method=method,
            payload=payload,
            created_by=by,
            created_at=self._unit.now,
            progress_chat=chat,
            progress_message=message,
        )
        self.changed = True
        self._session.add(job)
        await self._session.flush()
        told = audience.subquery()
        place = sa.func.row_number().over(order_by=told.c.user_id) - 1
        await self._session.execute(
            sa.insert(JOB_RECIPIENTS).from_select(
                ["job_id", "place", "chat_id"], sa.select(sa.literal(job.id), place, told.c.user_id)
            )
        )
        counted = sa.select(sa.func.count()).select_from(JOB_RECIPIENTS).where(JOB_RECIPIENTS.c.job_id == job.id)
        job.total = (await self._session.execute(counted)).scalar_one()
        return job

    async def stop(self, job_id: int) -> bool:
        """Have a job stop; what was not yet tried is taken back. False when it had ended already."""
        job = await self._session.get(Job, job_id)
        if job is None or job.state is not JobState.RUNNING:
            return False
        self.changed = True
        job.state = JobState.STOPPING
        return True

    async def standing(self, job: Job) -> Standing:
        """Return how far a job is, and count what is over for good into it."""
        rows = (
            await self._session.execute(
                sa.select(JOB_RECIPIENTS.c.place, JOB_RECIPIENTS.c.outbox_id, OUTBOX.c.state)
                .join(OUTBOX, OUTBOX.c.id == JOB_RECIPIENTS.c.outbox_id, isouter=True)
                .where(
                    JOB_RECIPIENTS.c.job_id == job.id,
                    JOB_RECIPIENTS.c.place >= job.tallied,
                    JOB_RECIPIENTS.c.place < job.handed,
                )
                .order_by(JOB_RECIPIENTS.c.place)
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

    async def hand_out(self, job: Job, count: int) -> int:
        """Write the outbox rows of the next recipients and return how many there were."""
        rows = (
            await self._session.execute(
                sa.select(JOB_RECIPIENTS.c.place, JOB_RECIPIENTS.c.chat_id)
                .where(JOB_RECIPIENTS.c.job_id == job.id, JOB_RECIPIENTS.c.place >= job.handed)
                .order_by(JOB_RECIPIENTS.c.place)
                .limit(count)
            )
        ).all()
        if not rows:
            return 0
        handed = [
            {
                "at": row.place,
                "row": await self._outbox.put(
                    job.method, {"chat_id": row.chat_id, **job.payload}, row.chat_id, DELIVERY
                ),
            }
            for row in rows
        ]
        await self._session.execute(
            sa.update(JOB_RECIPIENTS)
            .where(JOB_RECIPIENTS.c.job_id == job.id, JOB_RECIPIENTS.c.place == sa.bindparam("at"))
            .values(outbox_id=sa.bindparam("row")),
            handed,
        )
        job.handed += len(rows)
        return len(rows)
