"""Questions of agencies that wait for an answer: what is sent with no form open may be it, and `Jawab` asks for it.

Whether it is, the person says: what was sent waits as it would for a form, and goes one way or the other.
"""

from collections.abc import Sequence

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message
from aiogram.types import MaybeInaccessibleMessageUnion as Tapped

from handlers.callbacks import MenuTap, ReportTap, button, keyboard, named
from handlers.citizen import additions, menu, offering, opening, tracking
from handlers.citizen.content import Content, content_of
from handlers.citizen.states import Activity
from handlers.citizen.visit import Visit
from handlers.parts.names import agency_name
from handlers.texts import Markup
from handlers.wording import cut
from reports.assignments import lead_of
from reports.errors import TaproseError
from reports.filing import Said, Sent
from reports.filing.typed_text import normalised, number_in
from reports.lifecycle import Act, check_possible
from reports.small_talk import Talk, kind_of, may_answer
from storage.tables import Identity, Report, Status

ANSWER = "answer"
"""What somebody may have come for: `messages` are those that may answer, `reports` the ones that were named."""

MOST = 3
"""Questions that are named at once; of more, the newest reports'."""

ANSWERING_SECONDS = 3600.0
"""How long after `Jawab` the next message is the answer without saying so."""

STORY_UNITS = 40
"""UTF-16 units of a story beside its category: enough to tell one's reports apart."""


def register(router: Router) -> None:
    """Have a router take what is written after `Jawab`."""
    router.message.register(answered, StateFilter(Activity.answering))


async def waiting(visit: Visit) -> list[Report]:
    """Return the person's reports whose agency has asked something that is not answered."""
    page = await visit.tx.lists.waiting_for(visit.person.id, MOST)
    found = [await visit.tx.reports.get(each.id) for each in page.reports]
    return [report for report in found if report is not None]


async def ask_whether(visit: Visit, content: Content, reports: Sequence[Report]) -> None:
    """Ask whether content that was kept is the answer to an open question, and to which."""
    before = _messages(visit)
    visit.memory.wish = {"do": ANSWER, "messages": [*before, content.message_id]}
    await _ask(visit, reports)


def stands(visit: Visit) -> bool:
    """Tell whether it stands to be said whether something is an answer."""
    return bool(_messages(visit))


async def asks_for(visit: Visit, text: str) -> bool:
    """Tell whether a number answers a question rather than choosing from the list: one that was asked after the list."""
    listed_at = visit.memory.listed_at or 0.0
    if number_in(text) is None:
        return False
    return any(
        report.waiting_since is not None and report.waiting_since.timestamp() > listed_at
        for report in await waiting(visit)
    )


async def ask_again(visit: Visit, why: str | None = None) -> bool:
    """Ask once more what was asked last, after a text that says why; tell whether there is such a question."""
    reports = await waiting(visit) if _messages(visit) and opening.keeps(visit) else ()
    if reports:
        if why is not None:
            await visit.chat.say(visit.speech(why, count=len(visit.memory.kept)))
        await _ask(visit, reports)
    return bool(reports)


def goes_on(visit: Visit, content: Content) -> None:
    """Note a further item of an album that was asked about."""
    if _messages(visit):
        visit.memory.wish = {**(visit.memory.wish or {}), "messages": [*_messages(visit), content.message_id]}


async def typed(visit: Visit, text: str) -> bool:
    """Take a typed button of the question that stands; tell whether it was one."""
    if not _messages(visit) or not opening.keeps(visit):
        return False
    wish = visit.memory.wish or {}
    reports = [report for number in wish.get("reports", ()) if (report := await visit.tx.reports.get(number))]
    words = normalised(text)
    if words in {normalised(word) for word in visit.office.texts.every("word-no")}:
        await offering.offer(visit)
        return True
    if additions.is_label(visit, text, "btn-answer-yes") or _agrees(text):
        if len(reports) != 1:
            return await ask_again(visit)
        chosen: Report | None = reports[0]
    else:
        number = number_in(text)
        labels = [normalised(_label(visit, report, place)) for place, report in enumerate(reports, 1)]
        place = number if number is not None else labels.index(words) + 1 if words in labels else 0
        chosen = reports[place - 1] if 1 <= place <= len(reports) else None
    if chosen is None:
        return False
    await _send(visit, chosen.id or 0, None)
    return True


async def confirmed(query: CallbackQuery, callback_data: ReportTap, visit: Visit) -> None:
    """Send what was kept to the report whose question it answers."""
    message, question = query.message, visit.memory.question
    named_now = (visit.memory.wish or {}).get("reports", ()) if _messages(visit) else ()
    # A question still in the outbox when it was noted has another id now.
    is_old = question is None or (question > 0 and message is not None and message.message_id != question)
    if callback_data.report not in named_now or is_old or not opening.keeps(visit):
        await visit.voice.answer(query, visit.speech.plain_text("button-gone"), alert=True)
        if message is not None:
            await visit.chat.remove_buttons(message.message_id)
        return
    await _send(visit, callback_data.report, message)


