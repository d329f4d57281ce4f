"""Groups: the bot comes and goes, and a group becomes a supergroup. What waited for a group is put up when it is there."""

from aiogram import Router
from aiogram.enums import ChatMemberStatus
from aiogram.filters import Filter
from aiogram.types import ChatMemberRestricted, ChatMemberUpdated, Message

from handlers.board import Board
from handlers.filters import InGroup
from handlers.office import Office
from handlers.parts.names import agency_name
from handlers.visit import GroupVisit
from storage.tables import Group, GroupRole

_PRESENT = frozenset(
    {ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.CREATOR, ChatMemberStatus.RESTRICTED}
)


class Migrates(Filter):
    """The service message of a group that has become a supergroup."""

    async def __call__(self, message: Message) -> bool:
        """Tell whether it is."""
        return message.migrate_to_chat_id is not None or message.migrate_from_chat_id is not None


def register(router: Router) -> None:
    """Have a router take what happens to groups themselves."""
    router.my_chat_member.register(membership, InGroup())
    router.message.register(migrated, Migrates())


async def membership(event: ChatMemberUpdated, visit: GroupVisit) -> None:
    """The bot was added, removed, promoted or restricted; what it may say now arrives, or does not (handlers/reach.py)."""
    before, after = event.old_chat_member, event.new_chat_member
    if after.status not in _PRESENT:
        await visit.reach.lost(visit.tx, event.chat.id, visit.speech.plain_text("reason-removed"))
        return
    if before.status in _PRESENT or (isinstance(after, ChatMemberRestricted) and not after.can_send_messages):
        return
    group = visit.group
    name = "group-welcome" if group.role is GroupRole.UNLINKED else "group-welcome-back"
    await say(visit, group.chat_id, name, who=owner(visit.office, group))
    await Board(visit.office, visit.tx).catch_up(group)


async def migrated(message: Message, visit: GroupVisit) -> None:
    """Follow a group to its new id; either of the two service messages may come first, or alone."""
    if message.migrate_to_chat_id is not None:
        await visit.tx.groups.moved(message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await visit.tx.groups.moved(message.migrate_from_chat_id, message.chat.id)


def owner(office: Office, group: Group) -> str:
    """Return whose a group is, in words."""
    if group.role is GroupRole.LEADERSHIP:
        return office.group_speech.plain_text("leadership")
    return agency_name(office, group.agency, office.group_speech)


async def say(visit: GroupVisit, chat_id: int, name: str, **values: object) -> None:
    """Say one of our texts in a group."""
    await visit.voice.say(chat_id, visit.speech(name, **values))
