"""Who acts in a group: what its role lets its members do."""

from aiogram.types import Message, User

from handlers.cards.card import Viewer
from reports.actors import Actor, coordinator, officer
from reports.errors import NotAllowed
from storage.tables import Group, GroupRole


def actor_in(group: Group, user: User) -> Actor:
    """Return on whose behalf a member of a group acts. Raises NotAllowed in a group that is nobody's."""
    name = user.full_name[:64]
    if group.role is GroupRole.AGENCY and group.agency is not None:
        return officer(user.id, name, group.agency)
    if group.role is GroupRole.COORDINATION:
        return coordinator(user.id, name)
    raise NotAllowed("this group is not linked to an agency")


def viewer_of(group: Group) -> Viewer:
    """Return a group as someone who looks at a card."""
    return Viewer(group.role, group.agency)


def is_command(message: Message) -> bool:
    """Tell whether a message is a command, also where it replies to one of ours."""
    return (message.text or "").startswith("/")


def is_faceless(message: Message) -> bool:
    """Tell whether an administrator writes as the group itself: Telegram does not say who, so nobody is known to act."""
    return message.sender_chat is not None and message.sender_chat.id == message.chat.id
