"""Groups: whose each is, which one is in use, and what happens when one moves."""

import pytest

from storage.engine import Database
from storage.errors import NotStorable
from storage.tables import Group, GroupRole
from tests.clock import MovableMoment

FIRST, SECOND, NEW = -4_001, -4_002, -1_001_234_567_890_123


async def link(
    database: Database,
    moment: MovableMoment,
    chat: int,
    role: GroupRole = GroupRole.AGENCY,
    agency: str | None = "PUPR",
) -> None:
    async with database.transaction(moment.now()) as transaction:
        group = await transaction.groups.seen(chat, f"Grup {chat}")
        await transaction.groups.link(group, role, agency, by=9)
    moment.move(seconds=60)


async def agency_group(database: Database, agency: str = "PUPR") -> int | None:
    async with database.reading() as reading:
        found = await reading.groups.of_agency(agency)
        return None if found is None else found.chat_id


async def test_an_unknown_group_is_nobodys_until_it_is_linked(database: Database, moment: MovableMoment) -> None:
    async with database.transaction(moment.now()) as transaction:
        group = await transaction.groups.seen(FIRST, "x" * 400)
        assert (group.role, group.is_reachable, len(group.title)) == (GroupRole.UNLINKED, True, 255)
    assert await agency_group(database) is None
    await link(database, moment, FIRST)
    assert await agency_group(database) == FIRST
    async with database.reading() as reading:
        found = await reading.groups.get(FIRST)
        assert found is not None
        assert (found.title, found.linked_by) == (f"Grup {FIRST}", 9)


async def test_the_group_linked_last_is_in_use_until_the_bot_leaves_it(
    database: Database, moment: MovableMoment
) -> None:
    await link(database, moment, SECOND)
    await link(database, moment, FIRST)
    assert await agency_group(database) == FIRST
    async with database.transaction(moment.now()) as transaction:
        lost = await transaction.groups.lost(FIRST)
        assert lost is not None
        assert lost.chat_id == FIRST
        assert await transaction.groups.lost(FIRST) is None, "known already: nobody is to hear it twice"
        assert await transaction.groups.lost(404) is None
    assert await agency_group(database) == SECOND
    async with database.transaction(moment.now()) as transaction:
        await transaction.groups.seen(FIRST, "back again")
    assert await agency_group(database) == SECOND, "what is written there does not tell that messages arrive"
    async with database.transaction(moment.now()) as transaction:
        back = await transaction.groups.reached(FIRST)
        assert back is not None
        assert back.chat_id == FIRST
        assert await transaction.groups.reached(FIRST) is None
        assert await transaction.groups.reached(404) is None
    assert await agency_group(database) == FIRST


async def test_a_group_without_a_date_goes_behind_those_that_have_one(
    database: Database, moment: MovableMoment
) -> None:
    """PostgreSQL puts what is missing first when it counts down, SQLite last."""
    async with database.transaction(moment.now()) as transaction:
        transaction.session.add(Group(chat_id=FIRST, role=GroupRole.AGENCY, agency="PUPR"))
        transaction.session.add(Group(chat_id=-1, role=GroupRole.COORDINATION))
    await link(database, moment, SECOND)
    await link(database, moment, -2, GroupRole.COORDINATION, None)
    assert await agency_group(database) == SECOND
    async with database.reading() as reading:
        coordination = await reading.groups.of_role(GroupRole.COORDINATION)
        assert coordination is not None
        assert coordination.chat_id == -2
        assert await reading.groups.of_role(GroupRole.LEADERSHIP) is None
        assert [group.chat_id for group in await reading.groups.every()] == [SECOND, FIRST, -2, -1]


async def test_an_unlinked_group_is_nobodys_again(database: Database, moment: MovableMoment) -> None:
    await link(database, moment, FIRST)
    await link(database, moment, FIRST, GroupRole.UNLINKED, None)
    assert await agency_group(database) is None
    async with database.reading() as reading:
        found = await reading.groups.get(FIRST)
        assert found is not None
        assert found.linked_at is None


async def test_a_group_that_became_a_supergroup_keeps_its_role_and_its_waiting_messages(
    database: Database, moment: MovableMoment
) -> None:
    await link(database, moment, FIRST)
    async with database.transaction(moment.now()) as transaction:
        await transaction.outbox.put("sendMessage", {"chat_id": FIRST}, FIRST)
    for _ in range(2):  # the old chat and the new one both tell of it
        async with database.transaction(moment.now()) as transaction:
            await transaction.groups.moved(FIRST, NEW)
    assert await agency_group(database) == NEW
    async with database.reading() as reading:
        assert [row.chat_id for row in await reading.outbox.pending_after(0, 9)] == [NEW]
        old = await reading.groups.get(FIRST)
        assert old is not None
        assert (old.is_reachable, old.role, old.agency) == (False, GroupRole.UNLINKED, None)
        assert len(await reading.groups.every()) == 2


async def test_a_link_made_in_the_new_group_before_the_move_is_heard_of_stays(
    database: Database, moment: MovableMoment
) -> None:
    await link(database, moment, FIRST)
    await link(database, moment, NEW, GroupRole.COORDINATION, None)
    async with database.transaction(moment.now()) as transaction:
        await transaction.groups.moved(FIRST, NEW)
    async with database.reading() as reading:
        found = await reading.groups.get(NEW)
        assert found is not None
        assert (found.role, found.agency) == (GroupRole.COORDINATION, None)


async def test_a_move_of_an_unknown_group_still_moves_its_messages(database: Database, moment: MovableMoment) -> None:
    async with database.transaction(moment.now()) as transaction:
        await transaction.outbox.put("sendMessage", {"chat_id": FIRST}, FIRST)
        await transaction.outbox.flush()
        await transaction.groups.moved(FIRST, NEW)
    async with database.reading() as reading:
        assert [row.chat_id for row in await reading.outbox.pending_after(0, 9)] == [NEW]


async def test_an_unknown_role_is_refused(database: Database, moment: MovableMoment) -> None:
    with pytest.raises(NotStorable):
        async with database.transaction(moment.now()) as transaction:
            transaction.session.add(Group(chat_id=FIRST, role="mayor"))  # type: ignore[arg-type]
