"""Attachments: up to five photos, videos, documents or voice notes, known by Telegram's own file ids."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from storage.tables.reports import AttachmentKind

# Files of a report: one album at most; more can be added once it is filed.
MAX_ATTACHMENTS = 5

# A document is a picture or a PDF, and what the sender's app claims must agree with its name, for either can lie.
_DOCUMENT_TYPES = ("image/", "application/pdf")
_DOCUMENT_ENDINGS = frozenset({"pdf", "jpg", "jpeg", "png", "gif", "webp", "bmp", "tif", "tiff"})
_VIDEO_TYPES = frozenset({"video/mp4", "video/quicktime"})
_UNREADABLE = frozenset({"image/heic", "image/heif", "image/svg+xml", "image/avif"})
"""Pictures that nothing here can decode, so that what they say beside the picture would go on with them."""

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes that a bot may download (core.telegram.org/bots/api#getfile); what it cannot read it cannot clean."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file. `size` in bytes; `message_id` is the message that brought it, so that editing that message replaces it."""

    kind: AttachmentKind
    file_id: str
    file_unique_id: str
    caption: str | None = None
    file_name: str | None = None
    mime: str | None = None
    size: int | None = None
    message_id: int | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether this is a kind of file that a report may carry: one of which others get nothing but what it shows."""
        if self.kind in {AttachmentKind.PHOTO, AttachmentKind.VOICE}:
            return True
        mime = (self.mime or "").casefold()
        if (self.size or 0) > LARGEST_FILE or mime in _UNREADABLE:
            return False
        if self.kind is AttachmentKind.VIDEO:
            return not mime or mime in _VIDEO_TYPES
        _, dot, ending = (self.file_name or "").casefold().rpartition(".")
        return (
            bool(mime or dot)
            and (not mime or mime.startswith(_DOCUMENT_TYPES))
            and (not dot or ending.strip() in _DOCUMENT_ENDINGS)
        )

    def to_json(self) -> dict[str, Any]:
        """Return the set fields only."""
        values = ((item.name, getattr(self, item.name)) for item in fields(self))
        return {name: value for name, value in values if value is not None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the attachment that `to_json` wrote; unknown keys are ignored."""
        known = {item.name: data[item.name] for item in fields(cls) if item.name in data}
        return cls(**{**known, "kind": AttachmentKind(data["kind"])})
