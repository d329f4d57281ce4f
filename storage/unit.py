"""The unit of work: one open session with what its repositories need, for reading alone or for one transaction."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.upsert import Upsert


class ReadUnit:
    """A session that reads. `sqlite` tells which of the two databases it is open on."""

    def __init__(self, session: AsyncSession, *, sqlite: bool) -> None:
        self.session = session
        self.sqlite = sqlite


class Unit(ReadUnit):
    """A session that writes, at one aware moment: everything in it happens at `now`."""

    def __init__(self, session: AsyncSession, now: datetime, *, sqlite: bool) -> None:
        super().__init__(session, sqlite=sqlite)
        self.now = now
        self._after: list[Callable[[], None]] = []

    def after_commit(self, call: Callable[[], None]) -> None:
        """Have `call` made once what this unit wrote is safe."""
        self._after.append(call)

    def committed(self) -> None:
        """Make the calls that waited for the commit."""
        for call in self._after:
            call()

    def built(self, upsert: Upsert) -> Any:
        """Return an upsert as this unit's database spells it."""
        return upsert.on(sqlite=self.sqlite)


class Reads:
    """A repository: what can be asked about one noun."""

    def __init__(self, unit: ReadUnit) -> None:
        self._session = unit.session


class Writes(Reads):
    """A repository that also changes what it is about."""

    def __init__(self, unit: Unit) -> None:
        super().__init__(unit)
        self._unit = unit
