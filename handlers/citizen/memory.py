"""What a conversation remembers from one update to the next."""

from dataclasses import dataclass, field
from typing import Any

from aiogram.fsm.state import State

from reports.filing import Draft

Json = dict[str, Any]

RUSH_SECONDS = 600.0
"""How long additions are counted together."""


@dataclass(slots=True)
class Memory:
    """The memory of one private chat; read when an update comes in and written back once, if it changed.

    `activity` is the name of a state in states.py. `question` is the message whose buttons are alive, `pointer` the one
    that carries the keyboard for sending one's location (since `pointed_at`); both negative while still in the outbox.
    `report` is what `activity` is about, until the moment `until` (both moments: seconds since 1970). `wish` is what somebody came for before they were
    asked something else first. `kept` is content that came without a form, `album` the last album that was answered
    and the report it went to, `listed` the page last shown and its reports (at the moment `listed_at`), `revision` that of the last draft.
    `rush` is when somebody began to add much, and how many additions came since. `survey` are the answers given so far (digits), None before the first question.
    """

    activity: str | None = None
    draft: Draft | None = None
    question: int | None = None
    pointer: int | None = None
    pointed_at: float | None = None
    report: int | None = None
    until: float | None = None
    wish: Json | None = None
    kept: list[Json] = field(default_factory=list)
    album: tuple[str, int | None] | None = None
    listed: tuple[int, list[int]] | None = None
    listed_at: float | None = None
    revision: int = 0
    survey: str | None = None
    rush: tuple[float, int] | None = None

    @classmethod
    def read(cls, activity: str | None, data: Json) -> "Memory":
        """Return the memory that `written` gave."""
        draft = data.get("draft")
        return cls(
            activity=activity,
            draft=Draft.from_json(draft) if draft else None,
            question=data.get("question"),
            pointer=data.get("pointer"),
            pointed_at=data.get("pointed_at"),
            report=data.get("report"),
            until=data.get("until"),
            wish=data.get("wish"),
            kept=list(data.get("kept", ())),
            album=tuple(data["album"]) if "album" in data else None,
            listed=tuple(data["listed"]) if "listed" in data else None,
            listed_at=data.get("listed_at"),
            revision=data.get("revision", 0),
            survey=data.get("survey"),
            rush=tuple(data["rush"]) if "rush" in data else None,
        )

    def written(self) -> Json:
        """Return the memory for a JSON column, without what is unset."""
        data: Json = {
            "draft": self.draft.to_json() if self.draft else None,
            "question": self.question,
            "pointer": self.pointer,
            "pointed_at": self.pointed_at,
            "report": self.report,
            "until": self.until,
            "wish": self.wish,
            "kept": self.kept,
            "album": list(self.album) if self.album else None,
            "listed": list(self.listed) if self.listed else None,
            "listed_at": self.listed_at,
            "revision": self.revision,
            "survey": self.survey,
            "rush": list(self.rush) if self.rush else None,
        }
        return {name: value for name, value in data.items() if value not in (None, [], 0)}

    def begin(self, activity: State, report: int, until: float | None = None) -> None:
        """Begin to do something about a report. A draft that is open stays, to be gone on with afterwards."""
        self.activity, self.report, self.until = activity.state, report, until

    def count_addition(self, now: float) -> int:
        """Count one more addition and return how many came within RUSH_SECONDS of the first."""
        since, count = self.rush or (now, 0)
        self.rush = (since, count + 1) if 0 <= now - since < RUSH_SECONDS else (now, 1)
        return self.rush[1]

    def end(self) -> None:
        """End what was being done about a report."""
        self.activity, self.report, self.until, self.survey = None, None, None, None
