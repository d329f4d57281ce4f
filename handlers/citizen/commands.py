"""Commands in a private chat, known and unknown: one filter and a table, for they are all told by their first word."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from handlers.citizen import muting, start, tracking
from handlers.citizen.visit import Visit

_WITH_ARGS: dict[str, Callable[[Message, str, Visit], Awaitable[None]]] = {
    "start": start.start,
    "laporan": tracking.listed,
    "status": tracking.status,
}
_OF_GROUPS = (
    "antrean", "saya", "kepuasan", "templat", "hubungkan", "lepas", "petugas", "kinerja", "umumkan", "cari", "gabung", "blokir",
    "bukablokir",
)  # fmt: skip
_PLAIN: dict[str, Callable[[Message, Visit], Awaitable[None]]] = {
    "lapor": start.file,
    "bantuan": start.show_help,
    "help": start.show_help,
    "batal": start.cancel,
    "cancel": start.cancel,
    "bahasa": start.language,
    "language": start.language,
    "pengingat": muting.asked,
    "privasi": start.privacy,
    "privacy": start.privacy,
    **dict.fromkeys(_OF_GROUPS, start.wrong_chat),
}


class IsCommand(Filter):
    """A command, be there such a one or not; hands on its name as `word` and what follows it as `args`."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        """Return the command's parts, or False."""
        text = message.text
        if text is None or not text.startswith("/") or not text[1:2].isalpha():
            return False
        word, *rest = text.split(maxsplit=1)
        return {"word": word[1:].partition("@")[0].lower(), "args": rest[0].strip() if rest else ""}


def take(router: Router) -> None:
    """Have a router take commands."""
    router.message.register(commanded, IsCommand())


async def commanded(message: Message, word: str, args: str, visit: Visit) -> None:
    """Do what a command says."""
    if (act := _WITH_ARGS.get(word)) is not None:
        await act(message, args, visit)
    else:
        await _PLAIN.get(word, start.unknown)(message, visit)