async def ask_for(query: CallbackQuery, callback_data: ReportTap, visit: Visit) -> None:
    """Ask for the answer to a question. Raises IllegalMove when it was answered or its report is over."""
    report = await tracking.own_report(visit, callback_data.report)
    check_possible(Act.ANSWER, report.status)
    number = callback_data.report
    visit.memory.begin(Activity.answering, number, visit.tx.now.timestamp() + ANSWERING_SECONDS)
    cancel = keyboard([button(visit.speech, "btn-cancel", ReportTap(action="done", report=number))])
    text = visit.speech("answer-wanted", agency=_agency(visit, report), about=_about(visit, report))
    await opening.ask_instead(visit, text, cancel)


async def answered(message: Message, visit: Visit) -> None:
    """Take what is written after `Jawab` for the answer; when that was long ago, ask what it is."""
    memory, content = visit.memory, content_of(message)
    number, until = memory.report, memory.until or 0.0
    if content is None or await additions.belongs_to_album(visit, content):
        return
    if number is None or until < visit.tx.now.timestamp():
        raise SkipHandler
    if isinstance(content, Said) and additions.is_label(visit, content.text, "btn-cancel"):
        await visit.chat.say(visit.speech("conversation-cancelled"))
        await additions.finish(visit)
        return
    await additions.add(visit, number, content)
    report = await visit.tx.reports.get(number)
    is_answered = report is None or report.status is not Status.WAITING_REPORTER
    if is_answered and memory.activity == Activity.answering.state:
        await additions.finish(visit)


async def _ask(visit: Visit, reports: Sequence[Report]) -> None:
    speech, wish = visit.speech, visit.memory.wish or {}
    visit.memory.wish = {**wish, "reports": [report.id for report in reports]}
    if len(reports) == 1:
        text = speech("answer-ask", agency=_agency(visit, reports[0]), about=_about(visit, reports[0]))
        rows = [[button(speech, "btn-answer-yes", _yes(reports[0]))]]
    else:
        lines: list[str] = [speech("answer-which")]
        rows = []
        for place, report in enumerate(reports, 1):
            about = _about(visit, report)
            lines.append(speech("answer-line", number=place, agency=_agency(visit, report), about=about))
            rows.append([named(_label(visit, report, place), _yes(report))])
        text = Markup("\n".join(lines))
    rows.append([button(speech, "btn-new-report", MenuTap(action=menu.NEW))])
    await opening.ask_instead(visit, text, keyboard(*rows))


async def _send(visit: Visit, number: int, tapped: Tapped | None) -> None:
    """Add what was asked about to a report, in its order; what the rules refuse goes on waiting for a form."""
    memory, sent = visit.memory, None
    pieces = opening.take(visit, _messages(visit))
    await _close(visit, number, tapped)
    while pieces:
        content = pieces[0]
        try:
            text, files = additions.words_and_files(visit, content)
            sent = await visit.desk.add(number, visit.person.id, text, files)
        except additions.NotForReports as reason:
            await visit.chat.say(str(reason))
        except TaproseError as error:
            for piece in pieces:
                opening.keep(visit, piece)
            await additions.refused(visit, number, error)
            break
        else:
            await additions.say_what_is_left_out(visit, content)
            if content.message_id is not None:
                await visit.tx.links.remember(visit.chat.id, [content.message_id], number)
            if isinstance(content, Sent) and content.album is not None:
                memory.album = (content.album, number)
        pieces = pieces[1:]
    if sent is not None:
        await visit.chat.say(visit.speech("add-taken", ticket=sent.ticket, agency=_agency(visit, sent)), report=sent.id)
    if opening.keeps(visit):
        await offering.offer(visit)


async def _close(visit: Visit, number: int, tapped: Tapped | None) -> None:
    """Take the buttons from the question, and write below it what was tapped."""
    memory = visit.memory
    several = len((memory.wish or {}).get("reports", ())) > 1
    if tapped is not None:
        report = await visit.tx.reports.get(number) if several else None
        label = visit.speech.plain_text("btn-answer-yes")
        if report is not None:
            label = f"{_agency(visit, report)} · {visit.office.regency.category_name(report.category)}"
        await visit.chat.mark_choice(tapped, label)
    elif memory.question is not None:
        await visit.chat.remove_buttons(memory.question)
    memory.question = memory.wish = None


def _messages(visit: Visit) -> list[int]:
    """Return the messages that the question that stands is about; none when it does not stand."""
    wish = visit.memory.wish or {}
    return list(wish.get("messages", ())) if wish.get("do") == ANSWER else []


def _agrees(text: str) -> bool:
    return may_answer(text) and kind_of(text) is Talk.ACKNOWLEDGEMENT


def _yes(report: Report) -> ReportTap:
    return ReportTap(action="answer-yes", report=report.id or 0)


def _label(visit: Visit, report: Report, place: int) -> str:
    return f"{place}. {_agency(visit, report)} · {visit.office.regency.category_name(report.category)}"


def _agency(visit: Visit, report: Report) -> str:
    return agency_name(visit.office, lead_of(report), visit.speech)


def _about(visit: Visit, report: Report) -> str:
    """Return what a report is about, in a few words; of a confidential one nothing that its notification would show."""
    category = visit.office.regency.category_name(report.category)
    if report.identity is Identity.CONFIDENTIAL:
        return category
    story, rest = cut(" ".join(report.story.split()), STORY_UNITS)
    return visit.speech("answer-about", category=category, story=f"{story}…" if rest else story)
