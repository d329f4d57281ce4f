"""From a Telegram message to what its sender did. Where it was forwarded from is never looked at."""

from aiogram.enums import ContentType
from aiogram.types import Message

from handlers import files
from reports.filing import Misfit, Pointed, Said, Sent

Content = Said | Sent | Pointed

_MISFITS = frozenset(
    {
        ContentType.STICKER, ContentType.POLL, ContentType.CONTACT, ContentType.DICE, ContentType.VIDEO_NOTE,
        ContentType.ANIMATION, ContentType.AUDIO, ContentType.STORY, ContentType.GAME, ContentType.PAID_MEDIA,
        ContentType.CHECKLIST, ContentType.INVOICE, ContentType.GIVEAWAY, ContentType.UNKNOWN,
    }
)  # fmt: skip


def content_of(message: Message) -> Content | Misfit | None:
    """Return what a message brings; None for Telegram's own messages (pinned, timer set...), which nobody wrote."""
    number = message.message_id
    if message.text is not None:
        return Said(message.text, number)
    if (file := files.of_message(message)) is not None:
        return Sent(file, message.caption, message.media_group_id, number)
    if message.venue is not None:
        venue = message.venue
        return Pointed(venue.location.latitude, venue.location.longitude, venue.title, venue.address, number)
    if message.location is not None:
        return Pointed(message.location.latitude, message.location.longitude, message_id=number)
    kind = ContentType(message.content_type)
    return Misfit(kind.value, number) if kind in _MISFITS else None
