"""What Telegram shows about the bot: the command lists beside the input field, for each kind of chat.

Telegram keeps them and lets a bot set them only now and then (a 429 for half an hour has been seen), so that a start
sends what changed and nothing else.
"""

import hashlib
from collections.abc import Iterator

from handlers.calls import Call, Json
from handlers.office import Office
from handlers.parts.commands import CommandList, listed_in
from handlers.texts import LANGUAGES, Speech
from handlers.voice import Voice
from storage.jsontext import encoded
from storage.outbox import Delivery
from storage.tables import Priority
from storage.transaction import Transaction


async def publish_commands(transaction: Transaction, office: Office) -> int:
    """Write the calls to the outbox that set what changed, and return how many; none when nothing did.

    To be called in the current transaction, before the courier runs.
    """
    published = 0
    for name, call in _calls(office):
        fingerprint = hashlib.sha256(encoded([office.bot_id, call.method, call.parameters])).hexdigest()
        if not await transaction.publications.stands(name, fingerprint):
            number = -await Voice(transaction).post(call, Delivery(Priority.REMINDER))
            await transaction.publications.note(name, fingerprint, number)
            published += 1
    return published


def _calls(office: Office) -> Iterator[tuple[str, Call]]:
    """Return each call with a name of its own."""
    everyone = office.group_speech
    for wanted in CommandList:
        yield _command_list(everyone, wanted)
    for code in LANGUAGES:
        if code != everyone.language:
            yield _command_list(office.texts.speech(code), CommandList.PRIVATE, code)


def _command_list(speech: Speech, wanted: CommandList, language: str | None = None) -> tuple[str, Call]:
    """Return the call that sets one list; `language`: only for people whose Telegram speaks it."""
    parameters: Json = {
        "commands": [
            {"command": name, "description": speech.plain_text(f"command-{name}")} for name in listed_in(wanted)
        ],
        "scope": {"type": wanted.value},
    }
    if language is not None:
        parameters["language_code"] = language
    return " ".join(filter(None, ("setMyCommands", wanted.value, language))), Call("setMyCommands", parameters)
