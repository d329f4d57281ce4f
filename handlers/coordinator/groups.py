"""Groups: the bot comes and goes, a coordinator says whose a group is, a group becomes a supergroup."""

from aiogram import Router
from aiogram.enums import ChatMemberStatus
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.filters import Command, CommandObject
from aiogram.filters import Filter as AiogramFilter
from aiogram.methods import GetChat, GetChatMember
from aiogram.types import ChatMemberRestricted, ChatMemberUpdated, Message, User

from handlers.board import Board
from handlers.calls import send
from handlers.filters import InGroup
from handlers.office import Office
from handlers.officer.acting import is_faceless
from handlers.parts.names import agency_name
from reports.regency import codes
from storage.outbox import Delivery
from storage.tables import Group, GroupRole, Priority
from storage.transaction import Transaction

_PRESENT = frozenset(
    {ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.CREATOR, ChatMemberStatus.RESTRICTED}
)
COORDINATION_CODES = frozenset({"KOORDINATOR", "KOORDINASI"})
LEADERSHIP_CODES = frozenset({"PIMPINAN"})


class Migrates(AiogramFilter):
    """The service message of a group that has become a supergroup."""

    async def __call__(self, message: Message) -> bool:
        """Tell whether it is."""
        return message.migrate_to_chat_id is not None or message.migrate_from_chat_id is not None


def make() -> Router:
    """Return the router of what happens to groups themselves."""
    router = Router(name="groups")
    router.message.filter(InGroup())
    router.my_chat_member.filter(InGroup())
    router.my_chat_member.register(membership)
    router.message.register(migrated, Migrates())
    router.message.register(link, Command("hubungkan"))
    router.message.register(unlink, Command("lepas"))
    return router


async def membership(event: ChatMemberUpdated, tx: Transaction, office: Office) -> None:
    """The bot was added, removed, promoted or restricted."""
    before, after = event.old_chat_member, event.new_chat_member
    if after.status not in _PRESENT:
        if (lost := await tx.groups.left(event.chat.id)) is not None:
            await _hand_over(lost, tx, office, "reason-removed")
        return
    group = await tx.groups.seen(event.chat.id, event.chat.title or "")
    if before.status in _PRESENT or (isinstance(after, ChatMemberRestricted) and not after.can_send_messages):
        return
    name = "group-welcome" if group.role is GroupRole.UNLINKED else "group-welcome-back"
    await _say(office, group.chat_id, name, who=_owner(office, group))
    await _catch_up(tx, office, group)


