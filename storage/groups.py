"""Group chats: which agency's, and whether the bot is still there."""

import sqlalchemy as sa

from storage.outbox import Outbox
from storage.tables import GROUPS, Group, GroupRole
from storage.unit import Reads, ReadUnit, Unit, Writes

_LAST_LINKED = (GROUPS.c.linked_at.desc().nulls_last(), GROUPS.c.chat_id)
_OF_AGENCY = (
    sa.select(Group)
    .where(GROUPS.c.agency == sa.bindparam("agency"), GROUPS.c.role == GroupRole.AGENCY, GROUPS.c.active.is_(True))
    .order_by(*_LAST_LINKED)
    .limit(1)
)
_OF_ROLE = (
    sa.select(Group)
    .where(GROUPS.c.role == sa.bindparam("role"), GROUPS.c.active.is_(True))
    .order_by(*_LAST_LINKED)
    .limit(1)
)


class GroupReads(Reads):
    """The groups as they are known."""

    def __init__(self, unit: ReadUnit) -> None:
        super().__init__(unit)
        self._known: dict[tuple[str, str], Group | None] = {}

    async def get(self, chat_id: int) -> Group | None:
        """Return the group of a chat, or None for one never seen."""
        return await self._session.get(Group, chat_id)

    async def of_agency(self, agency: str) -> Group | None:
        """Return the agency's group that is in use: the one linked last among those the bot is in."""
        known = self._known
        key = ("agency", agency)
        if key not in known:
            known[key] = (await self._session.execute(_OF_AGENCY, {"agency": agency})).scalar_one_or_none()
        return known[key]

    async def of_role(self, role: GroupRole) -> Group | None:
        """Return the coordination or leadership group in use, if there is one."""
        known = self._known
        key = ("role", role.value)
        if key not in known:
            known[key] = (await self._session.execute(_OF_ROLE, {"role": role})).scalar_one_or_none()
        return known[key]

    async def in_use(self, role: GroupRole, agency: str | None) -> Group | None:
        """Return the group that has a role, or an agency's reports, at the moment."""
        return await self.of_role(role) if agency is None else await self.of_agency(agency)

    async def every(self) -> list[Group]:
        """Return all groups, active or not, for the doctor and the coordinators."""
        return list((await self._session.execute(sa.select(Group).order_by(Group.chat_id))).scalars())  # type: ignore[arg-type]


class Groups(GroupReads, Writes):
    """The groups of a transaction. What was looked up is remembered until a group changes."""

    def __init__(self, unit: Unit, outbox: Outbox) -> None:
        super().__init__(unit)
        self._outbox = outbox

    async def seen(self, chat_id: int, title: str) -> Group:
        """Note that the bot is in this group; an unknown one is UNLINKED until a coordinator says whose it is."""
        group = await self.get(chat_id)
        if group is None or not group.active:
            self._known.clear()
        if group is None:
            group = Group(chat_id=chat_id, title=title[:255], role=GroupRole.UNLINKED)
            self._session.add(group)
        else:
            group.title = title[:255]
            group.active = True
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
            after.active = True
            before.active = False
            before.role, before.agency = GroupRole.UNLINKED, None
        await self._outbox.move_chat(old, new)

    async def left(self, chat_id: int) -> Group | None:
        """Note that the bot is no longer in a group; return the group, or None when that was known or the chat was not."""
        self._known.clear()
        group = await self.get(chat_id)
        if group is None or not group.active:
            return None
        group.active = False
        return group
