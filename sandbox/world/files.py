"""Files of people and bots: kept in memory, known by a file id only to the bots that were given it."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass, field

from sandbox.support.events import Json

# A 1 x 1 grey PNG, for photos whose look does not matter.
TINY_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a4944415478da6368000000820081da45083b0000000049454e44ae426082"
)
_EXTENSIONS = {
    "photo": "jpg",
    "video": "mp4",
    "animation": "mp4",
    "video_note": "mp4",
    "voice": "oga",
    "audio": "mp3",
    "sticker": "webp",
    "document": "bin",
}
_FOLDERS = {
    "photo": "photos",
    "video": "videos",
    "animation": "animations",
    "video_note": "video_notes",
    "voice": "voice",
    "audio": "music",
    "sticker": "stickers",
    "document": "documents",
}


@dataclass(slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes
    mime_type: str


@dataclass(slots=True)
class File:
    """One stored file. `size` is what Telegram would say in bytes; it may be larger than `content` in a test."""

    id: str
    unique_id: str
    kind: str
    content: bytes
    size: int
    path: str
    name: str
    mime_type: str
    width: int = 0
    height: int = 0
    duration: int = 0
    known_to: set[int] = field(default_factory=set)

    def wire(self) -> Json:
        """The fields that every file object of the Bot API has."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": self.size}


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG or JPEG; None for anything else."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:2] != b"\xff\xd8":
        return None
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return None


class Files:
    """Every file of the world, by id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, File] = {}
        self._by_path: dict[str, File] = {}

    def __len__(self) -> int:
        return len(self._by_id)

    def add(self, kind: str, content: bytes, *, name: str = "", mime_type: str = "", size: int | None = None) -> File:
        """Store `content` and return its file; two files of equal content have one `unique_id`, as on Telegram."""
        number = len(self._by_id) + 1
        unique = hashlib.blake2b(content, digest_size=9).hexdigest()
        extension = name.rpartition(".")[2] if "." in name else _EXTENSIONS[kind]
        dimensions = image_size(content) or (0, 0)
        file = File(
            id=f"{kind[:3].upper()}AxkB{number:06d}{unique}",
            unique_id=f"AQ{unique[:14]}",
            kind=kind,
            content=content,
            size=len(content) if size is None else size,
            path=f"{_FOLDERS[kind]}/file_{number}.{extension}",
            name=name,
            mime_type=mime_type,
            width=dimensions[0],
            height=dimensions[1],
        )
        self._by_id[file.id] = file
        self._by_path[file.path] = file
        return file

    def by_id(self, file_id: str) -> File | None:
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> File | None:
        return self._by_path.get(path)
