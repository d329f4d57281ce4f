"""Prompts: the bot asks one officer for words, and their reply to the prompt is the act."""

from typing import Any

from aiogram import Router
from aiogram.enums import ContentType
from aiogram.types import Message, User

from handlers import files
from handlers.calls import Call, send
from handlers.filters import RepliesToOurs
from handlers.office import Office
from handlers.officer.acting import actor_in
from handlers.officer.dates import parse_day
from handlers.texts import Markup, Speech
from reports.actors import Actor
from reports.desk import Desk
from reports.errors import Missing
from reports.filing import Attachment
from storage import links
from storage.links import Link
from storage.outbox import Letter
from storage.tables import Group, Priority, Proposal, Report, Role
from storage.transaction import Transaction

PLACEHOLDER_UNITS = 64
"""Characters of ForceReply's input_field_placeholder; core.telegram.org/bots/api, ForceReply."""

NOT_A_REPORT = "bukan laporan"
"""Words that begin a reason under `Tidak dapat` when the report is none at all (spam, prank)."""


async def prompt(office: Office, report: Report, chat_id: int, card_id: int, user: User, act: str, **more: Any) -> None:
    """Ask an officer for the words of an act, under the report's card."""
    speech = office.group_speech
    markup = {
        "force_reply": True,
        "selective": True,
        "input_field_placeholder": speech.plain(f"placeholder-{act}")[:PLACEHOLDER_UNITS],
    }
    text = speech(f"prompt-{act}", who=mention(user), ticket=report.ticket, **more.get("shown", {}))
    await office.bot.post(
        send(chat_id, text, markup, reply_to=card_id),
        Letter(Priority.ANSWER, report.id, Role.PROMPT, {"act": act, "by": user.id, **more.get("kept", {})}),
    )


def mention(user: User) -> Markup:
    """Return a mention of an officer, so that the forced reply opens on their screen alone."""
    name = user.full_name[:64].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Markup(f'<a href="tg://user?id={user.id}">{name}</a>')


def make() -> Router:
    """Return the router of replies to prompts."""
    router = Router(name="prompts")
    router.message.register(answered, RepliesToPrompt())
    return router


class RepliesToPrompt(RepliesToOurs):
    """A reply to one of our prompts."""

    async def __call__(self, message: Message, tx: Transaction) -> bool | dict[str, Any]:
        """Return the prompt's link, or False."""
        found = await super().__call__(message, tx)
        return found if isinstance(found, dict) and found["link"].role is Role.PROMPT else False


async def answered(message: Message, link: Link, tx: Transaction, desk: Desk, office: Office, group: Group) -> None:
    """Carry out the act whose words these are."""
    speech = office.group_speech
    user = message.from_user
    if user is None or link.report_id is None:
        return
    wanted = link.purpose
    file = files.of_message(message)
    brought = [] if file is None else [file]
    if not wanted or "done" in wanted:
        await _late(message, link, desk, actor_in(group, user), brought, speech)
        return
    if wanted["by"] != user.id:
        await message.reply(speech("prompt-for-another"))
        return
    if file is None and message.content_type != ContentType.TEXT:
        await message.reply(speech("prompt-misfit"))
        return
    await _act(desk, link.report_id, actor_in(group, user), wanted, message, brought)
    done = {"done": wanted["act"], "album": message.media_group_id, "by": user.id}
    await links.keep_purpose(tx.session, link, done)
    await thumbs_up(office, message)


async def _act(
    desk: Desk, report: int, actor: Actor, wanted: dict[str, Any], message: Message, brought: list[Attachment]
) -> None:
    words = message.text or message.caption
    match wanted["act"]:
        case "ask":
            await desk.ask(report, actor, words or "")
        case "resolve":
            await desk.resolve(report, actor, words, brought)
        case "cannot":
            reason = (words or "").strip()
            rejected = reason.lower().startswith(NOT_A_REPORT)
            await desk.propose(report, actor, Proposal.REJECT if rejected else Proposal.CANNOT_ACT, reason)
        case "reroute":
            await desk.reroute(report, actor, wanted["to"], words or "")
        case "refuse":
            await desk.refuse(report, actor, words or "")
        case "extend":
            await desk.extend(report, actor, int(wanted["days"]), words or "")
        case "promise":
            today = desk.now.astimezone(desk.regency.timezone).date()
            await desk.promise(report, actor, parse_day(words or "", today))
        case other:
            raise Missing(other)


async def _late(
    message: Message, link: Link, desk: Desk, actor: Actor, brought: list[Attachment], speech: Speech
) -> None:
    """A further item of the album that answered the prompt follows it; anything else comes too late."""
    same_album = message.media_group_id is not None and link.purpose.get("album") == message.media_group_id
    if same_album and brought and link.report_id is not None and link.purpose.get("done") == "resolve":
        await desk.reply(link.report_id, actor, None, brought)
    elif not same_album:
        await message.reply(speech("prompt-over"))


async def thumbs_up(office: Office, message: Message) -> None:
    """Show the writer that it worked, without another message in a busy group."""
    reaction = [{"type": "emoji", "emoji": "👍"}]
    await office.bot.post(
        Call(
            "setMessageReaction",
            {"chat_id": message.chat.id, "message_id": message.message_id, "reaction": reaction},
        ),
        Letter(Priority.ANSWER, once=True),
    )
