"""Everything that happens in groups, in the order in which it is looked for."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.coordinator import bot_rights, groups, linking
from handlers.filters import IsCommand
from handlers.inquiries import Inquiry
from handlers.middleware import AnswersRefusals
from handlers.officer import answers, group_help, queue, replies, satisfaction, taps
from handlers.parts.commands import Place, words_only_in
from handlers.visit import GroupVisit
from storage.tables import GroupRole

ANSWERS: dict[Inquiry, Callable[[GroupVisit, Inquiry, dict[str, Any], dict[str, Any] | None], Awaitable[None]]] = {
    Inquiry.LINK: linking.membership_known,
    Inquiry.UNLINK: linking.membership_known,
    Inquiry.BOT_RIGHTS: bot_rights.rights_known,
    Inquiry.RIGHTS_OF_ALL_MEMBERS: bot_rights.rights_known,
}
"""Who goes on with what Telegram answered."""

_COMMANDS: dict[str, Callable[[Message, str, GroupVisit], Awaitable[None]]] = {
    "hubungkan": linking.link,
    "lepas": linking.unlink,
    "antrean": queue.queue,
    "saya": queue.mine,
    "laporan": queue.show,
    "kepuasan": satisfaction.asked,
    **dict.fromkeys(("bantuan", "help", "start"), group_help.show_help),
    **dict.fromkeys(words_only_in(Place.PRIVATE), queue.wrong_chat),
    **dict.fromkeys(("batal", "cancel"), queue.nothing_to_cancel),
}


def register(router: Router) -> None:
    """Have a router take what happens in groups: replies to our messages first, then commands."""
    for observer in (router.message, router.edited_message, router.callback_query):
        observer.middleware(AnswersRefusals())
    groups.register(router)
    for module in (taps, answers, replies, queue):
        module.register(router)
    router.message.register(commanded, IsCommand())
    router.callback_query.register(gone)


async def commanded(message: Message, word: str, args: str, visit: GroupVisit) -> None:
    """Do what a command says; one that is none of ours is passed over in a group that is nobody's."""
    if (act := _COMMANDS.get(word)) is not None:
        await act(message, args, visit)
    elif visit.group.role is not GroupRole.UNLINKED:
        await visit.voice.reply(message, visit.speech("unknown-command"))


async def gone(query: CallbackQuery, visit: GroupVisit) -> None:
    """Answer a button that no longer exists, or never did."""
    await visit.voice.answer(query, visit.speech.plain_text("button-gone"), alert=True)
