"""One transaction: the session, the moment, and everything that is written together with it.

Outbox rows, drafts and people are buffered and written in one statement each when the transaction ends: a batch of
sixty-four updates costs the database hardly more than one.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.conversations import Conversations
from storage.counters import Counters
from storage.errors import NoTransaction
from storage.outbox import OutboxWriter
from storage.people import People
from storage.reminders import Agenda

_current: ContextVar["Transaction"] = ContextVar("transaction")


class Transaction:
    """What one entry reads and writes. Opened and committed by `Database.transaction` alone."""

    def __init__(self, session: AsyncSession, now: datetime, *, sqlite: bool) -> None:
        self.session = session
        self.now = now
        self.sqlite = sqlite
        self.counters = Counters(self)
        self.outbox = OutboxWriter(self)
        self.conversations = Conversations(self)
        self.people = People(self)
        self.agenda = Agenda(self)
        self._after: list[Callable[[], None]] = []

    @contextmanager
    def current(self) -> Iterator[None]:
        """Make this the transaction that `current()` finds, for code that libraries call without telling it."""
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)

    async def number(self, name: str, count: int = 1) -> int:
        """Take `count` numbers of the counter `name` and return the first. A rollback gives them back."""
        return await self.counters.take(name, count)

    def after_commit(self, call: Callable[[], None]) -> None:
        """Have `call` made once what this transaction wrote is safe."""
        self._after.append(call)

    async def flush(self) -> None:
        """Write everything buffered. Called once, just before the commit."""
        await self.session.flush()
        await self.people.flush()
        await self.conversations.flush()
        await self.agenda.flush()
        await self.outbox.flush()
        await self.counters.flush()

    def committed(self) -> None:
        """Make the calls that waited for the commit."""
        for call in self._after:
            call()


def current() -> Transaction:
    """Return the transaction this code runs in. Raises NoTransaction outside one."""
    try:
        return _current.get()
    except LookupError:
        raise NoTransaction("nothing can be stored outside a transaction") from None
