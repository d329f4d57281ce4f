"""Replies under a card: nothing an officer writes reaches the reporter before they say that it shall."""

from dataclasses import replace
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, InaccessibleMessage, Message

from handlers import files
from handlers.callbacks import NO_BUTTONS, ReplyTap, button, keyboard
from handlers.calls import edit, send
from handlers.filters import RepliesToOurs
from handlers.officer.group_messages import is_command, is_faceless
from handlers.parts.actors import acting_members_of, actor_in
from handlers.parts.purposes import Combined, Offered, purpose_of
from handlers.visit import GroupVisit, Visit
from handlers.wording import joined_words
from reports.desk.case import LONGEST_TEXT
from reports.errors import IllegalMove, NotAllowed
from reports.filing import Attachment
from reports.lifecycle import Act
from storage.links import Link
from storage.outbox import Delivery
from storage.tables import GroupRole, Priority, Role

_UNDER_CARDS = frozenset({Role.CARD, Role.ALBUM, Role.NOTE, Role.CHOICE})


class RepliesToCard(RepliesToOurs):
    """A reply to a card, its album, a note or a question below it that is no command."""

    async def __call__(self, message: Message, visit: Visit) -> bool | dict[str, Any]:
        """Return the link, or False."""
        if is_command(message):
            return False
        found = await super().__call__(message, visit)
        if isinstance(found, dict) and found["link"].role in _UNDER_CARDS and found["link"].report_id is not None:
            return found
        return False


class RepliesToCombined(RepliesToOurs):
    """A reply to a combined card, which belongs to no single report."""

    async def __call__(self, message: Message, visit: Visit) -> bool | dict[str, Any]:
        """Tell whether it is."""
        found = await super().__call__(message, visit)
        return isinstance(found, dict) and isinstance(purpose_of(found["link"].purpose), Combined)


def register(router: Router) -> None:
    """Have a router take replies under cards, and what is done with them."""
    router.message.register(replied, RepliesToCard())
    router.message.register(replied_to_combined, RepliesToCombined())
    router.edited_message.register(corrected, RepliesToCard())
    router.callback_query.register(chosen, ReplyTap.filter())


async def replied(message: Message, link: Link, visit: GroupVisit) -> None:
    """Ask what shall become of a reply, or pass it on at once where the office is set up so."""
    if message.from_user is None or link.report_id is None or visit.group.role is GroupRole.UNLINKED:
        return
    acting_members_of(visit.group)
    words = message.text or message.caption
    file = files.of_message(message)
    if is_faceless(message):
        await visit.voice.reply(message, visit.speech("faceless"))
        return
    if (problem := _problem(words, file)) is not None:
        await visit.voice.reply(message, visit.speech(problem))
        return
    actor = await actor_in(visit.group, message.from_user, visit.tx)
    await visit.desk.report_for(link.report_id, Act.NOTE, actor)
    if visit.office.direct_replies:
        await visit.desk.reply(link.report_id, actor, words, [] if file is None else [file])
        await visit.voice.thumbs_up(message)
        return
    if await _joins_album(message, link.report_id, file, visit):
        return
    await _offer(message, link.report_id, words, file, visit)


async def corrected(message: Message, link: Link, visit: GroupVisit) -> None:
    """Take the words of a reply that was edited before its writer chose what becomes of it."""
    await visit.tx.outbox.flush()
    choice = await visit.tx.links.newest(link.report_id or 0, Role.CHOICE, message.chat.id)
    words = message.text or message.caption
    offered = None if choice is None else purpose_of(choice.purpose)
    if choice is None or not isinstance(offered, Offered) or offered.message != message.message_id:
        return
    if len(words or "") <= LONGEST_TEXT:
        await visit.tx.links.keep_purpose(choice, replace(offered, text=words).to_json())


def _problem(words: str | None, file: Attachment | None) -> str | None:
    """Return the name of the text that says why a reply cannot be passed on, if it cannot."""
    if words is None and file is None:
        return "reply-misfit"
    if file is not None and not file.is_accepted:
        return "reply-file-refused"
    return "missing-content" if len(words or "") > LONGEST_TEXT else None


async def replied_to_combined(message: Message, visit: GroupVisit) -> None:
    """Say how to reach one of the reports on a combined card."""
    await visit.voice.reply(message, visit.speech("combined-reply"))


async def _joins_album(message: Message, report: int, file: Attachment | None, visit: GroupVisit) -> bool:
    """Add a further item of an album to the choice its first item was offered."""
    if message.media_group_id is None or file is None:
        return False
    # The first item may stand in the same group of updates: its choice must be readable before the commit.
    await visit.tx.outbox.flush()
    choice = await visit.tx.links.newest(report, Role.CHOICE, message.chat.id)
    offered = None if choice is None else purpose_of(choice.purpose)
    if choice is None or not isinstance(offered, Offered) or offered.album != message.media_group_id:
        return False
    joined = replace(offered, files=(*offered.files, file), text=joined_words(offered.text, message.caption))
    await visit.tx.links.keep_purpose(choice, joined.to_json())
    return True


async def _offer(message: Message, report: int, words: str | None, file: Attachment | None, visit: GroupVisit) -> None:
    rows = [
        [
            button(visit.speech, "btn-send", ReplyTap(action="send", report=report)),
            button(visit.speech, "btn-note", ReplyTap(action="note", report=report)),
        ],
        [button(visit.speech, "btn-cancel", ReplyTap(action="drop", report=report))],
    ]
    brought = () if file is None else (file,)
    by = message.from_user.id if message.from_user else 0
    offered = Offered(by, message.message_id, words, brought, message.media_group_id)
    await visit.voice.post(
        send(message.chat.id, visit.speech("reply-offer"), keyboard(*rows), reply_to=message.message_id),
        Delivery(Priority.ANSWER, report, Role.CHOICE, offered.to_json()),
    )


async def chosen(query: CallbackQuery, callback_data: ReplyTap, visit: GroupVisit) -> None:
    """Send the reply to the reporter, keep it as a note, or drop it."""
    message = query.message
    if message is None or isinstance(message, InaccessibleMessage):
        raise NotAllowed("replies are decided on in groups")
    link = await visit.tx.links.by_message(message.chat.id, message.message_id)
    kept = None if link is None else purpose_of(link.purpose)
    if link is None or not isinstance(kept, Offered) or link.report_id != callback_data.report:
        raise IllegalMove("this reply was decided on")
    actor = await actor_in(visit.group, query.from_user, visit.tx)
    if kept.by != query.from_user.id:
        await visit.voice.answer(query, visit.speech.plain_text("not-for-you"), alert=True)
        return
    match callback_data.action:
        case "send":
            await visit.desk.reply(link.report_id, actor, kept.text, kept.files)
            outcome = "reply-sent"
        case "note":
            await visit.desk.note(link.report_id, actor, kept.text, kept.files)
            outcome = "reply-kept"
        case _:
            outcome = "reply-dropped"
    await visit.tx.links.keep_purpose(link, None)
    await visit.voice.post(
        edit(message.chat.id, message.message_id, visit.speech(outcome), NO_BUTTONS),
        Delivery(Priority.ANSWER, link.report_id),
    )
