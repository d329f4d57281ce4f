"""Everything officers and coordinators do in their groups."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from handlers.filters import InGroup
from handlers.office import Office
from handlers.officer import answers, queue, replies, satisfaction, taps
from handlers.officer.acting import is_command
from handlers.texts import Speech
from storage.tables import Group, GroupRole


def make() -> Router:
    """Return the router of a group's cards, prompts, replies and lists."""
    router = Router(name="officer")
    router.message.filter(InGroup())
    router.edited_message.filter(InGroup())
    router.callback_query.filter(InGroup())
    router.include_routers(taps.make(), answers.make(), replies.make(), queue.make(), satisfaction.make())
    last = Router(name="gone")
    last.callback_query.register(gone)
    last.message.register(unknown, UnknownCommand())
    router.include_router(last)
    return router


class UnknownCommand(Filter):
    """A command that is none of ours, in a group that is somebody's; what names another bot is for that bot."""

    async def __call__(self, message: Message, office: Office, group: Group) -> bool:
        """Tell whether it is."""
        if group.role is GroupRole.UNLINKED or not is_command(message):
            return False
        _, named, bot = (message.text or "").split(maxsplit=1)[0].partition("@")
        return not named or bot.lower() == office.bot_username.lower()


async def unknown(message: Message, speech: Speech) -> None:
    """Say where the commands stand."""
    await message.reply(speech("unknown-command"))


async def gone(query: CallbackQuery, speech: Speech) -> None:
    """Answer a button that no longer exists, or never did."""
    await query.answer(speech.plain("button-gone"), show_alert=True)
