"""Media as messages carry them: from an upload, a file id, or what a person's phone made."""

from __future__ import annotations

from typing import Any

from sandbox.support.errors import ApiError, bad_request
from sandbox.support.events import Json
from sandbox.world.files import TINY_PNG, File, Files, Upload

# https://core.telegram.org/bots/api#sending-files and #getfile, in bytes.
UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024
# https://core.telegram.org/bots/api#sendphoto
PHOTO_SIDES_LIMIT = 10_000
PHOTO_RATIO_LIMIT = 20

KINDS = ("photo", "video", "animation", "audio", "voice", "video_note", "document", "sticker")
_MIME = {
    "video": "video/mp4",
    "animation": "video/mp4",
    "audio": "audio/mpeg",
    "voice": "audio/ogg",
    "video_note": "video/mp4",
    "document": "application/octet-stream",
}
_MADE_SIZE = {
    "photo": (1280, 960),
    "video": (1280, 720),
    "animation": (320, 240),
    "sticker": (512, 512),
    "video_note": (240, 240),
}


def wire(file: File, options: Json) -> Json:
    """The part of a Message that shows a file; `options` are what the sender says of it (duration, size, title...)."""
    base = file.wire()
    width = options.get("width") or file.width
    height = options.get("height") or file.height
    duration = options.get("duration") or file.duration
    kind = file.kind
    if kind == "photo":
        return {"photo": _photo_sizes(file, width, height)}
    if kind == "sticker":
        return {
            "sticker": {
                **base,
                "type": "regular",
                "width": width or 512,
                "height": height or 512,
                "is_animated": False,
                "is_video": False,
                "emoji": options.get("emoji") or "🙂",
            }
        }
    shown: Json = dict(base)
    if kind in ("video", "animation"):
        shown |= {"width": width or 320, "height": height or 240, "duration": duration}
    elif kind == "video_note":
        shown |= {"length": options.get("length") or width or 240, "duration": duration}
    elif kind in ("voice", "audio"):
        shown["duration"] = duration
    for name in ("performer", "title") if kind == "audio" else ():
        if options.get(name):
            shown[name] = options[name]
    if kind not in ("voice", "video_note") and file.name:
        shown["file_name"] = file.name
    if kind != "video_note":
        shown["mime_type"] = file.mime_type or _MIME[kind]
    if kind == "animation":
        # https://core.telegram.org/bots/api#message: an animation is a document too, for old bots.
        return {"animation": shown, "document": {**base, "file_name": file.name, "mime_type": shown["mime_type"]}}
    return {kind: shown}


def _photo_sizes(file: File, width: int, height: int) -> list[Json]:
    """A thumbnail and the photo itself. Both lead to the one stored file."""
    width, height = width or 1280, height or 960
    longest = max(width, height)
    if longest <= 90:
        return [{**file.wire(), "width": width, "height": height}]
    small = {
        "file_id": file.id,
        "file_unique_id": f"{file.unique_id}s",
        "file_size": min(file.size, 1500),
        "width": max(1, width * 90 // longest),
        "height": max(1, height * 90 // longest),
    }
    return [small, {**file.wire(), "width": width, "height": height}]


def resolve(files: Files, uploads: dict[str, Upload], kind: str, value: Any, bot_id: int) -> File:
    """The file that a call's value names: an upload, or the id of a file that this bot was given.

    Raises ApiError 400 or 413.
    """
    if isinstance(value, str) and value.startswith("attach://"):
        upload = uploads.get(value[9:])
        if upload is None:
            raise bad_request("wrong HTTP URL specified")
        return stored(files, kind, upload, bot_id)
    if isinstance(value, str) and value.startswith(("http://", "https://")):
        # Nothing leaves this machine, so a link can never be fetched here.
        raise bad_request("failed to get HTTP URL content")
    file = files.by_id(value) if isinstance(value, str) else None
    if file is None or bot_id not in file.known_to:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind != kind and "document" not in (file.kind, kind):
        raise bad_request(f"type of file mismatch: can't use file of type {_TITLE[file.kind]} as {_TITLE[kind]}")
    return file


_TITLE = {kind: kind.replace("_", " ").title() for kind in KINDS} | {"voice": "VoiceNote"}


def stored(files: Files, kind: str, upload: Upload, bot_id: int) -> File:
    """Keep an uploaded file, as far as Telegram would take it."""
    size = len(upload.content)
    if size == 0:
        raise bad_request("file must be non-empty")
    if size > UPLOAD_LIMIT:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "photo" and size > PHOTO_LIMIT:
        raise bad_request(f"file of size {size} bytes is too big for a photo; the maximum size is {PHOTO_LIMIT} bytes")
    file = files.add(kind, upload.content, name=upload.name, mime_type=upload.mime_type)
    if kind == "photo":
        checked_photo(file)
    file.known_to.add(bot_id)
    return file


def checked_photo(file: File) -> None:
    """Raises ApiError 400 when the sides of a photo are more than Telegram takes, or it is no picture at all."""
    if not file.width:
        raise bad_request("IMAGE_PROCESS_FAILED")
    long, short = max(file.width, file.height), min(file.width, file.height)
    if long + short > PHOTO_SIDES_LIMIT or long > PHOTO_RATIO_LIMIT * max(short, 1):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def made(files: Files, kind: str, options: Json, content: bytes | None) -> File:
    """A file as a person's phone sends it; `content` None makes one up. `options["size"]` may pretend a size."""
    if content is None:
        # Unlike any other one, so that two photos are two files.
        mark = f"{kind} {len(files)}".encode()
        content = TINY_PNG + mark if kind == "photo" else mark
    file = files.add(
        kind,
        content,
        name=options.get("file_name") or ("" if kind != "document" else "berkas.pdf"),
        mime_type=options.get("mime_type") or ("application/pdf" if kind == "document" else ""),
        size=options.get("size"),
    )
    width, height = _MADE_SIZE.get(kind, (0, 0))
    if file.width <= 1:
        file.width, file.height = width, height
    file.width = options.get("width") or file.width
    file.height = options.get("height") or file.height
    file.duration = options.get("duration") or (
        3 if kind in ("voice", "video", "audio", "video_note", "animation") else 0
    )
    return file
