"""Counters: numbers given out once, inside the transaction that uses them."""

import sqlalchemy as sa

from storage.tables import COUNTERS, Counter
from storage.unit import Unit, Writes
from storage.upsert import Upsert

_TAKE = Upsert(Counter, ["name"], lambda given: {"value": COUNTERS.c.value + given.value}, returning=["value"])
_SET = sa.update(COUNTERS).where(COUNTERS.c.name == sa.bindparam("counter")).values(value=sa.bindparam("last"))


class Counters(Writes):
    """The counters of a transaction. Each is locked by the first number taken from it; the others cost nothing."""

    def __init__(self, unit: Unit) -> None:
        super().__init__(unit)
        self._last: dict[str, int] = {}
        self._changed: set[str] = set()

    async def reserve(self, name: str, count: int = 1) -> int:
        """Take `count` numbers of the counter `name` and return the first. A rollback gives them back."""
        if name in self._last:
            first = self._last[name] + 1
            self._changed.add(name)
        else:
            taken = await self._session.execute(self._unit.built(_TAKE), {"name": name, "value": count})
            first = int(taken.scalar_one()) - count + 1
        self._last[name] = first + count - 1
        return first

    async def flush(self) -> None:
        """Write how far the counters have come."""
        if self._changed:
            rows = [{"counter": name, "last": self._last[name]} for name in sorted(self._changed)]
            await self._session.execute(_SET, rows)
            self._changed.clear()
