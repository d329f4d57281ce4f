"""Retrying as a value: how long to wait between tries and when to stop, handed to whoever tries again."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count


@dataclass(frozen=True, slots=True)
class Retry:
    """Pauses in seconds: `first`, then twice as long each time up to `longest`.

    Each is lengthened or shortened by up to `jitter` (a share of it), so that many that failed together do not come back
    together. After `tries` failures in a row, or `within` seconds after the first, no further try is left; None: always
    one more. `chance` draws a number from 0 to 1; tests put their own.
    """

    first: float
    longest: float
    jitter: float = 0.25
    tries: int | None = None
    within: float | None = None
    chance: Callable[[], float] = field(default=random.random, repr=False, compare=False)

    def pause(self, failures: int, since_first: float = 0.0) -> float | None:
        """Return the seconds to wait after so many failures in a row (1 or more); None when no try is left.

        `since_first`: the seconds that have passed since the first of them.
        """
        if self.tries is not None and failures >= self.tries:
            return None
        if self.within is not None and since_first > self.within:
            return None
        # Beyond 2**60 a pause is the longest anyway, and the number would end in an overflow.
        doubled = min(self.longest, self.first * 2.0 ** min(failures - 1, 60))
        return doubled * (1 + self.jitter * (2 * self.chance() - 1))

    def pauses(self) -> Iterator[float]:
        """Return the pauses of a run of failures, one after the other; `within` is not looked at."""
        for failures in count(1):
            pause = self.pause(failures)
            if pause is None:
                return
            yield pause
