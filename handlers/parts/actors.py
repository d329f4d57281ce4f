"""In which role the members of a group act and look."""

from dataclasses import replace

from aiogram.types import User

from reports.actors import LEADERS, OUTSIDERS, Actor, ActorRole, coordinator, officer
from reports.errors import NotAllowed
from storage.tables import Group, GroupRole


def members_of(group: Group | None) -> Actor:
    """Return everybody in a group as one who looks; outsiders for a group that is nobody's."""
    if group is None:
        return OUTSIDERS
    if group.role is GroupRole.AGENCY and group.agency is not None:
        return officer(None, None, group.agency)
    if group.role is GroupRole.COORDINATION:
        return coordinator(None, None)
    return LEADERS if group.role is GroupRole.LEADERSHIP else OUTSIDERS


def actor_in(group: Group, user: User) -> Actor:
    """Return on whose behalf a member of a group acts. Raises NotAllowed in a group in which nobody does."""
    members = members_of(group)
    if members.role not in {ActorRole.OFFICER, ActorRole.COORDINATOR}:
        raise NotAllowed("nobody acts on reports in this group")
    return replace(members, id=user.id, name=user.full_name[:64])
