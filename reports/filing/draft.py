"""The draft: all that a person has told so far, and the question that stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Self, TypeVar

from reports.filing.attachments import Attachment
from reports.places import Place
from storage.tables.reports import Identity

Key = TypeVar("Key", bound=StrEnum)


class StepKey(StrEnum):
    """The six questions of the form, which are also what can be edited (all but the summary)."""

    STORY = "story"
    CATEGORY = "category"
    PLACE = "place"
    ATTACHMENTS = "attachments"
    IDENTITY = "identity"
    SUMMARY = "summary"


class ScreenKey(StrEnum):
    """What a person can have before them: the first screen of each step, the lists within, two short questions."""

    STORY = "story"
    CATEGORY = "category"
    CATEGORY_LIST = "category_list"
    PLACE = "place"
    KECAMATAN_LIST = "kecamatan_list"
    DESA_LIST = "desa_list"
    ATTACHMENTS = "attachments"
    IDENTITY = "identity"
    SUMMARY = "summary"
    EDIT_MENU = "edit_menu"
    CONFIRM_CANCEL = "confirm_cancel"
    RESUME = "resume"


# The short questions lie over the screen they interrupted and give it back.
OVERLAYS = frozenset({ScreenKey.CONFIRM_CANCEL, ScreenKey.RESUME})


@dataclass(frozen=True, slots=True)
class Picker:
    """How far someone has leafed through the list before them: its page from 0, and the kecamatan chosen."""

    page: int = 0
    kecamatan_code: str | None = None


_RENAMED = {
    "settled": "passed",
    "refused": "refused_message",
    "scolded": "refused_album",
    "unfit": "refused_file",
}
"""What fields were called when older drafts were stored."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One person's unfinished report. Never changed: every answer gives a new one.

    `passed` are the steps left without an answer (a place not needed, no more attachments). `answered` maps the
    message that holds an answer to the screen it answered, so that editing the message updates the answer;
    `refused_message` is the last message that held none, which may be edited into one. `albums` are those already
    answered, `refused_album` the one that was told that something in it does not fit, `refused_file` the name of the
    file if it was one that no report takes. `further` are words that came
    with a file that could not be kept. `revision` grows whenever what the buttons stand for may have changed; a
    button that carries another is stale.
    """

    started_at: str
    story: str | None = None
    guesses: tuple[str, ...] = ()
    category: str | None = None
    place: Place | None = None
    attachments: tuple[Attachment, ...] = ()
    identity: Identity | None = None
    passed: frozenset[StepKey] = frozenset()
    screen: ScreenKey = ScreenKey.STORY
    overlay: ScreenKey | None = None
    editing: StepKey | None = None
    picker: Picker = Picker()
    answered: Mapping[int, ScreenKey] = field(default_factory=lambda: MappingProxyType({}))
    refused_message: int | None = None
    albums: tuple[str, ...] = ()
    refused_album: str | None = None
    refused_file: str | None = None
    further: tuple[str, ...] = ()
    emergency_shown: bool = False
    revision: int = 0

    @property
    def shown(self) -> ScreenKey:
        """The screen before the person's eyes."""
        return self.overlay or self.screen

    @property
    def whole_story(self) -> str:
        """The story with what was written under the files, in their order: words sent with a file are words."""
        written = (self.story, *(file.caption for file in self.attachments), *self.further)
        return "\n\n".join(words for words in written if words)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was told yet."""
        return not (self.story or self.category or self.place or self.attachments)

    @property
    def buttons_mean(self) -> tuple[object, ...]:
        """What the buttons of the screen depend on; the same as long as those shown before still do what they say.

        Attachments do not count: `Lanjut` may be tapped while the next photo is still on its way.
        """
        return (
            self.shown,
            self.editing,
            self.picker,
            self.guesses,
            self.story,
            self.category,
            self.place,
            self.identity,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the draft for a JSON column, without what is still unset."""
        data: dict[str, Any] = {
            "started_at": self.started_at,
            "story": self.story,
            "guesses": list(self.guesses),
            "category": self.category,
            "place": self.place.to_json() if self.place else None,
            "attachments": [attachment.to_json() for attachment in self.attachments],
            "identity": self.identity,
            "passed": sorted(self.passed),
            "screen": self.screen,
            "overlay": self.overlay,
            "editing": self.editing,
            "page": self.picker.page,
            "kecamatan": self.picker.kecamatan_code,
            "answered": {str(message): screen.value for message, screen in self.answered.items()},
            "refused_message": self.refused_message,
            "albums": list(self.albums),
            "refused_album": self.refused_album,
            "refused_file": self.refused_file,
            "further": list(self.further),
            "emergency_shown": self.emergency_shown,
            "revision": self.revision,
        }
        return {key: value for key, value in data.items() if value not in (None, [], {}, False)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the draft that `to_json` wrote, by this version of the form or another.

        Keys it does not know are ignored; a screen or step that no longer exists is forgotten and asked again.
        """
        data = {_RENAMED.get(key, key): value for key, value in data.items()}
        place = data.get("place")
        return cls(
            started_at=data["started_at"],
            story=data.get("story"),
            guesses=tuple(data.get("guesses", ())),
            category=data.get("category"),
            place=Place.from_json(place) if place else None,
            attachments=tuple(Attachment.from_json(item) for item in data.get("attachments", ())),
            identity=_member(Identity, data.get("identity")),
            passed=frozenset(key for value in data.get("passed", ()) if (key := _member(StepKey, value))),
            screen=_member(ScreenKey, data.get("screen")) or ScreenKey.STORY,
            overlay=_member(ScreenKey, data.get("overlay")),
            editing=_member(StepKey, data.get("editing")),
            picker=Picker(data.get("page", 0), data.get("kecamatan")),
            answered=MappingProxyType(
                {
                    int(message): screen
                    for message, value in data.get("answered", {}).items()
                    if (screen := _member(ScreenKey, value))
                }
            ),
            refused_message=data.get("refused_message"),
            albums=tuple(data.get("albums", ())),
            refused_album=data.get("refused_album"),
            refused_file=data.get("refused_file"),
            further=tuple(data.get("further", ())),
            emergency_shown=data.get("emergency_shown", False),
            revision=data.get("revision", 0),
        )


def begin(started_at: datetime, *, category: str | None = None, place: Place | None = None, after: int = 0) -> Draft:
    """Return an empty draft, with what a poster's link already says in it.

    Its revisions start at the second of `started_at` (aware), or behind `after`, the last revision known of the
    person's form before, so that no button of an earlier form fits this one.
    """
    revision = max(int(started_at.timestamp()), after + 1)
    return Draft(started_at.isoformat(), category=category, place=place, revision=revision)


def _member(keys: type[Key], value: str | None) -> Key | None:
    try:
        return keys(value) if value else None
    except ValueError:
        return None
