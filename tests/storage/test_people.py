"""People and conversations: read together, written together, once each."""

from dataclasses import replace
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine import Database
from storage.errors import NotStorable
from storage.tables import Conversation, Person
from tests.clock import MovableMoment

SITI = 5_000_000_001
GROUP = -1_001_234_567_890


class Counted:
    """Counts the statements that a session executes."""

    def __init__(self, session: AsyncSession) -> None:
        self.statements = 0
        connection = session.sync_session.connection()
        sa.event.listen(connection, "before_cursor_execute", self._note)

    def _note(self, *_: object) -> None:
        self.statements += 1


async def test_a_person_is_remembered_with_the_present_name(database: Database, moment: MovableMoment) -> None:
    first = moment.now()
    async with database.transaction(first) as transaction:
        assert await transaction.people.by_account(SITI) is None
        siti = (await transaction.people.wrote(SITI, "Siti", None)).id
        await transaction.people.consent(siti)
        await transaction.people.speak(siti, "jv")
    moment.move(seconds=60)
    async with database.transaction(moment.now()) as transaction:
        await transaction.people.wrote(SITI, "Siti Aminah", "siti")
        await transaction.people.consent(siti)
    async with database.transaction(moment.now()) as transaction:
        known = await transaction.people.by_account(SITI)
    assert known is not None
    assert (known.user_id, known.name, known.username, known.language) == (SITI, "Siti Aminah", "siti", "jv")
    assert (known.created_at, known.consented_at) == (first, first)


async def test_an_unreachable_person_who_writes_is_reachable_again(database: Database, moment: MovableMoment) -> None:
    async with database.transaction(moment.now()) as transaction:
        await transaction.people.wrote(SITI, "Siti", None)
    since = moment.now()
    for _ in range(2):
        async with database.transaction(moment.now()) as transaction:
            await transaction.people.unreachable(SITI)
        moment.move(seconds=60)
    async with database.transaction(moment.now()) as transaction:
        known = await transaction.people.by_account(SITI)
        assert known is not None
        assert known.unreachable_since == since
        assert await transaction.people.wrote(SITI, "Siti", None) == replace(known, unreachable_since=None)
    async with database.transaction(moment.now()) as transaction:
        known = await transaction.people.by_account(SITI)
        assert known is not None
        assert known.unreachable_since is None


async def test_what_is_noted_of_a_stranger_is_left_aside(database: Database, moment: MovableMoment) -> None:
    async with database.transaction(moment.now()) as transaction:
        await transaction.people.consent(404)
        await transaction.people.speak(404, "id")
        await transaction.people.unreachable(404)
    async with database.transaction(moment.now()) as transaction:
        assert await transaction.people.by_account(404) is None


async def test_many_people_and_conversations_cost_one_statement_each_way_and_new_people_three_more(
    database: Database, moment: MovableMoment
) -> None:
    users = range(SITI, SITI + 64)
    # New ones are numbered, and have accounts.
    for name, statements in (("first", 7), ("second", 4)):
        async with database.transaction(moment.now()) as transaction:
            counted = await transaction.session.run_sync(lambda session: Counted(transaction.session))
            await transaction.people.prefetch_accounts(users)
            await transaction.conversations.prefetch((user, user) for user in users)
            for user in users:
                await transaction.people.wrote(user, name, None)
                transaction.conversations.put(user, user, "story", {"name": name})
            await transaction.flush()
            assert counted.statements == statements
    async with database.reading() as reading:
        names = await reading.session.execute(sa.select(Person.__table__.c.name))  # type: ignore[attr-defined]
        assert [row.name for row in names] == ["second"] * 64


async def test_a_prefetch_does_not_undo_what_was_changed_before_it(database: Database, moment: MovableMoment) -> None:
    async with database.transaction(moment.now()) as transaction:
        await transaction.people.wrote(SITI, "old", None)
        transaction.conversations.put(SITI, SITI, "old", {})
    async with database.transaction(moment.now()) as transaction:
        await transaction.people.wrote(SITI, "new", None)
        transaction.conversations.put(SITI, SITI, "new", {})
        await transaction.people.prefetch_accounts([SITI, 2])
        await transaction.conversations.prefetch([(SITI, SITI), (GROUP, SITI)])
        known = await transaction.people.by_account(SITI)
        assert known is not None
        assert known.name == "new"
        assert await transaction.conversations.get(SITI, SITI) == ("new", {})


