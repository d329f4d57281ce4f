"""Who coordinates by being in the coordination group: members do, also restricted ones, and nobody who has left."""

import pytest

from storage.tables import GroupRole
from tests.handlers.conftest import Counter

COORDINATION, ASKING, USER = -1001, -1002, 77


@pytest.mark.parametrize(
    ("member", "is_linked"),
    [
        ({"status": "member"}, True),
        ({"status": "restricted", "is_member": True}, True),
        ({"status": "restricted", "is_member": False}, False),
        ({"status": "left"}, False),
        ({"status": "kicked"}, False),
        (None, False),
    ],
)
async def test_only_members_link_groups(counter: Counter, member: dict[str, object] | None, is_linked: bool) -> None:
    async with counter.database.transaction(counter.moment.now()) as transaction:
        groups = transaction.groups
        await groups.link(await groups.seen(COORDINATION, "Koordinasi"), GroupRole.COORDINATION, None, None)
        await groups.seen(ASKING, "Aduan DLHP")
    about = {"group": ASKING, "user": USER, "code": "DLHP", "coordination": COORDINATION}
    await counter.work({"update_id": 1, "telegram_answer": {"inquiry": "link", "about": about, "result": member}})
    async with counter.database.reading() as reading:
        asking = await reading.groups.get(ASKING)
    assert asking is not None
    assert (asking.role is GroupRole.AGENCY) is is_linked
