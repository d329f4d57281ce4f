"""Group chats: which agency's, and whether the bot is still there."""

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.outbox import move_chat
from storage.tables import Group, GroupRole

if TYPE_CHECKING:
    from storage.transaction import Transaction


_GROUP = Group.__table__  # type: ignore[attr-defined]
_LAST_LINKED = (_GROUP.c.linked_at.desc().nulls_last(), _GROUP.c.chat_id)
_OF_AGENCY = (
    sa.select(Group)
    .where(_GROUP.c.agency == sa.bindparam("agency"), _GROUP.c.role == GroupRole.AGENCY, _GROUP.c.active.is_(True))
    .order_by(*_LAST_LINKED)
    .limit(1)
)
_OF_ROLE = (
    sa.select(Group)
    .where(_GROUP.c.role == sa.bindparam("role"), _GROUP.c.active.is_(True))
    .order_by(*_LAST_LINKED)
    .limit(1)
)


def _known(session: AsyncSession) -> dict[tuple[str, str], Group | None]:
    """Return what this transaction has looked up; whatever changes a group forgets it."""
    found: dict[tuple[str, str], Group | None] = session.info.setdefault("groups", {})
    return found


async def get(session: AsyncSession, chat_id: int) -> Group | None:
    """Return the group of a chat, or None for one never seen."""
    return await session.get(Group, chat_id)


async def of_agency(session: AsyncSession, agency: str) -> Group | None:
    """Return the agency's group that is in use: the one linked last among those the bot is in."""
    known = _known(session)
    key = ("agency", agency)
    if key not in known:
        known[key] = (await session.execute(_OF_AGENCY, {"agency": agency})).scalar_one_or_none()
    return known[key]


async def of_role(session: AsyncSession, role: GroupRole) -> Group | None:
    """Return the coordination or leadership group in use, if there is one."""
    known = _known(session)
    key = ("role", role.value)
    if key not in known:
        known[key] = (await session.execute(_OF_ROLE, {"role": role})).scalar_one_or_none()
    return known[key]


async def seen(transaction: "Transaction", chat_id: int, title: str) -> Group:
    """Note that the bot is in this group; an unknown one is UNLINKED until a coordinator says whose it is."""
    group = await get(transaction.session, chat_id)
    if group is None or not group.active:
        _known(transaction.session).clear()
    if group is None:
        group = Group(chat_id=chat_id, title=title[:255], role=GroupRole.UNLINKED)
        transaction.session.add(group)
    else:
        group.title = title[:255]
        group.active = True
    return group


async def link(transaction: "Transaction", group: Group, role: GroupRole, agency: str | None, by: int | None) -> None:
    """Give a group its role. `agency` goes with GroupRole.AGENCY and with no other."""
    _known(transaction.session).clear()
    group.role = role
    group.agency = agency
    group.linked_by = by
    group.linked_at = None if role is GroupRole.UNLINKED else transaction.now


async def moved(transaction: "Transaction", old: int, new: int) -> None:
    """Follow a group that became a supergroup: its role, its link and every waiting message move to the new id."""
    _known(transaction.session).clear()
    before = await get(transaction.session, old)
    after = await get(transaction.session, new)
    if before is not None:
        if after is None:
            after = Group(chat_id=new, title=before.title, role=before.role)
            transaction.session.add(after)
        if after.role is GroupRole.UNLINKED or after.linked_at is None:
            after.role, after.agency = before.role, before.agency
            after.linked_by, after.linked_at = before.linked_by, before.linked_at
        after.active = True
        before.active = False
        before.role, before.agency = GroupRole.UNLINKED, None
    await move_chat(transaction.session, old, new)


async def left(session: AsyncSession, chat_id: int) -> Group | None:
    """Note that the bot is no longer in a group; return the group, or None when that was known or the chat was not."""
    _known(session).clear()
    group = await get(session, chat_id)
    if group is None or not group.active:
        return None
    group.active = False
    return group


async def every(session: AsyncSession) -> list[Group]:
    """Return all groups, active or not, for the doctor and the coordinators."""
    return list((await session.execute(sa.select(Group).order_by(Group.chat_id))).scalars())  # type: ignore[arg-type]
