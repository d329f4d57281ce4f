"""What a reporter does to a report that is filed: adds by replying or by button, or edits what they wrote."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from handlers.callbacks import ReportTap
from handlers.citizen import additions, filing, lookups, opening, survey, tracking, unprompted, verdict
from handlers.citizen.content import Content, content_of
from handlers.citizen.states import Activity
from handlers.citizen.visit import Visit
from handlers.filters import RepliesToOurs
from reports.errors import TaproseError
from reports.filing import Draft, Edited, Misfit, Pointed, Said, Sent
from reports.filing.typed_text import clean, normalised
from reports.lifecycle import Act, check_possible
from reports.small_talk import kind_of
from storage.links import Link


def register_replies(router: Router) -> None:
    """Have a router take replies and edits; they say themselves which report they mean."""
    router.message.register(replied, RepliesToOurs())
    router.edited_message.register(edited)


def register_additions(router: Router) -> None:
    """Have a router take what comes while additions are asked for."""
    router.message.register(added, StateFilter(Activity.adding))


async def replied(message: Message, link: Link, visit: Visit) -> None:
    """Add a reply to the report that the message replied to belongs to. The desk refuses somebody else's.

    What comes too late for its report is not lost: it may become another one.
    """
    content = content_of(message)
    if content is None or link.report_id is None:
        return
    if isinstance(content, Said) and await verdict.typed(visit, normalised(content.text), link.report_id):
        return
    talk = kind_of(content.text) if isinstance(content, Said) else None
    if talk is not None and await additions.is_over(visit, link.report_id):
        await unprompted.answer_small_talk(visit, talk)
        return
    album = content.album if isinstance(content, Sent) else None
    going_on = album is not None and visit.memory.album == (album, None)
    if not going_on and await additions.add(visit, link.report_id, content):
        return
    if visit.memory.draft is None and not isinstance(content, Misfit):
        await unprompted.keep_story(visit, content)


async def ask(query: CallbackQuery, callback_data: ReportTap, visit: Visit) -> None:
    """Ask for what is to be added. Raises IllegalMove when the report is over."""
    report = await tracking.own_report(visit, callback_data.report)
    check_possible(Act.ADD, report.status)
    additions.keep_adding(visit, callback_data.report)
    text = visit.speech("add-ask", ticket=report.ticket)
    await opening.ask_instead(visit, text, additions.done_button(visit, callback_data.report))


async def added(message: Message, visit: Visit) -> None:
    """Add what comes while additions are asked for; when that was long ago, ask what it is."""
    memory, content = visit.memory, content_of(message)
    if content is None:
        return
    number, until = memory.report, memory.until or 0.0
    if number is None or until < visit.tx.now.timestamp():
        raise SkipHandler
    if isinstance(content, Said) and additions.is_label(visit, content.text, "btn-done"):
        await _added_all(visit)
        return
    await additions.add(visit, number, content, number)


async def done(query: CallbackQuery, callback_data: ReportTap, visit: Visit) -> None:
    """End adding, rating, or saying what is not fixed."""
    if query.message is not None and query.message.message_id != visit.memory.question:
        await visit.chat.remove_buttons(query.message.message_id)
    if visit.memory.report != callback_data.report:
        return
    match visit.memory.activity:
        case Activity.commenting.state:
            await survey.offer(visit)
        case Activity.surveying.state:
            await survey.leave(visit)
        case Activity.reopening.state:
            await verdict.leave(visit)
        case Activity.adding.state:
            await _added_all(visit)
        case _:
            await additions.finish(visit)


async def _added_all(visit: Visit) -> None:
    await visit.chat.say(visit.speech("add-done"))
    await additions.finish(visit)


async def edited(message: Message, visit: Visit) -> None:
    """Let an answer follow the message that gave it: in the open form, in what waits for one, or in a filed report."""
    content = content_of(message)
    if content is None or isinstance(content, Misfit):
        return
    draft = visit.memory.draft
    if draft is not None and _told(draft, message.message_id):
        await filing.show(visit, await lookups.advance(visit, draft, Edited(content)))
    elif not opening.reword(visit, content) and not isinstance(content, Pointed):
        await _amend(visit, message, content)


async def _amend(visit: Visit, message: Message, content: Content) -> None:
    """Tell a report that a message which told of it reads otherwise now. Messages that told of none are left alone."""
    link = await visit.tx.links.by_message(visit.chat.id, message.message_id)
    words = content.text if isinstance(content, Said) else content.caption if isinstance(content, Sent) else None
    if link is None or link.report_id is None or not words:
        return
    try:
        report = await visit.desk.amend(link.report_id, visit.person.id, clean(words))
    except TaproseError as error:
        await additions.refused(visit, link.report_id, error)
    else:
        await visit.chat.say(
            visit.speech("amended", ticket=report.ticket), report=report.id, reply_to=message.message_id
        )


def _told(draft: Draft, message_id: int) -> bool:
    """Tell whether a message told something that is in the draft, or tried to."""
    files = (item.message_id for item in draft.attachments)
    return message_id in draft.answered or message_id == draft.refused_message or message_id in files
