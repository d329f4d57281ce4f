"""Prompts: the bot asks one officer for words, and their reply to the prompt is the act (answers.py)."""

from aiogram.types import Message, User

from handlers.calls import Keyboard
from handlers.office import Office
from handlers.parts.purposes import Asked, AskedAgain
from handlers.texts import Markup, Speech
from handlers.visit import GroupVisit
from storage.outbox import Delivery
from storage.tables import Priority, Report, Role

PLACEHOLDER_UNITS = 64
"""Characters of ForceReply's input_field_placeholder; core.telegram.org/bots/api, ForceReply."""


async def prompt(visit: GroupVisit, report: Report, card_id: int, user: User, asked: Asked, **shown: object) -> None:
    """Ask an officer for the words of an act, under the report's card."""
    speech, office, act = visit.speech, visit.office, asked.act
    name = "prompt-resolve-proof" if act == "resolve" and _needs_proof(office, report) else f"prompt-{act}"
    text = speech(name, who=mention(user), ticket=report.ticket, **shown)
    await visit.voice.say(
        visit.group.chat_id,
        text,
        _forced(speech, act),
        reply_to=card_id,
        delivery=Delivery(Priority.ANSWER, report.id, Role.PROMPT, asked.to_json()),
    )


async def prompt_again(
    visit: GroupVisit, report: Report, answer: Message, first: int, user: User, act: str, why: str
) -> None:
    """Ask for what an answer lacked, in a message that can be replied to as well as the first one (its id)."""
    await visit.voice.say(
        answer.chat.id,
        visit.speech("prompt-again", who=mention(user), ticket=report.ticket, why=why),
        _forced(visit.speech, act),
        reply_to=answer.message_id,
        delivery=Delivery(Priority.ANSWER, report.id, Role.PROMPT, AskedAgain(first).to_json()),
    )


def mention(user: User) -> Markup:
    """Return a mention of an officer, so that the forced reply opens on their screen alone."""
    name = user.full_name[:64].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Markup(f'<a href="tg://user?id={user.id}">{name}</a>')


def _needs_proof(office: Office, report: Report) -> bool:
    return office.regency.category_of_report(report.category).needs_proof


def _forced(speech: Speech, act: str) -> Keyboard:
    placeholder = speech.plain_text(f"placeholder-{act}")[:PLACEHOLDER_UNITS]
    return {"force_reply": True, "selective": True, "input_field_placeholder": placeholder}
