"""The record of every call a bot made: what a test asserts on and what the page shows behind a message."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, dataclass, field
from typing import Any

# Enough for a benchmark's run; the oldest entries make room.
CALLS_KEPT = 20_000


@dataclass(slots=True)
class Entry:
    """One call: `latency` in seconds of work here (a long poll's waiting included), `at` in seconds since 1970."""

    id: int
    bot: str
    method: str
    parameters: dict[str, Any]
    at: float
    status: int = 0
    description: str = ""
    latency: float = 0.0
    unknown: list[str] = field(default_factory=list)
    fault: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Journal:
    """The latest calls, oldest first."""

    def __init__(self) -> None:
        self.entries: deque[Entry] = deque(maxlen=CALLS_KEPT)
        self._next = 1

    def open(self, bot: str, method: str, parameters: dict[str, Any], at: float) -> Entry:
        entry = Entry(self._next, bot, method, parameters, at)
        self._next += 1
        self.entries.append(entry)
        return entry

    def find(self, entry_id: int) -> Entry | None:
        if not self.entries:
            return None
        place = entry_id - self.entries[0].id
        return self.entries[place] if 0 <= place < len(self.entries) else None

    @property
    def unknown(self) -> list[tuple[str, str]]:
        """Every (method, parameter) that Telegram does not know; a conforming bot leaves this empty."""
        return sorted({(entry.method, name) for entry in self.entries for name in entry.unknown})
