"""Whether the bot can write in a group: Telegram is asked, and its answer is said there, or else to the coordinators."""

from typing import Any

from handlers.coordinator.groups import say
from handlers.inquiries import Inquiry
from handlers.visit import GroupVisit
from storage.tables import Group, GroupRole


async def ask(visit: GroupVisit, group: Group) -> None:
    """Ask what the bot is in a group."""
    bot = {"chat_id": group.chat_id, "user_id": visit.office.bot_id}
    await visit.voice.inquire("getChatMember", bot, Inquiry.BOT_RIGHTS, {"group": group.chat_id})


async def rights_known(
    visit: GroupVisit, inquiry: Inquiry, about: dict[str, Any], found: dict[str, Any] | None
) -> None:
    """Say what Telegram answered. A plain member may do what everybody there may: that is asked next."""
    if found is None:
        await say(visit, visit.group.chat_id, "link-rights-unknown", title=visit.group.title)
    elif inquiry is Inquiry.BOT_RIGHTS and found["status"] == "member":
        await visit.voice.inquire("getChat", {"chat_id": visit.group.chat_id}, Inquiry.RIGHTS_OF_ALL_MEMBERS, about)
    elif inquiry is Inquiry.BOT_RIGHTS:
        await _say(visit, may=found["status"] != "restricted" or bool(found.get("can_send_messages")))
    else:
        await _say(visit, may=(found.get("permissions") or {}).get("can_send_messages") is not False)


async def _say(visit: GroupVisit, *, may: bool) -> None:
    name, where = ("link-rights-fine" if may else "link-rights-missing"), visit.group.chat_id
    if not may and (coordination := await visit.tx.groups.of_role(GroupRole.COORDINATION)) is not None:
        where = coordination.chat_id
    await say(visit, where, name, title=visit.group.title)
