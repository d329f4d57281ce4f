"""The satisfaction survey (SKM): nine questions after a closed report, once a quarter, each a tap, and optional.

The answers so far are in the memory of the chat and on the buttons, so that a button of another question is stale.
"""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from handlers.callbacks import ReportTap, button, keyboard
from handlers.calls import Button, Keyboard
from handlers.citizen import additions, opening, tracking
from handlers.citizen.content import content_of
from handlers.citizen.states import Activity
from handlers.citizen.visit import Visit
from handlers.parts.names import agency_name
from handlers.texts import Markup
from reports import satisfaction
from reports.assignments import lead_of
from reports.filing import Said
from reports.filing.typed_text import number_in
from reports.satisfaction import ANSWERS, ELEMENTS
from storage.tables import Report

START = "start"
"""What the button that begins the survey has in place of answers."""


def register(router: Router) -> None:
    """Have a router take typed answers."""
    router.message.register(typed, StateFilter(Activity.surveying))


async def offer(visit: Visit) -> None:
    """End the conversation about a closed report: with the survey, if the person was not asked in this quarter.

    An open form does not wait for it: its writer is asked another time.
    """
    number = visit.memory.report if visit.memory.draft is None else None
    report = None if number is None else await tracking.own_report(visit, number)
    if report is None or lead_of(report) is None:
        await additions.finish(visit)
        return
    today = visit.tx.now.astimezone(visit.office.regency.timezone).date()
    if not await visit.tx.surveys.ask(visit.person.id, satisfaction.quarter(today), lead_of(report)):
        await additions.finish(visit)
        return
    visit.memory.begin(Activity.surveying, report.id or 0)
    visit.memory.survey = None
    agency = agency_name(visit.office, lead_of(report), visit.speech)
    start = button(visit.speech, "btn-survey", ReportTap(action="skm", report=report.id or 0, value=START))
    await opening.ask_instead(
        visit, visit.speech("survey-offer", agency=agency), keyboard([start], [_skip(visit, report.id or 0)])
    )


async def tapped(query: CallbackQuery, callback_data: ReportTap, visit: Visit) -> None:
    """Take a tapped answer, and ask the next question in its place."""
    memory, given = visit.memory, callback_data.value
    report = await tracking.own_report(visit, callback_data.report)
    begins = given == START and memory.survey is None
    follows = memory.survey is not None and given[:-1] == memory.survey and given[-1:].isdecimal()
    if memory.activity != Activity.surveying.state or memory.report != report.id or not (begins or follows):
        await visit.voice.answer(query, visit.speech.plain_text("button-gone"), alert=True)
        return
    if query.message is not None:
        memory.question = query.message.message_id
    await _go_on(visit, report, "" if begins else given, in_place=query.message is not None)


async def typed(message: Message, visit: Visit) -> None:
    """Take a typed answer: a number, or the way out."""
    memory, content = visit.memory, content_of(message)
    if content is None or memory.report is None or await additions.belongs_to_album(visit, content):
        return
    said = content.text if isinstance(content, Said) else ""
    report = await tracking.own_report(visit, memory.report)
    if additions.is_label(visit, said, "btn-skip") or additions.is_label(visit, said, "btn-cancel"):
        await leave(visit)
    elif memory.survey is None and additions.is_label(visit, said, "btn-survey"):
        await _go_on(visit, report, "", in_place=False)
    elif memory.survey is not None and number_in(said) in ANSWERS:
        await _go_on(visit, report, f"{memory.survey}{number_in(said)}", in_place=False)
    else:
        await visit.chat.say(visit.speech("survey-misfit" if memory.survey is not None else "survey-offer-misfit"))


async def leave(visit: Visit) -> None:
    """End the survey where it is; what was answered so far is not kept."""
    await visit.chat.say(visit.speech("survey-left"))
    await additions.finish(visit)


async def _go_on(visit: Visit, report: Report, answers: str, *, in_place: bool) -> None:
    memory, speech = visit.memory, visit.speech
    if len(answers) < len(ELEMENTS):
        memory.survey = answers
        text, markup = _question(visit, report.id or 0, answers)
        if in_place and memory.question is not None:
            await visit.chat.change(memory.question, text, markup)
        else:
            await opening.ask_instead(visit, text, markup)
        return
    await visit.tx.surveys.answer(visit.person.id, satisfaction.checked([int(digit) for digit in answers]))
    if in_place and memory.question is not None:
        await visit.chat.change(memory.question, speech("survey-thanks"))
        memory.question = None
    else:
        await visit.chat.say(speech("survey-thanks"))
    await additions.finish(visit)


def _question(visit: Visit, number: int, answers: str) -> tuple[Markup, Keyboard]:
    speech, place = visit.speech, len(answers)
    text = speech("survey-question", number=place + 1, total=len(ELEMENTS), text=speech(f"survey-{ELEMENTS[place]}"))
    taps = [
        button(speech, f"btn-skm-{value}", ReportTap(action="skm", report=number, value=f"{answers}{value}"))
        for value in ANSWERS
    ]
    return text, keyboard(taps[:2], taps[2:], [_skip(visit, number)])


def _skip(visit: Visit, number: int) -> Button:
    return button(visit.speech, "btn-skip", ReportTap(action="done", report=number))
