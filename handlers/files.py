"""Files as Telegram sends them again: by file id, never forwarded, never with anybody's name."""

from collections.abc import Mapping, Sequence
from typing import Any

from aiogram.methods import SendDocument, SendMediaGroup, SendPhoto, SendVideo, SendVoice, TelegramMethod
from aiogram.types import InputMediaDocument, InputMediaPhoto, InputMediaVideo, ReplyParameters
from aiogram.types import Message as TelegramMessage

from reports.filing import Attachment
from storage.outbox import Outgoing
from storage.tables import AttachmentKind, ReportAttachment

LARGEST_ALBUM = 10
"""Items of a media group; core.telegram.org/bots/api, sendMediaGroup."""

CAPTION_UNITS = 1_000
"""UTF-16 units of caption we use; Telegram takes 1,024."""

_MEDIA = {
    AttachmentKind.PHOTO: InputMediaPhoto,
    AttachmentKind.VIDEO: InputMediaVideo,
    AttachmentKind.DOCUMENT: InputMediaDocument,
}
_SINGLES = {
    "sendPhoto": AttachmentKind.PHOTO,
    "sendVideo": AttachmentKind.VIDEO,
    "sendDocument": AttachmentKind.DOCUMENT,
}

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


def sends(chat_id: int, files: Sequence[File], reply_to: int | None = None) -> list[TelegramMethod[Any]]:
    """Return the calls that show files in a chat: photos and videos as albums, documents as albums, voice singly."""
    looks = [file for file in files if file.kind in {AttachmentKind.PHOTO, AttachmentKind.VIDEO}]
    papers = [file for file in files if file.kind is AttachmentKind.DOCUMENT]
    voices = [file for file in files if file.kind is AttachmentKind.VOICE]
    reply = None if reply_to is None else ReplyParameters(message_id=reply_to, allow_sending_without_reply=True)
    calls: list[TelegramMethod[Any]] = []
    for group in (looks, papers):
        for start in range(0, len(group), LARGEST_ALBUM):
            part = group[start : start + LARGEST_ALBUM]
            calls.append(_single(chat_id, part[0], reply) if len(part) == 1 else _album(chat_id, part, reply))
    calls.extend(_single(chat_id, voice, reply) for voice in voices)
    return calls


def joined(before: Outgoing, call: TelegramMethod[Any]) -> SendMediaGroup | None:
    """Return one album of a call that is not written yet and one that shows files; None where they make none."""
    earlier, later = _media(before.method, before.payload), _media(call.__api_method__, call.__dict__)
    items = earlier + later
    if not earlier or not later or len(items) > LARGEST_ALBUM or len({_shelf(kind) for kind, _ in items}) > 1:
        return None
    return SendMediaGroup(
        chat_id=before.chat_id or 0,
        media=[_MEDIA[kind](media=file_id) for kind, file_id in items],
        reply_parameters=before.payload.get("reply_parameters"),
        protect_content=before.payload.get("protect_content"),
    )


def _media(method: str, payload: Mapping[str, Any]) -> list[tuple[AttachmentKind, str]]:
    """Return what a call shows that an album may hold."""
    if method == SendMediaGroup.__api_method__:
        items = [item if isinstance(item, dict) else item.__dict__ for item in payload["media"]]
        return [(AttachmentKind(item["type"]), item["media"]) for item in items]
    kind = _SINGLES.get(method)
    return [] if kind is None else [(kind, payload[kind.value])]


def _shelf(kind: AttachmentKind) -> bool:
    """Tell what may stand in one album: photos and videos together, documents among themselves."""
    return kind is AttachmentKind.DOCUMENT


def _single(chat_id: int, file: File, reply: ReplyParameters | None) -> TelegramMethod[Any]:
    match file.kind:
        case AttachmentKind.PHOTO:
            return SendPhoto(chat_id=chat_id, photo=file.file_id, reply_parameters=reply)
        case AttachmentKind.VIDEO:
            return SendVideo(chat_id=chat_id, video=file.file_id, reply_parameters=reply)
        case AttachmentKind.VOICE:
            return SendVoice(chat_id=chat_id, voice=file.file_id, reply_parameters=reply)
        case _:
            return SendDocument(chat_id=chat_id, document=file.file_id, reply_parameters=reply)


def _album(chat_id: int, files: Sequence[File], reply: ReplyParameters | None) -> TelegramMethod[Any]:
    media = [_MEDIA[file.kind](media=file.file_id) for file in files]
    return SendMediaGroup(chat_id=chat_id, media=media, reply_parameters=reply)
