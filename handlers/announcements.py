"""Announcements: how far one is, in the message that shows it."""

from handlers.calls import edit
from handlers.office import Office
from handlers.voice import Voice
from storage.jobs import Standing
from storage.outbox import Delivery
from storage.tables import Job, JobState, Priority
from storage.transaction import Transaction

_NAMES = {
    JobState.RUNNING: "announcement-running",
    JobState.STOPPING: "announcement-stopping",
    JobState.STOPPED: "announcement-stopped",
    JobState.DONE: "announcement-done",
}


class Announcements:
    """Shows the progress of announcements where somebody waits to see it."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def progress(self, transaction: Transaction, job: Job, standing: Standing) -> None:
        """Edit the message that shows a job's progress, if there is one."""
        if job.progress_chat is None or job.progress_message is None:
            return
        text = self._office.group_speech(_NAMES[job.state], sent=standing.sent, failed=standing.failed, total=job.total)
        await Voice(transaction).post(
            edit(job.progress_chat, job.progress_message, text),
            Delivery(Priority.ANSWER),
        )
