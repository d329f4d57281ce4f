"""Linking: a coordinator says whose a group is, or that it is nobody's any more.

Who coordinates is named in config.toml, or is a member of the coordination group. The latter only Telegram knows: it is
asked outside the transaction, and its answer is worked like an update. What a coordinator may do with a group is in
reports/authority.py, like every other right.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram.types import Message

from handlers.board import Board
from handlers.coordinator import bot_rights
from handlers.coordinator.groups import owner, say
from handlers.handing_on import hand_on
from handlers.inquiries import Inquiry
from handlers.officer.group_messages import is_faceless
from handlers.visit import GroupVisit
from reports.actors import OUTSIDERS, coordinator
from reports.authority import GroupAct, may_of_agency
from reports.regency import codes
from storage.tables import Group, GroupRole

COORDINATION_CODES = frozenset({"KOORDINATOR", "KOORDINASI"})
LEADERSHIP_CODES = frozenset({"PIMPINAN"})


@dataclass(frozen=True, slots=True)
class _Act:
    """What a coordinator's word does with a group: the right to it, and the call that does it."""

    right: GroupAct
    call: Callable[[GroupVisit, int, str], Awaitable[None]]


async def link(message: Message, args: str, visit: GroupVisit) -> None:
    """Link this group to an agency, at the word of a coordinator."""
    await _at_the_word_of_a_coordinator(message, " ".join(args.split()).upper(), visit, Inquiry.LINK)


async def unlink(message: Message, args: str, visit: GroupVisit) -> None:
    """Take a group from its agency, at the word of a coordinator; what lies there is not left lying."""
    await _at_the_word_of_a_coordinator(message, "", visit, Inquiry.UNLINK)


async def membership_known(
    visit: GroupVisit, inquiry: Inquiry, about: dict[str, Any], member: dict[str, Any] | None
) -> None:
    """Go on when Telegram has said whether somebody is in the coordination group; None: it could not say.

    What was said of a group that coordinates no longer, or has another id since, counts for nothing: it is asked anew.
    """
    coordination = await visit.tx.groups.linked(GroupRole.COORDINATION)
    if coordination is not None and coordination.chat_id != about.get("coordination"):
        await _ask(visit, coordination, inquiry, about["user"], about["code"])
        return
    coordinates = coordination is not None and member is not None and _is_in(member)
    if _may(visit, inquiry, coordinates=coordinates):
        await _ACTS[inquiry].call(visit, about["user"], about["code"])
    else:
        unsure = coordination is not None and member is None
        await say(visit, visit.group.chat_id, "link-unsure" if unsure else "link-not-coordinator")


async def _at_the_word_of_a_coordinator(message: Message, code: str, visit: GroupVisit, inquiry: Inquiry) -> None:
    user, chat_id = message.from_user, visit.group.chat_id
    coordination = await visit.tx.groups.linked(GroupRole.COORDINATION)
    if is_faceless(message):
        await say(visit, chat_id, "faceless")
        return
    coordinates = user is not None and (user.id in visit.office.coordinator_ids or visit.group is coordination)
    if user is not None and _may(visit, inquiry, coordinates=coordinates):
        await _ACTS[inquiry].call(visit, user.id, code)
    elif user is None or coordination is None:
        await say(visit, chat_id, "link-not-coordinator")
    else:
        await _ask(visit, coordination, inquiry, user.id, code)


def _may(visit: GroupVisit, inquiry: Inquiry, *, coordinates: bool) -> bool:
    """Tell whether somebody may do with this group what they said, by whether they are known to coordinate."""
    who = coordinator(None, None) if coordinates else OUTSIDERS
    return may_of_agency(who, _ACTS[inquiry].right, visit.group.agency)


async def _ask(visit: GroupVisit, coordination: Group, inquiry: Inquiry, user_id: int, code: str) -> None:
    """Ask Telegram whether somebody is in the coordination group."""
    about = {"group": visit.group.chat_id, "user": user_id, "code": code, "coordination": coordination.chat_id}
    member = {"chat_id": coordination.chat_id, "user_id": user_id}
    await visit.voice.inquire("getChatMember", member, inquiry, about)


async def _link(visit: GroupVisit, user_id: int, code: str) -> None:
    group, chat_id = visit.group, visit.group.chat_id
    role, agency = _meant(code, visit)
    if role is None:
        named = ", ".join(codes(visit.office.regency.agencies))
        await say(visit, chat_id, "link-unknown" if code else "link-wanted", code=code, codes=named)
        return
    if (group.role, group.agency) == (role, agency):
        await say(visit, chat_id, "link-already", who=owner(visit.office, group))
        await bot_rights.ask(visit, group)
        return
    if group.role is not GroupRole.UNLINKED:
        await say(visit, chat_id, "link-other", who=owner(visit.office, group), code=code)
        return
    before = await visit.tx.groups.in_use(role, agency)
    await visit.tx.groups.link(group, role, agency, user_id)
    await say(visit, chat_id, "link-done", who=owner(visit.office, group))
    await bot_rights.ask(visit, group)
    await _take_over(visit, group)
    if before is not None:
        await say(visit, before.chat_id, "link-elsewhere", who=owner(visit.office, group), title=group.title)


async def _take_over(visit: GroupVisit, group: Group) -> None:
    """Bring before a group everything that is its now: also what waits for another that cannot be reached."""
    board = Board(visit.office, visit.tx)
    await board.renew(group)
    await board.catch_up(group)
    for other in await visit.tx.groups.unreachable():
        if (other.role, other.agency) == (group.role, group.agency):
            await hand_on(visit.office, visit.tx, other.chat_id)


async def _unlink(visit: GroupVisit, user_id: int, code: str) -> None:
    group, chat_id = visit.group, visit.group.chat_id
    if group.role is GroupRole.UNLINKED:
        await say(visit, chat_id, "unlink-nothing")
        return
    if group.role is GroupRole.COORDINATION and not visit.office.coordinator_ids:
        # Coordinators are then known by being in this group alone: without it nobody could link anything again.
        await say(visit, chat_id, "unlink-last")
        return
    was = Group(chat_id=chat_id, title=group.title, role=group.role, agency=group.agency)
    await visit.tx.groups.link(group, GroupRole.UNLINKED, None, None)
    await say(visit, chat_id, "unlink-done", who=owner(visit.office, was))
    await visit.reach.left(visit.tx, was, visit.speech.plain_text("reason-unlinked"))
    if was.role is GroupRole.COORDINATION and await visit.tx.groups.of_role(was.role) is None:
        await say(visit, chat_id, "unlink-no-coordination")


def _meant(code: str, visit: GroupVisit) -> tuple[GroupRole | None, str | None]:
    if code in COORDINATION_CODES:
        return GroupRole.COORDINATION, None
    if code in LEADERSHIP_CODES:
        return GroupRole.LEADERSHIP, None
    for agency in visit.office.regency.agencies:
        if code in {agency.code.upper(), agency.short.upper()}:
            return GroupRole.AGENCY, agency.code
    return None, None


def _is_in(member: dict[str, Any]) -> bool:
    """Tell whether a ChatMember is in the chat; a restricted one may have left it."""
    if member["status"] == "restricted":
        return bool(member.get("is_member"))
    return member["status"] in {"creator", "administrator", "member"}


_ACTS = {Inquiry.LINK: _Act(GroupAct.LINK, _link), Inquiry.UNLINK: _Act(GroupAct.UNLINK, _unlink)}
