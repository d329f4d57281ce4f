"""Reminders, as their reader wants them: on or off. Changes of status are told in any case."""

from aiogram.types import MaybeInaccessibleMessageUnion as Tapped
from aiogram.types import Message

from handlers.callbacks import MenuTap, button, keyboard
from handlers.citizen import menu
from handlers.citizen.visit import Visit


async def asked(message: Message, visit: Visit) -> None:
    """Say whether reminders are on, with the button that changes it."""
    await _show(visit, "reminders-off" if visit.person.muted_since is not None else "reminders-on")


async def change(visit: Visit, message: Tapped | None, *, muted: bool) -> None:
    """Turn reminders on or off."""
    if message is not None:
        await visit.chat.mark_choice(message, visit.speech.plain_text("btn-mute" if muted else "btn-unmute"))
    await visit.tx.people.mute(visit.person.id, muted=muted)
    await _show(visit, "reminders-off" if muted else "reminders-on")


async def _show(visit: Visit, name: str) -> None:
    label, action = ("btn-unmute", menu.UNMUTE) if name == "reminders-off" else ("btn-mute", menu.MUTE)
    await visit.chat.say(visit.speech(name), keyboard([button(visit.speech, label, MenuTap(action=action))]))
