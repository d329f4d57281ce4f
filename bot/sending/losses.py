"""Losses: rows that are given up, and what that means for others."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from storage.outbox import Outgoing
from storage.outcomes import RowOutcome
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Losses:
    """Write down, in a transaction, what it means that a chat is closed to us, a row is given up, or a group moved."""

    unreachable: Callable[[Transaction, int, str], Awaitable[None]]
    given_up: Callable[[Transaction, Outgoing, str], Awaitable[None]]
    moved: Callable[[Transaction, int, int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Loss:
    """Rows given up together, and what else has to be written in the same transaction; `about` leads to the first."""

    outcomes: Sequence[RowOutcome]
    write: Callable[[Transaction], Awaitable[None]]

    @property
    def about(self) -> int:
        """The number of the row whose end brought the loss."""
        return self.outcomes[0].id
