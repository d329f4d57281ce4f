"""A clock for tests: it stands still until it is moved."""

from datetime import UTC, datetime, timedelta


class MovableMoment:
    """Plays `bot.moment.TimeSource`. Both clocks move together, and only when told to."""

    def __init__(self, start: datetime = datetime(2026, 11, 24, 1, 12, tzinfo=UTC)) -> None:
        self._now = start
        self._monotonic = 1_000.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def move(self, span: timedelta | None = None, *, seconds: float = 0.0) -> None:
        span = (span or timedelta()) + timedelta(seconds=seconds)
        self._now += span
        self._monotonic += span.total_seconds()

    def move_to(self, moment: datetime) -> None:
        self.move(moment - self._now)
