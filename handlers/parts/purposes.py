"""What a message of ours waits for, as its link keeps it: a prompt for words, a choice about a reply, a combined card.

The names in the JSON are those of the first version: what was written before an upgrade is read after it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reports.filing import Attachment

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A prompt: for which act of acts.py, whose words (a Telegram id), and what was chosen or brought before.

    `to` is an agency's code (None: the coordinators), `days` working days, `album` the album that brought the last file.
    """

    act: str
    by: int
    to: str | None = None
    days: int | None = None
    text: str | None = None
    files: tuple[Attachment, ...] = ()
    album: str | None = None

    def to_json(self) -> Json:
        """Return it for a link."""
        kept = {"to": self.to, "days": self.days, "text": self.text, "album": self.album}
        files = {"files": [file.to_json() for file in self.files]} if self.files else {}
        return {"act": self.act, "by": self.by, **_without_none(kept), **files}


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """A prompt for what the answer to another one lacked: the message of the first, to be answered in its place."""

    first: int

    def to_json(self) -> Json:
        """Return it for a link."""
        return {"of": self.first}


@dataclass(frozen=True, slots=True)
class Answered:
    """A prompt that is over: the act that was done (None: it was called off), by whom, and the album that brought it."""

    act: str | None
    by: int
    album: str | None = None

    def to_json(self) -> Json:
        """Return it for a link."""
        return {"done": self.act or _CALLED_OFF, "by": self.by, **_without_none({"album": self.album})}


@dataclass(frozen=True, slots=True)
class Offered:
    """A choice what becomes of a reply: whose it is, which message it was, and what it brought."""

    by: int
    message: int
    text: str | None
    files: tuple[Attachment, ...] = ()
    album: str | None = None

    def to_json(self) -> Json:
        """Return it for a link."""
        return {
            "by": self.by,
            "message": self.message,
            "text": self.text,
            "files": [file.to_json() for file in self.files],
            "album": self.album,
        }


@dataclass(frozen=True, slots=True)
class Combined:
    """A combined card: a reply to it belongs to no single report."""

    def to_json(self) -> Json:
        """Return it for a link."""
        return {"gathered": True}


Purpose = Asked | AskedAgain | Answered | Offered | Combined

_CALLED_OFF = "cancel"


def purpose_of(kept: Mapping[str, Any]) -> Purpose | None:
    """Return what a link keeps; None for a message that waits for nothing, or no longer."""
    album = kept.get("album")
    if "of" in kept:
        return AskedAgain(kept["of"])
    if "done" in kept:
        return Answered(None if kept["done"] == _CALLED_OFF else kept["done"], kept["by"], album)
    files = tuple(map(Attachment.from_json, kept.get("files", ())))
    if "act" in kept:
        return Asked(kept["act"], kept["by"], kept.get("to"), kept.get("days"), kept.get("text"), files, album)
    if "message" in kept:
        return Offered(kept["by"], kept["message"], kept.get("text"), files, album)
    return Combined() if "gathered" in kept else None


def _without_none(values: Json) -> Json:
    return {name: value for name, value in values.items() if value is not None}
