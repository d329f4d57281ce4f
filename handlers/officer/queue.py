"""Lists for officers: what the agency has in hand, what one officer holds, and a card to look at again."""

from aiogram import Router
from aiogram.filters import Command, CommandObject, Filter
from aiogram.types import CallbackQuery, Message, User

from handlers.board import Board
from handlers.callbacks import ListTap, button, in_pairs, keyboard, link, named
from handlers.calls import Keyboard, edit, send
from handlers.office import Office
from handlers.parts.actors import actor_in, members_of
from handlers.parts.icons import ICONS
from handlers.parts.names import agency_name
from handlers.parts.places import in_brief, place_of
from handlers.texts import Markup, Speech
from handlers.wording import when
from reports import tickets
from reports.authority import View, check, check_of_agency, may_of_agency
from reports.errors import NotAllowed, NotATicket, NotFound, WrongCheckCharacter
from storage.outbox import ANSWER
from storage.report_lists import Listed, Page
from storage.tables import Group, Report
from storage.transaction import Transaction

PAGE = 8
"""Reports on one page of a list: two lines each and a button stay on one phone screen."""

LARGEST_NUMBER = 2**40
"""What a button names beyond this is no report and no page; the database takes 64-bit numbers, and pages multiply."""

QUEUE, MINE, SHOW = "queue", "mine", "show"


def make() -> Router:
    """Return the router of lists and of /laporan in groups."""
    router = Router(name="queue")
    router.message.register(show_help, Command("antrean", "saya", "laporan"), NobodysReports())
    router.message.register(queue, Command("antrean"))
    router.message.register(mine, Command("saya"))
    router.message.register(show, Command("laporan"))
    router.message.register(show_help, Command("bantuan", "help", "start"))
    router.message.register(wrong_chat, Command("lapor", "status", "privasi", "bahasa", "pengingat"))
    router.message.register(nothing_to_cancel, Command("batal"))
    router.callback_query.register(tapped, ListTap.filter())
    return router


class NobodysReports(Filter):
    """A command in a group that handles no reports: the leadership's, or one that is nobody's yet."""

    async def __call__(self, message: Message, group: Group) -> bool:
        """Tell whether it is."""
        return not may_of_agency(members_of(group), View.LIST, group.agency)


async def queue(message: Message, tx: Transaction, office: Office, group: Group) -> None:
    """List what lies with this group, what is due first on top."""
    if message.from_user is not None:
        actor_in(group, message.from_user)
    text, markup = await _list(tx, office, group, message.from_user, QUEUE, 0)
    await office.bot.post(send(group.chat_id, text, markup, reply_to=message.message_id), ANSWER)


async def mine(message: Message, tx: Transaction, office: Office, group: Group) -> None:
    """List what this officer holds."""
    if message.from_user is not None:
        actor_in(group, message.from_user)
    text, markup = await _list(tx, office, group, message.from_user, MINE, 0)
    await office.bot.post(send(group.chat_id, text, markup, reply_to=message.message_id), ANSWER)


async def show(message: Message, command: CommandObject, tx: Transaction, office: Office, group: Group) -> None:
    """Put a report's card up again."""
    if message.from_user is not None:
        actor_in(group, message.from_user)
    speech = office.group_speech
    try:
        ticket = tickets.parse(command.args or "")
    except WrongCheckCharacter:
        await message.reply(speech("ticket-mistyped"))
        return
    except NotATicket:
        await message.reply(speech("ticket-wanted", prefix=office.regency.ticket_prefix))
        return
    await _show(await tx.reports.by_ticket(ticket), tx, office, group)


async def show_help(message: Message, office: Office, group: Group) -> None:
    """Say what can be done in this kind of group."""
    await message.reply(office.group_speech(f"help-{group.role.value}"))


async def wrong_chat(message: Message, office: Office) -> None:
    """Point whoever wants to report to the private chat, where nobody reads along."""
    speech = office.group_speech
    there = keyboard([link(speech, "btn-private", f"https://t.me/{office.bot_username}?start=lapor")])
    await office.bot.post(send(message.chat.id, speech("only-in-private"), there, reply_to=message.message_id), ANSWER)


async def nothing_to_cancel(message: Message, office: Office) -> None:
    """Say how a question of ours is called off."""
    await message.reply(office.group_speech("cancel-by-reply"))


async def tapped(
    query: CallbackQuery,
    callback_data: ListTap,
    tx: Transaction,
    office: Office,
    group: Group | None = None,
) -> None:
    """Turn a page, or put up the card of a report in the list."""
    if group is None or query.message is None:
        raise NotAllowed("lists are read in groups")
    actor_in(group, query.from_user)
    action, value = callback_data.action, min(callback_data.value, LARGEST_NUMBER)
    if action == SHOW:
        await _show(await tx.reports.get(value), tx, office, group)
        return
    if action not in {QUEUE, MINE}:
        await query.answer(office.group_speech.plain("button-gone"), show_alert=True)
        return
    text, markup = await _list(tx, office, group, query.from_user, action, value)
    await office.bot.post(edit(group.chat_id, query.message.message_id, text, markup), ANSWER)


async def _show(report: Report | None, tx: Transaction, office: Office, group: Group) -> None:
    """Put up a card, if the report is this group's to see: its own, or any for the coordinators."""
    if report is None:
        raise NotFound("no such report")
    check(members_of(group), View.REPORT, report)
    await Board(office, tx).show(report, group)


async def _list(
    tx: Transaction, office: Office, group: Group, user: User | None, name: str, number: int
) -> tuple[Markup, Keyboard]:
    check_of_agency(members_of(group), View.LIST, group.agency)
    if name == MINE:
        page = await tx.lists.held_by(0 if user is None else user.id, number, PAGE)
    else:
        page = await tx.lists.queue(group.agency, number, PAGE)
    speech = office.group_speech
    if not page.total:
        return speech(f"{name}-empty"), keyboard()
    who = agency_name(office, group.agency, speech) if name == QUEUE else (user.full_name[:64] if user else "")
    head = speech(f"{name}-head", who=who, total=page.total, page=page.number + 1, pages=page.pages)
    lines = [_line(office, report, tx) for report in page.reports]
    return Markup("\n".join([head, *lines])), _buttons(speech, page, name)


def _line(office: Office, report: Listed, tx: Transaction) -> Markup:
    """Return one report of a list; never its story, which a confidential one must not show in passing."""
    speech, zone = office.group_speech, office.regency.timezone
    assert report.due is not None  # noqa: S101  these lists hold only what somebody has in hand
    return speech(
        "queue-line-late" if report.is_late(tx.now) else "queue-line",
        icon=ICONS[report.status],
        ticket=report.ticket,
        category=office.regency.category_name(report.category),
        place=in_brief(place_of(report.place), report.identity, speech),
        due=when(report.due, zone, speech),
    )


def _buttons(speech: Speech, page: Page, name: str) -> Keyboard:
    rows = in_pairs([named(report.ticket, ListTap(action=SHOW, value=report.id)) for report in page.reports])
    turning = []
    if page.number > 0:
        turning.append(button(speech, "btn-previous", ListTap(action=name, value=page.number - 1)))
    if page.number < page.pages - 1:
        turning.append(button(speech, "btn-next", ListTap(action=name, value=page.number + 1)))
    return keyboard(*rows, turning)
