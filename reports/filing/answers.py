"""What a person can do while the form is open, freed from the messenger it came through."""

from dataclasses import dataclass

from reports.filing.actions import Action
from reports.filing.attachments import Attachment


@dataclass(frozen=True, slots=True)
class Said:
    """A text."""

    text: str
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A photo, video, document or voice note, perhaps one item of an album, perhaps with words under it."""

    attachment: Attachment
    caption: str | None = None
    album: str | None = None
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Pointed:
    """A location, or a venue with its title and address. Degrees, WGS 84."""

    latitude: float
    longitude: float
    title: str | None = None
    address: str | None = None
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button, with the revision of the draft that it was made for."""

    action: Action
    value: str | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Misfit:
    """Something that no question takes: `kind` is sticker, poll, contact, dice, video_note, animation, audio..."""

    kind: str
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """An earlier message, as it reads now."""

    answer: Said | Sent | Pointed


Answer = Said | Sent | Pointed | Tapped | Misfit | Edited