async def test_conversations_are_kept_apart_by_chat_and_person(database: Database, moment: MovableMoment) -> None:
    data = {"story": "Jalan 🚧\0", "step": 2, "files": [{"id": 2**40}]}
    async with database.transaction(moment.now()) as transaction:
        transaction.conversations.put(SITI, SITI, None, data)
        transaction.conversations.put(GROUP, SITI, "reply", {})
        transaction.conversations.put(GROUP, 2, "other", {})
    async with database.transaction(moment.now()) as transaction:
        await transaction.conversations.prefetch([(SITI, SITI), (GROUP, 2)])
        assert await transaction.conversations.get(SITI, SITI) == (None, data)
        assert await transaction.conversations.get(GROUP, SITI) == ("reply", {})
        assert await transaction.conversations.get(SITI, 2) == (None, {})
        transaction.conversations.put(SITI, SITI, "place", data)
        transaction.conversations.put(GROUP, SITI, "reply", {})
    async with database.transaction(moment.now()) as transaction:
        assert await transaction.conversations.get(SITI, SITI) == ("place", data)
        assert await transaction.conversations.get(GROUP, SITI) == ("reply", {})
        assert await transaction.conversations.get(GROUP, 2) == ("other", {})


async def test_a_naive_moment_is_refused_on_both_databases(database: Database, moment: MovableMoment) -> None:
    with pytest.raises(NotStorable, match="naive"):
        async with database.transaction(moment.now()) as transaction:
            await transaction.session.execute(
                sa.insert(Conversation).values(chat_id=1, user_id=1, data="{}", updated_at=datetime(2026, 11, 24))  # noqa: DTZ001
            )
    async with database.transaction(moment.now()) as transaction:
        assert await transaction.conversations.get(1, 1) == (None, {})


async def test_moments_come_back_aware_whatever_zone_they_went_in(database: Database, moment: MovableMoment) -> None:
    from zoneinfo import ZoneInfo

    at = moment.now().astimezone(ZoneInfo("Asia/Jakarta"))
    async with database.transaction(at) as transaction:
        await transaction.people.wrote(SITI, "Siti", None)
    async with database.transaction(at) as transaction:
        known = await transaction.people.by_account(SITI)
    assert known is not None
    assert known.created_at == at
    assert str(known.created_at.tzinfo) == "UTC"


async def test_acting_in_a_group_makes_somebody_known_and_says_nothing_of_reaching_them(
    database: Database, moment: MovableMoment
) -> None:
    async with database.transaction(moment.now()) as transaction:
        officer = await transaction.people.acted(SITI, "Siti", "siti")
        await transaction.people.unreachable(SITI)
    async with database.transaction(moment.now()) as transaction:
        known = await transaction.people.acted(SITI, "Siti Aminah", "siti")
        assert (known.id, known.name, known.unreachable_since) == (officer.id, "Siti Aminah", moment.now())
        assert await transaction.people.get(officer.id) == known
        assert (await transaction.people.wrote(SITI, "Siti Aminah", "siti")).unreachable_since is None


async def test_people_are_numbered_by_ourselves_and_found_by_either_number(
    database: Database, moment: MovableMoment
) -> None:
    async with database.transaction(moment.now()) as transaction:
        numbers = [(await transaction.people.wrote(SITI + place, "Warga", None)).id for place in range(3)]
    assert numbers == [1, 2, 3]
    async with database.transaction(moment.now()) as transaction:
        await transaction.people.prefetch(numbers)
        found = [await transaction.people.get(number) for number in numbers]
        assert [known and known.user_id for known in found] == [SITI, SITI + 1, SITI + 2]
        transaction.session.add(Person(id=99, name="Tanpa Telegram", created_at=moment.now()))
        await transaction.session.flush()
        without = await transaction.people.get(99)
    assert without is not None
    assert without.user_id is None
