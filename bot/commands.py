"""The command lists that Telegram shows beside the input field, for each kind of chat."""

from aiogram.methods import SetMyCommands
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

from handlers.office import Office
from storage.outbox import Letter
from storage.tables import Priority

_PRIVATE = ("lapor", "laporan", "status", "bahasa", "pengingat", "privasi", "bantuan", "batal")
_GROUP = ("antrean", "saya", "laporan", "kepuasan", "bantuan")
_ADMINISTRATORS = (*_GROUP, "hubungkan", "lepas")


async def publish(office: Office) -> None:
    """Write the calls that set the command lists to the outbox."""
    speech = office.group_speech
    for scope, names in (
        (BotCommandScopeAllPrivateChats(), _PRIVATE),
        (BotCommandScopeAllGroupChats(), _GROUP),
        (BotCommandScopeAllChatAdministrators(), _ADMINISTRATORS),
    ):
        commands = [BotCommand(command=name, description=speech.plain(f"command-{name}")) for name in names]
        await office.bot.post(SetMyCommands(commands=commands, scope=scope), Letter(Priority.REMINDER))
