"""Replies under a card: nothing an officer writes reaches the reporter before they say that it shall."""

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, InaccessibleMessage, Message

from handlers import files
from handlers.callbacks import NO_BUTTONS, ReplyTap, button, keyboard
from handlers.calls import edit, send
from handlers.combined_cards import PURPOSE
from handlers.filters import RepliesToOurs
from handlers.office import Office
from handlers.officer.acting import is_command, is_faceless
from handlers.officer.prompts import thumbs_up
from handlers.parts.actors import actor_in
from handlers.texts import Speech
from reports.desk import Desk
from reports.desk.case import LONGEST_TEXT
from reports.errors import IllegalMove, NotAllowed
from reports.filing import Attachment
from reports.lifecycle import Act
from storage.links import Link
from storage.outbox import Delivery
from storage.tables import Group, GroupRole, Priority, Role
from storage.transaction import Transaction

_UNDER_CARDS = frozenset({Role.CARD, Role.ALBUM, Role.NOTE, Role.CHOICE})


class RepliesToCard(RepliesToOurs):
    """A reply to a card, its album, a note or a question below it that is no command."""

    async def __call__(self, message: Message, tx: Transaction, office: Office) -> bool | dict[str, Any]:
        """Return the link, or False."""
        if is_command(message):
            return False
        found = await super().__call__(message, tx, office)
        if isinstance(found, dict) and found["link"].role in _UNDER_CARDS and found["link"].report_id is not None:
            return found
        return False


class RepliesToCombined(RepliesToOurs):
    """A reply to a combined card, which belongs to no single report."""

    async def __call__(self, message: Message, tx: Transaction, office: Office) -> bool | dict[str, Any]:
        """Tell whether it is."""
        found = await super().__call__(message, tx, office)
        return isinstance(found, dict) and PURPOSE in found["link"].purpose


def make() -> Router:
    """Return the router of replies under cards and of what is done with them."""
    router = Router(name="replies")
    router.message.register(replied, RepliesToCard())
    router.message.register(replied_to_combined, RepliesToCombined())
    router.edited_message.register(corrected, RepliesToCard())
    router.callback_query.register(chosen, ReplyTap.filter())
    return router


async def replied(message: Message, link: Link, tx: Transaction, desk: Desk, office: Office, group: Group) -> None:
    """Ask what shall become of a reply, or pass it on at once where the office is set up so."""
    if message.from_user is None or link.report_id is None or group.role is GroupRole.UNLINKED:
        return
    actor = actor_in(group, message.from_user)
    words = message.text or message.caption
    file = files.of_message(message)
    if is_faceless(message):
        await message.reply(office.group_speech("faceless"))
        return
    if (problem := _problem(words, file)) is not None:
        await message.reply(office.group_speech(problem))
        return
    await desk.report_for(link.report_id, Act.NOTE, actor)
    if office.direct_replies:
        await desk.reply(link.report_id, actor, words, [] if file is None else [file])
        await thumbs_up(office, message)
        return
    if await _joins_album(message, link.report_id, file, tx):
        return
    await _offer(message, link.report_id, words, file, office)


async def corrected(message: Message, link: Link, tx: Transaction) -> None:
    """Take the words of a reply that was edited before its writer chose what becomes of it."""
    await tx.outbox.flush()
    choice = await tx.links.newest(link.report_id or 0, Role.CHOICE, message.chat.id)
    words = message.text or message.caption
    if choice is None or choice.purpose.get("message") != message.message_id or len(words or "") > LONGEST_TEXT:
        return
    await tx.links.keep_purpose(choice, {**choice.purpose, "text": words})


def _problem(words: str | None, file: Attachment | None) -> str | None:
    """Return the name of the text that says why a reply cannot be passed on, if it cannot."""
    if words is None and file is None:
        return "reply-misfit"
    if file is not None and not file.is_accepted:
        return "reply-file-refused"
    return "missing-content" if len(words or "") > LONGEST_TEXT else None


async def replied_to_combined(message: Message, office: Office) -> None:
    """Say how to reach one of the reports on a combined card."""
    await message.reply(office.group_speech("combined-reply"))


async def _joins_album(message: Message, report: int, file: Attachment | None, tx: Transaction) -> bool:
    """Add a further item of an album to the choice its first item was offered."""
    if message.media_group_id is None or file is None:
        return False
    # The first item may stand in the same group of updates: its choice must be readable before the commit.
    await tx.outbox.flush()
    choice = await tx.links.newest(report, Role.CHOICE, message.chat.id)
    if choice is None or choice.purpose.get("album") != message.media_group_id:
        return False
    kept = choice.purpose
    kept["files"] = [*kept["files"], file.to_json()]
    kept["text"] = kept["text"] or message.caption
    await tx.links.keep_purpose(choice, kept)
    return True


async def _offer(message: Message, report: int, words: str | None, file: Attachment | None, office: Office) -> None:
    speech = office.group_speech
    rows = [
        [
            button(speech, "btn-send", ReplyTap(action="send", report=report)),
            button(speech, "btn-note", ReplyTap(action="note", report=report)),
        ],
        [button(speech, "btn-cancel", ReplyTap(action="drop", report=report))],
    ]
    await office.bot.post(
        send(message.chat.id, speech("reply-offer"), keyboard(*rows), reply_to=message.message_id),
        Delivery(
            Priority.ANSWER,
            report,
            Role.CHOICE,
            {
                "by": message.from_user.id if message.from_user else 0,
                "message": message.message_id,
                "text": words,
                "files": [] if file is None else [file.to_json()],
                "album": message.media_group_id,
            },
        ),
    )


async def chosen(
    query: CallbackQuery,
    callback_data: ReplyTap,
    tx: Transaction,
    desk: Desk,
    office: Office,
    speech: Speech,
    group: Group | None = None,
) -> None:
    """Send the reply to the reporter, keep it as a note, or drop it."""
    message = query.message
    if group is None or message is None or isinstance(message, InaccessibleMessage):
        raise NotAllowed("replies are decided on in groups")
    link = await tx.links.by_message(message.chat.id, message.message_id)
    if link is None or not link.purpose or link.report_id != callback_data.report:
        raise IllegalMove("this reply was decided on")
    actor = actor_in(group, query.from_user)
    kept = link.purpose
    if kept["by"] != query.from_user.id:
        await query.answer(speech.plain("not-for-you"), show_alert=True)
        return
    brought = [Attachment.from_json(item) for item in kept["files"]]
    match callback_data.action:
        case "send":
            await desk.reply(link.report_id, actor, kept["text"], brought)
            outcome = "reply-sent"
        case "note":
            await desk.note(link.report_id, actor, kept["text"], brought)
            outcome = "reply-kept"
        case _:
            outcome = "reply-dropped"
    await tx.links.keep_purpose(link, None)
    await office.bot.post(
        edit(message.chat.id, message.message_id, speech(outcome), NO_BUTTONS),
        Delivery(Priority.ANSWER, link.report_id),
    )
