"""Announcements: to everybody once, resumable, stoppable, behind everything else."""

from collections.abc import Iterable

import pytest
import sqlalchemy as sa

from bot.sending.announcer import PORTION, Announcer
from storage import jobs
from storage.jobs import Standing
from storage.tables import Job, JobState
from storage.transaction import Transaction
from tests.conftest import Store
from tests.sending.post import Post, open_post

CROWD = 200


class Crowd:
    """People to tell, and the announcer that does."""

    def __init__(self, post: Post) -> None:
        self.post = post
        self.shown: list[tuple[JobState, int, int]] = []
        self.job = 0

    def hire(self) -> None:
        """Make an announcer, as after a start."""
        self.announcer = Announcer(
            self.post.database, self.post.clock,
            handed=self.post.courier.wake, recall=self._recall, progress=self._progress,
        )  # fmt: skip

    def _recall(self, rows: Iterable[int], reason: str) -> None:
        self.post.courier.recall(rows, reason)

    async def gather(self, count: int = CROWD) -> None:
        """Have people start the bot and agree."""
        self.people = [await self.post.person(f"Warga{number}") for number in range(count)]

        async def act(transaction: Transaction) -> None:
            for person in self.people:
                known = await transaction.people.wrote(person.id, person.name, None)
                await transaction.people.consent(known.id)

        await self.post.write(act)

    async def begin(self, text: str = "Pasar ditutup besok") -> None:
        """Begin an announcement to everyone."""

        async def act(transaction: Transaction) -> int:
            return (await transaction.jobs.announce("sendMessage", {"text": text}, jobs.everyone(), by=1)).id or 0

        self.job = await self.post.write(act)

    async def work(self, seconds: float) -> None:
        """Let the announcer and the courier work for a while."""
        await self.post.pass_time(seconds, step=0.1, each=self._step)

    async def _step(self) -> None:
        await self.announcer.step()

    async def _progress(self, transaction: Transaction, job: Job, standing: Standing) -> None:
        self.shown.append((job.state, standing.sent, standing.failed))

    async def row(self) -> Job:
        async with self.post.database.reading() as reading:
            job = await reading.jobs.get(self.job)
            assert job is not None
            return job

    async def received(self) -> dict[int, int]:
        """Return how many announcements each person got."""
        return {person.id: len(await self.post.texts(person)) for person in self.people}


@pytest.fixture
async def crowd(post: Post) -> Crowd:
    crowd = Crowd(post)
    crowd.hire()
    await crowd.gather()
    return crowd


async def test_everybody_hears_once_and_the_progress_ends_with_the_sum(crowd: Crowd) -> None:
    await crowd.people[3].block()
    await crowd.begin()
    await crowd.work(12)
    job = await crowd.row()
    assert (job.state, job.total, job.sent, job.failed) == (JobState.DONE, CROWD, CROWD - 1, 1)
    assert crowd.shown[-1] == (JobState.DONE, CROWD - 1, 1)
    assert set((await crowd.received()).values()) == {0, 1}
    assert crowd.post.refusals == 0
    assert crowd.post.dead == []


async def test_stopped_it_goes_no_further_than_what_was_handed_out(crowd: Crowd) -> None:
    await crowd.begin()
    await crowd.work(1)
    assert await crowd.post.write(lambda transaction: transaction.jobs.stop(crowd.job))
    await crowd.work(3)
    job = await crowd.row()
    received = sum((await crowd.received()).values())
    assert job.state is JobState.STOPPED
    assert 20 < received <= 75
    assert received == job.sent
    assert not await crowd.post.write(lambda transaction: transaction.jobs.stop(crowd.job))


async def test_somebody_who_waits_is_answered_in_the_middle_of_it(crowd: Crowd) -> None:
    await crowd.begin()
    await crowd.work(2)
    person = await crowd.post.person("Siti")
    await crowd.post.put("sendMessage", person.id, text="jawaban")
    await crowd.post.pass_time(0.25)
    assert await crowd.post.texts(person) == ["jawaban"]


async def test_killed_again_and_again_nobody_hears_it_twice_and_it_ends(crowd: Crowd) -> None:
    await crowd.begin()
    for _ in range(5):
        await crowd.work(1)
        await crowd.post.stop()
        await crowd.post.start()
        crowd.hire()
    await crowd.work(8)
    job = await crowd.row()
    assert job.state is JobState.DONE
    assert job.sent + job.failed == CROWD
    assert max((await crowd.received()).values()) == 1


async def test_a_text_that_is_refused_stops_it_early(crowd: Crowd) -> None:
    async def act(transaction: Transaction) -> int:
        call = {"text": "<b>", "parse_mode": "HTML"}
        return (await transaction.jobs.announce("sendMessage", call, jobs.everyone())).id or 0

    crowd.job = await crowd.post.write(act)
    await crowd.work(10)
    job = await crowd.row()
    assert job.state is JobState.STOPPED
    assert job.failed <= 2 * PORTION


async def test_a_hundred_thousand_recipients_are_rows_and_one_step_touches_only_a_portion(store: Store) -> None:
    async with open_post(store.url) as post:

        async def act(transaction: Transaction) -> Job:
            now = transaction.now
            people = [{"id": number, "now": now, "user": 7_000_000_000 + number} for number in range(100_000)]
            await transaction.session.execute(
                sa.text(
                    "INSERT INTO person (id, name, consented_at, created_at) VALUES (:id, 'Warga', :now, :now)"
                ).bindparams(sa.bindparam("now", type_=Job.__table__.c.created_at.type)),  # type: ignore[attr-defined]
                people,
            )
            accounts = "INSERT INTO telegram_account (user_id, person_id) VALUES (:user, :id)"
            await transaction.session.execute(sa.text(accounts), people)
            return await transaction.jobs.announce("sendMessage", {"text": "halo"}, jobs.everyone())

        await post.stop()
        job = await post.write(act)
        assert job.total == 100_000
        rows: list[int] = []

        async def step(transaction: Transaction) -> None:
            found = await transaction.jobs.next_active()
            assert found is not None
            rows.append(await transaction.jobs.hand_out(found, PORTION))

        await post.write(step)
        await post.write(step)
        assert rows == [PORTION, PORTION]
        assert len(await post.rows()) == 2 * PORTION
