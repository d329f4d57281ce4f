"""The reporter's verdict on a resolved report: fixed, with stars and a comment, or not fixed, with a reason."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message
from aiogram.types import MaybeInaccessibleMessageUnion as Tapped

from handlers.callbacks import ReportTap, button, keyboard
from handlers.citizen import additions, opening, survey, tracking
from handlers.citizen.content import content_of
from handlers.citizen.states import Activity
from handlers.citizen.visit import Visit
from handlers.parts.places import place_of
from handlers.parts.verdict import fixed_or_not
from handlers.wording import when
from reports.desk.reporter import STARS
from reports.errors import TaproseError
from reports.filing import Said, Sent
from reports.filing.typed_text import clean, normalised, number_in
from reports.lifecycle import Act, check_possible
from storage.tables import Report, Status

NEWEST = 5
"""How many of a person's newest reports are looked through for the one a typed verdict means."""


def register(router: Router) -> None:
    """Have a router take reasons and comments."""
    router.message.register(reasoned, StateFilter(Activity.reopening))
    router.message.register(commented, StateFilter(Activity.commenting))


async def fixed(query: CallbackQuery, callback_data: ReportTap, visit: Visit) -> None:
    """Close the report, and ask for stars."""
    await _confirm(visit, callback_data.report, query.message)


async def not_fixed(query: CallbackQuery, callback_data: ReportTap, visit: Visit) -> None:
    """Ask what is not fixed."""
    await _ask_reason(visit, await tracking.own_report(visit, callback_data.report), query.message)


async def typed(visit: Visit, words: str, number: int | None = None) -> bool:
    """Take a typed verdict on a report, or on the newest one that waits for it; tell whether it was one."""
    texts = visit.office.texts
    is_fixed = words in {normalised(word) for word in texts.every("btn-fixed")}
    if not is_fixed and words not in {normalised(word) for word in texts.every("btn-not-fixed")}:
        return False
    if number is None:
        page = await visit.tx.lists.of_reporter(visit.person.id, 0, NEWEST)
        number = next((report.id for report in page.reports if report.status is Status.RESOLVED), None)
    if number is None:
        return False
    try:
        if is_fixed:
            await _confirm(visit, number, None)
        else:
            await _ask_reason(visit, await tracking.own_report(visit, number), None)
    except TaproseError as error:
        await additions.refused(visit, number, error)
    return True


async def reasoned(message: Message, visit: Visit) -> None:
    """Reopen the report with the reason or photo that came."""
    content, number = content_of(message), visit.memory.report
    if content is None or number is None:
        return
    if isinstance(content, Said) and additions.is_label(visit, content.text, "btn-cancel"):
        await leave(visit)
        return
    try:
        text, files = additions.words_and_files(visit, content)
        report = await visit.desk.reopen(number, visit.person.id, text, files)
    except additions.NotForReports as reason:
        await visit.chat.say(str(reason))
        return
    except TaproseError as error:
        await additions.refused(visit, number, error)
        return
    if isinstance(content, Sent) and content.album is not None:
        visit.memory.album = (content.album, number)
    await visit.tx.links.remember(visit.chat.id, [message.message_id], number)
    await additions.say_what_is_left_out(visit, content)
    until = when(report.resolution_due, visit.office.regency.timezone, visit.speech)
    await visit.chat.say(visit.speech("reopened", ticket=report.ticket, when=until), report=number)
    await additions.finish(visit)


async def leave(visit: Visit) -> None:
    """Call the reopening off, and ask again whether it is fixed: the buttons of before are gone."""
    report, speech = await tracking.own_report(visit, visit.memory.report or 0), visit.speech
    number = report.id or 0
    ask = keyboard(fixed_or_not(speech, number))
    await visit.chat.say(speech("not-reopened", ticket=report.ticket), ask, report=number)
    await additions.finish(visit)


