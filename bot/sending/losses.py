"""Losses: rows that are given up, and what that means for others."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from storage.outbox import Outgoing
from storage.outcomes import RowOutcome
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Losses:
    """Write down, in a transaction, what the courier found out.

    `unreachable`: a chat takes nothing (with the reason); `reached`: it does again. `withheld`: a group does not take the
    files of a row, which waits. `given_up`: a row can never be delivered (with the reason). `moved`: a group has a new id.
    """

    unreachable: Callable[[Transaction, int, str], Awaitable[None]]
    reached: Callable[[Transaction, int], Awaitable[None]]
    withheld: Callable[[Transaction, Outgoing], Awaitable[None]]
    given_up: Callable[[Transaction, Outgoing, str], Awaitable[None]]
    moved: Callable[[Transaction, int, int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Loss:
    """Rows given up together, and what else has to be written in the same transaction.

    `about` leads to the first row; where there is none, what is written may be written twice.
    """

    outcomes: Sequence[RowOutcome]
    write: Callable[[Transaction], Awaitable[None]]

    @property
    def about(self) -> int | None:
        """The number of the row whose end brought the loss."""
        return self.outcomes[0].id if self.outcomes else None
