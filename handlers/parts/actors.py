"""In which role the members of a group act and look."""

from dataclasses import replace

from aiogram.types import User

from reports.actors import LEADERS, OUTSIDERS, Actor, coordinator, officer
from reports.authority import acts
from reports.errors import NotAllowed
from storage.tables import Group, GroupRole
from storage.transaction import Transaction


def members_of(group: Group | None) -> Actor:
    """Return everybody in a group as one who looks; outsiders for a group that is nobody's."""
    if group is None:
        return OUTSIDERS
    if group.role is GroupRole.AGENCY and group.agency is not None:
        return officer(None, None, group.agency)
    if group.role is GroupRole.COORDINATION:
        return coordinator(None, None)
    return LEADERS if group.role is GroupRole.LEADERSHIP else OUTSIDERS


def acting_members_of(group: Group) -> Actor:
    """Return everybody in a group as one who acts. Raises NotAllowed in a group in which nobody does."""
    members = members_of(group)
    if not acts(members):
        raise NotAllowed("nobody acts on reports in this group")
    return members


async def actor_in(group: Group, user: User, tx: Transaction) -> Actor:
    """Return on whose behalf a member of a group acts, who is a person known to us from now on.

    Raises NotAllowed in a group in which nobody acts.
    """
    members = acting_members_of(group)
    person = await tx.people.acted(user.id, user.full_name[:200], user.username)
    return replace(members, id=person.id, name=user.full_name[:64])
