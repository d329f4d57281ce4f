"""The announcer: hands out the recipients of a running announcement, a portion at a time, and shows how far it is.

A portion's outbox rows and the job's place are written together, so a restart goes on where the last one stopped. The
courier sends the rows behind everything else; it records an attempt before it makes it and never makes a second one.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress

from bot.support import Heartbeat, TimeSource, logger
from storage.engine import Database
from storage.errors import StorageError
from storage.jobs import Standing
from storage.tables import Job, JobState
from storage.transaction import Transaction

PORTION = 90
"""Recipients handed out at once: three seconds' worth, so that a stop is felt at once and the courier never idles."""

FARTHEST = 5_000
"""How far handing out may run ahead of a recipient whose message is still being tried."""

HOPELESS = 50
"""Failures without a single success after which an announcement is stopped: its content is refused."""

LOOK_SECONDS = 1.0
IDLE_LOOK_SECONDS = 60.0
"""A job whose commit's answer was lost is there, and nobody says so."""

PROGRESS_SECONDS = 10.0
"""How often the progress is shown; a group takes 20 messages a minute, edits included."""

Progress = Callable[[Transaction, Job, Standing], Awaitable[None]]


class Announcer:
    """Works on one job after the other. `recall` takes rows back from the courier, `handed` tells it of new ones."""

    def __init__(
        self,
        database: Database,
        time_source: TimeSource,
        *,
        handed: Callable[[], None],
        recall: Callable[[Iterable[int], str], None],
        progress: Progress,
    ) -> None:
        self._database = database
        self._time = time_source
        self._handed = handed
        self._recall = recall
        self._progress = progress
        self._shown_at = -PROGRESS_SECONDS
        self._awake = asyncio.Event()
        self._log = logger("announcer")
        self.heartbeat = Heartbeat("announcer", time_source.monotonic)

    def wake(self) -> None:
        """Say that a job was begun or is to stop."""
        self._awake.set()

    async def run(self) -> None:
        """Work until cancelled; what was begun before a restart goes on by itself."""
        while True:
            self._awake.clear()
            self.heartbeat.begin()
            try:
                active = await self.step()
                self.heartbeat.done()
            except StorageError as error:
                self._log.error("an announcement cannot go on now", error=str(error))
                self.heartbeat.failed(type(error).__name__)
                active = True
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS if active else IDLE_LOOK_SECONDS):
                    await self._awake.wait()

    async def step(self) -> bool:
        """Bring the oldest job on and tell whether there is one. Raises StorageError."""
        async with self._database.reading() as reading:
            if await reading.jobs.next_active() is None:
                return False
        recalled: Iterable[int] = ()
        async with self._database.transaction(self._time.now()) as transaction:
            job = await transaction.jobs.next_active()
            if job is None:
                return False
            standing = await transaction.jobs.standing(job)
            if job.state is JobState.RUNNING and standing.failed >= HOPELESS and not standing.sent:
                job.state = JobState.STOPPING
            if job.state is JobState.STOPPING:
                recalled = standing.pending
                if not standing.pending:
                    job.state = JobState.STOPPED
            elif len(standing.pending) < PORTION and job.handed - job.tallied < FARTHEST:
                handed = await transaction.jobs.hand_out(job, PORTION)
                if not handed and not standing.pending:
                    job.state = JobState.DONE
            over = job.state in {JobState.STOPPED, JobState.DONE}
            if over:
                job.finished_at = transaction.now
                self._log.info("announcement over", job=job.id, state=job.state.value, sent=job.sent, failed=job.failed)
            if over or self._time.monotonic() - self._shown_at >= PROGRESS_SECONDS:
                self._shown_at = self._time.monotonic()
                await self._progress(transaction, job, standing)
        if recalled:
            self._recall(recalled, "the announcement was stopped")
        self._handed()
        return True
