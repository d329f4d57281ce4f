"""Files as Telegram sends them again: never forwarded, never with anybody's name.

Photos and voice notes go by file id: Telegram encodes photos anew, and neither has a name. A document or a video keeps its
name and what its camera wrote: it is cleaned first (bot/cleaning), outside of any transaction, and follows as an upload.
"""

from collections.abc import Sequence
from typing import Any

from aiogram.types import Message as TelegramMessage

from handlers.calls import Call, Json, reply
from handlers.inquiries import Inquiry
from handlers.voice import Voice
from reports.filing import Attachment
from storage.outbox import Delivery, Outgoing
from storage.tables import AttachmentKind, ReportAttachment

LARGEST_ALBUM = 10
"""Items of a media group; core.telegram.org/bots/api, sendMediaGroup."""

CAPTION_UNITS = 1_000
"""UTF-16 units of caption we use; Telegram takes 1,024."""

ALBUM = "sendMediaGroup"
_SINGLES = {
    "sendPhoto": AttachmentKind.PHOTO,
    "sendVideo": AttachmentKind.VIDEO,
    "sendDocument": AttachmentKind.DOCUMENT,
    "sendVoice": AttachmentKind.VOICE,
}
_AROUND = ("reply_parameters", "protect_content")
"""What a call says beside its files."""

_METHODS = {kind: method for method, kind in _SINGLES.items()}

_CLEANED = frozenset({AttachmentKind.DOCUMENT, AttachmentKind.VIDEO})

File = Attachment | ReportAttachment


def of_message(message: TelegramMessage) -> Attachment | None:
    """Return the file a message carries, if it is of a kind that a report may have."""
    caption = message.caption
    if message.photo:
        largest = message.photo[-1]
        return Attachment(
            AttachmentKind.PHOTO, largest.file_id, largest.file_unique_id, caption,
            size=largest.file_size, message_id=message.message_id,
        )  # fmt: skip
    for kind, item in (
        (AttachmentKind.VIDEO, message.video),
        (AttachmentKind.DOCUMENT, None if message.animation else message.document),
        (AttachmentKind.VOICE, message.voice),
    ):
        if item is not None:
            return Attachment(
                kind, item.file_id, item.file_unique_id, caption,
                file_name=getattr(item, "file_name", None), mime=item.mime_type,
                size=item.file_size, message_id=message.message_id,
            )  # fmt: skip
    return None


def sends(chat_id: int, files: Sequence[File], reply_to: int | None = None) -> list[Call]:
    """Return the calls that show in a chat what needs no cleaning: photos as albums, voice singly."""
    photos = [file for file in files if file.kind is AttachmentKind.PHOTO]
    voices = [file for file in files if file.kind is AttachmentKind.VOICE]
    calls: list[Call] = []
    for start in range(0, len(photos), LARGEST_ALBUM):
        part = photos[start : start + LARGEST_ALBUM]
        calls.append(_single(chat_id, part[0], reply_to) if len(part) == 1 else _album(chat_id, part, reply_to))
    calls.extend(_single(chat_id, voice, reply_to) for voice in voices)
    return calls


async def follow(
    voice: Voice,
    chat_id: int,
    files: Sequence[File],
    delivery: Delivery,
    *,
    reply_to: int | None,
    hidden: bool,
    again: bool = False,
) -> None:
    """Have the files that need cleaning shown in a chat once they are clean. `hidden` as in Voice.say.

    `again`: they were asked for before, so that whoever sent one that cannot be shown knows.
    """
    for file in files:
        if file.kind in _CLEANED:
            about = {
                "chat_id": chat_id, "kind": file.kind.value, "reply_to": reply_to, "hidden": hidden, "again": again,
                "report": delivery.report_id, "role": delivery.role, "priority": delivery.priority,
                "asked": voice.now.isoformat(),
            }  # fmt: skip
            await voice.inquire("getFile", {"file_id": file.file_id}, Inquiry.FILE, about)


def shown(chat_id: int, kind: AttachmentKind, upload: Json, reply_to: int | None, caption: str | None = None) -> Call:
    """Return the call that shows a file that was cleaned."""
    said = {} if caption is None else {"caption": caption, "parse_mode": "HTML"}
    return Call(_METHODS[kind], {"chat_id": chat_id, kind.value: upload, **said, **_replying(reply_to)})


def joined(before: Outgoing, call: Call) -> Call | None:
    """Return one album of a call that is not written yet and one that shows files; None where they make none."""
    earlier, later = _media(before.method, before.payload), _media(call.method, call.parameters)
    items = earlier + later
    if not earlier or not later or len(items) > LARGEST_ALBUM or len({_shelf(kind) for kind, _ in items}) > 1:
        return None
    around = {name: before.payload[name] for name in _AROUND if name in before.payload}
    return Call(ALBUM, {"chat_id": before.chat_id, "media": [_item(kind, file) for kind, file in items], **around})


def _media(method: str, parameters: Json) -> list[tuple[AttachmentKind, Any]]:
    """Return what a call shows that an album may hold."""
    if method == ALBUM:
        return [(AttachmentKind(item["type"]), item["media"]) for item in parameters["media"]]
    kind = _SINGLES.get(method)
    return [] if kind in {None, AttachmentKind.VOICE} else [(kind, parameters[kind.value])]


def _shelf(kind: AttachmentKind) -> bool:
    """Tell what may stand in one album: photos and videos together, documents among themselves."""
    return kind is AttachmentKind.DOCUMENT


def _single(chat_id: int, file: File, reply_to: int | None) -> Call:
    return Call(_METHODS[file.kind], {"chat_id": chat_id, file.kind.value: file.file_id, **_replying(reply_to)})


def _album(chat_id: int, files: Sequence[File], reply_to: int | None) -> Call:
    media = [_item(file.kind, file.file_id) for file in files]
    return Call(ALBUM, {"chat_id": chat_id, "media": media, **_replying(reply_to)})


def _item(kind: AttachmentKind, file_id: Any) -> Json:
    return {"type": kind.value, "media": file_id}


def _replying(message_id: int | None) -> Json:
    return {} if message_id is None else {"reply_parameters": reply(message_id)}
