"""How a message in a group is written: as a command, or by nobody that Telegram names."""

from aiogram.types import Message


def is_command(message: Message) -> bool:
    """Tell whether a message is a command, also where it replies to one of ours."""
    return (message.text or "").startswith("/")


def is_faceless(message: Message) -> bool:
    """Tell whether a message is written as the group itself, or as a channel: Telegram does not say who, so nobody acts."""
    return message.sender_chat is not None
