"""Heartbeats: how each part of the programme says that it goes on, so that none can hang or fail for ever unseen."""

from collections.abc import Callable

SILENCE_SECONDS = 60.0
"""How long a part may be at work without saying anything: longer than any call it makes may take to time out."""

FAILING_SECONDS = 30.0
"""How long everything a part tries may fail: longer than a database that is busy or restarts for a moment."""


class Heartbeat:
    """What one part says of itself: it begins something, is done with it, or failed and tries again later.

    Between two rounds it waits for work, as long as it takes. `monotonic` tells the seconds; `silence` and `failing` are
    the seconds after which `wrong` says so. To begin again is a sign of life; only to be done ends a failure.
    """

    def __init__(
        self,
        name: str,
        monotonic: Callable[[], float],
        *,
        silence: float = SILENCE_SECONDS,
        failing: float = FAILING_SECONDS,
    ) -> None:
        self.name = name
        self._monotonic = monotonic
        self._silence = silence
        self._failing = failing
        self._began_at: float | None = None
        self._failed_at: float | None = None
        self._reason = ""

    def begin(self) -> None:
        """Say that work begins, or goes on with the next piece."""
        self._began_at = self._monotonic()

    def done(self) -> None:
        """Say that everything is done and the part waits for more."""
        self._began_at = self._failed_at = None

    def failed(self, reason: str) -> None:
        """Say that the work failed and will be tried again; `reason` is shown to the operator."""
        self._began_at = None
        self._reason = reason
        if self._failed_at is None:
            self._failed_at = self._monotonic()

    def wrong(self) -> str | None:
        """Return what is wrong with the part, or None."""
        now = self._monotonic()
        if self._began_at is not None and (seconds := now - self._began_at) > self._silence:
            return f"{self.name}: no progress for {seconds:.0f} seconds"
        if self._failed_at is not None and (seconds := now - self._failed_at) > self._failing:
            return f"{self.name}: has failed for {seconds:.0f} seconds ({self._reason})"
        return None
