"""Taking a report back: asked once, then done."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from handlers.callbacks import ReportTap, button, keyboard
from handlers.citizen import additions, opening, tracking
from handlers.citizen.states import Activity
from handlers.citizen.visit import Visit
from reports.errors import TaproseError
from reports.lifecycle import Act, check_possible


def register(router: Router) -> None:
    """Have a router take typed answers to the question whether to take it back."""
    router.message.register(typed, StateFilter(Activity.withdrawing))


async def ask(query: CallbackQuery, callback_data: ReportTap, visit: Visit) -> None:
    """Ask whether to take the report back. Raises IllegalMove when it is over already."""
    report = await tracking.own_report(visit, callback_data.report)
    check_possible(Act.WITHDRAW, report.status)
    visit.memory.begin(Activity.withdrawing, callback_data.report)
    await _ask(visit, visit.speech("ask-withdraw", ticket=report.ticket), callback_data.report)


async def confirmed(query: CallbackQuery, callback_data: ReportTap, visit: Visit) -> None:
    """Take the report back."""
    await visit.desk.withdraw(callback_data.report, visit.person.id)
    if query.message is not None:
        await visit.chat.mark_choice(query.message, visit.speech.plain_text("btn-withdraw-yes"))
        visit.memory.question = None
    await _end(visit, "withdrawn")


async def left(query: CallbackQuery, callback_data: ReportTap, visit: Visit) -> None:
    """Leave the report as it is."""
    if query.message is not None:
        await visit.chat.mark_choice(query.message, visit.speech.plain_text("btn-withdraw-no"))
        visit.memory.question = None
    await _end(visit, "not-withdrawn")


async def typed(message: Message, visit: Visit) -> None:
    """Take a typed yes or no."""
    number, text = visit.memory.report or 0, message.text or ""
    if additions.is_label(visit, text, "btn-withdraw-yes") or additions.is_label(visit, text, "word-yes"):
        try:
            await visit.desk.withdraw(number, visit.person.id)
        except TaproseError as error:
            await additions.refused(visit, number, error)
        else:
            await _end(visit, "withdrawn")
    elif any(
        additions.is_label(visit, text, name) for name in ("btn-withdraw-no", "word-no", "btn-cancel", "btn-back")
    ):
        await _end(visit, "not-withdrawn")
    else:
        await _ask(visit, visit.speech("withdraw-choose"), number)


async def _ask(visit: Visit, text: str, number: int) -> None:
    rows = keyboard(
        [
            button(visit.speech, "btn-withdraw-yes", ReportTap(action="withdraw-yes", report=number)),
            button(visit.speech, "btn-withdraw-no", ReportTap(action="withdraw-no", report=number)),
        ]
    )
    await opening.ask_instead(visit, text, rows)


async def _end(visit: Visit, name: str) -> None:
    await visit.chat.say(visit.speech(name))
    await additions.finish(visit)
