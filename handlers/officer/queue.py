"""Lists for officers: what the agency has in hand, what one officer holds, and a card to look at again."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message, User

from handlers.board import Board
from handlers.callbacks import ListTap, button, in_pairs, keyboard, link, named
from handlers.calls import Keyboard
from handlers.officer.group_help import show_help
from handlers.parts.actors import acting_members_of, members_of
from handlers.parts.icons import ICONS
from handlers.parts.names import agency_name
from handlers.parts.places import in_brief, place_of
from handlers.texts import Markup
from handlers.visit import GroupVisit
from handlers.wording import when
from reports import tickets
from reports.authority import View, check, check_of_agency, may_of_agency
from reports.errors import NotAllowed, NotATicket, NotFound, WrongCheckCharacter
from storage.report_lists import Listed, Page
from storage.tables import Report

PAGE = 8
"""Reports on one page of a list: two lines each and a button stay on one phone screen."""

LARGEST_NUMBER = 2**40
"""What a button names beyond this is no report and no page; the database takes 64-bit numbers, and pages multiply."""

QUEUE, MINE, SHOW = "queue", "mine", "show"


def register(router: Router) -> None:
    """Have a router take the buttons of lists."""
    router.callback_query.register(tapped, ListTap.filter())


async def queue(message: Message, args: str, visit: GroupVisit) -> None:
    """List what lies with this group, what is due first on top."""
    await _show_list(message, visit, QUEUE)


async def mine(message: Message, args: str, visit: GroupVisit) -> None:
    """List what this officer holds."""
    await _show_list(message, visit, MINE)


async def _show_list(message: Message, visit: GroupVisit, name: str) -> None:
    if _is_nobodys(visit):
        await show_help(message, "", visit)
        return
    acting_members_of(visit.group)
    text, markup = await _list(visit, message.from_user, name, 0)
    await visit.voice.reply(message, text, markup)


async def show(message: Message, args: str, visit: GroupVisit) -> None:
    """Put a report's card up again."""
    if _is_nobodys(visit):
        await show_help(message, "", visit)
        return
    acting_members_of(visit.group)
    try:
        ticket = tickets.parse(args)
    except WrongCheckCharacter:
        await visit.voice.reply(message, visit.speech("ticket-mistyped"))
        return
    except NotATicket:
        await visit.voice.reply(message, visit.speech("ticket-wanted", prefix=visit.office.regency.ticket_prefix))
        return
    await _show(await visit.tx.reports.by_ticket(ticket), visit)


async def wrong_chat(message: Message, args: str, visit: GroupVisit) -> None:
    """Point whoever wants to report to the private chat, where nobody reads along."""
    there = keyboard([link(visit.speech, "btn-private", f"https://t.me/{visit.office.bot_username}?start=lapor")])
    await visit.voice.reply(message, visit.speech("only-in-private"), there)


async def nothing_to_cancel(message: Message, args: str, visit: GroupVisit) -> None:
    """Say how a question of ours is called off."""
    await visit.voice.reply(message, visit.speech("cancel-by-reply"))


def _is_nobodys(visit: GroupVisit) -> bool:
    """Tell whether a group handles no reports: the leadership's, or one that is nobody's yet."""
    return not may_of_agency(members_of(visit.group), View.LIST, visit.group.agency)


async def tapped(query: CallbackQuery, callback_data: ListTap, visit: GroupVisit) -> None:
    """Turn a page, or put up the card of a report in the list."""
    if query.message is None:
        raise NotAllowed("lists are read in groups")
    acting_members_of(visit.group)
    action, value = callback_data.action, min(callback_data.value, LARGEST_NUMBER)
    if action == SHOW:
        await _show(await visit.tx.reports.get(value), visit)
        return
    if action not in {QUEUE, MINE}:
        await visit.voice.answer(query, visit.speech.plain_text("button-gone"), alert=True)
        return
    text, markup = await _list(visit, query.from_user, action, value)
    await visit.voice.change(visit.group.chat_id, query.message.message_id, text, markup)


async def _show(report: Report | None, visit: GroupVisit) -> None:
    """Put up a card, if the report is this group's to see: its own, or any for the coordinators."""
    if report is None:
        raise NotFound("no such report")
    check(members_of(visit.group), View.REPORT, report)
    await Board(visit.office, visit.tx).show(report, visit.group)


async def _list(visit: GroupVisit, user: User | None, name: str, number: int) -> tuple[Markup, Keyboard]:
    check_of_agency(members_of(visit.group), View.LIST, visit.group.agency)
    if name == MINE:
        officer = None if user is None else await visit.tx.people.by_account(user.id)
        page = await visit.tx.lists.held_by(0 if officer is None else officer.id, number, PAGE)
    else:
        page = await visit.tx.lists.queue(visit.group.agency, number, PAGE)
    if not page.total:
        return visit.speech(f"{name}-empty"), keyboard()
    who = (
        agency_name(visit.office, visit.group.agency, visit.speech)
        if name == QUEUE
        else (user.full_name[:64] if user else "")
    )
    head = visit.speech(f"{name}-head", who=who, total=page.total, page=page.number + 1, pages=page.pages)
    lines = [_line(visit, report) for report in page.reports]
    return Markup("\n".join([head, *lines])), _buttons(visit, page, name)


def _line(visit: GroupVisit, report: Listed) -> Markup:
    """Return one report of a list; never its story, which a confidential one must not show in passing."""
    zone = visit.office.regency.timezone
    assert report.due is not None  # noqa: S101  these lists hold only what somebody has in hand
    return visit.speech(
        "queue-line-late" if report.is_late(visit.tx.now) else "queue-line",
        icon=ICONS[report.status],
        ticket=report.ticket,
        category=visit.office.regency.category_name(report.category),
        place=in_brief(place_of(report.place), report.identity, visit.speech),
        due=when(report.due, zone, visit.speech),
    )


def _buttons(visit: GroupVisit, page: Page, name: str) -> Keyboard:
    rows = in_pairs([named(report.ticket, ListTap(action=SHOW, value=report.id)) for report in page.reports])
    turning = []
    if page.number > 0:
        turning.append(button(visit.speech, "btn-previous", ListTap(action=name, value=page.number - 1)))
    if page.number < page.pages - 1:
        turning.append(button(visit.speech, "btn-next", ListTap(action=name, value=page.number + 1)))
    return keyboard(*rows, turning)
