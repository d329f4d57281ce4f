"""Everything officers and coordinators do in their groups."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.filters import InGroup
from handlers.officer import prompts, queue, replies, satisfaction, taps
from handlers.texts import Speech


def make() -> Router:
    """Return the router of a group's cards, prompts, replies and lists."""
    router = Router(name="officer")
    router.message.filter(InGroup())
    router.callback_query.filter(InGroup())
    router.include_routers(taps.make(), prompts.make(), replies.make(), queue.make(), satisfaction.make())
    last = Router(name="gone")
    last.callback_query.register(gone)
    router.include_router(last)
    return router


async def gone(query: CallbackQuery, speech: Speech) -> None:
    """Answer a button that no longer exists, or never did."""
    await query.answer(speech.plain("button-gone"), show_alert=True)
