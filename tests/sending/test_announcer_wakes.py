"""The announcer sleeps while there is no job, and is woken by the commit that begins or stops one, by nothing else."""

import pytest

from storage import jobs
from storage.engine import Database
from tests.clock import MovableMoment


async def test_only_a_commit_that_changes_a_job_wakes_it(database: Database, moment: MovableMoment) -> None:
    woken = 0

    def wake() -> None:
        nonlocal woken
        woken += 1

    database.job_changed = wake
    async with database.transaction(moment.now()) as transaction:
        await transaction.outbox.put("sendMessage", {"text": "halo"}, 1)
    assert woken == 0
    with pytest.raises(ValueError, match="changed my mind"):
        await _begin_and_change_ones_mind(database, moment)
    assert woken == 0
    async with database.transaction(moment.now()) as transaction:
        job = await transaction.jobs.announce("sendMessage", {"text": "halo"}, jobs.everyone())
        assert woken == 0
    assert woken == 1
    async with database.transaction(moment.now()) as transaction:
        assert await transaction.jobs.stop(job.id or 0)
    assert woken == 2
    async with database.transaction(moment.now()) as transaction:
        assert not await transaction.jobs.stop(job.id or 0)
    assert woken == 2


async def _begin_and_change_ones_mind(database: Database, moment: MovableMoment) -> None:
    async with database.transaction(moment.now()) as transaction:
        await transaction.jobs.announce("sendMessage", {"text": "halo"}, jobs.everyone())
        raise ValueError("changed my mind")