async def still_good(query: CallbackQuery, callback_data: ReportTap, visit: Visit) -> None:
    """Note that a repair has held."""
    await visit.desk.recheck(callback_data.report, visit.person.id, good=True)
    if query.message is not None:
        await visit.chat.mark_choice(query.message, visit.speech.plain_text("btn-still-good"))
    await visit.chat.say(visit.speech("still-good-thanks"))


async def broken_again(query: CallbackQuery, callback_data: ReportTap, visit: Visit) -> None:
    """Note that a repair has not held, and open a form about the same thing at the same place."""
    report = await visit.desk.recheck(callback_data.report, visit.person.id, good=False)
    if query.message is not None:
        await visit.chat.mark_choice(query.message, visit.speech.plain_text("btn-broken-again"))
    await visit.chat.say(visit.speech("broken-again", ticket=report.ticket))
    category = report.category if visit.office.regency.has_category(report.category) else None
    await opening.open_form(visit, category, place_of(report.place))


async def starred(query: CallbackQuery, callback_data: ReportTap, visit: Visit) -> None:
    """Note the stars that were tapped, and ask for a comment."""
    stars = int(callback_data.value) if callback_data.value in {str(number) for number in STARS} else 0
    await _rate(visit, callback_data.report, stars, query.message)


async def commented(message: Message, visit: Visit) -> None:
    """Note typed stars, or the comment."""
    content, number = content_of(message), visit.memory.report
    if content is None or number is None or await additions.belongs_to_album(visit, content):
        return
    if isinstance(content, Said) and additions.is_label(visit, content.text, "btn-skip"):
        await survey.offer(visit)
        return
    if not isinstance(content, Said):
        await visit.chat.say(visit.speech("comment-misfit"))
        return
    try:
        stars = number_in(content.text)
        if stars is not None and stars in STARS:
            await _rate(visit, number, stars, None)
            return
        if stars is not None:
            await visit.chat.say(visit.speech("missing-stars"))
            return
        await visit.desk.rate(number, visit.person.id, None, clean(content.text))
    except TaproseError as error:
        await additions.refused(visit, number, error)
        return
    await visit.chat.say(visit.speech("comment-taken"))
    await survey.offer(visit)


async def _confirm(visit: Visit, number: int, message: Tapped | None) -> None:
    report = await visit.desk.confirm(number, visit.person.id)
    if message is not None:
        await visit.chat.mark_choice(message, visit.speech.plain_text("btn-fixed"))
    visit.memory.begin(Activity.commenting, number)
    stars = [
        button(visit.speech, f"btn-star-{value}", ReportTap(action="stars", report=number, value=str(value)))
        for value in STARS
    ]
    skip = [button(visit.speech, "btn-skip", ReportTap(action="done", report=number))]
    await opening.ask_instead(visit, visit.speech("ask-stars", ticket=report.ticket), keyboard(stars, skip))


async def _ask_reason(visit: Visit, report: Report, message: Tapped | None) -> None:
    number = report.id or 0
    check_possible(Act.REOPEN, report.status)
    if message is not None:
        await visit.chat.mark_choice(message, visit.speech.plain_text("btn-not-fixed"))
    visit.memory.begin(Activity.reopening, number)
    cancel = keyboard([button(visit.speech, "btn-cancel", ReportTap(action="done", report=number))])
    await opening.ask_instead(visit, visit.speech("ask-not-fixed", ticket=report.ticket), cancel)


async def _rate(visit: Visit, number: int, stars: int, message: Tapped | None) -> None:
    await visit.desk.rate(number, visit.person.id, stars)
    visit.memory.begin(Activity.commenting, number)
    if message is not None:
        await visit.chat.mark_choice(message, str(stars))
        visit.memory.question = None
    skip = keyboard([button(visit.speech, "btn-skip", ReportTap(action="done", report=number))])
    await opening.ask_instead(visit, visit.speech("ask-comment"), skip)
