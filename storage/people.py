"""People who report or act, known by a number of our own, and the Telegram accounts by which they are reached."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.counters import Counters
from storage.tables import PEOPLE, TELEGRAM_ACCOUNTS, Person, TelegramAccount
from storage.unit import Reads, Unit, Writes
from storage.upsert import Upsert

COUNTER = "person"
"""The counter that numbers people."""


@dataclass(frozen=True, slots=True)
class Known:
    """A person as the transaction sees them. `user_id` is their Telegram id, None for somebody without an account."""

    id: int
    name: str
    language: str | None
    consented_at: datetime | None
    unreachable_since: datetime | None
    created_at: datetime
    muted_since: datetime | None
    user_id: int | None
    username: str | None


_OF_PERSON = tuple(name for name in Known.__dataclass_fields__ if name in PEOPLE.c)
_COLUMNS = (*(PEOPLE.c[name] for name in _OF_PERSON), TELEGRAM_ACCOUNTS.c.user_id, TELEGRAM_ACCOUNTS.c.username)
_HAS_ACCOUNT = TELEGRAM_ACCOUNTS.c.person_id == PEOPLE.c.id
_BY_ACCOUNT = (
    sa.select(*_COLUMNS)
    .join_from(TELEGRAM_ACCOUNTS, PEOPLE, _HAS_ACCOUNT)
    .where(TELEGRAM_ACCOUNTS.c.user_id.in_(sa.bindparam("users", expanding=True)))
)
_BY_ID = (
    sa.select(*_COLUMNS)
    .join_from(PEOPLE, TELEGRAM_ACCOUNTS, _HAS_ACCOUNT, isouter=True)
    .where(PEOPLE.c.id.in_(sa.bindparam("people", expanding=True)))
)
_WRITE = Upsert(
    Person, ["id"], lambda given: {name: given[name] for name in _OF_PERSON if name not in {"id", "created_at"}}
)
_WRITE_ACCOUNT = Upsert(TelegramAccount, ["user_id"], lambda given: {"username": given.username})


class PersonReads(Reads):
    """Looks up people."""

    async def left_in_peace(self, people: Collection[int]) -> set[int]:
        """Return those of these people who get no reminders: they asked for none, or nothing reaches them."""
        silent = PEOPLE.c.muted_since.is_not(None) | PEOPLE.c.unreachable_since.is_not(None)
        return set(
            (await self._session.execute(sa.select(PEOPLE.c.id).where(PEOPLE.c.id.in_(people), silent))).scalars()
        )


class People(PersonReads, Writes):
    """The people of a transaction: read together with their accounts, written together."""

    def __init__(self, unit: Unit, counters: Counters) -> None:
        super().__init__(unit)
        self._counters = counters
        self._known: dict[int, Known | None] = {}
        self._accounts: dict[int, int | None] = {}
        self._changed: set[int] = set()
        self._changed_accounts: set[int] = set()

    async def prefetch_accounts(self, users: Iterable[int]) -> None:
        """Read many at once, by their Telegram ids."""
        wanted = [user for user in set(users) if user not in self._accounts]
        if not wanted:
            return
        rows = (await self._session.execute(_BY_ACCOUNT, {"users": wanted})).all()
        self._accounts.update(dict.fromkeys(wanted))
        self._keep(rows)

    async def prefetch(self, people: Iterable[int]) -> None:
        """Read many at once, by our own numbers."""
        wanted = [person for person in set(people) if person not in self._known]
        if not wanted:
            return
        rows = (await self._session.execute(_BY_ID, {"people": wanted})).all()
        self._known.update(dict.fromkeys(wanted))
        self._keep(rows)

    async def get(self, person: int) -> Known | None:
        """Return the person of that number, or None."""
        await self.prefetch([person])
        return self._known[person]

    async def by_account(self, user: int) -> Known | None:
        """Return the person of a Telegram account, or None for one never seen."""
        await self.prefetch_accounts([user])
        person = self._accounts[user]
        return None if person is None else self._known[person]

    async def wrote(self, user: int, name: str, username: str | None) -> Known:
        """Note that somebody wrote to the bot just now: their present name, and that messages reach them again."""
        return await self._seen(user, name, username, reached=True)

    async def acted(self, user: int, name: str, username: str | None) -> Known:
        """Note that somebody acts in a group, which says nothing of whether messages to themselves would reach them."""
        return await self._seen(user, name, username, reached=False)

    async def consent(self, person: int) -> None:
        """Note that the person agreed to the privacy notice. An earlier agreement keeps its date."""
        known = await self.get(person)
        if known is not None and known.consented_at is None:
            self._put(replace(known, consented_at=self._unit.now))

    async def speak(self, person: int, language: str) -> None:
        """Note the language the person chose."""
        known = await self.get(person)
        if known is not None:
            self._put(replace(known, language=language))

    async def mute(self, person: int, *, muted: bool) -> None:
        """Note whether the person wants no reminders; changes of status reach them all the same."""
        known = await self.get(person)
        if known is not None and (known.muted_since is not None) != muted:
            self._put(replace(known, muted_since=self._unit.now if muted else None))

    async def unreachable(self, user: int) -> None:
        """Note that messages no longer reach the person of an account (blocked the bot, left Telegram)."""
        known = await self.by_account(user)
        if known is not None and known.unreachable_since is None:
            self._put(replace(known, unreachable_since=self._unit.now))

    async def flush(self) -> None:
        """Write what changed: people in one statement, and accounts that are new or named otherwise in another."""
        if self._changed:
            rows = [{name: getattr(known, name) for name in _OF_PERSON} for known in self._those(self._changed)]
            await self._session.execute(self._unit.built(_WRITE), rows)
            self._changed.clear()
        if self._changed_accounts:
            rows = [
                {"user_id": known.user_id, "person_id": known.id, "username": known.username}
                for known in self._those(self._changed_accounts)
            ]
            await self._session.execute(self._unit.built(_WRITE_ACCOUNT), rows)
            self._changed_accounts.clear()

    async def _seen(self, user: int, name: str, username: str | None, *, reached: bool) -> Known:
        before = await self.by_account(user)
        if before is None:
            number = await self._counters.reserve(COUNTER)
            known = Known(number, name, None, None, None, self._unit.now, None, user, username)
            self._accounts[user] = number
            self._changed_accounts.add(number)
            self._put(known)
            return known
        unreachable_since = None if reached else before.unreachable_since
        if (before.name, before.username, before.unreachable_since) == (name, username, unreachable_since):
            # As nearly always: a copy for each update would cost more than everything else here.
            return before
        if before.username != username:
            self._changed_accounts.add(before.id)
        known = replace(before, name=name, username=username, unreachable_since=unreachable_since)
        self._put(known)
        return known

    def _keep(self, rows: Iterable[Any]) -> None:
        """Keep what was read; what this transaction has changed since stays as it is."""
        for row in rows:
            known = Known(*row)
            if self._known.get(known.id) is None:
                self._known[known.id] = known
            if known.user_id is not None:
                self._accounts[known.user_id] = known.id

    def _put(self, known: Known) -> None:
        self._known[known.id] = known
        self._changed.add(known.id)

    def _those(self, people: set[int]) -> list[Known]:
        return [known for person in sorted(people) if (known := self._known[person]) is not None]
