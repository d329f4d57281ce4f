"""Everything that happens in a private chat, in the order in which it is looked for."""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.callbacks import ReportTap
from handlers.citizen import (
    answers,
    commands,
    filing,
    menu,
    open_questions,
    start,
    survey,
    tracking,
    unprompted,
    verdict,
    withdrawal,
)
from handlers.citizen.refusals import AnswersRefusalsToCitizens
from handlers.citizen.visit import Visit, Visiting

_TAPS: dict[str, Callable[[CallbackQuery, ReportTap, Visit], Awaitable[None]]] = {
    "show": tracking.show_tapped,
    "add": answers.ask,
    "answer": open_questions.ask_for,
    "answer-yes": open_questions.confirmed,
    "done": answers.done,
    "withdraw": withdrawal.ask,
    "withdraw-yes": withdrawal.confirmed,
    "withdraw-no": withdrawal.left,
    "fixed": verdict.fixed,
    "not-fixed": verdict.not_fixed,
    "stars": verdict.starred,
    "skm": survey.tapped,
    "still-good": verdict.still_good,
    "broken-again": verdict.broken_again,
}


def register(router: Router) -> None:
    """Have a router take what happens in private chats: commands first, then whatever takes a message, in this order."""
    commands.register(router)
    start.register(router)
    answers.register_replies(router)
    tracking.register(router)
    start.register_words(router)
    filing.register(router)
    answers.register_additions(router)
    for module in (open_questions, verdict, survey, withdrawal, unprompted):
        module.register(router)
    router.callback_query.register(tapped, ReportTap.filter())
    router.callback_query.register(gone)
    for observer in (router.message, router.edited_message, router.callback_query):
        # Around the visit, so that a refused act leaves its memory as it was.
        observer.middleware(AnswersRefusalsToCitizens())
        observer.middleware(Visiting())


async def tapped(query: CallbackQuery, callback_data: ReportTap, visit: Visit) -> None:
    """Do what a button of the person's own report says."""
    act = _TAPS.get(callback_data.action)
    await (gone(query, visit) if act is None else act(query, callback_data, visit))


async def gone(query: CallbackQuery, visit: Visit) -> None:
    """Answer a button that no longer exists, or never did, and show what can be done instead."""
    await visit.voice.answer(query, visit.speech.plain_text("button-gone"), alert=True)
    if isinstance(query.message, Message):
        await visit.chat.remove_buttons(query.message.message_id)
    if visit.memory.draft is not None:
        await filing.ask_again(visit)
    else:
        await menu.show(visit)
