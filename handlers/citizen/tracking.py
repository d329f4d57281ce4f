"""Following reports: the list of one's own, one report in full, and what a ticket tells a stranger."""

from typing import Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from handlers.callbacks import MenuTap, ReportTap, button, keyboard, named
from handlers.calls import Keyboard
from handlers.citizen import report as report_screen
from handlers.citizen.visit import Visit
from handlers.parts.icons import DOTS
from handlers.parts.names import status_name
from handlers.parts.places import place_of
from handlers.texts import Markup
from handlers.visit import Visit as AnyVisit
from handlers.wording import when
from reports import tickets
from reports.actors import reporter
from reports.authority import View, may
from reports.errors import NotATicket, NotFound, WrongCheckCharacter
from reports.filing.typed_text import normalised, number_in
from storage.report_lists import Listed
from storage.tables import Report

PAGE = "page"
"""The menu action of the list's pages."""

PAGE_SIZE = 5
"""Reports on a page of the list: a number and a button each, on a small phone without scrolling."""

LONGEST_TICKET = 40
"""Characters of a message that may be a ticket and nothing else, however it was typed."""


class IsTicket(Filter):
    """A message that is a report's number and nothing else, mistyped perhaps."""

    async def __call__(self, message: Message, visit: AnyVisit) -> bool | dict[str, Any]:
        """Hand on the number as `args`, or return False."""
        text = (message.text or "").strip()
        prefix = visit.office.regency.ticket_prefix
        if len(text) > LONGEST_TICKET or not text.lstrip("#(").upper().startswith(prefix):
            return False
        try:
            tickets.parse(text)
        except NotATicket:
            return False
        except WrongCheckCharacter:
            pass
        return {"args": text}


def register(router: Router) -> None:
    """Have a router take typed tickets."""
    router.message.register(status, IsTicket())


async def listed(message: Message, args: str, visit: Visit) -> None:
    """Show the list; with a ticket behind the command, that report."""
    if args:
        await status(message, args, visit)
    else:
        await show_list(visit)


async def status(message: Message, args: str, visit: Visit) -> None:
    """Show what the person may know of a ticket."""
    if not args:
        await visit.chat.say(visit.speech("status-wanted", prefix=visit.office.regency.ticket_prefix))
        return
    try:
        ticket = tickets.parse(args)
    except WrongCheckCharacter:
        await visit.chat.say(visit.speech("status-mistyped"))
    except NotATicket:
        await visit.chat.say(visit.speech("status-no-ticket", prefix=visit.office.regency.ticket_prefix))
    else:
        await show_ticket(visit, ticket)


async def show_ticket(visit: Visit, ticket: str) -> None:
    """Show a report in full to its reporter; to others only category, kecamatan and status, or nothing at all."""
    report = await visit.tx.reports.by_ticket(ticket)
    citizen = reporter(visit.person.id)
    if report is not None and may(citizen, View.REPORT, report):
        await show(visit, report)
    elif report is None or not may(citizen, View.STATUS, report):
        await visit.chat.say(visit.speech("status-unknown", ticket=ticket))
    else:
        place, speech = place_of(report.place), visit.speech
        await visit.chat.say(
            speech(
                "status-of-others",
                ticket=report.ticket,
                category=visit.office.regency.category_name(report.category),
                kecamatan=(place and place.kecamatan) or speech.plain_text("status-no-kecamatan"),
                status=status_name(report.status, speech),
            )
        )


async def show_tapped(query: CallbackQuery, callback_data: ReportTap, visit: Visit) -> None:
    """Show the report whose button was tapped. Raises NotFound for somebody else's."""
    await show(visit, await own_report(visit, callback_data.report))


async def own_report(visit: Visit, number: int) -> Report:
    """Return the person's own report. Raises NotFound for anybody else's."""
    report = await visit.tx.reports.get(number)
    if report is None or not may(reporter(visit.person.id), View.REPORT, report):
        raise NotFound(f"report {number} is not this person's")
    return report


async def show(visit: Visit, report: Report) -> None:
    """Show a report in full; replying to the message adds to it."""
    history = await visit.tx.events.history(report.id or 0)
    text = report_screen.text(visit.office, report, history, visit.speech)
    await visit.chat.say(text, report_screen.buttons(report, visit.speech), report=report.id)


async def show_list(visit: Visit, page: int = 0) -> None:
    """Show a page of the person's reports below everything else."""
    await visit.chat.say(*await _list(visit, page))


async def turn(visit: Visit, query: CallbackQuery, value: str) -> None:
    """Turn the list to another page, in place."""
    if query.message is not None and value.isdecimal():
        await visit.chat.change(query.message.message_id, *await _list(visit, int(value[:6])))


async def typed(visit: Visit, text: str) -> bool:
    """Take a typed number or page button of the list last shown; tell whether it was one."""
    if visit.memory.listed is None:
        return False
    page, shown = visit.memory.listed
    number = number_in(text)
    if number is not None and 1 <= number - page * PAGE_SIZE <= len(shown):
        await show(visit, await own_report(visit, shown[number - page * PAGE_SIZE - 1]))
        return True
    for label, step in (("btn-previous", -1), ("btn-next", 1)):
        if normalised(text) in {normalised(word) for word in visit.office.texts.every(label)}:
            await show_list(visit, page + step)
            return True
    return False


async def _list(visit: Visit, number: int) -> tuple[Markup, Keyboard]:
    speech = visit.speech
    page = await visit.tx.lists.of_reporter(visit.person.id, number, PAGE_SIZE)
    if not page.reports:
        visit.memory.listed = visit.memory.listed_at = None
        return speech("list-empty"), keyboard([button(speech, "btn-file", MenuTap(action="file"))])
    visit.memory.listed = (page.number, [report.id for report in page.reports])
    visit.memory.listed_at = visit.tx.now.timestamp()
    first = page.number * PAGE_SIZE + 1
    lines: list[str] = [speech("list-head", total=page.total, page=page.number + 1, pages=page.pages)]
    lines += [_line(visit, report, place) for place, report in enumerate(page.reports, first)]
    rows = [[named(report.ticket, ReportTap(action="show", report=report.id))] for report in page.reports]
    turning = []
    if page.number > 0:
        turning.append(button(speech, "btn-previous", MenuTap(action=PAGE, value=str(page.number - 1))))
    if page.number + 1 < page.pages:
        turning.append(button(speech, "btn-next", MenuTap(action=PAGE, value=str(page.number + 1))))
    return Markup("\n".join(lines)), keyboard(*rows, turning)


def _line(visit: Visit, report: Listed, place: int) -> str:
    speech = visit.speech
    return speech(
        "list-line",
        number=place,
        dot=DOTS[report.status],
        ticket=report.ticket,
        category=visit.office.regency.category_name(report.category),
        status=status_name(report.status, speech),
        when=when(report.filed_at, visit.office.regency.timezone, speech),
    )
