"""The command lists that Telegram shows beside the input field, for each kind of chat."""

from collections.abc import Sequence

from aiogram.methods import SetMyCommands
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeUnion,
)

from handlers.office import Office
from handlers.texts import LANGUAGES, Speech
from storage.outbox import Letter
from storage.tables import Priority

_PRIVATE = ("lapor", "laporan", "status", "bahasa", "pengingat", "privasi", "bantuan", "batal")
_GROUP = ("antrean", "saya", "laporan", "kepuasan", "bantuan")
_ADMINISTRATORS = (*_GROUP, "hubungkan", "lepas")


async def publish(office: Office) -> None:
    """Write the calls that set the command lists to the outbox."""
    everyone = office.group_speech
    for scope, names in (
        (BotCommandScopeAllPrivateChats(), _PRIVATE),
        (BotCommandScopeAllGroupChats(), _GROUP),
        (BotCommandScopeAllChatAdministrators(), _ADMINISTRATORS),
    ):
        await _publish(office, everyone, names, scope)
    for code in LANGUAGES:
        if code != everyone.language:
            await _publish(office, office.texts.speech(code), _PRIVATE, BotCommandScopeAllPrivateChats(), code)


async def _publish(
    office: Office, speech: Speech, names: Sequence[str], scope: BotCommandScopeUnion, language: str | None = None
) -> None:
    """Set one list; `language`: only for people whose Telegram speaks it."""
    commands = [BotCommand(command=name, description=speech.plain(f"command-{name}")) for name in names]
    call = SetMyCommands(commands=commands, scope=scope, language_code=language)
    await office.bot.post(call, Letter(Priority.REMINDER))
