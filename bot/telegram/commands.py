"""The command lists that Telegram shows beside the input field, for each kind of chat."""

from collections.abc import Sequence

from handlers.calls import Call, Json
from handlers.office import Office
from handlers.texts import LANGUAGES, Speech
from storage.outbox import Letter
from storage.tables import Priority

_PRIVATE = ("lapor", "laporan", "status", "bahasa", "pengingat", "privasi", "bantuan", "batal")
_GROUP = ("antrean", "saya", "laporan", "kepuasan", "bantuan")
_ADMINISTRATORS = (*_GROUP, "hubungkan", "lepas")


async def publish_commands(office: Office) -> None:
    """Write the calls that set the command lists to the outbox."""
    everyone = office.group_speech
    for scope, names in (
        ("all_private_chats", _PRIVATE),
        ("all_group_chats", _GROUP),
        ("all_chat_administrators", _ADMINISTRATORS),
    ):
        await _publish(office, everyone, names, scope)
    for code in LANGUAGES:
        if code != everyone.language:
            await _publish(office, office.texts.speech(code), _PRIVATE, "all_private_chats", code)


async def _publish(
    office: Office, speech: Speech, names: Sequence[str], scope: str, language: str | None = None
) -> None:
    """Set one list; `language`: only for people whose Telegram speaks it."""
    parameters: Json = {
        "commands": [{"command": name, "description": speech.plain(f"command-{name}")} for name in names],
        "scope": {"type": scope},
    }
    if language is not None:
        parameters["language_code"] = language
    await office.bot.post(Call("setMyCommands", parameters), Letter(Priority.REMINDER))
