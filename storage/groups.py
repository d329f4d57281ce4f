"""Group chats: which agency's, and whether the bot is still there."""

from datetime import datetime

import sqlalchemy as sa

from storage.outbox import Outbox
from storage.tables import GROUPS, Group, GroupRole
from storage.unit import Reads, ReadUnit, Unit, Writes

_REACHABLE = GROUPS.c.unreachable_since.is_(None)
_IN_ORDER = (GROUPS.c.unreachable_since.is_not(None), GROUPS.c.linked_at.desc().nulls_last(), GROUPS.c.chat_id)
"""Those that can be reached first, and of them the one linked last."""

_OF_AGENCY = (
    sa.select(Group)
    .where(GROUPS.c.agency == sa.bindparam("agency"), GROUPS.c.role == GroupRole.AGENCY)
    .order_by(*_IN_ORDER)
    .limit(1)
)
_OF_ROLE = sa.select(Group).where(GROUPS.c.role == sa.bindparam("role")).order_by(*_IN_ORDER).limit(1)


class GroupReads(Reads):
    """The groups as they are known."""

    def __init__(self, unit: ReadUnit) -> None:
        super().__init__(unit)
        self._known: dict[tuple[str, str | None], Group | None] = {}

    async def get(self, chat_id: int) -> Group | None:
        """Return the group of a chat, or None for one never seen."""
        return await self._session.get(Group, chat_id)

    async def of_agency(self, agency: str) -> Group | None:
        """Return the agency's group that is in use: the one linked last among those that can be reached."""
        return _reachable(await self.linked(GroupRole.AGENCY, agency))

    async def of_role(self, role: GroupRole) -> Group | None:
        """Return the coordination or leadership group in use, if there is one."""
        return _reachable(await self.linked(role))

    async def in_use(self, role: GroupRole, agency: str | None) -> Group | None:
        """Return the group that has a role, or an agency's reports, at the moment."""
        return _reachable(await self.linked(role, agency))

    async def linked(self, role: GroupRole, agency: str | None = None) -> Group | None:
        """Return the group that has a role, or an agency's reports; one that cannot be reached only if it is all there is."""
        key = (role.value, agency)
        if key not in self._known:
            query, about = (_OF_ROLE, {"role": role}) if agency is None else (_OF_AGENCY, {"agency": agency})
            self._known[key] = (await self._session.execute(query, about)).scalar_one_or_none()
        return self._known[key]

    async def long_unreachable(self, since: datetime) -> list[Group]:
        """Return the agencies' groups that cannot be reached since a moment or longer, and were not handed over."""
        is_due = (GROUPS.c.unreachable_since <= since) & GROUPS.c.handed_over_at.is_(None)
        query = sa.select(Group).where(is_due, GROUPS.c.role == GroupRole.AGENCY).order_by(GROUPS.c.chat_id)
        return list((await self._session.execute(query)).scalars())

    async def unreachable(self) -> list[Group]:
        """Return the groups in which nothing can be delivered, those longest so first."""
        query = sa.select(Group).where(~_REACHABLE).order_by(GROUPS.c.unreachable_since, GROUPS.c.chat_id)
        return list((await self._session.execute(query)).scalars())

    async def every(self) -> list[Group]:
        """Return all groups, reachable or not, for the doctor and the coordinators."""
        return list((await self._session.execute(sa.select(Group).order_by(Group.chat_id))).scalars())  # type: ignore[arg-type]


class Groups(GroupReads, Writes):
    """The groups of a transaction. What was looked up is remembered until a group changes."""

    def __init__(self, unit: Unit, outbox: Outbox) -> None:
        super().__init__(unit)
        self._outbox = outbox

    async def seen(self, chat_id: int, title: str) -> Group:
        """Note what a group is called; an unknown one is UNLINKED until a coordinator says whose it is."""
        group = await self.get(chat_id)
        if group is None:
            self._known.clear()
            group = Group(chat_id=chat_id, title=title[:255], role=GroupRole.UNLINKED)
            self._session.add(group)
        else:
            group.title = title[:255]
        return group

    async def link(self, group: Group, role: GroupRole, agency: str | None, by: int | None) -> None:
        """Give a group its role. `agency` goes with GroupRole.AGENCY and with no other."""
        self._known.clear()
        group.role = role
        group.agency = agency
        group.linked_by = by
        group.linked_at = None if role is GroupRole.UNLINKED else self._unit.now
        await self._session.flush()

    async def moved(self, old: int, new: int) -> None:
        """Follow a group that became a supergroup: its role, its link and every waiting message move to the new id."""
        self._known.clear()
        before = await self.get(old)
        after = await self.get(new)
        if before is not None:
            if after is None:
                after = Group(chat_id=new, title=before.title, role=before.role)
                self._session.add(after)
            if after.role is GroupRole.UNLINKED or after.linked_at is None:
                after.role, after.agency = before.role, before.agency
                after.linked_by, after.linked_at = before.linked_by, before.linked_at
            after.unreachable_since = after.handed_over_at = None
            before.unreachable_since = before.unreachable_since or self._unit.now
            before.role, before.agency = GroupRole.UNLINKED, None
        await self._outbox.move_chat(old, new)

    async def lost(self, chat_id: int) -> Group | None:
        """Note that nothing can be delivered in a group; return it, or None when that was known or the chat was not."""
        self._known.clear()
        group = await self.get(chat_id)
        if group is None or not group.is_reachable:
            return None
        group.unreachable_since = self._unit.now
        await self._session.flush()
        return group

    async def reached(self, chat_id: int) -> Group | None:
        """Note that messages arrive in a group again; return it, or None when that was known or the chat was not."""
        self._known.clear()
        group = await self.get(chat_id)
        if group is None or group.is_reachable:
            return None
        group.unreachable_since = group.handed_over_at = None
        await self._session.flush()
        return group


def _reachable(group: Group | None) -> Group | None:
    return group if group is not None and group.is_reachable else None
