"""How a message in a group is written: as a command, or by nobody that Telegram names."""

from aiogram.types import Message


def is_command(message: Message) -> bool:
    """Tell whether a message is a command, also where it replies to one of ours."""
    return (message.text or "").startswith("/")


def is_faceless(message: Message) -> bool:
    """Tell whether an administrator writes as the group itself: Telegram does not say who, so nobody is known to act."""
    return message.sender_chat is not None and message.sender_chat.id == message.chat.id
