"""People who talk to the bot, and the one place where a Telegram id is turned into a name."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from storage.tables import PEOPLE, Person
from storage.unit import Reads, Unit, Writes
from storage.upsert import Upsert


@dataclass(frozen=True, slots=True)
class Known:
    """A person as the transaction sees them."""

    user_id: int
    name: str
    username: str | None
    language: str | None
    consented_at: datetime | None
    unreachable_since: datetime | None
    created_at: datetime
    muted_since: datetime | None = None


_COLUMNS = tuple(Known.__dataclass_fields__)
_READ = sa.select(*(PEOPLE.c[name] for name in _COLUMNS)).where(
    PEOPLE.c.user_id.in_(sa.bindparam("users", expanding=True))
)
_WRITE = Upsert(
    Person,
    ["user_id"],
    lambda given: {name: given[name] for name in _COLUMNS if name not in {"user_id", "created_at"}},
)


class PersonReads(Reads):
    """Looks up people."""

    async def left_in_peace(self, users: Collection[int]) -> set[int]:
        """Return those of these people who get no reminders: they asked for none, or nothing reaches them."""
        silent = PEOPLE.c.muted_since.is_not(None) | PEOPLE.c.unreachable_since.is_not(None)
        return set(
            (
                await self._session.execute(sa.select(PEOPLE.c.user_id).where(PEOPLE.c.user_id.in_(users), silent))
            ).scalars()
        )


class People(PersonReads, Writes):
    """The people of a transaction: read together, written together."""

    def __init__(self, unit: Unit) -> None:
        super().__init__(unit)
        self._known: dict[int, Known | None] = {}
        self._changed: set[int] = set()

    async def prefetch(self, users: Iterable[int]) -> None:
        """Read many at once."""
        wanted = {user for user in users if user not in self._known}
        if not wanted:
            return
        rows = await self._session.execute(_READ, {"users": list(wanted)})
        self._known.update(dict.fromkeys(wanted))
        for row in rows:
            self._known[row.user_id] = Known(*row)

    async def get(self, user: int) -> Known | None:
        """Return the person, or None for someone who never wrote."""
        await self.prefetch([user])
        return self._known[user]

    async def seen(self, user: int, name: str, username: str | None) -> Known:
        """Note that this person wrote just now: their present name, and that messages reach them again."""
        known = await self.get(user)
        if known is None:
            known = Known(user, name, username, None, None, None, self._unit.now)
        elif (known.name, known.username, known.unreachable_since) == (name, username, None):
            return known
        else:
            known = replace(known, name=name, username=username, unreachable_since=None)
        self._put(known)
        return known

    async def consent(self, user: int) -> None:
        """Note that the person agreed to the privacy notice. An earlier agreement keeps its date."""
        known = await self.get(user)
        if known is not None and known.consented_at is None:
            self._put(replace(known, consented_at=self._unit.now))

    async def speak(self, user: int, language: str) -> None:
        """Note the language the person chose."""
        known = await self.get(user)
        if known is not None:
            self._put(replace(known, language=language))

    async def mute(self, user: int, *, muted: bool) -> None:
        """Note whether the person wants no reminders; changes of status reach them all the same."""
        known = await self.get(user)
        if known is not None and (known.muted_since is not None) != muted:
            self._put(replace(known, muted_since=self._unit.now if muted else None))

    async def unreachable(self, user: int) -> None:
        """Note that messages no longer reach this person (blocked the bot, left Telegram)."""
        known = await self.get(user)
        if known is not None and known.unreachable_since is None:
            self._put(replace(known, unreachable_since=self._unit.now))

    def _put(self, known: Known) -> None:
        self._known[known.user_id] = known
        self._changed.add(known.user_id)

    async def flush(self) -> None:
        """Write what changed in one statement."""
        if not self._changed:
            return
        rows = [
            {name: getattr(known, name) for name in _COLUMNS}
            for user in sorted(self._changed)
            if (known := self._known[user]) is not None
        ]
        await self._session.execute(self._unit.built(_WRITE), rows)
        self._changed.clear()
