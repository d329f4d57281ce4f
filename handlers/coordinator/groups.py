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
    """The bot was added, removed, promoted or restricted."""
    before, after = event.old_chat_member, event.new_chat_member
    if after.status not in _PRESENT:
        if (lost := await visit.tx.groups.left(event.chat.id)) is not None:
            await hand_over(lost, visit, "reason-removed")
        return
    if before.status in _PRESENT or (isinstance(after, ChatMemberRestricted) and not after.can_send_messages):
        return
    group = visit.group
    name = "group-welcome" if group.role is GroupRole.UNLINKED else "group-welcome-back"
    await say(visit, group.chat_id, name, who=owner(visit.office, group))
    await catch_up(visit, group)


async def migrated(message: Message, visit: GroupVisit) -> None:
    """Follow a group to its new id; either of the two service messages may come first, or alone."""
    if message.migrate_to_chat_id is not None:
        await visit.tx.groups.moved(message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await visit.tx.groups.moved(message.migrate_from_chat_id, message.chat.id)


async def hand_over(was: Group, visit: GroupVisit, reason: str) -> None:
    """Give what lay in a group that is lost to the agency's other group; without one the coordinators hear of it."""
    if was.role is GroupRole.UNLINKED:
        return
    heir = await visit.tx.groups.in_use(was.role, was.agency)
    if heir is None:
        await _tell_coordinators_lost(was, visit, reason)
        return
    await say(visit, heir.chat_id, "link-inherited", who=owner(visit.office, was))
    await catch_up(visit, heir)


async def catch_up(visit: GroupVisit, group: Group) -> None:
    """Put up every report in hand that waited for a group."""
    if group.role not in {GroupRole.AGENCY, GroupRole.COORDINATION}:
        return
    # A report of the same batch of updates has its card already: it can be read once it is written.
    await visit.tx.outbox.flush()
    board = Board(visit.office, visit.tx)
    for report in await visit.tx.reports.without_card(group.agency, group.chat_id):
        if (home := await board.group_for(report)) is not None and home.chat_id == group.chat_id:
            await board.show(report, group)


def owner(office: Office, group: Group) -> str:
    """Return whose a group is, in words."""
    if group.role is GroupRole.LEADERSHIP:
        return office.group_speech.plain("leadership")
    return agency_name(office, group.agency, office.group_speech)


async def say(visit: GroupVisit, chat_id: int, name: str, **values: object) -> None:
    """Say one of our texts in a group."""
    await visit.voice.say(chat_id, visit.speech(name, **values))


async def _tell_coordinators_lost(group: Group, visit: GroupVisit, reason: str) -> None:
    coordination = await visit.tx.groups.of_role(GroupRole.COORDINATION)
    if group.role is not GroupRole.AGENCY or coordination is None:
        return
    await say(
        visit,
        coordination.chat_id,
        "alarm-group-lost",
        agency=owner(visit.office, group),
        code=group.agency or "",
        reason=visit.speech.plain(reason),
    )
