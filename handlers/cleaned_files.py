"""Cleaned files: where a file goes that was fetched and cleaned (bot/cleaning) since it was asked for.

Meanwhile its card may have been taken back, because it came with many (combined_cards.py), and the group may have been
lost, unlinked or made another agency's, or its report may have gone elsewhere: the file follows its report. In a group a
file is always below what names its report, or names it itself.
"""

from datetime import datetime
from typing import Any

from handlers import files
from handlers.board import Board
from handlers.calls import send
from handlers.office import Office
from handlers.parts.actors import members_of
from handlers.pushes import Pushes
from handlers.texts import Markup
from handlers.voice import Voice
from reports.authority import View, may
from storage.outbox import Delivery
from storage.tables import AttachmentKind, Group, Priority, Report, Role
from storage.transaction import Transaction


async def show(office: Office, transaction: Transaction, about: dict[str, Any], upload: dict[str, int] | None) -> None:
    """Show a file that was cleaned; say that there is one where it could not be (`upload` is None)."""
    chat_id, reply_to = about["chat_id"], about["reply_to"]
    role = None if about["role"] is None else Role(about["role"])
    report = None if about["report"] is None or chat_id > 0 else await transaction.reports.get(about["report"])
    if report is not None and upload is None and not about.get("again"):
        # How to send it all the same is said once, and not whenever somebody looks at the card.
        await Pushes(office, transaction).ask(report, "push-file-not-shown", priority=Priority.PUSH)
    if reply_to is not None and reply_to < 0 and await transaction.outbox.is_gone(-reply_to):
        if role is Role.ALBUM:
            return  # it comes with the card when that is opened
        reply_to = None
    for chat in [chat_id] if report is None else await _places(office, transaction, report, about):
        await _show_in(office, transaction, about, upload, report, chat, reply_to if chat == chat_id else None)


async def _show_in(
    office: Office,
    transaction: Transaction,
    about: dict[str, Any],
    upload: dict[str, int] | None,
    report: Report | None,
    chat_id: int,
    reply_to: int | None,
) -> None:
    if report is not None and reply_to is None:
        reply_to = await _card_of(transaction, report, chat_id)
    whose = None if report is None or reply_to is not None else office.group_speech("file-of", ticket=report.ticket)
    if upload is None:
        person = await transaction.people.by_account(chat_id)
        text = (office.group_speech if person is None else office.speech_for(person))("file-not-shown")
        call = send(chat_id, text if whose is None else Markup(f"{whose}\n{text}"), reply_to=reply_to)
    else:
        call = files.shown(chat_id, AttachmentKind(about["kind"]), upload, reply_to, whose)
    role = None if about["role"] is None else Role(about["role"])
    delivery = Delivery(Priority(about["priority"]), about["report"], role)
    await Voice(transaction).post(call.hidden() if about["hidden"] else call, delivery)


async def _places(office: Office, transaction: Transaction, report: Report, about: dict[str, Any]) -> list[int]:
    """Return the groups in which a report's file belongs by now: where it was asked for, or else where its report lies."""
    chat_id = about["chat_id"]
    group = await transaction.groups.get(chat_id)
    homes = await Board(office, transaction).homes(report)
    is_theirs = group is not None and may(members_of(group), View.REPORT, report)
    if about["role"] == Role.ALBUM:
        if is_theirs and (group in homes or (group is not None and group.is_reachable)):
            return [chat_id]
        # Where the report has a card, that asked for its files itself.
        return [home.chat_id for home in homes if not await _has_card(transaction, report, home)]
    if group is None or not is_theirs or not (group.is_reachable or group in homes):
        return [home.chat_id for home in homes]
    asked, lost = about.get("asked"), group.unreachable_since
    if asked is not None and lost is not None and datetime.fromisoformat(asked) <= lost:
        # Of what was asked for since then the coordinators have their own; of this they have not.
        return [home.chat_id for home in homes]
    return [chat_id]


async def _has_card(transaction: Transaction, report: Report, group: Group) -> bool:
    return await transaction.links.newest(report.id or 0, Role.CARD, group.chat_id) is not None


async def _card_of(transaction: Transaction, report: Report, chat_id: int) -> int | None:
    """Return a report's card in a chat, once it is surely there: one that waits may yet be taken back."""
    link = await transaction.links.newest(report.id or 0, Role.CARD, chat_id)
    return None if link is None or link.message_id < 0 else link.message_id