async def migrated(message: Message, tx: Transaction) -> None:
    """Follow a group to its new id; either of the two service messages may come first, or alone."""
    if message.migrate_to_chat_id is not None:
        await tx.groups.moved(message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await tx.groups.moved(message.migrate_from_chat_id, message.chat.id)


async def link(message: Message, command: CommandObject, tx: Transaction, office: Office, group: Group) -> None:
    """Link this group to an agency, at the word of a coordinator."""
    code = " ".join((command.args or "").split()).upper()
    user = message.from_user
    if user is None or not await _coordinates(user, tx, office):
        await _say(office, group.chat_id, "faceless" if is_faceless(message) else "link-not-coordinator")
        return
    role, agency = _meant(code, office)
    if role is None:
        known = ", ".join(codes(office.regency.agencies))
        await _say(office, group.chat_id, "link-unknown" if code else "link-wanted", code=code, codes=known)
        return
    if (group.role, group.agency) == (role, agency):
        await _say(office, group.chat_id, "link-already", who=_owner(office, group))
        await _say_rights(group, tx, office)
        return
    if group.role is not GroupRole.UNLINKED:
        await _say(office, group.chat_id, "link-other", who=_owner(office, group), code=code)
        return
    before = await _in_use(tx, role, agency)
    await tx.groups.link(group, role, agency, user.id)
    await _say(office, group.chat_id, "link-done", who=_owner(office, group))
    await _say_rights(group, tx, office)
    await _catch_up(tx, office, group)
    if before is not None:
        await _say(office, before.chat_id, "link-elsewhere", who=_owner(office, group), title=group.title)


async def unlink(message: Message, tx: Transaction, office: Office, group: Group) -> None:
    """Take a group from its agency, at the word of a coordinator; what lies there is not left lying."""
    if message.from_user is None or not await _coordinates(message.from_user, tx, office):
        await _say(office, group.chat_id, "faceless" if is_faceless(message) else "link-not-coordinator")
        return
    if group.role is GroupRole.UNLINKED:
        await _say(office, group.chat_id, "unlink-nothing")
        return
    if group.role is GroupRole.COORDINATION and not office.coordinator_ids:
        # Coordinators are then known by being in this group alone: without it nobody could link anything again.
        await _say(office, group.chat_id, "unlink-last")
        return
    was = Group(chat_id=group.chat_id, title=group.title, role=group.role, agency=group.agency)
    await tx.groups.link(group, GroupRole.UNLINKED, None, None)
    await _say(office, group.chat_id, "unlink-done", who=_owner(office, was))
    await _hand_over(was, tx, office, "reason-unlinked")
    if was.role is GroupRole.COORDINATION and await _in_use(tx, was.role, None) is None:
        await _say(office, group.chat_id, "unlink-no-coordination")


async def _hand_over(was: Group, tx: Transaction, office: Office, reason: str) -> None:
    """Give what lay in a group that is lost to the agency's other group; without one the coordinators hear of it."""
    if was.role is GroupRole.UNLINKED:
        return
    heir = await _in_use(tx, was.role, was.agency)
    if heir is None:
        await _tell_coordinators_lost(was, tx, office, reason)
        return
    await _say(office, heir.chat_id, "link-inherited", who=_owner(office, was))
    await _catch_up(tx, office, heir)


async def _in_use(tx: Transaction, role: GroupRole, agency: str | None) -> Group | None:
    """Return the group that has a role, or an agency's reports, at the moment."""
    if agency is not None:
        return await tx.groups.of_agency(agency)
    return await tx.groups.of_role(role)


def _meant(code: str, office: Office) -> tuple[GroupRole | None, str | None]:
    if code in COORDINATION_CODES:
        return GroupRole.COORDINATION, None
    if code in LEADERSHIP_CODES:
        return GroupRole.LEADERSHIP, None
    for agency in office.regency.agencies:
        if code in {agency.code.upper(), agency.short.upper()}:
            return GroupRole.AGENCY, agency.code
    return None, None


async def _coordinates(user: User, tx: Transaction, office: Office) -> bool:
    """Tell whether somebody coordinates: named in config.toml, or a member of the coordination group."""
    if user.id in office.coordinator_ids:
        return True
    coordination = await tx.groups.of_role(GroupRole.COORDINATION)
    if coordination is None:
        return False
    try:
        member = await office.bot(GetChatMember(chat_id=coordination.chat_id, user_id=user.id))
    except TelegramAPIError:
        return False
    return member.status in _PRESENT


async def _say_rights(group: Group, tx: Transaction, office: Office) -> None:
    """Say whether the bot can write in a group: there if it can, else to the coordinators."""
    name, where = await _rights(group.chat_id, office), group.chat_id
    if name == "link-rights-missing":
        coordination = await tx.groups.of_role(GroupRole.COORDINATION)
        where = where if coordination is None else coordination.chat_id
    await _say(office, where, name, title=group.title)


async def _rights(chat_id: int, office: Office) -> str:
    """Return what to say of the bot's rights in a group."""
    try:
        me = await office.bot(GetChatMember(chat_id=chat_id, user_id=office.bot_id))
        if me.status == ChatMemberStatus.MEMBER:
            all_may = (await office.bot(GetChat(chat_id=chat_id))).permissions
            may = all_may is None or all_may.can_send_messages is not False
        else:
            may = not isinstance(me, ChatMemberRestricted) or me.can_send_messages
    except (TelegramAPIError, ClientDecodeError):
        return "link-rights-unknown"
    return "link-rights-fine" if may else "link-rights-missing"


async def _catch_up(tx: Transaction, office: Office, group: Group) -> None:
    """Put up every report in hand that waited for this group."""
    if group.role not in {GroupRole.AGENCY, GroupRole.COORDINATION}:
        return
    # A report of the same group of updates has its card already: it can be read once it is written.
    await tx.outbox.flush()
    board = Board(office, tx)
    for report in await tx.reports.without_card(group.agency, group.chat_id):
        if (home := await board.group_for(report)) is not None and home.chat_id == group.chat_id:
            await board.show(report, group)


async def _tell_coordinators_lost(group: Group, tx: Transaction, office: Office, reason: str) -> None:
    coordination = await tx.groups.of_role(GroupRole.COORDINATION)
    if group.role is not GroupRole.AGENCY or coordination is None:
        return
    await _say(
        office,
        coordination.chat_id,
        "alarm-group-lost",
        agency=_owner(office, group),
        code=group.agency or "",
        reason=office.group_speech.plain(reason),
    )


def _owner(office: Office, group: Group) -> str:
    """Return whose a group is, in words."""
    if group.role is GroupRole.LEADERSHIP:
        return office.group_speech.plain("leadership")
    return agency_name(office, group.agency, office.group_speech)


async def _say(office: Office, chat_id: int, name: str, **values: object) -> None:
    await office.bot.post(send(chat_id, office.group_speech(name, **values)), Delivery(Priority.ANSWER))
