"""Additions: content that goes to a report already filed, and the conversation that asks for it."""

from collections.abc import Sequence

from handlers.callbacks import ReportTap, button, keyboard
from handlers.calls import Keyboard
from handlers.citizen import filing, opening
from handlers.citizen.content import Content
from handlers.citizen.refusals import OVER, why
from handlers.citizen.states import Activity
from handlers.citizen.visit import Visit
from handlers.parts.names import agency_name
from handlers.parts.places import where
from reports import places
from reports.actors import reporter
from reports.assignments import lead_of
from reports.authority import View, may
from reports.errors import Missing, OutsideRegency, TaproseError
from reports.filing import Attachment, Misfit, Pointed, Said, Sent
from reports.filing.typed_text import clean, normalised
from storage.tables import Report

ADDING_SECONDS = 3600.0
"""How long after the last addition the next message still belongs to the same report without saying so."""

ANSWERED_SINGLY = 10
"""How many additions within RUSH_SECONDS are answered each; of more, one answer says that all are kept."""


class NotForReports(Exception):
    """Content that no report takes, with the words that say why."""


async def finish(visit: Visit) -> None:
    """End the conversation about a report; an open form goes on where it was."""
    memory = visit.memory
    memory.end()
    if memory.question is not None:
        await visit.chat.remove_buttons(memory.question)
        memory.question = None
    await filing.ask_again(visit)


async def belongs_to_album(visit: Visit, content: Content | Misfit) -> bool:
    """Add a late item of an album to the report the others went to; tell whether it was one."""
    if not isinstance(content, Sent) or content.album is None or visit.memory.album is None:
        return False
    album, number = visit.memory.album
    if album != content.album or number is None:
        return False
    await add(visit, number, content)
    return True


def words_and_files(visit: Visit, content: Content | Misfit) -> tuple[str | None, Sequence[Attachment]]:
    """Return content as the desk takes it. Raises NotForReports."""
    match content:
        case Said():
            return clean(content.text), ()
        case Sent() if content.attachment.is_accepted:
            return clean(content.caption or "") or None, (content.attachment,)
        case Sent() if words := clean(content.caption or ""):
            return words, ()
        case Pointed():
            return _place(visit, content), ()
        case _:
            raise NotForReports(visit.speech("add-misfit"))


async def say_what_is_left_out(visit: Visit, content: Content | Misfit) -> None:
    """Say so where the words below a file were taken and the file was not."""
    if isinstance(content, Sent) and not content.attachment.is_accepted:
        await visit.chat.say(visit.speech("add-file-left"), reply_to=content.message_id)


async def refused(visit: Visit, number: int, error: TaproseError) -> None:
    """Say why the rules refused, and end the conversation when there is nothing to try again."""
    report = await visit.tx.reports.get(number)
    await visit.chat.say(visit.speech("refused", text=why(error, visit.speech, visit.office, report)))
    if not isinstance(error, Missing):
        await finish(visit)


async def add(visit: Visit, number: int, content: Content | Misfit, staying: int | None = None) -> bool:
    """Add content to a report and say so, once for an album; tell whether the report can still take any.

    `staying`: more may follow without replying.
    """
    memory, album = visit.memory, content.album if isinstance(content, Sent) else None
    again = album is not None and memory.album == (album, number)
    try:
        text, files = words_and_files(visit, content)
        report = await visit.desk.add(number, visit.person.id, text, files)
    except NotForReports as reason:
        await visit.chat.say(str(reason))
        return True
    except TaproseError as error:
        if not again:
            await refused(visit, number, error)
        refuses = await _own_report(visit, number)
        return refuses is None or refuses.status not in OVER
    if content.message_id is not None:
        await visit.tx.links.remember(visit.chat.id, [content.message_id], number)
    if album is not None:
        memory.album = (album, number)
    if staying is not None:
        keep_adding(visit, staying)
    await say_what_is_left_out(visit, content)
    if not again:
        many = memory.count_addition(visit.tx.now.timestamp()) - ANSWERED_SINGLY
        if many <= 1:
            await _thank(visit, report, content.message_id, staying, "add-taken" if many < 1 else "add-many")
    return True


async def is_over(visit: Visit, number: int) -> bool:
    """Tell whether a report is the person's own and takes nothing more."""
    report = await _own_report(visit, number)
    return report is not None and report.status in OVER


async def _own_report(visit: Visit, number: int) -> Report | None:
    """Return the person's own report, None for anybody else's."""
    report = await visit.tx.reports.get(number)
    is_own = report is not None and may(reporter(visit.person.id), View.REPORT, report)
    return report if is_own else None


async def _thank(visit: Visit, report: Report, message_id: int | None, staying: int | None, name: str) -> None:
    speech = visit.speech
    text = speech(name, ticket=report.ticket, agency=agency_name(visit.office, lead_of(report), speech))
    if staying is None:
        await visit.chat.say(text, report=report.id, reply_to=message_id)
    else:
        more = speech("add-more")
        await opening.ask_instead(visit, f"{text} {more}", done_button(visit, staying))


def keep_adding(visit: Visit, number: int) -> None:
    """Take what comes next for this report."""
    visit.memory.begin(Activity.adding, number, visit.tx.now.timestamp() + ADDING_SECONDS)


def done_button(visit: Visit, number: int) -> Keyboard:
    """Return the button that ends adding."""
    return keyboard([button(visit.speech, "btn-done", ReportTap(action="done", report=number))])


def _place(visit: Visit, point: Pointed) -> str:
    """Return a point in the words of the agency's group, with a link to the map. Raises NotForReports."""
    try:
        place = visit.form.locate(point.latitude, point.longitude)
    except OutsideRegency:
        raise NotForReports(visit.speech("add-outside", regency=visit.office.regency.name)) from None
    words = ", ".join(part for part in (point.title, point.address, where(place, visit.office.group_speech)) if part)
    return f"📍 {clean(words)} {places.map_link(place) or ''}".strip()


def is_label(visit: Visit, text: str, label: str) -> bool:
    """Tell whether a text is a button's label, in any language."""
    return normalised(text) in {normalised(word) for word in visit.office.texts.every(label)}
