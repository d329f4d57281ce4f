"""Commands in a private chat, known and unknown: one filter and a table, for they are all told by their first word."""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.types import Message

from handlers.citizen import muting, start, tracking
from handlers.citizen.visit import Visit
from handlers.filters import IsCommand
from handlers.parts.commands import Place, words_only_in

_WITH_ARGS: dict[str, Callable[[Message, str, Visit], Awaitable[None]]] = {
    "start": start.start,
    "laporan": tracking.listed,
    "status": tracking.status,
}
_WITHOUT_ARGS: dict[str, Callable[[Message, Visit], Awaitable[None]]] = {
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
    **dict.fromkeys(words_only_in(Place.GROUP), start.wrong_chat),
}


def register(router: Router) -> None:
    """Have a router take commands."""
    router.message.register(commanded, IsCommand())


async def commanded(message: Message, word: str, args: str, visit: Visit) -> None:
    """Do what a command says."""
    if (act := _WITH_ARGS.get(word)) is not None:
        await act(message, args, visit)
    else:
        await _WITHOUT_ARGS.get(word, start.unknown)(message, visit)
