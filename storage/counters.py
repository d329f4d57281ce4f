"""Counters: numbers given out once, inside the transaction that uses them."""

from typing import TYPE_CHECKING

import sqlalchemy as sa

from storage.tables import Counter
from storage.upsert import Upsert

if TYPE_CHECKING:
    from storage.transaction import Transaction

_COUNTER = Counter.__table__  # type: ignore[attr-defined]
_TAKE = Upsert(Counter, ["name"], lambda given: {"value": _COUNTER.c.value + given.value}, returning=["value"])
_SET = sa.update(_COUNTER).where(_COUNTER.c.name == sa.bindparam("counter")).values(value=sa.bindparam("last"))


class Counters:
    """The counters of a transaction. Each is locked by the first number taken from it; the others cost nothing."""

    def __init__(self, transaction: "Transaction") -> None:
        self._transaction = transaction
        self._last: dict[str, int] = {}
        self._changed: set[str] = set()

    async def take(self, name: str, count: int = 1) -> int:
        """Take `count` numbers of the counter `name` and return the first. A rollback gives them back."""
        if name in self._last:
            first = self._last[name] + 1
            self._changed.add(name)
        else:
            taken = await self._transaction.session.execute(_TAKE.on(self._transaction), {"name": name, "value": count})
            first = int(taken.scalar_one()) - count + 1
        self._last[name] = first + count - 1
        return first

    async def flush(self) -> None:
        """Write how far the counters have come."""
        if self._changed:
            rows = [{"counter": name, "last": self._last[name]} for name in sorted(self._changed)]
            await self._transaction.session.execute(_SET, rows)
            self._changed.clear()
