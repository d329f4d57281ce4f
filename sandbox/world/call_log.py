"""The record of every call a bot made: what a test asserts on and what the page shows behind a message."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from pydantic_core import from_json
from yarl import query_to_pairs

# Enough for a benchmark's run; the oldest entries make room.
CALLS_KEPT = 20_000


class CallRecord:
    """One call: `latency` in seconds (a long poll's waiting included), `at` in seconds since 1970, `status` as in HTTP.

    `status` is 0 while the call is being carried out, and for one that was never answered.
    """

    __slots__ = ("at", "bot", "description", "fault", "id", "latency", "method", "raw", "status", "unknown")

    def __init__(self, record_id: int, bot: str, method: str, raw: bytes, at: float) -> None:
        self.id = record_id
        self.bot = bot
        self.method = method
        # Kept as it came: far smaller than the objects, and the garbage collector need not look at it.
        self.raw = raw
        self.at = at
        self.status = 0
        self.description = ""
        self.latency = 0.0
        self.unknown: Sequence[str] = ()
        self.fault = ""

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters as they were sent."""
        if not self.raw.startswith(b"{"):
            return dict(query_to_pairs(self.raw.decode()))
        parameters: dict[str, Any] = from_json(self.raw)
        return parameters

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "bot": self.bot,
            "method": self.method,
            "parameters": self.parameters,
            "at": self.at,
            "status": self.status,
            "description": self.description,
            "latency": self.latency,
            "unknown": list(self.unknown),
            "fault": self.fault,
        }


class CallLog:
    """The latest calls, oldest first."""

    def __init__(self) -> None:
        self.records: deque[CallRecord] = deque(maxlen=CALLS_KEPT)
        # Told of each call as soon as it has come, before it is carried out.
        self.listeners: list[Callable[[CallRecord], None]] = []
        self._next = 1

    def add(self, bot: str, method: str, raw: bytes, at: float) -> CallRecord:
        """Record a call whose parameters are `raw`, a JSON object or a form."""
        record = CallRecord(self._next, bot, method, raw, at)
        self._next += 1
        self.records.append(record)
        for listener in self.listeners:
            listener(record)
        return record

    def find(self, record_id: int) -> CallRecord | None:
        if not self.records:
            return None
        place = record_id - self.records[0].id
        return self.records[place] if 0 <= place < len(self.records) else None

    @property
    def unknown(self) -> list[tuple[str, str]]:
        """Every (method, parameter) that Telegram does not know; a conforming bot leaves this empty."""
        return sorted({(record.method, name) for record in self.records for name in record.unknown})
